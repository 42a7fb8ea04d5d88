"""Risk premia as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes
from scipy import stats
from statsmodels.stats.multitest import multipletests

import labfolio_xl as lf
from labfolio_xl import reference
from labfolio_xl.core import cross_section


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


def test_premia_with_intervals_annual_figures_and_readings(panel):
    result = lf.estimate_lambdas(*panel).premia(periods_per_year=252)
    table = result.to_frame()
    assert list(table.columns) == [
        *("premium", "std_error", "t", "p", "p_holm", "low", "high"),
        *("premium_annual", "std_error_annual"),
        *("factor_mean", "factor_mean_std_error", "less_mean", "less_mean_t", "reading"),
    ]
    for name in ("premium", "std_error"):
        expected = 252 * table[name]
        pd.testing.assert_series_equal(table[f"{name}_annual"], expected, check_names=False)
    expected = stats.norm.interval(0.95, loc=result.premia, scale=result.std_errors)
    np.testing.assert_allclose(table[["low", "high"]].T, expected, rtol=1e-9)
    plain = lf.estimate_lambdas(*panel).premia()
    assert plain.annual is None
    assert plain.std_errors_annual is None
    assert result.to_frame(sort=True)["premium"].is_monotonic_increasing


@pytest.mark.parametrize("cov", ["fm", "hac", "shanken"])
def test_other_kinds_of_errors_have_students_distribution(panel, cov):
    result = lf.estimate_lambdas(*panel).premia(cov, 2)
    expected = stats.t.interval(0.95, 59, loc=result.premia, scale=result.std_errors)
    np.testing.assert_allclose(result.conf_int().T, expected, rtol=1e-9)


@pytest.mark.parametrize("intercept", [False, True])
def test_the_default_errors_are_those_of_the_factor_model(panel, intercept):
    """The two sheets show the same errors, t, p and verdict of the same premium."""
    premia = lf.estimate_lambdas(*panel, intercept=intercept).premia()
    model = lf.factor_model(*panel, intercept=intercept)
    columns = ["premium", "std_error", "t", "p", "p_holm", "low", "high"]
    ours, theirs = premia.to_frame(), model.to_frame()
    pd.testing.assert_frame_equal(ours[columns], theirs[columns], rtol=1e-9)
    assert ours["reading"].tolist() == theirs["reading"].tolist()


@pytest.mark.parametrize("intercept", [False, True])
def test_with_missing_returns_the_numbers_are_those_of_regressions_one_by_one(intercept):
    assets, factors = random_panel(n_obs=60, n_assets=10, n_factors=2)
    holed = with_holes(assets)
    ours = lf.estimate_lambdas(holed, factors, intercept=intercept).premia().to_frame()
    theirs = reference.robust_premia(reference.excess(holed, factors), intercept=intercept)
    pd.testing.assert_frame_equal(ours[theirs.columns], theirs, rtol=1e-9, atol=1e-14)


def test_the_premia_do_not_depend_on_the_kind_of_errors(panel):
    lambdas = lf.estimate_lambdas(with_holes(panel[0]), panel[1])
    robust = lambdas.premia().premia
    for kind in ("fm", "hac", "shanken"):
        pd.testing.assert_series_equal(lambdas.premia(kind).premia, robust)
    assert list(lambdas.premia_of_kinds()) == ["robust", "fm", "hac", "shanken"]
    columns = [name for name in lambdas.compare() if name.startswith("std_error")]
    assert columns == [f"std_error_{kind}" for kind in ("robust", "fm", "hac", "shanken")]


@pytest.mark.parametrize("given", [False, True], ids=["of a window", "given"])
def test_such_exposures_have_fama_and_macbeths_errors_by_default(panel, given):
    assets, factors = panel
    lambdas = (
        lf.cross_section(assets, lf.estimate_betas(assets, factors).betas)
        if given
        else lf.estimate_lambdas(assets, factors, beta_window=20)
    )
    default, plain = lambdas.premia(), lambdas.premia("fm")
    assert default.inference == plain.inference
    assert default.inference.kind == "fm"
    assert "exposures taken as known" in str(default.inference)
    pd.testing.assert_frame_equal(default.to_frame(), plain.to_frame())
    assert default.earned is None
    assert list(lambdas.premia_of_kinds()) == ["fm", "hac"]


def test_a_factor_net_of_the_rate_is_compared_with_its_mean_net_of_the_rate(panel):
    assets, factors = panel
    rate = pd.Series(np.linspace(0.0001, 0.0003, len(factors)), factors.index, name="RF")
    earned = lf.estimate_lambdas(assets, factors, rate, self_financing=["F1"]).premia().earned
    assert earned["factor_mean"]["F0"] == pytest.approx((factors["F0"] - rate).mean(), rel=1e-9)
    assert earned["factor_mean"]["F1"] == pytest.approx(factors["F1"].mean(), rel=1e-9)


def test_a_mean_is_over_the_periods_that_have_premia(panel):
    assets, factors = panel
    late = assets.copy()
    late.iloc[:10, 1:] = np.nan
    result = lf.estimate_lambdas(late, factors).premia()
    kept = factors.iloc[10:]
    assert result.n_obs == 50
    np.testing.assert_allclose(result.earned["factor_mean"], kept.mean(), rtol=1e-9)
    np.testing.assert_allclose(result.earned["factor_mean_std_error"], kept.sem(), rtol=1e-9)
    assert "over 50 dates, too few for a firm answer" in result.readings["F0"]


def test_premia_of_factors_that_the_assets_hold_do_not_differ_from_their_means(panel):
    """Assets that are the factors: the premia are the means, and no rounding error is tested."""
    _, factors = panel
    assets = factors.assign(Both=factors["F0"] + 0.5 * factors["F1"])
    earned = lf.estimate_lambdas(assets, factors).premia().earned
    np.testing.assert_allclose(earned["less_mean"], 0.0, atol=1e-15)
    assert earned["less_mean_t"].isna().all()


@pytest.mark.parametrize("cov", ["robust", "bootstrap"])
def test_values_are_no_returns_and_have_no_mean_beside_their_premium(panel, cov):
    assets, factors = panel
    result = lf.estimate_lambdas(assets, factors, factors_are="values").premia(cov, resamples=100)
    assert result.earned is None
    assert "factor_mean" not in result.to_frame()


def test_a_premium_that_differs_from_the_mean_says_so(panel):
    assets, factors = panel
    found = lf.estimate_lambdas(assets, factors + 0.02).premia()
    assert (found.earned["less_mean_p"] < 0.05).all()
    for name, words in found.readings.items():
        mean = found.earned["factor_mean"][name]
        assert words.endswith(f"; differs at 5% from what the factor itself earned ({mean:+.3%})")


@pytest.mark.parametrize("cov", ["robust", "fm", "shanken"])
def test_the_joint_test_is_walds(panel, cov):
    lambdas = lf.estimate_lambdas(*panel)
    joint = lambdas.premia(cov).joint
    values = lambdas.by_period
    plain = np.cov(values.T) / len(values)
    covariance = {
        "fm": plain,
        "shanken": cross_section.shanken(values.to_numpy(), panel[1].to_numpy()),
        "robust": lf.factor_model(*panel).cov.to_numpy(),
    }[cov]
    mean = values.mean().to_numpy()
    assert joint.statistic == pytest.approx(mean @ np.linalg.inv(covariance) @ mean, rel=1e-9)
    assert joint.pvalue == pytest.approx(stats.chi2.sf(joint.statistic, 2), rel=1e-9)
    assert joint.distribution == "chi2(2)"


def test_the_joint_test_with_own_lags_takes_the_longest_for_all(panel):
    premia = lf.estimate_lambdas(*panel).premia("hac")
    longest = max(premia.inference.lags)
    alone = lf.estimate_lambdas(*panel).premia("hac", longest)
    assert premia.joint == alone.joint


def test_the_zero_beta_rate_is_no_premium(panel):
    """It is tested alone, and neither with the others nor by Holm's rule."""
    premia = lf.estimate_lambdas(*panel, intercept=True).premia()
    cov = lf.factor_model(*panel, intercept=True).cov.to_numpy()[1:, 1:]
    mean = premia.premia.to_numpy()[1:]
    assert premia.joint.statistic == pytest.approx(mean @ np.linalg.inv(cov) @ mean, rel=1e-9)
    assert np.isnan(premia.pvalues_holm["zero_beta"])
    adjusted = multipletests(premia.pvalues[1:], method="holm")[1]
    np.testing.assert_allclose(premia.pvalues_holm[1:], adjusted, rtol=1e-9)
    assert premia.earned.loc["zero_beta"].isna().all()
    assert "chance" not in premia.readings["zero_beta"]
