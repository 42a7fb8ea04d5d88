"""Recognise columns that look like levels (prices, yields, indices), or like interest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.returns.units.column_facts import ColumnFacts, known_cells

__all__ = [
    "BUSINESS_DAYS",
    "above_interest",
    "begin_at_zero",
    "is_interest",
    "pays_interest",
    "rows_a_year",
    "smooth_columns",
    "wandering_columns",
]

BUSINESS_DAYS = 252.0
_DAYS_PER_YEAR = 365.25
_MONTHS = 12.0
# The median step as a share of the level: 0.01 to 0.05 a day for prices, up to 0.2 a month. For
# returns that are never negative it is near 1, unless they are interest.
_SMALL_STEPS = 0.05
_MODERATE_STEPS = 0.3
# Von Neumann's ratio of squared steps to squared deviations from the mean: 2 for independent
# numbers, near 0 for the path of a level.
_WANDERS_BELOW = 0.5
# Wealth minus 1, spreads and growth over a year are below this ratio. Among returns, only those
# of appraised assets are near it, with about 0.4.
_PATH_BELOW = 0.3
_PATH_ROWS = 250  # the ratio of the last rows decides which columns are checked in full
# Wealth minus 1 begins with the first return, within so many steps of zero. A level begins further
# from zero.
_FIRST_STEPS = 3.0
_FEWEST_STEPS = 2
_FEWEST_TO_WANDER = 12
# The most that cash earns in a year; a column with more is not interest.
_HIGHEST_CASH_RATE = 0.2


def rows_a_year(dates: pd.Index) -> float | None:
    """The number of rows in a year by the median step, at most 252; None for a single date."""
    if len(dates) <= 1:
        return None
    step = float(np.median(np.diff(dates.to_numpy()) / np.timedelta64(1, "D")))
    return min(_DAYS_PER_YEAR / step, BUSINESS_DAYS)


def smooth_columns(values: np.ndarray, facts: ColumnFacts) -> np.ndarray:
    """Which columns are never negative and move in steps that are small relative to their level."""
    smooth = np.zeros(values.shape[1], dtype=bool)
    places = np.flatnonzero(facts.moves & (facts.lowest >= 0.0))
    for place, column in zip(places, np.ascontiguousarray(values[:, places].T), strict=True):
        smooth[place] = _is_smooth(known_cells(column))
    return smooth


def wandering_columns(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Which columns are paths: each number is close to the one before; they may be negative.

    Parameters
    ----------
    values : ndarray (T, N)
    among : ndarray of bool (N,)
        The columns that are checked.
    """
    wandering = np.zeros(values.shape[1], dtype=bool)
    places = np.flatnonzero(among)
    last = values[-_PATH_ROWS:, places]
    steps = np.diff(last, axis=0)
    squares = np.nansum(np.square(steps, out=steps), axis=0)
    mean = np.nansum(last, axis=0) / np.maximum(np.count_nonzero(~np.isnan(last), axis=0), 1)
    around = np.nansum(np.square(last - mean), axis=0)
    for place in places[squares < _PATH_BELOW * around]:
        cells = known_cells(values[:, place])
        wandering[place] = _wanders(cells, np.diff(cells), _PATH_BELOW)
    return wandering


def begin_at_zero(values: np.ndarray, places: np.ndarray) -> bool:
    """Whether most of some columns begin near zero, relative to their steps."""
    columns = [known_cells(values[:, place]) for place in places]
    near = [abs(c[0]) <= _FIRST_STEPS * np.median(np.abs(np.diff(c))) for c in columns]
    return 2 * sum(near) > len(near)


def _is_smooth(cells: np.ndarray) -> bool:
    """Whether a column moves in steps that are small relative to its median, its level.

    A yield may be zero for a while, but a column that is mostly zero has no level.
    """
    steps, level = np.diff(cells), float(np.median(cells))
    if len(steps) < _FEWEST_STEPS or level <= 0.0:
        return False
    step = float(np.median(np.abs(steps))) / level
    if step >= _SMALL_STEPS:
        return step < _MODERATE_STEPS and _wanders(cells, steps, _WANDERS_BELOW)
    return True


def _wanders(cells: np.ndarray, steps: np.ndarray, below: float) -> bool:
    """Whether Von Neumann's ratio of a column is below a limit."""
    around = cells - cells.mean()
    ratio = float(steps @ steps) / float(around @ around)
    return len(steps) >= _FEWEST_TO_WANDER and ratio < below


def is_interest(facts: ColumnFacts, per_year: float, unit: float, size: float) -> np.ndarray:
    """Which columns may be interest: at most what cash earns, and smaller than the other returns.

    Parameters
    ----------
    facts : ColumnFacts
    per_year : float
        The number of rows in a year.
    unit : float
        1 for decimals, 100 for percent.
    size : float
        The typical size of the table's returns.
    """
    return ~above_interest(facts, per_year, unit) & (facts.mean_size < size)


def above_interest(facts: ColumnFacts, per_year: float, unit: float) -> np.ndarray:
    """Which columns are larger than interest; ``unit`` is 1 for decimals, 100 for percent."""
    return facts.mean_size > unit * _HIGHEST_CASH_RATE / per_year


def pays_interest(facts: ColumnFacts, per_year: float) -> np.ndarray:
    """Which columns may be payments of interest, with zeros in between; none is negative.

    A payment is at most the interest of a month, and the payments of a year are at most what
    cash earns in a year.
    """
    paid = facts.mean_size * (1.0 - facts.n_zero / np.maximum(facts.n_known, 1))
    small = (facts.highest <= _HIGHEST_CASH_RATE / _MONTHS) & (
        paid * per_year <= _HIGHEST_CASH_RATE
    )
    return (facts.lowest >= 0.0) & small
