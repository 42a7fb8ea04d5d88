"""Weights that drift, against a portfolio counted in units of each asset."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.core.holding import drifting_weights, weighted_returns


def made(seed: int, n_obs: int, n_assets: int):
    random = np.random.default_rng(seed)
    returns = random.normal(0.001, 0.03, (n_obs, n_assets))
    weights = random.normal(1.0 / n_assets, 0.2, n_assets)
    rate = random.uniform(0.0, 0.002, n_obs)
    return returns, weights, rate


def by_units(targets, resets, returns, rate):
    """Money in each asset and in cash, from one on."""
    money, cash, path = targets[0] * 1.0, 1.0 - targets[0].sum(), []
    for t in range(len(returns)):
        worth = money.sum() + cash
        if resets[t]:
            money, cash = targets[t] * worth, worth * (1.0 - targets[t].sum())
        path.append(money / (money.sum() + cash))
        money, cash = money * (1.0 + returns[t]), cash * (1.0 + rate[t])
    return np.array([*path, money / (money.sum() + cash)])


@given(st.integers(0, 9999), st.integers(1, 30), st.integers(1, 6), st.integers(1, 9))
def test_weights_are_those_of_money_counted_in_each_asset(seed, n_obs, n_assets, every):
    returns, weights, rate = made(seed, n_obs, n_assets)
    targets = np.tile(weights, (n_obs, 1)) + np.arange(n_obs)[:, None] // 10 * 0.01
    resets = np.arange(n_obs) % every == 0
    path = drifting_weights(targets, resets, returns, rate)
    np.testing.assert_allclose(
        path, by_units(targets, resets, returns, rate), rtol=1e-9, atol=1e-12
    )


def test_an_asset_that_is_not_held_needs_no_return():
    returns = np.array([[0.1, np.nan], [0.2, np.nan]])
    path = drifting_weights(np.tile([0.5, 0.0], (2, 1)), np.array([True, False]), returns)
    assert path[1].tolist() == pytest.approx([0.55 / 1.05, 0.0])
    assert weighted_returns(returns, np.array([0.5, 0.0])).tolist() == [[0.05, 0.0], [0.1, 0.0]]


def test_after_everything_is_lost_there_are_no_weights():
    path = drifting_weights(np.ones((3, 1)), np.array([True, False, False]), -np.ones((3, 1)))
    assert path[0, 0] == 1.0
    assert np.isnan(path[1:]).all()
