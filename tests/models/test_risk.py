"""Risk in parts, and the covariance from few factors, as tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels import random_panel, with_holes

import labfolio_xl as lf

# Sums in another order.
RELATIVE = 1e-9

panels = st.builds(
    random_panel,
    n_obs=st.integers(12, 60),
    n_assets=st.integers(1, 9),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)
weights = st.lists(st.floats(-2, 2).filter(lambda w: w == 0 or abs(w) > 1e-3), min_size=9)


# Long and short at random, with nets that no portfolio has.
FRACTIONS = {"weights_are": "fractions"}


def some_weights(assets, numbers):
    held = pd.Series(numbers[: assets.shape[1]], index=assets.columns)
    held.iloc[0] = 0.5
    return held


@given(panels, weights, st.sampled_from(["full", "diagonal"]))
def test_parts_sum_to_the_whole(panel, numbers, specific):
    assets, factors = panel
    held = some_weights(assets, numbers)
    risk = lf.risk_decomposition(assets, factors, weights=held, specific=specific, **FRACTIONS)
    for table in (risk.by_factor, risk.by_asset):
        assert table["share"].sum() == pytest.approx(1.0, rel=RELATIVE)
        assert table["volatility"].sum() == pytest.approx(risk.volatility, rel=RELATIVE)
    assert risk.by_factor["variance"].sum() == pytest.approx(risk.variance, rel=1e-14)
    by_asset = risk.by_asset["variance_factors"] + risk.by_asset["variance_specific"]
    assert by_asset.sum() == pytest.approx(risk.variance, rel=RELATIVE)


@given(panels, weights)
def test_the_full_risk_is_that_of_the_portfolios_own_returns(panel, numbers):
    assets, factors = panel
    held = some_weights(assets, numbers)
    risk = lf.risk_decomposition(assets, factors, weights=held, **FRACTIONS)
    assert risk.variance == pytest.approx((assets @ held).var(), rel=1e-8)


@given(panels, weights)
def test_the_diagonal_risk_is_that_of_the_factor_covariance(panel, numbers):
    assets, factors = panel
    held = some_weights(assets, numbers)
    matrix = lf.factor_covariance(assets, factors).matrix
    risk = lf.risk_decomposition(assets, factors, weights=held, specific="diagonal", **FRACTIONS)
    assert risk.variance == pytest.approx(held @ matrix @ held, rel=1e-8)


@pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")  # by chance, a return of -50%
@given(panels, weights)
def test_exposures_are_those_of_exposure(panel, numbers):
    assets, factors = panel
    held = some_weights(assets, numbers)
    risk = lf.risk_decomposition(assets, factors, weights=held, **FRACTIONS)
    expected = lf.exposure(assets, factors, weights=held, **FRACTIONS).exposure
    np.testing.assert_allclose(risk.by_factor["exposure"].iloc[:-1], expected, rtol=1e-7, atol=1e-9)


def test_marginal_is_the_slope_of_the_volatility():
    """Of the volatility itself, by a difference in the weight of one asset."""
    assets, factors = random_panel(120, 5, 2)
    held = pd.Series([0.2, 0.1, 0.3, 0.2, 0.2], index=assets.columns)
    risk = lf.risk_decomposition(assets, factors, weights=held)
    step = held.copy()
    step["A2"] += 1e-6
    slope = (
        lf.risk_decomposition(assets, factors, weights=step).volatility - risk.volatility
    ) / 1e-6
    assert risk.by_asset.loc["A2", "marginal"] == pytest.approx(slope, rel=1e-4)


def test_a_hedge_has_a_negative_share():
    dates = pd.date_range("2024-01-01", periods=6)
    moves = {"M": [1.0, -1.0, 2.0, -2.0, 1.0, -1.0], "N": [1.0, -1.0, 2.0, -2.0, 1.0, -1.5]}
    factors = pd.DataFrame(moves, index=dates) / 100.0
    fund = pd.DataFrame({"F": 2.0 * factors["M"] - 1.0 * factors["N"]})
    risk = lf.risk_decomposition(fund, factors)
    assert risk.by_factor.loc["N", "share"] < 0 < risk.by_factor.loc["M", "share"]
    assert risk.by_factor.loc["specific", "variance"] == pytest.approx(0.0, abs=1e-14)


def test_the_table_ends_with_the_total_and_may_be_annual(us2022):
    risk = lf.risk_decomposition(us2022.assets, us2022.factors, periods_per_year=252)
    table = risk.to_frame()
    assert list(table.index) == [*us2022.factors.columns, "specific", "Portfolio"]
    assert table["variance"].iloc[:-1].sum() == pytest.approx(table["variance"].iloc[-1])
    assert risk.volatility_annual == pytest.approx(risk.volatility * np.sqrt(252))
    assert table["volatility_annual"].iloc[-1] == pytest.approx(risk.volatility_annual)
    assert "249 dates" in risk.rule


def test_missing_returns_leave_the_dates_of_all_held_assets():
    assets, factors = random_panel(60, 4, 2)
    holed = with_holes(assets)
    held = {"A1": 0.5, "A2": 0.5}
    risk = lf.risk_decomposition(holed, factors, weights=held)
    complete = holed[["A1", "A2"]].dropna()
    assert risk.n_obs == len(complete)
    assert list(risk.by_asset.index) == ["A1", "A2"]
    assert risk.variance == pytest.approx(complete.mean(axis=1).var(), rel=RELATIVE)


def test_a_portfolio_that_never_moves_is_refused():
    assets, factors = random_panel(30, 2, 1)
    assets["A1"] = assets["A0"]
    with pytest.raises(lf.EstimationError, match=r"same on every date.*check Assets and Weights"):
        lf.risk_decomposition(assets, factors, weights={"A0": 1.0, "A1": -1.0})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"specific": "none"}, 'specific is "none"; choose one of "full", "diagonal"'),
        ({"periods_per_year": 0}, "periods_per_year"),
        ({"weights": {"B": 1.0}}, '"B" is not a column of Assets'),
    ],
)
def test_a_wrong_option_is_named(options, words):
    with pytest.raises(lf.InputError, match=words):
        lf.risk_decomposition(*random_panel(), **options)


def test_a_factor_with_the_name_of_a_row_is_refused():
    assets, factors = random_panel()
    with pytest.raises(lf.InputError, match='"specific" is taken'):
        lf.risk_decomposition(assets, factors.rename(columns={"F1": "specific"}))


def test_too_few_dates_for_a_residual_are_refused():
    assets, factors = random_panel(4, 3, 3)
    with pytest.raises(lf.EstimationError, match="3 factors need at least 5"):
        lf.risk_decomposition(assets, factors)


@given(panels)
def test_the_covariance_has_the_sample_variances_on_its_diagonal(panel):
    assets, factors = panel
    result = lf.factor_covariance(assets, factors)
    np.testing.assert_allclose(np.diag(result.matrix), assets.var(), rtol=1e-8)
    np.testing.assert_allclose(np.diag(result.correlation), 1.0, rtol=1e-12)


def test_the_covariance_is_positive_definite_with_more_assets_than_dates():
    assets, factors = random_panel(40, 300, 3)
    assert np.linalg.eigvalsh(assets.cov())[0] < 1e-12, "the sample covariance is singular"
    result = lf.factor_covariance(assets, factors)
    values = np.linalg.eigvalsh(result.matrix)
    assert values[0] > 0.9 * result.specific.min()
    np.linalg.cholesky(result.matrix)
    assert result.reciprocal_condition > 1e-6
    assert "positive definite" in result.rule


def test_the_covariance_is_b_s_b_plus_d():
    assets, factors = random_panel(80, 5, 2)
    result = lf.factor_covariance(assets, factors)
    betas = lf.estimate_betas(assets, factors)
    expected = betas.betas @ factors.cov() @ betas.betas.T
    expected += np.diag(betas.residual_std**2 * (80 - 3) / (80 - 1))
    np.testing.assert_allclose(result.matrix, expected, rtol=1e-10)


def test_in_the_covariance_each_asset_uses_its_own_dates():
    assets, factors = random_panel(60, 4, 2)
    holed = with_holes(assets)
    result = lf.factor_covariance(holed, factors)
    alone = lf.factor_covariance(holed[["A0"]].dropna(), factors)
    np.testing.assert_allclose(result.betas.loc["A0"], alone.betas.loc["A0"], rtol=1e-9)
    assert result.specific["A0"] == pytest.approx(alone.specific["A0"], rel=1e-9)


def test_in_the_covariance_an_asset_without_specific_risk_is_named():
    assets, factors = random_panel(60, 4, 2)
    assets["A2"] = factors["F0"] - 0.5 * factors["F1"]
    assets["A3"] = 2.0 * factors["F0"]
    assets["A1"] = factors["F1"]
    with pytest.raises(lf.EstimationError, match=r'"A[123]" is explained by the factors'):
        lf.factor_covariance(assets, factors)


def test_in_the_covariance_an_asset_with_too_few_dates_is_named():
    assets, factors = random_panel(20, 3, 2)
    assets.iloc[:17, 1] = np.nan
    with pytest.raises(lf.EstimationError, match=r'"A1" has 3 returns.*need at least 4'):
        lf.factor_covariance(assets, factors)
