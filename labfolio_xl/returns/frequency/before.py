"""The date on which a first period began, which no table of returns has."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from labfolio_xl.returns.frequency.detection import Frequency

__all__ = ["date_before"]

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def date_before(dates: pd.Index, frequency: Frequency | None) -> pd.Timestamp:
    """The date one period before the first of some dates.

    Parameters
    ----------
    dates : DatetimeIndex
        At least one, in rising order.
    frequency : Frequency or None
        How often the dates come. None: the median number of days between them is taken, and a day
        where there is one date only.

    Returns
    -------
    Timestamp
        The weekday before for daily dates without weekends; the same day of the month before, or
        its last day or last weekday where the first date is one.
    """
    first = cast("pd.Timestamp", dates[0])
    return first - _step(first, dates, frequency)


def _step(
    first: pd.Timestamp, dates: pd.Index, frequency: Frequency | None
) -> pd.DateOffset | pd.offsets.BaseOffset:
    if frequency is None:
        steps = np.diff(dates.to_numpy()).astype("timedelta64[D]").astype(int)
        return pd.DateOffset(days=int(np.median(steps)) if len(steps) else 1)
    if frequency.name == "daily":
        return pd.DateOffset(days=1) if frequency.seven_days else pd.offsets.BDay()
    if frequency.name == "weekly":
        return pd.DateOffset(weeks=1)
    months = _MONTHS[frequency.name]
    if first.is_month_end:
        return pd.offsets.MonthEnd(months)
    if first == first + pd.offsets.BMonthEnd(0):
        return pd.offsets.BMonthEnd(months)
    return pd.DateOffset(months=months)
