"""The figures of one series of returns, with their dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from labfolio_xl.core import performance as core
from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError, MissingDataError, counted
from labfolio_xl.models.shared.inference import FloatSeries
from labfolio_xl.returns.tables.checked import day

__all__ = ["Figures", "active_figures", "date_at", "figures", "growth"]

# The figures of a series, by the columns of the table of performance.
Figures = dict[str, Any]

# Of fewer returns no standard deviation can be told.
_LEAST = 2


# A difference of two returns below this share of the largest is none.
_ROUNDING = 1e-12


def growth(returns: FloatSeries, what: str) -> Array:
    """The wealth (T + 1,) that compounded returns make of one, which begins with one.

    Parameters
    ----------
    returns : Series by date
        Decimal returns per period, none missing.
    what : str
        What the series is called in a message: 'Assets: column "A"'.

    Raises
    ------
    MissingDataError
        There are fewer than two returns.
    InputError
        A return is below -100%, so that it cannot be compounded.
    """
    if len(returns) < _LEAST:
        raise MissingDataError(
            f"{what} has {counted(len(returns), 'return')}; two are the least: add returns, or "
            "remove what has so few."
        )
    lowest = int(returns.to_numpy().argmin())
    if returns.iloc[lowest] < -1.0:
        raise InputError(
            f"{what} has a return of {returns.iloc[lowest]:.0%} on {day(returns.index[lowest])}, "
            "which cannot be compounded, as more than everything is lost; check it."
        )
    return core.growth_of_one(np.asarray(returns, dtype=float))


def figures(
    returns: FloatSeries,
    excess: FloatSeries,
    what: str,
    *,
    a_year: float | None,
    level: float,
) -> Figures:
    """Return and risk of one series, by the columns of :class:`Performance`.

    Parameters
    ----------
    returns, what
        As :func:`growth` takes them.
    excess : Series by date
        The returns in excess of the risk-free rate, for the Sharpe ratio.
    a_year : float or None
        Periods in a year; without them the annual figures are NaN.
    level : float
        The level of value at risk and expected shortfall.

    Raises
    ------
    InputError, MissingDataError
        As :func:`growth` does.
    """
    return _figures(returns, excess, growth(returns, what), a_year, level)


def active_figures(
    portfolio: FloatSeries, benchmark: FloatSeries, *, a_year: float | None, level: float
) -> Figures:
    """Return and risk of a portfolio against a benchmark on the same dates.

    The figures of each period are those of the difference of the two returns, so that the
    volatility is the tracking error and the ratio the information ratio. The returns over all
    dates are the differences of the compounded ones. Falls are those of the wealth of the
    portfolio in units of that of the benchmark.

    Raises
    ------
    InputError, MissingDataError
        As :func:`growth` does; also for a benchmark that loses everything.
    """
    own, other = growth(portfolio, "The portfolio"), growth(benchmark, "The benchmark")
    if other[-1] == 0.0:
        raise InputError(
            "The benchmark has a return of -100%, after which nothing can be compared with it; "
            "check Benchmark."
        )
    active = portfolio - benchmark
    # What is left of a portfolio less its equal is rounding.
    scale = max(float(portfolio.abs().max()), float(benchmark.abs().max()))
    active = active.where(active.abs() > _ROUNDING * scale, 0.0)
    found = _figures(active, active, own / other, a_year, level)
    for name, value in _compounded(own, a_year).items():
        found[name] = value - _compounded(other, a_year)[name]
    return found


def _figures(
    returns: FloatSeries, excess: FloatSeries, wealth: Array, a_year: float | None, level: float
) -> Figures:
    numbers: Array = np.asarray(returns, dtype=float)
    ratio, error = core.sharpe_ratio(np.asarray(excess, dtype=float))
    scale = np.nan if a_year is None else float(np.sqrt(a_year))
    tail = core.historical_tail(numbers, level)
    worst, best = int(numbers.argmin()), int(numbers.argmax())
    return {
        **_compounded(wealth, a_year),
        "volatility_annual": scale * float(numbers.std(ddof=1)),
        "sharpe_annual": scale * ratio,
        "std_error": scale * error,
        **_deepest_fall(wealth, returns.index),
        "worst": numbers[worst],
        "worst_date": returns.index[worst],
        "best": numbers[best],
        "best_date": returns.index[best],
        "hit_rate": float((numbers > 0.0).mean()),
        "skewness": core.skewness(numbers),
        "excess_kurtosis": core.excess_kurtosis(numbers),
        "value_at_risk": tail.value_at_risk,
        "expected_shortfall": tail.expected_shortfall,
        "n_obs": len(numbers),
    }


def _compounded(wealth: Array, a_year: float | None) -> Figures:
    """The return over all dates, and the annual one that compounds to it."""
    last = float(wealth[-1])
    annual = np.nan if a_year is None else core.annual_return(last, len(wealth) - 1, a_year)
    return {"total_return": last - 1.0, "return_annual": annual}


def _deepest_fall(wealth: Array, dates: pd.Index) -> Figures:
    """The deepest fall, the first of equal ones, and its dates."""
    falls = core.fall_list(core.falls_from_peak(wealth))
    if not falls:
        return {"drawdown": 0.0, "peak": pd.NaT, "trough": pd.NaT, "recovery": pd.NaT}
    deepest = min(falls, key=lambda fall: fall.depth)
    return {
        "drawdown": deepest.depth,
        "peak": date_at(deepest.peak, dates),
        "trough": date_at(deepest.trough, dates),
        "recovery": date_at(deepest.recovery, dates),
    }


def date_at(place: int | None, dates: pd.Index) -> Any:
    """The date of a place in the wealth; NaT for none, and for the start before the first date."""
    return dates[place - 1] if place else pd.NaT
