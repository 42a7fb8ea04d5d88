"""A table that meets another one: its rows that hold numbers, and how often they come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.frequency.periods import day_numbers, periods_of
from labfolio_xl.returns.frequency.sparse import known_rows
from labfolio_xl.returns.tables.input_table import InputTable, Kind

__all__ = ["Side", "side_of"]


@dataclass(frozen=True)
class Side:
    """A table with what matters for matching it.

    Attributes
    ----------
    given : DataFrame
        As it came.
    frame : DataFrame
        Without the rows that are blank throughout; the very same frame if there are none.
    kind : {"returns", "prices", "values"}
    frequency : Frequency or None
        None: few or irregular dates.
    argument : str
        For the sentences.
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
        """How often it comes: "daily"; "irregular" if that is not known."""
        return "irregular" if self.frequency is None else self.frequency.words

    def is_finer(self, target: Frequency) -> bool:
        """Whether it has several rows in a period; irregular dates are judged by theirs."""
        if self.frequency is not None:
            return self.frequency.is_finer(target)
        return bool((np.diff(periods_of(self.days, target.name)) == 0).any())


def side_of(table: InputTable, argument: str) -> Side:
    """A judged table as one side of a match."""
    frame = known_rows(table.frame)
    found = find_frequency(pd.DatetimeIndex(frame.index))
    if table.frequency is not None and (found is None or found.name != table.frequency):
        found = Frequency(table.frequency)
    return Side(table.frame, frame, table.kind or "returns", found, argument)
