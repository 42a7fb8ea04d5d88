"""Tests of what the regressions assume of their residuals, for all assets at once.

Each test takes residuals (T, N) of regressions with an intercept and gives statistics (N,) that
are chi-squared in large samples, with their degrees of freedom. The last functions measure how far
the factors depend on one another.
"""

from __future__ import annotations

import numpy as np

from labfolio_xl.core.qr import Array, design, factorise, partners

__all__ = [
    "HIGH_CONDITION",
    "HIGH_INFLATION",
    "condition_number",
    "inflation_net_of",
    "jarque_bera",
    "ljung_box",
    "scaled_condition",
    "variance_inflation",
    "white",
]

# Above these, columns are called collinear: Belsley, Kuh and Welsch (1980), section 3.2, and the
# usual rule of thumb for variance inflation (Marquardt 1970).
HIGH_CONDITION = 30.0
HIGH_INFLATION = 10.0

# A market beside the funds of its own styles has a variance inflation below 100; above this
# number a factor stands there twice.
_REPEATED = 1000.0
# A column that deviates from its mean by less than this share of it is constant, and a square of
# which less than this is left beside its root is collinear with it.
_ROUNDING, _COLLINEAR = 1e-13, 1e-6


def ljung_box(residuals: Array, lags: int) -> tuple[Array, int]:
    """Residuals are not autocorrelated at the first ``lags`` lags. Ljung and Box (1978)."""
    n_obs = len(residuals)
    deviations = residuals - residuals.mean(axis=0)
    total = np.einsum("ij,ij->j", deviations, deviations)
    statistic = np.zeros_like(total)
    for lag in range(1, lags + 1):
        product = np.einsum("ij,ij->j", deviations[lag:], deviations[:-lag])
        statistic += (product / total) ** 2 / (n_obs - lag)
    return statistic * n_obs * (n_obs + 2.0), lags


def white(residuals: Array, fitted: Array) -> tuple[Array, int]:
    """The variance of the residuals does not depend on the fitted values (T, N), each its own.

    ``T R2`` of squared residuals on the fitted value and its square: White's test (1980) in the
    special form of Wooldridge, Introductory Econometrics, section 8.3. The full form has all
    squares and products of the factors, which are too many for the dates of a small sample.
    NaN for residuals of zero, and for fitted values that are constant or take two values only:
    their square says nothing that they do not say.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = residuals**2 / (residuals**2).mean(axis=0)  # scaled: they do not overflow
        targets = _standardised(squares)
        levels = _standardised(fitted)
        curves = _standardised(levels**2)
        shared = (levels * curves).mean(axis=0)
        curves = _standardised(curves - shared * levels, least=_COLLINEAR)
    explained = (levels * targets).mean(axis=0) ** 2 + (curves * targets).mean(axis=0) ** 2
    return len(residuals) * explained, 2


def _standardised(columns: Array, least: float = 0.0) -> Array:
    """Columns (T, N) with means of zero and mean squares of one.

    NaN where a column varies by no more than rounding errors, or its deviation is below ``least``.
    """
    mean = columns.mean(axis=0)
    deviations = columns - mean
    size = np.sqrt((deviations**2).mean(axis=0))
    varies = size > np.maximum(_ROUNDING * np.abs(mean), least)
    return deviations / np.where(varies, size, np.nan)


def jarque_bera(residuals: Array) -> tuple[Array, int, Array, Array]:
    """Residuals are normal: statistic, df, skewness, kurtosis. Jarque and Bera (1980)."""
    deviations = residuals - residuals.mean(axis=0)
    deviations /= np.sqrt((deviations**2).mean(axis=0))
    skewness = (deviations**3).mean(axis=0)
    kurtosis = (deviations**4).mean(axis=0)
    statistic = len(residuals) / 6.0 * (skewness**2 + (kurtosis - 3.0) ** 2 / 4.0)
    return statistic, 2, skewness, kurtosis


def condition_number(factors: Array) -> float:
    """Condition of intercept and factors, each scaled to length one. Belsley et al. (1980)."""
    return scaled_condition(design(factors))


def scaled_condition(matrix: Array) -> float:
    """Condition of a matrix whose columns are scaled to length one; infinite if one is zero."""
    lengths = np.linalg.norm(matrix, axis=0)
    if not (lengths > 0.0).all():
        return float("inf")
    singular = np.linalg.svd(matrix / lengths, compute_uv=False)
    return float(singular[0] / singular[-1]) if singular[-1] > 0.0 else float("inf")


def inflation_net_of(factors: Array, market: int) -> float:
    """The largest variance inflation of the factors (T, K), the others net of one of them.

    Infinite where that one, the market, has so high an inflation that another factor repeats it:
    hardly anything of that factor would be left.
    """
    if variance_inflation(factors)[market] > _REPEATED:
        return float("inf")
    beside = factors[:, [market]]
    slopes = factorise(design(beside)).solve(factors)[1:]
    net = factors - beside @ slopes
    net[:, [market]] = beside
    return float(variance_inflation(net).max())


def variance_inflation(factors: Array) -> Array:
    """Variance inflation factor of each factor (K,): 1 / (1 - R2) on the other factors.

    Infinite for a constant factor, and for factors that are part of an exact combination.
    """
    matrix = design(factors)
    dependent = factorise(matrix).dependent
    keep = [column for column in range(1, matrix.shape[1]) if column not in dependent]
    inflation = np.full(matrix.shape[1], np.inf)
    kept = matrix[:, [0, *keep]]
    unit = factorise(kept).gram_inverse().diagonal()
    centred = kept - kept.mean(axis=0)
    inflation[[0, *keep]] = np.maximum(unit * np.einsum("ij,ij->j", centred, centred), 1.0)
    for column in dependent:
        inflation[[[0, *keep][place] for place in partners(kept, matrix[:, column])]] = np.inf
    return inflation[1:]
