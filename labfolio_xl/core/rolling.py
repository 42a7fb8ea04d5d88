"""Coefficients in moving windows: of all assets, or of one portfolio with standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.core.time_series import TimeSeriesCov, fit, row_patterns

__all__ = ["RollingFit", "rolling_betas", "rolling_fit", "window_sums"]

# Windows whose normal equations are worse conditioned than this are solved by QR instead, so
# that all coefficients have ten correct digits.
_WEAK = 1e-6

# Number of windows that one product of matrices solves.
_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class RollingFit:
    """Regressions of one portfolio over n windows.

    Attributes
    ----------
    coefficients, std_errors : (n, P) array
        First column the alpha. NaN in a window that leaves the factors dependent.
    rsquared : (n,) array
    lags, n_obs : (n,) array of int
    """

    coefficients: Array
    std_errors: Array
    rsquared: Array
    lags: NDArray[np.int64]
    n_obs: NDArray[np.int64]


def window_sums(series: Array, window: int) -> Array:
    """Sums of ``window`` neighbouring rows: (T, M) to (T - window + 1, M).

    Each window is the sum of the end of one block and the start of the next (van Herk's
    algorithm). Nothing is subtracted, so that rounding errors do not add up along the sample.
    """
    n_obs, width = series.shape
    n_blocks = -(-n_obs // window)
    padded = np.zeros((n_blocks * window, width))
    padded[:n_obs] = series
    blocks = padded.reshape(n_blocks, window, width)
    ends = np.cumsum(blocks[:, ::-1], axis=1)[:, ::-1].reshape(padded.shape)
    np.cumsum(blocks, axis=1, out=blocks)
    n_windows = n_obs - window + 1
    sums: Array = padded[window - 1 : window - 1 + n_windows].copy()
    # A window that is a whole block needs no end of another one.
    split = np.arange(n_windows) % window != 0
    sums[split] += ends[:n_windows][split]
    return sums


def rolling_betas(returns: Array, factors: Array, window: int) -> Array:
    """Coefficients (T - window + 1, N, P) of each window of returns (T, N) on factors (T, K).

    The factors are made orthogonal over the whole span, after which the normal equations of
    most windows are well conditioned; the other windows are solved by QR. ``returns`` may
    have NaN: an asset uses the dates that it has in the window. The coefficients are NaN where
    these dates are fewer than the coefficients, or leave the factors dependent.
    """
    n_obs, n_assets = returns.shape
    windows = _Windows(factors, window)
    out = np.empty((n_obs - window + 1, n_assets, factors.shape[1] + 1))
    for held, columns in row_patterns(~np.isnan(returns)):
        windows.solve(out, returns, held, columns)
    return out


class _Windows:
    """The factors of all windows, orthogonalised over the whole span."""

    def __init__(self, factors: Array, window: int) -> None:
        factorisation = factorise(design(factors))
        scale = np.sqrt(len(factors))
        self._factors, self._window = factors, window
        self._basis = factorisation.q * scale
        self._back = factorisation.r_inverse * scale

    def solve(
        self, out: Array, returns: Array, held: NDArray[np.bool_], columns: NDArray[np.int64]
    ) -> None:
        """Write the coefficients of assets that have the same dates into ``out``."""
        basis = self._basis * held[:, None]
        inverse, weak = self._inverse_grams(basis)
        operator = self._back @ inverse
        targets = np.nan_to_num(np.ascontiguousarray(returns[:, columns]), copy=False)
        # Writing to a slice is faster than writing to a list of columns.
        where = slice(None) if len(columns) == returns.shape[1] else columns
        step = min(_TOGETHER, self._window)
        for start in range(0, len(operator), step):
            part = operator[start : start + step]
            out[start : start + step, where] = _neighbours(
                part, basis[start:], targets[start:], self._window
            )
        for place in weak:
            rows = np.flatnonzero(held[place : place + self._window]) + place
            out[place, columns] = _by_qr(returns[np.ix_(rows, columns)], self._factors[rows]).T

    def _inverse_grams(self, basis: Array) -> tuple[Array, NDArray[np.int64]]:
        """Inverse Gram matrices (n, P, P), and the windows where they cannot be trusted."""
        n_obs, width = basis.shape
        products = (basis[:, :, None] * basis[:, None, :]).reshape(n_obs, width**2)
        grams = window_sums(products, self._window).reshape(-1, width, width)
        eigenvalues = np.linalg.eigvalsh(grams)
        weak = ~(eigenvalues[:, 0] > _WEAK * eigenvalues[:, -1])
        grams[weak] = np.eye(width)
        inverse = np.asarray(np.linalg.inv(grams), dtype=np.float64)
        return inverse, np.flatnonzero(weak).astype(np.int64)


def _neighbours(operator: Array, basis: Array, targets: Array, window: int) -> Array:
    """Coefficients (m, N, P) of m windows that begin one row apart, the first at the first row.

    The coefficients of a window are ``operator`` (m, P, P) times the sum of ``basis' targets``
    over its rows. That sum has two parts: the rows that all m windows share, and the rows before
    and after them that only some windows have.
    """
    n_windows, width = operator.shape[:2]
    before, after = slice(0, n_windows - 1), slice(window, window + n_windows - 1)
    shared = slice(n_windows - 1, window)
    edges = np.concatenate([basis[before], basis[after]])
    row = np.arange(n_windows - 1)
    own = row >= np.arange(n_windows)[:, None]
    in_window = np.concatenate([own, ~own], axis=1)
    of_edges = (operator @ edges.T) * in_window[:, None, :]
    weights = np.concatenate([operator, of_edges], axis=2).reshape(n_windows * width, -1)
    sums = [basis[shared].T @ targets[shared], targets[before], targets[after]]
    found = weights @ np.concatenate(sums)
    return found.reshape(n_windows, width, -1).transpose(0, 2, 1)


def _by_qr(returns: Array, factors: Array) -> Array:
    n_coefficients = factors.shape[1] + 1
    if len(factors) >= n_coefficients:
        factorisation = factorise(design(factors))
        if not factorisation.dependent:
            return factorisation.solve(returns)
    return np.full((n_coefficients, returns.shape[1]), np.nan)


def rolling_fit(
    portfolio: Array,
    factors: Array,
    window: int,
    cov: TimeSeriesCov = "ols",
    lags: int | None = None,
    *,
    expanding: bool = False,
) -> RollingFit:
    """Regress a portfolio (T,) on factors (T, K) in each window, with errors.

    The windows have ``window`` periods and end one period apart. With ``expanding`` all of them
    begin with the sample, and the first has ``window`` periods. The data are complete.
    """
    n_obs, n_factors = factors.shape
    n_windows = n_obs - window + 1
    coefficients = np.full((n_windows, n_factors + 1), np.nan)
    std_errors, rsquared = np.full_like(coefficients, np.nan), np.full(n_windows, np.nan)
    used, sizes = np.zeros(n_windows, dtype=np.int64), np.zeros(n_windows, dtype=np.int64)
    for place in range(n_windows):
        rows = slice(0 if expanding else place, place + window)
        sizes[place] = rows.stop - rows.start
        if factorise(design(factors[rows])).dependent:
            continue
        part = fit(portfolio[rows, None], factors[rows], cov, lags)
        coefficients[place], std_errors[place] = part.coefficients[:, 0], part.std_errors[:, 0]
        rsquared[place], used[place] = part.rsquared[0], part.lags[0]
    return RollingFit(coefficients, std_errors, rsquared, used, sizes)
