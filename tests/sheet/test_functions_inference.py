"""The functions of risk and inference in a cell: equal to the Python functions, with sentences."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.sheet.cells import to_cells
from labfolio_xl.sheet.functions import REGISTRY

assets, factors = random_panel(60, 5, 2)
weights = pd.Series([0.4, 0.3, 0.2, 0.1, 0.0], assets.columns)
rate = 0.0001


def block(table):
    return tuple(tuple(row) for row in to_cells(table, blank_missing=True))


A, F = block(assets), block(factors)
W = (("asset", "weight"), *weights.items())


def call(name, *cells):
    rows = REGISTRY[name].call(*cells)
    assert len({len(row) for row in rows}) == 1, "a rectangle"
    return rows


def column(rows, name):
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


def numbers(rows, *names):
    return np.array([column(rows, name) for name in names], dtype=float).T


def test_risk_by_factor_ends_with_the_portfolio():
    rows = call("LF_RISK", A, F, rate, W, None, None, "periods_per_year=252")
    result = lf.risk_decomposition(assets, factors, rate, weights, periods_per_year=252)
    assert column(rows, "factor") == ["F0", "F1", "specific", "Portfolio"]
    np.testing.assert_allclose(numbers(rows, "variance")[:-1, 0], result.by_factor["variance"])
    assert rows[-1][rows[0].index("annual volatility")] == pytest.approx(result.volatility_annual)
    assert rows[3][1] == "", "the specific part has no exposure"
    assert column(rows, "rule")[0] == result.rule


def test_risk_by_asset():
    rows = call("LF_RISK", A, F, None, W, None, "assets", "specific=diagonal")
    result = lf.risk_decomposition(assets, factors, weights=weights, specific="diagonal").by_asset
    assert column(rows, "asset") == list(result.index)
    np.testing.assert_allclose(numbers(rows, "share")[:, 0], result["share"])
    assert sum(column(rows, "share")) == pytest.approx(1.0)


def test_covariance_and_correlation():
    result = lf.factor_covariance(assets, factors, rate)
    for kind, table in (("covariance", result.matrix), ("correlation", result.correlation)):
        rows = call("LF_COV", A, F, rate, kind)
        assert rows[0] == ["asset", *assets.columns]
        np.testing.assert_allclose(numbers(rows, *assets.columns), table, rtol=1e-9)


@pytest.mark.parametrize(
    "start",
    ["2020-02-03", dt.datetime(2020, 2, 3, tzinfo=dt.UTC), 43864.0],
    ids=["text", "date", "serial"],
)
def test_attribution_takes_dates_as_cells_hold_them(start):
    rows = call(
        "LF_ATTRIBUTION",
        A,
        F,
        rate,
        W,
        None,
        (
            ("span_start", start),
            ("linked", False),
            ("cov", "hac"),
            ("lags", 2),
        ),
    )
    result = lf.attribution(
        assets, factors, rate, weights, span_start="2020-02-03", linked=False, cov="hac", lags=2
    )
    assert column(rows, "part") == [*result.contributions.index, "Portfolio"]
    np.testing.assert_allclose(
        numbers(rows, "contribution")[:-1, 0], result.contributions, rtol=1e-8, atol=1e-14
    )
    assert column(rows, "reading")[0] == result.reading
    assert "Newey-West (Bartlett), 2 lags" in column(rows, "inference")[0]


def test_hedge_takes_one_target_or_one_for_each_factor():
    one = call("LF_HEDGE", A, F, None, W, 0.25, None, "nav=1000000")
    named = call(
        "LF_HEDGE",
        A,
        F,
        None,
        W,
        (("factor", "target"), ("F0", 0.25), ("F1", 0.25)),
        None,
        "nav=1000000",
    )
    result = lf.hedge(assets, factors, weights=weights, targets=0.25, nav=1e6).by_factor
    for rows in (one, named):
        np.testing.assert_allclose(numbers(rows, "notional")[:, 0], result["notional"])
    zero = call("LF_HEDGE", A, F)
    np.testing.assert_allclose(column(zero, "exposure after"), 0.0, atol=1e-15)


def test_hedge_summary():
    rows = dict(call("LF_HEDGE", A, F, None, W, None, "summary", "nav=1000000"))
    result = lf.hedge(assets, factors, weights=weights, nav=1e6)
    assert rows["volatility before"] == pytest.approx(result.volatility_before)
    assert rows["volatility after"] == pytest.approx(result.volatility_specific)
    assert rows["traded"] == pytest.approx(1e6 * result.turnover)
    assert rows["dates"] == 60.0


def test_stress_of_pairs_without_a_header_and_of_scenarios():
    pairs = call("LF_STRESS", A, F, (("F0", -0.1),), None, W, None, "cov=hc1")
    scenarios = (("factor", "crash", "calm"), ("F0", -0.1, 0.0), ("F1", None, 0.01))
    table = call("LF_STRESS", A, F, scenarios, None, W, None, "cov=hc1")
    result = lf.stress(assets, factors, {"F0": -0.1}, weights=weights, cov="hc1")
    assert table[0] == [
        *("kind", "name", "crash, others move along", "crash, others held at zero"),
        *("calm, others move along", "calm, others held at zero", "reading", "inference"),
    ]
    assert column(pairs, "kind").count("asset") == 4, "held assets"
    for case, found in (
        ("others move along", result.moving_along),
        ("others held at zero", result.held_at_zero),
    ):
        np.testing.assert_allclose(column(pairs, case), column(table, f"crash, {case}"), rtol=1e-9)
        assert column(pairs, case)[-2] == pytest.approx(found.portfolio["response"])
        assert column(pairs, case)[-1] == pytest.approx(found.std_errors["response"])
    assert column(pairs, "reading")[-2] == result.readings["response"]
    assert column(table, "reading")[-2].count("the portfolio moves by") == 2
    assert "others move along: s.e.: White HC1" in column(pairs, "inference")[0]


def test_weights_feed_the_other_functions():
    rows = call("LF_WEIGHTS", (("A0", 3), ("A2", 1)), (("asset", "price"), ("A0", 5), ("A2", 5)))
    assert rows == [["asset", "weight"], ["A0", 0.75], ["A2", 0.25]]
    through = call("LF_EXPOSURE", A, F, None, rows)
    direct = call("LF_EXPOSURE", A, F, None, (("A0", 0.75), ("A2", 0.25)))
    assert through == direct


def test_weights_of_a_table_of_prices_with_details():
    dates = pd.date_range("2024-01-01", periods=2, name="date")
    prices = block(pd.DataFrame({"A0": [9.0, 10.0], "A2": [1.0, 30.0]}, index=dates))
    rows = call("LF_WEIGHTS", (("A0", 3), ("A2", 1)), prices, "details")
    assert rows[0] == ["asset", "quantity", "price", "value", "weight", "price date"]
    assert rows[1][:5] == ["A0", 3.0, 10.0, 30.0, 0.5]
    assert rows[1][5].date() == dates[1].date()


def test_weights_show_the_date_of_each_price_and_still_feed_the_other_functions():
    dates = pd.date_range("2024-01-01", periods=2, name="date")
    prices = block(pd.DataFrame({"A0": [9.0, 10.0], "A2": [30.0, np.nan]}, index=dates))
    rows = call("LF_WEIGHTS", (("A0", 3), ("A2", 1)), prices)
    assert [row[:2] for row in rows] == [["asset", "weight"], ["A0", 0.5], ["A2", 0.5]]
    assert [row[2].date() for row in rows[1:]] == [dates[1].date(), dates[0].date()]
    assert call("LF_EXPOSURE", A, F, None, rows) == call(
        "LF_EXPOSURE", A, F, None, (("A0", 0.5), ("A2", 0.5))
    )


def test_rolling_has_a_row_for_each_window():
    rows = call("LF_ROLLING", A, F, rate, W, None, "window=30; cov=hc1")
    result = lf.rolling_exposure(assets, factors, rate, weights, window=30, cov="hc1")
    assert rows[0][:4] == ["date", "F0", "F0 less 1 sd", "F0 plus 1 sd"]
    assert len(rows) == 32
    np.testing.assert_allclose(column(rows, "F1"), result.exposure["F1"], rtol=1e-9)
    assert rows[1][0] == dt.datetime(2020, 2, 11, tzinfo=dt.UTC)


def test_a_note_stands_beside_a_column_of_its_name():
    """A factor may be called inference: its numbers stay."""
    named = block(factors.rename(columns={"F1": "inference"}))
    rows, expected = (
        call("LF_ROLLING", A, table, rate, W, None, "window=30") for table in (named, F)
    )
    assert [row[4] for row in rows[1:]] == [row[4] for row in expected[1:]]
    assert [rows[0][4], rows[0][-1]] == ["inference", "inference"]
    assert rows[1][-1] == expected[1][-1]


def test_grs_and_its_readings():
    rows = call("LF_GRS", A, F, rate, "cov=hac; lags=3")
    result = lf.grs_test(assets, factors, rate, cov="hac", lags=3)
    assert column(rows, "test")[:3] == ["GRS", "J (robust)", "J (robust) as chi2"]
    laws = ["F(5, 53)", result.j_test.distribution, "chi2(5)"]
    assert column(rows, "distribution")[:3] == laws
    tests = (result.f_test, result.j_test, result.j_chi2)
    np.testing.assert_allclose(column(rows, "p")[:3], [test.pvalue for test in tests], rtol=1e-9)
    assert "Newey-West (Bartlett), 3 lags" in column(rows, "inference")[0]


def test_span_gives_alphas_or_tests():
    new, old = block(factors[["F1"]]), block(factors[["F0"]])
    rows = call("LF_SPAN", new, old)
    result = lf.spanning_test(factors[["F1"]], factors[["F0"]])
    assert column(rows, "factor") == ["F1"]
    assert column(rows, "t")[0] == pytest.approx(result.tstats["F1"])
    assert column(rows, "reading")[0] == result.readings["F1"]
    tests = call("LF_SPAN", new, old, None, "tests", "unit_betas")
    assert column(tests, "test") == ["GRS", "Huberman-Kandel"]


def test_diagnostics_in_three_views():
    findings = call("LF_DIAGNOSTICS", A, F)
    result = lf.diagnostics(assets, factors)
    assert column(findings, "reading") == list(result.to_frame()["reading"])
    by_asset = call("LF_DIAGNOSTICS", A, F, None, "assets", "test_lags=5")
    assert by_asset[0][:3] == ["asset", "Ljung-Box", "Ljung-Box p"]
    grid = call("LF_DIAGNOSTICS", A, F, None, "correlations")
    np.testing.assert_allclose(
        numbers(grid, *assets.columns), result.residual_correlation, atol=1e-12
    )


@pytest.mark.parametrize(
    ("name", "settings"),
    [("LF_PREMIA", ("premia_cov", "bootstrap")), ("LF_EXPOSURE", ("cov", "bootstrap"))],
)
def test_the_bootstrap_is_a_kind_of_errors_and_names_its_seed(name, settings):
    tables = (A, F, rate, None)
    rows = call(name, *tables, (settings, ("resamples", 100.0), ("seed", 5.0)))
    note = column(rows, "inference")[0]
    assert "bootstrap" in note
    assert "seed 5" in note
    other = call(name, *tables, (settings, ("resamples", 100.0), ("seed", 6.0)))
    assert column(other, "low") != column(rows, "low")


KINDS = ["robust", "fm", "hac", "shanken"]


@pytest.mark.parametrize("own", [*KINDS, "bootstrap"])
def test_premia_of_all_kinds_stand_side_by_side(own):
    """The kind that the settings ask for comes first."""
    settings = f"lags=2; resamples=100; premia_cov={own}"
    rows = call("LF_PREMIA", A, F, rate, "kinds", settings)
    kinds = list(dict.fromkeys([own, *KINDS]))
    for kind in kinds:
        alone = call("LF_PREMIA", A, F, rate, None, f"premia_cov={kind}; lags=2; resamples=100")
        for word in ("s.e.", "t", "p"):
            np.testing.assert_allclose(column(rows, f"{word} {kind}"), column(alone, word))
    assert [name for name in rows[0] if name.startswith("s.e.")] == [f"s.e. {k}" for k in kinds]
    assert column(rows, "inference")[0].count("s.e.:") == len(kinds)
    by_size = call("LF_PREMIA", A, F, rate, "kinds", f"{settings}; sort")
    assert column(by_size, "premium") == sorted(column(rows, "premium"))


def test_all_premia_together_have_a_test():
    rows = call("LF_PREMIA", A, F, rate, "test")
    test = lf.estimate_lambdas(assets, factors, rate).premia().joint
    assert rows[0] == ["test", "null", "statistic", "distribution", "p", "reading", "inference"]
    assert rows[1][:2] == ["Wald", "all premia are zero"]
    assert rows[1][2] == pytest.approx(test.statistic, rel=1e-9)
    assert rows[1][3:5] == [test.distribution, pytest.approx(test.pvalue, rel=1e-9)]


def test_the_draws_of_premia_are_made_once_for_all_formulas(monkeypatch):
    settings = "premia_cov=bootstrap; resamples=100; seed=77"
    first = call("LF_PREMIA", A, F, rate, None, settings)
    monkeypatch.setattr("labfolio_xl.models.lambdas.bootstrap_premia", None)
    assert call("LF_PREMIA", A, F, rate, None, settings) == first
    assert call("LF_PREMIA", A, F, rate, "test", settings)[1][0] == "Wald"


def test_without_returns_as_factors_no_mean_stands_beside_the_premium():
    assert "factor mean" in call("LF_PREMIA", A, F, rate)[0]
    assert "factor mean" not in call("LF_PREMIA", A, F, rate, None, "factors_are=values")[0]
    assert "factor mean" not in call("LF_PREMIA", A, F, rate, None, "beta_window=20")[0]


def test_the_row_of_the_zero_beta_rate_has_no_holm_and_no_mean():
    rows = call("LF_PREMIA", A, F, rate, None, "intercept")
    for name in ("p (Holm)", "factor mean", "s.e. of mean", "premium less mean"):
        assert column(rows, name)[0] in ("", None), name
        assert isinstance(column(rows, name)[1], float), name


def test_premia_on_the_betas_of_the_window_before():
    rows = call("LF_LAMBDAS", A, F, None, None, "beta_window=20")
    expected = lf.estimate_lambdas(assets, factors, beta_window=20).by_period
    np.testing.assert_allclose(numbers(rows, "F0", "F1"), expected, rtol=1e-8, atol=1e-12)
    premia = call("LF_PREMIA", A, F, None, "kinds", "beta_window=20")
    assert [name for name in premia[0] if name.startswith("s.e.")] == ["s.e. fm", "s.e. hac"]
    alone = call("LF_PREMIA", A, F, None, None, "beta_window=20; premia_cov=robust")
    assert "Fama-MacBeth; divisor T - 1, exposures taken as known" in column(alone, "inference")[0]


def test_the_model_by_traded_factors():
    rows = dict(call("LF_MODEL", A, F, None, "estimator=traded"))
    model = lf.factor_model(assets, factors, estimator="traded")
    assert rows["J-statistic"] == pytest.approx(model.j_statistic.statistic)
    premia = call("LF_MODEL_PREMIA", A, F, None, "estimator=traded")
    np.testing.assert_allclose(column(premia, "premium"), factors.mean())
    params = call("LF_MODEL_PARAMS", A, F, None, "estimator=traded")
    np.testing.assert_allclose(column(params, "alpha"), model.params["alpha"])


@pytest.mark.parametrize(
    ("name", "cells", "sentence"),
    [
        ("LF_RISK", (A, F, None, None, None, "sector"), 'show is "sector"; choose one of'),
        ("LF_HEDGE", (A, F, None, None, (("X", 0.0),)), 'targets names "X", which is no factor'),
        ("LF_HEDGE", (A, F, None, None, "much"), "Target"),
        ("LF_STRESS", (A, F, None), "Shocks: the cells are empty"),
        ("LF_STRESS", (A, F, (("F0", "big"),)), "Shocks"),
        (
            "LF_ATTRIBUTION",
            (A, F, None, None, None, "span_start=May"),
            'Settings: span_start is "May"; give a date',
        ),
        ("LF_ROLLING", (A, F, None, None, None, "window=61"), "window is "),
        ("LF_WEIGHTS", ((("A0", 1, 2),), (("A0", 1.0),)), "Holdings"),
        ("LF_WEIGHTS", ((("A0", 1),), (("A1", 1.0),)), 'Prices: there is none for "A0"'),
        (
            "LF_MODEL",
            (A, F, None, "intercept; estimator=traded"),
            'estimator "traded" has no zero-beta rate',
        ),
    ],
)
def test_a_mistake_is_one_sentence_in_the_cell(name, cells, sentence):
    rows = call(name, *cells)
    assert len(rows) == len(rows[0]) == 1
    assert rows[0][0].startswith(f"#LF! {sentence}"), rows[0][0]
    assert rows[0][0].endswith(".")


def test_style_shows_the_weights_of_each_fund_and_how_they_were_made():
    rows = call("LF_STYLE", A, F, rate, None, "window=20")
    result = lf.style(assets, factors, rate, window=20)
    assert rows[0] == [
        *("fund", "F0", "F1", "R-squared", "R-squared, out of sample", "selection return", "s.e."),
        *("t", "p", "annual selection return", "tracking error", "annual tracking error", "dates"),
        *("dates, out of sample", "first", "last", "rule"),
    ]
    np.testing.assert_allclose(numbers(rows, "F0", "F1"), result.weights, rtol=1e-12)
    shown = ["R-squared", "R-squared, out of sample", "selection return", "t", "tracking error"]
    names = ["rsquared", "rsquared_out_of_sample", "selection", "tstat", "tracking_error"]
    np.testing.assert_allclose(numbers(rows, *shown), result.by_fund[names], rtol=1e-12)
    assert column(rows, "fund") == list(assets)
    assert column(rows, "dates") == [60.0] * 5
    assert column(rows, "last")[0].date() == assets.index[-1].date()
    assert column(rows, "rule")[0] == result.rule
    assert "the risk-free rate cancels" in result.rule


def test_style_shows_the_rolling_weights_of_every_fund_below_each_other():
    rows = call("LF_STYLE", A, F, None, "rolling", "window=50")
    result = lf.style(assets, factors, window=50)
    assert rows[0] == ["fund", "date", "F0", "F1", "rule"]
    assert column(rows, "fund") == [name for name in assets for _ in range(11)]
    assert [cell.date() for cell in column(rows, "date")[:2]] == [
        assets.index[49].date(),
        assets.index[50].date(),
    ]
    np.testing.assert_allclose(numbers(rows, "F0", "F1"), result.rolling, rtol=1e-12)
    assert column(rows, "rule")[0] == result.rule


def test_rolling_weights_without_a_window_that_fits_are_a_sentence():
    rows = call("LF_STYLE", A[:5], F, None, "rolling")
    assert rows[0][0].startswith("#LF! There are no rolling weights, because every fund has fewer")
    # A number that cannot be told is a blank cell.
    assert call("LF_STYLE", A[:5], F)[1][4] == ""
