"""Read the cells of an open workbook, and write cells so that a text stays a text.

Rows and columns are counted from zero here, as in the layout.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import LONGEST_CELL_TEXT
from labfolio_xl.excel.host import CELLS_AT_ONCE, host
from labfolio_xl.sheet.cells import as_block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = [
    "area",
    "clear_below",
    "labels_in",
    "last_used",
    "read_sheet",
    "sheets_by_name",
    "write_rows",
]

# Excel 2007 refuses a block of values that contains a longer text. It accepts the text if it is
# written alone.
LONGEST_IN_BLOCK = 8_203
TEXT = "@"
LONGEST_LABEL = 100  # characters; a longer text is a sentence


def area(sheet: Any, row: int, column: int, n_rows: int = 1, n_columns: int = 1) -> Any:
    """Return the range of these cells."""
    return sheet.range((row + 1, column + 1), (row + n_rows, column + n_columns))


def sheets_by_name(book: Any) -> dict[str, Any]:
    """Return the worksheets of a book by their names."""
    return {sheet.name: sheet for sheet in book.sheets}


def last_used(sheet: Any) -> tuple[int, int]:
    """Return the number of the last row and of the last column that contain a value."""
    used = sheet.used_range
    n_rows, n_columns = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    # Excel counts cells that have only a format as used, even down to the last row of a sheet. If
    # these are more cells than are read at once, Excel is asked how far the values reach.
    if n_rows * n_columns <= CELLS_AT_ONCE:
        return n_rows, n_columns

    excel = host()

    def below(rows: int) -> bool:
        return excel.holds_anything(area(sheet, rows, 0, n_rows - rows, n_columns))

    used_rows = _fewest(n_rows, below)

    def beside(columns: int) -> bool:
        beside_it = area(sheet, 0, columns, used_rows, n_columns - columns)
        return excel.holds_anything(beside_it)

    return used_rows, _fewest(n_columns, beside)


def _fewest(most: int, is_more: Callable[[int], bool]) -> int:
    """Return the smallest number from 1 to `most` for which `is_more` is False, by bisection."""
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if is_more(middle):
            low = middle + 1
        else:
            high = middle
    return low


def read_sheet(sheet: Any) -> list[list[Any]]:
    """Return all cells from A1 to the last one that is used.

    Numbers with a currency format have all digits, and dates are serial numbers.
    """
    cells = area(sheet, 0, 0, *last_used(sheet))
    return [list(row) for row in as_block(host().values(cells))]


def labels_in(cells: list[list[Any]]) -> dict[str, tuple[int, int]]:
    """Return the row and the column in which each text stands first."""
    found: dict[str, tuple[int, int]] = {}
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if isinstance(cell, str) and cell:
                found.setdefault(cell, (row, column))
    return found


def clear_below(sheet: Any, row: int) -> None:
    """Empty all cells from a row on, and keep their formats."""
    n_rows, n_columns = last_used(sheet)
    if n_rows > row:
        area(sheet, row, 0, n_rows - row, n_columns).clear_contents()


def write_rows(
    sheet: Any,
    row: int,
    column: int,
    rows: Rows,
    formats: Sequence[str] | None = None,
) -> None:
    """Write a rectangle of values.

    A text is written into a cell that is formatted as text, so that "=cmd|..." does not become a
    formula and "600519" does not become a number.

    Parameters
    ----------
    sheet : xlwings.Sheet
    row, column : int
        The place of the first cell.
    rows : rows
        Rows of equal length.
    formats : sequence of str, optional
        The number format of each column below the first row.
    """
    n_rows, n_columns = len(rows), len(rows[0])
    for number, format_ in enumerate(formats or ()):
        # In a cell that is formatted as text, Excel would make a text of a number.
        first = 0 if isinstance(rows[0][number], (int, float, dt.date)) else 1
        if n_rows > first:
            area(sheet, row + first, column + number, n_rows - first).number_format = format_
    for first, last, place in _texts(rows):
        area(sheet, row + first, column + place, last - first + 1).number_format = TEXT
    values = [list(map(_plain, r)) for r in rows]
    alone = _take_long(values)
    cells = area(sheet, row, column, n_rows, n_columns)
    # xlwings asks for the size of a range before it writes rows, but not before it writes a value.
    cells.value = values[0][0] if n_rows == n_columns == 1 else values
    for (i, j), text in alone.items():
        area(sheet, row + i, column + j).value = text


def _take_long(values: list[list[Cell]]) -> dict[tuple[int, int], str]:
    """Remove the texts that are too long for a block, and return them by their place."""
    alone = {
        (i, j): cell
        for i, row in enumerate(values)
        for j, cell in enumerate(row)
        if isinstance(cell, str) and _length(cell) > LONGEST_IN_BLOCK
    }
    for i, j in alone:
        values[i][j] = None
    return alone


def _texts(rows: Rows) -> list[tuple[int, int, int]]:
    """Return runs of texts (first row, last row, column), so that few calls can format them."""
    runs = []
    for place in range(len(rows[0])):
        start: int | None = None
        for number in range(len(rows) + 1):
            is_text = number < len(rows) and _is_text(rows[number][place])
            if is_text and start is None:
                start = number
            elif not is_text and start is not None:
                runs.append((start, number - 1, place))
                start = None
    return runs


def _plain(cell: Cell) -> Cell:
    """Return a cell as xlwings takes it: a date without a time zone, NaN as a blank cell."""
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, str) and _length(cell) > LONGEST_CELL_TEXT:
        kept = cell.encode("utf-16-le", "surrogatepass")[: 2 * (LONGEST_CELL_TEXT - 1)]
        return kept.decode("utf-16-le", "ignore") + "…"
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def _length(text: str) -> int:
    """Return the length of a text as Excel counts it, in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_text(cell: object) -> bool:
    """Whether a text needs the text format, because Excel might take it for another value.

    A sentence does not need it. Older versions of Excel would show a long text in a cell that is
    formatted as text as a row of number signs.
    """
    if not isinstance(cell, str) or not cell:
        return False
    return len(cell) <= LONGEST_LABEL or not cell[0].isalpha()
