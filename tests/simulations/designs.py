"""Simulated panels that look like the sample: its betas, its factors, its residual covariance.

The sample has 20 assets and 6 collinear factors, on 249 days. Its moments are taken as the truth,
so that each panel has known betas, known premia and no pricing errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.signal import lfilter

from labfolio_xl.core.qr import Array, design
from labfolio_xl.core.time_series import betas as time_series_betas
from labfolio_xl.samples import load_sample

__all__ = [
    "ONE_FACTOR_OR_SIX",
    "Panel",
    "Residuals",
    "Truth",
    "one_factor_or_six",
    "panels",
    "truth_of_sample",
]

Residuals = Literal["normal", "factor squared", "persistent"]

# Two designs: all factors, or the first one alone where its square drives the variance.
ONE_FACTOR_OR_SIX: dict[Residuals, str] = {
    "normal": "6 factors, normal residuals",
    "factor squared": "1 factor, residual variance follows its square",
}

_PERSISTENCE = 0.4
_SETTLED = 50  # periods before the first, after which persistent series have forgotten their start


@dataclass(frozen=True)
class Truth:
    """What the panels are drawn from.

    Attributes
    ----------
    betas : (N, K) array
    premia : (K,) array
        Means of the factors, which are the premia too, since there are no pricing errors.
    factor_root, residual_root : (K, K) and (N, N) array
        Lower Cholesky factors of the covariances of the factors and of the residuals.
    """

    betas: Array
    premia: Array
    factor_root: Array
    residual_root: Array


@dataclass(frozen=True)
class Panel:
    """Returns (T, N) and factors (T, K) of one simulated panel."""

    returns: Array
    factors: Array


def truth_of_sample(*, zero_premia: bool = False) -> Truth:
    """The moments of the sample; with ``zero_premia`` the factors have means of zero."""
    assets, factors, _ = load_sample("us2022")
    returns, observed = assets.to_numpy(), factors.to_numpy()
    coefficients, _ = time_series_betas(returns, observed)
    residuals = returns - design(observed) @ coefficients
    n_obs, n_factors = observed.shape
    premia = np.zeros(n_factors) if zero_premia else observed.mean(axis=0)
    covariance = residuals.T @ residuals / (n_obs - n_factors - 1)
    return Truth(
        betas=coefficients[1:].T,
        premia=premia,
        factor_root=np.linalg.cholesky(np.cov(observed, rowvar=False)),
        residual_root=np.linalg.cholesky(covariance),
    )


def panels(
    truth: Truth, seed: int, n_panels: int, n_obs: int, residuals: Residuals = "normal"
) -> Iterator[Panel]:
    """Yield panels; the same seed gives the same ones.

    Residuals are normal and independent over time, or their variance follows the square of the
    first factor, or residuals and factors are both autoregressive with a coefficient of 0.4.
    """
    rng = np.random.default_rng(seed)
    n_assets, n_factors = truth.betas.shape
    for _ in range(n_panels):
        if residuals == "persistent":
            moves = _persistent(rng, n_obs, n_factors)
            noise = _persistent(rng, n_obs, n_assets)
        else:
            moves = rng.normal(size=(n_obs, n_factors))
            noise = rng.normal(size=(n_obs, n_assets))
        if residuals == "factor squared":
            noise *= np.abs(moves[:, :1])  # the first factor is a multiple of the first move
        factors = truth.premia + moves @ truth.factor_root.T
        yield Panel(factors @ truth.betas.T + noise @ truth.residual_root.T, factors)


def one_factor_or_six(
    truth: Truth, seed: int, n_panels: int, n_obs: int, residuals: Residuals
) -> Iterator[Panel]:
    """Yield the panels of a design of ``ONE_FACTOR_OR_SIX``.

    With "factor squared" the first factor is the only one, in the returns and beside them, so that
    the variance of the residuals follows the square of all that the regression has. Beside five
    other factors little of the first one is left, and its square hardly matters.
    """
    for panel in panels(truth, seed, n_panels, n_obs, residuals):
        if residuals == "normal":
            yield panel
        else:
            others = panel.factors[:, 1:] @ truth.betas[:, 1:].T
            first = np.ascontiguousarray(panel.factors[:, :1])
            yield Panel(panel.returns - others, first)


def _persistent(rng: np.random.Generator, n_obs: int, width: int) -> Array:
    """Autoregressive series (T, width) with a variance of one."""
    shocks = rng.normal(size=(n_obs + _SETTLED, width)) * np.sqrt(1.0 - _PERSISTENCE**2)
    series: Array = lfilter([1.0], [1.0, -_PERSISTENCE], shocks, axis=0)[_SETTLED:]
    return series
