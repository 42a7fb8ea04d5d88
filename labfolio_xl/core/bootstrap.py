"""The stationary bootstrap: how estimates vary when blocks of dates are drawn again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from labfolio_xl.core.cross_section import with_zero_beta
from labfolio_xl.core.qr import Array, design, factorise

__all__ = ["block_length", "resampled_coefficients", "resampled_premia", "stationary_counts"]

_CELLS_AT_ONCE = 2_000_000

# Progress is shown so often, but not after fewer resamples than make a product worth while.
_LEAST_PARTS = 20
_LEAST_AT_ONCE = 25


def block_length(series: Array) -> float:
    """Mean block length that the stationary bootstrap needs for the mean of a series (T,).

    Politis and White (2004) with the correction of Patton, Politis and White (2009), at
    least one. The flat-top window reaches to twice the lag at which a run of correlations
    begins that are all small.
    """
    n_obs = len(series)
    if np.ptp(series) == 0.0:
        return 1.0
    deviations = series - series.mean()
    deviations /= np.abs(deviations).max()  # no unit: powers neither overflow nor vanish
    run = max(5, int(np.log10(n_obs)))
    most = min(int(np.ceil(np.sqrt(n_obs))) + run, n_obs - 1)
    autocovariances = (
        np.array([deviations[lag:] @ deviations[: n_obs - lag] for lag in range(most + 1)]) / n_obs
    )
    small = np.abs(autocovariances / autocovariances[0]) < 2.0 * np.sqrt(np.log10(n_obs) / n_obs)
    first = (lag for lag in range(1, most - run + 1) if small[lag : lag + run].all())
    bandwidth = min(2 * next(first, most), most)
    lags = np.arange(1, bandwidth + 1)
    weights = np.minimum(1.0, 2.0 * (1.0 - lags / bandwidth)) * 2.0 * autocovariances[lags]
    slope, level = float((weights * lags).sum()), float(autocovariances[0] + weights.sum())
    best = (slope**2 / level**2 * n_obs) ** (1.0 / 3.0)
    return max(1.0, min(best, float(np.ceil(min(3.0 * np.sqrt(n_obs), n_obs / 3.0)))))


def stationary_counts(
    n_obs: int, n_resamples: int, block: float, generator: np.random.Generator
) -> Array:
    """How often each date occurs in each resample: (n_resamples, T), rows sum to T.

    A resample is made of blocks that begin anywhere, wrap around the end, and have
    geometric lengths of mean ``block``. Politis and Romano (1994).
    """
    fresh = generator.random((n_resamples, n_obs)) < 1.0 / block
    starts = generator.integers(0, n_obs, (n_resamples, n_obs))
    steps = np.arange(n_obs)
    begun = np.maximum.accumulate(np.where(fresh, steps, 0), axis=1)
    dates = (np.take_along_axis(starts, begun, axis=1) + steps - begun) % n_obs
    flat = dates + np.arange(n_resamples)[:, None] * n_obs
    counts = np.bincount(flat.ravel(), minlength=n_resamples * n_obs)
    return counts.reshape(n_resamples, n_obs).astype(float)


def _parts(n_resamples: int, cells: int) -> Iterator[int]:
    """Sizes of the parts in which so many resamples are made."""
    often = max(_LEAST_AT_ONCE, -(-n_resamples // _LEAST_PARTS))
    step = max(1, min(often, _CELLS_AT_ONCE // max(cells, 1)))
    for start in range(0, n_resamples, step):
        yield min(step, n_resamples - start)


def resampled_coefficients(
    returns: Array, factors: Array, n_resamples: int, block: float, seed: int
) -> Iterator[tuple[Array, Array]]:
    """Coefficients (n, P, N) and means (n, N) of resamples, some resamples at a time.

    A date that occurs c times in a resample weighs c in its sums, so that no resample is
    ever made: the sums of all resamples are one product with their counts. Resamples that
    leave the factors dependent come back as NaN.
    """
    n_obs, n_assets = returns.shape
    generator = np.random.default_rng(seed)
    factorisation = factorise(design(factors))
    basis = factorisation.q * np.sqrt(n_obs)
    width = basis.shape[1]
    squares = (basis[:, :, None] * basis[:, None, :]).reshape(n_obs, width**2)
    products = (basis[:, :, None] * returns[:, None, :]).reshape(n_obs, width * n_assets)
    for size in _parts(n_resamples, max(n_obs, width * n_assets)):
        counts = stationary_counts(n_obs, size, block, generator)
        grams = (counts @ squares).reshape(size, width, width)
        eigenvalues = np.linalg.eigvalsh(grams)
        singular = eigenvalues[:, 0] < 1e-10 * eigenvalues[:, -1]
        grams[singular] = np.eye(width)
        sums = (counts @ products).reshape(size, width, n_assets)
        coefficients = factorisation.r_inverse * np.sqrt(n_obs) @ np.linalg.solve(grams, sums)
        coefficients[singular] = np.nan
        yield coefficients, counts @ returns / n_obs


def resampled_premia(coefficients: Array, means: Array, *, zero_beta: bool = False) -> Array:
    """Mean premia (n, R) of resamples with coefficients (n, P, N) and mean returns (n, N)."""
    width = coefficients.shape[1] - (0 if zero_beta else 1)
    out = np.full((len(means), width), np.nan)
    for place, (table, mean) in enumerate(zip(coefficients, means, strict=True)):
        exposures = with_zero_beta(table[1:].T) if zero_beta else table[1:].T
        if np.isnan(exposures).any():
            continue
        factorisation = factorise(np.ascontiguousarray(exposures))
        if not factorisation.dependent:
            out[place] = factorisation.solve(mean[:, None])[:, 0]
    return out
