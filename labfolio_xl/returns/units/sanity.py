"""Returns that cannot be, or can hardly be: below -100%, stale, out of all bounds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.returns.units.column_facts import (
    ColumnFacts,
    column_facts,
    known_cells,
    medians,
    spread_rows,
)
from labfolio_xl.returns.units.doubts import OPTION_OF_TABLE
from labfolio_xl.returns.units.levels import pays_interest, rows_a_year
from labfolio_xl.returns.units.splits import warn_of_splits
from labfolio_xl.returns.units.totals import tell_total

__all__ = ["check_returns"]

_ASSETS = "Assets"
# A long-short factor can lose more than its capital, an asset cannot.
_LONG_SHORT = ("Factors", "Candidates")
_TOTAL_LOSS = -1.0
# Most of the time: three dates of five. Illiquid bonds come near a half.
_STALE_SHARE = 0.6
_FEWEST_DATES = 10
# Rows that are looked at first; enough to find a value that holds three rows of five.
_SAMPLE = 101
# A cell out of all proportion is so many times the next largest and the typical one, stands with
# at most two others, and is a move that no market makes in a period (falls of up to 100% are
# defaults). A bond that moves by 0.1 a day at most and then quintuples is 40 times the next.
_NEXT_LARGEST = 60.0
_TYPICAL = 100.0
_MOST_OUTLIERS = 3
_LARGEST_USUAL = 0.5


def check_returns(
    frame: pd.DataFrame,
    argument: str,
    findings: Findings,
    facts: ColumnFacts | None = None,
    *,
    declared: bool = True,
    written: pd.DataFrame | None = None,
) -> None:
    """Look for decimal returns that cannot be right.

    Parameters
    ----------
    frame : DataFrame, dates x names
        Decimal returns, missing codes read; also those that were made from prices.
    argument : str
        "Assets", "Factors", "Returns": a return below -100% is an error, of factors a warning,
        since a long-short portfolio can lose more than is in it.
    findings : Findings
    facts : ColumnFacts or None
        Of this frame, where they are known.
    declared : bool
        Whether the unit is settled; else a return below -100% may as well be one in percent.
    written : DataFrame or None
        The same cells as their source has them, in percent, for the sentences to quote.

    Raises
    ------
    InputError
        A return of an asset below -100%.
    """
    facts = facts or column_facts(frame.to_numpy())
    source = frame if written is None else written
    _below_total_loss(frame, source, argument, findings, facts, declared=declared)
    _total_loss(frame, source, argument, findings, facts)
    _stale(frame, argument, findings, facts)
    if not _out_of_proportion(frame, source, argument, findings, facts):
        warn_of_splits(frame, argument, findings, facts)
    if argument == _ASSETS:
        tell_total(frame, argument, findings, facts)


def _below_total_loss(
    frame: pd.DataFrame,
    source: pd.DataFrame,
    argument: str,
    findings: Findings,
    facts: ColumnFacts,
    *,
    declared: bool,
) -> None:
    columns = np.flatnonzero(facts.lowest < _TOTAL_LOSS)
    if not len(columns):
        return
    low = frame.to_numpy()[:, columns] < _TOTAL_LOSS
    place, more = _places(source, columns, low)
    if argument in _LONG_SHORT:
        reading = f"{place}{more}: below -100%, which only a long-short portfolio can lose"
        findings.warning("below -100%", argument, counted(int(low.sum()), "return"), reading)
        return
    percent = (
        f", or say {OPTION_OF_TABLE.get(argument, 'assets_are')}=percent if all are in percent"
    )
    reading = f"{place}, a return below -100%{more}; correct it or clear the cell"
    reading += "" if declared else percent
    findings.certain("below -100%", argument, counted(int(low.sum()), "return"), reading)


def _total_loss(
    frame: pd.DataFrame,
    source: pd.DataFrame,
    argument: str,
    findings: Findings,
    facts: ColumnFacts,
) -> None:
    columns = np.flatnonzero(facts.lowest <= _TOTAL_LOSS)
    lost = frame.to_numpy()[:, columns] == _TOTAL_LOSS
    if lost.any():
        held = lost.any(axis=0)
        place, more = _places(source, columns[held], lost[:, held])
        reading = f"{place}{more}: all is lost; right for a default"
        findings.warning("total loss", argument, counted(int(lost.sum()), "return"), reading)


def _places(frame: pd.DataFrame, columns: np.ndarray, cells: np.ndarray) -> tuple[str, str]:
    """The first of some cells, and how many there are if it is not the only one."""
    row, number = np.argwhere(cells)[0]
    column = columns[number]
    value = frame.to_numpy()[row, column]
    place = f'column "{frame.columns[column]}", {day(frame.index[row])} holds {value:.6g}'
    count, n_columns = int(cells.sum()), int(cells.any(axis=0).sum())
    where = f" in {counted(n_columns, 'column')}" if n_columns > 1 else ""
    return place, f" (the first of {count} such cells{where})" if count > 1 else ""


def _stale(frame: pd.DataFrame, argument: str, findings: Findings, facts: ColumnFacts) -> None:
    values = frame.to_numpy()
    stale = dict[str, str]()
    interest = pays_interest(facts, rows_a_year(frame.index) or 0.0)
    for column, value in _often(values, facts):
        cells = known_cells(values[:, column])
        share = np.count_nonzero(cells == value) / len(cells)
        if share >= _STALE_SHARE and not interest[column]:
            stale[str(frame.columns[column])] = f"{value:.6g} on {share:.0%} of its dates"
    if stale:
        first = next(iter(stale))
        reading = f"{first} is {stale[first]}: a price that is seldom set, or filled cells"
        findings.warning("stale column", argument, listed(list(stale)), reading)


def _often(values: np.ndarray, facts: ColumnFacts) -> list[tuple[int, float]]:
    """Columns that move but may hold one value most of the time: the median of a sample."""
    sample = values[spread_rows(len(values), _SAMPLE)]
    median, n_known = medians(sample)
    often = 2 * np.count_nonzero(sample == median, axis=0) >= n_known
    often &= facts.moves & (facts.n_known >= _FEWEST_DATES)
    return [(int(column), float(median[column])) for column in np.flatnonzero(often)]


def _out_of_proportion(
    frame: pd.DataFrame,
    source: pd.DataFrame,
    argument: str,
    findings: Findings,
    facts: ColumnFacts,
) -> bool:
    """Warn of cells far above all others; whether there is one."""
    values = frame.to_numpy()
    # The mean is at most a few outliers and, of the others, what each of them has at most.
    room = _MOST_OUTLIERS / np.maximum(facts.n_known, 1) + 1.0 / _NEXT_LARGEST
    suspicious = (facts.largest > _LARGEST_USUAL) & (facts.largest * room >= facts.mean_size)
    columns = np.flatnonzero(suspicious & (facts.n_known >= _FEWEST_DATES))
    far = np.zeros((len(values), len(columns)), dtype=bool)
    for number, column in enumerate(columns):
        far[_outliers(values[:, column]), number] = True
    if far.any():
        place, more = _places(source, columns, far)
        reading = f"{place}{more}, out of all proportion to the others of its column; look it up"
        findings.warning("out of proportion", argument, counted(int(far.sum()), "return"), reading)
    return bool(far.any())


def _outliers(column: np.ndarray) -> np.ndarray:
    """Rows of a few cells that stand far above all others."""
    sizes = np.nan_to_num(np.abs(column))
    top = np.argpartition(sizes, -_MOST_OUTLIERS - 1)[-_MOST_OUTLIERS - 1 :]
    top = top[np.argsort(-sizes[top])]
    far = np.flatnonzero(sizes[top[:-1]] >= _NEXT_LARGEST * sizes[top[1:]])
    typical = float(np.median(np.abs(known_cells(column)))) if len(far) else 0.0
    if not len(far) or sizes[top[far[-1]]] < max(_TYPICAL * typical, _LARGEST_USUAL):
        return np.empty(0, dtype=np.int64)
    rows = top[: far[-1] + 1]
    return rows[(column[rows] > 0.0) | (column[rows] < _TOTAL_LOSS)]
