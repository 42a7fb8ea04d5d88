"""Do the factors leave alphas unexplained: as a table with readings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linearmodels.asset_pricing import TradedFactorModel
from panels import random_panel
from scipy import stats

import labfolio_xl as lf
from labfolio_xl.models.shared import readings


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
    ours = lf.grs_test(french.assets, french.factors, french.risk_free, self_financing="all")
    assert ours.j_test.statistic == pytest.approx(theirs.stat, rel=1e-8)
    assert ours.j_chi2.pvalue == pytest.approx(theirs.pval, rel=1e-6)
    assert ours.j_chi2.df == ours.j_test.df == theirs.df


def test_the_reading_says_whether_there_is_a_sign_of_alphas():
    assets, factors = random_panel(120, 5, 2)
    assets = assets - lf.estimate_betas(assets, factors).alpha
    good = lf.grs_test(assets, factors)
    assert good.f_test.statistic == pytest.approx(0.0, abs=1e-20)
    assert all(
        words.startswith("no sign of alphas beside the factors") and "not prove" in words
        for words in good.readings
    )
    bad = lf.grs_test(assets + 0.02, factors)
    assert all(
        words.startswith("some assets earned what the factors do not") for words in bad.readings
    )
    table = bad.to_frame()
    assert table.loc["mean absolute alpha", "statistic"] == pytest.approx(0.02)


def test_too_few_dates_are_said_to_be_not_testable():
    result = lf.grs_test(*random_panel(20, 18, 2))
    assert np.isnan(result.f_test.pvalue)
    assert all("not testable" in words for words in result.readings)


# Returns three times as large look wild, or like a split, and are not what is tested.
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


def test_rows_in_another_order_change_nothing():
    assets, factors = random_panel(60, 3, 2)
    before, after = (lf.grs_test(a, factors) for a in (assets, assets.iloc[::-1]))
    pd.testing.assert_frame_equal(before.to_frame(), after.to_frame())


def test_the_option_of_errors_is_checked():
    with pytest.raises(lf.InputError, match='cov is "fm"'):
        lf.grs_test(*random_panel(60, 2, 2), cov="fm")


def test_alphas_beside_values_say_that_they_are_none(notebook):
    """Inflation or a yield is no return: beside it, a model that is true has alphas."""
    assets, factors = notebook.assets, notebook.factors
    for words in lf.grs_test(assets, factors, factors_are="values").readings:
        assert words.endswith(f"; {readings.NO_RETURNS}")
    for ask in (
        lf.attribution,
        lf.spanning_test,
        lf.grs_test,
        lambda *tables, **data: lf.factor_model(*tables, estimator="traded", **data),
    ):
        new = factors[["MTUM"]] if ask is lf.spanning_test else assets
        old = factors[["ITOT", "QUAL"]]
        assert ask(new, old).inference.caution == ""
        assert ask(new, old, factors_are="values").inference.caution == readings.NO_RETURNS
    assert lf.factor_model(assets, factors, factors_are="values").inference.caution == ""
