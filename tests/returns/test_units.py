"""Unit and kind of a table: what is declared, what is beyond doubt, what has to be declared."""

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


def quiet_percent(rng):
    """Two loud factors in percent and a quiet one."""
    return made.named(rng.normal(0.0, [1.0, 0.5, 0.12], (500, 3)), made.days(500))


def volatile_percent(rng):
    return made.named(100.0 * rng.normal(0.01, [0.11, 0.05, 0.04], (71, 3)), made.months(71))


def percent_of(make):
    return lambda rng: 100.0 * make(rng)


PERCENT = {
    "a quiet column": quiet_percent,
    "a volatile column": volatile_percent,
    "stocks": percent_of(made.stocks),
    "36 months": percent_of(made.monthly_stocks),
    "crypto": percent_of(made.crypto),
    "crypto by months": percent_of(made.monthly_crypto),
    "funds and a money market": percent_of(made.funds_and_money_market),
    "French factors with their rate": percent_of(made.french_factors),
    "years": percent_of(made.yearly_stocks),
}
LEVELS = {
    "prices": made.prices,
    "prices by months": made.monthly_prices,
    "currencies": made.currencies,
    "cheap coins": made.cheap_coins,
    "volatility": made.volatility_index,
    "yields": made.yields,
    "money market": made.money_market,
    "volumes": lambda rng: made.named(
        rng.integers(10**6, 9 * 10**6, (300, 1)).astype(float), made.days(300)
    ),
}


@pytest.mark.parametrize("name", PERCENT)
def test_what_looks_like_percent_is_declared_or_refused(name):
    for seed in SEEDS:
        frame = PERCENT[name](np.random.default_rng(seed))
        assert refused(frame).startswith("Assets: the numbers look like returns in percent: "), seed
        table, lines = judged(frame, are="percent", doubts="refuse")
        pd.testing.assert_frame_equal(table.frame, frame / 100.0)
        assert (table.kind, table.unit) == ("returns", "percent")
        assert [line.reading for line in lines] == ["divided by 100, as declared"]


@pytest.mark.parametrize("name", LEVELS)
def test_what_looks_like_levels_is_declared_or_refused(name):
    for seed in SEEDS:
        frame = LEVELS[name](np.random.default_rng(seed))
        assert "look like prices or other levels" in refused(frame), seed
        assert "assets_are=prices" in refused(frame)
        assert "factors_are=values" in refused(frame, "Factors")
        table, lines = judged(frame, are="prices", doubts="refuse")
        assert table.kind == "prices"
        assert table.frame is frame
        assert [line.severity for line in lines] == ["note"]


def test_the_sentences_name_what_was_found_and_each_way_out():
    rows = [[0.75, -0.06, 0.29], [-1.2, 0.08, 0.05], [0.8, -0.5, -0.03]]
    percent = pd.DataFrame(rows, made.days(3), ["MKT", "SIZE", "QUIET"])
    assert refused(percent, "Factors") == (
        'Factors: the numbers look like returns in percent: column "MKT" typically moves by 0.8 a '
        "day, where decimal returns seldom reach 0.12; say factors_are=percent, or "
        "factors_are=returns if they are decimal, or factors_are=values if they are no returns."
    )
    prices = pd.DataFrame({"AAA": [50.0, 51.0, 49.5], "BBB": [0.007, 0.0071, 0.007]}, made.days(3))
    assert refused(prices) == (
        "Assets: AAA, BBB: the numbers look like prices or other levels, never negative and far "
        "above zero; say assets_are=prices to take their returns, or assets_are=returns if they "
        "are returns, as those of a money-market fund."
    )
    mixed = prices.assign(MKT=[0.01, -0.02, 0.01])
    assert refused(mixed) == (
        "Assets: AAA, BBB look like prices or other levels, MKT like returns; put prices and "
        "returns into tables of their own, or say assets_are=returns if all are returns."
    )
    assert refused(mixed, "Factors") == (
        "Factors: AAA, BBB look like prices or other levels, MKT like returns; say "
        "factors_are=values for a mixed table of macro series, or say factors_are=returns if all "
        "are returns."
    )


def test_one_sentence_for_500_columns():
    frame = made.named(made.walk(np.random.default_rng(0), 60, 500, 0.01, 50.0), made.days(60))
    lines = judged(frame)[1]
    assert len(lines) == 1
    assert "C0, C1, C2, C3 and 496 more" in lines[0].reading


def test_a_price_table_with_a_wild_column_is_one_of_prices():
    """None is negative: a coin that jumps beside one that does not."""
    rng = np.random.default_rng(3)
    wild = np.exp(rng.normal(-4.0, 1.0, 60))
    frame = made.named(np.c_[made.walk(rng, 60, 2, 0.01, 50.0), wild], made.days(60))
    assert "assets_are=prices" in refused(frame)


@pytest.mark.parametrize("argument", ["Assets", "Factors"])
def test_a_mixed_table_is_said_to_be_one(argument):
    for seed in SEEDS:
        sentence = refused(made.macro(np.random.default_rng(seed)), argument)
        assert sentence.startswith(f"{argument}: C1, C2, C3 look like prices or other levels, C0 ")


def test_a_price_of_0_007_beside_returns_of_that_size_is_a_level():
    rng = np.random.default_rng(0)
    frame = made.stocks(rng, 400, 2).assign(JPY=made.walk(rng, 400, 1, 0.005, 0.0075)[:, 0])
    assert "JPY look like prices" in refused(frame)


def test_negative_cells_are_no_prices_whatever_their_size():
    frame = made.named(np.random.default_rng(0).normal(0.0, 11.0, (60, 1)), made.months(60))
    assert "prices" not in refused(frame)


def test_a_table_in_percent_that_never_falls_may_be_prices():
    """Ten rows are too few to see a level wander."""
    rows = np.array([[1.2], [3.0], [0.4], [2.5], [1.0], [4.0], [0.6], [2.0], [1.5], [3.5]])
    assert "assets_are=percent, assets_are=prices if" in refused(made.named(rows, made.days(10)))


@pytest.mark.parametrize("factor", [1e4, 1e7])
def test_basis_points_and_amounts_of_money_are_no_returns(factor):
    frame = factor * made.market_neutral(np.random.default_rng(0)) * 3.0
    sentence = refused(frame, "Factors")
    assert "too large for returns, even in percent" in sentence
    assert "factors_are=values" in sentence
    assert judged(frame, "Factors", "values", doubts="refuse")[0].kind == "values"


def test_quiet_percent_is_known_by_its_falls_below_100_percent():
    frame = made.named(np.random.default_rng(1).normal(0.2, 0.7, (120, 2)), made.months(120))
    assert "returns would be below -100%; say assets_are=percent" in refused(frame)


def test_quiet_percent_is_known_by_the_other_table():
    frame = made.named(np.random.default_rng(1).normal(0.0, 0.08, (300, 3)), made.days(300))
    assert judged(frame)[1] == []
    factors = made.stocks(np.random.default_rng(2)) * 0.5
    sentence = refused(frame, beside=factors)
    assert "times as much as the other table; say assets_are=percent" in sentence


def test_prices_beside_it_say_nothing_of_its_unit():
    frame = made.named(np.random.default_rng(1).normal(0.0, 0.08, (300, 3)), made.days(300))
    assert judged(frame, beside=made.currencies(np.random.default_rng(0)))[1] == []


@pytest.mark.parametrize("make", [made.monthly_prices, quiet_percent, made.macro])
def test_a_declaration_settles_it_and_is_never_refused(make):
    frame = make(np.random.default_rng(0)) / 10.0
    for are in ("returns", "percent", "prices", "values"):
        judged(frame, "Factors", are, doubts="refuse")
    table, _ = judged(frame, "Factors", "returns", doubts="refuse")
    assert table.frame is frame


def test_a_source_that_says_percent_is_believed_with_a_note():
    frame = percent_of(made.stocks)(np.random.default_rng(0))
    table, lines = judged(frame, unit="percent", doubts="refuse")
    pd.testing.assert_frame_equal(table.frame, frame / 100.0)
    assert [(line.severity, line.reading) for line in lines] == [
        ("note", "divided by 100: the source says percent")
    ]


def test_percent_of_the_source_is_divided_once():
    frame = made.stocks(np.random.default_rng(0))
    for are in (None, "percent", "returns"):
        table, lines = judged(frame, are=are, unit="percent", kind="returns", doubts="refuse")
        assert table.frame is frame
        assert lines == []


def test_yields_under_a_header_that_says_percent_are_still_levels():
    sentence = refused(made.yields(np.random.default_rng(0)), "Factors", unit="percent")
    assert "factors_are=values for yields" in sentence
    assert "factors_are=percent if they are returns" in sentence


def test_a_user_who_says_decimal_is_believed_more_than_the_source():
    frame = made.stocks(np.random.default_rng(0))
    table, lines = judged(frame, are="returns", unit="percent")
    assert table.frame is frame
    assert lines[0].reading == "as declared, though their source says percent"


@pytest.mark.parametrize("kind", ["returns", "prices", "values"])
def test_what_is_settled_stays(kind):
    given = InputTable(made.prices(np.random.default_rng(0)), kind)
    findings = Findings("refuse")
    table = judge(given, "Assets", None, findings)
    assert table == given
    assert findings.lines == []


def test_values_are_taken_as_they_are_codes_and_all():
    frame = pd.DataFrame({"Balance": [-999.0, -999.0, -2.0, -1.0] * 5}, made.months(20))
    table, lines = judged(frame, "Factors", "values", doubts="refuse")
    assert table.frame is frame
    assert [line.found for line in lines] == ["values"]


def test_a_frame_of_a_programmer_is_warned_of_and_taken():
    frame = percent_of(made.stocks)(np.random.default_rng(0))
    findings = Findings("warn")
    table = judge(InputTable(frame), "Assets", None, findings)
    assert table.frame is frame
    with pytest.warns(DataWarning, match="^Assets: unit: percent, the numbers look like"):
        findings.issue_warnings()


def test_one_date_can_not_be_judged():
    assert judged(pd.DataFrame({"A": [5.0]}, made.days(1)))[1] == []


def test_blank_columns_and_holes_change_nothing():
    rng = np.random.default_rng(0)
    frame = made.prices(rng).mask(rng.random((400, 4)) < 0.3).assign(Blank=np.nan)
    assert refused(frame).startswith("Assets: C0, C1, C2, C3: ")
    returns = made.stocks(rng)
    returns = returns.mask(rng.random(returns.shape) < 0.3).assign(Blank=np.nan)
    assert judged(returns)[1] == []


def test_open_high_low_close_and_volume_are_levels():
    rng = np.random.default_rng(0)
    close = made.walk(rng, 300, 1, 0.01, 50.0)
    bars = np.c_[close * [1.001, 1.01, 0.99, 1.0, 0.98], rng.integers(10**6, 10**7, 300)]
    names = ["Open", "High", "Low", "Close", "Adj Close", "Volume"]
    sentence = refused(pd.DataFrame(bars, made.days(300), names))
    assert sentence.startswith("Assets: Open, High, Low, Close and 2 more: the numbers look like")
