"""Random panels: heavy tails, correlated factors, residuals that depend on the market."""

from __future__ import annotations

import numpy as np
import pandas as pd


def random_arrays(n_obs, n_assets, n_factors, seed=0):
    """Return returns (T, N) and factors (T, K), decimal and per day."""
    rng = np.random.default_rng(seed)
    factors = 0.01 * rng.standard_t(5, (n_obs, n_factors)) + 0.0004
    factors[:, 1:] += 0.5 * factors[:, :1]
    betas = rng.normal(1.0, 0.5, (n_assets, n_factors)) / np.sqrt(n_factors)
    residuals = 0.008 * rng.standard_t(4, (n_obs, n_assets))
    residuals *= 1.0 + 50.0 * np.abs(factors[:, :1])
    # A heavy tail may go below -100%, which cannot be; this is no fall that a split would make.
    return np.maximum(factors @ betas.T + residuals, -0.77), factors


def random_panel(n_obs=60, n_assets=8, n_factors=3, seed=0):
    """Return the same as tables on business days: assets A0, A1, ..., factors F0, F1, ..."""
    returns, factors = random_arrays(n_obs, n_assets, n_factors, seed)
    dates = pd.bdate_range("2020-01-01", periods=n_obs, name="date")
    return (
        pd.DataFrame(returns, dates, [f"A{i}" for i in range(n_assets)]),
        pd.DataFrame(factors, dates, [f"F{i}" for i in range(n_factors)]),
    )


def with_holes(assets, share=0.1, seed=1):
    """Return assets with cells missing at random, and A0 missing over its first third."""
    rng = np.random.default_rng(seed)
    holed = assets.mask(rng.random(assets.shape) < share)
    holed.iloc[: len(assets) // 3, 0] = np.nan
    return holed
