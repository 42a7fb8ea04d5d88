"""How cells look: one font, one palette, one number format for each kind of number."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ACCENT",
    "FONT",
    "GRID",
    "INK",
    "MUTED",
    "SERIES_COLORS",
    "WARNING",
    "Styles",
]

FONT = "Calibri"
INK, MUTED, ACCENT = "#1F2933", "#5F6B7A", "#1F4E79"
WARNING, PALE, GRID, INPUT = "#B45309", "#EEF2F6", "#D9DEE4", "#FFFBEB"

# Told apart in print and by readers who do not see red and green alike.
SERIES_COLORS = (
    "#1F4E79",
    "#2A9D8F",
    "#E09F3E",
    "#B5483A",
    "#7A5EA8",
    "#5BA4CF",
    "#7C8B45",
    "#8D6A4F",
    "#D178A5",
    "#7D8A97",
)

_NUMBERS = {
    "beta": "0.000",
    "return": "0.000%",
    "percent": "0.0%",
    "weight": "0.00%",
    "variance": "0.00E+00",
    "correlation": "0.00",
    "t": "0.00",
    "p": '[<0.00005]"<0.0001";0.0000',
    "number": "0.0000",
    "coefficient": "0.00000",  # an intercept of a few basis points beside betas of about one
    "count": "#,##0",
    "date": "yyyy-mm-dd",
}

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_WRAPPED: dict[str, Any] = {"text_wrap": True, "valign": "top"}
_RULE: dict[str, Any] = {"bottom": 1, "bottom_color": ACCENT}
# A white rule parts the tiles of the dashboard without a column between them.
_BORDER: dict[str, Any] = {"border": 1, "border_color": GRID}
_TILE: dict[str, Any] = {
    "bg_color": PALE,
    "align": "left",
    "indent": 1,
    "right": 5,
    "right_color": "#FFFFFF",
}

_SETTING: dict[str, Any] = {"align": "left", "bg_color": INPUT, "locked": False, **_BORDER}

_LOOKS: dict[str, dict[str, Any]] = {
    "blank": {},
    "text": {},
    "text_after": {"align": "left", "indent": 1},
    "text_wrapped": {"text_wrap": True},
    "text_after_wrapped": {"align": "left", "indent": 1, "text_wrap": True},
    "text_right_wrapped": {"align": "right", "text_wrap": True},
    "item": {"align": "left"},
    "wrapped": _WRAPPED,
    "label": {"bold": True},
    "title": {"font_size": 18, "bold": True, "font_color": ACCENT},
    "subtitle": {"font_size": 11, "font_color": MUTED, **_WRAPPED},
    "section": {"font_size": 12, "bold": True, "font_color": ACCENT},
    "note": {"font_size": 9, "font_color": MUTED, **_WRAPPED},
    "formula": {"font_size": 9, "font_color": MUTED, "font_name": FONT, "italic": True},
    "mistake": {"font_color": WARNING, "bold": True},
    "header": {"bold": True, "bg_color": PALE, **_RULE, "align": "right"},
    "header_broken": {
        "bold": True,
        "bg_color": PALE,
        **_RULE,
        "align": "right",
        "valign": "bottom",
        "text_wrap": True,
    },
    "header_text": {"bold": True, "bg_color": PALE, **_RULE, "align": "left"},
    "header_text_after": {"bold": True, "bg_color": PALE, **_RULE, "align": "left", "indent": 1},
    "header_rotated": {"bold": True, "bg_color": PALE, **_RULE, "rotation": 90, "align": "center"},
    "link": {"font_color": ACCENT, "underline": 1},
    "tile_label": {**_TILE, "font_size": 9, "font_color": MUTED},
    "tile_text": {**_TILE, "font_size": 14, "bold": True, "font_color": ACCENT},
    "tile_note": {**_TILE, "font_size": 9, "font_color": MUTED, **_WRAPPED},
    "code": {"bg_color": PALE},
    "step": {"font_size": 11, **_WRAPPED},
    "input_setting": _SETTING,
    "input_setting_text": {**_SETTING, "num_format": "@"},
}


class Styles:
    """The formats of one workbook, each made when it is first asked for.

    Names are those of a kind of number ("beta", "return", "p", ...) or of a look ("title",
    "note", ...); "input_" before a kind of number gives the cells that a user types in, and
    "tile_" its large form for the dashboard.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The format of this name."""
        if name not in self._made:
            self._made[name] = self._book.add_format(properties(name))
        return self._made[name]


def properties(name: str) -> dict[str, Any]:
    """What XlsxWriter's ``add_format`` takes for a name."""
    if name in _LOOKS:
        return {**_BASE, **_LOOKS[name]}
    family, _, kind = name.rpartition("_")
    number: dict[str, Any] = {
        "align": "right",
        **({"num_format": _NUMBERS[kind]} if kind in _NUMBERS else {}),
    }
    if kind == "date":
        number["align"] = "left"
    if family == "tile":
        return {**_BASE, **_LOOKS["tile_text"], **number, "align": "left"}
    if family == "item":
        return {**_BASE, **number, "align": "left"}
    if family == "input":
        return {**_BASE, **number, "locked": False}
    return {**_BASE, **number}
