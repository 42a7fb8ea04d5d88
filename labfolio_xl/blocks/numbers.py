"""Rows of cells become one array of numbers, fast where they are numbers already."""

from __future__ import annotations

import struct
from contextlib import suppress
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from labfolio_xl.blocks.values import Cell, error_text, read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["read_numbers"]

# COM hands over an error cell as an integer near -2.15e9.
_LOWEST_PLAUSIBLE = -2.1e9
# What packing raises for text, a blank, or a number without a float.
_REFUSED = (struct.error, OverflowError, ValueError)
# Few enough to stay in the processor's cache between two looks.
_ROWS_AT_ONCE = 64


def read_numbers(
    rows: Sequence[Sequence[Cell]],
    columns: Sequence[int],
    wrong: Callable[[int, int, Cell], Exception],
) -> tuple[NDArray[np.float64], int]:
    """Read the numbers in some columns of some rows; blanks and error values are NaN.

    Parameters
    ----------
    rows : sequence of sequences
        The cells, all rows equally long.
    columns : sequence of int
        The columns to read, ascending.
    wrong : callable
        Makes the error for the cell at a row and column of the result.

    Returns
    -------
    values : ndarray, shape (rows, columns)
    n_text : int
        How many of the numbers were stored as text.
    """
    values = np.empty((len(rows), len(columns)))
    pick = _picker(columns)
    pack = struct.Struct(f"{len(columns)}d").pack_into
    buffer, size, n_text = values.data.cast("B") if values.size else b"", 8 * len(columns), 0
    for i, row in enumerate(rows):
        cells = pick(row)
        try:
            # The fastest way that takes numbers and refuses text and blanks.
            pack(buffer, i * size, *cells)
        except _REFUSED:
            n_text += _read_row(cells, values[i], i, wrong)
    _check_disguised(values, rows, columns, wrong)
    return values, n_text


def _picker(columns: Sequence[int]) -> Callable[[Sequence[Cell]], Sequence[Cell]]:
    if not columns:
        return lambda row: row[:0]
    first, last = columns[0], columns[-1] + 1
    if last - first == len(columns):
        return lambda row: row[first:last]
    return lambda row: [row[column] for column in columns]


def _read_row(
    cells: Sequence[Cell],
    out: NDArray[np.float64],
    row: int,
    wrong: Callable[[int, int, Cell], Exception],
) -> int:
    """Read a row that is not all numbers, and return how many of them are text."""
    with suppress(*_REFUSED):
        struct.pack_into(
            f"{len(out)}d", out.data, 0, *[nan if c is None or c == "" else c for c in cells]
        )
        return 0
    n_text = 0
    for column, cell in enumerate(cells):
        number = read_number(cell)
        if number is None:
            raise wrong(row, column, cell)
        out[column] = number
        n_text += isinstance(cell, str) and number == number  # noqa: PLR0124 - NaN is a blank
    return n_text


def _check_disguised(
    values: NDArray[np.float64],
    rows: Sequence[Sequence[Cell]],
    columns: Sequence[int],
    wrong: Callable[[int, int, Cell], Exception],
) -> None:
    """Look again at what may not be the number it seems: TRUE, #N/A as a code, infinity."""
    for start in range(0, len(values), _ROWS_AT_ONCE):
        part = values[start : start + _ROWS_AT_ONCE]
        for row, column in _suspects(part):
            cell = rows[start + row][columns[column]]
            if isinstance(cell, (bool, np.bool_)) or np.isinf(part[row, column]):
                raise wrong(start + row, column, cell)
            if error_text(cell):
                part[row, column] = np.nan


def _suspects(values: NDArray[np.float64]) -> list[list[int]]:
    # Equal to its square: 0, 1 and infinity, in one pass.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        suspect = values * values == values
    if np.fmin.reduce(values, axis=None) < _LOWEST_PLAUSIBLE:
        suspect |= values < _LOWEST_PLAUSIBLE
    return np.argwhere(suspect).tolist() if suspect.any() else []
