"""What must hold for any returns, whatever the numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from panels import random_panel, with_holes

import labfolio_xl as lf

# These are numbers of any size, whatever returns may be; the gate doubts them.
pytestmark = pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")

# Two ways through the same arithmetic; factors of these panels are well conditioned.
CLOSE = {"rtol": 1e-8, "atol": 1e-12}

panels = st.builds(
    random_panel,
    n_obs=st.integers(20, 60),
    n_assets=st.integers(5, 9),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)
scales = st.floats(1e-4, 1e4) | st.floats(-1e4, -1e-4)
time_series_covs = st.sampled_from(["ols", "hc0", "hc1", "hc3", "hac"])


def assert_same(left, right):
    pd.testing.assert_frame_equal(pd.DataFrame(left), pd.DataFrame(right), **CLOSE)


@given(panels, scales, time_series_covs)
def test_scaling_a_factor_by_c_scales_its_beta_by_one_over_c(panel, c, cov):
    assets, factors = panel
    scaled = factors.assign(F0=c * factors["F0"])
    before = lf.estimate_betas(assets, factors, cov=cov, lags=2)
    after = lf.estimate_betas(assets, scaled, cov=cov, lags=2)
    assert_same(after.betas["F0"] * c, before.betas["F0"])
    assert_same(after.std_errors["F0"] * abs(c), before.std_errors["F0"])
    assert_same(after.tstats["F0"] * np.sign(c), before.tstats["F0"])
    rest = factors.columns[1:]
    assert_same(after.betas[rest], before.betas[rest])
    assert_same(after.rsquared, before.rsquared)


@given(panels, scales, st.booleans())
def test_scaling_a_factor_by_c_scales_its_premium_by_c(panel, c, intercept):
    assets, factors = panel
    scaled = factors.assign(F0=c * factors["F0"])
    before = lf.factor_model(assets, factors, intercept=intercept)
    after = lf.factor_model(assets, scaled, intercept=intercept)
    assert after.risk_premia["F0"] == pytest.approx(c * before.risk_premia["F0"], rel=1e-6)
    assert after.std_errors["F0"] == pytest.approx(abs(c) * before.std_errors["F0"], rel=1e-6)
    assert after.j_statistic.statistic == pytest.approx(before.j_statistic.statistic, rel=1e-5)
    assert_same(after.params["alpha"], before.params["alpha"])


@given(panels, st.floats(0.01, 100.0))
def test_returns_in_another_unit_change_errors_and_no_t(panel, c):
    assets, factors = panel
    before, after = lf.estimate_betas(assets, factors), lf.estimate_betas(c * assets, factors)
    assert_same(after.params, c * before.params)
    assert_same(after.tstats, before.tstats)


@given(panels, st.randoms(use_true_random=False), st.sampled_from(["ols", "hac"]))
def test_the_order_of_rows_does_not_matter(panel, random, cov):
    """Also for lagged products: a table is sorted by date before it is used."""
    assets, factors = panel
    rows = list(range(len(assets)))
    random.shuffle(rows)
    before = lf.estimate_betas(assets, factors, cov=cov, lags=3 if cov == "hac" else None)
    for left, right in (
        (assets.iloc[rows], factors),
        (assets, factors.iloc[rows]),
        (assets.iloc[rows], factors.iloc[rows[::-1]]),
    ):
        after = lf.estimate_betas(left, right, cov=cov, lags=3 if cov == "hac" else None)
        assert_same(after.to_frame(), before.to_frame())
    model = lf.factor_model(assets.iloc[rows], factors, cov="kernel", lags=2)
    assert_same(model.to_frame(), lf.factor_model(assets, factors, cov="kernel", lags=2).to_frame())


@given(panels, st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(panel, random):
    assets, factors = panel
    held = pd.Series(np.arange(1.0, 1.0 + assets.shape[1]), index=assets.columns)
    held /= held.sum()
    names, terms = list(assets.columns), list(factors.columns)
    random.shuffle(names)
    random.shuffle(terms)
    shuffled, other = assets[names], factors[terms]
    assert_same(
        lf.estimate_betas(shuffled, other).betas.loc[assets.columns, factors.columns],
        lf.estimate_betas(assets, factors).betas,
    )
    before, after = (
        lf.exposure(assets, factors, weights=held),
        lf.exposure(shuffled, other, weights=held),
    )
    assert_same(after.to_frame().loc[list(factors.columns)], before.to_frame())
    before, after = lf.factor_model(assets, factors), lf.factor_model(shuffled, other)
    assert_same(after.to_frame().loc[list(factors.columns)], before.to_frame())
    assert after.j_statistic.statistic == pytest.approx(before.j_statistic.statistic, rel=1e-6)
    before = lf.expected_returns(assets, factors, weights=held)
    after = lf.expected_returns(shuffled, other, weights=held)
    assert_same(after.to_frame().loc[before.to_frame().index], before.to_frame())


@given(panels, scales)
def test_a_factor_that_is_added_to_the_factors_again_is_refused_by_name(panel, c):
    assets, factors = panel
    for function in (lf.estimate_betas, lf.exposure, lf.estimate_lambdas, lf.factor_model):
        with pytest.raises(lf.EstimationError, match='"Again" is a linear combination of "F0"'):
            function(assets, factors.assign(Again=c * factors["F0"]))


@given(panels)
def test_a_factor_added_to_another_changes_only_what_it_means(panel):
    """F1 + F0 in place of F1: the beta of F0 gives up that of F1, fits stay."""
    assets, factors = panel
    assume(factors.shape[1] > 1)
    before = lf.estimate_betas(assets, factors)
    after = lf.estimate_betas(assets, factors.assign(F1=factors["F1"] + factors["F0"]))
    assert_same(after.betas["F1"], before.betas["F1"])
    moved = before.betas["F0"] - before.betas["F1"]
    assert_same(after.betas["F0"], moved.rename("F0"))
    assert_same(after.rsquared, before.rsquared)


@given(panels, time_series_covs)
def test_a_portfolio_of_one_asset_is_that_asset(panel, cov):
    assets, factors = panel
    alone = lf.exposure(assets, factors, weights={"A2": 1.0}, cov=cov)
    among = lf.estimate_betas(assets, factors, cov=cov)
    assert_same(alone.exposure, among.betas.loc["A2"].rename("exposure"))
    assert_same(alone.std_errors, among.std_errors.loc["A2"].iloc[1:].rename("std_error"))
    assert alone.alpha == pytest.approx(among.alpha["A2"], rel=1e-8, abs=1e-14)
    assert alone.rsquared == pytest.approx(among.rsquared["A2"])
    expected = lf.expected_returns(assets, factors, weights={"A2": 1.0})
    assert_same(expected.portfolio, expected.by_asset.loc["A2"].rename(None))


@given(panels, st.integers(0, 1000))
def test_exposure_is_the_weighted_sum_of_betas(panel, seed):
    assets, factors = panel
    weights = np.random.default_rng(seed).normal(size=assets.shape[1])
    ours = lf.exposure(assets, factors, weights=weights, weights_are="fractions").exposure
    betas = lf.estimate_betas(assets, factors).betas
    np.testing.assert_allclose(ours, weights @ betas.to_numpy(), rtol=1e-8, atol=1e-10)


@given(panels, st.floats(-3.0, 3.0).filter(lambda c: abs(c) > 1e-3))
def test_exposure_is_linear_in_the_weights(panel, c):
    """Weights need not sum to one; None is equal weights."""
    assets, factors = panel
    equal = lf.exposure(assets, factors)
    weights = np.full(assets.shape[1], c / assets.shape[1])
    scaled = lf.exposure(assets, factors, weights=weights, weights_are="fractions")
    assert_same(scaled.exposure, c * equal.exposure)
    assert_same(scaled.std_errors, abs(c) * equal.std_errors)
    assert equal.weights.sum() == pytest.approx(1.0)


@given(panels, st.booleans())
def test_a_portfolio_of_one_asset_is_expected_to_earn_what_the_asset_is(panel, intercept):
    """With the same standard error."""
    assets, factors = panel
    name = assets.columns[-1]
    alone = lf.expected_returns(assets, factors, weights={name: 1.0}, intercept=intercept)
    assert alone.portfolio["expected"] == pytest.approx(alone.by_asset.loc[name, "expected"])
    assert alone.portfolio_std_error == pytest.approx(alone.std_errors[name], rel=1e-7, abs=1e-12)


@given(panels, st.booleans())
def test_expected_plus_pricing_error_is_realised(panel, intercept):
    assets, factors = panel
    ours = lf.expected_returns(assets, factors, intercept=intercept)
    np.testing.assert_allclose(
        ours.by_asset["expected"] + ours.by_asset["pricing_error"], assets.mean(), atol=1e-15
    )
    premia = lf.estimate_lambdas(assets, factors, intercept=intercept).premia()
    assert_same(ours.premia, premia.premia)
    held = lf.expected_returns(assets, factors, intercept=intercept).weights
    assert ours.portfolio["expected"] == pytest.approx(held @ ours.by_asset["expected"])


@given(panels, st.booleans())
def test_the_zero_beta_rate_takes_what_all_assets_share(panel, share_is_large):
    """A constant added to all returns moves the zero-beta rate and no premium."""
    assets, factors = panel
    share = 0.01 if share_is_large else 1e-5
    before = lf.estimate_lambdas(assets, factors, intercept=True).by_period
    after = lf.estimate_lambdas(assets + share, factors, intercept=True).by_period
    np.testing.assert_allclose(after["zero_beta"] - before["zero_beta"], share, atol=1e-11)
    np.testing.assert_allclose(after.iloc[:, 1:], before.iloc[:, 1:], atol=1e-11)


@given(panels, st.booleans())
def test_mean_lambdas_are_the_premia_of_the_factor_model(panel, intercept):
    """On complete data the two passes and the model have the same point estimates."""
    assets, factors = panel
    lambdas = lf.estimate_lambdas(assets, factors, intercept=intercept).premia().premia
    model = lf.factor_model(assets, factors, intercept=intercept)
    np.testing.assert_allclose(model.risk_premia, lambdas, rtol=1e-7, atol=1e-13)
    expected = lf.expected_returns(assets, factors, intercept=intercept)
    np.testing.assert_allclose(
        model.params["alpha"], expected.by_asset["pricing_error"], rtol=1e-6, atol=1e-14
    )


@given(panels, st.integers(0, 1000), time_series_covs)
def test_each_asset_on_its_dates_is_the_asset_alone_on_those_dates(panel, seed, cov):
    assets, factors = panel
    holed = with_holes(assets, seed=seed)
    together = lf.estimate_betas(holed, factors, cov=cov)
    for name in ("A0", "A3"):
        own = holed[[name]].dropna()
        alone = lf.estimate_betas(own, factors.loc[own.index], cov=cov)
        assert_same(together.params.loc[[name]], alone.params)
        assert_same(together.std_errors.loc[[name]], alone.std_errors)
        assert together.n_obs[name] == len(own)


@given(panels, st.integers(0, 1000))
def test_complete_dates_only_is_the_subset_alone(panel, seed):
    assets, factors = panel
    holed = with_holes(assets, share=0.03, seed=seed)
    rows = holed.dropna().index
    assume(len(rows) > factors.shape[1] + 2)
    given_rule = lf.estimate_betas(holed, factors, missing="complete")
    alone = lf.estimate_betas(assets.loc[rows], factors.loc[rows])
    assert_same(given_rule.to_frame(), alone.to_frame())
    model = lf.factor_model(holed, factors)
    assert model.n_obs == len(rows)
    assert_same(model.to_frame(), lf.factor_model(assets.loc[rows], factors.loc[rows]).to_frame())


@given(panels, st.integers(0, 1000))
def test_a_portfolio_uses_the_dates_of_what_it_holds(panel, seed):
    assets, factors = panel
    holed = with_holes(assets, seed=seed)
    held = {"A1": 0.5, "A4": 0.5, "A0": 0.0}
    rows = holed[["A1", "A4"]].dropna().index
    ours = lf.exposure(holed, factors, weights=held)
    alone = lf.exposure(assets.loc[rows, ["A1", "A4"]], factors.loc[rows], weights=[0.5, 0.5])
    assert ours.n_obs == len(rows)
    assert_same(ours.to_frame(), alone.to_frame())


@given(panels, st.floats(1e-6, 1e-4), st.sampled_from(["none", "all", "F0"]))
def test_the_risk_free_rate_is_subtracted_before_anything_else(panel, rate, self_financing):
    assets, factors = panel
    charged = [] if self_financing == "all" else list(factors.columns)
    charged = [name for name in charged if name != self_financing]
    by_hand = factors.copy()
    by_hand[charged] -= rate
    for function in (lf.exposure, lf.factor_model, lf.expected_returns):
        ours = function(assets, factors, risk_free=rate, self_financing=self_financing)
        assert_same(ours.to_frame(), function(assets - rate, by_hand).to_frame())


FUNCTIONS = {
    "align": lambda a, f, r: lf.data_report(lf.align(a, f, r)),
    "betas": lambda a, f, r: lf.estimate_betas(a, f, r, cov="hac"),
    "exposure": lambda a, f, r: lf.exposure(a, f, r, {"A1": 1.0, "A2": 0.5}),
    "lambdas": lambda a, f, r: lf.estimate_lambdas(a, f, r).premia("shanken"),
    "model": lambda a, f, r: lf.factor_model(a, f, r, cov="kernel"),
    "expected": lambda a, f, r: lf.expected_returns(a, f, r, None),
    "excess": lambda a, f, r: lf.excess_returns(a, r),  # noqa: ARG005
    "cross_section": lambda a, f, r: lf.cross_section(  # noqa: ARG005
        a, lf.estimate_betas(a, f).betas
    ).premia(),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("order", ["C", "F"])
def test_inputs_are_left_as_they_were(name, holes, order):
    """LAPACK writes over what it is given; it must be given copies."""
    assets, factors = random_panel(n_obs=50)
    assets = with_holes(assets) if holes else assets
    tables = [
        pd.DataFrame(np.array(table, order=order), table.index, table.columns)
        for table in (assets, factors)
    ]
    rate = pd.Series(1e-5, index=assets.index)
    FUNCTIONS[name](*tables, rate)
    pd.testing.assert_frame_equal(tables[0], assets)
    pd.testing.assert_frame_equal(tables[1], factors)
    assert (rate == 1e-5).all()
    assert rate.name is None


@pytest.mark.parametrize("order", ["C", "F"])
def test_results_do_not_share_memory_with_what_was_given(order):
    """Changing an array afterwards must not change a result."""
    assets, factors = random_panel(n_obs=50)
    arrays = [np.array(table, order=order) for table in (assets, factors)]
    tables = [
        pd.DataFrame(array, table.index, table.columns, copy=False)
        for array, table in zip(arrays, (assets, factors), strict=True)
    ]
    aligned = lf.align(*tables)
    lambdas = lf.estimate_lambdas(*tables)
    excess = lf.excess_returns(tables[0], None)
    before = aligned.assets.copy(), lambdas.factors.copy(), lambdas.premia("shanken").to_frame()
    for array in arrays:
        array[:] = 0.0
    assert_same(aligned.assets, before[0])
    assert_same(excess, before[0])
    assert_same(lambdas.factors, before[1])
    assert_same(lambdas.premia("shanken").to_frame(), before[2])
