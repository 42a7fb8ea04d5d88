"""Compare the cells of an open workbook."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.blocks.cells.values import error_text
from labfolio_xl.excel.book.cells import read_sheet
from labfolio_xl.options.days import EPOCH
from labfolio_xl.plan.places import Area

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["calculate_full", "differences", "differs", "first_wrong", "mistakes", "read_book"]

# A number that is computed again may differ in its last digits. A number near zero is a difference
# of larger numbers, so that its error is absolute.
RELATIVE, ABSOLUTE = 1e-9, 1e-12
DAY_ZERO = dt.datetime.combine(EPOCH[1900], dt.time())

Sheets = dict[str, list[list[Any]]]


def read_book(book: Any, leave_out: Sequence[str] = ()) -> Sheets:
    """Return the cells of all sheets, by name."""
    return {sheet.name: read_sheet(sheet) for sheet in book.sheets if sheet.name not in leave_out}


def calculate_full(app: Any) -> None:
    """Calculate every formula, whether or not its inputs have changed."""
    app.api.CalculateFull()


def differences(before: Sheets, after: Sheets) -> list[str]:
    """Return the sheets whose cells differ: how many do, and which is the first."""
    found = []
    for name in before:
        cells = list(_different(before[name], after.get(name, [])))
        if cells:
            row, column, old, new = cells[0]
            place = Area(name, row, column).address.rpartition("!")[2]
            found.append(f"{name}: {len(cells)} cells, the first {place}: {old!r} became {new!r}")
    return found


def differs(found: Cell, expected: Cell) -> bool:
    """Whether two cells differ; a date is compared by its serial number."""
    if isinstance(expected, float) and math.isnan(expected):
        # NaN is an error in some hosts and blank in others.
        return not error_text(found) and found not in (None, "")
    one, other = _plain(found), _plain(expected)
    if isinstance(one, float) and isinstance(other, float):
        return not math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return type(one) is not type(other) or one != other


def mistakes(sheets: Sheets) -> Iterator[str]:
    """Yield a text for each cell that shows an error or the sentence of a mistake."""
    for name, rows in sheets.items():
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                said = isinstance(cell, str) and cell.startswith(ERROR_MARK)
                if said or error_text(cell):
                    place = Area(name, i, j).address.removeprefix("=")
                    yield f"{place} shows {error_text(cell) or cell}"


def first_wrong(shown: Rows, answer: Rows) -> str:
    """Return the first cell that differs from an answer; empty if there is none.

    Cells beside a short row of the answer are ignored.
    """
    for i, (found, expected) in enumerate(zip(shown, answer, strict=False)):
        for j, (cell, value) in enumerate(zip(found, expected, strict=False)):
            if differs(cell, value):
                return f"row {i + 1}, column {j + 1} shows {cell!r}, not {value!r}"
    if len(shown) < len(answer):
        return f"{len(shown)} rows instead of {len(answer)}"
    return ""


def _different(before: Rows, after: Rows) -> Iterator[tuple[int, int, Cell, Cell]]:
    for i in range(max(len(before), len(after))):
        olds, news = (rows[i] if i < len(rows) else () for rows in (before, after))
        for j in range(max(len(olds), len(news))):
            old, new = (row[j] if j < len(row) else None for row in (olds, news))
            if differs(new, old):
                yield i, j, old, new


def _plain(cell: Cell) -> Cell:
    """Return numbers and dates as floats, and blank cells and texts as None."""
    if isinstance(cell, dt.datetime):
        return (cell.replace(tzinfo=None) - DAY_ZERO) / dt.timedelta(days=1)
    if isinstance(cell, bool) or error_text(cell):
        return cell
    if isinstance(cell, int | float):
        return float(cell)
    return None if isinstance(cell, str) and not cell.strip() else cell
