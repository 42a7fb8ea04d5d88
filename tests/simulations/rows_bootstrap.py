"""Coverage of the percentile intervals that the bootstrap gives to exposures.

Each stock of a panel is a portfolio of its own, so that the resamples of one panel serve 20
portfolios. The mean length of the blocks is the automatic one of the portfolio of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from designs import ONE_FACTOR_OR_SIX, Panel, Residuals, one_factor_or_six, truth_of_sample
from table import Row

from labfolio_xl.core.bootstrap import block_length, resampled_coefficients
from labfolio_xl.core.distributions import t_quantile
from labfolio_xl.core.qr import Array, design
from labfolio_xl.core.time_series import fit
from labfolio_xl.models.shared.bootstrap import DEFAULT_RESAMPLES
from labfolio_xl.options import LEVEL

__all__ = ["coverages", "rows"]

_LENGTHS = (36, 60, 120, 249)
_TAIL = (1.0 - LEVEL) / 2.0


def rows(n_panels: int) -> Iterator[Row]:
    """Rows of all lengths and designs, from as many portfolios as ``n_panels`` says."""
    for residuals, words in ONE_FACTOR_OR_SIX.items():
        for n_obs in _LENGTHS:
            classical, drawn = coverages(n_panels, n_obs, residuals)
            yield Row(
                f"exposure by bootstrap (before: OLS), {words}, T = {n_obs}",
                f"share of {LEVEL:.0%} intervals that hold the exposure",
                LEVEL,
                classical,
                drawn,
            )


def coverages(
    n_panels: int, n_obs: int, residuals: Residuals, n_resamples: int = DEFAULT_RESAMPLES
) -> tuple[float, float]:
    """Coverage of OLS intervals and of percentile intervals of the first factor, over all stocks.

    Where the variance of the residuals follows its square, it is the only factor.
    """
    truth = truth_of_sample()
    n_drawn = max(1, n_panels // len(truth.betas))
    shares = []
    drawn = one_factor_or_six(truth, 1300 + n_obs, n_drawn, n_obs, residuals)
    for seed, panel in enumerate(drawn):
        inside = (
            _share(classical_intervals(panel), truth.betas),
            _share(percentile_intervals(panel, n_resamples, seed), truth.betas),
        )
        shares.append(inside)
    classical, percentile = np.mean(shares, axis=0)
    return float(classical), float(percentile)


def classical_intervals(panel: Panel) -> Array:
    """Low and high ends (2, K, N) of the OLS intervals of the exposures."""
    found = fit(panel.returns, panel.factors)
    degrees = len(panel.returns) - panel.factors.shape[1] - 1
    width = t_quantile(1.0 - _TAIL, degrees) * found.std_errors[1:]
    return np.stack([found.coefficients[1:] - width, found.coefficients[1:] + width])


def percentile_intervals(panel: Panel, n_resamples: int, seed: int) -> Array:
    """Low and high ends (2, K, N) of the percentile intervals, as ``exposure`` gives them."""
    together = panel.returns.mean(axis=1, keepdims=True)
    residual = together - design(panel.factors) @ fit(together, panel.factors).coefficients
    block = max(block_length(score) for score in (residual * panel.factors).T)
    parts = resampled_coefficients(panel.returns, panel.factors, n_resamples, block, seed)
    draws = np.concatenate([coefficients[:, 1:] for coefficients, _ in parts])
    return np.quantile(draws, [_TAIL, 1.0 - _TAIL], axis=0)


def _share(intervals: Array, betas: Array) -> float:
    """The share of intervals (2, K, N) of the first factor that hold its betas (N, K)."""
    low, high = intervals[:, 0]
    return float(np.mean((low <= betas[:, 0]) & (betas[:, 0] <= high)))
