"""The data report finds what it should, and nothing where there is nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel
from statsmodels.stats.outliers_influence import variance_inflation_factor

from labfolio_xl import align
from labfolio_xl.returns.report import dropped_dates


def report(assets, factors, risk_free=None, **options):
    return align(assets, factors, risk_free, **options).report


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
        "RiskFree": "2020-01-14 to 2020-06-16",
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


def test_missing_cells_are_counted_by_column(panel):
    assets, factors = panel
    assets.iloc[:12, 2], assets.iloc[5, 3] = np.nan, np.nan
    factors.iloc[7, 0] = np.nan
    looked = report(assets, factors)
    assert found(looked, "missing cells", "note") == {
        "Assets: A2": 12,
        "Assets: A3": 1,
        "Factors: F0": 1,
    }
    reading = next(f.reading for f in looked.findings if f.item == "Assets: A2")
    assert reading == "10.0% of its 120 dates"


def test_which_returns_the_rate_was_subtracted_from(panel):
    assert found(report(*panel), "risk-free rate") == {"none given": ""}
    some = report(*panel, 1e-5, self_financing="F1")
    readings = [f.reading for f in some.findings if f.check == "risk-free rate"]
    assert readings == [
        "subtracted from every asset (mean per period)",
        "subtracted from F0, F2",
        "self-financing, nothing subtracted: F1",
    ]


def test_constant_columns(panel):
    assets, factors = panel
    looked = report(assets.assign(A1=0.0), factors.assign(F1=0.01))
    assert found(looked, "constant column", "warning") == {"Assets: A1": 0.0, "Factors: F1": 0.01}


def test_duplicate_columns(panel):
    assets, factors = panel
    looked = report(assets.assign(A5=assets["A2"]), factors.assign(F2=factors["F0"]))
    assert found(looked, "duplicate column", "warning") == {
        "Assets: A5": "equals A2",
        "Factors: F2": "equals F0",
    }


def test_two_columns_of_zeros_are_constant_and_not_duplicates(panel):
    assets, factors = panel
    looked = report(assets.assign(A1=0.0, A2=-0.0), factors)
    assert found(looked, "duplicate column") == {}
    assert set(found(looked, "constant column")) == {"Assets: A1", "Assets: A2"}


@pytest.mark.parametrize(("factor", "word"), [(100.0, "percent"), (5000.0, "prices")])
def test_columns_that_are_not_decimal_returns(panel, factor, word):
    assets, factors = panel
    looked = report(assets.assign(A3=factor * assets["A3"].abs()), factors)
    findings = [f for f in looked.findings if f.check == "not decimal returns"]
    assert [f.item for f in findings] == ["Assets: A3"]
    assert findings[0].severity == "warning"
    assert word in findings[0].reading


def test_real_returns_do_not_look_like_percent(us2022, french):
    """Daily and monthly, of stocks and of long-short factors."""
    for sample in (us2022, french):
        looked = report(sample.assets, sample.factors, sample.risk_free)
        for check in ("not decimal returns", "constant column", "duplicate column"):
            assert found(looked, check) == {}


def test_few_dates(panel):
    assets, factors = panel
    assert found(report(assets[:40], factors), "dates per coefficient", "ok")
    few = report(assets[:39], factors)
    assert found(few, "dates per coefficient", "warning") == {"time series": 9.75}


def test_few_assets_or_two_tables_swapped(panel):
    assets, factors = panel
    assert found(report(assets, factors), "assets per factor", "ok") == {"cross-section": 2.67}
    for few in (report(assets.iloc[:, :3], factors), report(factors, assets)):
        assert found(few, "assets per factor", "warning")
    assert "swapped" in next(f.reading for f in few.findings if f.check == "assets per factor")


def test_vif_of_each_factor_equals_statsmodels(panel):
    _, factors = panel
    design = np.column_stack([np.ones(len(factors)), factors])
    theirs = [variance_inflation_factor(design, place) for place in (1, 2, 3)]
    looked = found(report(*panel), "VIF", "ok")
    assert list(looked.values()) == pytest.approx(theirs, abs=0.005)


def test_collinear_factors_say_which_to_drop_first(panel):
    assets, factors = panel
    factors["F2"] = factors["F0"] + 0.5 * factors["F1"] + 0.1 * factors["F2"]
    looked = report(assets, factors)
    warned = [f for f in looked.findings if f.check == "VIF" and f.severity == "warning"]
    worst = max(warned, key=lambda f: f.found)
    assert [f.item for f in warned if "drop this one first" in f.reading] == [worst.item]


def test_dependent_factors_have_an_infinite_vif_and_constant_ones_are_named_as_such(panel):
    assets, factors = panel
    looked = report(assets, factors.assign(Sum=factors["F0"] + factors["F1"], Still=0.01))
    assert found(looked, "VIF", "warning") == {
        "F0": "infinite",
        "F1": "infinite",
        "Sum": "infinite",
        "Still": "infinite",
    }
    readings = {f.item: f.reading for f in looked.findings if f.check == "VIF"}
    assert readings["Still"] == "is constant, like the intercept; drop it"
    for name in ("F0", "F1", "Sum"):
        assert readings[name] == "is a combination of other factors; drop one of them"
    assert found(looked, "VIF", "ok").keys() == {"F2"}


def test_fewer_dates_than_factors_have_no_vif(panel):
    assets, factors = panel
    assert found(report(assets[:3], factors), "VIF") == {}


@pytest.mark.parametrize(
    ("frequency", "rate", "share", "periods"),
    [
        ("B", 0.0011, "32%", 252),
        ("W", 0.008, "51%", 52),
        ("ME", 0.04, "60%", 12),
        ("ME", -0.04, "60%", 12),
        ("QE", 0.08, "36%", 4),
        ("YE", 0.35, "35%", 1),
    ],
)
def test_a_rate_that_looks_annual_is_a_warning_where_it_may_be_none(
    frequency, rate, share, periods
):
    """4% a year, given beside monthly returns, is less than what is refused."""
    assets, factors = random_panel(n_obs=60, n_assets=8, n_factors=3)
    dates = pd.date_range("2000-01-03", periods=60, freq=frequency)
    looked = report(assets.set_axis(dates), factors.set_axis(dates), rate)
    assert found(looked, "risk-free rate", "warning") == {"RiskFree": pytest.approx(rate)}
    reading = next(f.reading for f in looked.warnings if f.check == "risk-free rate")
    assert reading == (
        f"compounds to {share} in {periods} periods, a year of these dates; if it is a rate per "
        f"year, divide it by {periods}"
    )


@pytest.mark.parametrize(
    ("frequency", "rate"),
    [("B", 0.15 / 252), ("W", 0.15 / 52), ("ME", 0.15 / 12), ("QE", 0.04), ("YE", 0.15)],
)
def test_the_rates_of_1981_are_no_warning(frequency, rate):
    assets, factors = random_panel(n_obs=60, n_assets=8, n_factors=3)
    dates = pd.date_range("1981-01-05", periods=60, freq=frequency)
    looked = report(assets.set_axis(dates), factors.set_axis(dates), rate)
    assert found(looked, "risk-free rate", "warning") == {}


def test_a_rate_of_one_date_says_nothing_of_a_year(panel):
    assets, factors = panel
    assert found(report(assets[:1], factors[:1], 0.9), "risk-free rate", "warning") == {}


def test_one_table_given_twice_is_a_warning(panel):
    """In whatever order of columns, and with the same cells missing."""
    _, factors = panel
    looked = report(factors.iloc[:, ::-1], factors)
    assert found(looked, "same table") == {"Assets and Factors": 3}
    holes = factors.copy()
    holes.iloc[3, 1] = np.nan
    assert found(report(holes, holes), "same table") == {"Assets and Factors": 3}
    assert found(report(factors + 1e-9, factors), "same table") == {}
    assert found(report(factors.iloc[:, :2], factors), "same table") == {}
