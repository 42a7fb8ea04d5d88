"""The summary: its numbers are those of the questions it asks, and what fails is told in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.models.summary import MOST_FACTORS, MOST_HOLDINGS, short_name
from labfolio_xl.samples import load_sample

A_YEAR = 252


@pytest.fixture(scope="module")
def sample():
    return load_sample()[:2]


@pytest.fixture(scope="module")
def short(sample):
    return lf.summarise(*sample)


def test_the_table_has_the_numbers_of_the_questions(sample, short):
    table, rows = short.by_factor, short.factors.index
    exposure = lf.exposure(*sample).to_frame()
    risk = lf.risk_decomposition(*sample)
    premia = lf.estimate_lambdas(*sample).premia().to_frame()
    same = {
        "exposure": exposure["exposure"],
        "low": exposure["low"],
        "high": exposure["high"],
        "p": exposure["p"],
        "share": risk.by_factor["share"],
        "volatility": risk.by_factor["volatility"] * np.sqrt(A_YEAR),
        "premium": premia["premium"] * A_YEAR,
        "premium_low": premia["low"] * A_YEAR,
        "premium_high": premia["high"] * A_YEAR,
        "premium_p": premia["p"],
        "factor_mean": sample[1].mean() * A_YEAR,
    }
    for name, wanted in same.items():
        assert table.loc[rows, name].to_numpy() == pytest.approx(wanted[rows].to_numpy()), name
    assert table.loc[rows, "exposure"].is_monotonic_decreasing
    assert table.loc["specific", "share"] == pytest.approx(risk.by_factor.loc["specific", "share"])


def test_the_parts_of_the_return_sum_to_its_mean(sample, short):
    parts = short.by_factor["contribution"]
    mean = sample[0].mean(axis=1).mean() * A_YEAR
    assert parts["Portfolio"] == pytest.approx(mean, rel=1e-10)
    assert parts[[*short.factors.index, "alpha"]].sum() == pytest.approx(mean, rel=1e-10)
    exposure = lf.exposure(*sample)
    assert parts["alpha"] == pytest.approx(exposure.alpha * A_YEAR)
    assert parts["SIZE"] == pytest.approx(
        exposure.exposure["SIZE"] * sample[1]["SIZE"].mean() * A_YEAR
    )


def test_figures_are_those_of_a_year(sample, short):
    value = short.figures["value"]
    returns = sample[0].mean(axis=1)
    assert value["Volatility a year"] == pytest.approx(returns.std() * np.sqrt(A_YEAR))
    expected = lf.expected_returns(*sample)
    row = short.figures.loc["Should earn a year"]
    assert row["value"] == pytest.approx(expected.portfolio["expected"] * A_YEAR)
    width = 1.959964 * expected.portfolio_std_error * A_YEAR
    assert [row["low"], row["high"]] == pytest.approx([row["value"] - width, row["value"] + width])
    assert short.factors["share"].sum() == pytest.approx(value["Factors' share of the risk"])


def test_the_rate_is_no_part_of_the_return():
    assets, factors, rate = load_sample("french")
    short = lf.summarise(assets, factors, rate, self_financing="all")
    excess = assets.sub(rate, axis=0).mean(axis=1).mean() * 12
    assert short.figures.loc["Earned a year", "value"] == pytest.approx(excess)
    assert "less the risk-free rate" in short.figures.loc["Earned a year", "note"]
    said = short.sentences.loc["Return", "says"]
    assert said.startswith(
        f"It earned {excess:+.1%} a year (mean less the risk-free rate, not compounded): "
    )


def test_without_a_frequency_numbers_are_per_period(sample):
    rows = np.sort(np.random.default_rng(0).choice(249, 80, replace=False))
    assets, factors = (table.iloc[rows] for table in sample)
    uneven = pd.DatetimeIndex(pd.Timestamp("2001-01-01") + pd.to_timedelta(rows**2, unit="D"))
    short = lf.summarise(assets.set_axis(uneven), factors.set_axis(uneven))
    assert (short.per, short.periods_per_year) == ("per period", None)
    volatility = short.figures.loc["Volatility per period", "value"]
    assert volatility == pytest.approx(assets.mean(axis=1).std())
    assert " per period." in short.sentences.loc["Risk", "says"]


def test_one_fund_has_exposures_and_risk_and_a_sentence_on_its_premia():
    short = lf.summarise(*random_panel(120, 1, 3))
    rows = short.factors
    assert rows[["exposure", "share", "contribution", "factor_mean"]].notna().all().all()
    assert rows[["premium", "premium_low"]].isna().all().all()
    assert np.isnan(short.figures.loc["Should earn a year", "value"])
    assert "There is 1 asset for 3 premia" in short.sentences.loc["Return", "caution"]


def test_too_few_dates_for_any_estimate_are_said_in_each_sentence():
    short = lf.summarise(*random_panel(5, 4, 5))
    assert short.by_factor.drop(columns=["differs", "factor_mean"]).isna().all().all()
    assert short.holdings.empty
    assert short.sentences.loc[["Exposure", "Risk", "Return"], "says"].str.contains("date").all()


def test_values_have_no_mean_of_their_own():
    short = lf.summarise(*random_panel(120, 8, 2), factors_are="values")
    assert short.by_factor["factor_mean"].isna().all()
    assert short.factors["premium"].notna().all()


def test_the_largest_holdings_and_the_factors_with_the_largest_shares():
    assets, factors = random_panel(300, 14, 11)
    weights = pd.Series(np.linspace(-0.5, 1.0, 14), assets.columns)
    short = lf.summarise(assets, factors, weights=weights / weights.sum())
    sizes = short.holdings["weight"].abs()
    assert len(sizes) == MOST_HOLDINGS
    assert sizes.is_monotonic_decreasing
    shown = list(short.holdings.columns[1:])
    shares = short.factors["share"].abs()
    assert shown == list(shares.sort_values(ascending=False).index[:MOST_FACTORS])
    betas = lf.estimate_betas(assets, factors).betas
    assert short.holdings.loc["A13", shown[0]] == betas.loc["A13", shown[0]]


def test_errors_of_the_bootstrap_are_those_of_the_exposures(sample):
    options = {"resamples": 200, "seed": 4}
    drawn = lf.summarise(*sample, cov="bootstrap", **options)
    wanted = lf.exposure(*sample, cov="bootstrap", **options).to_frame()
    rows = drawn.factors.index
    assert drawn.factors["high"].to_numpy() == pytest.approx(wanted.loc[rows, "high"].to_numpy())


def test_weights_of_unknown_assets_are_refused(sample):
    with pytest.raises(lf.InputError, match="Weights"):
        lf.summarise(*sample, weights={"NOBODY": 1.0})


def test_names_that_differ_in_their_ends_stay_apart():
    names = [f"Global Emerging Markets Small Cap Fund Class {c}" for c in "AB"]
    shorter = [short_name(name) for name in names]
    assert len(set(shorter)) == 2
    assert max(map(len, shorter)) <= 22
    assert short_name("サンプル商品先物因子") == "サンプル商品先物因子"
    assert "…" in short_name("サンプル商品先物因子サンプル")


def test_a_level_moves_the_ends_only(sample, short):
    wide = lf.summarise(*sample, level=0.99)
    assert (wide.factors["high"] > short.factors["high"]).all()
    kept = ["exposure", "share", "contribution", "premium"]
    pd.testing.assert_frame_equal(wide.factors[kept], short.factors[kept])
    assert replace(wide, level=0.95).level == short.level
    assert "99% interval" in wide.sentences.loc["Return", "caution"]
