"""Columns in percent beside decimal ones, in one table: no one reading of it is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.returns.units.column_facts import ColumnFacts, medians, spread_rows

__all__ = ["TwoUnits", "two_units"]

# Decimal returns are this share of the usual size at most: 0.03 a day.
_DECIMAL = 0.25
# How many times as large those in percent are at least: of bonds beside decimal stocks, and where
# the source says percent, since a fund of bills beside stocks is as quiet.
_RATIO, _RATIO_IF_SAID = 10.0, 50.0
# A fund of bills falls seldom, and illiquid bonds move seldom.
_FALLS = 0.25
_MOST_ZEROS = 0.5
_FEWEST_DATES = 10
_SAMPLE = 251


@dataclass(frozen=True, slots=True)
class TwoUnits:
    """Columns that look like percent, and like decimals.

    Attributes
    ----------
    percent, decimal : list of str
    sizes : tuple of float
        Typical sizes of the first column of each.
    """

    percent: list[str]
    decimal: list[str]
    sizes: tuple[float, float]


def two_units(
    frame: pd.DataFrame, facts: ColumnFacts, among: np.ndarray, usual: float, *, said: bool
) -> TwoUnits | None:
    """The columns in each unit, if there are two.

    Parameters
    ----------
    frame : DataFrame, dates x names
    facts : ColumnFacts
        Of these.
    among : ndarray of bool (N,)
        The columns that look like returns.
    usual : float
        Typical size that decimal returns seldom reach.
    said : bool
        Whether the source says that all are in percent.
    """
    values = frame.to_numpy()
    often = among & (facts.n_known >= _FEWEST_DATES)
    often &= facts.n_zero <= _MOST_ZEROS * facts.n_known
    large = np.flatnonzero(often & (2.0 * facts.mean_size >= usual))  # a bound of the median
    small = np.flatnonzero(often & (facts.mean_size < _DECIMAL * usual))
    if not len(large) or not len(small):
        return None
    sizes = _sizes(values, large)
    large, sizes = large[sizes >= usual], sizes[sizes >= usual]
    if not len(large):
        return None
    ratio = _RATIO_IF_SAID if said else _RATIO
    small = small[facts.mean_size[small] * ratio <= np.median(sizes)]
    falls = np.count_nonzero(values[:, small] < 0.0, axis=0)
    small = small[falls >= _FALLS * facts.n_known[small]]
    if not len(small):
        return None
    sizes_of_first = float(sizes[0]), float(_sizes(values, small[:1])[0])
    names = frame.columns
    return TwoUnits(names[large].tolist(), names[small].tolist(), sizes_of_first)


def _sizes(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Medians of the absolute values, zeros left out, of a sample of rows."""
    sample = np.abs(values[np.ix_(spread_rows(len(values), _SAMPLE), places)])
    sample[sample == 0.0] = np.nan
    return np.nan_to_num(medians(sample)[0])
