"""The data report finds what it should, and nothing where there is nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel
from statsmodels.stats.outliers_influence import variance_inflation_factor

from labfolio_xl import InputError, align
from labfolio_xl.returns.report.data_report import data_report, examine
from labfolio_xl.returns.report.lines import dropped_dates
from labfolio_xl.returns.weights.weighing import JudgedWeights


def report(assets, factors, risk_free=None, **options):
    return data_report(align(assets, factors, risk_free, **options))


def found(report, check, severity=None):
    """Items and what was found of one check."""
    return {
        finding.item: finding.found
        for finding in report.findings
        if finding.check == check and severity in (None, finding.severity)
    }


@pytest.fixture
def panel():
    return random_panel(n_obs=120, n_assets=8, n_factors=3)


def test_good_data_give_no_note_and_no_warning(panel):
    good = report(*panel)
    assert good.warnings == ()
    assert {finding.severity for finding in good.findings} == {"ok"}
    assert (good.n_obs, good.n_assets, good.n_factors) == (120, 8, 3)
    assert (good.first, good.last) == (panel[0].index[0], panel[0].index[-1])
    assert good.dropped.empty
    assert {finding.check for finding in good.findings} == {
        "span",
        "rows kept",
        "rows dropped",
        "missing cells",
        "risk-free rate",
        "dates per coefficient",
        "assets per factor",
        "VIF",
    }


def test_the_table_has_one_row_for_each_finding(panel):
    good = report(*panel)
    table = good.to_frame()
    assert list(table.columns) == ["check", "item", "found", "severity", "reading"]
    assert len(table) == len(good.findings)
    assert table.iloc[0].tolist() == [
        "span",
        "Assets",
        "2020-01-01 to 2020-06-16",
        "ok",
        "120 dates",
    ]
    assert (table["reading"].str.len() > 0).all()


def test_spans_and_rows_that_were_dropped_with_their_reasons(panel):
    assets, factors = panel
    factors = factors.iloc[5:].copy()
    factors.iloc[0, 1] = np.nan
    assets = assets.iloc[:-2].copy()
    assets.iloc[6] = np.nan
    rate = pd.Series(1e-5, index=factors.index[4:])
    looked = report(assets, factors, rate)
    assert found(looked, "span") == {
        "Assets": "2020-01-01 to 2020-06-12",
        "Factors": "2020-01-08 to 2020-06-16",
        "RiskFree": "2020-01-14 to 2020-06-12",
        "used": "2020-01-14 to 2020-06-12",
    }
    assert found(looked, "rows kept") == {"used": 109}
    assert found(looked, "rows dropped") == {
        "not in Factors": 5,
        "not in Assets": 2,
        "no risk-free rate": 4,
    }
    without_rate = report(assets, factors)
    assert found(without_rate, "rows dropped", "note") == {
        "not in Factors": 5,
        "not in Assets": 2,
        "Factors is blank in F1": 1,
        "no asset has a return": 1,
    }
    assert len(without_rate.dropped) == 9
    assert list(without_rate.dropped.columns) == ["date", "reason"]


def test_dates_with_a_blank_asset_are_dropped_only_when_complete_dates_are_asked_for(panel):
    assets, factors = panel
    assets.iloc[3, 4] = np.nan
    assert found(report(assets, factors), "rows dropped") == {"none": 0}
    complete = report(assets, factors, missing="complete")
    assert found(complete, "rows dropped") == {"Assets is blank in A4": 1}


def test_many_dropped_rows_are_a_warning(panel):
    assets, factors = panel
    assert found(report(assets, factors.iloc[12:]), "rows dropped", "note")
    assert found(report(assets, factors.iloc[14:]), "rows dropped", "warning")


def test_reasons_go_with_their_dates(panel):
    assets, factors = panel
    aligned = align(assets.iloc[1:], factors.iloc[:-1])
    dropped = dropped_dates(aligned).set_index("date")["reason"]
    assert dropped.to_dict() == {
        assets.index[0]: "not in Assets",
        assets.index[-1]: "not in Factors",
    }


def test_missing_cells_are_one_line_for_a_table(panel):
    assets, factors = panel
    assets.iloc[:12, 2], assets.iloc[5, 3] = np.nan, np.nan
    factors.iloc[7, 0] = np.nan
    looked = report(assets, factors)
    assert found(looked, "missing cells", "note") == {
        "Assets": 13,
        "Factors": 1,
    }
    reading = next(f.reading for f in looked.findings if f.check == "missing cells")
    assert reading == "in 2 columns, most in A2: 10.0% of 120 dates"


def test_the_dates_of_the_portfolio_name_the_asset_that_costs_most(panel):
    assets, factors = panel
    assets.iloc[:20, 2], assets.iloc[:5, 3], assets.iloc[60, 4] = np.nan, np.nan, np.nan
    looked = report(assets, factors)
    assert found(looked, "dates used", "warning") == {"portfolio and model": 99}
    (line,) = [f for f in looked.findings if f.check == "dates used"]
    assert line.reading == (
        "99 of 120 dates have a return of every held asset; without A2 there would be 114"
    )
    assert found(looked, "dates per coefficient") == {"portfolio and model": 24.75}
    held = data_report(
        align(assets, factors), JudgedWeights(np.array([[0.5, 0.5, 0, 0, 0, 0, 0, 0]]))
    )
    assert found(held, "dates used") == {}


def test_blanks_that_no_single_asset_costs_are_named(panel):
    assets, factors = panel
    assets.iloc[:3, [1, 2]] = np.nan
    looked = report(assets, factors)
    assert found(looked, "dates used", "note") == {"portfolio and model": 117}
    (line,) = [f for f in looked.findings if f.check == "dates used"]
    assert line.reading.endswith("; blank cells are in A1, A2")


def test_which_returns_the_rate_was_subtracted_from(panel):
    assert found(report(*panel), "risk-free rate") == {"none given": ""}
    some = report(*panel, 1e-5, self_financing="F1")
    lines = [(f.item, f.found, f.reading) for f in some.findings if f.check == "risk-free rate"]
    assert lines == [
        ("RiskFree", 1e-5, "subtracted on average 0.001% per period, 0.252% a year"),
        ("Assets", "all", "subtracted from every asset"),
        ("Factors", "F0, F2", "subtracted from these factors"),
        ("Factors", "F1", "self-financing, nothing subtracted from these factors"),
    ]


def test_constant_columns(panel):
    assets, factors = panel
    looked = report(assets.assign(A1=0.0), factors.assign(F1=0.01))
    assert found(looked, "constant column", "warning") == {"Assets": "A1", "Factors": "F1"}


def test_duplicate_columns(panel):
    assets, factors = panel
    looked = report(assets.assign(A5=assets["A2"]), factors.assign(F2=factors["F0"]))
    assert found(looked, "duplicate column", "warning") == {
        "Assets": "A5 equals A2",
        "Factors": "F2 equals F0",
    }


def test_two_columns_of_zeros_are_constant_and_not_duplicates(panel):
    assets, factors = panel
    looked = report(assets.assign(A1=0.0, A2=-0.0), factors)
    assert found(looked, "duplicate column") == {}
    assert found(looked, "constant column") == {"Assets": "A1, A2"}


def test_five_hundred_columns_are_one_line(panel):
    assets, factors = panel
    many = pd.concat([assets.add_suffix(f"_{i}") for i in range(60)], axis=1)
    looked = report(many.drop(index=many.index[3]), factors)
    assert len(looked.findings) < 20
    assert found(looked, "duplicate column", "warning") == {
        "Assets": "A0_1 equals A0_0, A1_1 equals A1_0, A2_1 equals A2_0, A3_1 equals A3_0 "
        "and 468 more"
    }


@pytest.mark.parametrize(("factor", "word"), [(100.0, "percent"), (5000.0, "prices")])
def test_columns_that_are_not_decimal_returns(panel, factor, word):
    assets, factors = panel
    looked = examine(factor * (assets if word == "percent" else assets.abs()), factors)
    (line,) = [f for f in looked.errors if f.check == "unit"]
    assert line.item == "Assets"
    assert word in line.reading
    assert f"assets_are={word}" in line.reading


def test_real_returns_do_not_look_like_percent(us2022, french):
    """Daily and monthly, of stocks and of long-short factors."""
    for sample in (us2022, french):
        looked = report(sample.assets, sample.factors, sample.risk_free)
        for check in ("unit", "constant column", "duplicate column"):
            assert found(looked, check) == {}


def test_few_dates(panel):
    assets, factors = panel
    assert found(report(assets[:40], factors), "dates per coefficient", "ok")
    few = report(assets[:39], factors)
    assert found(few, "dates per coefficient", "warning") == {"portfolio and model": 9.75}


def test_one_fund_is_no_reason_for_a_warning(panel):
    assets, factors = panel
    assert found(report(assets, factors), "assets per factor", "ok") == {"cross-section": 2.67}
    for few in (report(assets.iloc[:, :3], factors), report(factors, assets)):
        assert found(few, "assets per factor", "note")
        assert few.warnings == ()


def test_the_largest_vif_equals_statsmodels(panel):
    _, factors = panel
    design = np.column_stack([np.ones(len(factors)), factors])
    theirs = [variance_inflation_factor(design, place) for place in (1, 2, 3)]
    assert found(report(*panel), "VIF", "ok") == {"Factors": pytest.approx(max(theirs), abs=0.005)}


def test_collinear_factors_say_which_to_drop_first(panel):
    assets, factors = panel
    factors["F2"] = factors["F0"] + 0.5 * factors["F1"] + 0.1 * factors["F2"]
    looked = report(assets, factors)
    warned = [f for f in looked.findings if f.check == "VIF" and f.severity == "warning"]
    assert [f.found for f in warned] == ["F0, F1, F2"]
    design = np.column_stack([np.ones(len(factors)), factors])
    theirs = [variance_inflation_factor(design, place) for place in (1, 2, 3)]
    worst = factors.columns[int(np.argmax(theirs))]
    assert f"(VIF up to {max(theirs):.0f})" in warned[0].reading
    assert warned[0].reading.endswith(f"; drop {worst} first")


def test_a_market_that_its_style_funds_span_is_not_to_be_dropped(us2022):
    (line,) = [f for f in report(us2022.assets, us2022.factors).findings if f.check == "VIF"]
    assert line.reading.endswith(
        "; if SP500 is the market, take the others net of it (net_of=SP500)"
    )


def test_a_factor_that_stands_there_twice_is_to_be_dropped(panel):
    """Net of its twin, hardly anything of it would be left."""
    assets, factors = panel
    noise = 1e-3 * np.random.default_rng(2).normal(0.0, 0.01, len(factors))
    looked = report(assets, factors.assign(Twin=factors["F0"] + noise))
    (line,) = [f for f in looked.findings if f.check == "VIF"]
    assert line.reading.endswith(("; drop F0 first", "; drop Twin first"))


def test_dependent_factors_have_an_infinite_vif_and_constant_ones_are_named_as_such(panel):
    assets, factors = panel
    looked = report(assets, factors.assign(Sum=factors["F0"] + factors["F1"], Still=0.01))
    assert found(looked, "VIF", "warning") == {"Factors": "F0, F1, Sum, Still"}
    readings = [f.reading for f in looked.findings if f.check == "VIF"]
    assert readings == ["constant, or a combination of other factors; drop Still first"]


def test_fewer_dates_than_factors_have_no_vif(panel):
    assets, factors = panel
    assert found(report(assets[:3], factors), "VIF") == {}


@pytest.mark.parametrize(
    ("frequency", "rate"),
    [("B", 0.15 / 252), ("W", 0.15 / 52), ("ME", 0.15 / 12), ("QE", 0.04), ("YE", 0.15)],
)
def test_the_rates_of_1981_are_no_warning(frequency, rate):
    assets, factors = random_panel(n_obs=60, n_assets=8, n_factors=3)
    dates = pd.date_range("1981-01-05", periods=60, freq=frequency)
    looked = report(assets.set_axis(dates), factors.set_axis(dates), rate)
    assert found(looked, "risk-free rate", "warning") == {}


def test_examine_lists_errors_and_raises_none(panel):
    assets, factors = panel
    daily = examine(assets, factors.resample("ME").sum(), 0.5)
    assert {f.check for f in daily.errors} == {"frequency", "risk-free rate"}
    # Of a rate that is refused nothing is said to be subtracted.
    assert not [f for f in daily.findings if "subtracted on average" in f.reading]
    assert daily.status.startswith("2 errors: frequency, Assets: ")
    text = examine(assets.assign(A1="x"), factors)
    assert [f.item for f in text.errors] == ["Assets"]
    assert 'column "A1"' in text.errors[0].reading
    assert (text.n_obs, text.n_complete) == (0, 0)
    unknown = examine(assets, factors, None, {"Nobody": 1.0})
    assert [f.item for f in unknown.errors] == ["Weights"]


def test_examine_of_good_data_is_ok_and_says_what_the_weights_come_to(panel):
    good = examine(*panel, 1e-5, {"A0": 0.6, "A1": 0.4})
    assert good.status == "ok"
    assert good.errors == good.warnings == ()
    assert found(good, "sum") == {"Weights": "sum 1.00, net 1.00, gross 1.00"}


def test_the_status_counts_warnings(panel):
    assets, factors = panel
    one = report(assets.assign(A1=0.0), factors)
    assert one.status == (
        "1 warning: constant column, Assets: A1; the same number on every date: its betas are "
        "0, and model, tests and covariance leave it out; remove the column, and if it is cash "
        "keep its weight"
    )


def test_periods_in_a_year_that_are_not_those_of_the_dates_are_a_warning(panel):
    [line] = [x for x in examine(*panel, periods_per_year=12).warnings if x.check == "frequency"]
    assert (line.item, line.found) == ("periods_per_year", "12")
    assert line.reading == "the returns are daily, 252 a year; leave it out, or say 252"
    assert found(examine(*panel, periods_per_year=260), "frequency") == {}


def test_tables_that_are_not_aligned_are_refused(panel):
    assets, factors = panel
    sentence = "data_report takes the result of align; give that, or call examine with the tables."
    with pytest.raises(InputError, match=sentence):
        data_report(assets, factors)
