"""Sums that allow for autocorrelation: Bartlett weights and the automatic number of lags."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.qr import Array
from labfolio_xl.errors import InputError

__all__ = [
    "automatic_lags",
    "bartlett_weight",
    "given_lags",
    "most_lags",
    "moving_sums",
    "pilot_lags",
]

# The truncation parameter of Lazarus, Lewis, Stock and Watson (2018) is 1.3 times the root of T.
_TRUNCATION = 1.3


def bartlett_weight(lag: int | NDArray[np.int64], lags: NDArray[np.int64]) -> Array:
    """Weight ``1 - lag / (lags + 1)`` of a lag, zero beyond ``lags`` (any shapes)."""
    return np.maximum(0.0, 1.0 - lag / (lags + 1.0))


def pilot_lags(n_obs: int) -> int:
    """Lags of the pilot estimates of Newey and West (1994): ``4 (T / 100)^(2/9)``, rounded up."""
    return int(np.ceil(4.0 * (n_obs / 100.0) ** (2.0 / 9.0)))


def most_lags(n_obs: int) -> int:
    """The largest number of lags that the automatic one may be, with T dates.

    Lazarus, Lewis, Stock and Watson (2018) recommend the truncation parameter S = 1.3 sqrt(T)
    for Newey and West's errors. Their weight of lag j is 1 - j / S, here it is 1 - j / (L + 1),
    so that L is S - 1, rounded down: 6 with 36 dates, 9 with 60, 13 with 120, 19 with 249.
    """
    return max(0, int(_TRUNCATION * np.sqrt(n_obs)) - 1)


def given_lags(lags: int, n_obs: int) -> int:
    """Return a number of lags that was asked for.

    Raises
    ------
    InputError
        There are not more dates than lags.
    """
    if lags < n_obs:
        return lags
    raise InputError(
        f"lags is {lags}, but the errors come from {n_obs} dates; give at most {n_obs - 1}, or "
        "leave lags out."
    )


def automatic_lags(series: Array) -> NDArray[np.int64]:
    """The automatic number of Bartlett lags of each column.

    With the autocovariances s_j of a column, s(0) = s_0 + 2 sum s_j, s(1) = 2 sum j s_j over
    the pilot lags, the number is ``ceil(1.1447 (s(1)^2 / s(0)^2)^(1/3) T^(1/3))``. The ratio is
    estimated so badly in few dates that the number is sometimes T itself, and the errors are then
    far too small: it is at most :func:`most_lags`.

    Parameters
    ----------
    series : (T, M) array
        Scores, one column for each regression.

    Returns
    -------
    (M,) array of int
        Zero for a column without variation.

    References
    ----------
    Newey and West (1994), Review of Economic Studies 61, section 3; Lazarus, Lewis, Stock and
    Watson (2018), Journal of Business & Economic Statistics 36.
    """
    n_obs = series.shape[0]
    # Scores have a mean of zero, so that all their autocovariances sum to zero. The last one is
    # left out, because the level below would be zero with it.
    pilot = max(0, min(pilot_lags(n_obs), n_obs - 2))
    autocovariances = np.array(
        [
            np.einsum("ij,ij->j", series[lag:], series[: n_obs - lag]) / n_obs
            for lag in range(pilot + 1)
        ]
    )
    level = autocovariances[0] + 2.0 * autocovariances[1:].sum(axis=0)
    slope = 2.0 * (np.arange(1, pilot + 1)[:, None] * autocovariances[1:]).sum(axis=0)
    varies = autocovariances[0] > 0.0
    ratio = np.divide(slope, level, out=np.zeros_like(level), where=varies & (level != 0.0))
    lags = np.ceil(1.1447 * (ratio**2) ** (1.0 / 3.0) * n_obs ** (1.0 / 3.0))
    return np.minimum(lags, most_lags(n_obs)).astype(np.int64)


def moving_sums(series: Array, lags: int) -> Array:
    """Sums over ``lags + 1`` neighbouring rows, divided by ``sqrt(lags + 1)``.

    The Gram matrix of the result is T times the Bartlett-weighted sum of the autocovariances
    of ``series`` (T, M), at a cost that does not grow with ``lags``. The result has
    ``T + lags`` rows, because sums that begin before the sample or end after it count too.
    """
    n_obs, width = series.shape
    cumulated = np.zeros((n_obs + 2 * lags + 1, width))
    np.cumsum(series, axis=0, out=cumulated[lags + 1 : lags + 1 + n_obs])
    cumulated[lags + 1 + n_obs :] = cumulated[lags + n_obs]
    return (cumulated[lags + 1 :] - cumulated[: n_obs + lags]) / np.sqrt(lags + 1.0)
