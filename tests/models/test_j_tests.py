"""The two p-values of J, and the words where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_panel
from scipy import stats

import labfolio_xl as lf


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=90, n_assets=6, n_factors=2)


@pytest.mark.parametrize(("intercept", "free"), [(False, 4), (True, 3)])
def test_the_p_of_the_model_is_that_of_the_scaled_form(panel, intercept, free):
    model = lf.factor_model(*panel, intercept=intercept)
    j, nu = model.j_statistic.statistic, 90 - 2 - 1
    below = nu - free + 1
    expected = stats.f.sf(j * below / (nu * free), free, below)
    assert model.j_statistic.pvalue == pytest.approx(expected, rel=1e-10)
    assert model.j_chi2.statistic == j
    assert model.j_chi2.pvalue == pytest.approx(stats.chi2.sf(j, free), rel=1e-10)


@pytest.mark.parametrize("estimator", ["two-pass", "traded"])
def test_the_divisor_of_the_covariance_changes_j_and_not_its_p(panel, estimator):
    one, other = (
        lf.factor_model(*panel, estimator=estimator, debiased=debiased)
        for debiased in (True, False)
    )
    assert other.j_statistic.statistic == pytest.approx(one.j_statistic.statistic * 90 / 87)
    assert other.j_statistic.pvalue == pytest.approx(one.j_statistic.pvalue)
    assert other.j_chi2.pvalue < one.j_chi2.pvalue


def test_hc0_hc1_and_hac_without_lags_have_the_same_p(panel):
    tests = [lf.grs_test(*panel, cov=cov, lags=0).j_test for cov in ("hc0", "hc1", "hac")]
    assert [test.pvalue for test in tests] == [pytest.approx(tests[0].pvalue)] * 3
    assert tests[0].statistic == pytest.approx(tests[1].statistic * 90 / 87)
    below = 87 - 6 + 1
    expected = stats.f.sf(tests[1].statistic * below / (87 * 6), 6, below)
    assert tests[1].pvalue == pytest.approx(expected, rel=1e-10)


def test_the_traded_model_tests_as_many_alphas_as_assets(panel):
    traded = lf.factor_model(*panel, estimator="traded").j_statistic
    grs = lf.grs_test(*panel).j_test
    assert (traded.df, traded.df_denominator) == (grs.df, grs.df_denominator) == (6, 82)
    assert traded.pvalue == pytest.approx(grs.pvalue, rel=1e-9)


def test_the_gmm_model_tests_the_moments_that_no_estimate_uses(panel):
    assets, factors = panel
    gmm = lf.factor_model(assets.iloc[:, :4], factors, estimator="gmm").j_statistic
    assert (gmm.df, gmm.df_denominator) == (2, 86)
    unbiased = gmm.statistic * 87 / 90  # the weights of GMM have the divisor T
    assert gmm.pvalue == pytest.approx(stats.f.sf(unbiased * 86 / (87 * 2), 2, 86), rel=1e-10)


@pytest.mark.parametrize(("lags", "refused"), [(6, False), (7, True)])
def test_too_many_lags_for_the_assets_are_refused(panel, lags, refused):
    """2 (lags + 1) 6 is at most 87 with six lags."""
    found = lf.grs_test(*panel, cov="hac", lags=lags)
    assert [np.isnan(test.statistic) for test in (found.j_test, found.j_chi2)] == [refused] * 2
    assert np.isnan(found.j_test.pvalue) == refused
    words = "not tested: 90 dates are too few for 7 lags with so many assets"
    assert found.readings[1].startswith(words) == refused
    assert found.readings[1].endswith("set lags to 6 or fewer") == refused


def test_the_model_with_too_many_lags_says_so(panel):
    model = lf.factor_model(*panel, cov="kernel", lags=20)
    assert np.isnan(model.j_statistic.statistic)
    assert np.isnan(model.j_chi2.pvalue)
    assert "90 dates are too few for 20 lags" in model.j_reading
    assert "set lags to 9 or fewer" in model.j_reading
    assert model.std_errors.notna().all()


def test_where_no_lag_is_possible_errors_without_lags_are_named():
    found = lf.grs_test(*random_panel(60, 20, 2), cov="hac", lags=1)
    assert found.readings[1].endswith("take errors without lags")


def test_too_few_dates_for_the_scaled_form_leave_chi2_alone():
    """The pseudo-inverse of "full" gives a number for any covariance."""
    assert np.isnan(lf.factor_model(*random_panel(16, 16, 2)).j_statistic.statistic)
    model = lf.factor_model(*random_panel(16, 16, 2), j="full")
    assert np.isfinite(model.j_statistic.statistic)
    assert model.j_statistic.distribution == "none"
    assert model.j_reading == "not testable: 16 dates are too few, this needs 19 or more"
    assert np.isfinite(model.j_chi2.pvalue)
    assert np.isfinite(lf.factor_model(*random_panel(19, 16, 2), j="full").j_statistic.pvalue)


def test_a_singular_covariance_says_so(panel):
    assets, factors = panel
    found = lf.grs_test(assets.assign(A1=factors["F0"]), factors)
    assert "the covariance is singular" in found.readings[1]


def test_traded_with_more_assets_than_dates_has_no_j():
    """The pseudo-inverse that linearmodels takes would give a number."""
    model = lf.factor_model(*random_panel(16, 16, 2), estimator="traded")
    assert np.isnan(model.j_statistic.statistic)
    assert np.isnan(model.j_chi2.pvalue)


def test_r_squared_says_of_what(panel):
    model = lf.factor_model(*panel)
    assert f"{model.rsquared_time_series:.0%} of the variance of returns" in model.rsquared_reading
    few = lf.factor_model(*random_panel(8, 12, 2))
    assert np.isnan(few.rsquared_means_gls)
    assert "no GLS figure" in few.rsquared_reading


def test_premia_as_many_as_assets_explain_nothing(notebook):
    """They leave no pricing error, whatever the returns are; 100% would be praise."""
    model = lf.factor_model(notebook.assets.iloc[:, :6], notebook.factors)
    assert "100%" not in model.rsquared_reading
    assert "which says nothing" in model.rsquared_reading
    with pytest.warns(lf.DataWarning, match="zero-beta rate"):
        model = lf.factor_model(notebook.assets.iloc[:, :7], notebook.factors, intercept=True)
    assert "which says nothing" in model.rsquared_reading
    one = lf.factor_model(notebook.assets[["AAPL"]], notebook.factors[["ITOT"]])
    assert "repeats others" not in one.rsquared_reading
