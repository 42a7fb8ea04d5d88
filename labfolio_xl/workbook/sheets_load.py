"""Write the sheet Load of a live workbook: what to do, the buttons, and a row for each input."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from labfolio_xl.plan import load
from labfolio_xl.plan.places import INPUTS, LOAD, InputPlace
from labfolio_xl.workbook.canvas import Canvas

__all__ = ["CAPTION", "ROW_HEIGHT", "write_load"]

CAPTION = "Fill the inputs of this workbook from files."

_LEFT, _LAST = 1, len(load.HEADER)
_LIST_WIDTH = 18.0
ROW_HEIGHT = 58.0  # four lines of what was found, and the button
_BUTTON = {"width": 100, "height": 28}
_BUTTON_STEP = 112
_LOOKS = {
    load.INPUT: "wrapped",
    load.FOUND: "told",
    load.MESSAGE: "told_mistake",
}


def write_load(canvas: Canvas) -> None:
    """Write the sheet from which files are loaded into the inputs."""
    sheet = canvas.sheets[LOAD]
    canvas.set_widths(sheet, dict(enumerate(load.WIDTHS, start=_LEFT)))
    canvas.fit_paper(sheet, sum(load.WIDTHS))
    canvas.write_heading(sheet, LOAD, CAPTION, columns=_LAST)
    _write_words(canvas, sheet)
    for number, (name, macro) in enumerate(load.BUTTONS):
        options = {**_BUTTON, "macro": macro, "caption": name}
        sheet.insert_button(
            load.TOP - 2, _LEFT, {**options, "x_offset": number * _BUTTON_STEP, "y_offset": 2}
        )
    heads = ["header_text"] * len(load.HEADER)
    canvas.write_rows(sheet, load.TOP, _LEFT, [load.HEADER], heads)
    for row, place in enumerate(INPUTS, start=load.TOP + 1):
        _write_row(canvas, sheet, row, place)
        _write_list(canvas, sheet, place)
    sheet.print_area(0, 0, load.TOP + len(INPUTS), _LAST)


def _write_words(canvas: Canvas, sheet: Any) -> None:
    """Write what the workbook is, and the three steps."""
    across, width = (_LEFT, _LAST), sum(load.WIDTHS)
    canvas.write_paragraph(sheet, 3, across, load.WHAT, width=width, style="step")
    for number, step in enumerate(load.STEPS, start=1):
        text = f"{number}.  {step}"
        canvas.write_paragraph(sheet, 4 + number, across, text, width=width, style="step")


def _write_row(canvas: Canvas, sheet: Any, row: int, place: InputPlace) -> None:
    """Write the row of an input: its button, the cells that a user fills, and the answers."""
    sheet.set_row(row, ROW_HEIGHT)
    given = "input_setting_wrapped"
    for column, title in enumerate(load.HEADER, start=_LEFT):
        has_no_dates = title == load.DATES and place.argument not in load.DATED
        look = "text" if has_no_dates or not title else _LOOKS.get(title, given)
        canvas.write_cell(sheet, row, column, place.name if title == load.INPUT else None, look)
    button = {"width": 64, "height": 24, "x_offset": 4, "y_offset": 4}
    macro = load.pick_macro(place)
    sheet.insert_button(row, _LEFT + 1, {**button, "macro": macro, "caption": load.PICK})
    listed = load.listed_sheets(place)
    first, cells = f"${xl_col_to_name(listed.column)}${listed.row + 1}", listed.corners
    # The list is as long as the file has sheets, so that it offers no blank entries.
    source = f"=OFFSET({first},0,0,MAX(1,COUNTA({xl_range_abs(*cells)})),1)"
    _offer(sheet, row, load.SHEET, source, "The sheets of a workbook are listed by Preview.")
    _offer(sheet, row, load.UNIT, load.units(place), "Blank: the file and its numbers decide.")
    if place.argument in load.DATED:
        told = "The order of day and month. Blank: the file decides."
        _offer(sheet, row, load.DATES, load.date_orders(), told)
    told = "The cells of the table, such as B3:H200. Blank: the table is found."
    _tell(sheet, row, load.CELLS, {"validate": "any"}, told)


def _offer(sheet: Any, row: int, title: str, source: str | list[str], told: str) -> None:
    """Offer words in a cell. Others may be typed: a macro says what is wrong with them."""
    _tell(sheet, row, title, {"validate": "list", "source": source, "show_error": False}, told)


def _tell(sheet: Any, row: int, title: str, rule: dict[str, Any], told: str) -> None:
    column = _LEFT + load.HEADER.index(title)
    sheet.data_validation(row, column, row, column, {**rule, "input_message": told})


def _write_list(canvas: Canvas, sheet: Any, place: InputPlace) -> None:
    """Write the title above the cells that list the sheets in a file."""
    listed = load.listed_sheets(place)
    sheet.set_column(listed.column, listed.column, _LIST_WIDTH)
    title = load.list_title(place)
    sheet.write_string(listed.row - 1, listed.column, title, canvas.styles["note"])
