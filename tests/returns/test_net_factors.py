"""The option net_of: each other factor less its beta on the market, one definition everywhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel
from statsmodels.api import OLS, add_constant

import labfolio_xl as lf
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.sheet.settings import Settings

ASSETS, FACTORS = random_panel(80, 5, 4)
RATE = pd.Series(np.linspace(0.0, 4e-4, 80), FACTORS.index)
TIGHT = {"rtol": 1e-9, "atol": 1e-14}


def net_by_statsmodels(factors, market):
    """The residual of each other factor and its alpha."""
    matrix = add_constant(factors[market])
    net = factors.copy()
    for name in factors.columns.drop(market):
        net[name] = (
            factors[name] - OLS(factors[name], matrix).fit().params[market] * factors[market]
        )
    return net


def test_factors_are_those_of_statsmodels():
    found = lf.align(ASSETS, FACTORS, net_of="F1")
    pd.testing.assert_frame_equal(
        found.factors, net_by_statsmodels(FACTORS, "F1"), rtol=1e-9, atol=1e-15
    )
    assert found.net_of == "F1"
    pd.testing.assert_frame_equal(found.assets, ASSETS)


@pytest.mark.parametrize("free", ["none", "F1", "F0, F3", "all"])
def test_with_a_rate_the_excess_returns_are_taken_net(free):
    """Whichever factors the rate is subtracted from."""
    options = {"self_financing": free}
    names = list(FACTORS) if free == "all" else free.split(", ")
    excess = FACTORS.copy()
    charged = [name for name in FACTORS if name not in names]
    excess[charged] = excess[charged].sub(RATE, axis=0)
    expected = lf.estimate_betas(ASSETS.sub(RATE, axis=0), net_by_statsmodels(excess, "F1"))
    found = lf.estimate_betas(ASSETS, FACTORS, RATE, net_of="F1", **options)
    np.testing.assert_allclose(found.betas, expected.betas, **TIGHT)
    np.testing.assert_allclose(found.std_errors, expected.std_errors, **TIGHT)


def test_the_market_gets_its_simple_beta_and_nothing_else_changes():
    whole = lf.exposure(ASSETS, FACTORS, RATE)
    net = lf.exposure(ASSETS, FACTORS, RATE, net_of="F1")
    excess = ASSETS.mean(axis=1) - RATE
    simple = OLS(excess, add_constant((FACTORS["F1"] - RATE).rename("F1"))).fit().params["F1"]
    assert net.exposure["F1"] == pytest.approx(simple, rel=1e-9)
    others = ["F0", "F2", "F3"]
    np.testing.assert_allclose(net.exposure[others], whole.exposure[others], **TIGHT)
    np.testing.assert_allclose(net.std_errors[others], whole.std_errors[others], **TIGHT)
    assert net.rsquared == pytest.approx(whole.rsquared, rel=1e-12)
    assert net.alpha == pytest.approx(whole.alpha, rel=1e-9)


def test_every_question_takes_the_same_factors():
    net = net_by_statsmodels(FACTORS, "F1")
    for question, part in (
        (lf.exposure, "exposure"),
        (lf.estimate_lambdas, "by_period"),
        (lf.factor_model, "params"),
        (lf.risk_decomposition, "by_factor"),
        (lf.factor_covariance, "matrix"),
        (lf.attribution, "contributions"),
        (lf.hedge, "by_factor"),
        (lf.rolling_exposure, "exposure"),
    ):
        found = getattr(question(ASSETS, FACTORS, net_of="F1"), part)
        expected = getattr(question(ASSETS, net), part)
        values = (table.select_dtypes("number") if table.ndim > 1 else table
                  for table in (found, expected))  # fmt: skip
        np.testing.assert_allclose(*values, rtol=1e-7, atol=1e-12, err_msg=question.__name__)


def test_a_new_factor_has_the_same_alpha_beside_net_factors():
    """They span what the factors span; the rate is not subtracted from a self-financing market."""
    new = ASSETS[["A0"]].rename(columns={"A0": "new"})
    options = {"self_financing": "F1, new"}
    plain = lf.spanning_test(new, FACTORS, RATE, **options)
    net = lf.spanning_test(new, FACTORS, RATE, net_of="F1", **options)
    np.testing.assert_allclose(net.alphas, plain.alphas, **TIGHT)
    simple = OLS(new["new"], add_constant(FACTORS["F1"])).fit().params["F1"]
    assert net.betas.loc["new", "F1"] == pytest.approx(simple, rel=1e-9)


def test_betas_are_those_of_the_dates_that_are_used():
    found = lf.align(ASSETS.iloc[10:], FACTORS, end=str(FACTORS.index[59].date()), net_of="F1")
    expected = net_by_statsmodels(FACTORS.iloc[10:60], "F1")
    pd.testing.assert_frame_equal(found.factors, expected, rtol=1e-9, atol=1e-15)


def test_the_report_says_what_was_done():
    report = lf.examine(ASSETS, FACTORS, net_of="f1")
    line = next(line for line in report.findings if line.check == "factors")
    assert (line.found, line.severity) == ("net of F1", "note")
    betas = lf.net_of(FACTORS, "F1").betas
    assert f"F0 {betas['F0']:.2f}" in line.reading


def test_a_workbook_holds_the_factors_as_they_were_and_the_setting():
    """Its formulas take them net; a second time would change nothing but the rate's part."""
    inputs = Inputs(ASSETS, FACTORS, RATE, settings=Settings({"net_of": "F1"}))
    aligned = lf.align(ASSETS, FACTORS, RATE, net_of="F1", self_financing="F0")
    kept = inputs.settled(aligned, np.full(5, 0.2))
    pd.testing.assert_frame_equal(kept.factors.frame, FACTORS)
    assert kept.settings.given["net_of"] == "F1"


def test_a_name_that_no_factor_has_is_refused_with_the_nearest():
    named = FACTORS.rename(columns={"F1": "Market"})
    with pytest.raises(lf.InputError, match=r'net_of: Factors has no column "Markt"; .* Market'):
        lf.align(ASSETS, named, net_of="Markt")
    with pytest.raises(lf.InputError, match='net_of: Factors has no column "Q"; its columns are'):
        lf.align(ASSETS, named, net_of="Q")
    with pytest.raises(lf.InputError, match='net_of is " "; give the name of a factor'):
        lf.align(ASSETS, named, net_of=" ")


def test_a_market_that_use_factors_leaves_out_is_named():
    with pytest.raises(lf.InputError, match='net_of: use_factors leaves "F1" out; name it there'):
        lf.align(ASSETS, FACTORS, use_factors="F0, F2", net_of="F1")


def test_a_constant_market_spans_nothing():
    with pytest.raises(lf.InputError, match=r'net_of: column "F1" is constant \(0.01 on every'):
        lf.align(ASSETS, FACTORS.assign(F1=0.01), net_of="F1")


def test_a_factor_that_is_a_multiple_of_the_market_is_named():
    """What is left of it would be rounding errors."""
    twice = FACTORS.assign(twin=0.001 + 2.0 * FACTORS["F1"])
    with pytest.raises(lf.InputError, match='nothing of the column "twin" is left without "F1"'):
        lf.align(ASSETS, twice, net_of="F1")


def test_a_market_alone_stays_as_it_is():
    report = lf.examine(ASSETS, FACTORS[["F1"]], net_of="F1")
    assert "the only factor" in next(f.reading for f in report.findings if f.check == "factors")
    found = lf.exposure(ASSETS, FACTORS[["F1"]], net_of="F1")
    assert found.exposure.equals(lf.exposure(ASSETS, FACTORS[["F1"]]).exposure)


def test_two_dates_are_too_few():
    with pytest.raises(lf.InputError, match='has 2 dates to use, and a beta on "F1" needs'):
        lf.align(ASSETS, FACTORS.iloc[:2], frequency=None, net_of="F1")


def test_aligned_tables_cannot_be_taken_net_later():
    aligned = lf.align(ASSETS, FACTORS, net_of="F1")
    assert lf.exposure(aligned, None, net_of="F1").exposure.equals(
        lf.exposure(ASSETS, FACTORS, net_of="F1").exposure
    )
    with pytest.raises(lf.InputError, match='net_of is "F2", but Assets and Factors were aligned'):
        lf.exposure(aligned, None, net_of="F2")


# lf.net_of


def test_the_function_gives_what_the_option_gives_without_a_rate():
    found = lf.net_of(FACTORS, "F1")
    pd.testing.assert_frame_equal(found.factors, lf.align(ASSETS, FACTORS, net_of="F1").factors)
    assert list(found.betas.index) == ["F0", "F2", "F3"]
    np.testing.assert_allclose(found.factors.corr()["F1"].drop("F1"), 0.0, atol=1e-12)
    means = FACTORS.mean() - found.betas.reindex(FACTORS.columns).fillna(0.0) * FACTORS["F1"].mean()
    np.testing.assert_allclose(found.factors.mean(), means, rtol=1e-9)


def test_the_function_takes_prices_percent_and_chosen_dates_and_factors():
    prices = 100.0 * (1.0 + FACTORS).cumprod()
    found = lf.net_of(prices, "F1", factors_are="prices", use_factors="F0, F1")
    expected = net_by_statsmodels(FACTORS[["F0", "F1"]].iloc[1:], "F1")
    np.testing.assert_allclose(found.factors, expected, rtol=1e-7, atol=1e-12)
    percent = lf.net_of(100.0 * FACTORS, "F1", factors_are="percent")
    np.testing.assert_allclose(percent.factors, lf.net_of(FACTORS, "F1").factors, rtol=1e-9)


def test_dates_with_a_missing_cell_are_left_out_and_a_rate_is_no_factor():
    holed = FACTORS.assign(RF=1e-4)
    holed.iloc[3, 0] = np.nan
    found = lf.net_of(holed.rename(columns={"F1": "Mkt-RF", "F2": "SMB"}), "mkt-rf")
    assert str(found.dates).startswith("79 of 80 dates")
    assert list(found.factors) == ["F0", "Mkt-RF", "SMB", "F3"]


def test_the_option_can_be_left_out_and_the_argument_of_the_function_cannot():
    constant = FACTORS.assign(F1=0.01)
    with pytest.raises(lf.InputError, match="name another factor, or leave net_of out"):
        lf.align(ASSETS, constant, net_of="F1")
    with pytest.raises(lf.InputError, match=r"^market: .* name another factor\.$"):
        lf.net_of(constant, "F1")


def test_the_function_names_what_is_wrong():
    with pytest.raises(lf.InputError, match='market: Factors has no column "Q"'):
        lf.net_of(FACTORS, "Q")
    with pytest.raises(
        lf.InputError, match=r"Factors: the numbers look like returns in percent: .* say fact"
    ):
        lf.net_of(100.0 * FACTORS, "F1", doubts="refuse")
