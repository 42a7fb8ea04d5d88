"""The labels of a block: names of columns in its first row, dates or names in its first column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from labfolio_xl.blocks.origin import Origin, Row, Rows
from labfolio_xl.blocks.values import Cell, error_text, is_blank, quote, read_date, read_name
from labfolio_xl.errors import check_length

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labfolio_xl.errors import InputError

__all__ = ["Labels", "is_blank_row"]

_ORDINAL_OF_EPOCH = dt.date(1970, 1, 1).toordinal()
# The whole years that nanoseconds since 1970 can count in 64 bits.
_FIRST_YEAR, _LAST_YEAR = 1678, 2261
_NAT = type(pd.NaT)
_TWO_READINGS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})\b.*")


@dataclass(frozen=True, slots=True)
class Labels:
    """Which rows and columns of a trimmed block hold anything, and how they are called.

    Parameters
    ----------
    block : sequence of sequences
        The cells, all rows equally long.
    origin : Origin
    dates : bool
        Whether the first column holds dates, or else names.
    date_system : {1900, 1904}
    rows, columns : list of int
        Where the numbers stand.
    """

    block: Rows
    origin: Origin
    dates: bool
    date_system: int
    rows: list[int]
    columns: list[int]

    @classmethod
    def of(cls, block: Rows, origin: Origin, *, dates: bool, date_system: int) -> Labels:
        """Find the rows and columns; their labels are read when they are asked for."""
        rows, columns = _rows_with_values(block), _columns_with_values(block)
        return cls(block, origin, dates, date_system, rows, columns)

    @property
    def n_dropped(self) -> tuple[int, int]:
        """How many empty rows and columns there are within the block."""
        return len(self.block) - 1 - len(self.rows), len(self.block[0]) - 1 - len(self.columns)

    def content(self) -> tuple[str, bytes]:
        """Return what tells these labels from others: equal contents are read alike.

        A representation, because it tells the number 1 from the text and from TRUE, which
        are equal or look alike; dates count as days, much faster, since their time is dropped.
        """
        header = [self.block[0][column] for column in self.columns]
        cells = [self.block[row][0] for row in self.rows]
        days = _ordinals(cells).tobytes() if self.dates and _are_dates(cells) else b""
        how = (self.dates, self.date_system, self.n_dropped, header, None if days else cells)
        return repr(how), days

    def read(self) -> tuple[list[str], pd.Index[Any]]:
        """Return the names of the columns, and the labels of the rows.

        Raises
        ------
        InputError
            A label that is missing, stands twice, or cannot be read.
        """
        return self._names(), self._dates() if self.dates else self._names_of_rows()

    def _names(self) -> list[str]:
        names = []
        for column in self.columns:
            cell = self.block[0][column]
            name = read_name(cell)
            if not name:
                found = f"{error_text(cell)} for a name" if name is None else "values but no name"
                place = self.origin.place(0, column)
                raise self.origin.error(f"{place} has {found}; type a name into the first row.")
            names.append(name)
        check_length(self.origin.argument, names)
        if len(set(names)) < len(names):
            first, second = _first_repeated(names)
            raise self.origin.error(
                f"the name {quote(names[first])} stands in columns "
                f"{self.columns[first] + self.origin.column + 1} and "
                f"{self.columns[second] + self.origin.column + 1}; rename one."
            )
        return names

    def _dates(self) -> pd.DatetimeIndex:
        cells = [self.block[row][0] for row in self.rows]
        dates = cells
        if not _are_dates(cells):
            dates = [read_date(cell, self.date_system) for cell in cells]
        if not all(dates):
            raise self._no_date(dates)
        ordinals = _ordinals(dates)
        if len(set(ordinals.tolist())) < len(dates):
            first, second = _first_repeated(ordinals.tolist())
            raise self.origin.error(
                f"the date {read_date(cells[first], self.date_system)} stands in rows "
                f"{self._row(first)} and {self._row(second)}; keep one row for each date."
            )
        self._check_years(ordinals)
        days = (ordinals - _ORDINAL_OF_EPOCH).astype("datetime64[D]")
        return pd.DatetimeIndex(days.astype("datetime64[ns]"), name="date")

    def _check_years(self, ordinals: NDArray[np.int64]) -> None:
        """Refuse a date such as 9999-12-31, which an index of nanoseconds would wrap around."""
        for place in (int(ordinals.argmin()), int(ordinals.argmax())):
            date = dt.date.fromordinal(int(ordinals[place]))
            if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
                raise self.origin.error(
                    f"{self.origin.place(self.rows[place], 0)} holds the date {date}; only years "
                    f"from {_FIRST_YEAR} to {_LAST_YEAR} can be read, correct it."
                )

    def _no_date(self, dates: Sequence[dt.date | None]) -> InputError:
        row = self.rows[dates.index(None)]
        cell, place = self.block[row][0], self.origin.place(row, 0)
        if isinstance(cell, str) and _TWO_READINGS.fullmatch(cell.strip()):
            return self.origin.error(
                f"{place} holds {quote(cell)}, whose day and month can be mistaken; "
                "type the date as YYYY-MM-DD."
            )
        if not any(dates):
            return self.origin.error(
                f"the first column holds no dates ({place} holds {quote(cell)}); "
                "put the dates there, as YYYY-MM-DD."
            )
        if is_blank(cell) or error_text(cell):
            found = "is blank" if is_blank(cell) else f"holds {quote(cell)}"
            cure = "type one or clear the row."
            return self.origin.error(f"{place} {found} where a date belongs; {cure}")
        return self.origin.error(
            f"{place} holds {quote(cell)}, which is no date; type it as YYYY-MM-DD."
        )

    def _names_of_rows(self) -> pd.Index[str]:
        labels = [read_name(self.block[row][0]) for row in self.rows]
        for row, label in zip(self.rows, labels, strict=True):
            if not label:
                found = quote(self.block[row][0])
                raise self.origin.error(f"{self.origin.place(row, 0)} holds {found}; type a name.")
        check_length(self.origin.argument, filter(None, labels))
        if len(set(labels)) < len(labels):
            first, second = _first_repeated(labels)
            raise self.origin.error(
                f"the name {quote(labels[first])} stands in rows {self._row(first)} and "
                f"{self._row(second)}; rename one."
            )
        return pd.Index(labels, dtype="str")

    def _row(self, place: int) -> int:
        """Count a row as the user does, from the first of the block as it was given."""
        return self.rows[place] + self.origin.row + 1


def _rows_with_values(block: Rows) -> list[int]:
    """Return which rows below the header hold anything."""
    rows = range(1, len(block))
    if _are_dates([block[row][0] for row in rows]):
        return list(rows)
    return [row for row in rows if not is_blank_row(block[row])]


def _columns_with_values(block: Rows) -> list[int]:
    """Return which columns after the first have a name or hold anything."""
    columns = range(1, len(block[0]))
    return [
        column
        for column in columns
        if not is_blank(block[0][column]) or not all(is_blank(row[column]) for row in block)
    ]


def _are_dates(cells: Row) -> bool:
    """Whether all cells are dates already, as they usually are; NaT is none."""
    kinds = set(map(type, cells))
    return _NAT not in kinds and all(issubclass(kind, dt.date) for kind in kinds)


def _ordinals(dates: Sequence[Cell]) -> NDArray[np.int64]:
    return np.fromiter(map(dt.date.toordinal, dates), np.int64, len(dates))


def is_blank_row(row: Row) -> bool:
    """Whether no cell of a row holds anything."""
    if row and not is_blank(row[0]):
        return False
    # Counting is fast enough for the million empty rows of a whole-column reference.
    return row.count(None) + row.count("") == len(row) or all(map(is_blank, row))


def _first_repeated(labels: Sequence[object]) -> tuple[int, int]:
    """Return the first label that stands twice: its first place, and its second."""
    first: dict[object, int] = {}
    second = next(i for i, label in enumerate(labels) if first.setdefault(label, i) != i)
    return first[labels[second]], second
