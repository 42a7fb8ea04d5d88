"""Take prices and values at the dates of a coarser table, or at the ends of its periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.dates.periods import first_days, last_days, periods_of
from labfolio_xl.returns.frequency.sides import Side
from labfolio_xl.returns.frequency.standing_days import standing_day
from labfolio_xl.returns.frequency.whole_periods import Coverage

__all__ = ["sample", "sampling_days"]

# A price that is a week old or older is not used for a day, since no holiday is so long.
_WEEK = 7


def sampling_days(finer: Side, coarser: Side | None, name: FrequencyName) -> np.ndarray:
    """The day of each period at which prices or values of a finer table are taken.

    Parameters
    ----------
    finer : Side
    coarser : Side or None
        A table with one row for each period, whose days are used. None for the last day of each
        period.
    name : str
        The frequency of the periods.

    Returns
    -------
    array
        Days since 1970. If the coarser table names its periods by their first days, the last
        days are used, and also for periods in which it has no row. If its rows are measured
        within the period (on the third Friday of a month), only its own days are used.
    """
    span = periods_of(finer.days[[0, -1]], name)
    days = last_days(np.arange(span[0], span[1] + 1), name)
    if coarser is None:
        return days
    last_of_period = np.diff(periods_of(coarser.days, name), append=np.inf) != 0
    own, place = coarser.days[last_of_period], standing_day(coarser.days, name)
    if place.place == "middle":
        return own
    if place.place == "start":  # a row far from the start is the last one, of a running period
        own = own[own - first_days(periods_of(own, name), name) > place.offset + _WEEK]
    periods = periods_of(own, name) - span[0]
    inside = (periods >= 0) & (periods < len(days))
    days[periods[inside]] = own[inside]
    return days


def sample(side: Side, days: np.ndarray, name: FrequencyName) -> pd.DataFrame:
    """The last known number of each column on each of the days; one row for each period.

    A price that is a week old or older counts as missing, and so does a value that is older than
    the period. Days before the first row are left out. Days after the last row are left out if
    the table lacks a row between them and its last row.
    """
    days = days[_covered(side, days)]
    until, since = _units(side, days, name)
    rows = _own_units(side)
    last = np.searchsorted(rows, until, side="right") - 1
    values = side.frame.to_numpy()
    known = np.where(np.isnan(values), -1, np.arange(len(values))[:, None])
    place = np.maximum.accumulate(known, axis=0)[last]
    taken = np.take_along_axis(values, np.maximum(place, 0), axis=0)
    taken[place < np.searchsorted(rows, since)[:, None]] = np.nan
    own = side.days[last]
    labels = np.where(periods_of(own, name) == periods_of(days, name), own, days)
    index = pd.DatetimeIndex(labels.astype("datetime64[D]"), name=side.frame.index.name)
    index = index.as_unit(side.dates.unit)
    return pd.DataFrame(taken, index=index, columns=side.frame.columns)


def _covered(side: Side, days: np.ndarray) -> np.ndarray:
    """Which of the days lie within the time that the rows of a table cover."""
    coverage, last = Coverage(side.days, side.frequency), int(side.days[-1])
    later = np.flatnonzero(days > last)
    covered = _units_of(side, days) >= _own_units(side)[0]
    covered[later] = [not coverage.lacks_after(last, day) for day in days[later].tolist()]
    return covered


def _counts_days(side: Side) -> bool:
    """Whether rows are dated to the day; a coarser row belongs to its whole period."""
    return side.frequency is None or side.frequency.name in {"daily", "weekly"}


def _units_of(side: Side, days: np.ndarray) -> np.ndarray:
    """The days themselves, or for a coarser table the periods of the table that hold them."""
    if side.frequency is None or _counts_days(side):
        return days
    return periods_of(days, side.frequency.name)


def _own_units(side: Side) -> np.ndarray:
    return _units_of(side, side.days)


def _units(side: Side, days: np.ndarray, name: FrequencyName) -> tuple[np.ndarray, np.ndarray]:
    """The last and the first unit (day or period of the table) that may be used for each day."""
    until = _units_of(side, days)
    if side.kind == "values":
        return until, _units_of(side, first_days(periods_of(days, name), name))
    return until, until - (_WEEK - 1) if _counts_days(side) else until
