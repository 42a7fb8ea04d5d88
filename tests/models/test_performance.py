"""Return and risk of a portfolio, its benchmark and each asset, against numbers made by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import labfolio_xl as lf

MONTHS = pd.date_range("2020-01-31", periods=36, freq="ME", name="date")
DRAWN = np.random.default_rng(11).normal(0.008, 0.05, (36, 3))
ASSETS = pd.DataFrame(DRAWN, MONTHS, ["A", "B", "C"])
RATE = pd.Series(np.linspace(0.001, 0.003, 36), MONTHS, name="RF")


def by_hand(returns, rate, a_year):
    """One asset in plain Python: lists, loops and the formulas of the docstring."""
    pairs = [(r, f) for r, f in zip(returns, rate, strict=True) if not math.isnan(r)]
    n = len(pairs)
    wealth, peak, deepest = 1.0, 1.0, 0.0
    for r, _ in pairs:
        wealth *= 1.0 + r
        peak = max(peak, wealth)
        deepest = min(deepest, wealth / peak - 1.0)
    excess = [r - f for r, f in pairs]

    def moments(values):
        mean = math.fsum(values) / n
        return mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1))

    mean, spread = moments(excess)
    sharpe = mean / spread
    ordered = sorted(r for r, _ in pairs)
    place, tail = math.ceil(n / 20 - 1e-9), n / 20
    return {
        "total_return": wealth - 1.0,
        "return_annual": wealth ** (a_year / n) - 1.0,
        "volatility_annual": math.sqrt(a_year) * moments([r for r, _ in pairs])[1],
        "sharpe_annual": math.sqrt(a_year) * sharpe,
        "std_error": math.sqrt(a_year * (1.0 + sharpe**2 / 2.0) / n),
        "drawdown": deepest,
        "worst": ordered[0],
        "best": ordered[-1],
        "hit_rate": sum(r > 0.0 for r, _ in pairs) / n,
        "value_at_risk": ordered[place - 1],
        "expected_shortfall": (
            math.fsum(ordered[: place - 1]) + (tail - place + 1) * ordered[place - 1]
        )
        / tail,
        "n_obs": n,
    }


@pytest.mark.parametrize("rate", [None, RATE, 0.002], ids=["none", "series", "number"])
def test_every_number_is_the_one_made_by_hand(rate):
    holed = ASSETS.copy()
    holed.iloc[3:7, 1] = np.nan
    found = lf.performance(holed, risk_free=rate)
    rates = np.broadcast_to(0.0 if rate is None else np.asarray(rate), 36)
    assert found.periods_per_year == 12.0
    for name in holed:
        expected = by_hand(holed[name], rates, 12.0)
        for column, value in expected.items():
            assert found.by_asset.loc[name, column] == pytest.approx(value, rel=1e-12), column


def test_the_drawdown_has_its_dates():
    path = pd.Series([0.1, -0.2, -0.1, 0.5, -0.05], MONTHS[:5])
    row = lf.performance(path.to_frame("Fund")).by_asset.loc["Fund"]
    assert row["drawdown"] == pytest.approx(0.8 * 0.9 - 1.0)
    assert (row["peak"], row["trough"], row["recovery"]) == (MONTHS[0], MONTHS[2], MONTHS[3])
    assert (row["worst_date"], row["best_date"]) == (MONTHS[1], MONTHS[3])


def test_a_fall_from_the_start_has_no_date_of_its_peak_and_no_fall_has_no_dates():
    table = pd.DataFrame({"falls": [-0.1, 0.05, 0.02], "rises": [0.1, 0.0, 0.2]}, MONTHS[:3])
    found = lf.performance(table).by_asset
    assert found.loc["falls", "drawdown"] == pytest.approx(-0.1)
    assert found.loc["falls", "trough"] == MONTHS[0]
    assert found.loc["rises", "drawdown"] == 0.0
    assert found["peak"].isna().all()
    assert pd.isna(found.loc["rises", "trough"])


def test_less_than_a_year_is_not_annualised():
    found = lf.performance(ASSETS.iloc[:11]).by_asset
    assert found["return_annual"].isna().all()
    assert found["volatility_annual"].notna().all()
    assert lf.performance(ASSETS.iloc[:12]).by_asset["return_annual"].notna().all()


def test_an_asset_that_never_moves_has_no_sharpe_ratio():
    cash = ASSETS.assign(Cash=0.001)
    row = lf.performance(cash).by_asset.loc["Cash"]
    assert row["volatility_annual"] == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(row["sharpe_annual"])
    assert math.isnan(row["std_error"])


def test_with_factors_only_the_common_dates_count():
    factors = pd.DataFrame({"MKT": DRAWN[10:, 0] + 0.01}, MONTHS[10:])
    found = lf.performance(ASSETS, factors).by_asset
    expected = lf.performance(ASSETS.iloc[10:]).by_asset
    pd.testing.assert_frame_equal(found, expected)
    aligned = lf.align(ASSETS, factors)
    pd.testing.assert_frame_equal(lf.performance(aligned).by_asset, expected)


def test_prices_percent_and_spans_are_read_as_everywhere():
    expected = lf.performance(ASSETS.loc["2021":]).by_asset
    prices = (1.0 + ASSETS).cumprod() * 80.0
    for table, options in (
        (prices, {"assets_are": "prices", "start": "2021"}),
        (100.0 * ASSETS, {"assets_are": "percent", "start": "2021-01"}),
    ):
        found = lf.performance(table, **options).by_asset
        pd.testing.assert_frame_equal(found, expected, rtol=1e-9)


def test_the_rule_for_missing_cells_holds():
    holed = ASSETS.copy()
    holed.iloc[5, 0] = np.nan
    assert lf.performance(holed, missing="complete").by_asset["n_obs"].tolist() == [35, 35, 35]
    with pytest.raises(lf.MissingDataError, match='column "A"'):
        lf.performance(holed, missing="error")


def test_bad_input_is_one_sentence():
    alone = ASSETS.copy()
    alone.iloc[1:, 2] = np.nan
    with pytest.raises(lf.MissingDataError, match='column "C" has 1 return'):
        lf.performance(alone)
    with pytest.raises(lf.InputError, match="RiskFree: 12 of 36 dates of Assets have no rate"):
        lf.performance(ASSETS, risk_free=RATE.iloc[12:])
    with pytest.raises(lf.InputError, match='level is "95"; give a share'):
        lf.performance(ASSETS, level=95)
    with pytest.raises(lf.InputError, match='periods_per_year is "0"'):
        lf.performance(ASSETS, periods_per_year=0)
    with pytest.raises(lf.InputError, match='"X" is given where a date or a rate is expected'):
        lf.performance(ASSETS, risk_free={"X": 1.0})


def test_dates_without_a_frequency_have_no_annual_numbers():
    days = pd.DatetimeIndex(["2020-01-02", "2020-01-09", "2020-04-01", "2022-05-01", "2022-05-02"])
    found = lf.performance(ASSETS.iloc[:5].set_axis(days))
    assert found.periods_per_year is None
    assert found.by_asset["volatility_annual"].isna().all()
    assert "set periods_per_year" in found.rule


@given(st.lists(st.floats(-0.9, 1.0), min_size=3, max_size=60))
def test_a_drawdown_is_between_minus_one_and_zero(returns):
    dates = pd.bdate_range("2020-01-01", periods=len(returns))
    table = pd.DataFrame({"A": returns}, dates)
    row = lf.performance(table, assets_are="returns", doubts="list").by_asset.iloc[0]
    assert -1.0 < row["drawdown"] <= 0.0
    assert row["total_return"] >= row["drawdown"] - 1e-12 or row["trough"] is not pd.NaT


WEIGHTS = {"A": 0.5, "B": 0.3}
INDEX = pd.Series(np.random.default_rng(5).normal(0.006, 0.04, 36), MONTHS, name="Index")


def test_the_portfolio_stands_first_and_earns_the_rate_on_what_is_not_invested():
    found = lf.performance(ASSETS, risk_free=RATE, weights=WEIGHTS)
    assert found.to_frame().index.tolist() == ["Portfolio", "A", "B", "C"]
    total = 0.5 * ASSETS["A"] + 0.3 * ASSETS["B"] + 0.2 * RATE
    for column, value in by_hand(total, RATE, 12.0).items():
        assert found.portfolio.loc["Portfolio", column] == pytest.approx(value, rel=1e-10), column


def test_a_portfolio_of_one_asset_is_that_asset():
    holed = ASSETS.copy()
    holed.iloc[3:7, 1] = np.nan
    found = lf.performance(holed, risk_free=RATE, weights={"B": 1.0})
    portfolio, asset = found.portfolio.loc["Portfolio"], found.by_asset.loc["B"]
    dates = ["peak", "trough", "recovery", "worst_date", "best_date"]
    pd.testing.assert_series_equal(portfolio[dates], asset[dates], check_names=False)
    np.testing.assert_allclose(
        portfolio.drop(dates).astype(float), asset.drop(dates).astype(float), rtol=1e-9
    )
    assert found.n_obs == 32


@pytest.mark.parametrize("with_factors", [False, True])
@pytest.mark.parametrize("kind", ["series", "weights"])
def test_the_row_of_the_active_return_is_made_by_hand(kind, with_factors):
    factors = pd.DataFrame({"MKT": DRAWN[:, 0] + 0.01}, MONTHS) if with_factors else None
    benchmark = INDEX if kind == "series" else {"C": 1.0}
    other = INDEX if kind == "series" else ASSETS["C"]
    found = lf.performance(ASSETS, factors, RATE, {"A": 0.5, "B": 0.5}, benchmark)
    assert found.portfolio.index.tolist() == ["Portfolio", "Benchmark", "Active"]
    own = ASSETS[["A", "B"]].mean(axis=1)
    active = by_hand(own - other, np.zeros(36), 12.0)
    row = found.portfolio.loc["Active"]
    of_periods = ["volatility_annual", "sharpe_annual", "std_error", "worst", "best", "hit_rate"]
    for column in (*of_periods, "value_at_risk", "expected_shortfall"):
        assert row[column] == pytest.approx(active[column], rel=1e-9), column
    both = found.portfolio.loc[["Portfolio", "Benchmark"]]
    for column in ("total_return", "return_annual"):
        assert row[column] == pytest.approx(-both[column].diff().iloc[1], rel=1e-9)
    relative = (1.0 + own).cumprod() / (1.0 + other).cumprod()
    peaks = relative.cummax().clip(lower=1.0)
    assert row["drawdown"] == pytest.approx((relative / peaks - 1.0).min(), rel=1e-9)
    assert "tracking error" in found.rule


def test_a_portfolio_that_is_its_benchmark_has_nothing_active():
    found = lf.performance(ASSETS, risk_free=RATE, weights=WEIGHTS, benchmark=WEIGHTS)
    row = found.portfolio.loc["Active"]
    zero = ["total_return", "return_annual", "volatility_annual", "drawdown", "worst", "best"]
    assert (row[[*zero, "hit_rate", "value_at_risk", "expected_shortfall"]] == 0.0).all()
    assert row[["sharpe_annual", "std_error", "skewness", "peak"]].isna().all()


def test_portfolio_and_benchmark_have_the_dates_of_both():
    found = lf.performance(ASSETS, benchmark=INDEX.iloc[6:])
    assert found.portfolio["n_obs"].tolist() == [30, 30, 30]
    assert found.by_asset["n_obs"].tolist() == [36, 36, 36]
    assert "portfolio: 30 of 36 dates" in found.rule


def test_weights_that_drift_are_those_of_a_portfolio_that_is_left_alone():
    found = lf.performance(ASSETS, weights={"A": 0.5, "B": 0.5}, rebalance="never")
    worth = (1.0 + ASSETS[["A", "B"]]).cumprod().mean(axis=1)
    assert found.portfolio.loc["Portfolio", "total_return"] == pytest.approx(worth.iloc[-1] - 1.0)
    assert "never set back" in found.rule


def test_the_level_is_that_of_the_tail():
    found = lf.performance(ASSETS, level=0.75)
    ordered = np.sort(ASSETS["A"])
    assert found.by_asset.loc["A", "value_at_risk"] == ordered[8]
    assert found.by_asset.loc["A", "expected_shortfall"] == pytest.approx(ordered[:9].mean())
    assert "at 75%" in found.rule


def test_what_loses_more_than_everything_cannot_be_compounded():
    crash = ASSETS.copy()
    crash.iloc[4, 0] = -0.7
    with pytest.raises(lf.InputError, match=r"portfolio has a return of -1.*% on 2020-05-31"):
        lf.performance(crash, weights={"A": 2.0, "B": -1.0})
    gone = INDEX.copy()
    gone.iloc[3] = -1.0
    with pytest.raises(lf.InputError, match="benchmark has a return of -100%"):
        lf.performance(ASSETS, benchmark=gone, doubts="list")


@given(
    st.lists(st.integers(-50, 50), min_size=12, max_size=40).filter(lambda x: np.std(x) > 1.0),
    st.floats(0.1, 0.9),
)
def test_a_share_of_an_asset_beside_cash_scales_its_risk(returns, share):
    """Excess returns: what is in cash earns nothing."""
    dates = pd.date_range("2020-01-31", periods=len(returns), freq="ME")
    table = pd.DataFrame({"A": np.array(returns) / 100.0}, dates)
    found = lf.performance(table, weights={"A": share}, assets_are="returns", doubts="list")
    portfolio, asset = found.portfolio.loc["Portfolio"], found.by_asset.loc["A"]
    for column in ("volatility_annual", "worst", "best", "value_at_risk", "expected_shortfall"):
        assert portfolio[column] == pytest.approx(share * asset[column], rel=1e-9, abs=1e-12)
    for column in ("sharpe_annual", "std_error", "hit_rate"):
        assert portfolio[column] == pytest.approx(asset[column], rel=1e-6, abs=1e-9)
