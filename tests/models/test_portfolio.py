"""Portfolios over time: fixed, drifting and dated weights, and what each question makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels import random_panel, with_holes

import labfolio_xl as lf
from labfolio_xl.samples import load_sample

REBALANCES = ["every", "monthly", "quarterly", "yearly", "never"]
panels = st.builds(
    random_panel,
    n_obs=st.integers(12, 90),
    n_assets=st.integers(1, 6),
    n_factors=st.integers(1, 3),
    seed=st.integers(0, 10_000),
)


def before(dates: pd.DatetimeIndex) -> pd.Timestamp:
    return dates[0] - pd.Timedelta(days=1)


def dated(assets: pd.DataFrame, dates, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    numbers = random.uniform(0.05, 1.0, (len(dates), assets.shape[1]))
    return pd.DataFrame(
        numbers / numbers.sum(axis=1)[:, None],
        index=pd.DatetimeIndex(dates),
        columns=assets.columns,
    )


@pytest.mark.parametrize(
    ("rebalance", "realised", "exposure"), [("every", 0.021, 0.452), ("never", 0.036, 0.383)]
)
def test_the_sample_year_held_and_rebalanced(rebalance, realised, exposure):
    assets, factors, _ = load_sample()
    assert lf.portfolio(assets, rebalance=rebalance).realised == pytest.approx(realised, abs=5e-4)
    found = lf.exposure(assets, factors, rebalance=rebalance)
    assert found.exposure["SP500"] == pytest.approx(exposure, abs=5e-4)
    split = lf.attribution(assets, factors, rebalance=rebalance)
    assert split.realised == pytest.approx(realised, abs=5e-4)


@given(panels, st.sampled_from(REBALANCES))
def test_a_portfolio_that_is_never_set_back_earns_the_mean_of_what_its_assets_earned(panel, often):
    assets, _ = panel
    bought = lf.portfolio(assets, rebalance="never").realised
    assert bought == pytest.approx(((1.0 + assets).prod() - 1.0).mean(), rel=1e-9, abs=1e-12)
    path = lf.portfolio(assets, rebalance=often)
    by_hand = (path.weights * assets).sum(axis=1)
    np.testing.assert_allclose(path.returns, by_hand, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(path.weights.sum(axis=1), 1.0, rtol=1e-12)


@given(panels, st.sampled_from(REBALANCES))
def test_dated_weights_that_never_change_equal_fixed_ones(panel, often):
    assets, factors = panel
    held = dated(assets, [before(assets.index)], seed=1)
    fixed = held.iloc[0]
    same, other = (lf.portfolio(assets, w, rebalance=often) for w in (held, fixed))
    np.testing.assert_allclose(same.returns, other.returns, rtol=1e-12)
    np.testing.assert_allclose(same.weights, other.weights, rtol=1e-12)
    if len(assets) > factors.shape[1] + 3:
        one, two = (lf.exposure(assets, factors, weights=w, rebalance=often) for w in (held, fixed))
        np.testing.assert_allclose(one.exposure, two.exposure, rtol=1e-9, atol=1e-12)
        risks = [
            lf.risk_decomposition(assets, factors, weights=w, rebalance=often)
            for w in (held, fixed)
        ]
        pd.testing.assert_frame_equal(*[r.by_asset for r in risks], rtol=1e-8, atol=1e-10)


def test_a_row_of_every_date_makes_drift_the_same_as_none():
    assets, _ = random_panel(40, 4, 1)
    rows = dated(assets, [before(assets.index), *assets.index[:-1]])
    fixed, drifting = (lf.portfolio(assets, rows, rebalance=r) for r in ("every", "never"))
    np.testing.assert_allclose(fixed.returns, drifting.returns, rtol=1e-14)
    np.testing.assert_allclose(fixed.weights, rows, rtol=1e-14)


def test_a_row_is_held_from_the_end_of_its_date_on():
    assets, _ = random_panel(10, 2, 1)
    rows = pd.DataFrame(
        [[1.0, 0.0], [0.0, 1.0]], index=assets.index[[1, 5]], columns=assets.columns
    )
    path = lf.portfolio(assets, rows)
    assert path.returns.index[0] == assets.index[2]
    assert path.returns.tolist() == [*assets["A0"].iloc[2:6], *assets["A1"].iloc[6:]]
    assert "weights of 2 dates from" in path.rule


def test_a_row_within_a_month_is_held_from_the_next_month_on():
    """Whatever day of the month the returns carry: a row never earns the month it is made in."""
    assets, _ = random_panel(6, 2, 1)
    for often in ("ME", "BME", "MS"):
        labels = pd.date_range("2020-01-01", periods=6, freq=often)
        table = assets.set_axis(labels)
        for day in ("2020-03-02", "2020-03-16", "2020-03-30", "2020-03-31"):
            rows = pd.DataFrame(
                [[1.0, 0.0], [0.0, 1.0]],
                index=pd.to_datetime(["2019-12-31", day]),
                columns=assets.columns,
            )
            earned = lf.portfolio(table, rows).returns.tolist()
            assert earned == [*assets["A0"].iloc[:3], *assets["A1"].iloc[3:]], (labels[0], day)


@pytest.mark.parametrize("specific", ["full", "diagonal"])
@pytest.mark.parametrize("often", REBALANCES)
def test_parts_of_risk_sum_for_weights_that_change(often, specific):
    assets, factors = random_panel(90, 4, 2)
    rows = dated(assets, [before(assets.index), assets.index[40]])
    risk = lf.risk_decomposition(assets, factors, weights=rows, rebalance=often, specific=specific)
    for table in (risk.by_factor, risk.by_asset):
        assert table["share"].sum() == pytest.approx(1.0, rel=1e-9)
        assert table["volatility"].sum() == pytest.approx(risk.volatility, rel=1e-9)
    if specific == "full":
        earned = lf.portfolio(assets, rows, rebalance=often).returns
        assert risk.volatility == pytest.approx(earned.std(), rel=1e-9)


def test_the_marginal_risk_is_the_change_of_the_risk():
    assets, factors = random_panel(60, 3, 1)
    rows = dated(assets, [before(assets.index), assets.index[30]])
    for specific in ("full", "diagonal"):
        risk, more = (
            lf.risk_decomposition(assets, factors, weights=w, specific=specific)
            for w in (rows, rows.add([1e-6, 0.0, 0.0]))
        )
        slope = (more.volatility - risk.volatility) / 1e-6
        assert risk.by_asset["marginal"].iloc[0] == pytest.approx(slope, rel=1e-4)


def test_the_parts_of_a_return_sum_to_it_for_weights_that_change():
    assets, factors = random_panel(60, 3, 2)
    rows = dated(assets, [before(assets.index), assets.index[20]])
    for rebalance in REBALANCES:
        split = lf.attribution(assets, factors, 0.0002, rows, rebalance=rebalance)
        earned = lf.portfolio(assets, rows, 0.0002, rebalance=rebalance)
        assert split.contributions.sum() == pytest.approx(earned.realised, rel=1e-9)
        np.testing.assert_allclose(split.by_period.sum(axis=1), earned.returns, rtol=1e-9)


def test_the_reading_of_an_attribution_has_the_dates_of_its_return():
    assets, factors = random_panel(60, 2, 1)
    rows = dated(assets, [assets.index[20]])
    split = lf.attribution(assets, factors, weights=rows)
    assert split.span.n_obs == split.dates.n_obs == 39
    assert split.reading.startswith("39 of 60 dates, ")


def test_cash_earns_the_rate_and_debt_costs_it():
    assets, _ = random_panel(5, 1, 1)
    half = lf.portfolio(assets, {"A0": 0.5}, 0.0002)
    np.testing.assert_allclose(half.returns, 0.5 * assets["A0"] + 0.5 * 0.0002, rtol=1e-12)
    twice = lf.portfolio(assets, {"A0": 2.0}, 0.0002)
    np.testing.assert_allclose(twice.returns, 2.0 * assets["A0"] - 0.0002, rtol=1e-12)


def test_turnover_is_what_is_traded():
    assets, _ = random_panel(30, 3, 1)
    assert lf.portfolio(assets, rebalance="never").turnover.sum() == 0.0
    swapped = pd.DataFrame(
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
        index=[before(assets.index), assets.index[9]],
        columns=assets.columns,
    )
    turnover = lf.portfolio(assets, swapped).turnover
    assert turnover[turnover > 0.0].to_dict() == pytest.approx({assets.index[10]: 1.0})


def test_a_date_needs_the_returns_of_what_is_held_on_it():
    assets, factors = random_panel(40, 3, 1)
    assets.iloc[:20, 2] = np.nan  # not held until then
    rows = pd.DataFrame(
        [[0.5, 0.5, np.nan], [0.2, 0.3, 0.5]],
        index=[before(assets.index), assets.index[25]],
        columns=assets.columns,
    )
    path = lf.portfolio(assets, rows)
    assert len(path.returns) == 40
    risk = lf.risk_decomposition(assets, factors, weights=rows)
    assert risk.n_obs == 40
    assert np.isnan(risk.by_asset.loc["A2", "marginal"])
    assert risk.by_asset["share"].sum() == pytest.approx(1.0)
    assert len(lf.portfolio(with_holes(assets), rows).returns) < 40


def test_questions_about_the_future_take_the_weights_after_the_last_date():
    assets, factors = random_panel(80, 3, 2)
    rows = dated(assets, [before(assets.index), assets.index[-1]])
    now = rows.iloc[-1]
    shocks = {"F0": -0.1}
    of_rows, of_now = (lf.stress(assets, factors, shocks, weights=w) for w in (rows, now))
    assert of_rows.held_at_zero.portfolio.iloc[0] == of_now.held_at_zero.portfolio.iloc[0]
    assert "weights as they are after" in str(of_rows.dates)
    expected = [lf.expected_returns(assets, factors, weights=w).portfolio for w in (rows, now)]
    assert expected[0]["expected"] == expected[1]["expected"]
    drifted = lf.portfolio(assets, rebalance="never").end
    hedges = [
        lf.hedge(assets, factors, rebalance="never").by_factor,
        lf.hedge(assets, factors, weights=drifted).by_factor,
    ]
    np.testing.assert_allclose(hedges[0]["exposure"], hedges[1]["exposure"], rtol=1e-9)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[0.5, 0.5], [0.0, np.nan]], "the row of 2020-01-03 holds no weight"),
        ([[0.5, 0.5], [50.0, 50.0]], "the row of 2020-01-02 holds fractions, that of 2020-01-03"),
        ([[0.5, 0.5], [1.5, 1.2]], "(2020-01-03, the first such date)"),
    ],
)
def test_dated_weights_that_cannot_be_meant(rows, sentence):
    assets, _ = random_panel(10, 2, 1)
    held = pd.DataFrame(rows, index=assets.index[1:3], columns=assets.columns)
    with pytest.raises(lf.InputError) as mistake:
        lf.portfolio(assets, held, doubts="refuse")
    assert sentence in str(mistake.value)


def test_the_table_of_assets_is_no_table_of_weights():
    assets, factors = random_panel(40, 6, 2)
    for rate in (None, 0.0001):
        with pytest.raises(lf.InputError, match="the numbers are the returns of Assets"):
            lf.exposure(assets, factors, rate, assets, doubts="list")


def test_dated_weights_in_money_are_shares_of_each_date():
    assets, _ = random_panel(10, 2, 1)
    rows = pd.DataFrame(
        [[3000.0, 1000.0], [9000.0, 1000.0]], index=assets.index[:2], columns=assets.columns
    )
    assert lf.portfolio(assets, rows).weights.iloc[0].tolist() == [0.75, 0.25]
    assert lf.portfolio(assets, rows).weights.iloc[-1].tolist() == [0.9, 0.1]


def test_unknown_names_of_dated_weights_are_named():
    assets, _ = random_panel(10, 2, 1)
    rows = pd.DataFrame([[0.5, 0.5]], index=assets.index[:1], columns=["A0", "B9"])
    with pytest.raises(lf.InputError, match='"B9" is not a column of Assets'):
        lf.portfolio(assets, rows)
    with pytest.warns(lf.DataWarning, match='"B9"'):
        kept = lf.portfolio(assets, rows, unmatched="drop")
    assert kept.weights.columns.tolist() == ["A0"]


def test_weights_after_the_last_return():
    assets, _ = random_panel(10, 2, 1)
    rows = dated(assets, [assets.index[-1]])
    with pytest.raises(lf.MissingDataError, match="Weights: the weights begin on 2020-01-14"):
        lf.portfolio(assets, rows)


def test_a_portfolio_that_loses_everything_cannot_drift_on():
    assets, _ = random_panel(10, 1, 1)
    assets.iloc[3] = -0.6
    with pytest.raises(lf.InputError, match="The portfolio loses everything on 2020-01-06"):
        lf.portfolio(assets, {"A0": 2.0}, rebalance="never")


def test_one_of_several_portfolios_is_chosen_and_named():
    assets, factors = random_panel(30, 3, 1)
    several = pd.DataFrame(
        {"Growth": [0.5, 0.5, np.nan], "Income": [np.nan, 0.2, 0.8]}, index=assets.columns
    )
    first = lf.exposure(assets, factors, weights=several)
    assert first.weights.tolist() == [0.5, 0.5, 0.0]
    assert str(first.dates).endswith("; portfolio Growth, weights constant")
    assert (
        "; portfolio Growth, weights constant."
        in (lf.summarise(assets, factors, weights=several).sentences.loc["Data", "says"])
    )
    second = lf.exposure(assets, factors, weights=several, portfolio="income")
    assert second.weights.tolist() == [0.0, 0.2, 0.8]
    (line,) = [
        f for f in lf.examine(assets, factors, weights=several).findings if f.check == "portfolio"
    ]
    assert (line.found, line.severity) == ("Growth", "note")
    with pytest.raises(lf.InputError, match="the portfolios of Weights are Growth, Income"):
        lf.exposure(assets, factors, weights=several, portfolio="Value")
    with pytest.raises(lf.InputError, match="but Weights have one column"):
        lf.exposure(assets, factors, weights={"A0": 1.0}, portfolio="Value")


def test_several_portfolios_beside_each_other():
    assets, factors = random_panel(60, 3, 2)
    several = pd.DataFrame(
        {"One": [1.0, np.nan, np.nan], "Two": [0.5, 0.5, 0.0], "Odd": [33.0, 1.0, 0.5]},
        index=assets.columns,
    )
    found = lf.compare(
        assets, factors, weights=several, benchmark=assets.mean(axis=1), periods_per_year=252
    )
    for name in ("One", "Two"):
        alone = lf.exposure(assets, factors, weights=several[name].dropna())
        np.testing.assert_allclose(found.exposures.loc[name], alone.exposure, rtol=1e-12)
        assert found.numbers.loc[name, "rsquared"] == pytest.approx(alone.rsquared)
        against = lf.active(
            assets,
            factors,
            weights=several[name].dropna(),
            benchmark=assets.mean(axis=1),
            periods_per_year=252,
        )
        told = found.numbers.loc[name]
        assert told["tracking_error_annual"] == pytest.approx(against.tracking_error * 252**0.5)
        assert told["information_ratio"] == pytest.approx(
            against.summary.loc["Active", "ratio_annual"]
        )
    assert found.rule.endswith("; weights constant")
    assert found.mistakes["Odd"].startswith("Weights: they have net 34.50")
    assert np.isnan(found.exposures.loc["Odd"]).all()
    assert found.to_frame().columns.tolist()[-3:] == ["F0", "F1", "note"]
