"""Betas of the assets: the table, the intervals, few dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes
from scipy import stats

import labfolio_xl as lf


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


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


def test_no_degrees_of_freedom_leave_estimates_without_errors():
    """T = K + 1: a beta, and nothing to judge it by; no exception, no warning."""
    assets, factors = random_panel(n_obs=3, n_assets=4, n_factors=2)
    for cov in ("ols", "hc0", "hc1", "hc3", "hac"):
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
