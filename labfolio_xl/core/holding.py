"""Weights that drift with the returns between the dates of rebalancing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labfolio_xl.core.qr import Array

__all__ = ["drifting_weights", "weighted_returns"]


def weighted_returns(returns: Array, weights: Array) -> Array:
    """Contributions (T, N) of assets to the portfolio's return: weights times returns.

    Parameters
    ----------
    returns : (T, N) array
        An asset may lack a return (NaN) where its weight is zero.
    weights : (N,) or (T, N) array
        At the start of each period.
    """
    return np.where(weights == 0.0, 0.0, returns * weights)


def drifting_weights(
    targets: Array, resets: NDArray[np.bool_], returns: Array, rate: Array | None = None
) -> Array:
    r"""Weights (T + 1, N) at the start of each period and after the last one.

    From one period to the next :math:`w_{t+1,i} = w_{t,i} (1 + r_{t,i}) / (1 + R_t)` with the
    return of the portfolio :math:`R_t = \sum_i w_{t,i} r_{t,i} + (1 - \sum_i w_{t,i}) f_t`: what
    is not invested is cash at the rate f, and what is borrowed costs it.

    Parameters
    ----------
    targets : (T, N) array
        The weights that are in force in each period.
    resets : (T,) array of bool
        Whether the portfolio is brought to its targets at the start of a period; the first is
        always one.
    returns : (T, N) array
        Not in excess of the rate. An asset may lack a return (NaN) where its weight is zero.
    rate : (T,) array, optional
        The risk-free rate per period, without it zero.

    Returns
    -------
    (T + 1, N) array
        Not finite from the period on in which the portfolio loses everything.
    """
    n_obs, n_assets = targets.shape
    path = np.empty((n_obs + 1, n_assets))
    interest = np.zeros(n_obs) if rate is None else rate
    weights = targets[0]
    for period in range(n_obs):
        if resets[period]:
            weights = targets[period]
        path[period] = weights
        grown = weights + weighted_returns(returns[period], weights)
        cash = (1.0 - weights.sum()) * (1.0 + interest[period])
        worth = grown.sum() + cash
        weights = grown / worth if worth > 0.0 else np.full(n_assets, np.nan)
    path[n_obs] = weights
    return path
