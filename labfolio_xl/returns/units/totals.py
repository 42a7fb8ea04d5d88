"""Find a column that is the sum or the mean of all others and would count them twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.units.column_facts import ColumnFacts, spread_rows

__all__ = ["tell_total"]

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 10
_SAMPLE = 101
# By rounding, a total differs from the sum of its parts by less than this share.
_ROUNDED = 0.01
# A total must differ from each of its parts by this share. Share classes of one fund are equal,
# so each of them is the mean of the others without being a total.
_OTHER = 0.1


def tell_total(frame: pd.DataFrame, argument: str, findings: Findings, facts: ColumnFacts) -> None:
    """Warn of a column that is the sum of all others, and note one that is their mean.

    A sum of the others is half of the sum of all N columns. A mean of the others is the mean of
    all columns, too, and so 1/N of their sum.

    Parameters
    ----------
    frame : DataFrame, dates x names
        Decimal returns of assets.
    argument : str
    findings : Findings
    facts : ColumnFacts
        Of this frame.
    """
    n_columns = frame.shape[1]
    if n_columns < _FEWEST_COLUMNS:
        return
    values = frame.to_numpy()
    sample = values[spread_rows(len(values), _SAMPLE)]
    for what, times, report in (
        ("sum", 2.0, findings.warning),
        ("mean", float(n_columns), findings.note),
    ):
        for column in np.flatnonzero(_is_total(sample, times) & facts.moves).tolist():
            known = values[~np.isnan(values).any(axis=1)]
            if _is_total(known, times)[column] and _is_other(known, column):
                reading = f"it is the {what} of all other columns; a portfolio of all columns "
                reading += "counts them twice; take it out, or give it no weight"
                report("total", argument, str(frame.columns[column]), reading)


def _is_total(values: np.ndarray, times: float) -> np.ndarray:
    """Columns that give the sum of all columns if multiplied, on the rows without missing cells."""
    total = values.sum(axis=1)
    known = ~np.isnan(total)
    if np.count_nonzero(known) < _FEWEST_ROWS:
        return np.zeros(values.shape[1], dtype=bool)
    size = times * np.abs(values[known]).sum(axis=0)
    off = np.abs(times * values[known] - total[known, None]).sum(axis=0)
    return (off <= _ROUNDED * size) & (size > 0.0)


def _is_other(values: np.ndarray, column: int) -> bool:
    """Whether a column differs from each of the others."""
    own = values[:, [column]]
    off = np.abs(np.delete(values, column, axis=1) - own).sum(axis=0)
    return bool((off >= _OTHER * np.abs(own).sum()).all())
