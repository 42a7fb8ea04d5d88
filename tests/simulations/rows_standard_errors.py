"""Coverage of the intervals of exposures by kind of error, and the power of White's test.

The truth of the sample has six collinear factors. With its first factor alone, the residual
variance that follows the square of that factor falls on the one exposure that there is; with all
six it hardly touches any, since what makes an exposure uncertain is the part of its factor that
the others do not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
from designs import Residuals, Truth, panels, truth_of_sample
from table import Row

from labfolio_xl.core import diagnostics
from labfolio_xl.core.distributions import chi2_tails, t_quantile
from labfolio_xl.core.newey_west import pilot_lags
from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.core.time_series import fit
from labfolio_xl.options.words import DEFAULT_COV, TimeSeriesCov

__all__ = ["coverages", "coverages_of_lags", "rejections", "rows", "unbounded_lags"]

DATES = (36, 60, 120, 249)
LEVEL, SIZE = 0.95, 0.05
KINDS: tuple[TimeSeriesCov, ...] = ("ols", "hc1", "hc3")


@cache
def _truth(n_factors: int) -> Truth:
    """The sample's moments, with its first factors only."""
    whole = truth_of_sample()
    return replace(
        whole,
        betas=whole.betas[:, :n_factors],
        premia=whole.premia[:n_factors],
        factor_root=whole.factor_root[:n_factors, :n_factors],
    )


def _covers(estimates: Array, errors: Array, truth: Array, degrees: int) -> Array:
    inside: Array = np.abs(estimates - truth) <= t_quantile(0.5 + LEVEL / 2.0, degrees) * errors
    return inside


def coverages(
    n_panels: int,
    n_obs: int,
    n_factors: int,
    residuals: Residuals,
    kinds: tuple[TimeSeriesCov, ...] = KINDS,
) -> dict[str, float]:
    """Share of the intervals of the equal-weighted portfolio's exposures that hold the truth."""
    truth = _truth(n_factors)
    exposures = truth.betas.mean(axis=0)
    hits: dict[str, list[float]] = {cov: [] for cov in kinds}
    for panel in panels(truth, 1300 + n_obs + n_factors, n_panels, n_obs, residuals):
        portfolio = panel.returns.mean(axis=1, keepdims=True)
        for cov in kinds:
            found = fit(portfolio, panel.factors, cov)
            estimates, errors = found.coefficients[1:, 0], found.std_errors[1:, 0]
            inside = _covers(estimates, errors, exposures, n_obs - n_factors - 1)
            hits[cov].append(float(inside.mean()))
    return {cov: float(np.mean(share)) for cov, share in hits.items()}


def unbounded_lags(series: Array) -> int:
    """The automatic number of lags of a series (T,) with no bound but T - 1."""
    n_obs = len(series)
    pilot = max(0, min(pilot_lags(n_obs), n_obs - 2))
    products = [series[lag:] @ series[: n_obs - lag] for lag in range(pilot + 1)]
    level = products[0] + 2.0 * sum(products[1:])
    slope = 2.0 * sum(lag * product for lag, product in enumerate(products))
    return min(int(np.ceil(1.1447 * ((slope / level) ** 2 * n_obs) ** (1.0 / 3.0))), n_obs - 1)


def coverages_of_lags(n_panels: int, n_obs: int, residuals: Residuals) -> tuple[float, float]:
    """Coverage of Newey and West's intervals of exposures, without and with the bound.

    With the sample's first factor: six factors leave so few degrees of freedom in 36 dates that
    intervals of any number of lags are too short.
    """
    truth = _truth(1)
    exposure = truth.betas.mean(axis=0)
    hits = []
    for panel in panels(truth, 2300 + n_obs, n_panels, n_obs, residuals):
        portfolio = panel.returns.mean(axis=1, keepdims=True)
        bounded = fit(portfolio, panel.factors, "hac")
        residual = portfolio - design(panel.factors) @ bounded.coefficients
        lags = unbounded_lags((residual * panel.factors)[:, 0])
        free = fit(portfolio, panel.factors, "hac", lags)
        errors = np.array([found.std_errors[1, 0] for found in (free, bounded)])
        hits.append(_covers(bounded.coefficients[1, 0], errors, exposure[0], n_obs - 2))
    without, bound = np.mean(hits, axis=0)
    return float(without), float(bound)


def rejections(n_panels: int, n_obs: int, residuals: Residuals) -> tuple[float, float]:
    """Share of the assets for which Breusch and Pagan's test and White's reject at 5%.

    Breusch and Pagan's, in the form of Koenker, has the squared residuals on the factors.
    """
    truth = _truth(6)
    shares = []
    for panel in panels(truth, 3300 + n_obs, n_panels, n_obs, residuals):
        matrix = factorise(design(panel.factors)).q
        fitted = matrix @ (matrix.T @ panel.returns)
        left = panel.returns - fitted
        squares = left**2 - (left**2).mean(axis=0)
        explained = ((matrix.T @ squares) ** 2).sum(axis=0) / (squares**2).sum(axis=0)
        pagan = chi2_tails(n_obs * explained, panel.factors.shape[1])
        white = chi2_tails(*diagnostics.white(left, fitted))
        shares.append([(pagan < SIZE).mean(), (white < SIZE).mean()])
    before, after = np.mean(shares, axis=0)
    return float(before), float(after)


def rows(n_panels: int) -> Iterator[Row]:
    """Intervals of exposures, with few and with many lags, and tests of heteroskedasticity."""
    inside = f"share of intervals of {LEVEL:.0%} that hold the exposure"
    cases: tuple[tuple[Residuals, str, int], ...] = (
        ("factor squared", "variance follows the squared first factor", 1),
        ("factor squared", "variance follows the squared first factor", 6),
        ("normal", "constant variance", 6),
    )
    for residuals, words, n_factors in cases:
        count = "1 factor" if n_factors == 1 else f"{n_factors} factors"
        for n_obs in DATES:
            found = coverages(n_panels, n_obs, n_factors, residuals, ("ols", DEFAULT_COV))
            item = f"exposure, ols before and {DEFAULT_COV} now, {words}, {count}, T = {n_obs}"
            yield Row(item, inside, LEVEL, found["ols"], found[DEFAULT_COV])
    for residuals, words in (("normal", "independent"), ("persistent", "autocorrelation of 0.4")):
        for n_obs in DATES:
            item = f"exposure, hac with automatic lags, {words}, T = {n_obs}"
            yield Row(item, inside, LEVEL, *coverages_of_lags(n_panels, n_obs, residuals))
    for residuals, figure, target in (
        ("normal", f"share of true nulls that are rejected at {SIZE:.0%}", SIZE),
        ("factor squared", f"share of false nulls that are rejected at {SIZE:.0%}", 1.0),
    ):
        for n_obs in DATES[1:]:
            item = f"heteroskedasticity, Breusch-Pagan before and White now, T = {n_obs}"
            yield Row(item, figure, target, *rejections(n_panels, n_obs, residuals))
