r"""Influence of each period on the mean premia, where betas are estimates and may not price all.

The mean premium is :math:`\bar\lambda = \frac{1}{n} \sum_t A_t^{-1} B_t' y_t` over n periods, with
:math:`A_t = B_t'B_t` over the assets present at t. A period moves it directly, and through the
betas that it helps to estimate:

.. math::

   \psi_t &= (\lambda_t - \bar\lambda) + n \sum_i M_i (X_i'X_i)^{-1} x_t e_{it} \\
   M_i &= \frac{1}{n} \sum_t A_t^{-1} (\eta_{it} I - \beta_i \lambda_t')

with residuals :math:`e_{it}` of the regressions over time and :math:`\eta_{it}` of those over the
assets. The sum in :math:`M_i` is over the periods in which asset i is present. With complete data
the sum of :math:`\psi\psi'` is the asymptotic variance of Kan, Robotti and Shanken (2013), Journal
of Finance 68, for ordinary least squares, which holds where the factors do not price the assets.
"""

from __future__ import annotations

import numpy as np

from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.core.time_series import row_patterns

__all__ = ["influence_covariance", "premia_influence"]

# Residuals are made for some assets at a time, which bounds the memory they take.
_CELLS_AT_ONCE = 1_000_000


def premia_influence(returns: Array, factors: Array, exposures: Array, by_period: Array) -> Array:
    """Influence (T, R) of each period on the means of the premia.

    Parameters
    ----------
    returns : (T, N) array
        May hold NaN.
    factors : (T, K) array
        Complete.
    exposures : (N, R) array
        Betas from all dates of each asset; before them a column of ones with the zero-beta rate.
    by_period : (T, R) array
        Premia of each period. A period without premia (NaN) acts through the betas alone.
    """
    known = np.flatnonzero(~np.isnan(by_period).any(axis=1))
    present, n_factors = ~np.isnan(returns), factors.shape[1]
    effects = np.zeros((*exposures.shape, n_factors))
    filled = np.where(present, returns, 0.0)
    for assets, places in row_patterns(np.ascontiguousarray(present[known].T)):
        periods, held = known[places], exposures[assets]
        sums = filled[periods].sum(axis=0)[assets]
        effects[assets] += _effects_of_betas(sums, held, by_period[periods].sum(axis=0), n_factors)
    influence = np.zeros_like(by_period)
    influence[known] = by_period[known] - by_period[known].mean(axis=0)
    for dates, columns in row_patterns(present):
        step = max(1, _CELLS_AT_ONCE // len(returns))
        for start in range(0, len(columns), step):
            block = columns[start : start + step]
            observed = returns[np.ix_(dates, block)]
            influence[dates] += _through_betas(observed, factors[dates], effects[block])
    return influence


def influence_covariance(influence: Array, n_periods: int, n_coefficients: int) -> Array:
    """Covariance (M, M) of means of which each period has the influence (T, M).

    The sum of the products over ``n (n - P)``, with n periods in the means and P coefficients of
    a regression over time; NaN if there are no more periods than coefficients.
    """
    degrees = n_periods - n_coefficients
    if degrees <= 0:
        return np.full((influence.shape[1],) * 2, np.nan)
    covariance: Array = influence.T @ influence / (n_periods * float(degrees))
    return covariance


def _effects_of_betas(sums: Array, exposures: Array, paid: Array, n_factors: int) -> Array:
    """What each beta changes in the sum of the premia (N, R, K), for periods of equal assets.

    ``sums`` (N,) are those of the returns over these periods, ``paid`` (R,) those of the premia.
    """
    n_premia = exposures.shape[1]
    first = n_premia - n_factors  # the column of ones is known and does not change
    left = sums - exposures @ paid
    inner = left[:, None, None] * np.eye(n_premia)[:, first:]
    inner -= exposures[:, :, None] * paid[first:]
    effects: Array = factorise(exposures).gram_inverse() @ inner
    return effects


def _through_betas(returns: Array, factors: Array, effects: Array) -> Array:
    """The part of the influence (T, R) that comes through betas (N assets with equal dates)."""
    n_assets, n_premia, n_factors = effects.shape
    matrix = design(factors)
    factorisation = factorise(matrix)
    residuals = returns - matrix @ factorisation.solve(returns)
    scores = (factorisation.q @ factorisation.r_inverse.T)[:, 1:]
    moved = residuals @ effects.reshape(n_assets, n_premia * n_factors)
    moved = moved.reshape(len(returns), n_premia, n_factors)
    part: Array = np.einsum("trk,tk->tr", moved, scores)
    return part
