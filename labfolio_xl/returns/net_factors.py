"""Factors net of the market: each other factor less its own beta on the market times its return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from labfolio_xl.core.qr import DEPENDENT_BELOW
from labfolio_xl.core.time_series import betas
from labfolio_xl.errors import InputError, counted
from labfolio_xl.options.checks import nearest
from labfolio_xl.returns.aligned import Aligned
from labfolio_xl.returns.findings import Findings, listed
from labfolio_xl.returns.names.keys import name_key
from labfolio_xl.returns.rates.excess import subtract_risk_free

__all__ = ["less_market", "market_betas", "market_column", "net_of_market"]

# With fewer dates a regression on the market and an intercept leaves nothing.
_LEAST_DATES = 3
_OPTION = "net_of"


def market_column(
    name: str,
    columns: Sequence[str],
    left_out: Iterable[object] = (),
    argument: str = _OPTION,
) -> str:
    """The column of the factors that a user calls the market.

    Parameters
    ----------
    name : str
    columns : sequence of str
        The factors that are used.
    left_out : iterable
        Those that ``use_factors`` leaves out.
    argument : str
        Where the user typed the name, for the sentence.

    Raises
    ------
    InputError
        No factor that is used has the name.
    """
    for column in columns:
        if name_key(column) == name_key(name):
            return column
    if name_key(name) in map(name_key, map(str, left_out)):
        raise InputError(
            f'{argument}: use_factors leaves "{name[:40]}" out; name it there too'
            f"{_or_without(argument)}."
        )
    alike = nearest(name, list(columns))
    cure = f"the nearest is {alike}" if alike else f"its columns are {listed(columns)}"
    raise InputError(f'{argument}: Factors has no column "{name[:40]}"; {cure}.')


def market_betas(factors: pd.DataFrame, market: str, argument: str = _OPTION) -> pd.Series[float]:
    """Slopes of the other factors in regressions on the market and an intercept.

    Parameters
    ----------
    factors : DataFrame, dates x factors
        Complete, and in excess of the risk-free rate where one is subtracted.
    market : str
        One of the columns.
    argument : str
        Where the user named it, for the sentence.

    Returns
    -------
    Series by the other factors
        Its name is the market's.

    Raises
    ------
    InputError
        There are fewer than three dates, the market is constant, or a factor is a multiple of it.
    """
    beside = factors[market].to_numpy()
    others = factors.drop(columns=market)
    if len(factors) < _LEAST_DATES:
        raise InputError(
            f"{argument}: Factors has {counted(len(factors), 'date')} to use, and a beta on "
            f'"{market}" needs at least {_LEAST_DATES}; add dates{_or_without(argument)}.'
        )
    if np.ptp(beside) <= DEPENDENT_BELOW * np.abs(beside).max():
        raise InputError(
            f'{argument}: column "{market}" is constant ({beside[0]:g} on every date), so no '
            f"factor has a beta on it; name another factor{_or_without(argument)}."
        )
    values = others.to_numpy()
    coefficients, factorisation = betas(values, beside[:, None])
    rest = values - factorisation.q @ (factorisation.q.T @ values)
    nothing = np.linalg.norm(rest, axis=0) < DEPENDENT_BELOW * np.linalg.norm(values, axis=0)
    if nothing.any():
        raise InputError(
            f'{argument}: nothing of the column "{others.columns[int(nothing.argmax())]}" is left '
            f'without "{market}" and a constant; leave one of them out with use_factors.'
        )
    return pd.Series(coefficients[1], index=others.columns, name=market)


def _or_without(argument: str) -> str:
    """Return the end of a cure: a user can do without the option, and not without an argument."""
    return f", or leave {argument} out" if argument == _OPTION else ""


def less_market(
    factors: pd.DataFrame, slopes: pd.Series[float], market: pd.Series[float]
) -> pd.DataFrame:
    """The factors, each less its slope times the market; a factor without a slope stays."""
    size = slopes.reindex(factors.columns).fillna(0.0).to_numpy()
    return factors - market.to_numpy()[:, None] * size


def net_of_market(aligned: Aligned, name: str, given: pd.DataFrame, findings: Findings) -> Aligned:
    """The aligned tables with their factors net of the market.

    The excess return of a net factor has to be its excess return less beta times that of the
    market. The rate is subtracted later, and so the market's excess return is subtracted here.

    Parameters
    ----------
    aligned : Aligned
    name : str
        The market, as the user names it.
    given : DataFrame, dates x factors
        The factors before ``use_factors`` chose among them.
    findings : Findings
        Collects a note.
    """
    columns = list(aligned.factors.columns)
    market = market_column(name, columns, given.columns.difference(columns))
    excess = subtract_risk_free(aligned).factors
    slopes = market_betas(excess, market)
    _note(slopes, findings)
    return replace(
        aligned,
        factors=less_market(aligned.factors, slopes, excess[market]),
        findings=tuple(findings.lines),
        net_of=market,
    )


def _note(slopes: pd.Series[float], findings: Findings) -> None:
    """Add a note that factors are net of the market, with their betas on it."""
    if slopes.empty:
        reading = "the only factor, so that no factor is taken net of it"
        findings.note("factors", "Factors", f"net of {slopes.name}", reading)
        return
    sizes = listed([f"{name} {slope:.2f}" for name, slope in slopes.items()])
    findings.note(
        "factors",
        "Factors",
        f"net of {slopes.name}",
        "each other factor is its return less its beta on "
        f"{slopes.name} times the return of {slopes.name}, the mean kept (betas: {sizes})",
    )
