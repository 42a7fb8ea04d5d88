"""The cross-sectional pass: a premium for each factor in each period, and their means."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.newey_west import automatic_lags, given_lags, moving_sums
from labfolio_xl.core.qr import Array, factorise
from labfolio_xl.core.time_series import row_patterns

__all__ = [
    "fama_macbeth",
    "lambdas",
    "lambdas_available",
    "lambdas_per_period",
    "newey_west",
    "shanken",
    "with_zero_beta",
]


def with_zero_beta(exposures: Array) -> Array:
    """Put a column of ones before the exposures: (N, K) to (N, K + 1)."""
    return np.column_stack([np.ones(exposures.shape[0]), exposures])


def lambdas(returns: Array, exposures: Array) -> Array:
    """Regress each period's returns (T, N) on exposures (N, R): premia (T, R), complete data."""
    factorisation = factorise(exposures)
    # The product is written transposed, which BLAS computes faster.
    return (factorisation.r_inverse @ (factorisation.q.T @ returns.T)).T


def lambdas_available(returns: Array, exposures: Array) -> Array:
    """Like :func:`lambdas`, where ``returns`` may have NaN: each period uses the assets it has.

    A period with fewer assets than premia, or whose assets leave the exposures dependent,
    comes back as NaN.
    """
    present = ~np.isnan(returns)
    if present.all():
        return lambdas(returns, exposures)
    out = np.full((returns.shape[0], exposures.shape[1]), np.nan)
    for assets, periods in row_patterns(np.ascontiguousarray(present.T)):
        known = exposures[assets]
        if known.shape[0] < known.shape[1] or factorise(known).dependent:
            continue
        out[periods] = lambdas(returns[np.ix_(periods, assets)], known)
    return out


def lambdas_per_period(returns: Array, exposures: Array) -> Array:
    """Regress each period's returns (T, N) on that period's exposures (T, N, R).

    NaN in a return or an exposure leaves the asset out of its period. A period that cannot
    be estimated comes back as NaN.
    """
    n_obs, _, n_premia = exposures.shape
    out = np.full((n_obs, n_premia), np.nan)
    present = ~(np.isnan(returns) | np.isnan(exposures).any(axis=2))
    for period in range(n_obs):
        known = exposures[period, present[period]]
        if known.shape[0] < n_premia:
            continue
        factorisation = factorise(known)
        if not factorisation.dependent:
            out[period] = factorisation.solve(returns[period, present[period], None])[:, 0]
    return out


def fama_macbeth(by_period: Array) -> Array:
    """Covariance (R, R) of the mean of premia (T, R) that are independent over time.

    The sample covariance with divisor ``T - 1``, over T. Fama and MacBeth (1973).
    """
    n_obs = by_period.shape[0]
    deviations = by_period - by_period.mean(axis=0)
    return deviations.T @ deviations / (n_obs * (n_obs - 1.0))


def newey_west(by_period: Array, lags: int | None) -> tuple[Array, NDArray[np.int64]]:
    """Covariance (R, R) of the mean of autocorrelated premia (T, R), and the lags used.

    Bartlett weights, divisor T, no small-sample factor (Newey and West 1987). With
    ``lags=None`` each premium gets its own automatic number of lags, and element (i, j) uses
    the larger of the two numbers; the matrix is then meant for its diagonal only.
    """
    n_obs, n_premia = by_period.shape
    deviations = by_period - by_period.mean(axis=0)
    if lags is None:
        used = automatic_lags(deviations)
    else:
        used = np.full(n_premia, given_lags(lags, n_obs), dtype=np.int64)
    covariance = np.empty((n_premia, n_premia))
    pair = np.maximum(used[:, None], used)
    for number in np.unique(pair):
        sums = moving_sums(deviations, int(number))
        here = pair == number
        covariance[here] = (sums.T @ sums / n_obs**2)[here]
    return covariance, used


def shanken(by_period: Array, factors: Array) -> Array:
    r"""Covariance (R, R) of mean premia that allows for betas being estimated.

    :math:`(1 + c)(V - \Sigma / T) + \Sigma / T` with the Fama-MacBeth covariance V, the
    factors' covariance :math:`\Sigma` (divisor T - 1, bordered by zeros for the zero-beta
    rate) and :math:`c = \lambda' \Sigma^{-1} \lambda`. Shanken (1992), Review of Financial
    Studies 5, theorem 1.
    """
    n_obs, n_factors = factors.shape
    deviations = factors - factors.mean(axis=0)
    factorisation = factorise(deviations)
    premia = by_period.mean(axis=0)[-n_factors:]
    correction = (n_obs - 1.0) * float(((premia @ factorisation.r_inverse) ** 2).sum())
    bordered = np.zeros((by_period.shape[1],) * 2)
    bordered[-n_factors:, -n_factors:] = deviations.T @ deviations / (n_obs * (n_obs - 1.0))
    return (1.0 + correction) * (fama_macbeth(by_period) - bordered) + bordered
