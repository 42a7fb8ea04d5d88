"""Results are tables to read: layout, words, intervals, and how errors were made."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes
from scipy import stats

import labfolio_xl as lf
from labfolio_xl.results import Inference, TestStatistic, reading
from labfolio_xl.returns.dates.used import UsedDates


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


def test_results_are_frozen(panel):
    for result in (
        lf.estimate_betas(*panel),
        lf.exposure(*panel),
        lf.estimate_lambdas(*panel),
        lf.estimate_lambdas(*panel).premia(),
        lf.expected_returns(*panel),
        lf.factor_model(*panel),
    ):
        field = dataclasses.fields(result)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(result, field, None)


def test_betas_by_asset_and_term(panel):
    result = lf.estimate_betas(*panel)
    assert list(result.params.columns) == ["alpha", "F0", "F1"]
    assert list(result.betas.columns) == ["F0", "F1"]
    pd.testing.assert_series_equal(result.alpha, result.params["alpha"])
    table = result.to_frame()
    assert list(table.columns) == [
        "asset",
        "term",
        "estimate",
        "std_error",
        "t",
        "p",
        "low",
        "high",
        "rsquared",
        "n_obs",
    ]
    assert table["asset"].tolist() == [f"A{i}" for i in range(6) for _ in range(3)]
    assert table["term"].tolist() == ["alpha", "F0", "F1"] * 6
    row = table[(table["asset"] == "A4") & (table["term"] == "F1")].iloc[0]
    assert row["estimate"] == result.betas.loc["A4", "F1"]
    assert row["std_error"] == result.std_errors.loc["A4", "F1"]
    assert row["rsquared"] == result.rsquared["A4"]


@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_intervals_of_betas_use_students_t_with_each_assets_degrees_of_freedom(panel, level):
    assets, factors = panel
    result = lf.estimate_betas(with_holes(assets), factors)
    assert result.df.nunique() > 2
    low, high = result.conf_int(level)
    for asset in assets.columns:
        expected = stats.t.interval(
            level,
            result.n_obs[asset] - 3,
            loc=result.params.loc[asset],
            scale=result.std_errors.loc[asset],
        )
        np.testing.assert_allclose(low.loc[asset], expected[0], rtol=1e-9)
        np.testing.assert_allclose(high.loc[asset], expected[1], rtol=1e-9)


def test_exposure_with_its_band_sorted_for_a_chart(panel):
    result = lf.exposure(*panel)
    table = result.to_frame()
    assert list(table.columns) == ["exposure", "minus_1sd", "plus_1sd", "std_error", "t", "p"]
    assert table.index.name == "factor"
    pd.testing.assert_series_equal(
        table["plus_1sd"] - table["minus_1sd"], 2 * result.std_errors, check_names=False
    )
    assert result.to_frame(sort=True)["exposure"].is_monotonic_increasing
    interval = result.conf_int()
    expected = stats.t.interval(0.95, 57, loc=result.exposure, scale=result.std_errors)
    np.testing.assert_allclose(interval.T, expected, rtol=1e-9)


def test_premia_with_intervals_annual_figures_and_readings(panel):
    result = lf.estimate_lambdas(*panel).premia(periods_per_year=252)
    table = result.to_frame()
    assert list(table.columns) == [
        "premium",
        "std_error",
        "t",
        "p",
        "low",
        "high",
        "premium_annual",
        "reading",
    ]
    pd.testing.assert_series_equal(table["premium_annual"], 252 * result.premia, check_names=False)
    expected = stats.t.interval(0.95, 59, loc=result.premia, scale=result.std_errors)
    np.testing.assert_allclose(table[["low", "high"]].T, expected, rtol=1e-9)
    assert lf.estimate_lambdas(*panel).premia().annual is None
    assert result.to_frame(sort=True)["premium"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("premium", "pvalue", "words"),
    [
        (0.01, 0.01, "priced and positive"),
        (-0.01, 0.0499, "priced and negative (a hedge)"),
        (0.01, 0.05, "not different from zero at 5%"),
        (-0.01, 0.9, "not different from zero at 5%"),
        (0.01, np.nan, "not testable"),
    ],
)
def test_what_a_premium_means_in_words(premium, pvalue, words):
    assert reading(premium, pvalue) == words


def test_expected_returns_end_with_the_portfolio(panel):
    result = lf.expected_returns(*panel, weights={"A0": 0.5, "A1": 0.5}, periods_per_year=252)
    table = result.to_frame()
    assert list(table.index) == [*panel[0].columns, "Portfolio"]
    assert list(table.columns) == [
        "expected",
        "realised",
        "pricing_error",
        "std_error",
        "n_obs",
        "expected_annual",
        "realised_annual",
    ]
    errors = [*result.std_errors, result.portfolio_std_error]
    assert table["std_error"].tolist() == errors
    assert min(errors) > 0.0
    half = table.loc[["A0", "A1"], "expected"].mean()
    assert table.loc["Portfolio", "expected"] == pytest.approx(half)
    assert table.loc["A2", "realised_annual"] == pytest.approx(252 * panel[0]["A2"].mean())
    assert result.by_asset.shape == (6, 4), "the table must not grow the result"


def test_an_asset_may_be_called_portfolio(panel):
    """The row of the portfolio comes last, and does not take the asset's place."""
    assets, factors = panel
    named = lf.expected_returns(assets.rename(columns={"A0": "Portfolio"}), factors).to_frame()
    expected = lf.expected_returns(assets, factors).to_frame()
    np.testing.assert_allclose(named, expected)
    assert named.index.tolist() == ["Portfolio", *expected.index[1:]]


def test_the_summary_of_the_model_shows_its_header_premia_and_rules(panel):
    model = lf.factor_model(*panel, zero_beta=True, cov="kernel", bandwidth=3, debiased=False)
    text = model.summary(dt.datetime(2024, 12, 7, 17, 49, 50, tzinfo=dt.UTC))
    widths = {len(line) for line in text.splitlines() if line[:1] in ("=", "-", "z", "F")}
    assert widths == {81}, "a longer name widens the rules with the rows"
    for words in (
        "No. Test Portfolios:                 6",
        "Distribution:                 chi2(3)",
        "Cov. Estimator:                 kernel",
        "Sat, Dec 07 2024",
        "zero_beta",
        "s.e.: kernel (Bartlett), 3 lags; over T squared (not debiased); normal",
        "J-statistic: all pricing errors are zero",
    ):
        assert words in text


def test_long_factor_names_do_not_break_the_summary(panel):
    assets, factors = panel
    names = {"F0": "A factor with a name that is long", "F1": "x"}
    lines = lf.factor_model(assets, factors.rename(columns=names)).summary().splitlines()
    rows = [line for line in lines if line.startswith(("A factor", "x ", "===", "---"))]
    assert {len(line) for line in rows} == {24 + 72}


def test_a_model_without_a_test_shows_that_it_has_none(panel):
    assets, factors = panel
    model = lf.factor_model(assets[["A0", "A1"]], factors)
    assert (model.j_statistic.df, model.j_statistic.statistic) == (0, 0.0)
    assert np.isnan(model.j_statistic.pvalue)
    assert "nan" in model.summary()


def test_the_header_of_the_model(panel):
    header = lf.factor_model(*panel).header()
    assert header["No. Test Portfolios"] == 6
    assert header["Distribution"] == "chi2(4)"
    assert header["Cov. Estimator"] == "robust"


@pytest.mark.parametrize(
    ("kind", "lags", "words"),
    [
        ("ols", (), "s.e.: OLS; rule; t(9)"),
        ("hac", (4, 4), "s.e.: Newey-West (Bartlett), 4 lags; rule; t(9)"),
        ("hac", (1,), "s.e.: Newey-West (Bartlett), 1 lag; rule; t(9)"),
        ("hac", (2, 7, 4), "s.e.: Newey-West (Bartlett), 2 to 7 lags; rule; t(9)"),
    ],
)
def test_how_errors_were_made_in_one_line(kind, lags, words):
    dates = UsedDates.of(pd.date_range("2024-01-31", periods=12, freq="ME"))
    inference = Inference(kind, lags, "rule", "t(9)", dates)
    assert str(inference) == f"{words}; 12 dates, 2024-01-31 to 2024-12-31"


def test_every_result_says_how_its_errors_were_made(panel):
    assets, factors = panel
    lines = {
        str(lf.estimate_betas(assets, factors, cov="hc1").inference),
        str(lf.exposure(assets, factors, cov="hac", lags=2).inference),
        str(lf.estimate_lambdas(assets, factors).premia("shanken").inference),
        str(lf.factor_model(assets, factors).inference),
        str(lf.estimate_betas(with_holes(assets), factors).inference),
    }
    assert lines == {
        f"s.e.: {words}; 60 dates, 2020-01-01 to 2020-03-24"
        for words in (
            "White HC1; times T / (T - K - 1); t(57)",
            "Newey-West (Bartlett), 2 lags; no small-sample factor; t(57)",
            "Shanken; divisor T - 1; t(59)",
            "robust (White); over T (T - K - 1); normal",
            "OLS; residual variance over T - K - 1; t(33 to 52)",
        )
    }


def test_distributions_of_tests():
    assert TestStatistic("J", "null", 1.0, 0.5, 18).distribution == "chi2(18)"
    assert TestStatistic("GRS", "null", 1.0, 0.5, 24, 218).distribution == "F(24, 218)"


def test_no_degrees_of_freedom_leave_estimates_without_errors():
    """T = K + 1: a beta, and nothing to judge it by; no exception, no warning."""
    assets, factors = random_panel(n_obs=3, n_assets=4, n_factors=2)
    for cov in ("ols", "hc0", "hc1", "hac"):
        betas = lf.estimate_betas(assets, factors, cov=cov)
        assert betas.params.notna().all(axis=None)
        judged = betas.to_frame()[["std_error", "t", "p", "low", "high"]]
        assert judged.isna().all(axis=None)
        portfolio = lf.exposure(assets, factors, cov=cov)
        assert portfolio.exposure.notna().all()
        assert portfolio.to_frame().drop(columns="exposure").isna().all(axis=None)
        assert np.isnan(portfolio.residual_std)
    expected = lf.expected_returns(assets, factors)
    assert np.isnan(expected.portfolio_std_error)
    assert expected.std_errors.isna().all()
    assert expected.by_asset.notna().all(axis=None)


def test_one_degree_of_freedom_is_enough():
    """T = K + 2."""
    assets, factors = random_panel(n_obs=4, n_assets=4, n_factors=2)
    assert lf.estimate_betas(assets, factors).to_frame().notna().all(axis=None)
    assert lf.factor_model(assets, factors).to_frame().notna().all(axis=None)
    assert lf.factor_model(assets, factors, cov="kernel").std_errors.gt(0).all()
    assert lf.expected_returns(assets, factors).portfolio_std_error > 0


def test_an_asset_that_is_a_factor_has_an_exact_beta():
    assets, factors = random_panel(n_obs=30)
    result = lf.estimate_betas(assets.assign(Fund=factors["F1"]), factors)
    np.testing.assert_allclose(result.betas.loc["Fund"], [0, 1, 0], atol=1e-12)
    assert result.rsquared["Fund"] == pytest.approx(1.0)
    assert (result.std_errors.loc["Fund"] < 1e-10).all()
