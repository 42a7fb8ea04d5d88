"""Errors of premia that are robust to misspecification, against formulas written out here."""

from __future__ import annotations

import numpy as np
import pytest
from linearmodels.asset_pricing import LinearFactorModel
from panels import random_arrays
from statsmodels.stats.multitest import multipletests

from labfolio_xl.core.cross_section import lambdas, lambdas_available, with_zero_beta
from labfolio_xl.core.factor_model import fit_factor_model
from labfolio_xl.core.joint import holm_adjusted, wald_statistic
from labfolio_xl.core.premia_errors import influence_covariance, premia_influence
from labfolio_xl.core.time_series import betas, betas_available

RELATIVE = 1e-9
SHAPES = [(80, 12, 3), (60, 24, 6), (40, 5, 1)]


def exposures_of(coefficients, *, zero_beta):
    slopes = np.ascontiguousarray(coefficients[1:].T)
    return with_zero_beta(slopes) if zero_beta else slopes


def ours(returns, factors, *, zero_beta):
    """Premia by period and the influence on their means."""
    exposures = exposures_of(betas_available(returns, factors), zero_beta=zero_beta)
    by_period = lambdas_available(returns, exposures)
    return by_period, premia_influence(returns, factors, exposures, by_period)


def kan_robotti_shanken(returns, factors, *, zero_beta):
    """T times the asymptotic variance, from the printed terms h_t of ordinary least squares.

    h_t = (g_t - g) - (phi_t - phi) w_t + (X'X)^-1 z_t u_t, with g_t = (X'X)^-1 X'R_t, phi_t =
    [g0_t, (g1_t - f_t)']', u_t = e'(R_t - mu), e the pricing errors, w_t = g1' V^-1 (f_t - mean)
    and z_t = [0, (f_t - mean)' V^-1]'. Kan, Robotti and Shanken (2013), section II.
    """
    n_obs, n_factors = factors.shape
    moves, centred = factors - factors.mean(axis=0), returns - returns.mean(axis=0)
    inverse = np.linalg.inv(moves.T @ moves / n_obs)
    slopes = centred.T @ moves / n_obs @ inverse
    x = np.column_stack([np.ones(len(slopes)), slopes]) if zero_beta else slopes
    gram = np.linalg.inv(x.T @ x)
    by_period = returns @ x @ gram
    mean = by_period.mean(axis=0)
    errors = returns.mean(axis=0) - x @ mean
    total = np.zeros((x.shape[1],) * 2)
    for t in range(n_obs):
        bordered = np.zeros(x.shape[1])
        bordered[-n_factors:] = moves[t]
        z = np.zeros(x.shape[1])
        z[-n_factors:] = inverse @ moves[t]
        w = mean[-n_factors:] @ inverse @ moves[t]
        h = (by_period[t] - mean) - (by_period[t] - mean - bordered) * w
        h += gram @ z * (errors @ centred[t])
        total += np.outer(h, h)
    return total / n_obs


@pytest.mark.parametrize("zero_beta", [False, True])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_complete_data_have_the_printed_variance(shape, zero_beta):
    """The paper divides by T squared, the package by T (T - K - 1)."""
    returns, factors = random_arrays(*shape, seed=4)
    n_obs, n_coefficients = len(factors), factors.shape[1] + 1
    _, influence = ours(returns, factors, zero_beta=zero_beta)
    covariance = influence_covariance(influence, n_obs, n_coefficients)
    printed = kan_robotti_shanken(returns, factors, zero_beta=zero_beta) / n_obs
    debiased = printed * n_obs / (n_obs - n_coefficients)
    scale = np.sqrt(np.outer(debiased.diagonal(), debiased.diagonal()))
    np.testing.assert_allclose(covariance / scale, debiased / scale, rtol=0.0, atol=RELATIVE)


@pytest.mark.parametrize("zero_beta", [False, True])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_complete_data_have_the_variance_of_the_factor_model_and_linearmodels(shape, zero_beta):
    returns, factors = random_arrays(*shape, seed=5)
    _, influence = ours(returns, factors, zero_beta=zero_beta)
    errors = np.sqrt(influence_covariance(influence, len(factors), factors.shape[1] + 1).diagonal())
    model = fit_factor_model(returns, factors, intercept=zero_beta)
    np.testing.assert_allclose(errors, np.sqrt(model.premia_cov.diagonal()), rtol=RELATIVE)
    theirs = LinearFactorModel(returns, factors, risk_free=zero_beta).fit(debiased=True)
    np.testing.assert_allclose(errors, theirs.risk_premia_se, rtol=RELATIVE)


def weighted_premia(weights, returns, factors, present, known, *, zero_beta):
    """Mean premia in which period t counts ``weights[t]`` times, also in the betas."""
    x = np.column_stack([np.ones(len(factors)), factors])
    slopes = []
    for asset in range(returns.shape[1]):
        held = present[:, asset]
        weighted = x[held] * weights[held, None]
        slopes.append(np.linalg.solve(weighted.T @ x[held], weighted.T @ returns[held, asset])[1:])
    exposures = np.array(slopes)
    if zero_beta:
        exposures = np.column_stack([np.ones(len(exposures)), exposures])
    total = 0.0
    for t in known:
        b = exposures[present[t]]
        total = total + weights[t] * np.linalg.solve(b.T @ b, b.T @ returns[t, present[t]])
    return total / weights[known].sum()


@pytest.mark.parametrize("zero_beta", [False, True])
def test_with_missing_returns_the_influence_is_the_slope_in_the_weight_of_a_period(zero_beta):
    """A derivative by a complex step has no rounding error of a difference."""
    returns, factors = random_arrays(40, 7, 2, seed=6)
    rng = np.random.default_rng(7)
    returns[rng.random(returns.shape) < 0.2] = np.nan
    returns[:9, 0] = np.nan
    returns[5, 1:] = np.nan  # a period without premia, which the betas still use
    returns[6, 1:] = np.nan
    returns[5, 1] = 0.01
    by_period, influence = ours(returns, factors, zero_beta=zero_beta)
    known, present = np.flatnonzero(~np.isnan(by_period).any(axis=1)), ~np.isnan(returns)
    assert 5 not in known
    assert present[5].any()
    assert influence[5].any()
    step = 1e-30
    for t in range(len(factors)):
        weights = np.ones(len(factors), dtype=complex)
        weights[t] += 1j * step
        moved = weighted_premia(weights, returns, factors, present, known, zero_beta=zero_beta)
        slope = moved.imag / step * len(known)
        np.testing.assert_allclose(influence[t], slope, rtol=RELATIVE, atol=1e-9 * influence.max())


def test_without_spare_periods_there_is_no_covariance():
    assert np.isnan(influence_covariance(np.ones((4, 2)), 4, 4)).all()


def test_a_wald_statistic_is_the_sum_of_squares_of_uncorrelated_t_values():
    returns, factors = random_arrays(60, 9, 3, seed=8)
    by_period = lambdas(returns, exposures_of(betas(returns, factors)[0], zero_beta=False))
    mean, covariance = by_period.mean(axis=0), np.cov(by_period.T) / 60
    root = np.linalg.solve(np.linalg.cholesky(covariance), mean)
    assert wald_statistic(mean, covariance) == pytest.approx(root @ root, rel=RELATIVE)
    units = np.diag([1.0, 100.0, 1e-6])
    rescaled = wald_statistic(units @ mean, units @ covariance @ units)
    assert rescaled == pytest.approx(root @ root, rel=RELATIVE)


def test_estimates_with_a_singular_covariance_have_no_joint_test():
    assert np.isnan(wald_statistic(np.ones(2), np.ones((2, 2))))
    assert np.isnan(wald_statistic(np.ones(2), np.zeros((2, 2))))
    assert np.isnan(wald_statistic(np.ones(2), np.full((2, 2), np.nan)))
    assert np.isnan(wald_statistic(np.ones(2), np.diag([1.0, -1.0])))
    assert np.isnan(wald_statistic(np.ones(2), np.array([[1.0, 2.0], [2.0, 1.0]])))


@pytest.mark.parametrize("seed", range(3))
def test_holms_p_values_are_those_of_statsmodels(seed):
    pvalues = np.random.default_rng(seed).random(6) ** 3
    pvalues[4] = pvalues[1]
    theirs = multipletests(pvalues, method="holm")[1]
    np.testing.assert_allclose(holm_adjusted(pvalues), theirs, rtol=RELATIVE)
    with_gap = holm_adjusted(np.insert(pvalues, 2, np.nan))
    assert np.isnan(with_gap[2])
    np.testing.assert_allclose(np.delete(with_gap, 2), theirs, rtol=RELATIVE)
