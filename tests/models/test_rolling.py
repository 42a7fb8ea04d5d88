"""Exposures over time, and premia on the betas of the periods before."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels import random_panel, with_holes

import labfolio_xl as lf

panels = st.builds(
    random_panel,
    n_obs=st.integers(20, 50),
    n_assets=st.integers(4, 7),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)
covs = st.sampled_from(["ols", "hc0", "hc1", "hc3", "hac"])


@given(panels, covs, st.booleans())
def test_the_full_window_is_the_static_estimate(panel, cov, expanding):
    assets, factors = panel
    static = lf.exposure(assets, factors, cov=cov)
    rolling = lf.rolling_exposure(assets, factors, window=len(assets), cov=cov, expanding=expanding)
    np.testing.assert_allclose(rolling.exposure.iloc[0], static.exposure, rtol=1e-9)
    np.testing.assert_allclose(rolling.std_errors.iloc[0], static.std_errors, rtol=1e-9)
    assert rolling.alpha.iloc[0] == pytest.approx(static.alpha, rel=1e-9)
    assert str(rolling.inference) == str(static.inference)


@given(panels, st.integers(5, 20))
def test_each_window_is_the_exposure_of_its_dates(panel, window):
    assets, factors = panel
    rolling = lf.rolling_exposure(assets, factors, window=window)
    assert list(rolling.exposure.index) == list(assets.index[window - 1 :])
    last = lf.exposure(assets.iloc[-window:], factors)
    np.testing.assert_allclose(rolling.exposure.iloc[-1], last.exposure, rtol=1e-8)
    low, high = rolling.conf_int()
    np.testing.assert_allclose(low.iloc[-1], last.conf_int()["low"], rtol=1e-8)
    np.testing.assert_allclose(high.iloc[-1], last.conf_int()["high"], rtol=1e-8)


def test_expanding_windows_begin_with_the_sample():
    assets, factors = random_panel(50, 4, 2)
    rolling = lf.rolling_exposure(assets, factors, window=20, expanding=True)
    assert rolling.n_obs.tolist() == list(range(20, 51))
    assert "t(17 to 47)" in str(rolling.inference)
    expected = lf.exposure(assets.iloc[:33], factors).exposure
    np.testing.assert_allclose(rolling.exposure.iloc[13], expected, rtol=1e-9)


def test_a_factor_may_be_called_rsquared():
    """Its exposures stand beside the R-squared of the windows, not in its place."""
    assets, factors = random_panel()
    expected = lf.rolling_exposure(assets, factors, window=30).to_frame()
    named = factors.rename(columns={"F0": "rsquared"})
    found = lf.rolling_exposure(assets, named, window=30).to_frame()
    np.testing.assert_array_equal(found, expected)
    assert list(found.columns[[0, -1]]) == ["rsquared", "rsquared"]


def test_the_table_has_each_exposure_between_its_band():
    table = lf.rolling_exposure(*random_panel(), window=30).to_frame()
    assert list(table.columns[:3]) == ["F0", "F0 minus_1sd", "F0 plus_1sd"]
    assert (table["F0 minus_1sd"] < table["F0"]).all()
    assert (table["F0"] < table["F0 plus_1sd"]).all()
    assert list(table.columns[-2:]) == ["alpha", "rsquared"]


def test_rolling_betas_are_those_of_each_window():
    assets, factors = random_panel(40, 5, 2)
    holed = with_holes(assets)
    rolling = lf.rolling_betas(holed, factors, window=15)
    assert rolling.index.names == ["date", "asset"]
    part = lf.estimate_betas(holed.iloc[10:25], factors.iloc[10:25])
    np.testing.assert_allclose(rolling.loc[assets.index[24]], part.params, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("intercept", [False, True])
def test_premia_on_the_betas_of_the_window_before(intercept):
    """Against the two steps taken one by one: betas to t - 1, then the cross-section of t."""
    assets, factors = random_panel(40, 8, 2)
    lambdas = lf.estimate_lambdas(assets, factors, beta_window=15, intercept=intercept)
    assert list(lambdas.by_period.index) == list(assets.index[15:])
    for place in (15, 22, 39):
        before = slice(place - 15, place)
        betas = lf.estimate_betas(assets.iloc[before], factors.iloc[before]).betas
        alone = lf.cross_section(assets.iloc[[place]], betas, intercept=intercept)
        np.testing.assert_allclose(
            lambdas.by_period.iloc[place - 15], alone.by_period.iloc[0], rtol=1e-7, atol=1e-12
        )


def test_nothing_looks_ahead():
    """What comes after a period changes nothing in it."""
    assets, factors = random_panel(40, 8, 2)
    changed = assets.copy(), factors.copy()
    for table in changed:
        table.iloc[30:] = np.random.default_rng(0).normal(scale=0.02, size=(10, table.shape[1]))
    before = lf.estimate_lambdas(assets, factors, beta_window=12).by_period.iloc[:18]
    after = lf.estimate_lambdas(*changed, beta_window=12).by_period.iloc[:18]
    np.testing.assert_allclose(after, before, rtol=1e-8, atol=1e-12)


def test_premia_with_gaps_use_the_assets_that_have_betas():
    assets, factors = random_panel(40, 8, 2)
    assets.iloc[:25, 0] = np.nan
    lambdas = lf.estimate_lambdas(assets, factors, beta_window=12)
    assert lambdas.n_assets.iloc[0] == 7
    assert lambdas.n_assets.iloc[-1] == 8
    assert lambdas.premia("hac").n_obs == 28
    with pytest.raises(lf.EstimationError, match="over the whole span"):
        lambdas.premia("shanken")


def test_compare_shows_all_kinds_side_by_side():
    assets, factors = random_panel(60, 8, 2)
    lambdas = lf.estimate_lambdas(assets, factors)
    table = lambdas.compare(lags=3, periods_per_year=252)
    for kind in ("robust", "fm", "hac", "shanken"):
        alone = lambdas.premia(kind, 3)
        np.testing.assert_array_equal(table[f"std_error_{kind}"], alone.std_errors)
        np.testing.assert_array_equal(table[f"p_{kind}"], alone.pvalues)
    np.testing.assert_allclose(table["premium_annual"], 252 * table["premium"])
    rolling = lf.estimate_lambdas(assets, factors, beta_window=20).compare()
    assert "std_error_shanken" not in rolling.columns


@pytest.mark.parametrize(
    ("call", "options", "words"),
    [
        (lf.rolling_exposure, {"window": 4}, "must have 5 to 60"),
        (lf.rolling_exposure, {"window": 61}, "must have 5 to 60"),
        (lf.rolling_betas, {"window": 3}, "must have 4 to 60"),
        (lf.estimate_lambdas, {"beta_window": 59}, "must have 4 to 58"),
        (lf.rolling_exposure, {"window": 10.5}, "whole number"),
    ],
)
def test_a_wrong_window_is_named(call, options, words):
    with pytest.raises(lf.InputError, match=words):
        call(*random_panel(60, 8, 3), **options)


def test_no_period_with_enough_assets():
    assets, factors = random_panel(30, 3, 2)
    assets.loc[assets.index[np.arange(30) % 9 != 0], ["A1", "A2"]] = np.nan
    with pytest.raises(lf.EstimationError, match="No period has enough assets with betas"):
        lf.estimate_lambdas(assets, factors, beta_window=12)


def test_rolling_betas_feed_cross_section():
    """Each date's cross-section on the betas that were known the day before."""
    assets, factors = random_panel(40, 8, 2)
    betas = lf.rolling_betas(assets, factors, window=15)[["F0", "F1"]]
    known = {assets.index[place]: betas.loc[assets.index[place - 1]] for place in range(15, 40)}
    found = lf.cross_section(assets, known).by_period
    expected = lf.estimate_lambdas(assets, factors, beta_window=15).by_period
    pd.testing.assert_frame_equal(found, expected, check_freq=False, rtol=1e-7)


def test_with_a_level_the_table_has_intervals_in_place_of_the_band():
    result = lf.rolling_exposure(*random_panel(), window=30)
    table = result.to_frame(0.9)
    assert list(table.columns[:3]) == ["F0", "F0 low", "F0 high"]
    low, high = result.conf_int(0.9)
    np.testing.assert_array_equal(table[["F0 low", "F1 low"]], low[["F0", "F1"]])
    np.testing.assert_array_equal(table[["F0 high", "F1 high"]], high[["F0", "F1"]])
    assert list(table.columns[-2:]) == ["alpha", "rsquared"]
