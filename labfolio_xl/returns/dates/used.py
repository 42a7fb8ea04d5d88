"""The dates that a result was estimated from: their number, their span, the most costly asset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from labfolio_xl.core.lost_dates import MANY, costliest
from labfolio_xl.errors import counted

__all__ = ["OnDates", "UsedDates"]


@dataclass(frozen=True, slots=True)
class UsedDates:
    """The dates that a result was estimated from.

    Attributes
    ----------
    n_obs : int
        The number of dates.
    n_common : int
        The number of dates that the tables have in common, of which ``n_obs`` were used.
    first, last : Timestamp
    costly : str or None
        The asset whose missing returns cost most dates; None if none costs more than a tenth of
        the common dates.
    gained : int
        How many dates more there would be without this asset; 0 if others lack the same dates.
    lacking : int
        The number of common dates on which this asset has no return.
    weights : str
        How the weights of a portfolio were meant over these dates; "" without a portfolio.
    """

    n_obs: int
    n_common: int
    first: pd.Timestamp
    last: pd.Timestamp
    costly: str | None = None
    gained: int = 0
    lacking: int = 0
    weights: str = ""

    @classmethod
    def of(cls, dates: pd.Index, n_common: int | None = None) -> UsedDates:
        """Make it of all these dates (at least one), out of ``n_common``."""
        first, last = cast("tuple[pd.Timestamp, pd.Timestamp]", (dates[0], dates[-1]))
        return cls(len(dates), len(dates) if n_common is None else n_common, first, last)

    @classmethod
    def with_all(
        cls, dates: pd.Index, absent: NDArray[np.bool_], names: Sequence[str] | pd.Index
    ) -> UsedDates:
        """Make it of the dates on which every asset has a return.

        Parameters
        ----------
        dates : Index
            The common dates.
        absent : (T, N) array of bool
            Whether an asset has no return on a date. At least one date has all returns.
        names : N names
        """
        used = cls.of(dates[absent.sum(axis=1) == 0], len(dates))
        worst = costliest(absent)
        if worst is None:
            return used
        name = str(names[worst.column])
        return replace(used, costly=name, gained=worst.gained, lacking=worst.lacking)

    def __str__(self) -> str:
        """One line, such as "100 of 120 dates, 2021-01-04 to 2021-06-18"."""
        return "; ".join(filter(None, [self.span, self.weights]))

    @property
    def span(self) -> str:
        """The dates alone."""
        number = counted(self.n_obs, "date")
        if self.n_obs < self.n_common:
            number = f"{self.n_obs} of {counted(self.n_common, 'date')}"
        text = f"{number}, {self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"
        if self.costly is None:
            return text
        if self.gained > MANY * self.n_common:
            return f"{text}; without {self.costly} there would be {self.n_obs + self.gained}"
        return f"{text}; {self.costly} lacks {self.lacking}"


class OnDates:
    """Base class of results that have their dates as a field."""

    __slots__ = ()

    dates: UsedDates

    @property
    def n_obs(self) -> int:
        """The number of dates that the result was estimated from."""
        return self.dates.n_obs
