"""The scaled form of J: its scale and degrees of freedom, and the test of which it is the form."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from scipy import stats

from labfolio_xl.core.alpha_tests import joint_alphas
from labfolio_xl.core.newey_west import bartlett_weight
from labfolio_xl.core.scaled_j import equivalent_df, most_lags, scaled_j


def test_with_the_classical_covariance_it_is_the_test_of_gibbons_ross_and_shanken():
    """J = alpha' V^-1 alpha with V = (X'X)^-1[0, 0] E'E / (T - K - 1)."""
    returns, factors = random_arrays(60, 8, 3)
    matrix = np.column_stack([np.ones(60), factors])
    inverse = np.linalg.inv(matrix.T @ matrix)
    coefficients = inverse @ matrix.T @ returns
    residuals = returns - matrix @ coefficients
    covariance = inverse[0, 0] * residuals.T @ residuals / 56
    j = coefficients[0] @ np.linalg.solve(covariance, coefficients[0])
    found, grs = scaled_j(j, 8, 56), joint_alphas(returns, factors)
    assert (found.df, found.df_denominator) == (grs.df, grs.df_denominator) == (8, 49)
    assert found.scale * j == pytest.approx(grs.f_statistic, rel=1e-9)
    assert found.pvalue == pytest.approx(stats.f.sf(grs.f_statistic, 8, 49), rel=1e-9)


def test_a_covariance_of_divisor_t_gives_the_same_p():
    unbiased = scaled_j(20.0, 5, 56)
    assert scaled_j(20.0 * 60 / 56, 5, 56, divisor=60).pvalue == pytest.approx(unbiased.pvalue)


def test_the_rank_of_the_inverse_takes_degrees_from_the_denominator():
    found = scaled_j(20.0, 5, 56, rank=8)
    assert (found.df, found.df_denominator) == (5, 49)
    assert found.pvalue == pytest.approx(stats.f.sf(20.0 * 49 / (56 * 5), 5, 49), rel=1e-12)


@pytest.mark.parametrize("lags", [0, 1, 4, 12])
def test_equivalent_dates_are_those_of_the_squared_weights(lags):
    weights = bartlett_weight(np.arange(1, lags + 1), np.array(lags))
    assert equivalent_df(242, lags) == pytest.approx(242 / (1 + 2 * (weights**2).sum()), rel=1e-12)


@pytest.mark.parametrize(
    ("residual_df", "n_free"), [(242, 20), (242, 14), (53, 5), (19, 5), (9, 5)]
)
def test_the_most_lags_leave_two_dates_for_each_estimate(residual_df, n_free):
    most = most_lags(residual_df, n_free)
    assert most == 0 or 2 * (most + 1) * n_free <= residual_df
    assert 2 * (most + 2) * n_free > residual_df
    if most:
        assert scaled_j(1.0, n_free, residual_df, lags=most).df_denominator > n_free


@pytest.mark.parametrize(("n_free", "residual_df"), [(0, 50), (20, 19), (20, 12)])
def test_without_degrees_of_freedom_there_is_no_p(n_free, residual_df):
    found = scaled_j(30.0, n_free, residual_df)
    assert np.isnan(found.pvalue)
    assert np.isnan(found.scale)
