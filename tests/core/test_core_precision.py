"""Estimates against 50-digit arithmetic, where factors are collinear or badly scaled.

statsmodels is no judge there: its pseudo-inverse loses digits with the condition of the factors
as they are, not scaled to one length.
"""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
from panels import random_arrays
from statsmodels.api import OLS

from labfolio_xl.core import time_series
from labfolio_xl.core.cross_section import lambdas
from labfolio_xl.core.factor_model import fit_factor_model
from labfolio_xl.core.qr import design, factorise

# An orthogonal factorisation loses as many digits as the condition of the scaled columns has.
# The constant was 7.4 at most when it was measured.
EPSILON = np.finfo(float).eps
PER_CONDITION = 50 * EPSILON

COLLINEARITY = [1.0, 1e-3, 1e-5, 1e-7]
SCALE_AND_SHIFT = [(1.0, 0.0), (1e6, 0.0), (1e-8, 0.0), (1.0, 100.0)]


@pytest.fixture(autouse=True)
def fifty_digits():
    with mp.workdps(50):
        yield


def matrix(array):
    return mp.matrix(np.asarray(array).tolist())


def floats(exact):
    return np.array(exact.tolist(), dtype=float)


def nearly_collinear(collinearity, scale, shift, n_obs=60):
    """Four factors; the last is the first plus a little of its own, the second is off scale."""
    rng = np.random.default_rng(0)
    factors = 0.01 * rng.normal(size=(n_obs, 4))
    factors[:, 3] = factors[:, 0] + collinearity * factors[:, 3]
    returns = factors @ [1.0, 0.5, -0.3, 0.2] + 0.005 * rng.normal(size=n_obs)
    factors[:, 1] = scale * factors[:, 1] + shift
    return returns[:, None], factors


def scaled_condition(columns):
    return np.linalg.cond(columns / np.linalg.norm(columns, axis=0))


def exact_fit(returns, factors, cov, lags):
    """Coefficients and standard errors by normal equations in 50 digits."""
    X, y = matrix(design(factors)), matrix(returns)
    n_obs, n_coefficients = X.rows, X.cols
    inverse = (X.T * X) ** -1
    coefficients = inverse * (X.T * y)
    residuals = y - X * coefficients
    if cov == "ols":
        covariance = inverse * ((residuals.T * residuals)[0] / (n_obs - n_coefficients))
    else:
        scores = mp.matrix(n_obs, n_coefficients)
        for t in range(n_obs):
            for k in range(n_coefficients):
                scores[t, k] = X[t, k] * residuals[t]
        covariance = inverse * exact_long_run(scores, lags) * inverse
    errors = [mp.sqrt(covariance[k, k]) for k in range(n_coefficients)]
    return floats(coefficients)[:, 0], np.array(errors, dtype=float)


def exact_long_run(scores, lags):
    """Bartlett-weighted sum of products of rows."""
    total = scores.T * scores
    for lag in range(1, lags + 1):
        cross = scores[lag:, :].T * scores[: scores.rows - lag, :]
        total += (1 - mp.mpf(lag) / (lags + 1)) * (cross + cross.T)
    return total


@pytest.mark.parametrize(("cov", "lags"), [("ols", None), ("hc0", 0), ("hac", 3)])
@pytest.mark.parametrize(("scale", "shift"), SCALE_AND_SHIFT)
@pytest.mark.parametrize("collinearity", COLLINEARITY)
def test_coefficients_and_errors_lose_no_more_than_the_condition(
    collinearity, scale, shift, cov, lags
):
    returns, factors = nearly_collinear(collinearity, scale, shift)
    condition = scaled_condition(design(factors))
    coefficients, errors = exact_fit(returns, factors, cov, lags)
    fit = time_series.fit(returns, factors, cov, lags if cov == "hac" else None)
    for ours, exact in ((fit.coefficients[:, 0], coefficients), (fit.std_errors[:, 0], errors)):
        assert np.max(np.abs(ours / exact - 1.0)) < PER_CONDITION * condition


@pytest.mark.parametrize(("collinearity", "scale"), [(1e-5, 1e6), (1.0, 1e-8)])
def test_statsmodels_is_no_judge_of_factors_in_other_units(collinearity, scale):
    """So the tolerance against statsmodels has to grow with the condition."""
    returns, factors = nearly_collinear(collinearity, scale, 0.0)
    exact, _ = exact_fit(returns, factors, "ols", None)
    ours = time_series.fit(returns, factors).coefficients[:, 0]
    theirs = OLS(returns[:, 0], design(factors)).fit().params
    assert np.max(np.abs(theirs / exact - 1.0)) > 1e4 * np.max(np.abs(ours / exact - 1.0))


def test_a_factor_at_the_edge_of_dependence_is_still_told_from_a_dependent_one():
    """A share of 1e-9 of its own is estimated, 1e-11 is called dependent."""
    for collinearity, dependent in ((1e-9, ()), (1e-11, (4,))):
        _, factors = nearly_collinear(collinearity, 1.0, 0.0)
        assert factorise(design(factors)).dependent == dependent


@pytest.mark.parametrize("scale", [1.0, 1e7, 1e-7])
@pytest.mark.parametrize("collinearity", [1.0, 1e-4, 1e-7])
def test_lambdas_on_exposures_that_are_nearly_collinear(collinearity, scale):
    rng = np.random.default_rng(1)
    exposures = rng.normal(size=(12, 3))
    exposures[:, 2] = exposures[:, 1] + collinearity * exposures[:, 2]
    exposures[:, 0] *= scale
    returns = 0.01 * rng.normal(size=(5, 12))
    B, R = matrix(exposures), matrix(returns)
    exact = floats(((B.T * B) ** -1 * (B.T * R.T)).T)
    ours = lambdas(returns, exposures)
    limit = PER_CONDITION * scaled_condition(exposures)
    assert np.max(np.abs(ours - exact) / np.abs(exact).max(axis=0)) < limit


def exact_factor_model(returns, factors, lags, *, debiased, intercept):
    """Premia, covariance of premia, errors of alphas, J: all moments and their Jacobian.

    Cochrane (2005), section 12.2: g = [e_i x_t; B'(y - B lambda); y - B lambda - alpha].
    """
    n_obs, n_assets = returns.shape
    X, Y = matrix(design(factors)), matrix(returns)
    n_coef = X.cols
    coef = (X.T * X) ** -1 * (X.T * Y)
    residuals = Y - X * coef
    n_premia = n_coef - 1 + intercept
    B = mp.matrix(n_assets, n_premia)
    for i in range(n_assets):
        for k in range(n_premia):
            B[i, k] = 1 if intercept and k == 0 else coef[k + 1 - intercept, i]
    mean = mp.matrix([mp.fsum(Y[:, i]) / n_obs for i in range(n_assets)])
    premia = (B.T * B) ** -1 * (B.T * mean)
    alphas = mean - B * premia
    first = n_assets * n_coef
    moments = mp.matrix(n_obs, first + n_premia + n_assets)
    for t in range(n_obs):
        for i in range(n_assets):
            for k in range(n_coef):
                moments[t, i * n_coef + k] = residuals[t, i] * X[t, k]
        error = Y[t, :].T - B * premia
        projected = B.T * error
        for k in range(n_premia):
            moments[t, first + k] = projected[k]
        for i in range(n_assets):
            moments[t, first + n_premia + i] = error[i] - alphas[i]
    jacobian = exact_jacobian(X, B, premia, alphas, intercept=intercept)
    inverse = jacobian**-1
    degrees = n_obs - (n_coef if debiased else 0)
    covariance = inverse * (exact_long_run(moments, lags) / n_obs) * inverse.T / degrees
    alpha_covariance = covariance[first + n_premia :, first + n_premia :]
    # The free pricing errors: the null space of B', from the columns of I - B (B'B)^-1 B'.
    Q, _ = mp.qr(B)
    free = Q[:, n_premia:]
    j = (free.T * alphas).T * (free.T * alpha_covariance * free) ** -1 * (free.T * alphas)
    premia_covariance = covariance[first : first + n_premia, first : first + n_premia]
    return (
        floats(premia)[:, 0],
        floats(premia_covariance),
        np.sqrt(np.diag(floats(alpha_covariance))),
        float(j[0]),
    )


def exact_jacobian(X, B, premia, alphas, *, intercept):
    """Derivative of the mean moments by coefficients, premia, and pricing errors."""
    n_obs, n_coef = X.rows, X.cols
    n_assets, n_premia = B.rows, B.cols
    first = n_assets * n_coef
    jacobian = mp.eye(first + n_premia + n_assets)
    gram = X.T * X / n_obs
    for i in range(n_assets):
        for k in range(n_coef):
            for m in range(n_coef):
                jacobian[i * n_coef + k, i * n_coef + m] = gram[k, m]
        for k in range(1, n_coef):
            column, premium = i * n_coef + k, premia[k - 1 + intercept]
            for m in range(n_premia):
                jacobian[first + m, column] = B[i, m] * premium
            jacobian[first + k - 1 + intercept, column] -= alphas[i]
            jacobian[first + n_premia + i, column] = premium
    second = B.T * B
    for k in range(n_premia):
        for m in range(n_premia):
            jacobian[first + k, first + m] = second[k, m]
        for i in range(n_assets):
            jacobian[first + n_premia + i, first + k] = B[i, k]
    return jacobian


@pytest.mark.parametrize(("cov", "lags"), [("robust", 0), ("kernel", 3)])
@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("collinearity", [1.0, 1e-4])
@pytest.mark.parametrize("scale", [1.0, 1e5])
def test_the_factor_model_from_all_its_moments(collinearity, scale, intercept, cov, lags):
    returns, factors = random_arrays(24, 5, 2, seed=3)
    factors[:, 1] = scale * (factors[:, 0] + collinearity * factors[:, 1])
    debiased = not intercept
    premia, covariance, alpha_errors, j = exact_factor_model(
        returns, factors, lags, debiased=debiased, intercept=intercept
    )
    ours = fit_factor_model(
        returns, factors, cov=cov, lags=lags, debiased=debiased, intercept=intercept
    )
    # Both passes lose their condition: that of the factors, and that of the betas.
    betas = np.column_stack([np.ones(5), ours.betas]) if intercept else ours.betas
    condition = scaled_condition(design(factors)) * scaled_condition(betas)
    limit = PER_CONDITION * condition
    assert limit < 1e-4, "the test has to be able to fail"
    for mine, exact in (
        (ours.premia, premia),
        (ours.premia_cov, covariance),
        (ours.alpha_std_errors, alpha_errors),
        (ours.j_statistic, j),
    ):
        assert np.max(np.abs(mine / exact - 1.0)) < limit
