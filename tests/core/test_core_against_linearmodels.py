"""The closed form of the factor model equals linearmodels, which makes all its moments."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from linearmodels.asset_pricing import LinearFactorModel
from panels import random_arrays

from labfolio_xl.core import factor_model
from labfolio_xl.core.factor_model import expected_return_variances, fit_factor_model

# Rounding of two right answers, relative to the cell or to a thousandth of the largest of its
# table (a premium near zero is no reason for more digits than its neighbours have).
RELATIVE, OF_THE_LARGEST = 1e-9, 1e-3

SHAPES = [(250, 24, 6), (120, 10, 1), (300, 50, 3), (60, 7, 5), (100, 7, 6), (80, 4, 1)]
COVARIANCES = [("robust", {}), ("kernel", {"bandwidth": 5}), ("kernel", {})]
SWITCHES = list(itertools.product(COVARIANCES, [True, False], [True, False]))


def assert_close(ours, theirs):
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    scale = np.maximum(np.abs(theirs), OF_THE_LARGEST * np.abs(theirs).max())
    assert (np.abs(ours - theirs) <= RELATIVE * scale).all(), np.abs(ours - theirs).max()


def assert_equal_to_linearmodels(returns, factors, cov, options, *, debiased, intercept):
    theirs = LinearFactorModel(returns, factors, risk_free=intercept).fit(
        cov_type=cov, debiased=debiased, **options
    )
    ours = fit_factor_model(
        returns,
        factors,
        cov=cov,
        lags=options.get("bandwidth"),
        debiased=debiased,
        intercept=intercept,
    )
    n_assets, n_premia = returns.shape[1], factors.shape[1] + intercept
    errors = theirs.std_errors.to_numpy()
    assert_close(ours.betas, theirs.betas)
    assert_close(ours.premia, theirs.risk_premia)
    covariance = theirs.cov.to_numpy()[-n_premia:, -n_premia:]
    assert_close(ours.premia_cov, covariance)
    assert_close(np.sqrt(ours.premia_cov.diagonal()), theirs.risk_premia_se)
    assert_close(ours.beta_std_errors, errors[:, 1:])
    assert_close(ours.rsquared_time_series, theirs.rsquared)
    assert ours.j_df == n_assets - n_premia
    if cov == "kernel":
        assert ours.lags == theirs._cov_est.bandwidth
    if ours.j_df:
        assert_close(ours.alphas, theirs.alphas)
        assert_close(ours.alpha_std_errors, errors[:, 0])
        assert_close(ours.j_statistic, theirs.j_statistic.stat)
    full = fit_factor_model(
        returns,
        factors,
        cov=cov,
        lags=options.get("bandwidth"),
        debiased=debiased,
        intercept=intercept,
        j="full",
    )
    if ours.j_df:
        alphas = theirs.alphas.to_numpy()
        every = np.arange(n_assets) * (factors.shape[1] + 1)
        alpha_covariance = theirs.cov.to_numpy()[np.ix_(every, every)]
        # The limit of rank: with the zero-beta rate this covariance is exactly singular.
        inverse = np.linalg.pinv(alpha_covariance, rcond=1e-12, hermitian=True)
        assert_close(full.j_statistic, alphas @ inverse @ alphas)


@pytest.mark.parametrize(("covariance", "debiased", "intercept"), SWITCHES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_random_panels(shape, covariance, debiased, intercept):
    n_obs, n_assets, n_factors = shape
    returns, factors = random_arrays(n_obs, n_assets, n_factors, seed=n_obs + n_assets)
    assert n_assets >= n_factors + intercept
    assert_equal_to_linearmodels(
        returns, factors, *covariance, debiased=debiased, intercept=intercept
    )


@pytest.mark.parametrize(("covariance", "debiased", "intercept"), SWITCHES, ids=str)
@pytest.mark.parametrize("sample", ["us2022", "french"])
def test_samples(sample, covariance, debiased, intercept, request):
    data = request.getfixturevalue(sample)
    assets = data.assets if data.risk_free is None else data.assets.sub(data.risk_free, axis=0)
    assert_equal_to_linearmodels(
        assets.to_numpy(),
        data.factors.to_numpy(),
        *covariance,
        debiased=debiased,
        intercept=intercept,
    )


@pytest.mark.parametrize("intercept", [False, True])
def test_expected_returns_of_assets_and_a_portfolio_by_the_delta_method(intercept):
    """On linearmodels' covariance of all betas and premia together."""
    returns, factors = random_arrays(200, 12, 3, seed=4)
    weights = np.random.default_rng(1).normal(size=12)
    theirs = LinearFactorModel(returns, factors, risk_free=intercept).fit()
    slopes, premia = theirs.betas.to_numpy(), theirs.risk_premia.to_numpy()
    exposures = np.column_stack([np.ones(12), slopes]) if intercept else slopes

    def variance(held):
        slopes_move = np.outer(held, np.append(0.0, premia[-3:])).ravel()
        gradient = np.concatenate([slopes_move, held @ exposures])
        return gradient @ theirs.cov.to_numpy() @ gradient

    each, portfolio = expected_return_variances(returns, factors, weights, intercept=intercept)
    assert_close(portfolio, variance(weights))
    assert_close(each, [variance(alone) for alone in np.eye(12)])


@pytest.mark.parametrize("cov", ["robust", "kernel"])
def test_rows_and_columns_in_blocks_change_nothing(cov, monkeypatch):
    returns, factors = random_arrays(90, 30, 2, seed=2)
    whole = fit_factor_model(returns, factors, cov=cov)
    monkeypatch.setattr(factor_model, "_CELLS_AT_ONCE", 1)
    parts = fit_factor_model(returns, factors, cov=cov)
    errors = ("premia_cov", "alpha_std_errors", "beta_std_errors")
    for name in (*errors, "j_statistic", "rsquared_time_series"):
        np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), rtol=1e-11)


def test_as_many_assets_as_premia_leave_no_pricing_error_to_test():
    returns, factors = random_arrays(60, 4, 4)
    fit = fit_factor_model(returns, factors)
    assert (fit.j_statistic, fit.j_df) == (0.0, 0)
    np.testing.assert_allclose(fit.alphas, 0.0, atol=1e-15)


@pytest.mark.parametrize("cov", ["robust", "kernel"])
def test_fewer_dates_than_free_pricing_errors_have_no_j(cov):
    """Their covariance is singular; everything else is there."""
    returns, factors = random_arrays(20, 40, 2, seed=6)
    fit = fit_factor_model(returns, factors, cov=cov, lags=2)
    assert np.isnan(fit.j_statistic)
    assert fit.j_df == 38
    assert np.isfinite(fit.premia_cov).all()
    assert np.isfinite(fit.alpha_std_errors).all()


def test_pricing_errors_are_orthogonal_to_betas_and_means_add_up():
    returns, factors = random_arrays(150, 15, 3)
    fit = fit_factor_model(returns, factors)
    np.testing.assert_allclose(fit.betas.T @ fit.alphas, 0.0, atol=1e-15)
    np.testing.assert_allclose(fit.betas @ fit.premia + fit.alphas, returns.mean(axis=0))


@pytest.mark.parametrize(("n_obs", "n_assets"), [(3, 1), (3, 2), (4, 3)])
@pytest.mark.parametrize("cov", ["robust", "kernel"])
def test_the_fewest_dates_that_can_be_estimated(n_obs, n_assets, cov):
    """T = K + 2: one degree of freedom, errors without an exception or a warning."""
    returns, factors = random_arrays(n_obs, n_assets, n_obs - 2 if n_assets > 1 else 1)
    fit = fit_factor_model(returns, factors[:, :n_assets], cov=cov)
    assert (fit.premia_cov.diagonal() > 0).all()


def test_an_asset_that_is_a_factor_gets_lags():
    """Its residuals are rounding, or zero: no moment may get an infinite weight."""
    returns, factors = random_arrays(60, 5, 2)
    returns[:, 0] = factors[:, 0]
    fit = fit_factor_model(returns, factors, cov="kernel")
    assert 0 <= fit.lags < 60
    assert np.isfinite(fit.premia_cov).all()
