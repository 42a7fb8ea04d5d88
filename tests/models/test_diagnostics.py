"""Each diagnosis has a null, a p-value and a sentence, and finds what is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_panel
from statsmodels.api import OLS, add_constant
from statsmodels.stats.diagnostic import acorr_ljungbox, het_breuschpagan
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.stats.stattools import jarque_bera

import labfolio_xl as lf


def clean_panel(n_obs=300, n_assets=6, n_factors=2, seed=0):
    """Return normal, independent residuals of one variance."""
    assets, factors = random_panel(n_obs, n_assets, n_factors, seed)
    rng = np.random.default_rng(seed)
    betas = rng.normal(1, 0.5, (n_factors, n_assets))
    return factors.to_numpy() @ betas + rng.normal(0, 0.01, assets.shape) + 0 * assets, factors


def finding(result, check, item=None):
    found = [f for f in result.findings if f.check.startswith(check) and item in (None, f.item)]
    assert len(found) == 1, (check, item, found)
    return found[0]


def test_a_clean_panel_has_no_warnings():
    result = lf.diagnostics(*clean_panel())
    assert result.warnings == ()
    assert all(f.reading for f in result.findings)
    assert all(0 <= f.test.pvalue <= 1 for f in result.findings if f.test is not None)


def test_every_number_by_asset_is_that_of_statsmodels(us2022):
    result = lf.diagnostics(us2022.assets, us2022.factors, test_lags=5)
    matrix = add_constant(us2022.factors)
    for asset in us2022.assets.columns[:4]:
        fit = OLS(us2022.assets[asset], matrix).fit()
        residual, fitted = fit.resid, fit.fittedvalues
        row = result.by_asset.loc[asset]
        box = acorr_ljungbox(residual, [5]).iloc[0]
        terms = np.column_stack([np.ones(len(fitted)), fitted, 100.0 * fitted**2])
        white = het_breuschpagan(residual, terms)
        bera = jarque_bera(residual)
        ours = row[["ljung_box", "ljung_box_p", "white", "white_p"]]
        np.testing.assert_allclose(ours, [*box, *white[:2]], rtol=1e-8)
        ours = row[["jarque_bera", "jarque_bera_p", "skewness", "kurtosis"]]
        np.testing.assert_allclose(ours, bera, rtol=1e-7, atol=1e-300)


def test_vif_is_that_of_statsmodels(us2022):
    result = lf.diagnostics(us2022.assets, us2022.factors)
    matrix = add_constant(us2022.factors).to_numpy()
    for place, name in enumerate(us2022.factors.columns, start=1):
        found = finding(result, "VIF", name)
        assert found.value == pytest.approx(variance_inflation_factor(matrix, place), rel=1e-8)
        assert found.verdict == ("note" if found.value > 10 else "ok")


def test_collinearity_has_one_verdict_and_its_cure_is_to_take_factors_net(us2022):
    """VIF is high and the condition number is not: the reader is not told both."""
    result = lf.diagnostics(us2022.assets, us2022.factors)
    (verdict,) = [f for f in result.findings if f.check == "collinearity"]
    matrix = add_constant(us2022.factors).to_numpy()
    expected = np.linalg.cond(matrix / np.linalg.norm(matrix, axis=0))
    assert verdict.value == pytest.approx(expected, rel=1e-9)
    assert verdict.value < 30
    assert verdict.verdict == "warning"
    assert "set net_of=SP500: VIF is then at most 1.3" in verdict.reading
    assert not [f for f in result.warnings if f.check == "VIF"]
    cured = lf.diagnostics(us2022.assets, us2022.factors, net_of="SP500")
    net = finding(cured, "collinearity")
    assert (net.verdict, net.reading.split(": ")[1]) == (
        "ok",
        "no sign that factors repeat each other",
    )
    assert max(f.value for f in cured.findings if f.check == "VIF") < 1.35


def test_a_factor_that_hardly_moves_around_its_mean_repeats_the_intercept():
    assets, factors = clean_panel()
    result = lf.diagnostics(assets, factors.assign(F0=factors["F0"] + 10.0), factors_are="values")
    found = finding(result, "collinearity")
    assert found.verdict == "warning"
    assert "it repeats the intercept" in found.reading
    assert "net_of" not in found.reading


def test_nearly_equal_factors_are_found():
    assets, factors = clean_panel()
    noise = np.random.default_rng(1).normal(0, 1e-5, len(factors))
    result = lf.diagnostics(assets, factors.assign(twin=factors["F0"] + noise))
    assert finding(result, "VIF", "twin").verdict == "note"
    found = finding(result, "collinearity")
    assert found.verdict == "warning"
    assert found.reading.endswith("leave one of those with a high VIF out (use_factors)")


def test_a_factor_without_exposures_is_found_by_every_weak_factor_test():
    assets, factors = clean_panel(seed=3)
    noise = factors.assign(noise=np.random.default_rng(11).normal(0, 0.01, len(factors)))
    result = lf.diagnostics(assets, noise)
    weak = finding(result, "betas jointly zero", "noise")
    assert weak.verdict == "warning"
    assert weak.reading.startswith("no sign that any asset is exposed to it")
    strong = finding(result, "betas jointly zero", "F0")
    betas = lf.estimate_betas(assets, noise).betas["F0"]
    name = betas.abs().idxmax()
    assert strong.verdict == "ok"
    assert strong.reading == (
        f"assets are exposed to it, {name} most with a beta of {betas[name]:.2f}"
    )
    for kind in ("Cragg", "Kleib"):
        found = finding(result, f"rank of the betas ({kind}")
        assert found.verdict == "warning"
        assert "cannot rule out that some combination of the premia is not identified" in (
            found.reading
        )


def test_a_rank_test_that_rejects_gives_no_comfort_beside_a_weak_factor():
    """With this seed both rank tests reject although one factor is noise."""
    for seed in range(40):
        assets, factors = clean_panel(60, 12, 2, seed)
        noise = np.random.default_rng(100 + seed).normal(0, 0.01, len(factors))
        result = lf.diagnostics(assets, factors.assign(noise=noise))
        weak = finding(result, "betas jointly zero", "noise")
        found = finding(result, "rank of the betas (Kleib")
        if weak.verdict == "warning" and found.test.pvalue < 0.05:
            break
    else:
        pytest.fail("no panel in which the rank test rejects")
    assert found.verdict == "note"
    assert found.reading.endswith("count: no sign that an asset is exposed to noise")


def test_a_market_that_is_not_seen_beside_its_styles_is_not_to_be_left_out(notebook):
    """In 36 days the F test does not see the market, since its funds repeat it."""
    assets, factors = notebook.assets.iloc[:36], notebook.factors.iloc[:36]
    result = lf.diagnostics(assets, factors)
    assert "keep it and set net_of=ITOT" in finding(result, "collinearity").reading
    weak = finding(result, "betas jointly zero", "ITOT")
    assert weak.test.pvalue > 0.05
    assert weak.reading.endswith("which it nearly repeats: see collinearity for what to do")
    rank = finding(result, "rank of the betas (Cragg")
    assert rank.reading.endswith("no sign that an asset is exposed to ITOT, SIZE, VLUE")
    net = lf.diagnostics(assets, factors, net_of="ITOT")
    assert finding(net, "betas jointly zero", "ITOT").verdict == "ok"
    dates = finding(result, "dates")
    assert (dates.verdict, "fewer than 60" in dates.reading) == ("note", True)


def test_fewer_assets_than_factors_are_the_reason_that_their_rank_is_not_tested(notebook):
    result = lf.diagnostics(notebook.assets[["AAPL", "XOM"]], notebook.factors)
    found = finding(result, "rank of the betas (Cragg")
    assert found.reading == "not testable: there are fewer assets than factors"


def test_the_zero_beta_rate_is_judged_where_it_is_estimated(notebook):
    """Betas of the market near one for every stock make a constant."""
    tables = notebook.assets, notebook.factors
    assert not [f for f in lf.diagnostics(*tables).findings if f.check == "zero-beta rate"]
    found = finding(lf.diagnostics(*tables, intercept=True), "zero-beta rate")
    matrix = add_constant(lf.estimate_betas(*tables).betas).to_numpy()
    expected = np.linalg.cond(matrix / np.linalg.norm(matrix, axis=0))
    assert found.value == pytest.approx(expected, rel=1e-9)
    assert found.value == pytest.approx(83.4, abs=0.1)
    assert found.verdict == "warning"
    assert finding(lf.diagnostics(*clean_panel(), intercept=True), "zero-beta").verdict == "ok"


@pytest.mark.parametrize(
    "question",
    [
        lambda *tables, **options: lf.estimate_lambdas(*tables, **options).premia(),
        lf.factor_model,
        lf.expected_returns,
    ],
)
def test_a_zero_beta_rate_that_mixes_with_the_premia_is_told_beside_the_errors(notebook, question):
    tables = notebook.assets, notebook.factors
    with pytest.warns(lf.DataWarning, match=r"zero-beta rate: .*\(condition number 83, above 30\)"):
        found = question(*tables, intercept=True)
    assert found.inference.caution.endswith("can hardly be told apart")
    assert str(found.inference).endswith(found.inference.caution)
    assert question(*tables).inference.caution == ""


def test_autocorrelation_heteroskedasticity_and_fat_tails_are_found():
    assets, factors = clean_panel(500)
    rng = np.random.default_rng(4)
    persistent = rng.normal(0, 0.01, 500)
    for row in range(1, 500):
        persistent[row] += 0.5 * persistent[row - 1]
    assets["A1"] = factors["F0"] + persistent
    assets["A2"] = factors["F0"] + rng.normal(0, 0.01, 500) * np.exp(80 * factors["F0"])
    assets["A3"] = factors["F0"] + 0.01 * rng.standard_t(3, 500)
    result = lf.diagnostics(assets, factors)
    for check, asset, advice in (
        ("residual autocorrelation", "A1", "hac"),
        ("heteroskedasticity", "A2", "hc3"),
    ):
        found = finding(result, check)
        assert (found.verdict, found.item) == ("warning", asset)
        assert advice in found.reading
    assert finding(result, "normality").verdict == "warning"
    assert result.by_asset.loc["A3", "jarque_bera_p"] < 0.01


def test_an_asset_whose_fitted_return_takes_two_values_is_left_out_of_whites_test():
    """A dummy is the only factor, so that no asset has a square to test; the rest stands."""
    assets, factors = clean_panel(120)
    dummy = factors[["F0"]].gt(0.0).mul(0.02).sub(0.01)
    result = lf.diagnostics(assets, dummy)
    found = finding(result, "heteroskedasticity")
    assert (found.verdict, found.item) == ("note", "all assets")
    assert found.reading.startswith("not testable")
    assert np.isnan([found.value, found.test.pvalue]).all()
    assert result.by_asset["white_p"].isna().all()
    assert finding(result, "normality").verdict == "ok"


def test_what_the_residual_tests_do_not_reject_is_no_proof():
    result = lf.diagnostics(*clean_panel())
    for check in ("residual autocorrelation", "heteroskedasticity", "normality"):
        found = finding(result, check)
        assert found.verdict == "ok"
        assert "no more than chance explains" in found.reading
        assert "no sign" in found.reading
        assert " fine" not in found.reading


def test_the_p_value_over_all_assets_is_that_of_the_worst_times_their_number():
    result = lf.diagnostics(*clean_panel())
    found = finding(result, "residual autocorrelation")
    expected = min(1.0, 6 * result.by_asset["ljung_box_p"].min())
    assert found.test.pvalue == pytest.approx(expected)
    assert found.test.null == "no asset's residuals are autocorrelated"


def test_residual_correlations_are_those_of_the_residuals(us2022):
    result = lf.diagnostics(us2022.assets, us2022.factors)
    matrix = add_constant(us2022.factors)
    residuals = us2022.assets.apply(lambda asset: OLS(asset, matrix).fit().resid)
    np.testing.assert_allclose(result.residual_correlation, residuals.corr(), atol=1e-10)
    assert (np.diag(result.residual_correlation) == 1.0).all()


def test_a_portfolio_has_its_own_row():
    assets, factors = clean_panel()
    result = lf.diagnostics(assets, factors, weights={"A1": 2.0})
    expected = result.by_asset.loc["A1"]
    np.testing.assert_allclose(result.portfolio, expected, rtol=1e-9)
    assert lf.diagnostics(assets, factors).portfolio is None


def test_more_assets_than_dates_leave_the_joint_tests_out():
    result = lf.diagnostics(*random_panel(30, 40, 2))
    for check in ("rank of the betas (Cragg", "rank of the betas (Kleib"):
        found = finding(result, check)
        assert (found.verdict, np.isnan(found.value)) == ("note", True)
        assert "not testable" in found.reading


def test_the_table_has_a_sentence_in_every_row(us2022):
    table = lf.diagnostics(us2022.assets, us2022.factors).to_frame()
    assert list(table.columns) == [
        "check", "item", "null", "value", "distribution", "p", "verdict", "reading",
    ]  # fmt: skip
    assert (table["reading"].str.len() > 20).all()
    assert len(table) == 1 + 6 + 1 + 6 + 2 + 3
    assert table.loc[0, ["check", "value", "verdict", "reading"]].tolist() == [
        "dates", 249.0, "ok", "249 dates, 2022-01-03 to 2022-12-28",
    ]  # fmt: skip


@pytest.mark.parametrize("lags", [0, -1, 2.5])
def test_lags_are_a_whole_number_of_one_or_more(lags):
    with pytest.raises(lf.InputError, match="lags is"):
        lf.diagnostics(*random_panel(), test_lags=lags)
