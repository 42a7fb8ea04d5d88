"""Find returns that are impossible or unlikely: below -100%, stale, or far too large."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.returns.data_options import OPTION_OF_TABLE
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.returns.units.column_facts import (
    ColumnFacts,
    column_facts,
    known_cells,
    medians,
    spread_rows,
)
from labfolio_xl.returns.units.levels import pays_interest, rows_a_year
from labfolio_xl.returns.units.splits import warn_of_splits
from labfolio_xl.returns.units.totals import tell_total

__all__ = ["check_returns"]

_ASSETS = "Assets"
# A long-short factor can lose more than its capital, an asset cannot.
_LONG_SHORT = ("Factors", "Candidates")
_TOTAL_LOSS = -1.0
# A column is stale if it has the same value on at least this share of its dates. For illiquid
# bonds the share is up to about a half.
_STALE_SHARE = 0.6
_FEWEST_DATES = 10
# The rows that are sampled to find columns that may be stale.
_SAMPLE = 101
# A return is out of proportion if it is so many times the next largest one and so many times the
# typical one, if at most two others of its column are so, too, and if no market moves by so much
# in a period (a fall of up to 100% may be a default). A bond that moves by at most 0.1 a day and
# then rises to five times its price has a return of 40 times the next largest.
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
    """Find decimal returns that are impossible or unlikely.

    Parameters
    ----------
    frame : DataFrame, dates x names
        Decimal returns, with codes for missing values replaced by NaN.
    argument : str
        "Assets", "Factors", "Returns". A return below -100% is an error, but for factors it is a
        warning, because a long-short portfolio can lose more than its capital.
    findings : Findings
    facts : ColumnFacts or None
        The facts of this frame, if they were computed already.
    declared : bool
        Whether the unit is known. If it is not, the message about a return below -100% also
        offers to declare percent.
    written : DataFrame or None
        The same cells as the source has them, if in percent. Messages quote these.

    Raises
    ------
    InputError
        A return of an asset is below -100%.
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
    place, more = _first_place(source, columns, low)
    if argument in _LONG_SHORT:
        reading = f"{place}{more}: below -100%, which only a long-short portfolio can lose"
        findings.warning("below -100%", argument, counted(int(low.sum()), "return"), reading)
        return
    percent = (
        f", or say {OPTION_OF_TABLE.get(argument, 'assets_are')}=percent if all are in percent"
    )
    reading = f"{place}, a return below -100%{more}; correct it or clear the cell"
    reading += "" if declared else percent
    findings.error("below -100%", argument, counted(int(low.sum()), "return"), reading)


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
        place, more = _first_place(source, columns[held], lost[:, held])
        reading = f"{place}{more}: all is lost; right for a default"
        findings.warning("total loss", argument, counted(int(lost.sum()), "return"), reading)


def _first_place(frame: pd.DataFrame, columns: np.ndarray, cells: np.ndarray) -> tuple[str, str]:
    """Name the first of some cells, and say how many there are if there are several."""
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
    for column, value in _perhaps_stale(values, facts):
        cells = known_cells(values[:, column])
        share = np.count_nonzero(cells == value) / len(cells)
        if share >= _STALE_SHARE and not interest[column]:
            stale[str(frame.columns[column])] = f"{value:.6g} on {share:.0%} of its dates"
    if stale:
        first = next(iter(stale))
        reading = f"{first} is {stale[first]}: a price that is seldom set, or filled cells"
        findings.warning("stale column", argument, listed(list(stale)), reading)


def _perhaps_stale(values: np.ndarray, facts: ColumnFacts) -> list[tuple[int, float]]:
    """The columns that may be stale, with the value they often have (the median of a sample)."""
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
    """Warn of returns that are far larger than all others; say whether there are any."""
    values = frame.to_numpy()
    # With at most three outliers, and all other returns below 1/60 of the largest one, the mean
    # is at most this share of the largest one. Only such columns are looked at closely.
    most = _MOST_OUTLIERS / np.maximum(facts.n_known, 1) + 1.0 / _NEXT_LARGEST
    suspicious = (facts.largest > _LARGEST_USUAL) & (facts.largest * most >= facts.mean_size)
    columns = np.flatnonzero(suspicious & (facts.n_known >= _FEWEST_DATES))
    far = np.zeros((len(values), len(columns)), dtype=bool)
    for number, column in enumerate(columns):
        far[_outliers(values[:, column]), number] = True
    if far.any():
        place, more = _first_place(source, columns, far)
        reading = f"{place}{more}, out of all proportion to the others of its column; look it up"
        findings.warning("out of proportion", argument, counted(int(far.sum()), "return"), reading)
    return bool(far.any())


def _outliers(column: np.ndarray) -> np.ndarray:
    """The rows of the few cells of a column that are far larger than all others."""
    sizes = np.nan_to_num(np.abs(column))
    top = np.argpartition(sizes, -_MOST_OUTLIERS - 1)[-_MOST_OUTLIERS - 1 :]
    top = top[np.argsort(-sizes[top])]
    far = np.flatnonzero(sizes[top[:-1]] >= _NEXT_LARGEST * sizes[top[1:]])
    typical = float(np.median(np.abs(known_cells(column)))) if len(far) else 0.0
    if not len(far) or sizes[top[far[-1]]] < max(_TYPICAL * typical, _LARGEST_USUAL):
        return np.empty(0, dtype=np.int64)
    rows = top[: far[-1] + 1]
    return rows[(column[rows] > 0.0) | (column[rows] < _TOTAL_LOSS)]
