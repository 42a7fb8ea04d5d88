"""Judge dated weights: a table with a row of weights for each date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, counted
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.checked import as_input, day
from labfolio_xl.returns.weights.words import ITEM

if TYPE_CHECKING:
    from labfolio_xl.returns.findings import Finding
    from labfolio_xl.returns.weights.judgement import Weighing

__all__ = ["are_dated", "judge_dated_weights"]

# These lines of a single date are summed up in one line for all dates.
_OF_A_DATE = ("sum", "cash")


def are_dated(weights: object) -> bool:
    """Whether weights are a table dates x assets."""
    return isinstance(weights, pd.DataFrame) and isinstance(weights.index, pd.DatetimeIndex)


def judge_dated_weights(
    weights: pd.DataFrame, assets: Sequence[str], weighing: Weighing, findings: Findings
) -> pd.DataFrame:
    """Judge the weights of each date, and return them as fractions.

    Parameters
    ----------
    weights : DataFrame, dates x assets
        Every cell holds a number; 0 stands for an asset that is not held.
    assets : names
    weighing : Weighing
        What the user declared.
    findings : Findings
        Collects what was decided, once for all dates on which it is the same.

    Returns
    -------
    DataFrame, dates x assets
        In the order of the assets; an asset without a column has weight zero.

    Raises
    ------
    InputError
        As :func:`judge_weights`, with the date; or the dates have different units.
    """
    frame = as_input(weights, ITEM).frame
    rows, lines = [], dict[tuple[str, str], "Finding"]()
    units: dict[str, pd.Timestamp] = {}
    for date, row in frame.iterrows():
        of_date = Findings(findings.doubts)
        try:
            rows.append(weighing.judge(row, pd.Index(assets), of_date))
        except InputError as error:
            said = str(error).replace(ITEM, f"{ITEM} on {day(date)}", 1)
            raise type(error)(said) from None
        unit = next((str(line.found) for line in of_date.lines if line.check == "unit"), "")
        units.setdefault(unit.split()[0] if unit else "fractions", pd.Timestamp(str(date)))
        for line in of_date.lines:
            if line.check not in _OF_A_DATE:
                lines.setdefault((line.check, line.severity), line)
    if len(units) > 1:
        (one, first), (other, second) = list(units.items())[:2]
        raise InputError(
            f"{ITEM} on {day(first)} look like {one}, those on {day(second)} like {other}; bring "
            "all dates to one unit, or declare it with weights_are."
        )
    fractions = np.array(rows)
    sums = fractions.sum(axis=1)
    found = f"sum {sums.min():z.2f} to {sums.max():z.2f}, {counted(len(sums), 'date')}"
    findings.lines += lines.values()
    findings.ok("sum", ITEM, found, "what is missing to 1 on a date is cash, as what is above it")
    return pd.DataFrame(fractions, index=frame.index, columns=pd.Index(assets))
