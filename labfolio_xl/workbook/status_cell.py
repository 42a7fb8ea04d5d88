"""Write the cell of a result sheet that says what the input gate found in the inputs."""

from __future__ import annotations

from typing import Any

from labfolio_xl.plan.status import STATUS_CELL, is_called_on, status_formula, status_rules
from labfolio_xl.plan.styles import STATUS_LOOKS
from labfolio_xl.workbook.canvas import Canvas

__all__ = ["write_status"]


def write_status(canvas: Canvas, sheet: Any, name: str, said: str) -> None:
    """Write the status below the title: a formula in a live workbook, else its text.

    An error is red and a warning amber; the word for it stands in the cell.

    Parameters
    ----------
    canvas : Canvas
    sheet : Worksheet
    name : str
        The name of the sheet.
    said : str
        The status; in a live workbook the cached value.
    """
    row, column = STATUS_CELL
    look = canvas.styles["status"]
    if not canvas.live:
        sheet.write_string(row, column, said, look)
    elif is_called_on(name) and canvas.flavour == "365":
        # Without this, Excel 365 shows the call with an @.
        formula = status_formula(name)
        sheet.write_dynamic_array_formula(row, column, row, column, formula, look, said)
    else:
        sheet.write_formula(row, column, status_formula(name), look, said)
    for word, condition in status_rules():
        format_ = canvas.book.add_format(STATUS_LOOKS[word])
        rule = {"type": "formula", "criteria": condition, "format": format_}
        sheet.conditional_format(row, column, row, column, {**rule, "stop_if_true": True})
