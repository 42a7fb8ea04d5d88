"""LF_PERFORMANCE, LF_GROWTH and LF_DRAWDOWNS in a cell: equal to the Python functions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.sheet.cells import to_cells
from labfolio_xl.sheet.functions import REGISTRY

assets, factors = random_panel(60, 5, 2)
weights = pd.Series([0.4, 0.3, 0.2, 0.1, 0.0], assets.columns)
even = pd.Series(0.2, assets.columns)
rate = 0.0001


def block(table):
    return tuple(tuple(row) for row in to_cells(table, blank_missing=True))


A, F = block(assets), block(factors)
W = (("asset", "weight"), *weights.items())
SERIES = block(factors[["F0"]].rename(columns={"F0": "Index"}))
EVEN = (("asset", "weight"), *even.items())


def call(name, *cells):
    rows = REGISTRY[name].call(*cells)
    assert len({len(row) for row in rows}) == 1, "a rectangle"
    return rows


def column(rows, name):
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


def numbers(rows, *names):
    return np.array([column(rows, name) for name in names], dtype=float).T


SHOWN = {
    "total return": "total_return",
    "annual volatility": "volatility_annual",
    "Sharpe ratio": "sharpe_annual",
    "s.e.": "std_error",
    "drawdown": "drawdown",
    "worst": "worst",
    "best": "best",
    "above zero": "hit_rate",
    "skewness": "skewness",
    "excess kurtosis": "excess_kurtosis",
    "value at risk": "value_at_risk",
    "expected shortfall": "expected_shortfall",
    "dates": "n_obs",
}


@pytest.mark.parametrize("with_factors", [False, True])
@pytest.mark.parametrize(("cells", "benchmark"), [(SERIES, factors["F0"]), (EVEN, even)])
def test_performance_shows_portfolio_benchmark_active_and_assets(cells, benchmark, with_factors):
    common = (rate, W, cells, None, "start=2020-02; level=0.9")
    rows = call("LF_PERFORMANCE", A, F if with_factors else None, *common)
    result = lf.performance(
        assets,
        factors if with_factors else None,
        rate,
        weights,
        benchmark,
        start="2020-02",
        level=0.9,
    )
    assert column(rows, "asset") == ["Portfolio", "Benchmark", "Active", *assets.columns]
    expected = result.to_frame()[list(SHOWN.values())].astype(float)
    np.testing.assert_allclose(numbers(rows, *SHOWN), expected, rtol=1e-9, atol=1e-15)
    assert column(rows, "rule")[0] == result.rule
    for header, name in (("trough", "trough"), ("date of worst", "worst_date")):
        assert column(rows, header)[0].date() == result.portfolio[name].iloc[0].date()


def test_what_is_not_known_is_blank():
    rows = call("LF_PERFORMANCE", A)
    assert set(column(rows, "annual return")) == {""}, "less than a year"


def test_the_tail_by_factor_sums_to_the_portfolio():
    rows = call("LF_PERFORMANCE", A, F, rate, W, EVEN, "tail", "level=0.99; specific=diagonal")
    result = lf.tail_risk(assets, factors, rate, weights, even, level=0.99, specific="diagonal")
    assert column(rows, "factor") == ["F0", "F1", "specific", "risk_free", "Portfolio"]
    found = numbers(rows, "mean", "volatility", "value at risk", "expected shortfall")
    np.testing.assert_allclose(found, result.by_factor.iloc[:, 1:], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found[:-1].sum(axis=0), found[-1], rtol=1e-9)
    assert column(rows, "value at risk, active")[-1] == result.active.value_at_risk
    assert column(rows, "rule")[0] == result.rule
    (only,) = call("LF_PERFORMANCE", A, None, rate, W, None, "tail")
    assert only[0].startswith("#LF! Factors: ")


@pytest.mark.parametrize("table", [None, F])
def test_periods_that_are_not_those_of_the_dates_are_told_once(table):
    rows = call("LF_PERFORMANCE", A, table, None, None, None, None, "periods_per_year=12")
    told = "data warning: frequency, periods_per_year: 12; the returns are daily"
    assert rows[1][-1].count(told) == 1


def test_growth_begins_with_one():
    rows = call("LF_GROWTH", A, None, None, W, SERIES)
    result = lf.growth(assets, weights=weights, benchmark=factors["F0"])
    assert rows[0] == ["date", "Portfolio", "Benchmark", "rule"]
    assert rows[1][1:3] == [1.0, 1.0]
    np.testing.assert_allclose(numbers(rows, "Portfolio", "Benchmark"), result.by_date)
    since = call("LF_GROWTH", A, None, None, W, SERIES, "return")
    np.testing.assert_allclose(
        numbers(since, "Portfolio", "Benchmark"), result.by_date - 1.0, atol=1e-15
    )
    assert call("LF_GROWTH", A, F, rate)[0] == ["date", "Portfolio", "rule"]


def test_drawdowns_by_date_and_the_worst():
    rows = call("LF_DRAWDOWNS", A, F, rate, W, EVEN)
    result = lf.drawdowns(assets, factors, rate, weights, even)
    np.testing.assert_allclose(numbers(rows, "Portfolio", "Benchmark"), result.by_date, atol=1e-12)
    rows = call("LF_DRAWDOWNS", A, F, rate, W, EVEN, "worst")
    assert len(rows) - 1 == min(10, len(result.falls))
    assert column(rows, "drawdown") == pytest.approx(result.falls["drawdown"].head(10).tolist())
    meanwhile = result.falls["benchmark"].head(10).tolist()
    assert column(rows, "benchmark meanwhile") == pytest.approx(meanwhile)


def test_a_portfolio_that_never_fell_has_one_blank_row():
    rising = block(assets.abs())
    (_, row) = call("LF_DRAWDOWNS", rising, None, None, None, None, "worst")
    assert row[:-1] == [""] * (len(row) - 1)
    assert row[-1].startswith("falls of compounded wealth")


def test_a_benchmark_that_cannot_be_read_is_one_sentence():
    (only,) = call("LF_GROWTH", A, None, None, None, block(factors))
    assert only[0].startswith("#LF! Benchmark: it has 2 columns of returns")
    (only,) = call("LF_GROWTH", A, None, None, None, (("asset", "weight"), ("Nobody", 1.0)))
    assert only[0].startswith("#LF! Benchmark")
