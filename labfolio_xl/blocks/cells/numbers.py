"""Rows of cells become one array of numbers, fast where they are numbers already."""

from __future__ import annotations

import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from labfolio_xl.blocks.cells.values import (
    Cell,
    error_text,
    is_blank,
    is_missing,
    quote,
    read_number,
)
from labfolio_xl.blocks.cells.written import Mark, judge_marks, read_written, take_apart
from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Finding, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from labfolio_xl.blocks.cells.origin import Origin, Row, Rows

__all__ = ["Describe", "Numbers", "read_numbers"]

# Names the cell at a row and a column of the numbers, as a sentence begins.
Describe: TypeAlias = "Callable[[int, int], str]"

# COM hands over an error cell as an integer near -2.15e9.
_LOWEST_PLAUSIBLE = -2.1e9
# What packing raises for text, a blank, or a number without a float.
_REFUSED = (struct.error, OverflowError, ValueError)
# Few enough to stay in the processor's cache between two looks.
_ROWS_AT_ONCE = 64


@dataclass(slots=True)
class Numbers:
    """The numbers of a block, and what was unusual in its cells.

    Attributes
    ----------
    array : ndarray, shape (rows, columns)
    n_text, n_percent : int
        How many of the numbers were stored as text, and how many of these with a percent sign.
    styles : Counter
        How many were written in an unusual way, by the way in words.
    missing : Counter
        How often each word for a missing number stands there.
    """

    array: NDArray[np.float64]
    n_text: int = 0
    n_percent: int = 0
    styles: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def findings(self, subject: str) -> tuple[Finding, ...]:
        """Tell what was read from text, and what is missing."""
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
    """The state of reading: what is read already, texts to be judged together, what is wrong."""

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
        Names the cell at a row and a column of the result.
    origin : Origin
    text_file : bool
        Whether the file has settled already that commas stand between thousands.

    Raises
    ------
    InputError
        Cells that hold something else; the sentence names the first and counts them. Numbers
        whose comma may stand before decimals or between thousands.
    """
    reading = _Reading(rows, columns, Numbers(np.empty((len(rows), len(columns)))))
    values, pick = reading.numbers.array, _picker(columns)
    pack = struct.Struct(f"{len(columns)}d").pack_into
    buffer, size = values.data.cast("B") if values.size else b"", 8 * len(columns)
    for i, row in enumerate(rows):
        cells = pick(row)
        try:
            # The fastest way that takes numbers and refuses text and blanks.
            pack(buffer, i * size, *cells)
        except _REFUSED:
            _read_row(reading, i, cells)
    _check_disguised(reading)
    if reading.texts:
        _read_texts(reading, describe, origin, text_file=text_file)
    if reading.wrong:
        raise _wrong(reading, describe, origin)
    return reading.numbers


def _picker(columns: Sequence[int]) -> Callable[[Row], Row]:
    if not columns:
        return lambda row: row[:0]
    first, last = columns[0], columns[-1] + 1
    if last - first == len(columns):
        return lambda row: row[first:last]
    return lambda row: [row[column] for column in columns]


def _read_row(reading: _Reading, row: int, cells: Row) -> None:
    """Read a row that is not all numbers."""
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
    """Look again at what may not be the number it seems: TRUE, #N/A as a code, infinity."""
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
    # Equal to its square: 0, 1 and infinity, in one pass.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        suspect = values * values == values
    if np.fmin.reduce(values, axis=None) < _LOWEST_PLAUSIBLE:
        suspect |= values < _LOWEST_PLAUSIBLE
    return np.argwhere(suspect).tolist() if suspect.any() else []


def _read_texts(reading: _Reading, describe: Describe, origin: Origin, *, text_file: bool) -> None:
    """Read the numbers that are stored as text, all with the same decimal sign."""
    numbers, written = reading.numbers, [take_apart(text) for _, _, text in reading.texts]
    marks = judge_marks(written)

    def at(place: int) -> str:
        row, column, text = reading.texts[place]
        return f"{describe(row, column)} holds {quote(text)}"

    if marks.comma is not None and marks.point is not None:
        raise origin.error(
            f"{at(marks.comma)} with a decimal comma and {at(marks.point)} with a decimal point; "
            "write all numbers with one of them."
        )
    if marks.open is not None and marks.comma is None and marks.point is None and not text_file:
        raise origin.error(
            f"{at(marks.open)}, which can have thousands or decimals; write the numbers without a "
            "sign between the thousands, or with two decimals."
        )
    mark: Mark = "." if marks.comma is None else ","
    for (row, column, _), number in zip(reading.texts, written, strict=True):
        read = None if number is None else read_written(number, mark)
        if number is None or read is None or np.isinf(read[0]):
            reading.wrong.append((row, column))
            continue
        numbers.array[row, column] = read[0]
        numbers.styles.update(read[1])
        numbers.n_percent += number.percent
        numbers.n_text += not number.percent and not read[1]


def _wrong(reading: _Reading, describe: Describe, origin: Origin) -> Exception:
    row, column = min(reading.wrong)
    holds = f"{describe(row, column)} holds {quote(reading.cell(row, column))}"
    noun, number = origin.noun, len(reading.wrong)
    one = f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
    if number == 1:
        return origin.error(f"{holds}; clear the cell or type {one}.")
    return origin.error(
        f"{holds}, the first of {number} cells that hold no {noun}; clear them or type {noun}s."
    )
