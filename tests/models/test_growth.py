"""Growth of a portfolio and its benchmark, and the falls from its peaks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import labfolio_xl as lf

MONTHS = pd.date_range("2020-01-31", periods=36, freq="ME", name="date")
ASSETS = pd.DataFrame(
    np.random.default_rng(11).normal(0.004, 0.05, (36, 3)), MONTHS, ["A", "B", "C"]
)
INDEX = pd.Series(np.random.default_rng(5).normal(0.006, 0.04, 36), MONTHS, name="Index")


def fund(returns):
    return pd.DataFrame({"Fund": returns}, MONTHS[: len(returns)])


def test_one_grows_from_the_end_of_the_month_before():
    other = pd.Series([0.1, 0.1, -0.1, 0.0], MONTHS[:4])
    found = lf.growth(fund([0.5, -0.5, 0.2, 0.0]), benchmark=other)
    assert found.by_date.index.tolist() == [pd.Timestamp("2019-12-31"), *MONTHS[:4]]
    np.testing.assert_allclose(found.by_date["Portfolio"], [1.0, 1.5, 0.75, 0.9, 0.9])
    np.testing.assert_allclose(found.by_date["Benchmark"], [1.0, 1.1, 1.21, 1.089, 1.089])
    assert "from one on 2019-12-31" in found.rule
    assert found.to_frame() is found.by_date


def test_growth_and_falls_agree_with_performance():
    asked = {"weights": {"A": 0.6, "C": 0.4}, "benchmark": INDEX}
    row = lf.performance(ASSETS, **asked).portfolio
    grown, fell = lf.growth(ASSETS, **asked), lf.drawdowns(ASSETS, **asked)
    assert list(grown.by_date) == list(fell.by_date) == ["Portfolio", "Benchmark"]
    for name in grown.by_date:
        assert grown.by_date[name].iloc[-1] == pytest.approx(1.0 + row.loc[name, "total_return"])
        assert fell.by_date[name].min() == row.loc[name, "drawdown"]
    deepest = fell.falls.iloc[0]
    for column in ("drawdown", "peak", "trough", "recovery"):
        assert deepest[column] is row.loc["Portfolio", column] or (
            deepest[column] == row.loc["Portfolio", column]
        )


def test_the_falls_have_dates_lengths_and_the_return_of_the_benchmark():
    path = fund([0.1, -0.2, 0.3, -0.1, -0.1, 0.05, 0.0])
    other = pd.Series([0.0, -0.5, 0.0, 0.1, 0.1, 0.0, 0.0], MONTHS[:7])
    found = lf.drawdowns(path, benchmark=other)
    table = found.falls
    assert table["drawdown"].tolist() == pytest.approx([-0.2, -0.19])
    assert table["peak"].tolist() == [MONTHS[0], MONTHS[2]]
    assert table["trough"].tolist() == [MONTHS[1], MONTHS[4]]
    assert table["recovery"].iloc[0] == MONTHS[2]
    assert pd.isna(table["recovery"].iloc[1])
    assert table["periods"].tolist() == [2, 4]
    assert table["to_trough"].tolist() == [1, 2]
    assert table["to_recovery"].iloc[0] == 1
    assert np.isnan(table["to_recovery"].iloc[1])
    assert table["benchmark"].tolist() == pytest.approx([-0.5, 0.21])
    assert found.to_frame() is table


def test_a_portfolio_that_never_fell_has_no_falls():
    found = lf.drawdowns(fund([0.1, 0.0, 0.2]))
    assert len(found.falls) == 0
    assert "benchmark" not in found.falls
    assert (found.by_date["Portfolio"] == 0.0).all()


def test_a_fall_from_the_start_has_no_date_of_its_peak():
    found = lf.drawdowns(fund([-0.1, 0.2]))
    assert pd.isna(found.falls["peak"].iloc[0])
    assert found.falls[["periods", "to_trough", "to_recovery"]].iloc[0].tolist() == [2, 1, 1]


def test_a_benchmark_that_lost_everything_before_has_no_return_in_a_fall():
    gone = pd.Series([-1.0, 0.0, 0.0], MONTHS[:3])
    found = lf.drawdowns(fund([0.1, -0.2, 0.1]), benchmark=gone, doubts="list")
    assert np.isnan(found.falls["benchmark"].iloc[0])


def test_factors_settle_the_dates():
    factors = pd.DataFrame({"MKT": INDEX.iloc[10:] + 0.001})
    found = lf.growth(ASSETS, factors)
    assert found.n_obs == 26
    assert found.by_date.index[0] == MONTHS[9]


@given(st.lists(st.floats(-0.9, 1.0), min_size=3, max_size=36))
def test_the_falls_are_those_of_the_growth(returns):
    options = {"assets_are": "returns", "doubts": "list"}
    table = fund(returns)
    wealth = lf.growth(table, **options).by_date["Portfolio"]
    found = lf.drawdowns(table, **options)
    np.testing.assert_allclose(
        found.by_date["Portfolio"], wealth / wealth.cummax() - 1.0, rtol=1e-12, atol=1e-11
    )
    assert (found.falls["drawdown"].diff().dropna() >= 0.0).all()
    done = found.falls.dropna(subset="to_recovery")
    assert (done["periods"] == done["to_trough"] + done["to_recovery"]).all()
