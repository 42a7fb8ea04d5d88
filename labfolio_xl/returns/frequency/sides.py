"""One of two tables that are matched: its rows that hold numbers, and its frequency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from labfolio_xl.returns.dates.periods import day_numbers, periods_of
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.frequency.sparse import known_rows
from labfolio_xl.returns.tables.input_table import InputTable, Kind

__all__ = ["Side", "side_of"]


@dataclass(frozen=True)
class Side:
    """One of two tables that are matched.

    Attributes
    ----------
    given : DataFrame
        The table as it was given.
    frame : DataFrame
        The table without rows that are wholly blank; the given frame if there are none.
    kind : {"returns", "prices", "values"}
    frequency : Frequency or None
        None if the dates are few or irregular.
    argument : str
        The name of the table in messages.
    """

    given: pd.DataFrame
    frame: pd.DataFrame
    kind: Kind
    frequency: Frequency | None
    argument: str

    @property
    def dates(self) -> pd.DatetimeIndex:
        """Dates of the rows."""
        return pd.DatetimeIndex(self.frame.index)

    @cached_property
    def days(self) -> np.ndarray:
        """Dates of the rows as days since 1970."""
        return day_numbers(self.dates)

    @property
    def words(self) -> str:
        """The frequency in words, such as "daily"; "irregular" if it is not known."""
        return "irregular" if self.frequency is None else self.frequency.words

    def is_finer(self, target: Frequency) -> bool:
        """Whether the table is finer than a frequency.

        A table with irregular dates is finer if some period has several of its rows.
        """
        if self.frequency is not None:
            return self.frequency.is_finer(target)
        return bool((np.diff(periods_of(self.days, target.name)) == 0).any())


def side_of(table: InputTable, argument: str) -> Side:
    """Make a side of a table whose kind is known."""
    frame = known_rows(table.frame)
    found = find_frequency(pd.DatetimeIndex(frame.index))
    if table.frequency is not None and (found is None or found.name != table.frequency):
        found = Frequency(table.frequency)
    return Side(table.frame, frame, table.kind or "returns", found, argument)
