"""Decide what undeclared numbers look like: returns, percent, levels, paths, or a mixture.

The decision rests on typical sizes. The typical size of a column is the median of its absolute
values without zeros, and that of a table is the upper quartile of its columns, so that neither
one wild column nor several quiet ones decide. Sizes grow with the square root of time, so the
thresholds are given for a day.

The thresholds rest on these typical sizes of decimal returns: single stocks about 0.01 a day;
cryptocurrencies 0.02 to 0.04; funds in a currency that loses half of its value in half a year 0.1
to 0.15 a month, which is 0.03 a day. In percent, a fund of bonds has 0.15 a day, stocks 0.5 to 2.

A source may say percent although its numbers are decimal. The sizes would then be far too small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from labfolio_xl.returns.tables.input_table import Unit
from labfolio_xl.returns.units.column_facts import (
    ColumnFacts,
    column_facts,
    medians,
    spread_rows,
)
from labfolio_xl.returns.units.levels import (
    BUSINESS_DAYS,
    above_interest,
    begin_at_zero,
    is_interest,
    rows_a_year,
    smooth_columns,
    wandering_columns,
)
from labfolio_xl.returns.units.two_units import TwoUnits, two_units

__all__ = ["Look", "look_at"]

LookName = Literal[
    "returns", "percent", "quiet", "two units", "levels", "paths", "mixed", "amounts"
]

# Returns of at least this typical size are in percent. It lies between 0.04, the largest usual
# size of decimal returns, and 0.15, the smallest usual size in percent; nearer to the latter,
# since decimal returns are more often unusual.
_PERCENT_FROM = 0.12
# From this share of the threshold on, returns are in percent if there is a second reason: many
# returns below -100%, or a size that is many times that of the other table.
_PERHAPS = 0.4
_SHARE_BELOW_ONE = 0.01
_RATIO_TO_OTHER = 10.0
# If the source says percent, this is doubted below this share of the threshold (0.3% a year, if it
# were percent; bills move more), and below the share above if there is a second reason: the other
# table moves by so many times as much.
_QUIET = 0.1
_RATIO_OF_OTHER = 30.0
_UPPER_QUARTILE = 0.75
_SAMPLE = 251  # so many rows give the median with sufficient precision
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a table looks like.

    Attributes
    ----------
    name : {"returns", "percent", "quiet", "two units", "levels", "paths", "mixed", "amounts"}
        "quiet": the source says percent, but the returns would then hardly move. "two units":
        some columns are in percent, others decimal. "paths": levels that begin at zero or are
        sometimes negative, such as cumulative returns and spreads. "mixed": some columns are
        levels, others are returns. "amounts": some numbers are negative, and all are too large
        for returns, even in percent.
    levels, returns : list of str
        The columns that look like levels, and those that look like returns.
    size : float
        The typical size of the columns that look like returns.
    column : str
        The column that has this size.
    period : str
        "day", "week", "month", "quarter", "year": the usual time between two dates.
    reason : str
        Why they look like percent, as the end of a sentence about the size.
    negative : bool
        Whether any number is negative, which a price cannot be.
    basis_points : bool
        Whether the returns would be large even in percent, so that they may be basis points.
    interest : bool
        Whether the columns that look like levels may be interest in percent.
    units : TwoUnits or None
        The columns in each unit if there are two units.
    """

    name: LookName
    levels: list[str]
    returns: list[str]
    size: float = 0.0
    column: str = ""
    period: str = ""
    reason: str = ""
    negative: bool = False
    basis_points: bool = False
    interest: bool = False
    units: TwoUnits | None = None


def look_at(
    frame: pd.DataFrame,
    facts: ColumnFacts,
    unit: Unit | None,
    beside: pd.DataFrame | None = None,
) -> Look:
    """Decide what a table looks like.

    Parameters
    ----------
    frame : DataFrame, dates x names
        The numbers as written, without codes for missing values.
    facts : ColumnFacts
        The facts about this frame.
    unit : {"decimal", "percent"} or None
        The unit that the source says. Levels are found nevertheless.
    beside : DataFrame or None
        The other table, with which sizes are compared.
    """
    per_year = rows_a_year(frame.index)
    if per_year is None:
        return Look("returns", [], list(frame.columns))
    usual, values = _usual_size(per_year), frame.to_numpy()
    falls = facts.moves & (facts.lowest < 0.0)
    smooth = smooth_columns(values, facts)
    paths = wandering_columns(values, falls & above_interest(facts, per_year, 1.0))
    returns = falls & ~paths
    returns = returns if returns.any() else facts.moves & ~smooth & ~paths
    says_percent = unit == "percent"
    size, column = _size(values, facts, returns, 0.0 if says_percent else _PERHAPS * usual)
    name, reason = _unit(frame, returns, size, usual, beside)
    units = (
        None
        if unit == "decimal"
        else two_units(frame, facts, returns, usual, says_percent=says_percent)
    )
    scale = _PERCENT if says_percent or (unit is None and name != "returns") else 1.0
    too_large = facts.mean_size > usual * (scale if falls.any() else _PERCENT)
    smooth &= ~is_interest(facts, per_year, scale, size)
    paths &= above_interest(facts, per_year, scale)
    levels = (facts.moves & ~falls & (too_large | smooth)) | paths
    if levels.any():
        name = "mixed" if (falls & ~paths).any() else "levels"
        begun = smooth[levels].all() and begin_at_zero(values, np.flatnonzero(levels))
        name = "paths" if name == "levels" and (paths.any() or begun) else name
    elif units is not None:
        name = "two units"
    elif unit is not None:
        name = "quiet" if says_percent and _is_quiet(size, usual, beside) else "returns"
    return Look(
        name,
        frame.columns[levels].tolist(),
        frame.columns[facts.moves & ~levels].tolist(),
        size,
        "" if column is None else str(frame.columns[column]),
        _period(per_year),
        reason,
        bool(falls.any()),
        name == "percent" and size >= _PERHAPS * _PERCENT * usual,
        not above_interest(facts, per_year, _PERCENT)[levels].any(),
        units,
    )


def _is_quiet(size: float, usual: float, beside: pd.DataFrame | None) -> bool:
    """Whether returns of a typical size are too small for percent, which the source says."""
    if size == 0.0 or size >= _PERHAPS * usual:
        return False
    if size < _QUIET * usual:
        return True
    other = float("nan") if beside is None else _relative_size(beside)
    # If the other table is not small, it may be in percent, too, and its size says nothing.
    return other < _PERHAPS and size / usual / _PERCENT * _RATIO_OF_OTHER <= other


def _relative_size(frame: pd.DataFrame) -> float:
    """The typical size of a table's returns relative to the threshold for their period.

    NaN if no column is ever negative (as in a table of prices), or if there is only one date.
    """
    per_year = rows_a_year(frame.index)
    facts = column_facts(frame.to_numpy())
    falls = facts.moves & (facts.lowest < 0.0)
    if per_year is None or not falls.any():
        return float("nan")
    return _size(frame.to_numpy(), facts, falls, 0.0)[0] / _usual_size(per_year)


def _usual_size(per_year: float) -> float:
    """The typical size that decimal returns seldom reach, for so many returns in a year."""
    return _PERCENT_FROM * float(np.sqrt(BUSINESS_DAYS / per_year))


def _period(per_year: float) -> str:
    periods = {"day": 252.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
    return min(periods, key=lambda name: abs(np.log(periods[name] / per_year)))


def _size(
    values: np.ndarray, facts: ColumnFacts, returns: np.ndarray, floor: float
) -> tuple[float, int | None]:
    """The typical size of a table's returns, and the column that has it.

    The median of a column is at most twice its mean. It is computed, from a sample of rows, only
    for columns of which twice the mean reaches ``floor``; for others twice the mean is used.
    """
    places = np.flatnonzero(returns)
    if not len(places):
        return 0.0, None
    sizes = 2.0 * facts.mean_size[places]
    large = np.flatnonzero(sizes >= floor)
    rows = spread_rows(len(values), _SAMPLE)
    sample = np.abs(values[np.ix_(rows, places[large])])
    sample[sample == 0.0] = np.nan
    median, n_known = medians(sample)
    sizes[large] = np.where(n_known > 0, median, sizes[large])
    order = np.argsort(sizes)
    upper = order[int(np.ceil(_UPPER_QUARTILE * (len(order) - 1)))]
    return float(sizes[upper]), int(places[upper])


def _unit(
    frame: pd.DataFrame,
    returns: np.ndarray,
    size: float,
    usual: float,
    beside: pd.DataFrame | None,
) -> tuple[LookName, str]:
    """What returns of a typical size look like, and the reason if they look like percent."""
    if size > _PERCENT * usual:
        return "amounts", ""
    if size < _PERHAPS * usual:
        return "returns", ""
    if size >= usual:
        return "percent", f"where decimal returns seldom reach {usual:.2g}"
    ratio = float("nan") if beside is None else size / usual / _relative_size(beside)
    if ratio >= _RATIO_TO_OTHER:
        return "percent", f"{ratio:.2g} times as much as the other table"
    below = np.count_nonzero(frame.to_numpy()[:, returns] < -1.0)
    if below > 1 and below >= _SHARE_BELOW_ONE * np.count_nonzero(returns) * len(frame):
        return "percent", f"and {below} returns would be below -100%"
    return "returns", ""
