"""Sizes of the tests of premia, and how wide the errors of expected returns are.

True premia are zero, or a factor has nothing to do with the assets; then a premium that differs
from zero at 5% is a wrong verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from designs import Panel, Truth, panels, truth_of_sample
from table import Row

from labfolio_xl.core import cross_section as cross
from labfolio_xl.core.distributions import chi2_sf, t_two_sided
from labfolio_xl.core.factor_model import expected_return_variances
from labfolio_xl.core.joint import holm_adjusted, wald_statistic
from labfolio_xl.core.premia_errors import influence_covariance, premia_influence
from labfolio_xl.core.qr import Array, design
from labfolio_xl.core.time_series import betas as time_series_betas
from labfolio_xl.samples import load_sample

__all__ = ["Verdicts", "expected_errors", "rows", "useless_factor", "zero_premia"]

LEVEL = 0.05
_SPANS = (60, 249)


class Verdicts(NamedTuple):
    """Of one panel: the p-values (K,) of the premia by kind of errors, and that of all premia."""

    fm: Array
    shanken: Array
    robust: Array
    joint: float


def judged(returns: Array, factors: Array) -> Verdicts:
    """What each kind of errors says of the premia of one panel."""
    n_obs, n_factors = factors.shape
    exposures = np.ascontiguousarray(time_series_betas(returns, factors)[0][1:].T)
    by_period = cross.lambdas(returns, exposures)
    premia = by_period.mean(axis=0)
    influence = premia_influence(returns, factors, exposures, by_period)
    robust = influence_covariance(influence, n_obs, n_factors + 1)
    kinds = (cross.fama_macbeth(by_period), cross.shanken(by_period, factors), robust)
    pvalues = (
        t_two_sided(premia / np.sqrt(covariance.diagonal()), degrees)
        for covariance, degrees in zip(kinds, (n_obs - 1, n_obs - 1, np.inf), strict=True)
    )
    return Verdicts(*pvalues, chi2_sf(wald_statistic(premia, robust), n_factors))


def zero_premia(n_panels: int, n_obs: int) -> list[Verdicts]:
    """Panels of the sample's moments in which all six premia are zero."""
    truth = truth_of_sample(zero_premia=True)
    return [judged(*_arrays(panel)) for panel in panels(truth, 41, n_panels, n_obs)]


def useless_factor(n_panels: int, n_obs: int) -> list[Verdicts]:
    """Panels with the market, and a factor that is noise; the market does not price the assets.

    Betas on the market, pricing errors and residual covariance are those of the sample. The noise
    is the second factor.
    """
    truth, alphas = _market_of_sample()
    rng = np.random.default_rng(43)
    deviation = float(truth.factor_root[0, 0])
    found = []
    for panel in panels(truth, 42, n_panels, n_obs):
        noise = deviation * rng.normal(size=(n_obs, 1))
        found.append(judged(panel.returns + alphas, np.column_stack([panel.factors, noise])))
    return found


def expected_errors(n_panels: int, n_obs: int) -> tuple[Array, Array]:
    """Mean s.e. of the assets' expected returns over their true one (N,), and the portfolio's."""
    truth = truth_of_sample()
    weights = np.full(len(truth.betas), 1.0 / len(truth.betas))
    estimates, variances = [], []
    for panel in panels(truth, 44, n_panels, n_obs):
        exposures = np.ascontiguousarray(time_series_betas(*_arrays(panel))[0][1:].T)
        expected = exposures @ cross.lambdas(panel.returns, exposures).mean(axis=0)
        each, portfolio = expected_return_variances(panel.returns, panel.factors, weights)
        estimates.append([*expected, expected @ weights])
        variances.append([*each, portfolio])
    ratios = np.sqrt(np.mean(variances, axis=0)) / np.std(estimates, axis=0, ddof=1)
    return ratios[:-1], ratios[-1:]


def rows(n_panels: int) -> Iterator[Row]:
    """Rows of the table of the page on statistics."""
    for n_obs in _SPANS:
        found = zero_premia(n_panels, n_obs)
        case = f"six premia that are zero, T = {n_obs}"
        yield Row(
            f"premium, {case}",
            "share of true nulls that are rejected at 5% (before: Fama-MacBeth)",
            LEVEL,
            float(np.mean([v.fm < LEVEL for v in found])),
            float(np.mean([v.robust < LEVEL for v in found])),
        )
        yield Row(
            f"premia, {case}",
            'panels in which one or more is "priced" (before: p below 5%; now: also Holm\'s)',
            LEVEL,
            float(np.mean([(v.fm < LEVEL).any() for v in found])),
            float(np.mean([(holm_adjusted(v.robust) < LEVEL).any() for v in found])),
        )
        yield Row(
            f"joint test of the premia, {case}",
            "share of true nulls that are rejected at 5% (before: the smallest p of the six)",
            LEVEL,
            float(np.mean([(v.fm < LEVEL).any() for v in found])),
            float(np.mean([v.joint < LEVEL for v in found])),
        )
    useless = useless_factor(n_panels, 249)
    for kind, before in (("Fama-MacBeth", "fm"), ("Shanken", "shanken")):
        yield Row(
            "useless factor beside a market that does not price the assets, T = 249",
            f'panels in which it is "priced" (before: {kind})',
            LEVEL,
            float(np.mean([getattr(v, before)[1] < LEVEL for v in useless])),
            float(np.mean([v.robust[1] < LEVEL for v in useless])),
        )


def _arrays(panel: Panel) -> tuple[Array, Array]:
    return panel.returns, panel.factors


def _market_of_sample() -> tuple[Truth, Array]:
    """Moments of the sample with its first factor alone, and the pricing errors (N,)."""
    assets, factors, _ = load_sample("us2022")
    returns, market = assets.to_numpy(), factors.to_numpy()[:, :1]
    coefficients, _ = time_series_betas(returns, market)
    residuals = returns - design(market) @ coefficients
    slopes = coefficients[1:].T
    premia = np.linalg.lstsq(slopes, returns.mean(axis=0), rcond=None)[0]
    covariance = residuals.T @ residuals / (len(market) - 2)
    truth = Truth(
        betas=slopes,
        premia=premia,
        factor_root=np.atleast_2d(market.std(axis=0, ddof=1)),
        residual_root=np.linalg.cholesky(covariance),
    )
    return truth, returns.mean(axis=0) - slopes @ premia
