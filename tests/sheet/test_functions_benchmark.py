"""The functions of a portfolio over time and of its benchmark in a cell, equal to Python's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.sheet.cells import to_cells
from labfolio_xl.sheet.functions import REGISTRY

assets, factors = random_panel(80, 4, 2)
weights = pd.Series([0.4, 0.3, 0.2, 0.1], assets.columns)
market = assets.mean(axis=1).rename("Market")
rate = 0.0001


def block(table):
    return tuple(tuple(row) for row in to_cells(table, blank_missing=True))


A, F = block(assets), block(factors)
W = (("asset", "weight"), *weights.items())
SERIES = block(market.to_frame())
EQUAL = (("asset", "weight"), *((name, 0.25) for name in assets.columns))
ROWS = pd.DataFrame(
    [[0.25] * 4, [0.7, 0.1, 0.1, 0.1]],
    index=[assets.index[0] - pd.Timedelta(days=1), assets.index[39]],
    columns=assets.columns,
)
DATED = block(ROWS.rename_axis("date"))
BENCHMARKS = {
    "series": (SERIES, market),
    "weights": (EQUAL, pd.Series(0.25, assets.columns)),
    "dated": (DATED, ROWS),
}
both = pytest.mark.parametrize("given", BENCHMARKS.values(), ids=BENCHMARKS)


def call(name, *cells):
    rows = REGISTRY[name].call(*cells)
    assert len({len(row) for row in rows}) == 1, "a rectangle"
    assert not str(rows[0][0]).startswith("#LF!"), rows[0][0]
    return rows


def sentence(name, *cells):
    (row,) = REGISTRY[name].call(*cells)
    return row[0]


def column(rows, name):
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


@both
def test_active_has_three_rows_and_its_parts_sum(given):
    cells, value = given
    found = lf.active(assets, factors, rate, weights, value, periods_per_year=252)
    rows = call("LF_ACTIVE", A, F, rate, W, cells, None, "periods_per_year=252")
    assert column(rows, "side") == ["Portfolio", "Benchmark", "Active"]
    told = column(rows, "annual volatility")[2]
    assert told == pytest.approx(found.tracking_error * 252**0.5, rel=1e-9)
    assert column(rows, "rule")[0] == found.rule
    yearly = call("LF_ACTIVE", A, F, rate, W, cells, "factors", "periods_per_year=252")
    assert column(yearly, "annual tracking error")[-1] == pytest.approx(told)
    assert len(yearly[0]) == 12
    by_factor = call("LF_ACTIVE", A, F, rate, W, cells, "factors")
    np.testing.assert_allclose(column(by_factor, "active")[:2], found.exposure, rtol=1e-9)
    parts = column(by_factor, "annual tracking error")
    assert sum(parts[:-1]) == pytest.approx(parts[-1])
    by_asset = call("LF_ACTIVE", A, F, rate, W, cells, "assets")
    assert sum(column(by_asset, "annual tracking error")) == pytest.approx(told)
    assert column(by_asset, "rule")[0].startswith("weights as they are after ")
    assert sum(column(by_asset, "active")) == pytest.approx(0.0, abs=1e-12)


@both
def test_risk_attribution_rolling_and_stress_stand_beside_the_benchmark(given):
    cells, value = given
    rows = call("LF_RISK", A, F, None, W, cells)
    risk = lf.risk_decomposition(assets, factors, weights=weights, benchmark=value)
    np.testing.assert_allclose(
        column(rows, "active volatility")[:-1], risk.active.by_factor["volatility"], rtol=1e-9
    )
    rows = call("LF_ATTRIBUTION", A, F, None, W, cells)
    split = lf.attribution(assets, factors, weights=weights, benchmark=value)
    assert column(rows, "active")[-1] == pytest.approx(split.active.realised)
    assert column(rows, "benchmark")[-1] == pytest.approx(split.benchmark.realised)
    rows = call("LF_ROLLING", A, F, None, W, cells, "window=30")
    rolled = lf.rolling_exposure(assets, factors, weights=weights, benchmark=value, window=30)
    np.testing.assert_allclose(column(rows, "F1 active"), rolled.active.exposure["F1"], rtol=1e-9)
    rows = call("LF_STRESS", A, F, (("F0", -0.1),), None, W, cells)
    shocked = lf.stress(assets, factors, {"F0": -0.1}, weights=weights, benchmark=value)
    told = dict(zip(column(rows, "name"), column(rows, "others held at zero"), strict=True))
    assert told["Active"] == pytest.approx(shocked.held_at_zero.active.iloc[0])
    assert told["active s.e."] == pytest.approx(shocked.held_at_zero.active_std_errors.iloc[0])


def test_the_summary_speaks_of_the_benchmark():
    rows = call("LF_SUMMARY", A, F, None, W, SERIES, "words", "periods_per_year=252")
    said = dict(zip(column(rows, "item"), column(rows, "says"), strict=True))
    beside = dict(zip(column(rows, "item"), column(rows, "caution"), strict=True))
    assert "tracking error" in said["Risk"]
    assert "information ratio" in beside["Return"]
    assert not any("…" in text for text in (*said.values(), *beside.values()))
    assert said["Volatility a year"].startswith("benchmark ")
    assert all(len(text) <= 255 for text in said.values())


def test_without_a_benchmark_active_says_what_to_give():
    for show in ("summary", "factors", "assets"):
        empty, given = (call("LF_ACTIVE", A, F, None, W, b, show) for b in (None, SERIES))
        assert empty[0] == given[0]
        (row,) = empty[1:]
        assert row[0] == "Benchmark"
        assert not any(isinstance(cell, float) for cell in row)
        if show != "assets":
            assert row[-1].startswith("none is given: fill the sheet Benchmark")


def test_settings_in_the_place_of_the_benchmark_is_told():
    said = sentence("LF_ROLLING", A, F, None, W, "window=30")
    assert said.startswith("#LF! Benchmark: settings are given here, which stand last")


def test_the_portfolio_by_date_for_fixed_drifting_and_dated_weights():
    for cells, value in ((W, weights), (DATED, ROWS)):
        for rebalance in ("every", "monthly", "never"):
            rows = call("LF_PORTFOLIO", A, cells, f"rebalance={rebalance}")
            path = lf.portfolio(assets, value, rebalance=rebalance)
            np.testing.assert_allclose(column(rows, "Portfolio"), path.returns, rtol=1e-9)
            np.testing.assert_allclose(column(rows, "A3"), path.weights["A3"], rtol=1e-9)
            assert column(rows, "rule")[0] == path.rule
            np.testing.assert_allclose(column(rows, "cash"), 0.0, atol=1e-12)


def test_dated_weights_reach_every_question_on_the_portfolio():
    found = lf.exposure(assets, factors, rate, ROWS)
    rows = call("LF_EXPOSURE", A, F, rate, DATED)
    np.testing.assert_allclose(column(rows, "exposure"), found.exposure, rtol=1e-9)
    assert "weights of 2 dates from" in column(rows, "inference")[0]
    assert call("LF_EXPECTED", A, F, rate, DATED)[-1][0] == "Portfolio"
    status = REGISTRY["LF_STATUS"].call(A, F, rate, DATED)[0][0]
    assert not status.startswith("1 error"), status


SEVERAL = (
    ("asset", "Growth", "Income"),
    ("A0", 0.6, None),
    ("A1", 0.4, 0.1),
    ("A2", None, 0.4),
    ("A3", None, 0.5),
)


def test_several_portfolios_have_a_row_each_and_one_is_chosen_by_name():
    frame = pd.DataFrame([row[1:] for row in SEVERAL[1:]], assets.columns, SEVERAL[0][1:])
    rows = call("LF_COMPARE", A, F, None, SEVERAL, SERIES, "periods_per_year=252")
    found = lf.compare(assets, factors, None, frame, market, periods_per_year=252)
    assert column(rows, "portfolio") == ["Growth", "Income"]
    told = np.array([column(rows, name) for name in factors.columns], dtype=float).T
    np.testing.assert_allclose(told, found.exposures, rtol=1e-9)
    errors = column(rows, "tracking error")
    np.testing.assert_allclose(errors, found.numbers["tracking_error_annual"], rtol=1e-9)
    income = call("LF_EXPOSURE", A, F, None, SEVERAL, "portfolio=Income")
    np.testing.assert_allclose(
        column(income, "exposure"),
        lf.exposure(assets, factors, weights=frame["Income"].dropna()).exposure,
        rtol=1e-9,
    )
    lines = REGISTRY["LF_CHECK"].call(A, F, None, SEVERAL)
    assert ["portfolio", "Weights", "Growth", "note"] in [line[:4] for line in lines]
    said = sentence("LF_EXPOSURE", A, F, None, SEVERAL, "portfolio=Value")
    assert "the portfolios of Weights are Growth, Income" in said


def test_a_benchmark_with_gaps_says_on_how_many_dates_it_stands_beside():
    gappy = (SERIES[0], *SERIES[1:20], *SERIES[30:])
    rows = call("LF_SUMMARY", A, F, None, W, gappy, "words")
    beside = dict(zip(column(rows, "item"), column(rows, "caution"), strict=True))
    assert "Beside it: 70 of 80 dates." in beside["Return"]
    status = REGISTRY["LF_STATUS"].call(A, F, None, W, gappy)[0][0]
    assert "Benchmark: 10 dates; of Assets and Factors without a return of it" in status


def test_a_benchmark_of_several_columns_of_weights_is_refused():
    cells = (("asset", "B1", "B2"), ("A0", 0.6, 0.1), ("A1", 0.4, 0.9))
    said = sentence("LF_ACTIVE", A, F, None, W, cells)
    assert said == (
        "#LF! Benchmark: it has 2 columns of weights (B1, B2); select the names of the assets and "
        "one column."
    )


def test_a_column_of_totals_is_no_portfolio():
    cells = (("asset", "Core", "Growth", "Total"), ("A0", 0.6, 0.1, 0.7), ("A1", 0.4, 0.9, 1.3))
    assert column(call("LF_COMPARE", A, F, None, cells), "portfolio") == ["Core", "Growth"]


def test_dated_weights_of_tickers_of_digits_with_a_total_below():
    table = assets.set_axis(["600519", "45000", "7203", "9984"], axis=1)
    rows = (("date", 600519.0, 45000.0), *((day, 0.5, 0.5) for day in ROWS.index))
    cells = (*rows, ("Source: custodian", None, None))
    found = call("LF_PORTFOLIO", block(table), cells)
    assert found[0][:3] == ["date", "Portfolio", "600519"]


def test_a_coarser_benchmark_names_the_tables_that_differ():
    months = pd.date_range("2020-01-31", periods=5, freq="ME")
    cells = block(pd.Series([0.01, -0.02, 0.03, 0.0, 0.01], index=months, name="Index").to_frame())
    said = sentence("LF_ACTIVE", A, F, None, W, cells)
    assert "Benchmark" in said
    assert "Factors" not in said


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((("asset", "X", "X"), ("A0", 1.0, 1.0)), 'two portfolios have the name "X"'),
        ((("asset", "X", "Y"), ("A0", 1.0, 0.5), ("A0", 0.0, 0.5)), "occurs in rows 2 and 3"),
        ((("asset", "X", "Y"), ("Q9", 1.0, 0.5)), '"Q9" is not a column of Assets'),
        (
            (("asset", "X", "Y"), ("A0", 0.5, 0.5), ("A1", "half", 0.5)),
            'A1 holds "half"; clear the cell or type a weight',
        ),
    ],
)
def test_portfolios_that_cannot_be_read(cells, words):
    assert words in sentence("LF_COMPARE", A, F, None, cells)


@pytest.mark.parametrize(
    ("cells", "settings", "words"),
    [
        ((("asset", "weight"), ("ZZ", 1.0)), None, 'Benchmark: "ZZ" is not a column of Assets'),
        (SERIES, "benchmark_is=values", "benchmark_is"),
        (SERIES[:3], None, "2 complete dates"),
    ],
)
def test_a_benchmark_that_cannot_be_meant(cells, settings, words):
    assert words in sentence("LF_ACTIVE", A, F, None, W, cells, None, settings)
