"""Rows of cells become one array of numbers, fast where they are numbers already."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from labfolio_xl.blocks.values import Cell, error_text, read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["read_numbers"]

# What one cell may hold so that numpy converts its row as a whole; a truth value or text would
# become a number silently.
_PLAIN = frozenset({float, int, type(None)})

# COM hands over an error cell as an integer near -2.15e9.
_LARGEST_PLAUSIBLE = 2.1e9


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
            # The fastest way that takes floats and refuses text and blanks.
            pack(buffer, i * size, *cells)
        except (struct.error, OverflowError):
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
    if set(map(type, cells)) <= _PLAIN:
        with suppress(OverflowError):
            out[:] = np.array(cells, dtype=float)
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
    suspect = (values == 0) | (values == 1) | (np.abs(values) > _LARGEST_PLAUSIBLE)
    for row, column in zip(*(axis.tolist() for axis in np.nonzero(suspect)), strict=True):
        cell = rows[row][columns[column]]
        if isinstance(cell, (bool, np.bool_)) or np.isinf(values[row, column]):
            raise wrong(row, column, cell)
        if error_text(cell):
            values[row, column] = np.nan
