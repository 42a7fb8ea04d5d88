"""The split of a portfolio's risk, and the covariance of one regression's coefficients."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from statsmodels.api import OLS, add_constant

from labfolio_xl.core import portfolio
from labfolio_xl.core.time_series import fit

# Two right answers that differ in the order of their sums.
CLOSE = {"rtol": 1e-10, "atol": 1e-18}


@pytest.fixture(params=[(120, 6, 2), (250, 24, 6), (60, 100, 3)], ids=str)
def panel(request):
    returns, factors = random_arrays(*request.param, seed=1)
    weights = np.random.default_rng(2).normal(0.1, 0.2, request.param[1])
    return returns, factors, weights


def test_the_whole_is_the_sample_variance_of_the_portfolio(panel):
    returns, factors, weights = panel
    split = portfolio.split_risk(returns, factors, weights)
    whole = split.exposures @ split.factor_covariances + split.specific
    np.testing.assert_allclose(whole, np.var(returns @ weights, ddof=1), **CLOSE)


@pytest.mark.parametrize("specific", ["full", "diagonal"])
def test_factors_and_assets_add_up_to_the_same_whole(panel, specific):
    returns, factors, weights = panel
    split = portfolio.split_risk(returns, factors, weights, specific)
    by_factor = split.exposures @ split.factor_covariances
    np.testing.assert_allclose(weights @ split.asset_factor_covariances, by_factor, **CLOSE)
    np.testing.assert_allclose(weights @ split.asset_specific_covariances, split.specific, **CLOSE)


def test_diagonal_is_the_quadratic_form_of_the_model(panel):
    """Equal to w' (B S B' + D) w, with every matrix made by numpy."""
    returns, factors, weights = panel
    matrix = add_constant(factors)
    coefficients = np.linalg.lstsq(matrix, returns, rcond=None)[0]
    residuals = returns - matrix @ coefficients
    model = coefficients[1:].T @ np.atleast_2d(np.cov(factors.T)) @ coefficients[1:]
    model += np.diag(residuals.var(axis=0, ddof=1))
    split = portfolio.split_risk(returns, factors, weights, "diagonal")
    whole = split.exposures @ split.factor_covariances + split.specific
    np.testing.assert_allclose(whole, weights @ model @ weights, **CLOSE)
    np.testing.assert_allclose(np.diag(model), returns.var(axis=0, ddof=1), rtol=1e-9)


def test_two_assets_by_hand():
    """With f = 1, -1, 1, -1; A = 2 f + (1, 1, -1, -1), B = f: exposures 2, 1, var f = 4 / 3.

    Equal weights: exposure 1.5, factor variance 2.25 x 4/3 = 3, specific 0.25 x 4/3 = 1/3.
    """
    factor = np.array([1.0, -1.0, 1.0, -1.0])
    noise = np.array([1.0, 1.0, -1.0, -1.0])
    returns = np.column_stack([2.0 * factor + noise, factor])
    split = portfolio.split_risk(returns, factor[:, None], np.array([0.5, 0.5]))
    np.testing.assert_allclose(split.exposures, [1.5], rtol=1e-12)
    np.testing.assert_allclose(split.exposures * split.factor_covariances, [3.0], rtol=1e-12)
    np.testing.assert_allclose(split.specific, 1.0 / 3.0, rtol=1e-12)
    np.testing.assert_allclose(split.asset_factor_covariances, [4.0, 2.0], rtol=1e-12)
    np.testing.assert_allclose(split.asset_specific_covariances, [2.0 / 3.0, 0.0], atol=1e-12)


def test_a_full_split_never_makes_a_matrix_of_assets_by_assets():
    returns, factors = random_arrays(50, 400, 2)
    split = portfolio.split_risk(returns, factors, np.full(400, 1 / 400))
    assert max(np.size(part) for part in (split.exposures, split.asset_factor_covariances)) == 400


@pytest.mark.parametrize(("cov", "lags"), [("ols", None), ("hc0", None), ("hc1", None), ("hac", 6)])
def test_coefficient_covariance_is_that_of_statsmodels(cov, lags):
    returns, factors = random_arrays(200, 1, 3, seed=4)
    model = OLS(returns[:, 0], add_constant(factors))
    options = {"maxlags": lags, "use_correction": False} if cov == "hac" else {}
    theirs = model.fit() if cov == "ols" else model.fit(cov_type=cov.upper(), cov_kwds=options)
    estimates, ours = portfolio.coefficient_covariance(returns[:, 0], factors, cov, lags)
    np.testing.assert_allclose(ours, theirs.cov_params(), rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(ours.diagonal()), estimates.std_errors[:, 0], rtol=1e-10)


def test_automatic_lags_are_those_of_the_standard_errors():
    returns, factors = random_arrays(200, 1, 3, seed=4)
    estimates, covariance = portfolio.coefficient_covariance(returns[:, 0], factors, "hac")
    assert estimates.lags[0] > 0
    errors = fit(returns, factors, "hac").std_errors[:, 0]
    np.testing.assert_allclose(np.sqrt(covariance.diagonal()), errors, rtol=1e-10)


def test_a_free_factor_moves_by_its_regression_on_the_shocked_one():
    """Deviations of -1, 0, 1 and of -1, 1, 0: covariance over variance is half of the shock."""
    factors = np.array([[1.0, 4.0], [2.0, 6.0], [3.0, 5.0]])
    moves = portfolio.conditional_moves(factors, np.array([-0.1, np.nan]))
    np.testing.assert_allclose(moves, [-0.1, -0.05], rtol=1e-12)


def test_shocks_of_all_factors_stay_as_they_are():
    _, factors = random_arrays(20, 1, 2)
    moves = portfolio.conditional_moves(factors, np.array([0.1, -0.2]))
    np.testing.assert_array_equal(moves, [0.1, -0.2])


@pytest.mark.parametrize("unit", [1.0, 1e-6])
def test_reciprocal_condition_does_not_depend_on_units(unit):
    rng = np.random.default_rng(0)
    square = rng.normal(size=(8, 8))
    matrix = square @ square.T
    scale = np.diag(np.geomspace(1.0, unit, 8))
    correlation = matrix / np.sqrt(np.outer(matrix.diagonal(), matrix.diagonal()))
    expected = 1.0 / np.linalg.cond(correlation, 1)
    found = portfolio.reciprocal_condition(scale @ matrix @ scale)
    # LAPACK's estimate is a lower bound of the norm of the inverse, nearly always exact.
    assert expected * 0.999 <= found <= 3.0 * expected


@pytest.mark.parametrize("matrix", [np.ones((3, 3)), np.diag([1.0, 0.0]), -np.eye(2)], ids=str)
def test_what_is_not_positive_definite_has_condition_zero(matrix):
    assert portfolio.reciprocal_condition(matrix) < 1e-15


def test_inputs_are_not_changed(panel):
    returns, factors, weights = panel
    copies = [array.copy() for array in panel]
    portfolio.split_risk(returns, factors, weights)
    portfolio.coefficient_covariance(returns[:, 0], factors, "hac")
    shocks = np.array([0.1, np.nan])
    portfolio.conditional_moves(factors[:, :2], shocks)
    for array, copy in zip(panel, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert np.isnan(shocks[1])
