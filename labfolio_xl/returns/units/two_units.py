"""Find tables in which some columns are in percent and others are decimal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.returns.units.column_facts import ColumnFacts, medians, spread_rows

__all__ = ["TwoUnits", "two_units"]

# Decimal returns are at most this share of the usual limit: 0.03 a day.
_DECIMAL = 0.25
# Columns in percent are at least so many times as large as decimal ones. Bonds in percent beside
# decimal stocks come near the first ratio. The second one applies if the source says percent,
# since a fund of bills then moves far less than the stocks beside it, too.
_RATIO, _RATIO_IF_SAID = 10.0, 50.0
# Decimal columns have at least this share of negative returns and at most that share of zeros. A
# fund of bills has fewer falls, and illiquid bonds have more zeros.
_FALLS = 0.25
_MOST_ZEROS = 0.5
_FEWEST_DATES = 10
_SAMPLE = 251


@dataclass(frozen=True, slots=True)
class TwoUnits:
    """The columns that look like percent, and those that look like decimals.

    Attributes
    ----------
    percent, decimal : list of str
    sizes : tuple of float
        The typical sizes of the first column in each unit.
    """

    percent: list[str]
    decimal: list[str]
    sizes: tuple[float, float]


def two_units(
    frame: pd.DataFrame, facts: ColumnFacts, among: np.ndarray, usual: float, *, says_percent: bool
) -> TwoUnits | None:
    """Find the columns in each unit; None if the table has one unit.

    Parameters
    ----------
    frame : DataFrame, dates x names
    facts : ColumnFacts
        The facts about these columns.
    among : ndarray of bool (N,)
        The columns that look like returns.
    usual : float
        The typical size that decimal returns seldom reach.
    says_percent : bool
        Whether the source says that all are in percent.
    """
    values = frame.to_numpy()
    moves_often = among & (facts.n_known >= _FEWEST_DATES)
    moves_often &= facts.n_zero <= _MOST_ZEROS * facts.n_known
    # The median is at most twice the mean, so other columns cannot be large.
    large = np.flatnonzero(moves_often & (2.0 * facts.mean_size >= usual))
    small = np.flatnonzero(moves_often & (facts.mean_size < _DECIMAL * usual))
    if not len(large) or not len(small):
        return None
    sizes = _sizes(values, large)
    large, sizes = large[sizes >= usual], sizes[sizes >= usual]
    if not len(large):
        return None
    ratio = _RATIO_IF_SAID if says_percent else _RATIO
    small = small[facts.mean_size[small] * ratio <= np.median(sizes)]
    falls = np.count_nonzero(values[:, small] < 0.0, axis=0)
    small = small[falls >= _FALLS * facts.n_known[small]]
    if not len(small):
        return None
    sizes_of_first = float(sizes[0]), float(_sizes(values, small[:1])[0])
    names = frame.columns
    return TwoUnits(names[large].tolist(), names[small].tolist(), sizes_of_first)


def _sizes(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The medians of the absolute values in a sample of rows, without zeros."""
    sample = np.abs(values[np.ix_(spread_rows(len(values), _SAMPLE), places)])
    sample[sample == 0.0] = np.nan
    return np.nan_to_num(medians(sample)[0])
