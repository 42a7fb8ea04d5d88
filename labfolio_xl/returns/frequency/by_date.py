"""Match two tables date by date: daily tables, and tables of irregular dates."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.returns.dates.periods import day_numbers
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.compounding import compound_groups, zero_where_closed
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.sides import Side
from labfolio_xl.returns.tables.prices import returns_from_prices

__all__ = ["match_dates", "on_common_days"]

# A market has holidays of its own; if it lacks more dates than these, estimates change.
_MANY_CLOSED, _FEWEST = 0.05, 10


def match_dates(
    assets: Side, factors: Side, findings: Findings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make returns (or values) of both tables, over the same days if both are returns.

    Prices are taken on the dates that the other table has, too, and returns are made of these.
    Returns of seven days a week are compounded over the days that a table of business days skips.
    """
    for side, other in ((assets, factors), (factors, assets)):
        _doubt_sparse_prices(side, other, findings)
        _note_irregular(side, other, findings)
        _report_closed_days(side, other, findings)
    return _matched_to(assets, factors, findings), _matched_to(factors, assets, findings)


def _doubt_sparse_prices(side: Side, other: Side, findings: Findings) -> None:
    """Doubt prices whose dates lie further apart than the returns of the other table cover."""
    if side.kind != "prices" or other.kind != "returns" or other.frequency is None:
        return
    step = float(np.median(np.diff(side.days))) if len(side.days) > 1 else 0.0
    if step > other.frequency.longest_step:
        findings.doubt(
            "frequency",
            side.argument,
            f"{step:.0f} days between prices",
            f"the prices are {step:.0f} days apart, mostly, on irregular dates, while "
            f"{other.argument} has {other.words} returns; give prices for both, or {other.words} "
            f"prices for {side.argument}",
        )


def _note_irregular(side: Side, other: Side, findings: Findings) -> None:
    if side.frequency is None and other.frequency is not None:
        findings.note(
            "frequency",
            side.argument,
            counted(len(side.days), "row"),
            "few or irregular dates, which show no frequency; only the same dates match",
        )


def _report_closed_days(side: Side, other: Side, findings: Findings) -> None:
    """Report the days within the span of one table of returns that only the other table has."""
    daily = all(each.frequency and each.frequency.name == "daily" for each in (side, other))
    if not daily or side.kind != "returns" or other.kind != "returns":
        return
    if _has_more_days(other, side):  # these days are compounded, which is reported there
        return
    days = other.days[(other.days > side.days[0]) & (other.days < side.days[-1])]
    closed = days[~np.isin(days, day_numbers(pd.DatetimeIndex(side.given.index)))]
    if not len(closed):
        return
    first = closed[0].astype("datetime64[D]")
    many = len(closed) > max(_FEWEST, _MANY_CLOSED * len(days))
    tell = findings.warning if many else findings.note
    tell(
        "closed days",
        side.argument,
        counted(len(closed), "date"),
        f"{other.argument} has returns there, first {first}, {side.argument} has none; where the "
        f"market was closed, the next return of {side.argument} covers these days too and that of "
        f"{other.argument} does not; give prices of both for returns over the same days",
    )


def on_common_days(side: Side, other: Side, findings: Findings) -> Side:
    """Bring a daily table to the days of another daily table, before both become coarser."""
    if side.kind == "prices":
        skipped = _skipped(side, other)
        frame = side.frame[~skipped] if skipped.any() and not skipped.all() else side.frame
    elif side.kind == "returns" and _has_more_days(side, other):
        frame = _compounded(side, other, findings)
    else:
        return side
    weekends = frame is side.frame or not _has_more_days(side, other)
    return replace(side, frame=frame, frequency=side.frequency if weekends else other.frequency)


def _matched_to(side: Side, other: Side, findings: Findings) -> pd.DataFrame:
    """The returns or values of one table, matched to the other table."""
    if side.kind == "prices":
        return _returns(side, other, findings)
    if side.kind == "returns" and _has_more_days(side, other):
        return _compounded(side, other, findings)
    return side.given


def _has_more_days(side: Side, other: Side) -> bool:
    """Whether the first table has weekends and the other one does not."""
    if side.frequency is None or other.frequency is None:
        return False
    return side.frequency.seven_days and not other.frequency.seven_days


def _returns(side: Side, other: Side, findings: Findings) -> pd.DataFrame:
    """Returns between the prices on dates that the other table has, too."""
    dropped = _skipped(side, other)
    kept = side.frame[~dropped] if dropped.any() else side.frame
    if len(kept) < 2:  # noqa: PLR2004 - the caller reports that there are no common dates
        kept, dropped = side.frame, dropped & False
    if dropped.any():
        findings.note(
            "frequency",
            side.argument,
            counted(int(dropped.sum()), "date") + " not used",
            f"prices are taken on the dates that {other.argument} has too, and returns after "
            "that, so that a return covers the same days in both",
        )
    returns = returns_from_prices(kept, argument=side.argument)
    if side.frequency is None or other.frequency is None:
        return returns
    return _without_holes(returns, kept, side, side.frequency, findings)


def _without_holes(
    returns: pd.DataFrame,
    prices: pd.DataFrame,
    side: Side,
    frequency: Frequency,
    findings: Findings,
) -> pd.DataFrame:
    """Leave out the return over a gap of prices, since it covers more than a day."""
    steps = np.diff(day_numbers(pd.DatetimeIndex(prices.index)))
    over_a_hole = steps > frequency.longest_step
    if not over_a_hole.any():
        return returns
    findings.note(
        "dates",
        side.argument,
        counted(int(over_a_hole.sum()), "hole"),
        f"no price for up to {steps.max()} days; the return over each hole is left out",
    )
    return returns[~over_a_hole]


def _skipped(side: Side, other: Side) -> np.ndarray:
    """Which prices are on dates that the other table skips; dates in its gaps do not count."""
    days = other.days
    place = np.searchsorted(days, side.days)
    outside = (place == 0) | (place == len(days))
    place = np.clip(place, 1, len(days) - 1) if len(days) > 1 else place * 0
    between = (days[place] != side.days) & (days[place - 1] != side.days) & ~outside
    longest = inf if other.frequency is None else other.frequency.longest_step
    return between & (days[place] - days[place - 1] <= longest)


def _compounded(side: Side, other: Side, findings: Findings) -> pd.DataFrame:
    """Compound returns of seven days a week to the dates of a table of business days."""
    steps = _step_numbers(side.days, other)
    inside = steps > 0
    if not inside.any():
        return side.frame
    frame = zero_where_closed(side.frame, inside & ~np.isin(side.days, other.days))
    table = compound_groups(frame[inside], steps[inside])
    findings.note(
        "frequency",
        side.argument,
        side.words,
        f"compounded to the dates of {other.argument}, so that a Monday covers the weekend",
    )
    return table


def _step_numbers(days: np.ndarray, other: Side) -> np.ndarray:
    """The number (from 1) of the other table's step that each day is in.

    0 stands for a day in no step, or in a step of which days are missing.
    """
    ends = np.append(other.days[0] - _usual_step(other.days), other.days)
    steps = np.searchsorted(ends, days)
    lengths = np.diff(ends, prepend=ends[0], append=ends[-1])
    longest = inf if other.frequency is None else other.frequency.longest_step
    whole = np.bincount(steps, minlength=len(lengths)) == lengths
    whole &= (lengths > 0) & (lengths <= longest)
    return np.where(whole[steps], steps, 0)


def _usual_step(days: np.ndarray) -> int:
    """The days that the first row covers: as many as other rows on this day of the week."""
    same = (days[1:] - days[0]) % 7 == 0
    return int(np.median(np.diff(days)[same])) if same.any() else 0
