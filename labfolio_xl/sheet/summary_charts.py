"""The cells behind the charts of the first page, made from a summary.

A chart takes its looks from its series, not from single points, so that a refresh keeps them: what
is filled and what is hollow stands in columns of its own. The labels carry the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import numpy as np
import pandas as pd

from labfolio_xl.core.distributions import SIGNIFICANT
from labfolio_xl.errors import counted
from labfolio_xl.models.risk import SPECIFIC
from labfolio_xl.models.shared.holding import PORTFOLIO
from labfolio_xl.models.summary import MOST_FACTORS, Summary, by_size, short_name
from labfolio_xl.returns.names.terms import ALPHA
from labfolio_xl.sheet.cells import BLANK

__all__ = ["BARS", "PREMIA", "SHARES", "STEPS", "chart_cells"]

# The columns of each chart: labels, then numbers.
BARS = ("exposure of", "filled", "hollow", "lower end", "upper end", "length")
PREMIA = (
    *("premium of", "filled premium", "hollow premium"),
    *("premium lower end", "premium upper end", "premium length", "own mean"),
)
STEPS = (
    *("part of the return", "hidden", "gain", "gain below zero", "loss", "loss below zero"),
    "sum",
)
SHARES = ("rank", "share of", "share")

# More bars than this cannot be read on half a page.
_MOST_BARS = 10
_OTHER = "other"


def chart_cells(summary: Summary) -> pd.DataFrame:
    """Return the cells of all charts side by side, with blanks below the shorter ones."""
    parts = {
        BARS: list(_bars(summary)),
        STEPS: list(_steps(summary)),
        PREMIA: list(_premia(summary)),
        SHARES: list(_shares(summary)),
    }
    rows = [
        [cell for columns, row in zip(parts, across, strict=True) for cell in _padded(row, columns)]
        for across in zip_longest(*parts.values(), fillvalue=())
    ]
    return pd.DataFrame(rows, columns=[name for columns in parts for name in columns], dtype=object)


def _padded(row: Sequence[object], columns: Sequence[str]) -> Sequence[object]:
    return row or [BLANK] * len(columns)


def _main(summary: Summary) -> pd.DataFrame:
    """The factors that are charted: those with the largest shares of the variance."""
    largest = by_size(summary.factors["share"])[:_MOST_BARS]
    return summary.factors[summary.factors.index.isin(largest)]


def _bars(summary: Summary) -> Iterator[Sequence[object]]:
    for name, row in _main(summary).iterrows():
        value, sure = row["exposure"], row["differs"] is True
        yield (
            _labelled(str(name), value, ".2f"),
            *_either(value, first=sure),
            *_ends(row["low"], row["high"]),
        )


def _either(value: float, *, first: bool) -> tuple[object, object]:
    return (value, BLANK) if first else (BLANK, value)


def _ends(low: float, high: float) -> tuple[float, float, float]:
    """Both ends of an interval, between which its axis has to reach, and its length."""
    return low, high, high - low


def _labelled(name: str, value: float, number: str) -> str:
    return short_name(name) if np.isnan(value) else f"{short_name(name)}  {value:{number}}"


def _premia(summary: Summary) -> Iterator[Sequence[object]]:
    """A bar for the premium of each factor, and below it one for the factor's own mean."""
    for name, row in _main(summary).iterrows():
        premium, mean = float(row["premium"]), float(row["factor_mean"])
        sure = bool(row["premium_p"] < SIGNIFICANT)
        if not np.isnan(premium):
            ends = _ends(row["premium_low"], row["premium_high"])
            told = _labelled(str(name), premium, "+.1%")
            yield (told, *_either(premium, first=sure), *ends, BLANK)
        if not np.isnan(mean):
            own = "its own mean" if not np.isnan(premium) else f"{short_name(str(name))}, own mean"
            yield (f"{own}  {mean:+.1%}", *[BLANK] * 5, mean)


def _steps(summary: Summary) -> Iterator[Sequence[object]]:
    """The steps of a waterfall from zero to the mean return of the portfolio."""
    table, main = summary.by_factor["contribution"], _main(summary)
    if np.isnan(table[PORTFOLIO]):
        return
    others = summary.factors.index.difference(main.index, sort=False)
    parts = [(str(name), float(table[name])) for name in main.index]
    if len(others):
        parts.append((f"{counted(len(others), 'other factor')}", float(table[others].sum())))
    parts.append((ALPHA, float(table[ALPHA])))
    start = 0.0
    for name, change in parts:
        yield (_labelled(name, change, "+.1%"), *_step(start, start + change), BLANK)
        start += change
    yield (_labelled(PORTFOLIO, start, "+.1%"), *[BLANK] * 5, start)


def _step(start: float, end: float) -> tuple[object, ...]:
    """The hidden part below a step, and the step itself above and below zero, up or down."""
    low, high = min(start, end), max(start, end)
    hidden = max(low, 0.0) + min(high, 0.0)
    lengths = (max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0))
    shown = [length or BLANK for length in lengths]
    return (hidden, *shown, BLANK, BLANK) if end >= start else (hidden, BLANK, BLANK, *shown)


def _shares(summary: Summary) -> Iterator[Sequence[object]]:
    """Shares of the variance by size: the largest, the other factors, the specific part.

    There are always as many rows, so that each keeps its colour.
    """
    shares = summary.factors["share"].dropna()
    order = by_size(shares)
    largest, others = shares[order[:MOST_FACTORS]], shares[order[MOST_FACTORS:]]
    named: Iterable[tuple[str, object]] = (
        (short_name(str(name)), float(value)) for name, value in largest.items()
    )
    blanks = [(BLANK, BLANK)] * (MOST_FACTORS - len(largest))
    for rank, (name, share) in enumerate([*named, *blanks], start=1):
        yield rank, name, share
    more = (f"{len(others)} others", float(others.sum())) if len(others) else (BLANK, BLANK)
    yield (_OTHER, *more)
    specific = float(summary.by_factor["share"][SPECIFIC])
    yield (SPECIFIC, *((BLANK, BLANK) if np.isnan(specific) else (SPECIFIC, specific)))
