"""``Labels``: the names of a table's columns, and the dates or names of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from labfolio_xl.blocks.cells.grid import are_dates, columns_with_values, rows_with_values
from labfolio_xl.blocks.cells.origin import Origin, Row, Rows
from labfolio_xl.blocks.cells.values import Cell, error_text, quote, read_name
from labfolio_xl.blocks.labels.undated import dates_across, first_undated, why_undated
from labfolio_xl.errors import check_length
from labfolio_xl.options import DateOrder, FrequencyName
from labfolio_xl.options.days import FIRST_YEAR, LAST_YEAR
from labfolio_xl.returns.dates.days_for_years import days_for_years
from labfolio_xl.returns.dates.index import DateColumn, read_dates
from labfolio_xl.returns.findings import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labfolio_xl.errors import InputError

__all__ = ["LabelOptions", "Labels", "ReadLabels"]

_ORDINAL_OF_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class LabelOptions:
    """The options that say how the labels of rows are to be read.

    Parameters
    ----------
    dates : bool
        Whether the first column holds dates; otherwise it holds names.
    order : {"dmy", "mdy"} or None
        The order of day and month, if the user has given it.
    text_file : bool
        Whether the cells come from a text file.
    date_system : {1900, 1904}
    """

    dates: bool = True
    order: DateOrder | None = None
    text_file: bool = False
    date_system: int = 1900


@dataclass(frozen=True, slots=True)
class ReadLabels:
    """The names of the columns, the labels of the rows, and findings about the dates."""

    names: list[str]
    index: pd.Index[Any]
    frequency: FrequencyName | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """Which rows and columns of a trimmed block make a table, and where their labels are.

    Parameters
    ----------
    block : sequence of sequences
        The cells, all rows equally long.
    origin : Origin
    options : LabelOptions
    rows, columns : sequence of int
        The rows and columns that hold the numbers.
    head : sequence
        The name above each column of the block.
    first : int
        The column of dates or names.
    head_row : int
        The row of the names, for messages.
    n_dropped : tuple of int
        The numbers of empty rows and columns within the table.
    """

    block: Rows
    origin: Origin
    options: LabelOptions
    rows: Sequence[int]
    columns: Sequence[int]
    head: Row
    first: int = 0
    head_row: int = 0
    n_dropped: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, block: Rows, origin: Origin, options: LabelOptions) -> Labels:
        """Make labels of a block with names in its first row and dates in its first column."""
        rows, columns = rows_with_values(block, 1), columns_with_values(block)
        n_dropped = len(block) - 1 - len(rows), len(block[0]) - 1 - len(columns)
        return cls(block, origin, options, rows, columns, block[0], n_dropped=n_dropped)

    def content(self) -> tuple[str, bytes]:
        """Return the content of the labels; labels with equal content are read in the same way.

        It is made with ``repr``, since the number 1, the text "1" and TRUE must be different.
        Dates are converted to days, which is much faster; their time of day is dropped anyway.
        """
        header = [self.head[column] for column in self.columns]
        cells = self._first_cells()
        days = _ordinals(cells).tobytes() if self.options.dates and are_dates(cells) else b""
        content = (self.options, self.n_dropped, header, None if days else cells)
        return repr(content), days

    def read(self) -> ReadLabels:
        """Return the names of the columns, and the labels of the rows.

        Raises
        ------
        InputError
            A label that is missing, stands twice, or cannot be read.
        """
        names = self._names()
        if not self.options.dates:
            return ReadLabels(names, self._names_of_rows())
        column = self.read_dates()
        return ReadLabels(names, self._index(column), column.frequency, column.findings)

    def read_dates(self) -> DateColumn:
        """Return the dates of the rows, which may repeat.

        Raises
        ------
        InputError
            A cell that holds no date, or dates that can be read in two ways.
        """
        cells = self._first_cells()
        if are_dates(cells):
            return DateColumn(list(cells))
        column = read_dates(
            cells,
            self.origin.argument,
            order=self.options.order,
            text_file=self.options.text_file,
            date_system=self.options.date_system,
            place=lambda number: self.origin.place(self.rows[number], self.first),
        )
        if not all(column.dates):
            raise self._no_date(cells, column.dates)
        return column

    def place(self, row: int, column: int) -> str:
        """Name a cell of the numbers."""
        return self.origin.place(self.rows[row], self.columns[column])

    def row(self, number: int) -> int:
        """Count a row as the user does, from the first of the block as it was given."""
        return self.rows[number] + self.origin.row + 1

    def _first_cells(self) -> list[Cell]:
        return [self.block[row][self.first] for row in self.rows]

    def _names(self) -> list[str]:
        names = []
        for column in self.columns:
            cell = self.head[column]
            name = read_name(cell)
            if not name:
                if self.options.dates:
                    self.read_dates()  # if these are no dates, the row may be a title: report that
                found = f"{error_text(cell)} for a name" if name is None else "values but no name"
                place = self.origin.place(self.head_row, column)
                raise self.origin.error(f"{place} has {found}; type a name into the first row.")
            names.append(name)
        check_length(self.origin.argument, names)
        if len(set(names)) < len(names):
            first, second = _first_repeated(names)
            raise self.origin.error(
                f"the name {quote(names[first])} occurs in columns "
                f"{self.columns[first] + self.origin.column + 1} and "
                f"{self.columns[second] + self.origin.column + 1}; rename one."
            )
        return names

    def _index(self, column: DateColumn) -> pd.DatetimeIndex:
        ordinals = _ordinals(column.dates).tolist()
        if len(set(ordinals)) < len(ordinals):
            first, second = _first_repeated(ordinals)
            raise self.origin.error(
                f"the date {dt.date.fromordinal(ordinals[first])} occurs in rows "
                f"{self.row(first)} and {self.row(second)}; keep one row for each date."
            )
        return self.days(column)

    def days(self, column: DateColumn) -> pd.DatetimeIndex:
        """Return dates, which may repeat, as an index.

        Raises
        ------
        InputError
            A year that an index cannot hold, or one that Excel took for a day.
        """
        ordinals = _ordinals(column.dates)
        self._check_years(ordinals)
        days = ordinals - _ORDINAL_OF_EPOCH
        mistaken = days_for_years(days)
        if mistaken is not None:
            raise self.origin.error(f"{mistaken}.")
        dates = days.astype("datetime64[D]").astype("datetime64[ns]")
        return pd.DatetimeIndex(dates, name="date")

    def _check_years(self, ordinals: NDArray[np.int64]) -> None:
        """Refuse a date such as 9999-12-31, which an index of nanoseconds cannot represent."""
        for place in (int(ordinals.argmin()), int(ordinals.argmax())):
            date = dt.date.fromordinal(int(ordinals[place]))
            if not FIRST_YEAR <= date.year <= LAST_YEAR:
                raise self.origin.error(
                    f"{self.origin.place(self.rows[place], self.first)} holds the date {date}; "
                    f"only years from {FIRST_YEAR} to {LAST_YEAR} can be read, correct it."
                )

    def _no_date(self, cells: Sequence[Cell], dates: Sequence[dt.date | None]) -> InputError:
        across = None if any(dates) else dates_across(self.block, text_file=self.options.text_file)
        if across is not None:
            return self.origin.error(
                f"row {across + self.origin.row + 1} holds dates beside each other; transpose the "
                "table (in Excel: Paste Special, Transpose), so that each date begins a row."
            )
        number = first_undated(cells, dates)
        place = self.origin.place(self.rows[number], self.first)
        return self.origin.error(
            why_undated(
                cells[number],
                place,
                text_file=self.options.text_file,
                date_system=self.options.date_system,
                are_all=not any(dates),
            )
        )

    def _names_of_rows(self) -> pd.Index[str]:
        labels = [read_name(cell) for cell in self._first_cells()]
        for row, label in zip(self.rows, labels, strict=True):
            if not label:
                found = quote(self.block[row][self.first])
                place = self.origin.place(row, self.first)
                raise self.origin.error(f"{place} holds {found}; type a name.")
        check_length(self.origin.argument, filter(None, labels))
        if len(set(labels)) < len(labels):
            first, second = _first_repeated(labels)
            raise self.origin.error(
                f"the name {quote(labels[first])} occurs in rows {self.row(first)} and "
                f"{self.row(second)}; rename one."
            )
        return pd.Index(labels, dtype="str")


def _ordinals(dates: Sequence[Cell]) -> NDArray[np.int64]:
    return np.fromiter(map(dt.date.toordinal, dates), np.int64, len(dates))


def _first_repeated(labels: Sequence[object]) -> tuple[int, int]:
    """Return the first two positions of the first label that occurs twice."""
    first: dict[object, int] = {}
    second = next(i for i, label in enumerate(labels) if first.setdefault(label, i) != i)
    return first[labels[second]], second
