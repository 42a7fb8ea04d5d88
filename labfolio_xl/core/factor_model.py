r"""The two-pass linear factor model in closed form.

The estimator is GMM with the moments of both passes and of the pricing errors, as in
Cochrane (2005), Asset Pricing, section 12.2. Its Jacobian is block triangular, so that the
influence of each period on each estimate has a closed form, and the covariance is the sum of
the products of the influences; the covariance of all moments, of dimension ``N (K + 2) + R``,
is not needed.
With :math:`h_t = (X'X/T)^{-1} x_t`, residuals :math:`e_t` of the first pass,
:math:`u_t = \lambda' h_t` and :math:`A = B'B`:

.. math::

   \psi^\lambda_t &= A^{-1} [B'(y_t - B\lambda) - u_t B'e_t + h_t (\alpha'e_t)] \\
   \psi^\alpha_t &= (y_t - \bar y) - u_t e_t - B \psi^\lambda_t

and V is the sum of :math:`\psi\psi'` over ``T (T - P)`` if debiased, ``T^2`` if not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from labfolio_xl.core.cross_section import with_zero_beta
from labfolio_xl.core.newey_west import automatic_lags, moving_sums
from labfolio_xl.core.qr import Array, Reflectors, design, factorise
from labfolio_xl.core.time_series import fit
from labfolio_xl.options.words import FactorModelCov, JDefinition

__all__ = [
    "FactorModelCov",
    "FactorModelFit",
    "JDefinition",
    "expected_return_variances",
    "fit_factor_model",
]


_CELLS_AT_ONCE = 250_000


@dataclass(frozen=True, slots=True)
class FactorModelFit:
    """Estimates of the model.

    Attributes
    ----------
    betas, beta_std_errors : (N, K) array
    alphas, alpha_std_errors : (N,) array
        Pricing errors: mean returns less betas times premia.
    premia : (R,) array
        The zero-beta rate first, if it is estimated.
    premia_cov : (R, R) array
    rsquared_time_series : float
        Of all assets together.
    j_statistic : float
        NaN if the covariance of the pricing errors is singular.
    j_df : int
    lags : int or None
        Bartlett lags that were used; None without a kernel.
    """

    betas: Array
    beta_std_errors: Array
    alphas: Array
    alpha_std_errors: Array
    premia: Array
    premia_cov: Array
    rsquared_time_series: float
    j_statistic: float
    j_df: int
    lags: int | None


@dataclass(frozen=True, slots=True)
class _Passes:
    """Results of both passes, from which the influence functions are made."""

    matrix: Array  # (T, P): ones and factors
    coefficients: Array  # (P, N)
    scores: Array  # (T, P): h_t
    exposures: Array  # (N, R): B
    premia: Array  # (R,)
    alphas: Array  # (N,)
    mean: Array  # (N,)
    shock: Array  # (T,): u_t


def fit_factor_model(
    returns: Array,
    factors: Array,
    *,
    cov: FactorModelCov = "robust",
    lags: int | None = None,
    debiased: bool = True,
    intercept: bool = False,
    j: JDefinition = "projected",
) -> FactorModelFit:
    """Estimate the model from returns (T, N) and factors (T, K), complete data.

    Parameters
    ----------
    cov
        "robust" (White) or "kernel" (Bartlett).
    lags
        Bartlett lags of "kernel"; None takes the automatic number.
    debiased
        Divide by ``T - K - 1`` where the asymptotic formula has T.
    intercept
        Estimate the return of an asset without exposure beside the premia.
    j
        "projected" weighs the pricing errors with the generalised inverse of rank
        ``N - R``; "full" with the pseudo-inverse of the full covariance.
    """
    passes = _both_passes(returns, factors, intercept=intercept)
    n_obs, n_coefficients = passes.matrix.shape
    influence, errors, beta_variance, rsquared = _influences(returns, passes)
    scale = 1.0 / (n_obs * (n_obs - (n_coefficients if debiased else 0)))
    used_lags: int | None = None
    if cov == "kernel":
        used_lags = _automatic_lags(returns, passes) if lags is None else lags
        kernel = fit(returns, factors, "hac", used_lags)
        beta_errors = kernel.std_errors[1:].T * (n_obs * np.sqrt(scale))
        premia_sums = moving_sums(influence, used_lags)
        errors = _moving_sums_in_blocks(errors, used_lags)
    else:
        beta_errors = np.sqrt(beta_variance[1:].T * scale)
        premia_sums = influence
    covariance = errors.T @ errors
    value, degrees = _j_statistic(passes, covariance, j)
    return FactorModelFit(
        betas=passes.coefficients[1:].T,
        beta_std_errors=beta_errors,
        alphas=passes.alphas,
        alpha_std_errors=np.sqrt(covariance.diagonal() * scale),
        premia=passes.premia,
        premia_cov=premia_sums.T @ premia_sums * scale,
        rsquared_time_series=rsquared,
        j_statistic=value / scale,
        j_df=degrees,
        lags=used_lags,
    )


def expected_return_variances(
    returns: Array, factors: Array, weights: Array, *, intercept: bool = False
) -> tuple[Array, float]:
    r"""Variances of the expected returns :math:`B \lambda` (N,), and of a portfolio's.

    The influence on an asset's is :math:`u_t e_{it} + b_i \psi^\lambda_t`: betas and premia
    both count. Robust, debiased. The portfolio's ``weights`` (N,) need not sum to one.

    The variances are on the safe side in few periods: u_t and the pricing errors in psi are made
    of estimates, whose noise adds to both, and the divisor ``T - K - 1`` suits the residuals but
    not the part of a return that the factors explain. Without these terms they would be too small
    where the factors do not price the assets.
    """
    passes = _both_passes(returns, factors, intercept=intercept)
    n_obs, n_coefficients = passes.matrix.shape
    influence = returns - passes.matrix @ passes.coefficients
    influence *= passes.shock[:, None]
    influence += _premia_influence(returns, passes) @ passes.exposures.T
    portfolio = influence @ weights
    scale = n_obs * (n_obs - n_coefficients)
    each: Array = np.einsum("ij,ij->j", influence, influence) / scale
    return each, float(portfolio @ portfolio) / scale


def _both_passes(returns: Array, factors: Array, *, intercept: bool) -> _Passes:
    n_obs = factors.shape[0]
    matrix = design(factors)
    factorisation = factorise(matrix)
    coefficients = factorisation.solve(returns)
    scores = factorisation.q @ factorisation.r_inverse.T * n_obs
    # The means of returns and of fitted values agree, because there is an intercept.
    mean = matrix.mean(axis=0) @ coefficients
    exposures = np.ascontiguousarray(coefficients[1:].T)
    if intercept:
        exposures = with_zero_beta(exposures)
    premia = factorise(exposures).solve(mean[:, None])[:, 0]
    return _Passes(
        matrix=matrix,
        coefficients=coefficients,
        scores=scores,
        exposures=exposures,
        premia=premia,
        alphas=mean - exposures @ premia,
        mean=mean,
        shock=scores[:, 1:] @ premia[-factors.shape[1] :],
    )


def _influences(returns: Array, passes: _Passes) -> tuple[Array, Array, Array, float]:
    """Influences on the premia (T, R) and pricing errors (T, N); sums for the betas; R2.

    The rows are taken in blocks that stay in the processor's cache, so that the returns are read
    from memory once.
    """
    n_obs, n_assets = returns.shape
    matrix = passes.matrix
    influence = _premia_influence(returns, passes)
    errors = np.empty_like(returns)
    sums = np.zeros((matrix.shape[1] + 1, n_assets))
    weights = np.column_stack([passes.scores**2, np.ones(n_obs)])
    loadings = np.vstack([passes.coefficients, -passes.mean, -passes.exposures.T])
    total = 0.0
    step = max(16, _CELLS_AT_ONCE // n_assets)
    for start in range(0, n_obs, step):
        rows = slice(start, start + step)
        shock = passes.shock[rows, None]
        residuals = returns[rows] - matrix[rows] @ passes.coefficients
        sums += weights[rows].T @ residuals**2
        # (y - mean) - u e - B psi, with e = y - x b collected by what multiplies y.
        regressors = np.column_stack([matrix[rows] * shock, np.ones(len(shock)), influence[rows]])
        part = np.matmul(regressors, loadings, out=errors[rows])
        part += returns[rows] * (1.0 - shock)
        centred = (returns[rows] - passes.mean).ravel()
        total += float(centred @ centred)
    return influence, errors, sums[:-1], 1.0 - float(sums[-1].sum()) / total


def _premia_influence(returns: Array, passes: _Passes) -> Array:
    """Influence of each period on the premia (T, R)."""
    n_premia, n_factors = passes.exposures.shape[1], passes.matrix.shape[1] - 1
    both = np.column_stack([passes.exposures, passes.alphas])
    projected = (both.T @ returns.T).T
    residual = projected - passes.matrix @ (passes.coefficients @ both)
    moments = projected[:, :n_premia] - (passes.exposures @ passes.premia) @ passes.exposures
    moments -= residual[:, :n_premia] * passes.shock[:, None]
    moments[:, n_premia - n_factors :] += passes.scores[:, 1:] * residual[:, n_premia:]
    return moments @ factorise(passes.exposures).gram_inverse()


def _moving_sums_in_blocks(series: Array, lags: int) -> Array:
    """Moving sums of (T, N), for some columns at a time, which bounds the memory they take."""
    n_obs, n_assets = series.shape
    out = np.empty((n_obs + lags, n_assets))
    step = max(1, _CELLS_AT_ONCE // (n_obs + 2 * lags))
    for start in range(0, n_assets, step):
        out[:, start : start + step] = moving_sums(series[:, start : start + step], lags)
    return out


def _automatic_lags(returns: Array, passes: _Passes) -> int:
    """Automatic number of lags for the sum of all moments, each divided by its deviation.

    It is what linearmodels calls the bandwidth, wherever that is not above the bound. The N P
    moments of the first pass enter by weighted sums and are not computed one by one.
    """
    n_obs, matrix = len(returns), passes.matrix
    residuals = returns - matrix @ passes.coefficients
    second = (matrix**2).T @ residuals**2 / n_obs  # the mean of a moment is zero
    series = np.einsum("ij,ij->i", matrix, residuals @ _one_over(np.sqrt(second)).T)
    projected = (passes.exposures.T @ returns.T).T
    errors = projected - (passes.exposures @ passes.premia) @ passes.exposures
    series += errors @ _one_over(projected.std(axis=0))
    series += (returns - passes.mean) @ _one_over(returns.std(axis=0))
    return int(automatic_lags(series[:, None])[0])


def _one_over(deviations: Array) -> Array:
    """Weights of moments; the weight of a moment that never varies is zero."""
    return np.divide(1.0, deviations, out=np.zeros_like(deviations), where=deviations > 0.0)


def _j_statistic(passes: _Passes, covariance: Array, j: JDefinition) -> tuple[float, int]:
    """Quadratic form of the pricing errors, before the scale of the covariance, and its df."""
    n_assets, n_premia = passes.exposures.shape
    degrees = n_assets - n_premia
    if degrees == 0:
        return 0.0, 0
    if j == "full":
        # With the zero-beta rate the pricing errors and their influences sum to zero, so that
        # one eigenvalue is a rounding error, which numpy's limit of 1e-15 would sometimes invert.
        rounding = 10.0 * n_assets * np.finfo(float).eps
        inverse = np.linalg.pinv(covariance, rcond=rounding, hermitian=True)
        return float(passes.alphas @ inverse @ passes.alphas), degrees
    rotate = Reflectors(passes.exposures)
    free = rotate.transpose_times(passes.alphas[:, None])[n_premia:, 0]
    half = rotate.transpose_times(covariance)
    inner = rotate.transpose_times(np.ascontiguousarray(half.T))[n_premia:, n_premia:]
    lower, failed = lapack.dpotrf(inner, lower=1)
    pivots = lower.diagonal()
    if failed or pivots.min() < 1e-7 * pivots.max():
        return float("nan"), degrees
    whitened, _ = lapack.dtrtrs(lower, free, lower=1)
    return float(whitened @ whitened), degrees
