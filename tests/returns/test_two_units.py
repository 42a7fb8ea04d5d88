"""Decimals where the source says percent, and columns in two units: no reading of them is right."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pandas as pd
import pytest
from market_tables import SEEDS, judged, refused

from labfolio_xl.errors import DataWarning
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.units.judgement import judge

QUIET = {
    "stocks": made.stocks,
    "stocks by months": made.monthly_stocks,
    "quiet hedge funds": made.quiet_hedge_funds,
    "market-neutral funds": made.market_neutral,
    "French factors": made.french_factors,
}


@pytest.mark.parametrize("name", QUIET)
def test_decimals_under_a_header_that_says_percent_are_asked_about(name):
    for seed in SEEDS:
        frame = QUIET[name](np.random.default_rng(seed))
        assert refused(frame, unit="percent").startswith("Assets: the source says percent, yet ")
        table, _ = judged(frame, are="returns", unit="percent", doubts="refuse")
        assert table.frame is frame
        percent, lines = judged(frame, are="percent", unit="percent", doubts="refuse")
        pd.testing.assert_frame_equal(percent.frame, frame / 100.0)
        assert [line.severity for line in lines] == ["note"]


@pytest.mark.parametrize("make", [*QUIET.values(), made.crypto, made.funds_and_money_market])
def test_percent_under_a_header_that_says_percent_is_believed(make):
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        for beside in (None, made.stocks(rng), 100.0 * made.stocks(rng), made.crypto(rng)):
            table, lines = judged(100.0 * make(rng), unit="percent", beside=beside)
            assert [line.found for line in lines if line.check == "unit"] == ["percent"], seed
            assert table.unit == "percent"


def test_lively_decimals_are_known_by_the_other_table():
    coins = made.crypto(np.random.default_rng(0))
    assert [line.found for line in judged(coins, unit="percent")[1]] == ["percent"]
    sentence = refused(coins, "Factors", unit="percent", beside=coins[["C0"]])
    assert "factors_are=returns if the numbers are decimal" in sentence
    assert "factors_are=values" in sentence


def test_bonds_in_percent_are_as_quiet_as_they_are():
    """Short bonds move by 1% a year, a hundredth of what coins do."""
    bonds = made.named(np.random.default_rng(1).normal(0.01, 0.065, (400, 3)), made.days(400))
    lines = judged(bonds, unit="percent", beside=made.stocks(np.random.default_rng(2)))[1]
    assert [line.found for line in lines] == ["percent"]


def test_a_frame_of_a_programmer_is_divided_as_its_source_says_and_warned_of():
    frame, findings = made.stocks(np.random.default_rng(0)), Findings("warn")
    table = judge(InputTable(frame, unit="percent"), "Assets", None, findings)
    pd.testing.assert_frame_equal(table.frame, frame / 100.0)
    with pytest.warns(DataWarning, match="assets_are=returns if the numbers are decimal"):
        findings.issue_warnings()


@pytest.mark.parametrize("make", [made.stocks, made.market_neutral, made.monthly_stocks])
@pytest.mark.parametrize("n_percent", [1, 2])
def test_columns_in_percent_among_decimals_are_named(make, n_percent):
    for seed in SEEDS:
        frame = make(np.random.default_rng(seed))
        frame.iloc[:, 1 : 1 + n_percent] *= 200.0
        names = ", ".join(frame.columns[1 : 1 + n_percent])
        sentence = refused(frame)
        assert sentence.startswith(f"Assets: {names}: the numbers look like returns in percent ")
        assert f"one unit: bring them to it, as by dividing {names} by 100, or say" in sentence
        assert judged(frame, are="returns", doubts="refuse", argument="Factors")[0].frame is frame


@pytest.mark.parametrize("unit", [None, "percent"])
def test_a_decimal_column_among_percent_is_named(unit):
    for seed in SEEDS:
        frame = 100.0 * made.stocks(np.random.default_rng(seed))
        frame["C2"] /= 100.0
        assert "as by multiplying C2 by 100" in refused(frame, unit=unit)


def test_bonds_in_percent_among_four_columns_are_named_too():
    rng = np.random.default_rng(0)
    frame = made.stocks(rng, k=3).assign(Bonds=rng.normal(0.0, 0.25, 500))
    assert "as by dividing Bonds by 100" in refused(frame)


def test_the_sentence_is_short_for_500_columns():
    frame = made.named(np.random.default_rng(0).normal(0.0, 0.01, (300, 500)), made.days(300))
    frame.iloc[:, ::3] *= 100.0
    (line,) = judged(frame)[1]
    assert line.found == "two units"
    assert "C0, C3, C6, C9 and 163 more" in line.reading
    assert len(line.reading) < 500


def coins_and_bonds(rng):
    return made.stocks(rng, 700, 3).mul(0.1).assign(Coin=made.crypto(rng).to_numpy()[:, 1])


def leveraged(rng):
    return made.market_neutral(rng).iloc[:, :4].assign(ETF=made.heavy_tailed(rng, 500, 1, 0.05))


def stocks_and_bills(rng):
    """A fund of bills that falls now and then, beside stocks in percent."""
    return (100.0 * made.stocks(rng)).assign(Bills=rng.normal(0.016, 0.019, 500))


def seldom_traded(rng):
    bond = np.where(rng.random(500) < 0.05, rng.normal(0.0, 0.3, 500), 0.0)
    return made.stocks(rng).assign(Bond=bond)


@pytest.mark.parametrize("make", [coins_and_bonds, leveraged, seldom_traded])
def test_honest_mixtures_of_decimals_have_one_unit(make):
    for seed in SEEDS:
        lines = judged(make(np.random.default_rng(seed)))[1]
        assert "two units" not in [line.found for line in lines], seed


def test_bills_beside_stocks_in_percent_have_one_unit():
    for seed in SEEDS:
        lines = judged(stocks_and_bills(np.random.default_rng(seed)), unit="percent")[1]
        assert [line.found for line in lines] == ["percent"], seed


@pytest.mark.parametrize("n_rows", [60, 500])
def test_a_money_market_fund_in_percent_finds_its_option_in_the_sentence(n_rows):
    rng = np.random.default_rng(0)
    frame = made.named(100.0 * made.interest(rng, n_rows, 12)[:, None], made.months(n_rows))
    sentence = refused(frame)
    assert "or assets_are=returns (or assets_are=percent) if they are returns, as" in sentence
    table, _ = judged(frame, are="percent", doubts="refuse")
    pd.testing.assert_frame_equal(table.frame, frame / 100.0)
    assert "assets_are=percent" not in refused(made.prices(rng))


@pytest.mark.parametrize(("make", "named"), [(made.market_neutral, True), (made.stocks, False)])
def test_quiet_basis_points_have_a_cure(make, named):
    frame = make(np.random.default_rng(0)) * (1e4 if named else 100.0) / (3.0 if named else 1.0)
    assert ("divide them by 10,000 if they are basis points" in refused(frame)) is named
