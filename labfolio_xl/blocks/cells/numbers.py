"""Read rows of cells as one array of numbers; fast if the cells are numbers already."""

from __future__ import annotations

import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from labfolio_xl.blocks.cells.decimal_sign import decimal_sign
from labfolio_xl.blocks.cells.values import (
    Cell,
    error_text,
    is_blank,
    is_missing,
    quote,
    read_number,
)
from labfolio_xl.blocks.cells.written import read_written, take_apart
from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Finding, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from labfolio_xl.blocks.cells.origin import Origin, Row, Rows

__all__ = ["Describe", "Numbers", "read_numbers"]

# Gives the name of the cell at a row and a column of the array, with which a sentence begins.
Describe: TypeAlias = "Callable[[int, int], str]"

# COM gives the error of a cell as an integer near -2.15e9.
_LOWEST_PLAUSIBLE = -2.1e9
# The errors of packing for text, a blank, or an integer that is too large for a float.
_REFUSED = (struct.error, OverflowError, ValueError)
# So few rows stay in the processor's cache while they are checked.
_ROWS_AT_ONCE = 64


@dataclass(slots=True)
class Numbers:
    """The numbers of a block, and what was unusual in its cells.

    Attributes
    ----------
    array : ndarray, shape (rows, columns)
    n_text, n_percent : int
        How many numbers were plain text, and how many were text with a percent sign.
    styles : Counter
        How many numbers were written in each unusual style, such as "currency signs".
    missing : Counter
        How often each word for a missing number occurs.
    """

    array: NDArray[np.float64]
    n_text: int = 0
    n_percent: int = 0
    styles: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def findings(self, subject: str) -> tuple[Finding, ...]:
        """Report what was read from text, and what is missing."""
        lines = []
        if self.n_text:
            found = f"{counted(self.n_text, 'number')} stored as text"
            lines.append(("cells", found, "read as a number"))
        if self.styles:
            words = listed([f"{n} with {style}" for style, n in self.styles.items()])
            lines.append(("cells", words, "read as the numbers they are"))
        if self.n_percent:
            found = f"{counted(self.n_percent, 'cell')} with a percent sign"
            lines.append(("unit", found, "read as fractions: 1.2% is 0.012"))
        if self.missing:
            hold = "cell holds" if self.missing.total() == 1 else "cells hold"
            words = listed([word for word, _ in self.missing.most_common()])
            lines.append(("missing", f"{self.missing.total()} {hold} {words}", "read as missing"))
        return tuple(Finding(check, subject, found, "note", how) for check, found, how in lines)


@dataclass(slots=True)
class _Reading:
    """The state of reading: the numbers so far, the texts to be read together, the wrong cells."""

    rows: Rows
    columns: Sequence[int]
    numbers: Numbers
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row][self.columns[column]]


def read_numbers(
    rows: Rows,
    columns: Sequence[int],
    describe: Describe,
    origin: Origin,
    *,
    text_file: bool = False,
) -> Numbers:
    """Read the numbers in some columns of some rows; blanks and error values are NaN.

    Parameters
    ----------
    rows : sequence of sequences
        The cells, all rows equally long.
    columns : sequence of int
        The columns to read, ascending.
    describe : callable
        Gives the name of the cell at a row and a column of the result.
    origin : Origin
    text_file : bool
        Whether the cells come from a text file, of which the decimal sign is known already.

    Raises
    ------
    InputError
        Cells hold something else; the sentence names the first one and their number. Or a comma
        may be a decimal sign as well as a separator of thousands.
    """
    reading = _Reading(rows, columns, Numbers(np.empty((len(rows), len(columns)))))
    values, pick = reading.numbers.array, _picker(columns)
    pack = struct.Struct(f"{len(columns)}d").pack_into
    buffer, size = values.data.cast("B") if values.size else b"", 8 * len(columns)
    for i, row in enumerate(rows):
        cells = pick(row)
        try:
            # This is the fastest way to copy numbers that raises an error for text and blanks.
            pack(buffer, i * size, *cells)
        except _REFUSED:
            _read_row(reading, i, cells)
    _check_disguised(reading)
    if reading.texts:
        _read_texts(reading, describe, origin, text_file=text_file)
    if reading.wrong:
        raise _wrong_cells_error(reading, describe, origin)
    return reading.numbers


def _picker(columns: Sequence[int]) -> Callable[[Row], Row]:
    """A function that picks some columns out of a row, by a slice if they are neighbours."""
    if not columns:
        return lambda row: row[:0]
    first, last = columns[0], columns[-1] + 1
    if last - first == len(columns):
        return lambda row: row[first:last]
    return lambda row: [row[column] for column in columns]


def _read_row(reading: _Reading, row: int, cells: Row) -> None:
    """Read a row of which some cells are not numbers."""
    out = reading.numbers.array[row]
    with suppress(*_REFUSED):
        struct.pack_into(
            f"{len(out)}d", out.data, 0, *[nan if c is None or c == "" else c for c in cells]
        )
        return
    for column, cell in enumerate(cells):
        out[column] = nan
        if isinstance(cell, str):
            if is_missing(cell):
                reading.numbers.missing[cell.strip()] += 1
            elif not is_blank(cell):
                reading.texts.append((row, column, cell))
        elif error := error_text(cell):
            reading.numbers.missing[error] += 1
        elif (number := read_number(cell)) is None:
            reading.wrong.append((row, column))
        else:
            out[column] = number


def _check_disguised(reading: _Reading) -> None:
    """Find cells that were read as numbers and are not: TRUE, an error as a code, infinity."""
    values = reading.numbers.array
    for start in range(0, len(values), _ROWS_AT_ONCE):
        part = values[start : start + _ROWS_AT_ONCE]
        for row, column in _suspects(part):
            cell = reading.cell(start + row, column)
            if isinstance(cell, (bool, np.bool_)) or np.isinf(part[row, column]):
                reading.wrong.append((start + row, column))
            elif error := error_text(cell):
                part[row, column] = np.nan
                reading.numbers.missing[error] += 1


def _suspects(values: NDArray[np.float64]) -> list[list[int]]:
    # 0, 1 and infinity equal their squares, so that one comparison finds TRUE and infinity.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        suspect = values * values == values
    if np.fmin.reduce(values, axis=None) < _LOWEST_PLAUSIBLE:
        suspect |= values < _LOWEST_PLAUSIBLE
    return np.argwhere(suspect).tolist() if suspect.any() else []


def _read_texts(reading: _Reading, describe: Describe, origin: Origin, *, text_file: bool) -> None:
    """Read the numbers that are stored as text, all with the same decimal sign."""
    numbers, written = reading.numbers, [take_apart(text) for _, _, text in reading.texts]

    def describe_text(place: int) -> str:
        row, column, text = reading.texts[place]
        return f"{describe(row, column)} holds {quote(text)}"

    mark = decimal_sign(written, describe_text, origin, text_file=text_file)
    for (row, column, _), number in zip(reading.texts, written, strict=True):
        read = None if number is None else read_written(number, mark)
        if number is None or read is None or np.isinf(read[0]):
            reading.wrong.append((row, column))
            continue
        numbers.array[row, column] = read[0]
        numbers.styles.update(read[1])
        numbers.n_percent += number.percent
        numbers.n_text += not number.percent and not read[1]


def _wrong_cells_error(reading: _Reading, describe: Describe, origin: Origin) -> Exception:
    row, column = min(reading.wrong)
    holds = f"{describe(row, column)} holds {quote(reading.cell(row, column))}"
    noun, number = origin.noun, len(reading.wrong)
    one = f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
    if number == 1:
        return origin.error(f"{holds}; clear the cell or type {one}.")
    return origin.error(
        f"{holds}, the first of {number} cells that hold no {noun}; clear them or type {noun}s."
    )
