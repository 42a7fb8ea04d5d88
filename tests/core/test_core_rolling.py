"""Rolling coefficients against statsmodels' RollingOLS, and window by window."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from statsmodels.api import add_constant
from statsmodels.regression.rolling import RollingOLS

from labfolio_xl.core import rolling
from labfolio_xl.core.time_series import fit, fit_available

# Normal equations of orthogonalised factors keep ten digits; see _WEAK.
CLOSE = {"rtol": 1e-9, "atol": 1e-11}


def window_by_window(returns, factors, window):
    return np.array(
        [
            fit_available(
                returns[start : start + window], factors[start : start + window]
            ).coefficients.T
            for start in range(len(returns) - window + 1)
        ]
    )


@pytest.mark.parametrize("window", [5, 12, 30, 59, 60])
def test_equal_to_statsmodels(window):
    returns, factors = random_arrays(60, 5, 3, seed=1)
    ours = rolling.rolling_betas(returns, factors, window)
    assert ours.shape == (61 - window, 5, 4)
    for asset in range(5):
        theirs = RollingOLS(returns[:, asset], add_constant(factors), window=window).fit().params
        np.testing.assert_allclose(ours[:, asset], theirs[window - 1 :], rtol=1e-8, atol=1e-10)


def test_the_full_window_is_the_static_estimate():
    returns, factors = random_arrays(80, 5, 2)
    ours = rolling.rolling_betas(returns, factors, 80)[0]
    np.testing.assert_allclose(ours, fit(returns, factors).coefficients.T, **CLOSE)


def test_missing_returns_leave_each_asset_its_own_dates():
    returns, factors = random_arrays(90, 6, 2, seed=3)
    returns[:40, 1] = np.nan
    returns[np.random.default_rng(0).random(90) < 0.2, 2] = np.nan
    returns[50:, 3] = np.nan
    ours = rolling.rolling_betas(returns, factors, 20)
    np.testing.assert_allclose(ours, window_by_window(returns, factors, 20), **CLOSE)
    assert np.isnan(ours[:18, 1]).all(), "fewer than three returns in the window"
    assert np.isfinite(ours[25:, 1]).all()


def test_a_window_in_which_a_factor_stands_still_is_nan():
    returns, factors = random_arrays(60, 3, 2, seed=5)
    factors[20:40, 1] = 0.003
    ours = rolling.rolling_betas(returns, factors, 15)
    still = np.zeros(46, dtype=bool)
    still[20:26] = True
    assert np.isnan(ours[still]).all()
    np.testing.assert_allclose(
        ours[~still], window_by_window(returns, factors, 15)[~still], rtol=1e-8, atol=1e-9
    )


def test_nearly_collinear_windows_are_as_exact_as_qr():
    """The second factor follows the first but for a part in 1e5 in the middle of the span."""
    returns, factors = random_arrays(100, 3, 2, seed=6)
    factors[30:70, 1] = factors[30:70, 0] + 1e-7 * factors[30:70, 1]
    ours = rolling.rolling_betas(returns, factors, 25)
    expected = window_by_window(returns, factors, 25)
    np.testing.assert_allclose(ours, expected, rtol=1e-6, atol=1e-9)


def test_no_drift_along_a_long_sample_of_large_numbers():
    """Sums that add and subtract would lose digits after a spell of large factors."""
    returns, factors = random_arrays(3000, 2, 2, seed=7)
    factors[:200] *= 1e5
    ours = rolling.rolling_betas(returns, factors, 50)
    expected = window_by_window(returns[-50:], factors[-50:], 50)[0]
    np.testing.assert_allclose(ours[-1], expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("window", [1, 2, 7, 10, 23])
def test_window_sums_are_sums(window):
    series = np.random.default_rng(0).normal(size=(23, 3))
    expected = [series[start : start + window].sum(axis=0) for start in range(24 - window)]
    np.testing.assert_allclose(rolling.window_sums(series, window), expected, rtol=1e-12)


@pytest.mark.parametrize(("cov", "lags"), [("ols", None), ("hc1", None), ("hac", 3), ("hac", None)])
@pytest.mark.parametrize("expanding", [False, True])
def test_each_window_is_the_regression_of_its_dates(cov, lags, expanding):
    returns, factors = random_arrays(50, 1, 2, seed=8)
    found = rolling.rolling_fit(returns[:, 0], factors, 20, cov, lags, expanding=expanding)
    for place in (0, 7, 30):
        rows = slice(0 if expanding else place, place + 20)
        part = fit(returns[rows], factors[rows], cov, lags)
        np.testing.assert_array_equal(found.coefficients[place], part.coefficients[:, 0])
        np.testing.assert_array_equal(found.std_errors[place], part.std_errors[:, 0])
        assert found.lags[place] == part.lags[0]
        assert found.rsquared[place] == part.rsquared[0]
        assert found.n_obs[place] == (place + 20 if expanding else 20)


def test_rolling_errors_are_those_of_statsmodels():
    returns, factors = random_arrays(60, 1, 2, seed=9)
    theirs = RollingOLS(returns[:, 0], add_constant(factors), window=25).fit()
    ours = rolling.rolling_fit(returns[:, 0], factors, 25)
    np.testing.assert_allclose(ours.std_errors, theirs.bse[24:], rtol=1e-7)


def test_inputs_are_not_changed():
    returns, factors = random_arrays(40, 3, 2)
    returns[3, 1] = np.nan
    before = returns.copy(), factors.copy()
    rolling.rolling_betas(returns, factors, 10)
    np.testing.assert_array_equal(returns, before[0])
    np.testing.assert_array_equal(factors, before[1])
