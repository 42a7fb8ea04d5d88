"""Two tables matched date by date: days, and dates that follow no frequency."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pandas as pd

from labfolio_xl.errors import counted
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.compounding import compound_groups, neutral_where_closed
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.periods import day_numbers
from labfolio_xl.returns.frequency.sides import Side
from labfolio_xl.returns.tables.prices import returns_from_prices

__all__ = ["match_dates", "on_common_days"]

# Holidays of a market of its own; more days than these change the estimates.
_MANY_CLOSED, _FEWEST = 0.05, 10


def match_dates(
    assets: Side, factors: Side, findings: Findings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables as returns or values, each over the same days where the other has returns.

    Prices are taken on the dates that the other table has too, and returns after that; returns
    of seven days a week are compounded over the days that a table of business days skips.
    """
    for side, other in ((assets, factors), (factors, assets)):
        _doubt_sparse_prices(side, other, findings)
        _tell_irregular(side, other, findings)
        _tell_closed(side, other, findings)
    return _beside(assets, factors, findings), _beside(factors, assets, findings)


def _doubt_sparse_prices(side: Side, other: Side, findings: Findings) -> None:
    """Returns between prices far apart do not go with returns of single days."""
    if side.kind != "prices" or other.kind != "returns" or other.frequency is None:
        return
    step = float(np.median(np.diff(side.days))) if len(side.days) > 1 else 0.0
    if step > other.frequency.longest_step:
        findings.likely(
            "frequency",
            side.argument,
            f"{step:.0f} days between prices",
            f"the prices are {step:.0f} days apart, mostly, on irregular dates, while "
            f"{other.argument} has {other.words} returns; give prices for both, or {other.words} "
            f"prices for {side.argument}",
        )


def _tell_irregular(side: Side, other: Side, findings: Findings) -> None:
    if side.frequency is None and other.frequency is not None:
        findings.note(
            "frequency",
            side.argument,
            counted(len(side.days), "row"),
            "few or irregular dates, which show no frequency; only the same dates match",
        )


def _tell_closed(side: Side, other: Side, findings: Findings) -> None:
    """Tell the days that only the other table of returns has, among those of this one."""
    daily = all(each.frequency and each.frequency.name == "daily" for each in (side, other))
    if not daily or side.kind != "returns" or other.kind != "returns":
        return
    if _has_more_days(other, side):  # compounded, and told there
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
    """A daily table on the days that another daily one has, before both become coarser."""
    if side.kind == "prices":
        skipped = _skipped(side, other)
        frame = side.frame[~skipped] if skipped.any() and not skipped.all() else side.frame
    elif side.kind == "returns" and _has_more_days(side, other):
        frame = _compounded(side, other, findings)
    else:
        return side
    weekends = frame is side.frame or not _has_more_days(side, other)
    return replace(side, frame=frame, frequency=side.frequency if weekends else other.frequency)


def _beside(side: Side, other: Side, findings: Findings) -> pd.DataFrame:
    """One table as it stands beside the other."""
    if side.kind == "prices":
        return _returns(side, other, findings)
    if side.kind == "returns" and _has_more_days(side, other):
        return _compounded(side, other, findings)
    return side.given


def _has_more_days(side: Side, other: Side) -> bool:
    """Whether only this one has weekends."""
    if side.frequency is None or other.frequency is None:
        return False
    return side.frequency.seven_days and not other.frequency.seven_days


def _returns(side: Side, other: Side, findings: Findings) -> pd.DataFrame:
    """Returns between the dates of the prices that the other table has too."""
    dropped = _skipped(side, other)
    kept = side.frame[~dropped] if dropped.any() else side.frame
    if len(kept) < 2:  # noqa: PLR2004 - the dates that are not common are told by who joins them
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
    """Leave out the return over a hole: it is no return of a day."""
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
    """Which prices stand on dates that the other table skips, but not those in its holes."""
    days = other.days
    place = np.searchsorted(days, side.days)
    outside = (place == 0) | (place == len(days))
    place = np.clip(place, 1, len(days) - 1) if len(days) > 1 else place * 0
    between = (days[place] != side.days) & (days[place - 1] != side.days) & ~outside
    longest = inf if other.frequency is None else other.frequency.longest_step
    return between & (days[place] - days[place - 1] <= longest)


def _compounded(side: Side, other: Side, findings: Findings) -> pd.DataFrame:
    """Returns of seven days a week over the steps of business days."""
    steps = _steps(side.days, other)
    inside = steps > 0
    if not inside.any():
        return side.frame
    frame = neutral_where_closed(side.frame, inside & ~np.isin(side.days, other.days))
    table = compound_groups(frame[inside], steps[inside])
    findings.note(
        "frequency",
        side.argument,
        side.words,
        f"compounded to the dates of {other.argument}, so that a Monday covers the weekend",
    )
    return table


def _steps(days: np.ndarray, other: Side) -> np.ndarray:
    """The step of the other table that each day is in, from 1; 0 where it is in none as a whole."""
    ends = np.append(other.days[0] - _usual_step(other.days), other.days)
    steps = np.searchsorted(ends, days)
    lengths = np.diff(ends, prepend=ends[0], append=ends[-1])
    longest = inf if other.frequency is None else other.frequency.longest_step
    whole = np.bincount(steps, minlength=len(lengths)) == lengths
    whole &= (lengths > 0) & (lengths <= longest)
    return np.where(whole[steps], steps, 0)


def _usual_step(days: np.ndarray) -> int:
    """Days that the first row covers, as other rows on this day of the week do."""
    same = (days[1:] - days[0]) % 7 == 0
    return int(np.median(np.diff(days)[same])) if same.any() else 0
