"""Cells of an open workbook: read as they are, written so that text stays text.

Only what every engine of xlwings offers is used: values, formulas, number formats, names.
Rows and columns count from zero here, as in the layout.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from labfolio_xl.sheet.cells import as_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.values import Cell

__all__ = ["area", "clear_below", "read_sheet", "write_rows"]

TEXT = "@"
LONGEST_LABEL = 100  # characters; a longer text is a sentence


def area(sheet: Any, row: int, column: int, n_rows: int = 1, n_columns: int = 1) -> Any:  # noqa: ANN401
    """Return the range of these cells."""
    return sheet.range((row + 1, column + 1), (row + n_rows, column + n_columns))


def read_sheet(sheet: Any) -> list[list[Any]]:  # noqa: ANN401
    """Return all cells from the first to the last used one, as the host holds them."""
    last = sheet.used_range.last_cell
    return [list(row) for row in as_block(area(sheet, 0, 0, last.row, last.column).raw_value)]


def clear_below(sheet: Any, row: int) -> None:  # noqa: ANN401
    """Empty everything from a row on; formats stay."""
    last = sheet.used_range.last_cell
    if last.row > row:
        area(sheet, row, 0, last.row - row, last.column).clear_contents()


def write_rows(
    sheet: Any,  # noqa: ANN401
    row: int,
    column: int,
    rows: Rows,
    formats: Sequence[str] | None = None,
) -> None:
    """Write a rectangle of values.

    Text is written into cells that are formatted as text, so that neither "=cmd|..." becomes a
    formula nor "600519" a number.

    Parameters
    ----------
    sheet : xlwings.Sheet
    row, column : int
        Of the first cell.
    rows : rows
        Rectangular.
    formats : sequence of str, optional
        The number format of each column below the first row.
    """
    n_rows, n_columns = len(rows), len(rows[0])
    for number, format_ in enumerate(formats or ()):
        if n_rows > 1:
            area(sheet, row + 1, column + number, n_rows - 1).number_format = format_
    for first, last, place in _texts(rows):
        area(sheet, row + first, column + place, last - first + 1).number_format = TEXT
    area(sheet, row, column, n_rows, n_columns).value = [list(map(_plain, r)) for r in rows]


def _texts(rows: Rows) -> list[tuple[int, int, int]]:
    """Return runs of text, as first row, last row and column, so that few calls format them."""
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
    """Return a cell as xlwings takes it: dates without a zone, a missing number as a blank."""
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def _is_text(cell: object) -> bool:
    """Whether Excel might make something else of a text: a name, not a sentence.

    A sentence is no number or date; and older versions of Excel show a long text in a cell
    that is formatted as text as a row of crosses.
    """
    if not isinstance(cell, str) or not cell:
        return False
    return len(cell) <= LONGEST_LABEL or not cell[0].isalpha()
