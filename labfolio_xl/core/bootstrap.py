"""The stationary bootstrap: estimates from resamples that are made of blocks of dates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from labfolio_xl.core.cross_section import with_zero_beta
from labfolio_xl.core.qr import Array, design, factorise

__all__ = [
    "block_length",
    "percentile_pvalues",
    "resampled_coefficients",
    "resampled_premia",
    "stationary_counts",
]

# Resamples are made in parts, which bounds their memory. The random numbers of a resample depend
# on the sizes of the parts: other sizes give other draws for the same seed.
_CELLS_AT_ONCE = 2_000_000
_LEAST_PARTS = 20
_LEAST_AT_ONCE = 25


def block_length(series: Array) -> float:
    """Mean block length that the stationary bootstrap needs for the mean of a series (T,).

    The rule of Politis and White (2004) with the correction of Patton, Politis and White
    (2009); at least one. The flat-top window has twice the first lag from which several
    autocorrelations in a row are all small.
    """
    n_obs = len(series)
    if np.ptp(series) == 0.0:
        return 1.0
    deviations = series - series.mean()
    # Without a unit, the powers below neither overflow nor become zero.
    deviations /= np.abs(deviations).max()
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
    size = max(_LEAST_AT_ONCE, -(-n_resamples // _LEAST_PARTS))
    step = max(1, min(size, _CELLS_AT_ONCE // max(cells, 1)))
    for start in range(0, n_resamples, step):
        yield min(step, n_resamples - start)


def resampled_coefficients(
    returns: Array, factors: Array, n_resamples: int, block: float, seed: int
) -> Iterator[tuple[Array, Array]]:
    """Coefficients (n, P, N) and means (n, N) of resamples, some resamples at a time.

    No resample is written out as a table of returns. A date that occurs c times in a resample
    has the weight c in its sums, so the sums of all resamples are one product with the matrix
    of the counts. A resample in which the factors are dependent gives NaN.
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


def resampled_premia(coefficients: Array, means: Array, *, intercept: bool = False) -> Array:
    """Mean premia (n, R) of resamples with coefficients (n, P, N) and mean returns (n, N).

    A resample whose coefficients are NaN, or whose betas are dependent, gives NaN.
    """
    width = coefficients.shape[1] - (0 if intercept else 1)
    out = np.full((len(means), width), np.nan)
    for place, (table, mean) in enumerate(zip(coefficients, means, strict=True)):
        exposures = with_zero_beta(table[1:].T) if intercept else table[1:].T
        if np.isnan(exposures).any():
            continue
        factorisation = factorise(np.ascontiguousarray(exposures))
        if not factorisation.dependent:
            out[place] = factorisation.solve(mean[:, None])[:, 0]
    return out


def percentile_pvalues(draws: Array) -> Array:
    """Two-sided p-values (M,) that agree with the percentile intervals of draws (n, M).

    Two times the smaller of the shares of the draws on either side of zero, at least
    2 / (n + 1) and at most one. The shares are interpolated as the quantiles of numpy are, so
    that p is below alpha where the interval of level 1 - alpha leaves out zero. NaN where all
    draws are equal.
    """
    n_draws = len(draws)
    ordered = np.sort(draws, axis=0).T
    shares = [
        min(_share_up_to_zero(column), _share_up_to_zero(-column[::-1])) for column in ordered
    ]
    pvalues = np.clip(2.0 * np.array(shares), 2.0 / (n_draws + 1.0), 1.0)
    return np.where(np.ptp(draws, axis=0) > 0.0, pvalues, np.nan)


def _share_up_to_zero(ordered: Array) -> float:
    """The probability whose quantile of the sorted draws (n,) is zero; 0 or 1 outside of them."""
    n_below = int(np.searchsorted(ordered, 0.0, side="right"))
    if n_below in {0, len(ordered)}:
        return float(n_below > 0)
    low, high = ordered[n_below - 1], ordered[n_below]
    return float((n_below - 1 - low / (high - low)) / (len(ordered) - 1))
