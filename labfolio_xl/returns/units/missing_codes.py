"""Find numbers that stand for a missing value: -99.99, -999 and -9999, also divided by 100."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.tables.checked import day

__all__ = ["CODES", "CODES_AND_HUNDREDTHS", "hide_codes", "read_codes"]

# Kenneth French's tables write -99.99 and -999, CRSP's and others -9999.
CODES = (-99.99, -999.0, -9999.0)
# In decimal returns, a code may have been divided by 100 together with the returns. In percent,
# -0.9999 and -9.99 are ordinary returns, which a long table may hold twice by chance.
CODES_AND_HUNDREDTHS = (*CODES, -0.9999, -9.99)
# The relative precision with which codes are compared: single precision and a division by 100
# change a code by less.
_PRECISION = 1e-7


@dataclass(frozen=True, slots=True)
class _CodeCells:
    code: float
    column: int
    rows: np.ndarray


def hide_codes(frame: pd.DataFrame) -> pd.DataFrame:
    """Replace all numbers that may be codes by NaN, so that the other cells can be judged."""
    return _without(frame, list(_code_cells(frame.to_numpy(), CODES_AND_HUNDREDTHS)))


def read_codes(
    frame: pd.DataFrame, argument: str, findings: Findings, codes: tuple[float, ...]
) -> pd.DataFrame:
    """Replace codes that a column repeats by NaN, with a note; a single code is an error.

    Parameters
    ----------
    frame : DataFrame, dates x names
        The numbers as they were written, before percent are divided by 100.
    argument : str
    findings : Findings
    codes : tuple of float

    Returns
    -------
    DataFrame
        The given frame if nothing was replaced.

    Raises
    ------
    InputError
        A code occurs only once in its column; it may also be a typing mistake.
    """
    hits = list(_code_cells(frame.to_numpy(), codes))
    repeated = [hit for hit in hits if len(hit.rows) > 1]
    _note(frame, argument, findings, repeated)
    _refuse_single(frame, argument, findings, [hit for hit in hits if len(hit.rows) == 1])
    return _without(frame, repeated)


def _without(frame: pd.DataFrame, hits: list[_CodeCells]) -> pd.DataFrame:
    if not hits:
        return frame
    values = frame.to_numpy(copy=True)
    for hit in hits:
        values[hit.rows, hit.column] = np.nan
    return pd.DataFrame(values, index=frame.index, columns=frame.columns)


def _code_cells(values: np.ndarray, codes: tuple[float, ...]) -> Iterator[_CodeCells]:
    """The columns and rows that hold a code; columns without such low numbers are passed over."""
    lowest = np.fmin.reduce(values, axis=0)
    for code in codes:
        near = -code * _PRECISION
        columns = np.flatnonzero(lowest <= code + near)
        held = np.abs(values[:, columns] - code) <= near
        for number in np.flatnonzero(held.any(axis=0)):
            yield _CodeCells(code, int(columns[number]), np.flatnonzero(held[:, number]))


def _note(
    frame: pd.DataFrame, argument: str, findings: Findings, repeated: list[_CodeCells]
) -> None:
    for code in dict.fromkeys(hit.code for hit in repeated):
        hits = [hit for hit in repeated if hit.code == code]
        names = listed([str(frame.columns[hit.column]) for hit in hits])
        count = sum(len(hit.rows) for hit in hits)
        reading = f"{code:g} in {names} stands for a missing value: read as missing"
        findings.note("missing codes", argument, counted(count, "cell"), reading)


def _refuse_single(
    frame: pd.DataFrame, argument: str, findings: Findings, single: list[_CodeCells]
) -> None:
    if not single:
        return
    first = single[0]
    place = f'column "{frame.columns[first.column]}", {day(frame.index[first.rows[0]])}'
    more = f" (the first of {len(single)} such cells)" if len(single) > 1 else ""
    reading = (
        f"{place} holds {first.code:g}{more}, which many files write for a missing value; "
        "clear the cell or type the right number"
    )
    findings.error("missing codes", argument, counted(len(single), "cell"), reading)
