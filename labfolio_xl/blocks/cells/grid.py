"""Find the rows and columns of a block that hold anything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from labfolio_xl.blocks.cells.values import is_blank

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Row, Rows

__all__ = [
    "FIRST_ROWS",
    "are_dates",
    "columns_with_values",
    "is_blank_row",
    "is_empty",
    "rows_with_values",
]

# The names of columns are in one of the first rows, below titles.
FIRST_ROWS = 40

_NAT = type(pd.NaT)


def rows_with_values(block: Rows, start: int) -> list[int]:
    """Return the rows, from ``start`` on, that hold anything."""
    rows = range(start, len(block))
    if are_dates([block[row][0] for row in rows]):
        return list(rows)
    return [row for row in rows if not is_blank_row(block[row])]


def columns_with_values(block: Rows) -> list[int]:
    """Return the columns after the first that have a name or hold anything."""
    columns = range(1, len(block[0]))
    return [
        column
        for column in columns
        if not is_blank(block[0][column]) or not all(is_blank(row[column]) for row in block)
    ]


def are_dates(cells: Row) -> bool:
    """Whether all cells are Python dates, as they usually are; NaT is not a date."""
    kinds = set(map(type, cells))
    return _NAT not in kinds and all(issubclass(kind, dt.date) for kind in kinds)


def is_blank_row(row: Row) -> bool:
    """Whether no cell of a row holds anything."""
    if row and not is_blank(row[0]):
        return False
    # Counting is fast enough for the million empty rows of a whole-column reference.
    return row.count(None) + row.count("") == len(row) or all(map(is_blank, row))


def is_empty(rows: Rows) -> bool:
    """Whether no cell of a block holds anything."""
    return all(is_blank(cell) for row in rows for cell in row)
