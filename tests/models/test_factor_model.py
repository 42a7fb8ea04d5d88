"""The labelled factor model: its options reach the estimator, its labels the numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.core.factor_model import fit_factor_model


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=80, n_assets=7, n_factors=2, seed=9)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"cov": "kernel"},
        {"cov": "kernel", "lags": 4},
        {"debiased": False},
        {"intercept": True},
        {"j": "full"},
    ],
    ids=str,
)
def test_options_reach_the_estimator(panel, options):
    assets, factors = panel
    ours = lf.factor_model(assets, factors, **options)
    fit = fit_factor_model(assets.to_numpy(), factors.to_numpy(), **options)
    names = ["zero_beta", "F0", "F1"] if options.get("intercept") else ["F0", "F1"]
    assert list(ours.risk_premia.index) == names
    np.testing.assert_array_equal(ours.risk_premia, fit.premia)
    np.testing.assert_array_equal(ours.cov, fit.premia_cov)
    np.testing.assert_array_equal(ours.std_errors, np.sqrt(fit.premia_cov.diagonal()))
    np.testing.assert_array_equal(ours.params["alpha"], fit.alphas)
    np.testing.assert_array_equal(ours.params[["F0", "F1"]], fit.betas)
    np.testing.assert_array_equal(ours.params_std_errors["alpha"], fit.alpha_std_errors)
    np.testing.assert_array_equal(ours.params_std_errors[["F0", "F1"]], fit.beta_std_errors)
    assert ours.rsquared_time_series == fit.rsquared_time_series
    assert ours.j_statistic.statistic == fit.j_statistic
    assert ours.j_statistic.df == 7 - len(names)
    assert ours.inference.lags == (() if fit.lags is None else (fit.lags,))


@pytest.mark.parametrize("estimator", ["two-pass", "gmm", "traded"])
def test_as_many_lags_as_dates_are_refused(panel, estimator):
    assets, factors = panel
    options = {"cov": "kernel", "lags": 80, "estimator": estimator}
    with pytest.raises(lf.InputError, match="lags is 80, but the errors come from 80 dates"):
        lf.factor_model(assets, factors, **options)


def test_alpha_is_a_pricing_error_and_not_an_intercept(panel):
    assets, factors = panel
    model = lf.factor_model(assets, factors)
    by_hand = assets.mean() - model.params[["F0", "F1"]] @ model.risk_premia
    pd.testing.assert_series_equal(model.params["alpha"], by_hand, check_names=False)
    intercepts = lf.estimate_betas(assets, factors).alpha
    assert not np.allclose(intercepts, model.params["alpha"], rtol=0.1)


def test_the_premium_of_a_factor_that_assets_span_is_its_mean(panel):
    """When assets are the factors and combinations of them, premia are mean factor returns."""
    _, factors = panel
    assets = factors.assign(
        Both=factors["F0"] + factors["F1"], Spread=factors["F0"] - factors["F1"]
    )
    premia = lf.estimate_lambdas(assets, factors).premia()
    np.testing.assert_allclose(premia.premia, factors.mean(), rtol=1e-9)
    # The divisor is that of the betas, T - K - 1 in place of T - 1.
    expected = np.sqrt(factors.var(ddof=0) / (len(factors) - factors.shape[1] - 1))
    np.testing.assert_allclose(premia.std_errors, expected, rtol=1e-9)
