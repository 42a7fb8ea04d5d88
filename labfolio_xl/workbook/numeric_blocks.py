"""A sheet of XlsxWriter to which whole blocks of numbers are written at once.

XlsxWriter keeps an object for each cell and makes its XML by some ten calls. For a table of a
million returns this takes longer than everything else. Here a row of numbers is one object, and
its XML is made by one call. What XlsxWriter writes for one cell of each column serves as the
template, in which only the row and the number change: cells look as if they were written one by
one. Numbers have as many digits as are needed to read the same number again; XlsxWriter gives 16,
of which the last may differ.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.worksheet import Worksheet

from labfolio_xl.blocks.cells.values import Cell

__all__ = ["NumericSheet"]

# Excel groups the attribute "spans" of rows by this number, and so does XlsxWriter.
_ROWS_OF_A_SPAN = 16
_ROW = "{row}"


@dataclass(slots=True)
class _Block:
    """Numbers below and beside each other.

    Attributes
    ----------
    row, column : int
        The place of the first number, counted from zero.
    numbers : ndarray, rows x columns
        NaN is a blank cell.
    formats : list of xlsxwriter.format.Format
        By column.
    template : str
        The XML of a row, with places for its number and its values; empty until it is needed,
        because XlsxWriter numbers the formats when the workbook is closed.
    """

    row: int
    column: int
    numbers: NDArray[np.float64]
    formats: list[Any]
    template: str = ""

    @property
    def last_row(self) -> int:
        return self.row + len(self.numbers) - 1

    @property
    def last_column(self) -> int:
        return self.column + self.numbers.shape[1] - 1

    def number_at(self, row: int, column: int) -> float | None:
        """Return the number of a cell; None for a cell outside the block."""
        if self.row <= row <= self.last_row and self.column <= column <= self.last_column:
            return float(self.numbers[row - self.row, column - self.column])
        return None

    def text(self, row: int) -> str:
        """Return the XML of one row of the sheet."""
        numbers = tuple(self.numbers[row - self.row].tolist())
        text = self.template.replace(_ROW, str(row + 1)) % numbers
        return text.replace("><v>nan</v></c>", "/>").replace(".0</v>", "</v>")


class _BlockRow(NamedTuple):
    """One row of a block, in XlsxWriter's table of cells in the place of its first cell."""

    block: _Block


class Number(NamedTuple):
    """A cell with a number: XlsxWriter knows a cell by the name of its class."""

    number: float
    format: Any


class NumericSheet(Worksheet):
    """A worksheet that takes rows of cells, and writes their columns of numbers in bulk."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[_Block] = []
        self._written = (-1, -1)  # the last cell of a block that has been written

    def write_numbers(
        self,
        row: int,
        column: int,
        rows: Sequence[Sequence[Cell]],
        formats: Mapping[int, Any],
    ) -> frozenset[int]:
        """Write the columns that hold only numbers, or only dates, and blanks.

        NaN and infinite numbers are written as blank cells. What was written to these cells
        before is replaced; nothing may be written to them afterwards.

        Parameters
        ----------
        row, column : int
            The place of the first cell, counted from zero.
        rows : sequence of rows
            Cells as the tables of results have them, in rows of equal length.
        formats : mapping of int to xlsxwriter.format.Format
            The format of each column that may be written, by its number within the rows.

        Returns
        -------
        frozenset of int
            The numbers of the columns that were written.
        """
        found = {}
        for place, cells in enumerate(zip(*rows, strict=True)):
            numbers = self._as_numbers(cells) if place in formats else None
            if numbers is not None:
                found[place] = numbers
        for places in _runs(sorted(found)):
            numbers = np.column_stack([found[place] for place in places])
            looks = [formats[place] for place in places]
            self._add(_Block(row, column + places[0], numbers, looks))
        return frozenset(found)

    def _as_numbers(self, cells: Sequence[Cell]) -> NDArray[np.float64] | None:
        """Return a column as numbers, NaN for blanks; None if any cell is something else."""
        kinds = set(map(type, cells))
        if kinds == {dt.datetime}:
            serials = [self._convert_date_time(cell.replace(tzinfo=None)) for cell in cells]
            return np.array(serials, dtype=float)
        if kinds <= {str, type(None)} or not kinds <= {float, str, type(None)}:
            return None
        if kinds != {float}:
            if any(isinstance(cell, str) and cell for cell in cells):
                return None
            cells = [cell if isinstance(cell, float) else np.nan for cell in cells]
        numbers = np.array(cells, dtype=float)
        return np.where(np.isfinite(numbers), numbers, np.nan)

    def _add(self, block: _Block) -> None:
        """Put the rows of a block into the table of cells, in the place of what was there."""
        if self._check_dimensions(block.row, block.column) or self._check_dimensions(
            block.last_row, block.last_column
        ):
            raise ValueError(f"{self.name}: the numbers do not fit on the sheet")
        self._blocks.append(block)
        covered = range(block.column, block.last_column + 1)
        for row in range(block.row, block.last_row + 1):
            cells = self.table[row]
            for column in covered if cells else ():
                cells.pop(column, None)
            cells[block.column] = _BlockRow(block)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write one cell, or the row of a block that begins there."""
        if (row, col) <= self._written:
            raise ValueError(f"{self.name}: a cell was written into a block of numbers")
        if not isinstance(cell, _BlockRow):
            super()._write_cell(row, col, cell)
            return
        block = cell.block
        block.template = block.template or self._template(block)
        self.fh.write(block.text(row))
        self._written = row, block.last_column

    def _template(self, block: _Block) -> str:
        """Return what XlsxWriter writes for a row, with places for its number and its values."""
        out: Any = self.fh
        row = StringIO()
        self._set_filehandle(row)
        for place, format_ in enumerate(block.formats):
            super()._write_cell(0, block.column + place, Number(0.0, format_))
        self._set_filehandle(out)
        text = re.sub(r'r="([A-Z]+)1"', rf'r="\1{_ROW}"', row.getvalue())
        return text.replace("<v>0</v>", "<v>%r</v>")

    def _calculate_spans(self) -> None:
        """Find the first and the last column of each group of rows, blocks included."""
        super()._calculate_spans()
        for block in self._blocks:
            for group in range(block.row // _ROWS_OF_A_SPAN, block.last_row // _ROWS_OF_A_SPAN + 1):
                first, last = map(int, self.row_spans[group].split(":"))
                self.row_spans[group] = f"{first}:{max(last, block.last_column + 1)}"

    def _get_range_data(
        self, row_start: int, col_start: int, row_end: int, col_end: int
    ) -> Sequence[Any]:
        """Return the cells that a chart keeps a copy of."""
        found: list[Any] = []
        for row in range(row_start, row_end + 1):
            for column in range(col_start, col_end + 1):
                numbers = (block.number_at(row, column) for block in self._blocks)
                number = next((number for number in numbers if number is not None), None)
                if number is None:
                    found += super()._get_range_data(row, column, row, column)
                else:
                    found.append("" if np.isnan(number) else f"{number:.16g}")
        return found


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of columns that stand beside each other."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run
