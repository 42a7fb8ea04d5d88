"""The time-series pass: alphas and betas of all assets at once, with their errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.newey_west import automatic_lags, given_lags
from labfolio_xl.core.qr import Array, Factorisation, design, factorise
from labfolio_xl.core.robust_errors import RobustErrors
from labfolio_xl.options.words import TimeSeriesCov

__all__ = [
    "EXPLAINED",
    "TimeSeriesCov",
    "TimeSeriesFit",
    "betas",
    "betas_available",
    "fit",
    "fit_available",
    "row_patterns",
]


# The mean of equal numbers has a rounding error of this size, relative to the mean. Deviations
# from it are no variation that factors could explain.
_ROUNDING = 1e-14

# Where the residual sum of squares is a smaller share of the whole than this, the residual is
# nothing but rounding errors, and its t and p would be noise: it is taken as zero.
EXPLAINED = 1e-24

# Residuals are computed in blocks of about so many cells, which stay in the processor's cache.
_CELLS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class TimeSeriesFit:
    """Regressions of N assets on an intercept and K factors.

    Attributes
    ----------
    coefficients, std_errors : (P, N) array
        First row the alphas, then the betas. An asset with fewer observations than
        coefficients has NaN in both arrays, one with as many has NaN errors. With "hc3" the
        error of a coefficient that one date alone settles is NaN too. The other errors of an
        asset that the factors explain without a residual are zero.
    rsquared : (N,) array
    residual_variance : (N,) array
        Residual sum of squares over ``n_obs - P``; zero without a residual.
    n_obs, lags : (N,) array of int
        ``lags`` is zero unless the covariance is "hac".
    """

    coefficients: Array
    std_errors: Array
    rsquared: Array
    residual_variance: Array
    n_obs: NDArray[np.int64]
    lags: NDArray[np.int64]


def betas(returns: Array, factors: Array) -> tuple[Array, Factorisation]:
    """Coefficients (P, N) of returns (T, N) on factors (T, K), and the factorised design."""
    factorisation = factorise(design(factors))
    return factorisation.solve(returns), factorisation


def fit(
    returns: Array,
    factors: Array,
    cov: TimeSeriesCov = "ols",
    lags: int | None = None,
) -> TimeSeriesFit:
    r"""Regress each column of ``returns`` (T, N) on ``factors`` (T, K), complete data.

    With :math:`h_t = (X'X)^{-1} x_t` the covariance of an asset's coefficients is
    :math:`s^2 (X'X)^{-1}` ("ols", :math:`s^2 = e'e / (T - P)`), :math:`\sum e_t^2 h_t h_t'`
    ("hc0"), that times ``T / (T - P)`` ("hc1"), that with each residual over one less its
    leverage ("hc3", see :func:`robust_errors.leave_one_out`), or the Bartlett-weighted sum of the
    autocovariances of :math:`e_t h_t` ("hac", no small-sample factor). With ``lags=None`` each
    asset gets its own automatic number, from the sum of its scores without the intercept's, each
    scaled to length one.

    Raises
    ------
    InputError
        "hac" with as many ``lags`` as dates, or more.
    """
    matrix = design(factors)
    factorisation = factorise(matrix)
    projections = factorisation.q.T @ returns
    coefficients = factorisation.r_inverse @ projections
    n_obs, n_assets = returns.shape
    degrees = n_obs - matrix.shape[1]
    std_errors = np.full_like(coefficients, np.nan)
    explained_ss = np.einsum("ij,ij->j", projections, projections)
    residual_ss = np.empty(n_assets)
    used = np.zeros(n_assets, dtype=np.int64)
    robust = RobustErrors(factorisation, cov) if cov != "ols" else None
    for block, residuals, squares in _residual_blocks(returns, matrix, coefficients):
        residual_ss[block] = _residual_sums(residuals, squares, explained_ss[block])
        if cov == "hac":
            used[block] = _lags(residuals, matrix, lags)
        if robust is not None and degrees > 0:
            std_errors[:, block] = robust.errors(residuals, squares, used[block])
    variance = residual_ss / degrees if degrees > 0 else np.full(n_assets, np.nan)
    if cov == "ols":
        unit = np.einsum("ij,ij->i", factorisation.r_inverse, factorisation.r_inverse)
        std_errors = np.sqrt(unit[:, None] * variance)
    elif cov == "hc1" and degrees > 0:
        std_errors *= np.sqrt(n_obs / degrees)
    n_each = np.full(n_assets, n_obs, dtype=np.int64)
    rsquared = _rsquared(projections, residual_ss)
    return TimeSeriesFit(coefficients, std_errors, rsquared, variance, n_each, used)


def _residual_blocks(
    returns: Array, matrix: Array, coefficients: Array
) -> Iterator[tuple[slice, Array, Array]]:
    """Residuals and their squares, for some assets at a time.

    All blocks use the same two arrays, because new memory for each would cost as much time as
    the arithmetic. The caller may overwrite a block.
    """
    n_obs, n_assets = returns.shape
    step = min(16 * max(1, _CELLS_AT_ONCE // (16 * n_obs)), n_assets)
    both = _aligned_array(2 * n_obs * step).reshape(2, n_obs, step)
    for start in range(0, n_assets, step):
        block = slice(start, min(start + step, n_assets))
        observed = returns[:, block]
        residuals, squares = both[:, :, : observed.shape[1]]
        np.matmul(matrix, coefficients[:, block], out=residuals)
        np.subtract(observed, residuals, out=residuals)
        np.multiply(residuals, residuals, out=squares)
        yield block, residuals, squares


def _aligned_array(size: int) -> Array:
    """An array (size,) that begins at a multiple of 64 bytes.

    Products of arrays that begin with a line of the processor's cache take half the time.
    """
    longer = np.empty(size + 8)
    start = -(longer.ctypes.data // 8) % 8
    return longer[start : start + size]


def _residual_sums(residuals: Array, squares: Array, explained_ss: Array) -> Array:
    """Residual sums of squares (N,) of a block.

    Where a residual is nothing but rounding errors, its column of ``residuals`` and ``squares``
    and its sum are set to zero.
    """
    sums: Array = np.ones(len(squares)) @ squares  # faster than sum(axis=0)
    rounding = sums <= EXPLAINED * (sums + explained_ss)
    if rounding.any():
        residuals[:, rounding] = squares[:, rounding] = sums[rounding] = 0.0
    return sums


def _rsquared(projections: Array, residual_ss: Array) -> Array:
    """R-squared (N,), from the projections on the orthonormal columns of the design (P, N)."""
    # The first column is that of the mean; the others hold what the factors explain.
    explained = np.einsum("ij,ij->j", projections[1:], projections[1:])
    total_ss = residual_ss + explained - (_ROUNDING * projections[0]) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total_ss > 0.0, 1.0 - residual_ss / total_ss, np.nan)


def _lags(residuals: Array, matrix: Array, lags: int | None) -> NDArray[np.int64]:
    """Bartlett lags of each asset, given or automatic."""
    n_obs, n_assets = residuals.shape
    if lags is not None:
        return np.full(n_assets, given_lags(lags, n_obs), dtype=np.int64)
    slopes = matrix[:, 1:]
    size = np.sqrt((slopes**2).T @ residuals**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(size > 0.0, 1.0 / size, 0.0)
    return automatic_lags(residuals * (slopes @ weights))


def row_patterns(present: NDArray[np.bool_]) -> list[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    """Group the columns of ``present`` (T, N) that have the same rows.

    Returns pairs of a row mask (T,) and the columns that have it, because the regressions of
    these columns can use the same factorisation.
    """
    packed = np.packbits(present, axis=0)
    keys = np.ascontiguousarray(packed.T).view(np.dtype((np.void, packed.shape[0]))).ravel()
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    return [
        (present[:, column], np.flatnonzero(group == number)) for number, column in enumerate(first)
    ]


def fit_available(
    returns: Array,
    factors: Array,
    cov: TimeSeriesCov = "ols",
    lags: int | None = None,
) -> TimeSeriesFit:
    """Like :func:`fit`, where ``returns`` may have NaN: each asset uses the rows it has.

    A "hac" covariance treats rows as neighbours that have only missing ones between them, as
    statsmodels does.
    Assets with fewer rows than coefficients, or whose rows leave the factors dependent,
    come back as NaN.
    """
    absent = np.isnan(returns)
    if not absent.any():
        return fit(returns, factors, cov, lags)
    present = ~absent
    n_assets, n_coefficients = returns.shape[1], factors.shape[1] + 1
    coefficients = np.full((n_coefficients, n_assets), np.nan)
    std_errors = np.full_like(coefficients, np.nan)
    rsquared, variance = np.full(n_assets, np.nan), np.full(n_assets, np.nan)
    n_obs, used = present.sum(axis=0), np.zeros(n_assets, dtype=np.int64)
    for rows, columns in row_patterns(present):
        known = factors[rows]
        if known.shape[0] < n_coefficients or factorise(design(known)).dependent:
            continue
        part = fit(returns[np.ix_(rows, columns)], known, cov, lags)
        coefficients[:, columns], std_errors[:, columns] = part.coefficients, part.std_errors
        rsquared[columns], variance[columns] = part.rsquared, part.residual_variance
        used[columns] = part.lags
    return TimeSeriesFit(coefficients, std_errors, rsquared, variance, n_obs, used)


def betas_available(returns: Array, factors: Array) -> Array:
    """Coefficients (P, N) alone, where ``returns`` may have NaN; as :func:`fit_available`."""
    if np.isnan(returns).any():
        return fit_available(returns, factors).coefficients
    return betas(returns, factors)[0]
