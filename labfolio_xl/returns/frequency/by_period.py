"""Match two tables by week, month, quarter or year, on whichever days their rows are dated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, counted
from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.dates.periods import day_numbers, period_name, periods_of
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.compounding import compound
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.sampling import sample, sampling_days
from labfolio_xl.returns.frequency.sides import Side
from labfolio_xl.returns.frequency.standing_days import doubt_days, standing_day
from labfolio_xl.returns.tables.prices import returns_from_prices

__all__ = ["match_periods"]

_SIDES = "Assets and Factors"


def match_periods(
    assets: Side, factors: Side, target: Frequency, findings: Findings, *, declared: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make both tables have one row for each period, with the same date in both.

    Raises
    ------
    InputError
        There are two returns of one period; irregular returns would have to be compounded; the
        periods of the two tables are measured on different days, unless the frequency is
        declared.
    """
    if _is_matched(assets, factors, target):
        return assets.given, factors.given
    if not declared:
        doubt_days(assets, factors, target, findings)
    left = _per_period(assets, factors, target, findings)
    right = _per_period(factors, assets, target, findings)
    return _relabelled(left, right, target, findings)


def _is_matched(assets: Side, factors: Side, target: Frequency) -> bool:
    """Whether nothing has to be done."""
    return assets.given.index.equals(factors.given.index) and all(
        side.kind != "prices" and not side.is_finer(target) for side in (assets, factors)
    )


def _per_period(side: Side, other: Side, target: Frequency, findings: Findings) -> pd.DataFrame:
    """The returns or values of one table for each period of the target frequency."""
    if not side.is_finer(target):
        frame = _one_row_a_period(side, target.name, findings)
    elif side.kind == "returns":
        return _compounded(side, target, findings)
    else:
        frame = _sampled(side, other, target, findings)
    return _returns(frame, side.argument, target, findings) if side.kind == "prices" else frame


def _compounded(side: Side, target: Frequency, findings: Findings) -> pd.DataFrame:
    if side.frequency is None:
        raise InputError(
            f"{side.argument}: the dates follow no frequency, so the returns cannot be compounded "
            f"to {target.nouns}; give {target.name} returns, or prices."
        )
    return compound(side.frame, side.frequency, target.name, findings, side.argument)


def _sampled(side: Side, other: Side, target: Frequency, findings: Findings) -> pd.DataFrame:
    """Prices or values on the days of the coarser table, or at the ends of the periods."""
    coarser = None if other.is_finer(target) else other
    frame = sample(side, sampling_days(side, coarser, target.name), target.name)
    if frame.empty:
        raise InputError(
            f"{side.argument}: no {target.noun} is complete from {side.dates[0]:%Y-%m-%d} "
            f"to {side.dates[-1]:%Y-%m-%d}; give a longer table."
        )
    where = f"on the {target.name} dates of {other.argument}" if coarser else "on their last day"
    then = ", and returns after that" if side.kind == "prices" else ""
    findings.note(
        "frequency",
        side.argument,
        f"{side.words} {side.kind}",
        f"taken for {len(frame)} {target.nouns} {where}{then}",
    )
    return frame


def _one_row_a_period(side: Side, name: FrequencyName, findings: Findings) -> pd.DataFrame:
    """The last row of each period; there must be only one if they are returns."""
    periods = periods_of(side.days, name)
    again = np.diff(periods) == 0
    if again.any() and side.kind == "returns":
        row = int(np.flatnonzero(again)[0])
        period = period_name(int(periods[row]), name)
        findings.error(
            "dates",
            side.argument,
            f"{int(again.sum()) + 1} rows",
            f"{side.dates[row]:%Y-%m-%d} and {side.dates[row + 1]:%Y-%m-%d} are both in {period}; "
            f"keep one row for each {Frequency(name).noun}",
        )
    return side.frame[np.append(~again, np.True_)] if again.any() else side.frame


def _returns(
    prices: pd.DataFrame, argument: str, target: Frequency, findings: Findings
) -> pd.DataFrame:
    """Returns from one period to the next; a return over periods without a price is left out."""
    returns = returns_from_prices(prices, argument=argument)
    over_a_hole = np.diff(_periods(prices, target.name)) > 1
    if not over_a_hole.any():
        return returns
    findings.note(
        "dates",
        argument,
        counted(int(over_a_hole.sum()), "hole"),
        f"{target.nouns} without a price; the return over each is left out",
    )
    return returns[~over_a_hole]


def _periods(frame: pd.DataFrame, name: FrequencyName) -> np.ndarray:
    return periods_of(day_numbers(pd.DatetimeIndex(frame.index)), name)


def _relabelled(
    left: pd.DataFrame, right: pd.DataFrame, target: Frequency, findings: Findings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give both tables the same dates: those of the table whose dates are mostly the later ones."""
    rows, other_rows = _common_rows(left, right, target.name)
    days, other_days = left.index[rows], right.index[other_rows]
    apart = days != other_days
    if not apart.any():
        return left, right
    first = int(np.flatnonzero(apart)[0])
    findings.note(
        "dates",
        _SIDES,
        f"{int(apart.sum())} of {len(days)} {target.nouns}",
        f"stand under other days in Assets than in Factors ({days[first]:%Y-%m-%d} and "
        f"{other_days[first]:%Y-%m-%d}); matched by {target.noun}{_read_as(left, right, target)}",
    )
    if np.median((days - other_days).to_numpy().astype(np.int64)) > 0:
        return left, _with_dates(right, other_rows, days)
    return _with_dates(left, rows, other_days), right


def _common_rows(
    left: pd.DataFrame, right: pd.DataFrame, name: FrequencyName
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of both tables that have the same period."""
    _, rows, other_rows = np.intersect1d(
        _periods(left, name), _periods(right, name), assume_unique=True, return_indices=True
    )
    return rows, other_rows


def _with_dates(frame: pd.DataFrame, rows: np.ndarray, dates: pd.Index) -> pd.DataFrame:
    index = frame.index.to_numpy().copy()
    index[rows] = dates.to_numpy()
    return frame.set_axis(pd.DatetimeIndex(index, name=frame.index.name), axis=0)


def _read_as(left: pd.DataFrame, right: pd.DataFrame, target: Frequency) -> str:
    """The end of the note, which says what a date is taken to mean."""
    if target.name == "weekly":
        return ", from Monday to Sunday"
    days = [day_numbers(pd.DatetimeIndex(frame.index)) for frame in (left, right)]
    if any(standing_day(each, target.name).place == "start" for each in days):
        return f"; a first day means the {target.noun} that it begins"
    return ""
