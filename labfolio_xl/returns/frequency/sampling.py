"""Prices and values at the dates, or at the ends of the periods, of a coarser table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.frequency.periods import first_days, last_days, periods_of
from labfolio_xl.returns.frequency.sides import Side
from labfolio_xl.returns.frequency.standing_days import standing_day
from labfolio_xl.returns.frequency.whole_periods import Coverage

__all__ = ["sample", "sampling_days"]

# A price that was known a week before, and not since, does not stand for a day: holidays are
# shorter.
_WEEK = 7


def sampling_days(finer: Side, coarser: Side | None, name: FrequencyName) -> np.ndarray:
    """The day of each period on which a finer table is read.

    Parameters
    ----------
    finer : Side
    coarser : Side or None
        A table of one row a period, whose days are taken; none: the last day of each period.
    name : str
        The frequency of the periods.

    Returns
    -------
    array
        Days since 1970. A coarser row that names its period by the first day is read on the
        last one, and so is a period without a row; between days of measurement (the third
        Friday of a month) nothing is read.
    """
    span = periods_of(finer.days[[0, -1]], name)
    days = last_days(np.arange(span[0], span[1] + 1), name)
    if coarser is None:
        return days
    last_of_period = np.diff(periods_of(coarser.days, name), append=np.inf) != 0
    own, place = coarser.days[last_of_period], standing_day(coarser.days, name)
    if place.place == "middle":
        return own
    if place.place == "start":  # only a last row, of the running period, has a day of its own
        own = own[own - first_days(periods_of(own, name), name) > place.offset + _WEEK]
    periods = periods_of(own, name) - span[0]
    inside = (periods >= 0) & (periods < len(days))
    days[periods[inside]] = own[inside]
    return days


def sample(side: Side, days: np.ndarray, name: FrequencyName) -> pd.DataFrame:
    """The last known number of each column on each of the days, one row for each period.

    A price that is a week old or older is missing, a value that is older than the period. Days
    before the first row are left out, and those after the last row unless none could have come
    in between.
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
    """Which days the rows of a table reach."""
    coverage, last = Coverage(side.days, side.frequency), int(side.days[-1])
    later = np.flatnonzero(days > last)
    covered = _units_of(side, days) >= _own_units(side)[0]
    covered[later] = [not coverage.lacks_after(last, day) for day in days[later].tolist()]
    return covered


def _counts_days(side: Side) -> bool:
    """Whether rows stand for days; those of a month stand for it whichever day they have."""
    return side.frequency is None or side.frequency.name in {"daily", "weekly"}


def _units_of(side: Side, days: np.ndarray) -> np.ndarray:
    """Days, or the table's own periods that they are in."""
    if side.frequency is None or _counts_days(side):
        return days
    return periods_of(days, side.frequency.name)


def _own_units(side: Side) -> np.ndarray:
    return _units_of(side, side.days)


def _units(side: Side, days: np.ndarray, name: FrequencyName) -> tuple[np.ndarray, np.ndarray]:
    """The last unit that may be taken for each day, and the first."""
    until = _units_of(side, days)
    if side.kind == "values":
        return until, _units_of(side, first_days(periods_of(days, name), name))
    return until, until - (_WEEK - 1) if _counts_days(side) else until
