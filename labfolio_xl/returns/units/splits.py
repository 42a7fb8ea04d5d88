"""Find returns that are caused by a split for which earlier prices were not adjusted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.returns.units.column_facts import ColumnFacts, known_cells

__all__ = ["warn_of_splits"]

# The numbers of new shares for one old share. 100 is also the ratio of pence to pounds.
_FACTORS = np.array([2, 3, 4, 5, 10, 20, 25, 50, 100, 1000])
_LOGS = np.log(_FACTORS)
# How far the return may be from that of the split, because the price also moved on that day: so
# many typical moves, and at most so much.
_NEAR = 3.0
_NEAREST = 0.06
_SMALLEST = _LOGS[0] - _NEAREST
# A split is so many times the typical move, and so many times the largest of the other moves. For
# cryptocurrencies and distressed bonds, the latter ratio is up to 4 without a split.
_TYPICAL = 12.0
_NEXT_LARGEST = 4.5
_MOST_SPLITS = 3
_FEWEST_DATES = 20
# A price that is seldom updated makes large moves without a split.
_MOST_ZEROS = 0.1


class _Split(NamedTuple):
    column: int
    row: int
    log: float


def warn_of_splits(
    frame: pd.DataFrame, argument: str, findings: Findings, facts: ColumnFacts
) -> None:
    """Warn of returns that look like a split and are far larger than the others of their column.

    Parameters
    ----------
    frame : DataFrame, dates x names
        Decimal returns.
    argument : str
    findings : Findings
    facts : ColumnFacts
        Of this frame.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        moves = np.maximum(np.log1p(facts.highest), -np.log1p(facts.lowest))
    suspect = (moves >= _SMALLEST) & (facts.n_known >= _FEWEST_DATES)
    suspect &= facts.n_zero <= _MOST_ZEROS * facts.n_known
    places = np.flatnonzero(suspect).tolist()
    splits = [split for place in places for split in _splits(frame.to_numpy()[:, place], place)]
    if not splits:
        return
    first = splits[0]
    value = float(np.expm1(first.log))
    n_columns = len({split.column for split in splits})
    where = f" in {counted(n_columns, 'column')}" if n_columns > 1 else ""
    more = f" (the first of {len(splits)} such returns{where})" if len(splits) > 1 else ""
    reading = (
        f'column "{frame.columns[first.column]}", {day(frame.index[first.row])} holds '
        f"{value:.4g}{more}, as a split of {_words(first.log)} does in prices that are not "
        "adjusted for it; look it up, and take adjusted prices"
    )
    findings.warning("split", argument, counted(len(splits), "return"), reading)


def _splits(column: np.ndarray, place: int) -> list[_Split]:
    """The returns of a column that are near that of a split and far larger than all others."""
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log1p(column)
    logs[~np.isfinite(logs)] = np.nan
    sizes = np.abs(logs)
    typical = float(np.median(known_cells(sizes)))
    distance = np.abs(sizes[:, None] - _LOGS).min(axis=1)
    near = distance <= min(_NEAR * typical, _NEAREST)
    near &= sizes >= max(_TYPICAL * typical, _SMALLEST)
    rows = np.flatnonzero(near).tolist()
    if not 0 < len(rows) <= _MOST_SPLITS:
        return []
    others = np.nanmax(np.where(near, 0.0, sizes))
    return [_Split(place, row, logs[row]) for row in rows if sizes[row] >= _NEXT_LARGEST * others]


def _words(log: float) -> str:
    """The split in words: "2 for 1", "1 for 10"."""
    factor = _FACTORS[int(np.abs(_LOGS - abs(log)).argmin())]
    return f"{factor} for 1" if log < 0.0 else f"1 for {factor}"
