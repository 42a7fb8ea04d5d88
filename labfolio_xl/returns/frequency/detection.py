"""How often the rows of a table come, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.periods import day_numbers, periods_of, weekdays

__all__ = [
    "FREQUENCIES",
    "Frequency",
    "check_periods_per_year",
    "default_window",
    "find_frequency",
    "is_step_of",
    "period_labels",
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
# Days from one row to the next. Months and longer: the first, last or any fixed business day;
# weeks: a holiday moves the row by up to two days; days: a weekend with a holiday beside it.
_STEPS = {
    "daily": (1, 4),
    "weekly": (5, 9),
    "monthly": (25, 36),
    "quarterly": (85, 98),
    "yearly": (355, 376),
}
# Markets close for so many days in a row (the Chinese New Year with weekends on both sides).
_LONGEST_CLOSURE = 11
# A fifth of the steps of a table with holes may be anything; dates at random never come so near.
_REGULAR_SHARE = 0.5
# Two rows in one period, more often than a last row of the running one: 13 a year are no months.
_MOST_TWICE = 0.02
# Of the Saturdays and Sundays that days in a row would have.
_WEEKEND_SHARE = 0.5
_FAR = 0.05


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often returns come.

    Attributes
    ----------
    name : {"daily", "weekly", "monthly", "quarterly", "yearly"}
    seven_days : bool
        Days with Saturdays and Sundays.
    """

    name: FrequencyName
    seven_days: bool = False

    @property
    def periods_per_year(self) -> int:
        """252 business days or 365 days, 52 weeks, 12 months, 4 quarters, 1 year."""
        return _CALENDAR_DAYS if self.seven_days else _A_YEAR[self.name]

    @property
    def noun(self) -> str:
        """One period: "month"."""
        return _NOUNS[self.name]

    @property
    def nouns(self) -> str:
        """Several periods: "months"."""
        return self.noun + "s"

    @property
    def words(self) -> str:
        """As a sentence says it: "daily", "daily with weekends", "monthly"."""
        return f"{self.name} with weekends" if self.seven_days else self.name

    @property
    def longest_step(self) -> int:
        """Days to the next row beyond which rows are missing."""
        return _LONGEST_CLOSURE if self.name == "daily" else _STEPS[self.name][1]

    @property
    def coarser_names(self) -> tuple[FrequencyName, ...]:
        """The frequencies that come less often."""
        return FREQUENCIES[FREQUENCIES.index(self.name) + 1 :]

    def is_finer(self, other: Frequency) -> bool:
        """Whether it comes more often; days with weekends are as fine as business days."""
        return FREQUENCIES.index(self.name) < FREQUENCIES.index(other.name)


def find_frequency(dates: pd.DatetimeIndex) -> Frequency | None:
    """How often ascending dates come; None for fewer than three, and for irregular ones.

    At least half of the steps from a row to the next must be those of the frequency: holidays,
    missing rows, and whole missing years do not hide it. Which day stands for a period (its
    first, its last, its last business day) does not matter.

    Parameters
    ----------
    dates : DatetimeIndex
        Calendar dates, ascending, each once.

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
    """The frequency that has steps of so many days."""
    return next((name for name in FREQUENCIES if _STEPS[name][0] <= step <= _STEPS[name][1]), None)


def is_step_of(steps: np.ndarray, name: FrequencyName) -> np.ndarray:
    """Which numbers of days are those from one row of a frequency to the next."""
    least, most = _STEPS[name]
    return (steps >= least) & (steps <= most)


def _is_thirteen_a_year(days: np.ndarray) -> bool:
    """Whether rows come every four weeks: more than a last one share their month."""
    twice = np.count_nonzero(np.diff(periods_of(days, "monthly")) == 0)
    return bool(twice > max(1.0, _MOST_TWICE * len(days)))


def _has_weekends(days: np.ndarray) -> bool:
    """Whether Saturdays and Sundays come about as often as other days."""
    least = _WEEKEND_SHARE * len(days) / 7
    return all(np.count_nonzero(weekdays(days) == weekend) >= least for weekend in (5, 6))


def period_labels(dates: pd.DatetimeIndex, name: FrequencyName) -> np.ndarray:
    """The period of each date as a whole number; those of neighbouring periods differ by one.

    Weeks run from Monday to Sunday.
    """
    return periods_of(day_numbers(dates), name)


def default_window(frequency: Frequency | None, n_dates: int) -> int:
    """Length of a rolling window that nobody chose: 60 days, 52 weeks, 36 months, or half.

    20 quarters, 10 years, and 60 rows where the dates follow no frequency; never more than half
    of the dates.
    """
    usual = _WINDOWS["daily" if frequency is None else frequency.name]
    return max(1, min(usual, n_dates // 2))


def check_periods_per_year(
    value: float | None, frequency: Frequency | None, findings: Findings
) -> None:
    """Warn of periods in a year that are far from those of the dates.

    240 to 264 business days are not far; 365 of them, or 252 months, are.
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
