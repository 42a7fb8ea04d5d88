"""Find how far inputs and tables of results reach on a sheet.

The functions take rows of raw cell values and do not need Excel. Rows and columns count from zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labfolio_xl.blocks import Rows

__all__ = ["FoundTable", "find_tables", "reach"]

# Above each table of the template stands its formula as a text that begins with a blank.
FORMULA_TEXT = re.compile(r"\s*(=LF_\w+\(.*\))\s*")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of results that was found on a sheet.

    Attributes
    ----------
    formula : str
        The text in the cell above it.
    row, column : int
        The place of its first cell.
    n_rows, n_columns : int
        Its size now, with the header.
    """

    formula: str
    row: int
    column: int
    n_rows: int
    n_columns: int

    @property
    def last_row(self) -> int:
        """The number of its lowest row."""
        return self.row + self.n_rows - 1

    @property
    def last_column(self) -> int:
        """The number of its rightmost column."""
        return self.column + self.n_columns - 1


def reach(rows: Rows) -> tuple[int, int]:
    """Return the size of the smallest block from the first cell that contains all values.

    Every cell with a value counts, so that no value is left out silently. A note beside the table
    is refused later, in a sentence that names its cell.

    Examples
    --------
    >>> reach([["date", "A", None], [45000.0, 0.01, None], [None, None, None]])
    (2, 2)
    """
    n_rows = n_columns = 0
    for number, row in enumerate(rows, 1):
        width = len(row)
        while width and is_blank(row[width - 1]):
            width -= 1
        n_columns = max(n_columns, width)
        n_rows = number if width else n_rows
    return n_rows, n_columns


def find_tables(rows: Rows) -> list[FoundTable]:
    """Return the tables that have the text of a formula above them, from top to bottom.

    Tables that begin in the same row are sorted from left to right.

    Parameters
    ----------
    rows : rows
        The cells of a sheet from its first row and column.
    """
    return list(_tables(rows))


def _tables(rows: Rows) -> Iterator[FoundTable]:
    for number, row in enumerate(rows[:-1]):
        for column, cell in enumerate(row):
            found = FORMULA_TEXT.fullmatch(cell) if isinstance(cell, str) else None
            if found and not is_blank(_cell(rows, number + 1, column)):
                width = _width(rows, number + 1, column)
                height = _height(rows, number + 1, column, width)
                yield FoundTable(found[1], number + 1, column, height, width)


def _cell(rows: Rows, row: int, column: int) -> object:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _width(rows: Rows, row: int, column: int) -> int:
    """Return the number of columns before the first one without a header."""
    width = 1
    while not is_blank(_cell(rows, row, column + width)):
        width += 1
    return width


def _height(rows: Rows, row: int, column: int, width: int) -> int:
    """Return the number of rows before the first one that is blank over the whole width."""
    height = 1
    while any(not is_blank(_cell(rows, row + height, column + k)) for k in range(width)):
        height += 1
    return height
