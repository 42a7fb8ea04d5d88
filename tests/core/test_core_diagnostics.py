"""Residual tests equal statsmodels' for every asset."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from statsmodels.api import add_constant
from statsmodels.stats.diagnostic import acorr_ljungbox, het_breuschpagan
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.stats.stattools import jarque_bera

from labfolio_xl.core import diagnostics
from labfolio_xl.core.distributions import chi2_tails
from labfolio_xl.core.time_series import betas

RELATIVE = 1e-9


@pytest.fixture(params=[(250, 5, 3), (60, 4, 1), (1000, 3, 6)], ids=str)
def residuals_and_fitted(request):
    returns, factors = random_arrays(*request.param, seed=1)
    coefficients, _ = betas(returns, factors)
    fitted = add_constant(factors) @ coefficients
    return returns - fitted, fitted


@pytest.mark.parametrize("lags", [1, 5, 10])
def test_ljung_box(residuals_and_fitted, lags):
    residuals, _ = residuals_and_fitted
    found, df = diagnostics.ljung_box(residuals, lags)
    pvalues = chi2_tails(found, df)
    for asset, column in enumerate(residuals.T):
        theirs = acorr_ljungbox(column, [lags]).iloc[0]
        assert found[asset] == pytest.approx(theirs["lb_stat"], rel=RELATIVE)
        assert pvalues[asset] == pytest.approx(theirs["lb_pvalue"], rel=RELATIVE)


def test_white(residuals_and_fitted):
    """Its special form is the test of Koenker on the fitted value and its square."""
    residuals, fitted = residuals_and_fitted
    found, df = diagnostics.white(residuals, fitted)
    for asset, (column, level) in enumerate(zip(residuals.T, fitted.T, strict=True)):
        terms = add_constant(np.column_stack([level, level**2 / np.abs(level).max()]))
        statistic, pvalue, *_ = het_breuschpagan(column, terms)
        assert found[asset] == pytest.approx(statistic, rel=RELATIVE)
        assert chi2_tails(found, df)[asset] == pytest.approx(pvalue, rel=1e-8)


def test_fitted_values_that_take_one_or_two_values_are_not_testable():
    """Of two values the square says what they say; of nothing there is nothing to explain."""
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(60, 4))
    event = (rng.random(60) < 0.3).astype(float)
    halves = np.arange(60) % 2 - 0.5
    three = 0.01 * (np.arange(60) % 3)
    constant = np.full(60, 0.1) + 1e-17 * event
    fitted = np.column_stack([constant, event, halves, three])
    found, _ = diagnostics.white(noise, fitted)
    assert np.isnan(found).tolist() == [True, True, True, False]
    assert np.isnan(diagnostics.white(0.0 * noise, three[:, None] + 0.0 * noise)[0]).all()


def test_jarque_bera(residuals_and_fitted):
    residuals, _ = residuals_and_fitted
    statistic, df, skewness, kurtosis = diagnostics.jarque_bera(residuals)
    for asset, column in enumerate(residuals.T):
        found = (
            statistic[asset],
            chi2_tails(statistic, df)[asset],
            skewness[asset],
            kurtosis[asset],
        )
        np.testing.assert_allclose(found, jarque_bera(column), rtol=1e-8)


@pytest.mark.parametrize("test", ["white", "jarque_bera"])
@pytest.mark.parametrize("unit", [1e-75, 1e99])
def test_statistics_do_not_depend_on_the_unit_of_the_returns(residuals_and_fitted, test, unit):
    """Nor do squares of squares overflow."""
    series = residuals_and_fitted[:1] if test == "jarque_bera" else residuals_and_fitted
    expected = getattr(diagnostics, test)(*series)[0]
    found = getattr(diagnostics, test)(*(each * unit for each in series))[0]
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_condition_number_is_that_of_scaled_columns():
    _, factors = random_arrays(100, 1, 4)
    matrix = add_constant(factors)
    expected = np.linalg.cond(matrix / np.linalg.norm(matrix, axis=0))
    assert diagnostics.condition_number(factors) == pytest.approx(expected, rel=1e-10)
    assert diagnostics.condition_number(factors * 1e6) == pytest.approx(expected, rel=1e-9)


def test_variance_inflation_equals_statsmodels():
    _, factors = random_arrays(120, 1, 3)
    matrix = add_constant(factors)
    theirs = [variance_inflation_factor(matrix, place) for place in (1, 2, 3)]
    np.testing.assert_allclose(diagnostics.variance_inflation(factors), theirs, rtol=RELATIVE)


def test_variance_inflation_of_a_combination_is_infinite_for_all_that_take_part():
    _, factors = random_arrays(120, 1, 3)
    combination = factors[:, 0] - 2.0 * factors[:, 2]
    found = diagnostics.variance_inflation(np.column_stack([factors, combination]))
    assert np.isinf(found).tolist() == [True, False, True, True]


def test_a_matrix_without_a_column_or_with_a_repeated_one_has_an_infinite_condition():
    matrix = np.column_stack([np.ones(4), [1.0, 2.0, 3.0, 4.0], np.zeros(4)])
    assert np.isinf(diagnostics.scaled_condition(matrix))
    assert diagnostics.scaled_condition(matrix[:, [0, 1, 1]]) > 1e15
    assert diagnostics.scaled_condition(np.eye(3) * [1.0, 1e6, 1e-6]) == pytest.approx(1.0)


def test_inflation_net_of_a_market_is_that_of_residuals():
    """Styles of a market: one plus independent tilts, whose market parts are regressed out."""
    rng = np.random.default_rng(6)
    market = rng.normal(size=(200, 1))
    tilts = rng.normal(size=(200, 2))
    factors = np.column_stack([market, 0.9 * market + 0.2 * tilts, rng.normal(size=200)])
    factors[:, :1] += 0.5 * factors[:, 1:3].sum(axis=1, keepdims=True)
    slopes = np.linalg.lstsq(add_constant(factors[:, 0]), factors[:, 1:], rcond=None)[0]
    net = factors.copy()
    net[:, 1:] = factors[:, 1:] - add_constant(factors[:, 0]) @ slopes
    matrix = add_constant(net)
    expected = max(variance_inflation_factor(matrix, place) for place in range(1, 5))
    assert diagnostics.inflation_net_of(factors, 0) == pytest.approx(expected, rel=1e-9)
    assert diagnostics.variance_inflation(factors).max() > 2.0 * expected


def test_net_of_a_factor_that_stands_there_twice_nothing_is_left():
    _, factors = random_arrays(60, 1, 2)
    twice = np.column_stack([factors, factors[:, 0] + 1e-4 * factors[:, 1] ** 2])
    assert np.isinf(diagnostics.inflation_net_of(twice, 0))
