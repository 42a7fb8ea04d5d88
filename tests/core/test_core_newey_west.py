"""Bartlett sums and automatic lags, against their definitions and linearmodels' rule."""

from __future__ import annotations

import numpy as np
import pytest
from linearmodels.iv.covariance import kernel_optimal_bandwidth

from labfolio_xl.core.newey_west import (
    automatic_lags,
    bartlett_weight,
    most_lags,
    moving_sums,
    pilot_lags,
)


def autocorrelated(n_obs, n_series, persistence, seed=0):
    series = np.random.default_rng(seed).normal(size=(n_obs, n_series))
    for row in range(1, n_obs):
        series[row] += persistence * series[row - 1]
    return series - series.mean(axis=0)


def test_bartlett_weights_fall_in_a_line_to_zero_beyond_the_lags():
    lags = np.array([0, 1, 3])
    weights = [bartlett_weight(lag, lags).tolist() for lag in range(5)]
    assert weights == [[1, 1, 1], [0, 0.5, 0.75], [0, 0, 0.5], [0, 0, 0.25], [0, 0, 0]]


@pytest.mark.parametrize("lags", [0, 1, 4, 29])
def test_squares_of_moving_sums_are_the_weighted_autocovariances(lags):
    series = autocorrelated(30, 3, 0.5)
    by_definition = series.T @ series
    for lag in range(1, lags + 1):
        cross = series[lag:].T @ series[:-lag]
        by_definition += (1 - lag / (lags + 1)) * (cross + cross.T)
    sums = moving_sums(series, lags)
    assert sums.shape == (30 + lags, 3)
    np.testing.assert_allclose(sums.T @ sums, by_definition, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("persistence", [-0.5, 0.0, 0.3, 0.9])
@pytest.mark.parametrize("n_obs", [4, 12, 100, 250, 1000])
def test_automatic_lags_are_those_of_linearmodels_up_to_the_bound(n_obs, persistence):
    series = autocorrelated(n_obs, 5, persistence, seed=n_obs)
    theirs = [kernel_optimal_bandwidth(column) for column in series.T]
    assert automatic_lags(series).tolist() == [min(lags, most_lags(n_obs)) for lags in theirs]


def test_the_bound_by_hand():
    """1.3 sqrt(T) less one, rounded down: 1.3 * 7.745... = 10.07 at 60, and so 9."""
    dates = (1, 2, 3, 36, 60, 120, 249, 1000)
    assert [most_lags(n_obs) for n_obs in dates] == [0, 0, 1, 6, 9, 13, 19, 40]


def test_the_bound_does_not_bind_in_most_series():
    """It is there for the few that would take as many lags as dates."""
    counts = automatic_lags(autocorrelated(250, 400, 0.3))
    assert (counts == most_lags(250)).mean() < 0.05
    assert (automatic_lags(autocorrelated(60, 400, 0.0)) == most_lags(60)).mean() < 0.3


def test_more_persistence_asks_for_more_lags():
    counts = [automatic_lags(autocorrelated(2000, 1, rho))[0] for rho in (0.0, 0.5, 0.9)]
    assert counts[0] < counts[1] < counts[2]


def test_pilot_lags_by_hand():
    """4 (T / 100)^(2/9), rounded up: 4 at 100, 4 * 1.2259... = 5 at 250."""
    assert [pilot_lags(n_obs) for n_obs in (1, 100, 101, 250)] == [2, 4, 5, 5]


@pytest.mark.parametrize("n_obs", [2, 3])
def test_few_dates_do_not_divide_by_rounding(n_obs):
    """All autocovariances of numbers that sum to zero sum to zero: the last is left out."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        series = rng.normal(size=(n_obs, 4))
        series -= series.mean(axis=0)
        lags = automatic_lags(series)
        assert (lags <= n_obs - 1).all()
        assert (lags == automatic_lags(1e-7 * series)).all(), "rounding must not decide"


def test_a_series_without_variation_needs_no_lags():
    assert automatic_lags(np.zeros((50, 2))).tolist() == [0, 0]


def test_the_constant_of_the_rule_to_its_last_digit():
    """Counts are rounded up, so that only many series tell 1.1447 from 1.1448."""
    series = autocorrelated(400, 3000, 0.9)
    theirs = [kernel_optimal_bandwidth(column) for column in series.T]
    assert automatic_lags(series).tolist() == theirs
