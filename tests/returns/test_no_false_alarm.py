"""Tables as markets make them pass without a word, or with the one declaration they need."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pytest
from market_tables import SEEDS, judged

from labfolio_xl.errors import InputError

UNDECLARED = [
    made.stocks,
    made.monthly_stocks,
    made.crypto,
    made.monthly_crypto,
    made.distressed_bonds,
    made.daily_distressed_bonds,
    made.funds_and_money_market,
    made.french_factors,
    made.market_neutral,
    made.high_inflation,
    made.devaluation,
    made.quiet_hedge_funds,
    made.private_credit,
    made.smoothed_quarters,
    made.yearly_stocks,
]
LEVELS = [made.volatility_index, made.yields, made.macro]
ONE_COLUMN = [made.crypto, made.high_inflation, made.distressed_bonds, made.quiet_hedge_funds]


@pytest.mark.parametrize("argument", ["Assets", "Factors"])
@pytest.mark.parametrize("make", UNDECLARED, ids=lambda make: make.__name__)
def test_decimal_returns_are_taken_as_they_are(make, argument):
    for seed in SEEDS:
        frame = make(np.random.default_rng(seed))
        table, lines = judged(frame, argument)
        assert lines == [], seed
        assert (table.kind, table.unit) == ("returns", "decimal")
        assert table.frame is frame


@pytest.mark.parametrize("make", ONE_COLUMN, ids=lambda make: make.__name__)
def test_one_fund_alone_passes_too(make):
    for seed in SEEDS:
        assert judged(make(np.random.default_rng(seed)).iloc[:, [0]])[1] == [], seed


@pytest.mark.parametrize("make", UNDECLARED, ids=lambda make: make.__name__)
def test_beside_another_table_of_returns_it_passes_too(make):
    """Crypto beside quiet factors is larger, and still decimal."""
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        assert judged(make(rng), beside=made.monthly_stocks(rng))[1] == [], seed
        assert judged(make(rng), beside=made.stocks(rng) * 0.8)[1] == [], seed


@pytest.mark.parametrize("make", LEVELS, ids=lambda make: make.__name__)
def test_yields_and_volatility_as_factors_need_one_declaration(make):
    for seed in SEEDS:
        frame = make(np.random.default_rng(seed))
        with pytest.raises(InputError, match="factors_are=values"):
            judged(frame, "Factors", doubts="refuse")
        table, lines = judged(frame, "Factors", "values", doubts="refuse")
        assert [line.severity for line in lines] == ["note"]
        assert table.kind == "values"
        assert table.frame is frame


def test_a_money_market_fund_alone_needs_one_declaration():
    for seed in SEEDS:
        frame = made.money_market(np.random.default_rng(seed))
        with pytest.raises(InputError, match=r"assets_are=returns.*money-market fund"):
            judged(frame, doubts="refuse")
        table, lines = judged(frame, are="returns", doubts="refuse")
        assert [line.severity for line in lines] == ["note"]
        assert table.kind == "returns"


def test_a_fund_that_rises_with_inflation_each_month_needs_at_most_one_declaration():
    """Its returns wander as a level does; that a currency decays is not to be seen in them."""
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        inflation = np.clip(0.08 + np.cumsum(rng.normal(0.0, 0.012, 36)), 0.03, 0.2)
        frame = made.named((inflation + rng.normal(0.0, 0.01, 36))[:, None], made.months(36))
        assert not [line for line in judged(frame)[1] if line.found == "percent"]
        assert [line.severity for line in judged(frame, are="returns")[1]] == ["note"]


@pytest.mark.parametrize("cash", [0.0, 0.0001])
def test_a_cash_column_is_no_concern(cash):
    frame = made.stocks(np.random.default_rng(0)).assign(Cash=cash)
    assert judged(frame)[1] == []
