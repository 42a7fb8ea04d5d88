"""Is a factor new: as a table with readings."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_panel
from scipy import stats
from statsmodels.api import OLS, add_constant

import labfolio_xl as lf


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
    assert result.readings["N"].startswith("no sign of a return beside")
    assert lf.spanning_test(spanned + 0.01, factors).readings["N"].startswith("earned +1.0")


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
    with pytest.raises(lf.EstimationError, match='"A0" has 3 returns'):
        lf.spanning_test(assets.iloc[:3], factors)


def test_intervals_of_the_alphas_use_students_t():
    assets, factors = random_panel(80, 2, 2)
    result = lf.spanning_test(assets, factors)
    expected = stats.t.interval(0.9, 80 - 3, loc=result.alphas, scale=result.std_errors)
    np.testing.assert_allclose(result.conf_int(0.9).T, expected, rtol=1e-9)
    table = result.to_frame(0.9)
    assert list(table.columns[:6]) == ["alpha", "std_error", "t", "p", "low", "high"]
    np.testing.assert_allclose(table[["low", "high"]].T, expected, rtol=1e-9)
