"""Find the frequency of a table from its dates; periods per year and window follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.dates.periods import day_numbers, periods_of, weekdays
from labfolio_xl.returns.findings import Findings

__all__ = [
    "FREQUENCIES",
    "Frequency",
    "check_periods_per_year",
    "default_window",
    "find_frequency",
    "is_step_of",
]

# From the finest to the coarsest.
FREQUENCIES: Final[tuple[FrequencyName, ...]] = (
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "yearly",
)
_A_YEAR = {"daily": 252, "weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}
_CALENDAR_DAYS = 365
_NOUNS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}
_WINDOWS = {"daily": 60, "weekly": 52, "monthly": 36, "quarterly": 20, "yearly": 10}
# The fewest and the most days from one row to the next. Daily: up to a weekend and a holiday.
# Weekly: a holiday moves a row by up to two days. Monthly and longer: the row may be the first,
# the last or any fixed business day of its period.
_STEPS = {
    "daily": (1, 4),
    "weekly": (5, 9),
    "monthly": (25, 36),
    "quarterly": (85, 98),
    "yearly": (355, 376),
}
# The most days in a row on which a market is closed (Chinese New Year, weekends on both sides).
_LONGEST_CLOSURE = 11
# At least this share of the steps must have the length that the frequency has. Tables with
# missing rows have more of them, and random dates have far fewer.
_REGULAR_SHARE = 0.5
# At most this share of months may have two rows; 13 rows a year are not monthly.
_MOST_TWICE = 0.02
# A table has weekends if it has at least this share of the Saturdays and Sundays in its span.
_WEEKEND_SHARE = 0.5
# Periods per year that differ from the usual number by more than this share are doubted.
_FAR = 0.05


@dataclass(frozen=True, slots=True)
class Frequency:
    """The frequency of a table.

    Attributes
    ----------
    name : {"daily", "weekly", "monthly", "quarterly", "yearly"}
    seven_days : bool
        Whether a daily table has Saturdays and Sundays.
    """

    name: FrequencyName
    seven_days: bool = False

    @property
    def periods_per_year(self) -> int:
        """252 business days or 365 days, 52 weeks, 12 months, 4 quarters, 1 year."""
        return _CALENDAR_DAYS if self.seven_days else _A_YEAR[self.name]

    @property
    def noun(self) -> str:
        """The name of one period: "month"."""
        return _NOUNS[self.name]

    @property
    def nouns(self) -> str:
        """The name of several periods: "months"."""
        return self.noun + "s"

    @property
    def words(self) -> str:
        """The frequency in words: "daily", "daily with weekends", "monthly"."""
        return f"{self.name} with weekends" if self.seven_days else self.name

    @property
    def longest_step(self) -> int:
        """The most days from one row to the next; a longer step shows that rows are missing."""
        return _LONGEST_CLOSURE if self.name == "daily" else _STEPS[self.name][1]

    @property
    def coarser_names(self) -> tuple[FrequencyName, ...]:
        """The names of all coarser frequencies."""
        return FREQUENCIES[FREQUENCIES.index(self.name) + 1 :]

    def is_finer(self, other: Frequency) -> bool:
        """Whether this frequency is finer; days with weekends are as fine as business days."""
        return FREQUENCIES.index(self.name) < FREQUENCIES.index(other.name)


def find_frequency(dates: pd.DatetimeIndex) -> Frequency | None:
    """Find the frequency of dates; None for fewer than three dates and for irregular ones.

    At least half of the steps from one date to the next must have the length that the frequency
    has, so holidays, missing rows and even missing years do not matter. It does not matter either
    which day of a period the dates name (its first, its last, its last business day).

    Parameters
    ----------
    dates : DatetimeIndex
        Ascending calendar dates without repetition.

    Returns
    -------
    Frequency or None

    Examples
    --------
    >>> import pandas as pd
    >>> find_frequency(pd.date_range("2024-01-01", periods=24, freq="MS"))
    Frequency(name='monthly', seven_days=False)
    >>> find_frequency(pd.DatetimeIndex(["2020-01-07", "2021-11-02", "2022-03-15"]))
    """
    if len(dates) < 3:  # noqa: PLR2004 - two steps that agree
        return None
    days = day_numbers(dates)
    steps = np.diff(days)
    name = _name_of(float(np.median(steps)))
    if name is None or is_step_of(steps, name).mean() < _REGULAR_SHARE:
        return None
    if name == "daily":
        return Frequency(name, _has_weekends(days))
    return None if name == "monthly" and _is_thirteen_a_year(days) else Frequency(name)


def _name_of(step: float) -> FrequencyName | None:
    """The frequency whose steps have a given length in days, if there is one."""
    return next((name for name in FREQUENCIES if _STEPS[name][0] <= step <= _STEPS[name][1]), None)


def is_step_of(steps: np.ndarray, name: FrequencyName) -> np.ndarray:
    """Which steps, in days, have a length that the frequency has."""
    least, most = _STEPS[name]
    return (steps >= least) & (steps <= most)


def _is_thirteen_a_year(days: np.ndarray) -> bool:
    """Whether rows come every four weeks, so that some months have two rows."""
    twice = np.count_nonzero(np.diff(periods_of(days, "monthly")) == 0)
    return bool(twice > max(1.0, _MOST_TWICE * len(days)))


def _has_weekends(days: np.ndarray) -> bool:
    """Whether the rows have about as many Saturdays and Sundays as other days."""
    least = _WEEKEND_SHARE * len(days) / 7
    return all(np.count_nonzero(weekdays(days) == weekend) >= least for weekend in (5, 6))


def default_window(frequency: Frequency | None, n_dates: int) -> int:
    """The default length of a rolling window: 60 days, 52 weeks, 36 months, 20 quarters, 10 years.

    It is 60 rows if the dates have no frequency, and never more than half of the dates.
    """
    usual = _WINDOWS["daily" if frequency is None else frequency.name]
    return max(1, min(usual, n_dates // 2))


def check_periods_per_year(
    value: float | None, frequency: Frequency | None, findings: Findings
) -> None:
    """Warn if the given periods per year are far from those of the frequency.

    For business days, 240 to 264 are accepted and 365 are not; for months, 252 are not.
    """
    if value is None or frequency is None:
        return
    usual = frequency.periods_per_year
    if abs(value / usual - 1.0) > _FAR:
        findings.warning(
            "frequency",
            "periods_per_year",
            f"{value:g}",
            f"the returns are {frequency.words}, {usual} a year; leave it out, or say {usual}",
        )
