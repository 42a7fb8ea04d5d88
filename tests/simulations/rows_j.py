"""Sizes of the J of the factor model and of the robust J of GRS: by chi-squared, and scaled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from designs import Residuals, Truth, panels, truth_of_sample
from table import Row

from labfolio_xl.core.alpha_tests import alpha_j_statistic
from labfolio_xl.core.factor_model import fit_factor_model
from labfolio_xl.core.qr import Array
from labfolio_xl.models.shared.j_tests import JStatistic
from labfolio_xl.options.words import AlphaCov

__all__ = ["p_of_grs", "p_of_model", "rejected", "rows"]

_REJECTED = "true nulls that are rejected at 5%"
_OF_TESTED = f"{_REJECTED}, of those that are not refused"
_SEED = 41


def rows(n_panels: int) -> Iterator[Row]:
    """Yield the rows of J: 20 assets, 6 collinear factors, no pricing errors."""
    truth = truth_of_sample()
    for n_obs in (60, 120, 249):
        found = p_of_model(truth, n_panels, n_obs)
        yield Row(f"J of the factor model, T = {n_obs}", _REJECTED, 0.05, *rejected(found))
    found = p_of_model(truth, n_panels, 249, lags=4)
    yield Row("J of the factor model, kernel, lags = 4, T = 249", _REJECTED, 0.05, *rejected(found))
    kinds: tuple[Residuals, ...] = ("normal", "factor squared")
    for residuals in kinds:
        words = "" if residuals == "normal" else ", residual variance follows the squared factor"
        for n_obs in (60, 120, 249):
            found = p_of_grs(truth, n_panels, n_obs, residuals=residuals)
            item = f"robust J of LF_GRS, hc1, T = {n_obs}{words}"
            yield Row(item, _REJECTED, 0.05, *rejected(found))
    for lags in (1, 2, 4, None):
        found = p_of_grs(truth, n_panels, 249, cov="hac", lags=lags)
        count = "automatic lags" if lags is None else f"lags = {lags}"
        item = f"robust J of LF_GRS, hac, {count}, T = 249"
        yield Row(item, _OF_TESTED, 0.05, *rejected(found))


def rejected(pvalues: Array) -> tuple[float, float]:
    """The shares below 5% before (chi-squared) and after (scaled), of the p-values there are."""
    before, after = ((column < 0.05)[~np.isnan(column)].mean() for column in pvalues.T)
    return float(before), float(after)


def p_of_model(
    truth: Truth, n_panels: int, n_obs: int, *, lags: int | None = None, full: bool = False
) -> Array:
    """The chi-squared and the scaled p-value of the model's J in each panel (n_panels, 2).

    With ``lags`` the covariance has Bartlett weights; ``full`` takes its pseudo-inverse.
    """
    out = []
    for panel in panels(truth, _SEED, n_panels, n_obs):
        fit = fit_factor_model(
            panel.returns,
            panel.factors,
            cov="robust" if lags is None else "kernel",
            lags=lags,
            j="full" if full else "projected",
        )
        rank = panel.returns.shape[1] if full else fit.j_df
        out.append(_both(fit.j_statistic, fit.j_df, rank, panel.factors, lags or 0, debiased=True))
    return np.array(out)


def p_of_grs(
    truth: Truth,
    n_panels: int,
    n_obs: int,
    *,
    cov: AlphaCov = "hc1",
    lags: int | None = None,
    residuals: Residuals = "normal",
) -> Array:
    """The chi-squared and the scaled p-value of the robust J in each panel (n_panels, 2)."""
    out = []
    for panel in panels(truth, _SEED, n_panels, n_obs, residuals):
        value, used = alpha_j_statistic(panel.returns, panel.factors, cov, lags)
        n_assets = panel.returns.shape[1]
        out.append(_both(value, n_assets, n_assets, panel.factors, used, debiased=cov == "hc1"))
    return np.array(out)


def _both(
    value: float, n_free: int, rank: int, factors: Array, lags: int, *, debiased: bool
) -> tuple[float, float]:
    """The chi-squared p-value, which was given with any number of lags, and the scaled one."""
    n_obs, n_factors = factors.shape

    def statistic(lags: int) -> JStatistic:
        return JStatistic(value, n_free, rank, n_obs, n_factors, lags, debiased=debiased)

    return statistic(0).tests("J", "")[1].pvalue, statistic(lags).tests("J", "")[0].pvalue
