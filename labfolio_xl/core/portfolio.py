"""What follows from the exposures of a portfolio: its risk in parts, and the effect of shocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from labfolio_xl.core.holding import weighted_returns
from labfolio_xl.core.newey_west import moving_sums
from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.core.robust_errors import leave_one_out
from labfolio_xl.core.time_series import TimeSeriesCov, TimeSeriesFit, betas, fit
from labfolio_xl.options.words import SpecificRisk

__all__ = [
    "RiskSplit",
    "SpecificRisk",
    "coefficient_covariance",
    "conditional_moves",
    "covariance",
    "reciprocal_condition",
    "residual_variance",
    "split_risk",
]


@dataclass(frozen=True, slots=True)
class RiskSplit:
    """Variance of a portfolio of N assets in its parts; all divisors are ``T - 1``.

    Attributes
    ----------
    exposures : (K,) array
    factor_covariances : (K,) array
        Covariance of each factor with the factor part of the portfolio, ``S b``. Times the
        exposures these are the contributions of the factors.
    asset_factor_covariances, asset_specific_covariances : (N,) array
        Covariance of each asset with the portfolio, through the factors and beside them: their
        sum is half the change of the variance for one more unit of the asset on all dates. NaN
        for an asset that lacks returns on dates on which it is not held.
    asset_factor_parts, asset_specific_parts : (N,) array
        The parts of the variance by asset, through the factors and beside them. For weights that
        do not change, the covariances times the weights.
    specific : float
        Variance that is not from the factors.
    """

    exposures: Array
    factor_covariances: Array
    asset_factor_covariances: Array
    asset_specific_covariances: Array
    asset_factor_parts: Array
    asset_specific_parts: Array
    specific: float


def covariance(series: Array) -> Array:
    """Sample covariance (M, M) of the columns of ``series`` (T, M), divisor ``T - 1``."""
    deviations = series - series.mean(axis=0)
    return deviations.T @ deviations / (len(series) - 1.0)


def split_risk(
    returns: Array, factors: Array, weights: Array, specific: SpecificRisk = "full"
) -> RiskSplit:
    r"""Split the variance of a portfolio of assets (T, N) between factors (T, K) and the rest.

    With betas B, factor covariance S and :math:`b = B'w` the variance is
    :math:`b'Sb + w'\Sigma w`. Where :math:`\Sigma` is the full covariance of the residuals,
    this is the sample variance of the portfolio; "diagonal" keeps only its diagonal. For weights
    (T, N) that change, the assets' contributions :math:`w_{t,i} r_{t,i}` take the place of
    returns, and one the place of their weight.
    """
    if weights.ndim > 1:
        return _split_over_time(returns, factors, weights, specific)
    coefficients, _ = betas(returns, factors)
    combined = coefficients @ weights
    exposures = combined[1:]
    factor_covariances = covariance(factors) @ exposures
    if specific == "full":
        residual = returns @ weights - design(factors) @ combined
        # The residual is orthogonal to the factors, so that its products with the returns are its
        # products with their residuals, which are not computed.
        beside = (residual @ returns) / (len(returns) - 1.0)
    else:
        beside = weights * residual_variance(fit(returns, factors), factors.shape[1])
    through = coefficients[1:].T @ factor_covariances
    return RiskSplit(
        exposures,
        factor_covariances,
        through,
        beside,
        weights * through,
        weights * beside,
        float(weights @ beside),
    )


def _split_over_time(
    returns: Array, factors: Array, weights: Array, specific: SpecificRisk
) -> RiskSplit:
    contributions = weighted_returns(returns, weights)
    lacking = np.isnan(returns).any(axis=0)
    known = np.where(lacking, 0.0, returns)
    of_assets, _ = betas(known, factors)
    of_parts, _ = betas(contributions, factors)
    exposures = of_parts[1:].sum(axis=1)
    factor_covariances = covariance(factors) @ exposures
    residuals = contributions - design(factors) @ of_parts
    scale = len(returns) - 1.0
    if specific == "full":
        residual = residuals.sum(axis=1)
        beside, parts = (residual @ known) / scale, (residual @ contributions) / scale
    else:
        beside = (residuals * known).sum(axis=0) / scale
        parts = (residuals * residuals).sum(axis=0) / scale
    missing = np.where(lacking, np.nan, 0.0)
    return RiskSplit(
        exposures,
        factor_covariances,
        of_assets[1:].T @ factor_covariances + missing,
        beside + missing,
        of_parts[1:].T @ factor_covariances,
        parts,
        float(parts.sum()),
    )


def residual_variance(estimates: TimeSeriesFit, n_factors: int) -> Array:
    """Variances of residuals (N,), divisor ``T - 1``: the part that is not from the factors."""
    n_obs = estimates.n_obs
    return estimates.residual_variance * (n_obs - n_factors - 1.0) / (n_obs - 1.0)


def reciprocal_condition(matrix: Array) -> float:
    """Reciprocal condition (1-norm, estimated) of a covariance scaled to correlations.

    Zero if the matrix is not positive definite. It takes N^3 / 3 operations; eigenvalues would
    take many more.
    """
    if not (matrix.diagonal() > 0.0).all():
        return 0.0
    scale = np.sqrt(matrix.diagonal())
    correlation = matrix / np.outer(scale, scale)
    norm = float(np.abs(correlation).sum(axis=0).max())
    lower, failed = lapack.dpotrf(correlation, lower=1)
    if failed:
        return 0.0
    reciprocal, _ = lapack.dpocon(lower, norm, uplo="L")
    return float(reciprocal)


def coefficient_covariance(
    returns: Array, factors: Array, cov: TimeSeriesCov = "ols", lags: int | None = None
) -> tuple[TimeSeriesFit, Array]:
    """Regress one series (T,) on factors (T, K): the fit, and the covariance (P, P).

    Its diagonal has the squared standard errors of :func:`time_series.fit`; the other elements
    are needed for the error of a sum of coefficients.
    """
    estimates = fit(returns[:, None], factors, cov, lags)
    matrix = design(factors)
    factorisation = factorise(matrix)
    if cov == "ols":
        return estimates, factorisation.gram_inverse() * estimates.residual_variance[0]
    residual = returns - matrix @ estimates.coefficients[:, 0]
    scores = (factorisation.q @ factorisation.r_inverse.T) * residual[:, None]
    if cov == "hac":
        scores = moving_sums(scores, int(estimates.lags[0]))
    elif cov == "hc3":
        scales, undefined = leave_one_out(factorisation)
        scores *= scales[:, None]
        scores[:, undefined] = np.nan
    result = scores.T @ scores
    if cov == "hc1":
        result *= len(returns) / (len(returns) - matrix.shape[1])
    return estimates, result


def conditional_moves(factors: Array, shocks: Array) -> Array:
    r"""Moves of all factors (K,) given the shocks to some; NaN is a factor without a shock.

    The factors without a shock move by :math:`E[f_u | f_s] = S_{us} S_{ss}^{-1} f_s` with the
    sample covariances of ``factors`` (T, K): by the slopes of their regression on the shocked
    ones. All moves are deviations from the means.
    """
    free = np.isnan(shocks)
    moves = shocks.copy()
    slopes, _ = betas(factors[:, free], factors[:, ~free])
    moves[free] = shocks[~free] @ slopes[1:]
    return moves
