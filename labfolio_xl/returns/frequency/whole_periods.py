"""Find the weeks, months, quarters and years of which a table lacks rows."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.dates.periods import (
    day_numbers,
    first_days,
    last_days,
    periods_of,
    weekdays,
)
from labfolio_xl.returns.frequency.detection import Frequency

__all__ = ["Coverage", "incomplete_periods"]

_NEW_YEAR = "01-01"
_LEAP_DAY = "02-29"
# A calendar day is a holiday if it had no row in so many years, though its weekdays have rows.
_YEARS_OF_A_HOLIDAY = 2
_WEEK = 7
# A weekday has rows if the table has at least this share of the Mondays (or Tuesdays ...).
_OPEN_SHARE = 0.5


def incomplete_periods(
    dates: pd.DatetimeIndex, frequency: Frequency, target: FrequencyName
) -> np.ndarray:
    """The periods, as integers, of which rows are missing at the beginning or the end.

    The first and the last row of the table are checked, and the rows before and after each gap.
    Weekends do not count as missing, nor do calendar days that have no row in the other years
    either, nor New Year's Day.
    """
    days = day_numbers(dates)
    coverage = Coverage(days, frequency)
    holes = np.flatnonzero(np.diff(days) > frequency.longest_step)
    first, last = days[np.append(0, holes + 1)], days[np.append(holes, len(days) - 1)]
    starts = first_days(periods_of(first, target), target)
    ends = last_days(periods_of(last, target), target)
    incomplete = [
        *(day for day, start in _day_pairs(first, starts) if coverage.lacks_before(day, start)),
        *(day for day, end in _day_pairs(last, ends) if coverage.lacks_after(day, end)),
    ]
    return np.unique(periods_of(np.array(incomplete, dtype=np.int64), target))


def _day_pairs(left: np.ndarray, right: np.ndarray) -> zip[tuple[int, int]]:
    return zip(left.tolist(), right.tolist(), strict=True)


class Coverage:
    """The days on which a table has rows, and those on which it should have them.

    Parameters
    ----------
    days : array
        Days since 1970.
    frequency : Frequency or None
        None for irregular dates; each row is then taken to cover a week.
    """

    def __init__(self, days: np.ndarray, frequency: Frequency | None) -> None:
        self._days = days
        self._name: FrequencyName = "weekly" if frequency is None else frequency.name

    def lacks_before(self, day: int, start: int) -> bool:
        """Whether rows are missing between the start of a period and its first row."""
        if self._name == "daily":
            return self._any_open(start, day)
        if self._name == "weekly":  # the row of the week before would lie in this period, too
            return day - start >= _WEEK
        return self._period(start) != self._period(day)

    def lacks_after(self, day: int, end: int) -> bool:
        """Whether rows are missing between the last row of a period and its end."""
        if self._name == "daily":
            return self._any_open(day + 1, end + 1)
        if self._name == "weekly":
            return end - day >= _WEEK
        return self._period(end) != self._period(day)

    def _period(self, day: int) -> int:
        return int(periods_of(np.array([day]), self._name)[0])

    def _any_open(self, start: int, stop: int) -> bool:
        """Whether a day in the half-open range should have a row."""
        return any(self._is_open(day) for day in range(start, stop))

    @cached_property
    def _weekdays(self) -> np.ndarray:
        """Which days of the week have rows, Monday first."""
        rows = np.bincount(weekdays(self._days), minlength=_WEEK)
        return rows >= _OPEN_SHARE * len(self._days) / _WEEK

    def _is_open(self, day: int) -> bool:
        return bool(self._weekdays[weekdays(np.array(day))]) and not self._is_holiday(day)

    def _is_holiday(self, day: int) -> bool:
        name = str(np.datetime64(day, "D"))[5:]
        same = self._in_other_years(name)
        if np.isin(same, self._days).any():
            return False
        is_new_year = name == _NEW_YEAR and not self._weekdays.all()
        return is_new_year or len(same) >= _YEARS_OF_A_HOLIDAY

    def _in_other_years(self, name: str) -> np.ndarray:
        """The same calendar day in each year of the table, unless it is a day without rows."""
        if name == _LEAP_DAY:
            return np.array([], dtype=np.int64)
        first, last = self._days[[0, -1]].astype("datetime64[D]").astype("datetime64[Y]")
        same = np.array([f"{year}-{name}" for year in np.arange(first, last + 1)], "datetime64[D]")
        days = same.astype(np.int64)
        days = days[(days >= self._days[0]) & (days <= self._days[-1])]
        return days[self._weekdays[weekdays(days)]]
