"""Enter formulas that show an old error again, so that Excel calculates them.

Excel calculates a cell only when a cell that it reads has changed. If a cell shows that Python did
not start, #SPILL!, or #NAME? because macros were blocked, the cells that it reads do not change
when the cause is removed. Excel would go on showing the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.blocks.cells.values import error_text
from labfolio_xl.excel.book.cells import area, read_sheet
from labfolio_xl.excel.host import host

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labfolio_xl.blocks import Rows

__all__ = ["enter_stale_again"]

OURS = "LF_"
ERRORS = ("#SPILL!", "#NAME?")
LONGEST_ARRAY_FORMULA = 255


def enter_stale_again(book: Any, *, spill: bool, known: Mapping[str, Rows] | None = None) -> int:
    """Enter every formula of ours that shows an error again, and return their number.

    A formula that a user has changed is entered as it is. Protected sheets are skipped.

    Parameters
    ----------
    book : xlwings.Book
    spill : bool
        Whether formulas spill in this version of Excel.
    known : mapping, optional
        The cells of sheets that were read before and can be written to, by the name of the sheet.
        These are not read again; a sheet that is not to be looked at has none.
    """
    count = 0
    for sheet in book.sheets:
        done: set[tuple[int, int]] = set()
        for row, column in _stale(_cells(sheet, known or {})):
            if (row, column) not in done and (places := _enter(sheet, row, column, spill=spill)):
                done |= places
                count += 1
    return count


def _cells(sheet: Any, known: Mapping[str, Rows]) -> Rows:
    """Return the cells of a sheet; none of a sheet that has no formulas or is protected."""
    if sheet.name in known:
        return known[sheet.name]
    excel = host()
    if excel.is_protected(sheet) or not excel.may_have_formulas(sheet):
        return []
    return read_sheet(sheet)


def _stale(rows: Rows) -> Iterator[tuple[int, int]]:
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if isinstance(cell, str):
                if cell.startswith(ERROR_MARK):
                    yield i, j
            # An error is a whole number; other numbers of Excel are not.
            elif type(cell) is int and error_text(cell) in ERRORS:
                yield i, j


def _enter(sheet: Any, row: int, column: int, *, spill: bool) -> set[tuple[int, int]]:
    """Enter the formula of a cell again, and return the cells that it fills.

    Nothing is done for a formula without a function of ours; the result is empty then.
    """
    cell = area(sheet, row, column)
    text = cell.formula2 if spill else cell.formula
    if not str(text).startswith("=") or OURS not in text:
        return set()
    array = cell.api.CurrentArray if cell.has_array else None
    if array is None or array.CountLarge == 1:
        if spill:
            cell.formula2 = text
        else:
            cell.formula = text
        return {(row, column)}
    if len(text) > LONGEST_ARRAY_FORMULA:
        return set()  # only a user can enter it, and not a program
    array.FormulaArray = cell.formula_array
    rows = range(array.Row - 1, array.Row - 1 + array.Rows.Count)
    columns = range(array.Column - 1, array.Column - 1 + array.Columns.Count)
    return {(i, j) for i in rows for j in columns}
