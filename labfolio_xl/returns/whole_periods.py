"""Which weeks, months, quarters and years a table covers as a whole."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.frequency import Frequency
from labfolio_xl.returns.periods import day_numbers, first_days, last_days, periods_of

__all__ = ["begun_periods"]

_NEW_YEAR = "01-01"
_LEAP_DAY = "02-29"
# A day of the calendar without a row in so many years, on days that have one else, is a holiday.
_YEARS_OF_A_HOLIDAY = 2
_WEEK = 7
# Of the Mondays (or another weekday) that days in a row would have.
_OPEN_SHARE = 0.5


def begun_periods(
    dates: pd.DatetimeIndex, frequency: Frequency, target: FrequencyName
) -> np.ndarray:
    """The periods, as whole numbers, of which rows are missing at the beginning or the end.

    That is looked at where the rows begin, where they end, and on both sides of a hole. A
    weekend is not missing, nor is New Year's Day, nor a day of the calendar that never has a
    row in the other years.
    """
    days = day_numbers(dates)
    holes = np.flatnonzero(np.diff(days) > frequency.longest_step)
    first, last = np.append(0, holes + 1), np.append(holes, len(days) - 1)
    calendar = _Calendar(days)
    begun = [
        *(day for day in days[first].tolist() if _lacks_before(day, frequency, target, calendar)),
        *(day for day in days[last].tolist() if _lacks_after(day, frequency, target, calendar)),
    ]
    return np.unique(periods_of(np.array(begun, dtype=np.int64), target))


def _lacks_before(
    day: int, frequency: Frequency, target: FrequencyName, calendar: _Calendar
) -> bool:
    """Whether rows are missing from the start of the period to this one."""
    start = int(first_days(periods_of(np.array([day]), target), target)[0])
    if frequency.name == "daily":
        return calendar.has_open_day(start, day)
    if frequency.name == "weekly":  # the week before would end in the same period
        return day - start >= _WEEK
    return _period(start, frequency) != _period(day, frequency)


def _lacks_after(
    day: int, frequency: Frequency, target: FrequencyName, calendar: _Calendar
) -> bool:
    """Whether rows are missing from this one to the end of the period."""
    end = int(last_days(periods_of(np.array([day]), target), target)[0])
    if frequency.name == "daily":
        return calendar.has_open_day(day + 1, end + 1)
    if frequency.name == "weekly":
        return end - day >= _WEEK
    return _period(end, frequency) != _period(day, frequency)


def _period(day: int, frequency: Frequency) -> int:
    return int(periods_of(np.array([day]), frequency.name)[0])


class _Calendar:
    """The days on which a daily table has rows."""

    def __init__(self, days: np.ndarray) -> None:
        self._days = days
        rows = np.bincount((days + 3) % _WEEK, minlength=_WEEK)  # day 0 is a Thursday
        self._open = rows >= _OPEN_SHARE * len(days) / _WEEK

    def has_open_day(self, start: int, stop: int) -> bool:
        """Whether a day in the half-open range should have a row."""
        return any(self._is_open(day) for day in range(start, stop))

    def _is_open(self, day: int) -> bool:
        return bool(self._open[(day + 3) % _WEEK]) and not self._is_holiday(day)

    def _is_holiday(self, day: int) -> bool:
        name = str(np.datetime64(day, "D"))[5:]
        if name == _NEW_YEAR and not self._open.all():
            return True
        same = self._in_other_years(name)
        return len(same) >= _YEARS_OF_A_HOLIDAY and not np.isin(same, self._days).any()

    def _in_other_years(self, name: str) -> np.ndarray:
        """The same day of each year that the table spans, where it is no weekend."""
        if name == _LEAP_DAY:
            return np.array([], dtype=np.int64)
        first, last = self._days[[0, -1]].astype("datetime64[D]").astype("datetime64[Y]")
        years = np.arange(first, last + 1)
        same = np.array([f"{year}-{name}" for year in years], dtype="datetime64[D]")
        days = same.astype(np.int64)
        days = days[(days >= self._days[0]) & (days <= self._days[-1])]
        return days[self._open[(days + 3) % _WEEK]]
