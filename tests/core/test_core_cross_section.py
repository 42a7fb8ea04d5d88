"""Premia by period and the errors of their means, against definitions and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from statsmodels.api import OLS

from labfolio_xl.core.cross_section import (
    fama_macbeth,
    lambdas,
    lambdas_available,
    lambdas_per_period,
    newey_west,
    shanken,
    with_zero_beta,
)
from labfolio_xl.core.time_series import betas
from labfolio_xl.errors import InputError

RELATIVE = 1e-9


@pytest.fixture
def panel():
    returns, factors = random_arrays(80, 15, 3, seed=1)
    return returns, factors, np.ascontiguousarray(betas(returns, factors)[0][1:].T)


@pytest.mark.parametrize("zero_beta", [False, True])
def test_lambdas_of_every_period_equal_statsmodels(panel, zero_beta):
    returns, _, exposures = panel
    if zero_beta:
        exposures = with_zero_beta(exposures)
    theirs = [OLS(row, exposures).fit().params for row in returns]
    np.testing.assert_allclose(lambdas(returns, exposures), theirs, rtol=RELATIVE, atol=1e-14)


def test_each_period_uses_the_assets_that_it_has(panel):
    returns, _, exposures = panel
    returns[np.random.default_rng(0).random(returns.shape) < 0.1] = np.nan
    ours = lambdas_available(returns, exposures)
    theirs = [OLS(row, exposures, missing="drop").fit().params for row in returns]
    np.testing.assert_allclose(ours, theirs, rtol=RELATIVE, atol=1e-14)


def test_a_period_with_too_few_or_indistinct_assets_is_missing(panel):
    returns, _, exposures = panel
    returns[0, 2:] = np.nan
    exposures[:4] = exposures[0]
    returns[1, 4:] = np.nan
    ours = lambdas_available(returns, exposures)
    assert np.isnan(ours[:2]).all()
    assert np.isfinite(ours[2:]).all()


def test_exposures_that_change_over_time(panel):
    returns, _, exposures = panel
    rng = np.random.default_rng(2)
    cube = exposures + 0.1 * rng.normal(size=(len(returns), *exposures.shape))
    returns[3, 5], cube[4, 6, 1], returns[5, 2:] = np.nan, np.nan, np.nan
    cube[6, :, 2] = cube[6, :, 1]
    ours = lambdas_per_period(returns, cube)
    assert np.isnan(ours[[5, 6]]).all()
    for period in (0, 3, 4, 79):
        known = ~(np.isnan(returns[period]) | np.isnan(cube[period]).any(axis=1))
        theirs = OLS(returns[period, known], cube[period, known]).fit().params
        np.testing.assert_allclose(ours[period], theirs, rtol=RELATIVE)


def test_the_error_of_a_mean_is_that_of_a_regression_on_a_constant(panel):
    by_period = lambdas(panel[0], panel[2])
    theirs = [OLS(series, np.ones(len(series))).fit().bse[0] for series in by_period.T]
    np.testing.assert_allclose(np.sqrt(fama_macbeth(by_period).diagonal()), theirs, rtol=RELATIVE)


@pytest.mark.parametrize("lags", [0, 3, 12])
def test_newey_west_with_given_lags_equals_statsmodels(panel, lags):
    by_period = lambdas(panel[0], panel[2])
    covariance, used = newey_west(by_period, lags)
    options = {"maxlags": lags, "use_correction": False}
    theirs = [
        OLS(series, np.ones(len(series))).fit(cov_type="HAC", cov_kwds=options).bse[0]
        for series in by_period.T
    ]
    np.testing.assert_allclose(np.sqrt(covariance.diagonal()), theirs, rtol=RELATIVE)
    assert used.tolist() == [lags] * 3
    assert np.linalg.eigvalsh(covariance).min() > 0


def test_automatic_lags_differ_by_premium_and_are_reported(panel):
    by_period = lambdas(panel[0], panel[2])
    by_period[:, 0] = np.cumsum(by_period[:, 0])
    covariance, used = newey_west(by_period, None)
    assert used[0] > used[1:].max()
    for place, lags in enumerate(used):
        alone, _ = newey_west(by_period[:, [place]], int(lags))
        assert covariance[place, place] == pytest.approx(alone[0, 0], rel=1e-12)
    np.testing.assert_allclose(covariance, covariance.T, rtol=1e-12)


def test_as_many_lags_as_periods_are_refused(panel):
    assert newey_west(panel[0][:10, :2], 9)[1].tolist() == [9, 9]
    with pytest.raises(InputError, match="lags is 10, but the errors come from 10 dates"):
        newey_west(panel[0][:10, :2], 10)


@pytest.mark.parametrize("zero_beta", [False, True])
def test_shanken_by_the_book(panel, zero_beta):
    returns, factors, exposures = panel
    by_period = lambdas(returns, with_zero_beta(exposures) if zero_beta else exposures)
    n_obs = len(returns)
    sigma = np.cov(factors.T)
    mean = by_period.mean(axis=0)[-3:]
    correction = mean @ np.linalg.inv(sigma) @ mean
    bordered = np.zeros((3 + zero_beta,) * 2)
    bordered[-3:, -3:] = sigma / n_obs
    expected = (1 + correction) * (np.cov(by_period.T) / n_obs - bordered) + bordered
    np.testing.assert_allclose(shanken(by_period, factors), expected, rtol=1e-10)


def test_shanken_widens_the_error_of_fama_and_macbeth(panel):
    """Where premia vary more than their factors, which least squares on betas makes them."""
    returns, factors, exposures = panel
    by_period = lambdas(returns, exposures)
    plain, wider = fama_macbeth(by_period).diagonal(), shanken(by_period, factors).diagonal()
    assert (wider > plain).all()
