"""Joint tests against multivariate regression in statsmodels, linearmodels, and definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.asset_pricing import TradedFactorModel
from panels import random_arrays
from statsmodels.api import OLS, add_constant
from statsmodels.multivariate.multivariate_ols import _MultivariateOLS

from labfolio_xl.core import alpha_tests
from labfolio_xl.core.time_series import fit

RELATIVE = 1e-9
SHAPES = [(250, 24, 6), (60, 3, 1), (500, 50, 3)]


@pytest.fixture(params=SHAPES, ids=str)
def panel(request):
    return random_arrays(*request.param, seed=sum(request.param))


def wilks(returns, factors, restrictions, values=None):
    """Exact F of Wilks' lambda for linear restrictions on the coefficients of all assets."""
    if returns.shape[1] == 1:
        test = OLS(returns[:, 0], add_constant(factors)).fit().f_test((restrictions, values[:, 0]))
        return float(test.fvalue), test.df_num, test.df_denom
    hypothesis = ("h", restrictions, None, values)
    result = _MultivariateOLS(returns, add_constant(factors)).fit().mv_test([hypothesis])
    row = result.results["h"]["stat"].loc["Wilks' lambda"]
    return float(row["F Value"]), float(row["Num DF"]), float(row["Den DF"])


def test_grs_is_the_multivariate_test_of_the_intercept(panel):
    returns, factors = panel
    joint = alpha_tests.joint_alphas(returns, factors)
    intercept = np.eye(factors.shape[1] + 1)[:1]
    expected = wilks(returns, factors, intercept)
    np.testing.assert_allclose(
        (joint.f_statistic, joint.df, joint.df_denominator), expected, rtol=RELATIVE
    )


def test_grs_is_its_formula(panel):
    """Gibbons, Ross and Shanken (1989), with the covariances' divisor T."""
    returns, factors = panel
    (n_obs, n_assets), n_factors = returns.shape, factors.shape[1]
    coefficients = np.linalg.lstsq(add_constant(factors), returns, rcond=None)[0]
    residuals = returns - add_constant(factors) @ coefficients
    sigma, omega = residuals.T @ residuals / n_obs, np.atleast_2d(np.cov(factors.T, bias=True))
    alpha, mean = coefficients[0], factors.mean(axis=0)
    squared = mean @ np.linalg.solve(omega, mean)
    expected = (n_obs - n_assets - n_factors) / n_assets
    expected *= alpha @ np.linalg.solve(sigma, alpha) / (1.0 + squared)
    joint = alpha_tests.joint_alphas(returns, factors)
    assert joint.f_statistic == pytest.approx(expected, rel=RELATIVE)
    assert joint.sharpe_factors == pytest.approx(np.sqrt(squared), rel=RELATIVE)


def test_the_sharpe_ratio_of_all_is_that_of_the_tangency_portfolio(panel):
    returns, factors = panel
    every = np.column_stack([factors, returns])
    mean = every.mean(axis=0)
    squared = mean @ np.linalg.solve(np.cov(every.T, bias=True), mean)
    assert alpha_tests.joint_alphas(returns, factors).sharpe_all == pytest.approx(
        np.sqrt(squared), rel=1e-8
    )


def test_one_asset_gives_the_square_of_its_t():
    returns, factors = random_arrays(80, 1, 2, seed=3)
    estimates = fit(returns, factors)
    t = estimates.coefficients[0, 0] / estimates.std_errors[0, 0]
    assert alpha_tests.joint_alphas(returns, factors).f_statistic == pytest.approx(t**2, rel=1e-10)


def test_each_factor_has_its_multivariate_test(panel):
    returns, factors = panel
    values, df, df_denominator = alpha_tests.joint_f_statistics(returns, factors)
    for place, value in enumerate(values):
        expected = wilks(returns, factors, np.eye(len(values))[place : place + 1])
        np.testing.assert_allclose((value, df, df_denominator), expected, rtol=RELATIVE)


@pytest.mark.parametrize(
    ("cov", "lags", "options"),
    [
        ("hc1", None, {}),
        ("hc0", None, {"debiased": False}),
        ("hac", 4, {"cov_type": "kernel", "bandwidth": 4, "debiased": False}),
    ],
)
def test_j_is_that_of_the_traded_factor_model(panel, cov, lags, options):
    returns, factors = panel
    theirs = TradedFactorModel(pd.DataFrame(returns), pd.DataFrame(factors)).fit(**options)
    ours, used = alpha_tests.alpha_j_statistic(returns, factors, cov, lags)
    assert ours == pytest.approx(theirs.j_statistic.stat, rel=1e-8)
    assert used == (lags or 0)


def test_automatic_lags_grow_with_persistence():
    returns, factors = random_arrays(600, 4, 1, seed=2)
    persistent = returns.copy()
    for row in range(1, len(returns)):
        persistent[row] = 0.8 * persistent[row - 1] + returns[row]
    assert (
        alpha_tests.alpha_j_statistic(persistent, factors, "hac")[1]
        > alpha_tests.alpha_j_statistic(returns, factors, "hac")[1]
    )


@pytest.mark.parametrize("n_new", [1, 2, 4])
@pytest.mark.parametrize("n_factors", [1, 3])
def test_huberman_kandel_is_the_multivariate_test_of_both_restrictions(n_new, n_factors):
    """Both alpha = 0 and sum of betas = 1, for each new asset."""
    new, factors = random_arrays(150, n_new, n_factors, seed=n_new + n_factors)
    restrictions = np.vstack([np.eye(n_factors + 1)[0], [0.0] + [1.0] * n_factors])
    values = np.vstack([np.zeros(n_new), np.ones(n_new)])
    expected = wilks(new, factors, restrictions, values)
    found = alpha_tests.spanning_f_statistic(new, factors)
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def kleibergen_paap(returns, factors):
    """The rk statistic by the paper's formulas, with every Kronecker product made.

    Kleibergen and Paap (2006), equations (8) to (12), for rank K - 1, with the scaling
    matrices of the Cragg-Donald statistic.
    """
    n_obs, n_factors = factors.shape
    matrix = add_constant(factors)
    coefficients = np.linalg.lstsq(matrix, returns, rcond=None)[0]
    residuals = returns - matrix @ coefficients
    influence = matrix @ np.linalg.inv(matrix.T @ matrix)
    scores = np.einsum("ti,tk->tki", residuals, influence[:, 1:]).reshape(n_obs, -1)
    robust = scores.T @ scores  # of vec(B), B is assets x factors, columns stacked
    values, vectors = np.linalg.eigh(np.linalg.inv(residuals.T @ residuals / n_obs))
    scale_left = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    scale_right = np.linalg.cholesky(np.atleast_2d(np.cov(factors.T, bias=True))).T
    theta = scale_left @ coefficients[1:].T @ scale_right.T
    turn = np.kron(scale_right, scale_left)
    left, _, right = np.linalg.svd(theta)
    rank = n_factors - 1
    u12, u22 = left[:rank, rank:], left[rank:, rank:]
    v12, v22 = right.T[:rank, rank:], right.T[rank:, rank:]
    root = np.linalg.cholesky(u22 @ u22.T)
    left_null = np.vstack([u12, u22]) @ np.linalg.inv(u22) @ root
    right_null = np.vstack([v12, v22]) @ np.linalg.inv(v22) * np.abs(v22)
    lam = left_null.T @ theta @ right_null
    project = np.kron(right_null.T, left_null.T)
    omega = project @ turn @ robust @ turn.T @ project.T
    return (lam.T @ np.linalg.solve(omega, lam)).item()


@pytest.mark.parametrize("shape", [(250, 6, 2), (300, 9, 3), (120, 4, 4)], ids=str)
def test_kleibergen_paap_is_its_formula(shape):
    returns, factors = random_arrays(*shape, seed=5)
    _, robust, df = alpha_tests.rank_statistics(returns, factors)
    assert robust == pytest.approx(kleibergen_paap(returns, factors), rel=1e-8)
    assert df == shape[1] - shape[2] + 1


@pytest.mark.parametrize("shape", [(250, 6, 2), (300, 9, 3)], ids=str)
def test_cragg_donald_is_the_smallest_root(shape):
    """T times the smallest root of |Omega^(1/2)' B' Sigma^-1 B Omega^(1/2) - root|."""
    returns, factors = random_arrays(*shape, seed=6)
    n_obs = len(returns)
    coefficients = np.linalg.lstsq(add_constant(factors), returns, rcond=None)[0]
    residuals = returns - add_constant(factors) @ coefficients
    betas = coefficients[1:].T
    inner = betas.T @ np.linalg.solve(residuals.T @ residuals / n_obs, betas)
    roots = np.linalg.eigvals(inner @ np.cov(factors.T, bias=True)).real
    found, _, _ = alpha_tests.rank_statistics(returns, factors)
    assert found == pytest.approx(n_obs * roots.min(), rel=1e-9)


def test_one_factor_gives_the_wald_test_of_its_betas():
    returns, factors = random_arrays(200, 5, 1, seed=7)
    values, df, degrees = alpha_tests.joint_f_statistics(returns, factors)
    found, _, chi_df = alpha_tests.rank_statistics(returns, factors)
    assert chi_df == df
    assert found == pytest.approx(values[1] * df / degrees * len(returns), rel=1e-9)


def test_scaling_a_factor_changes_no_rank_statistic():
    returns, factors = random_arrays(200, 6, 3, seed=8)
    before = alpha_tests.rank_statistics(returns, factors)
    after = alpha_tests.rank_statistics(returns, factors * [1e-4, 1.0, 1e3])
    np.testing.assert_allclose(after, before, rtol=1e-8)


def test_too_few_dates_have_no_exact_test():
    returns, factors = random_arrays(20, 18, 2)
    joint = alpha_tests.joint_alphas(returns, factors)
    assert np.isnan(joint.f_statistic)
    assert joint.df_denominator == 0
    assert np.isnan(alpha_tests.alpha_j_statistic(returns, factors)[0])
    assert np.isnan(alpha_tests.joint_f_statistics(returns, factors)[0]).all()
    assert np.isnan(alpha_tests.rank_statistics(returns, factors)[:2]).all()


def test_an_asset_that_repeats_others_has_no_joint_test():
    returns, factors = random_arrays(100, 4, 2)
    returns[:, 3] = returns[:, 0] - returns[:, 1]
    assert np.isnan(alpha_tests.joint_alphas(returns, factors).f_statistic)
    assert np.isnan(alpha_tests.alpha_j_statistic(returns, factors)[0])


def test_an_asset_that_is_a_factor_has_no_joint_test():
    returns, factors = random_arrays(100, 4, 2)
    returns[:, 0] = factors[:, 1]
    assert np.isnan(alpha_tests.joint_alphas(returns, factors).f_statistic)
    assert np.isnan(alpha_tests.alpha_j_statistic(returns, factors)[0])
    assert np.isnan(alpha_tests.joint_f_statistics(returns, factors)[0]).all()
    assert np.isnan(alpha_tests.rank_statistics(returns, factors)[:2]).all()


def test_fewer_assets_than_factors_have_no_rank_test():
    returns, factors = random_arrays(100, 2, 3)
    assert np.isnan(alpha_tests.rank_statistics(returns, factors)[:2]).all()


@pytest.mark.parametrize("order", ["C", "F", "slice"])
def test_the_order_of_memory_does_not_matter(panel, order):
    """And what was given is left as it was: the factorisation works in place."""
    returns, factors = panel
    given = np.repeat(returns, 2, axis=1)[:, ::2] if order == "slice" else np.array(returns)
    given = np.asarray(given, order=None if order == "slice" else order)
    before = given.copy()
    joint = alpha_tests.joint_alphas(given, factors)
    expected = alpha_tests.joint_alphas(np.ascontiguousarray(returns), factors)
    assert joint.f_statistic == pytest.approx(expected.f_statistic, rel=RELATIVE)
    found = alpha_tests.alpha_j_statistic(given, factors)[0]
    expected = alpha_tests.alpha_j_statistic(np.ascontiguousarray(returns), factors)[0]
    assert found == pytest.approx(expected, rel=RELATIVE)
    assert np.array_equal(given, before)


@pytest.mark.parametrize("cov", ["hc0", "hc1", "hac"])
def test_both_tests_of_one_regression_are_those_of_two(panel, cov):
    joint, value, lags = alpha_tests.alpha_statistics(*panel, cov)
    alone = alpha_tests.joint_alphas(*panel)
    assert joint.f_statistic == alone.f_statistic
    assert np.array_equal(joint.alphas, alone.alphas)
    assert (value, lags) == alpha_tests.alpha_j_statistic(*panel, cov)
