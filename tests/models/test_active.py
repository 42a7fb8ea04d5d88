"""A portfolio against its benchmark: parts that sum, and what equals nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from panels import random_panel

import labfolio_xl as lf

panels = st.builds(
    random_panel,
    n_obs=st.integers(20, 60),
    n_assets=st.integers(2, 6),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)
numbers = st.lists(st.floats(0.01, 1.0), min_size=6, max_size=6)
YEAR = {"periods_per_year": 252}


def shares(assets, given):
    held = pd.Series(given[: assets.shape[1]], index=assets.columns)
    return held / held.sum()


@given(panels, numbers, numbers)
def test_active_parts_sum(panel, mine, theirs):
    assets, factors = panel
    held, against = shares(assets, mine), shares(assets, theirs)
    found = lf.active(assets, factors, weights=held, benchmark=against)
    gap = assets @ held - assets @ against
    assert found.weights["active"].sum() == pytest.approx(0.0, abs=1e-12)
    assert found.tracking_error == pytest.approx(gap.std(), rel=1e-8, abs=1e-12)
    if found.tracking_error > 1e-9:
        table = found.to_frame()
        parts = table["tracking_error"].drop("Active").sum()
        assert parts == pytest.approx(found.tracking_error, rel=1e-8)
        assert found.by_asset()["tracking_error"].sum() == pytest.approx(parts, rel=1e-8)
        fit = sm.OLS(gap, sm.add_constant(factors)).fit(cov_type="HC3")
        np.testing.assert_allclose(found.exposure, fit.params.iloc[1:], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(found.std_errors, fit.bse.iloc[1:], rtol=1e-6, atol=1e-9)
        difference = found.of_portfolio - found.of_benchmark
        np.testing.assert_allclose(difference, found.exposure, rtol=1e-9, atol=1e-9)
    assert found.active_share == pytest.approx(0.5 * (held - against).abs().sum(), abs=1e-12)


@given(panels, numbers, st.sampled_from(["every", "monthly", "never"]))
def test_a_portfolio_that_equals_its_benchmark_has_nothing_active(panel, given_, often):
    assets, factors = panel
    held = shares(assets, given_)
    options = {"weights": held, "rebalance": often}
    for against in (held, held * 100.0, lf.portfolio(assets, held, rebalance=often).returns):
        found = lf.active(assets, factors, benchmark=against, **options)
        assert found.tracking_error == 0.0
        assert (found.exposure == 0.0).all()
        assert np.isnan(found.summary.loc["Active", "ratio"])
        assert found.summary.loc["Portfolio", "beta"] == pytest.approx(1.0)
        risk = lf.risk_decomposition(assets, factors, benchmark=against, **options)
        assert (risk.active.by_factor["volatility"] == 0.0).all()
        split = lf.attribution(assets, factors, benchmark=against, **options)
        assert split.active.realised == pytest.approx(0.0, abs=1e-12)
        shocked = lf.stress(assets, factors, {"F0": -0.1}, benchmark=against, **options)
        if not isinstance(against.index, pd.DatetimeIndex):
            assert shocked.held_at_zero.active.iloc[0] == pytest.approx(0.0, abs=1e-9)
    assert found.weights.index[-1] == "Benchmark"
    told = lf.performance(assets, factors, weights=held, benchmark=against, rebalance=often)
    row = told.portfolio.loc["Active"]
    assert row[["total_return", "volatility_annual"]].abs().max() < 1e-9
    assert np.isnan(row["sharpe_annual"])
    beside = lf.compare(assets, factors, weights=held, benchmark=against, rebalance=often)
    assert np.isnan(beside.numbers["information_ratio"].iloc[0])


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("rate", [None, 0.0002])
def test_active_parts_of_a_return_sum_to_the_difference(linked, rate):
    assets, factors = random_panel(90, 4, 2)
    held = pd.Series([0.4, 0.3, 0.2, 0.1], index=assets.columns)
    split = lf.attribution(
        assets, factors, rate, held, assets.mean(axis=1), linked=linked, cov="hc1"
    )
    difference = split.realised - split.benchmark.realised
    assert split.active.contributions.sum() == pytest.approx(difference, rel=1e-9)
    if rate is not None:
        assert split.active.contributions["risk_free"] == 0.0
    if not linked:
        gap = split.contributions - split.benchmark.contributions
        np.testing.assert_allclose(split.active.contributions, gap, atol=1e-12)
    table = split.to_frame()
    assert table.loc["Portfolio", "active_contribution"] == pytest.approx(difference, rel=1e-9)


def test_the_summary_by_hand():
    assets, factors = random_panel(250, 3, 1)
    rate = 0.0001
    market = assets.mean(axis=1) * 0.8 + 0.0002
    found = lf.active(assets, factors, rate, {"A0": 1.0}, market, **YEAR).summary
    mine, gap = assets["A0"] - rate, assets["A0"] - market
    row = found.loc["Active"]
    assert row["mean_annual"] == pytest.approx(gap.mean() * 252)
    assert row["volatility_annual"] == pytest.approx(gap.std() * 252**0.5)
    ratio = gap.mean() / gap.std()
    assert row["ratio_annual"] == pytest.approx(ratio * 252**0.5)
    assert row["std_error_annual"] == pytest.approx(((1 + ratio**2 / 2) / 250 * 252) ** 0.5)
    fit = sm.OLS(mine, sm.add_constant(market - rate)).fit(cov_type="HC3")
    own = found.loc["Portfolio"]
    assert own["beta"] == pytest.approx(fit.params.iloc[1])
    assert own["beta_std_error"] == pytest.approx(fit.bse.iloc[1])
    assert own["correlation"] == pytest.approx(np.corrcoef(mine, market)[0, 1])
    for side, rows in (("up", market > 0), ("down", market < 0)):
        growth = [(1 + r[rows]).prod() ** (1 / rows.sum()) - 1 for r in (assets["A0"], market)]
        assert own[f"{side}_capture"] == pytest.approx(growth[0] / growth[1])
    assert found.loc["Benchmark", ["beta", "up_capture", "down_capture"]].tolist() == pytest.approx(
        [1.0, 1.0, 1.0]
    )


def test_an_asset_may_not_have_the_name_of_the_benchmark():
    assets, factors = random_panel(40, 2, 1)
    named = assets.rename(columns={"A1": "Benchmark"})
    with pytest.raises(lf.InputError, match='Assets: the name "Benchmark" is taken'):
        lf.active(named, factors, benchmark=assets.mean(axis=1))
    assert lf.active(named, factors, benchmark={"Benchmark": 1.0}).active_share == 0.5


def test_cash_is_a_position_of_the_active_share():
    assets, factors = random_panel(30, 2, 1)
    found = lf.active(assets, factors, weights={"A0": 0.6}, benchmark={"A0": 0.5, "A1": 0.5})
    assert found.active_share == pytest.approx(0.5)  # 0.1 A0, -0.5 A1, 0.4 cash


def test_dates_are_those_of_portfolio_and_benchmark():
    assets, factors = random_panel(60, 3, 1)
    market = assets.mean(axis=1).iloc[10:]
    found = lf.active(assets, factors, benchmark=market)
    assert found.n_obs == 50
    assert "Benchmark lacks 10" in str(found.dates) or "without Benchmark" in str(found.dates)


def test_a_benchmark_in_prices_or_percent_is_converted():
    assets, factors = random_panel(60, 3, 1)
    market = assets.mean(axis=1)
    plain = lf.active(assets, factors, benchmark=market).tracking_error
    days = market.index.insert(0, market.index[0] - pd.Timedelta(days=1))
    prices = pd.Series([100.0, *(100.0 * (1.0 + market).cumprod())], index=days)
    for given_, are in ((market * 100.0, "percent"), (prices, "prices")):
        found = lf.active(assets, factors, benchmark=given_, benchmark_is=are)
        assert found.tracking_error == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize(
    ("benchmark", "options", "sentence"),
    [
        (None, {}, "Benchmark: it is empty; give weights of assets"),
        ({"A0": 0.5, "XX": 0.5}, {}, 'Benchmark: "XX" is not a column of Assets'),
        ({"A0": 1.0}, {"benchmark_is": "prices"}, "benchmark_is is prices, but Benchmark holds"),
        ("late", {}, "Benchmark"),
        ("series", {"benchmark_is": "values"}, "benchmark_is is values, but Benchmark holds one"),
    ],
)
def test_a_benchmark_that_cannot_be_meant(benchmark, options, sentence):
    assets, factors = random_panel(40, 2, 1)
    market = assets.mean(axis=1)
    series = {"late": market.set_axis(market.index + pd.DateOffset(years=20)), "series": market}
    given_ = series.get(benchmark) if isinstance(benchmark, str) else benchmark
    with pytest.raises(lf.LabfolioError) as mistake:
        lf.active(assets, factors, benchmark=given_, **options)
    assert str(mistake.value).startswith(sentence)


def test_monthly_benchmarks_of_other_days_are_matched():
    assets, factors = random_panel(36, 3, 1)
    ends = pd.date_range("2020-01-31", periods=36, freq="ME")
    firsts = ends + pd.offsets.MonthBegin(-1)
    assets, factors = assets.set_axis(ends), factors.set_axis(ends)
    market = assets.mean(axis=1)
    same = lf.active(assets, factors, benchmark=market).tracking_error
    other = lf.active(assets, factors, benchmark=market.set_axis(firsts))
    assert (other.n_obs, other.tracking_error) == (36, pytest.approx(same))


def test_a_finer_benchmark_is_refused_until_a_frequency_is_named():
    days = pd.bdate_range("2020-01-01", "2022-12-30")
    daily = pd.Series(np.random.default_rng(0).normal(0, 0.01, len(days)), index=days)
    assets, factors = random_panel(36, 3, 1)
    ends = pd.date_range("2020-01-31", periods=36, freq="ME")
    assets, factors = assets.set_axis(ends), factors.set_axis(ends)
    with pytest.raises(lf.InputError, match="say frequency=monthly"):
        lf.active(assets, factors, benchmark=daily)
    found = lf.active(assets, factors, benchmark=daily, frequency="monthly")
    assert found.n_obs == 36
    compounded = (1.0 + daily).groupby(daily.index.to_period("M")).prod() - 1.0
    gap = assets.mean(axis=1).to_numpy() - compounded.to_numpy()
    assert found.tracking_error == pytest.approx(gap.std(ddof=1))


def test_rolling_exposures_beside_those_of_the_benchmark():
    assets, factors = random_panel(60, 3, 2)
    market = assets.mean(axis=1)
    rolled = lf.rolling_exposure(assets, factors, weights={"A0": 1.0}, benchmark=market, window=20)
    gap = rolled.exposure - rolled.benchmark.exposure
    np.testing.assert_allclose(gap, rolled.active.exposure, atol=1e-12)
    assert rolled.to_frame().columns.tolist()[-4:] == [
        "F0 benchmark",
        "F1 benchmark",
        "F0 active",
        "F1 active",
    ]


@pytest.mark.parametrize("rebalance", ["every", "monthly", "never"])
@pytest.mark.parametrize("rate", [None, 0.0001])
def test_weights_that_sum_to_zero_work_everywhere(rebalance, rate):
    """Active weights, or longs that are paid by shorts, beside cash at the rate."""
    assets, factors = random_panel(120, 6, 2)
    held = pd.Series([0.5, 0.2, -0.3, -0.4, 0.0, 0.0], assets.columns)
    tables = (assets, factors, rate, held)
    alone = [lf.exposure, lf.hedge, lf.expected_returns, lf.tail_risk]
    for question in alone:
        question(*tables, rebalance=rebalance)
    for benchmark in (assets.mean(axis=1), pd.Series(1 / 6, assets.columns), held):
        risk = lf.risk_decomposition(*tables, benchmark, rebalance=rebalance)
        assert risk.by_asset["volatility"].sum() == pytest.approx(risk.volatility, rel=1e-9)
        split = lf.attribution(*tables, benchmark, rebalance=rebalance)
        earned = lf.portfolio(assets, held, rate, rebalance=rebalance).realised
        assert split.realised == pytest.approx(earned, rel=1e-9)
        found = lf.performance(*tables, benchmark, rebalance=rebalance)
        told = found.portfolio.loc["Portfolio", "total_return"]
        assert told == pytest.approx(earned, rel=1e-9)
        for question in (lf.rolling_exposure, lf.summarise, lf.growth, lf.drawdowns, lf.active):
            question(*tables, benchmark, rebalance=rebalance)
    lf.stress(assets, factors, {"F0": -0.1}, rate, held, held, rebalance=rebalance)
