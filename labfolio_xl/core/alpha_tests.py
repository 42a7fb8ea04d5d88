"""Joint tests of coefficients: all alphas are zero, all betas are, the betas have full rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.linalg import blas, lapack

from labfolio_xl.core.gram import gram_cholesky
from labfolio_xl.core.newey_west import automatic_lags, given_lags, moving_sums
from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.core.time_series import EXPLAINED
from labfolio_xl.options.words import AlphaCov

__all__ = [
    "AlphaCov",
    "JointAlphas",
    "alpha_j_statistic",
    "alpha_statistics",
    "joint_alphas",
    "joint_f_statistics",
    "rank_statistics",
    "spanning_f_statistic",
]


@dataclass(frozen=True, slots=True)
class JointAlphas:
    """The test of Gibbons, Ross and Shanken (1989) that all alphas are zero.

    Attributes
    ----------
    alphas : (N,) array
    f_statistic : float
        NaN if ``T - N - K`` is not positive or the residual covariance is singular.
    df, df_denominator : int
        ``N`` and ``T - N - K``.
    sharpe_factors, sharpe_all : float
        Highest Sharpe ratio per period of a portfolio of the factors, and of factors and
        assets together (divisor T in the variances).
    """

    alphas: Array
    f_statistic: float
    df: int
    df_denominator: int
    sharpe_factors: float
    sharpe_all: float


_Regression: TypeAlias = tuple[Array, Array, Array]


def _regress(returns: Array, factors: Array) -> _Regression:
    """Coefficients (P, N), residuals (T, N) and the inverse Gram matrix (P, P)."""
    matrix = design(factors)
    factorisation = factorise(matrix)
    projections = factorisation.q.T @ returns
    coefficients = factorisation.r_inverse @ projections
    # One call reads the returns once: with large tables, reading memory takes most of the time.
    observed = np.array(returns, order="F")
    residuals: Array = blas.dgemm(-1.0, matrix, coefficients, 1.0, observed, overwrite_c=1)
    residual_ss = np.einsum("ij,ij->j", residuals, residuals)
    explained_ss = np.einsum("ij,ij->j", projections, projections)
    residuals[:, residual_ss <= EXPLAINED * (residual_ss + explained_ss)] = 0.0
    return coefficients, residuals, factorisation.gram_inverse()


def _quadratic_forms(vectors: Array, scores: Array) -> Array:
    """``v' (S'S)^-1 v`` for each row v of ``vectors`` (M, N) and ``scores`` (T, N).

    NaN if the Gram matrix is singular.
    """
    undefined = np.full(len(vectors), np.nan)
    if len(scores) < scores.shape[1]:
        return undefined
    lower = gram_cholesky(scores)
    if lower is None:
        return undefined
    whitened, _ = lapack.dtrtrs(lower, vectors.T, lower=1)
    return np.einsum("ij,ij->j", whitened, whitened)


def joint_f_statistics(returns: Array, factors: Array) -> tuple[Array, int, int]:
    r"""F statistics (P,) that a coefficient is zero for all assets, and their two df.

    For coefficient j, :math:`\frac{T-N-K}{N} c_j' (E'E)^{-1} c_j / [(X'X)^{-1}]_{jj}` with
    residuals E: exact when residuals are normal and independent over time. The first is
    that of the alphas.
    """
    coefficients, residuals, gram_inverse = _regress(returns, factors)
    n_obs, n_assets = returns.shape
    degrees = n_obs - n_assets - factors.shape[1]
    if degrees <= 0:
        return np.full(len(coefficients), np.nan), n_assets, degrees
    forms = _quadratic_forms(coefficients, residuals)
    return forms / gram_inverse.diagonal() * (degrees / n_assets), n_assets, degrees


def joint_alphas(returns: Array, factors: Array) -> JointAlphas:
    r"""Test that all alphas of returns (T, N) on factors (T, K) are zero, complete data.

    :math:`F = \frac{T-N-K}{N} \frac{\hat\alpha' \hat\Sigma^{-1} \hat\alpha}
    {1 + \bar f' \hat\Omega^{-1} \bar f}` with the covariances' divisor T.
    """
    return _joint_alphas(_regress(returns, factors))


def alpha_statistics(
    returns: Array, factors: Array, cov: AlphaCov = "hc1", lags: int | None = None
) -> tuple[JointAlphas, float, int]:
    """Results of :func:`joint_alphas` and :func:`alpha_j_statistic` from one regression."""
    regression = _regress(returns, factors)
    joint = _joint_alphas(regression)  # before the J statistic, which overwrites the residuals
    return joint, *_alpha_j_statistic(regression, factors, cov, lags)


def _joint_alphas(regression: _Regression) -> JointAlphas:
    coefficients, residuals, gram_inverse = regression
    n_obs, n_assets = residuals.shape
    degrees = n_obs - n_assets - len(coefficients) + 1
    form = float(_quadratic_forms(coefficients[:1], residuals)[0]) if degrees > 0 else np.nan
    # The first element of (X'X)^-1 is (1 + squared Sharpe ratio) / T.
    squared = max(float(gram_inverse[0, 0]) * n_obs - 1.0, 0.0)
    return JointAlphas(
        coefficients[0],
        degrees / n_assets * form / float(gram_inverse[0, 0]),
        n_assets,
        degrees,
        float(np.sqrt(squared)),
        float(np.sqrt(squared + n_obs * form)),
    )


def alpha_j_statistic(
    returns: Array, factors: Array, cov: AlphaCov = "hc1", lags: int | None = None
) -> tuple[float, int]:
    """J statistic that all alphas are zero, robust to heteroskedasticity, and the lags used.

    The alphas weighted by the inverse of their robust covariance, chi-squared with N
    degrees of freedom. "hc1" multiplies the covariance by ``T / (T - P)``; "hac" has
    Bartlett weights and, with ``lags=None``, the automatic number for the sum of all
    scores, each scaled to its deviation.
    """
    return _alpha_j_statistic(_regress(returns, factors), factors, cov, lags)


def _alpha_j_statistic(
    regression: _Regression, factors: Array, cov: AlphaCov, lags: int | None
) -> tuple[float, int]:
    coefficients, residuals, gram_inverse = regression
    (n_obs, n_assets), n_coefficients = residuals.shape, len(coefficients)
    residuals *= (design(factors) @ gram_inverse[:, 0])[:, None]
    scores = residuals
    used = 0
    if cov == "hac":
        used = _common_lags(scores) if lags is None else given_lags(lags, n_obs)
        scores = moving_sums(scores, used)
    form = float(_quadratic_forms(coefficients[:1], scores)[0])
    if n_obs - n_coefficients < n_assets:
        return float("nan"), used  # the covariance of the alphas is singular
    return form * ((n_obs - n_coefficients) / n_obs if cov == "hc1" else 1.0), used


def _common_lags(scores: Array) -> int:
    size = np.sqrt(np.einsum("ij,ij->j", scores, scores))
    weights = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0.0)
    return int(automatic_lags((scores @ weights)[:, None])[0])


def spanning_f_statistic(new: Array, factors: Array) -> tuple[float, int, int]:
    """F statistic that alphas are zero and betas sum to one, and its two df.

    Huberman and Kandel (1987) for returns (T, N) of new assets on returns (T, K) of old
    ones; exact under normality. With the ratio U of the determinants of the residual
    covariances, free over restricted: ``(1 / U - 1) (T - K - 1) / 2`` for one asset,
    ``(1 / sqrt(U) - 1) (T - K - N) / N`` for more.
    """
    n_obs, n_new = new.shape
    n_factors = factors.shape[1]
    free = _regress(new, factors)[1]
    difference = new - factors[:, :1]
    restricted = difference
    if n_factors > 1:
        others = factorise(factors[:, 1:] - factors[:, :1])
        restricted = difference - others.q @ (others.q.T @ difference)
    log_ratio = np.linalg.slogdet(restricted.T @ restricted)[1]
    log_ratio -= np.linalg.slogdet(free.T @ free)[1]
    if n_new == 1:
        degrees = n_obs - n_factors - 1
        return float(np.expm1(log_ratio)) * degrees / 2.0, 2, degrees
    degrees = n_obs - n_factors - n_new
    return float(np.expm1(log_ratio / 2.0)) * degrees / n_new, 2 * n_new, 2 * degrees


def rank_statistics(returns: Array, factors: Array) -> tuple[float, float, int]:
    r"""Statistics that the betas (N, K) have rank ``K - 1``, not K, and their df ``N - K + 1``.

    The smallest singular value of :math:`\Sigma^{-1/2} B \Omega^{1/2}`, squared and times T,
    is the statistic of Cragg and Donald (1997), which holds for homoskedastic residuals. The
    second allows for heteroskedasticity: Kleibergen and Paap (2006), with White's covariance.
    NaN if the residual covariance is singular or there are fewer assets than factors.
    """
    n_obs, n_assets = returns.shape
    n_factors = factors.shape[1]
    degrees = n_assets - n_factors + 1
    undefined = float("nan"), float("nan"), degrees
    if n_assets < n_factors or n_obs <= n_assets + n_factors:
        return undefined
    coefficients, residuals, _ = _regress(returns, factors)
    lower = gram_cholesky(residuals)
    if lower is None:
        return undefined
    lower /= np.sqrt(n_obs)
    orthogonal = factorise(factors - factors.mean(axis=0))
    root = np.linalg.inv(orthogonal.r_inverse) / np.sqrt(n_obs)  # root'root is Omega
    whitened = lapack.dtrtrs(lower, coefficients[1:].T, lower=1)[0] @ root.T
    left, singular, right = np.linalg.svd(whitened, full_matrices=True)
    # The influence of a period on the whitened betas is the outer product of its whitened
    # residual and its orthonormal factors; projected on the null directions it is a row.
    white = lapack.dtrtrs(lower, residuals.T, lower=1)[0].T
    along = orthogonal.q @ right[-1] * np.sqrt(n_obs)
    scores = (white @ left[:, n_factors - 1 :]) * along[:, None]
    smallest = np.zeros(degrees)
    smallest[0] = singular[-1]
    robust = float(_quadratic_forms(smallest[None] * n_obs, scores)[0])
    return float(n_obs * singular[-1] ** 2), robust, degrees
