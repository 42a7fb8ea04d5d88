"""How cells look: one font, one palette, one number format for each kind of number."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ACCENT",
    "FONT",
    "GRID",
    "INK",
    "MUTED",
    "NEGATIVE",
    "NOTE",
    "OTHER",
    "POSITIVE",
    "SERIES_COLORS",
    "STATUS_LOOKS",
    "UNDER_INTERVAL",
    "WARNING",
    "Styles",
    "text_on",
]

FONT = "Calibri"
INK, MUTED, ACCENT = "#1F2933", "#5F6B7A", "#1F4E79"
WARNING, PALE, GRID, INPUT = "#B45309", "#EEF2F6", "#D9DEE4", "#FFFBEB"
ERROR, NOTE = "#B91C1C", "#FFFFF0"

# Readers with deuteranopia or protanopia tell any two of these colours apart, and their lightness
# differs by equal steps. Neighbours in this order, which stand side by side in a divided bar,
# differ by two steps or more. The lightest stands last: lines, seven at most, do not use it.
SERIES_COLORS = (
    "#2F3469",
    "#B3B04C",
    "#954613",
    "#B47365",
    "#733940",
    "#789AC1",
    "#6667BB",
    "#8DCDC5",
)
_BRIGHT = 150.0
_SHARE = "share_"  # before the number of a factor, which stands before its share
# What has no colour of its own: the factors beyond the eighth, the specific part, the rest.
OTHER = "#B4BCC6"
# Bars below an interval, whose line has to be seen on them in print and in greyscale too.
UNDER_INTERVAL = "#7399C2"
# The ends of scales that are white at zero; readers who do not see red and green alike tell them
# apart.
NEGATIVE, POSITIVE = "#5B8DC9", "#E8923C"

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
# Names of one line and of several stand on the rule, so that they line up.
_HEADER: dict[str, Any] = {"bold": True, "bg_color": PALE, "valign": "bottom", **_RULE}
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

# How the status of the inputs is shown when it is not "ok".
STATUS_LOOKS: dict[str, dict[str, Any]] = {
    "error": {"bold": True, "font_color": ERROR},
    "warning": {"bold": True, "font_color": WARNING},
}

_LOOKS: dict[str, dict[str, Any]] = {
    "blank": {},
    "text": {},
    "text_after": {"align": "left", "indent": 1},
    "date_after": {"align": "left", "indent": 1, "num_format": _NUMBERS["date"]},
    "text_wrapped": {"text_wrap": True},
    "text_after_wrapped": {"align": "left", "indent": 1, "text_wrap": True},
    "text_right_wrapped": {"align": "right", "text_wrap": True},
    "item": {"align": "left"},
    "wrapped": _WRAPPED,
    "label": {"bold": True},
    "title": {"font_size": 18, "bold": True, "font_color": ACCENT},
    # A subtitle that a user types stays a text, whatever its first sign is.
    "subtitle": {"font_size": 11, "font_color": MUTED, "num_format": "@", **_WRAPPED},
    "section": {"font_size": 12, "bold": True, "font_color": ACCENT},
    "note": {"font_size": 9, "font_color": MUTED, **_WRAPPED},
    # The words before the status are those of the format, so that the cell holds the answer alone.
    "status": {"font_color": MUTED, "num_format": '"Data check: "@'},
    "formula": {"font_size": 9, "font_color": MUTED, "font_name": FONT, "italic": True},
    "changed": {"font_color": WARNING, "bold": True, **_WRAPPED},
    "mistake": {"font_color": WARNING, "bold": True},
    "told": {**_WRAPPED, **_BORDER},
    "told_mistake": {"font_color": WARNING, **_WRAPPED, **_BORDER},
    "header": {**_HEADER, "align": "right"},
    "header_broken": {**_HEADER, "align": "right", "text_wrap": True},
    "header_text": {**_HEADER, "align": "left"},
    "header_text_after": {**_HEADER, "align": "left", "indent": 1},
    "header_rotated": {**_HEADER, "rotation": 90, "align": "center"},
    "link": {"font_color": ACCENT, "underline": 1},
    "tile_label": {**_TILE, "font_size": 9, "font_color": MUTED},
    "tile_text": {**_TILE, "font_size": 14, "bold": True, "font_color": ACCENT},
    "tile_note": {**_TILE, "font_size": 9, "font_color": MUTED, **_WRAPPED},
    "code": {"bg_color": PALE},
    # Of the first page.
    "first_label": {"font_size": 12, "bold": True, "font_color": ACCENT, "valign": "top"},
    "first_sentence": {"font_size": 10, **_WRAPPED},
    "first_note": {"font_size": 9, "font_color": MUTED, "align": "left"},
    "first_share": {"align": "right", "bold": True, "num_format": "0%"},
    "first_part": {"font_size": 9, "align": "left", "indent": 1},
    "first_name": {"align": "left"},
    "first_beta": {"align": "right", "num_format": "0.00"},
    "first_header": {**_HEADER, "font_size": 9, "align": "right", "text_wrap": True},
    "first_link": {"font_size": 9, "font_color": ACCENT, "underline": 1, "valign": "top"},
    "first_check": {"font_size": 9, **_WRAPPED},
    "step": {"font_size": 11, **_WRAPPED},
    "input_setting": _SETTING,
    "input_setting_text": {**_SETTING, "num_format": "@"},
    "input_setting_wrapped": {**_SETTING, "num_format": "@", **_WRAPPED},
}


def text_on(color: str) -> str:
    """Return the colour of letters on a fill: white on dark ones, ink on light ones."""
    red, green, blue = (int(color[k : k + 2], 16) for k in (1, 3, 5))
    # The weights of ITU-R BT.601 give the grey that the eye sees as equally bright.
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < _BRIGHT else INK


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
    if name.startswith(_SHARE):
        rank = name.removeprefix(_SHARE)
        return {**_BASE, **_LOOKS["first_share"], "num_format": f'"{rank}   "0%;"{rank}   "-0%'}
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
