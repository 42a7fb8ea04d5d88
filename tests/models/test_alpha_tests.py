"""Do the factors price the assets; is a factor new: as tables with readings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linearmodels.asset_pricing import TradedFactorModel
from panels import random_panel
from scipy import stats
from statsmodels.api import OLS, add_constant

import labfolio_xl as lf


def test_grs_carries_null_degrees_and_p(us2022):
    result = lf.grs_test(us2022.assets, us2022.factors)
    n_obs, n_assets, n_factors = 249, 20, 6
    test = result.f_test
    assert test.distribution == f"F({n_assets}, {n_obs - n_assets - n_factors})"
    assert test.null == "all alphas are zero"
    assert test.pvalue == pytest.approx(stats.f.sf(test.statistic, 20, 223), rel=1e-10)
    alphas = lf.estimate_betas(us2022.assets, us2022.factors).alpha
    assert result.mean_absolute_alpha == pytest.approx(alphas.abs().mean())


def test_j_is_that_of_linearmodels(french):
    assets = french.assets.sub(french.risk_free, axis=0)
    theirs = TradedFactorModel(assets, french.factors).fit().j_statistic
    ours = lf.grs_test(french.assets, french.factors, french.risk_free, self_financing="all").j_test
    assert ours.statistic == pytest.approx(theirs.stat, rel=1e-8)
    assert ours.pvalue == pytest.approx(theirs.pval, rel=1e-6)
    assert ours.df == theirs.df


def test_the_reading_says_whether_the_factors_price_the_assets():
    assets, factors = random_panel(120, 5, 2)
    assets = assets - lf.estimate_betas(assets, factors).alpha
    good = lf.grs_test(assets, factors)
    assert good.f_test.statistic == pytest.approx(0.0, abs=1e-20)
    assert all("the factors price the assets" in words for words in good.readings)
    bad = lf.grs_test(assets + 0.02, factors)
    assert all("do not price" in words for words in bad.readings)
    table = bad.to_frame()
    assert table.loc["mean absolute alpha", "statistic"] == pytest.approx(0.02)


def test_too_few_dates_are_said_to_be_not_testable():
    result = lf.grs_test(*random_panel(20, 18, 2))
    assert np.isnan(result.f_test.pvalue)
    assert all("not testable" in words for words in result.readings)


# Returns three times as large look wild, or like a split, which is not the subject here.
@pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")
@given(st.integers(0, 1000), st.sampled_from([1e-3, 3.0]))
def test_leverage_of_an_asset_changes_no_test(seed, scale):
    assets, factors = random_panel(60, 4, 2, seed)
    before = lf.grs_test(assets, factors)
    scaled = assets.assign(A1=scale * assets["A1"])
    after = lf.grs_test(scaled, factors, assets_are="returns")
    assert after.f_test.statistic == pytest.approx(before.f_test.statistic, rel=1e-7)
    assert after.j_test.statistic == pytest.approx(before.j_test.statistic, rel=1e-7)


def test_hac_shows_its_lags():
    result = lf.grs_test(*random_panel(), cov="hac", lags=5)
    assert result.inference.lags == (5,)
    assert "Newey-West (Bartlett), 5 lags" in str(result.inference)


@pytest.mark.parametrize(("cov", "lags"), [("ols", None), ("hc1", None), ("hac", 4)])
def test_the_alpha_of_a_new_factor_is_its_intercept(us2022, cov, lags):
    old, new = us2022.factors[["SP500", "SIZE"]], us2022.factors[["MTUM"]]
    result = lf.spanning_test(new, old, cov=cov, lags=lags)
    model = OLS(new["MTUM"], add_constant(old))
    options = {"maxlags": lags, "use_correction": False} if cov == "hac" else {}
    fit = (
        model.fit()
        if cov == "ols"
        else model.fit(cov_type=cov.upper(), cov_kwds=options, use_t=True)
    )
    assert result.alphas["MTUM"] == pytest.approx(fit.params["const"], rel=1e-9)
    assert result.tstats["MTUM"] == pytest.approx(fit.tvalues["const"], rel=1e-9)
    assert result.pvalues["MTUM"] == pytest.approx(fit.pvalues["const"], rel=1e-9)
    assert result.rsquared["MTUM"] == pytest.approx(fit.rsquared, rel=1e-9)


def test_the_squared_information_ratio_is_the_gain_in_squared_sharpe_ratio():
    """With the divisor T in every variance."""
    assets, factors = random_panel(80, 1, 2)
    result = lf.spanning_test(assets, factors)
    every = factors.join(assets)
    squared = {}
    for name, table in {"old": factors, "all": every}.items():
        mean = table.mean()
        squared[name] = mean @ np.linalg.solve(table.cov(ddof=0), mean)
    ratio = result.information_ratios["A0"] * np.sqrt(80 / (80 - 3))
    assert ratio**2 == pytest.approx(squared["all"] - squared["old"], rel=1e-8)


def test_a_combination_of_the_old_factors_is_spanned_and_another_is_not():
    _, factors = random_panel(100, 2, 2)
    noise = np.random.default_rng(0).normal(0, 0.01, 100)
    noise -= noise @ add_constant(factors) @ np.linalg.pinv(add_constant(factors))
    spanned = (factors["F0"] - 0.5 * factors["F1"] + noise).to_frame("N")
    result = lf.spanning_test(spanned, factors)
    assert result.alphas["N"] == pytest.approx(0.0, abs=1e-12)
    assert result.readings["N"].startswith("spanned by the old factors")
    assert lf.spanning_test(spanned + 0.01, factors).readings["N"].startswith("adds return")


def test_unit_betas_add_the_test_of_huberman_and_kandel():
    assets, factors = random_panel(80, 2, 2)
    result = lf.spanning_test(assets, factors, unit_betas=True)
    assert list(result.tests().index) == ["GRS", "Huberman-Kandel"]
    assert result.unit_betas_test.distribution == f"F(4, {2 * (80 - 2 - 2)})"
    assert lf.spanning_test(assets, factors).unit_betas_test is None


@pytest.mark.parametrize("rate", [None, 0.0001])
def test_a_self_financing_factor_that_does_not_exist_is_refused_with_and_without_a_rate(rate):
    with pytest.raises(lf.InputError, match='self_financing names "UMD", which is no factor'):
        lf.spanning_test(*random_panel(), rate, self_financing="UMD")


def test_self_financing_may_name_new_and_old_factors():
    assets, factors = random_panel(60, 2, 2)
    charged = lf.spanning_test(assets, factors, 0.0005, self_financing=["A0", "F1"])
    by_hand = lf.spanning_test(
        assets.assign(A1=assets["A1"] - 0.0005), factors.assign(F0=factors["F0"] - 0.0005)
    )
    np.testing.assert_allclose(charged.alphas, by_hand.alphas, rtol=1e-9, atol=1e-14)


def test_what_spanning_refuses():
    assets, factors = random_panel(60, 2, 2)
    with pytest.raises(lf.InputError, match='"F0" is both a new and an old factor'):
        lf.spanning_test(factors[["F0"]], factors)
    with pytest.raises(lf.InputError, match="unit_betas is for returns that are not in excess"):
        lf.spanning_test(assets, factors, 0.0001, unit_betas=True)
    with pytest.raises(lf.InputError, match='cov is "fm"'):
        lf.grs_test(assets, factors, cov="fm")
    with pytest.raises(lf.EstimationError, match='"A0" has 3 returns'):
        lf.spanning_test(assets.iloc[:3], factors)


def test_rows_in_another_order_change_nothing():
    assets, factors = random_panel(60, 3, 2)
    before, after = (lf.grs_test(a, factors) for a in (assets, assets.iloc[::-1]))
    pd.testing.assert_frame_equal(before.to_frame(), after.to_frame())
