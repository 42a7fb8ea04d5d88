"""Number weeks, months, quarters and years, and find their first and last days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName

__all__ = ["day_numbers", "first_days", "last_days", "period_name", "periods_of", "weekdays"]

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_TO_MONDAY = 3  # day 0, 1970-01-01, is a Thursday


def day_numbers(dates: pd.DatetimeIndex) -> np.ndarray:
    """Dates as days since 1970."""
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def weekdays(days: np.ndarray) -> np.ndarray:
    """The day of the week of each day; Monday is 0."""
    return (days + _TO_MONDAY) % 7


def periods_of(days: np.ndarray, name: FrequencyName) -> np.ndarray:
    """The number of the period of each day; the numbers of neighbouring periods differ by one.

    Weeks run from Monday to Sunday.
    """
    if name == "daily":
        return days
    if name == "weekly":
        return (days + _TO_MONDAY) // 7
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // _MONTHS[name]


def first_days(periods: np.ndarray, name: FrequencyName) -> np.ndarray:
    """The first day of each period."""
    if name == "daily":
        return periods
    if name == "weekly":
        return periods * 7 - _TO_MONDAY
    months = (periods * _MONTHS[name]).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def last_days(periods: np.ndarray, name: FrequencyName) -> np.ndarray:
    """The last day of each period."""
    return first_days(periods + 1, name) - 1


def period_name(period: int, name: FrequencyName) -> str:
    """A period as text: 2018, 2018-Q1, 2018-02, or the Monday of a week: 2018-02-05."""
    first = str(first_days(np.array([period]), name).astype("datetime64[D]")[0])
    if name == "yearly":
        return first[:4]
    if name == "quarterly":
        return f"{first[:4]}-Q{period % 4 + 1}"
    return first[:7] if name == "monthly" else first
