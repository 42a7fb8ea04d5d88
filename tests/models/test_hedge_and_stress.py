"""Hedges reach their target; shocks go through the betas."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels import random_panel
from statsmodels.api import OLS, add_constant

import labfolio_xl as lf

panels = st.builds(
    random_panel,
    n_obs=st.integers(15, 60),
    n_assets=st.integers(1, 6),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)


@given(panels, st.floats(-3, 3))
def test_a_hedged_portfolio_has_the_target_exposure(panel, target):
    """Not by its own arithmetic: the hedged returns are regressed again."""
    assets, factors = panel
    result = lf.hedge(assets, factors, targets=target)
    hedged = (assets.mean(axis=1) + factors @ result.hold).to_frame("hedged")
    again = lf.exposure(hedged, factors)
    np.testing.assert_allclose(again.exposure, target, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(result.by_factor["exposure_after"], target, rtol=1e-9, atol=1e-12)
    assert result.volatility_after == pytest.approx(hedged["hedged"].std(), rel=1e-8)
    assert result.volatility_before == pytest.approx(assets.mean(axis=1).std(), rel=1e-8)


@given(panels)
def test_zero_leaves_what_cannot_be_hedged(panel):
    result = lf.hedge(*panel)
    assert result.volatility_after == pytest.approx(result.volatility_specific, rel=1e-12)
    assert result.volatility_after <= result.volatility_before * (1 + 1e-12)
    assert result.turnover == pytest.approx(result.by_factor["exposure"].abs().sum())


def test_a_factor_that_is_not_named_is_not_traded():
    assets, factors = random_panel(60, 4, 3)
    result = lf.hedge(assets, factors, targets={"F1": 0.25}, nav=2e6)
    assert result.hold["F0"] == result.hold["F2"] == 0.0
    table = result.to_frame()
    assert table.loc["F1", "exposure_after"] == pytest.approx(0.25)
    assert table.loc["F1", "notional"] == pytest.approx(2e6 * table.loc["F1", "hold"])
    assert result.summary()["traded"] == pytest.approx(abs(table.loc["F1", "notional"]))


def test_the_error_of_a_hedge_is_that_of_the_exposure():
    assets, factors = random_panel(60, 4, 2)
    result = lf.hedge(assets, factors, cov="hac", lags=3)
    exposure = lf.exposure(assets, factors, cov="hac", lags=3)
    np.testing.assert_allclose(result.by_factor["std_error"], exposure.std_errors, rtol=1e-9)
    assert result.inference == exposure.inference


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"targets": {"SPX": 0.0}}, 'targets names "SPX", which is no factor.*F0, F1, F2'),
        ({"targets": {"F0": np.nan}}, 'the number of "F0" is missing'),
        ({"targets": {}}, "targets names no factor"),
        ({"targets": float("inf")}, 'targets is "inf"'),
        ({"targets": -1e200}, 'targets is "-1e.200"; give an exposure, such as 0'),
        (
            {"targets": pd.Series([0.0, 1.0], index=["F0", "F0 "])},
            'targets: "F0" occurs more than once; keep one number',
        ),
        ({"nav": 0.0}, """nav is "0"; give the portfolio's value"""),
        ({"nav": float("nan")}, 'nav is "nan"'),
        ({"nav": "a million"}, 'nav is "a million"; give'),
    ],
)
def test_wrong_targets_are_named(options, words):
    with pytest.raises(lf.InputError, match=words):
        lf.hedge(*random_panel(), **options)


@given(panels, st.floats(-0.5, 0.5))
def test_a_shock_goes_through_the_betas(panel, size):
    assets, factors = panel
    result = lf.stress(assets, factors, {"F0": size}).held_at_zero
    betas = lf.estimate_betas(assets, factors).betas["F0"]
    np.testing.assert_allclose(result.assets["response"], size * betas, rtol=1e-7, atol=1e-10)
    assert result.portfolio["response"] == pytest.approx(size * betas.mean(), rel=1e-7, abs=1e-10)


def test_other_factors_move_by_their_regression_on_the_shocked_ones():
    assets, factors = random_panel(80, 3, 3)
    result = lf.stress(assets, factors, {"F0": -0.1, "F2": 0.05})
    moves = result.moving_along.factor_moves["response"]
    slopes = OLS(factors["F1"], add_constant(factors[["F0", "F2"]])).fit().params
    assert moves["F1"] == pytest.approx(slopes["F0"] * -0.1 + slopes["F2"] * 0.05, rel=1e-9)
    assert list(moves.loc[["F0", "F2"]]) == [-0.1, 0.05]
    assert list(result.held_at_zero.factor_moves["response"]) == [-0.1, 0.0, 0.05]


@pytest.mark.parametrize("cov", ["ols", "hc0", "hc1", "hac"])
def test_moving_along_is_the_regression_on_the_shocked_factors_alone(us2022, cov):
    """Responses of portfolio and assets at 1e-12, and the error of statsmodels at 1e-9."""
    shocks = {"SP500": -0.1, "VLUE": 0.03}
    case = lf.stress(us2022.assets, us2022.factors, shocks, cov=cov, lags=3).moving_along
    matrix = add_constant(us2022.factors[list(shocks)])
    options = {"ols": {"cov_type": "nonrobust"}, "hac": {"cov_kwds": {"maxlags": 3}}}
    kind = {"cov_type": cov.upper(), **options.get(cov, {})}
    model = OLS(us2022.assets.mean(axis=1), matrix).fit(**kind)
    combination = model.t_test([[0.0, *shocks.values()]])
    assert case.portfolio["response"] == pytest.approx(combination.effect.item(), rel=1e-12)
    assert case.std_errors["response"] == pytest.approx(combination.sd.item(), rel=1e-9)
    slopes = us2022.assets.apply(lambda asset: OLS(asset, matrix).fit().params).loc[[*shocks]]
    alone = slopes.T @ list(shocks.values())
    np.testing.assert_allclose(case.assets["response"], alone, rtol=1e-12, atol=1e-15)
    assert case.inference.distribution == "t(246)"
    assert case.inference.lags == ((3,) if cov == "hac" else ())


def test_the_error_of_moving_along_is_near_that_of_a_bootstrap_of_dates(us2022):
    """Pairs bootstrap of the whole answer, moves and betas; 2,000 draws: 2% Monte Carlo error."""
    portfolio = us2022.assets.mean(axis=1).to_numpy()
    factors = us2022.factors.to_numpy()
    rng = np.random.default_rng(3)
    draws = []
    for rows in rng.integers(0, len(factors), (2_000, len(factors))):
        drawn = factors[rows]
        betas = np.linalg.lstsq(add_constant(drawn), portfolio[rows], rcond=None)[0][1:]
        covariance = np.cov(drawn, rowvar=False)
        draws.append(-0.1 * betas @ covariance[:, 0] / covariance[0, 0])
    result = lf.stress(us2022.assets, us2022.factors, {"SP500": -0.1}, cov="hc1")
    error = result.moving_along.std_errors["response"]
    assert error == pytest.approx(np.std(draws), rel=0.1)
    assert error > 1.2 * _error_with_moves_taken_as_given(us2022, result)


def test_net_of_the_market_a_fall_of_it_has_one_answer(us2022):
    """No other factor moves along, and the response is that of the simple market beta."""
    shock = {"SP500": -0.1}
    net = lf.stress(us2022.assets, us2022.factors, shock, net_of="SP500")
    along = lf.stress(us2022.assets, us2022.factors, shock).moving_along
    for case in (net.moving_along, net.held_at_zero):
        assert case.portfolio["response"] == pytest.approx(along.portfolio["response"], rel=1e-9)
    np.testing.assert_allclose(net.moving_along.factor_moves["response"].iloc[1:], 0.0, atol=1e-12)


def test_a_fall_of_the_notebooks_market(notebook):
    """Its market is spanned by its own style funds: a fall of 10% costs 9.4%, not 15.7%."""
    result = lf.stress(notebook.assets, notebook.factors, {"ITOT": -0.1})
    assert result.moving_along.portfolio["response"] == pytest.approx(-0.094, abs=5e-4)
    assert result.held_at_zero.portfolio["response"] == pytest.approx(-0.157, abs=5e-4)


def _error_with_moves_taken_as_given(tables, result):
    model = OLS(tables.assets.mean(axis=1), add_constant(tables.factors)).fit(cov_type="HC1")
    moves = result.moving_along.factor_moves["response"]
    return model.t_test([[0.0, *moves]]).sd.item()


def test_with_a_shock_to_every_factor_both_cases_agree():
    assets, factors = random_panel(60, 3, 2)
    result = lf.stress(assets, factors, {"F0": -0.2, "F1": 0.1}, cov="hac")
    along, zero = result.moving_along, result.held_at_zero
    pd.testing.assert_frame_equal(along.to_frame(), zero.to_frame())
    assert along.inference == zero.inference
    assert result.readings["response"].count("the portfolio moves by") == 1
    assert "held at zero" not in result.readings["response"]


def test_the_reading_says_both_cases(us2022):
    result = lf.stress(us2022.assets, us2022.factors, {"SP500": -0.1})
    along, zero = result.moving_along.portfolio.item(), result.held_at_zero.portfolio.item()
    words = result.readings["response"]
    assert words.startswith(f"SP500 -10.0%: the portfolio moves by {along:+.1%} (s.e. ")
    assert f"{zero:+.1%}" in words
    assert words.index("move along") < words.index("held at zero")


def test_scenarios_stand_side_by_side_and_blank_is_no_shock():
    assets, factors = random_panel(60, 3, 2)
    scenarios = pd.DataFrame({"crash": [-0.2, np.nan], "turn": [0.1, -0.1]}, index=["F0", "F1"])
    both = lf.stress(assets, factors, scenarios)
    alone = lf.stress(assets, factors, {"F0": -0.2})
    for case in ("moving_along", "held_at_zero"):
        found, expected = getattr(both, case).portfolio, getattr(alone, case).portfolio
        assert found["crash"] == pytest.approx(expected["response"], rel=1e-12)
    assert both.moving_along.inference.distribution == "t(57) or t(58)"
    table = both.to_frame()
    assert list(table.columns) == [
        *("kind", "name", "crash, others move along", "crash, others held at zero"),
        *("turn, others move along", "turn, others held at zero", "reading"),
    ]
    assert table["kind"].tolist() == ["factor"] * 2 + ["asset"] * 3 + ["portfolio"] * 2
    assert table["name"].tolist()[-2:] == ["Portfolio", "s.e."]
    assert table["reading"].tolist() == [""] * 5 + [" ".join(both.readings), ""]
    assert list(alone.to_frame().columns[2:4]) == ["others move along", "others held at zero"]


def test_the_error_with_others_at_zero_is_that_of_the_exposures_combination():
    assets, factors = random_panel(60, 3, 2)
    result = lf.stress(assets, factors, {"F0": -0.2})
    model = OLS(assets.mean(axis=1), add_constant(factors)).fit(cov_type="HC3", use_t=True)
    expected = model.t_test([[0.0, -0.2, 0.0]]).sd.item()
    assert result.held_at_zero.std_errors["response"] == pytest.approx(expected, rel=1e-9)


def test_a_scenario_without_shocks_is_named():
    assets, factors = random_panel(60, 3, 2)
    scenarios = pd.DataFrame({"crash": [-0.2], "nothing": [np.nan]}, index=["F0"])
    with pytest.raises(lf.InputError, match='shocks "nothing" names no factor'):
        lf.stress(assets, factors, scenarios)


def test_an_unknown_factor_is_named():
    with pytest.raises(lf.InputError, match='shocks names "oil", which is no factor'):
        lf.stress(*random_panel(), {"oil": -0.3})


def test_a_table_without_scenarios_or_with_one_twice_is_refused():
    shocks = pd.DataFrame(index=["F0"])
    with pytest.raises(lf.InputError, match="the table has no column of numbers; add a scenario"):
        lf.stress(*random_panel(), shocks)
    shocks = pd.DataFrame([[0.1, 0.2]], index=["F0"], columns=["crash", "crash "])
    with pytest.raises(lf.InputError, match='the name "crash" occurs more than once; rename one'):
        lf.stress(*random_panel(), shocks)


@pytest.mark.parametrize("name", ["kind", "name", "reading", "inference"])
def test_a_scenario_may_have_the_name_of_a_column_of_the_result(name):
    shocks = pd.DataFrame({name: [-0.1]}, index=["F0"])
    table = lf.stress(*random_panel(), shocks).to_frame()
    assert table.columns.is_unique
    assert f"{name}, others move along" in table


def test_a_target_may_be_a_number_of_numpy():
    panel = random_panel()
    assert lf.hedge(*panel, targets=np.int64(1)).hold.equals(lf.hedge(*panel, targets=1.0).hold)
    with pytest.raises(lf.InputError, match='targets is "F0"; give an exposure, such as 0'):
        lf.hedge(*panel, targets="F0")


def test_a_shock_in_percent_is_refused(us2022):
    """It would answer with a loss of several times the portfolio."""
    message = re.escape("SP500 is -10, a fall of 1000%; shocks are decimal")
    with pytest.raises(lf.InputError, match=message):
        lf.stress(us2022.assets, us2022.factors, {"SP500": -10})
    result = lf.stress(us2022.assets, us2022.factors, {"SP500": -10}, factors_are="values")
    assert result.shocks.loc["SP500"].iloc[0] == -10
    lf.stress(us2022.assets, us2022.factors, {"SP500": -1.0})
