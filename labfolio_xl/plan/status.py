"""What the input gate says about the inputs, in one cell near the title of each result sheet.

The function is called in one cell, on the sheet Check; the other sheets refer to that cell, so that
the inputs are examined once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from labfolio_xl.blocks import Rows
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.decided import CHECK, all_decided
from labfolio_xl.plan.formulas import Formula
from labfolio_xl.plan.places import Area

__all__ = [
    "STATUS",
    "STATUS_CELL",
    "is_called_on",
    "status",
    "status_formula",
    "status_of_report",
    "status_rules",
]

STATUS = Formula("LF_STATUS")
# The row and the column of the cell on every result sheet.
STATUS_CELL = (1, 1)


def status(analysis: Analysis, rows: Mapping[str, Rows] | None = None) -> str:
    """Return the answer of the formula for the inputs as the sheets hold them.

    Parameters
    ----------
    analysis : Analysis
    rows : mapping, optional
        The raw cells of an open workbook, by argument.
    """
    cells = STATUS.answer(analysis) if rows is None else STATUS.evaluate(rows)
    return str(cells[0][0])


def status_of_report(analysis: Analysis) -> str:
    """Return the status of the inputs as they were given.

    A report says of its inputs what a formula cannot know: the sheets hold what the input gate made
    of them.
    """
    return replace(analysis.data_report, findings=all_decided(analysis)).status


def is_called_on(sheet: str) -> bool:
    """Whether the cell of a sheet calls the function, and does not refer to the cell of Check."""
    return sheet == CHECK


def status_formula(sheet: str) -> str:
    """Return the formula of a sheet's cell."""
    return STATUS.text if is_called_on(sheet) else Area(CHECK, *STATUS_CELL).address


def status_rules() -> tuple[tuple[str, str], ...]:
    """Return when the cell is shown as an error and as a warning: conditions of a format."""
    cell = Area(CHECK, *STATUS_CELL).address.rpartition("!")[2]
    starts = f'OR(LEFT({cell},1)="#",ISNUMBER(SEARCH(" error",LEFT({cell},12))))'
    is_warning = f'ISNUMBER(SEARCH(" warning",LEFT({cell},14)))'
    return ("error", f"=IF(ISERROR({cell}),TRUE,{starts})"), ("warning", f"={is_warning}")
