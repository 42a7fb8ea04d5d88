"""Write the sheet Settings: each setting with its value, a drop-down list and its help."""

from __future__ import annotations

from typing import Any

from labfolio_xl.blocks import Rows
from labfolio_xl.options import OPTIONS, Option
from labfolio_xl.options.kinds import Count, Number
from labfolio_xl.plan.places import SETTINGS, Area
from labfolio_xl.plan.settings import (
    HEADER,
    choices,
    explanation,
    number_bounds,
    setting_look,
)
from labfolio_xl.plan.sizes import paragraph_height
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.workbook.canvas import Canvas

__all__ = ["write_settings"]

_WIDTHS = {0: 18.0, 1: 20.0, 2: 92.0, 3: 70.0}
_EXPLAINED = "text_after_wrapped"
_RULE = (
    "Every formula of this workbook reads these settings. Type or choose a value beside a name; a "
    "blank cell means that the data decide. Then press Refresh."
)
_RULE_OF_VALUES = "The settings with which the numbers of this workbook were made."


def write_settings(canvas: Canvas, rows: Rows) -> None:
    """Write the sheet and its defined name, which covers names and values.

    Parameters
    ----------
    canvas : Canvas
    rows : rows
        Name and value of each setting below their header.
    """
    sheet = canvas.sheets[SETTINGS.sheet]
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, "Settings", canvas.styles["title"])
    rule = _RULE if canvas.live else _RULE_OF_VALUES
    sheet.write_string(1, 0, rule, canvas.styles["formula"])
    canvas.link(sheet, 2, 0, FIRST_PAGE)
    canvas.set_widths(sheet, _WIDTHS)
    canvas.fit_paper(sheet, sum(_WIDTHS.values()))
    top = SETTINGS.row
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    heads = ["header_text", "header_text", "header_text_after", "header_text_after"]
    canvas.write_rows(sheet, top, 0, [HEADER], heads)
    for row, (name, value) in enumerate(rows[1:], start=top + 1):
        option = OPTIONS[str(name)]
        explained = explanation(option)
        sheet.set_row(row, _height(explained))
        looks = ["text", setting_look(option), _EXPLAINED, _EXPLAINED]
        canvas.write_rows(sheet, row, 0, [[name, value, *explained]], looks)
        if canvas.live:
            _restrict(sheet, row, str(name))
    if canvas.live:
        area = Area(SETTINGS.sheet, top, 0, len(rows), 2)
        canvas.book.define_name(SETTINGS.name, area.address)


def _height(explained: tuple[str, str]) -> float:
    widths = list(_WIDTHS.values())[-len(explained) :]
    texts = zip(explained, widths, strict=True)
    return max(paragraph_height(text, width, _EXPLAINED) for text, width in texts)


def _restrict(sheet: Any, row: int, name: str) -> None:
    """Offer the words of a setting, and refuse numbers that it does not take.

    Words may be typed in another spelling too, so Excel only asks whether they are meant.
    """
    option = OPTIONS[name]
    rule: dict[str, Any] = {}
    if words := choices(option):
        rule = {"validate": "list", "source": words, "error_type": "warning"}
    elif bounds := number_bounds(option):
        kind, least, largest = bounds
        rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": largest}
    if rule:
        told = {"error_title": name, "error_message": f"{_cure(option)}."}
        sheet.data_validation(row, 1, row, 1, {**rule, **told})


def _cure(option: Option) -> str:
    """Return the message for a value that the cell does not accept."""
    kind = option.kind
    cure = kind.cure if isinstance(kind, Number) else f"give {kind.takes}"
    least = f", {kind.least} or more" if isinstance(kind, Count) else ""
    return f"{cure[0].upper()}{cure[1:]}{least}"
