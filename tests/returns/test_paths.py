"""Cumulative returns and spreads are no returns of single periods."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pytest
from market_tables import judged

from labfolio_xl.errors import InputError


def _wealth(n=500, k=4):
    values = np.random.default_rng(4).normal(0.0002, 0.011, (n, k))
    return made.named(np.cumprod(1 + values, axis=0) - 1, made.days(n))


def _rising(n=60):
    values = np.abs(np.random.default_rng(5).normal(0.01, 0.004, (n, 1)))
    return made.named(np.cumprod(1 + values, axis=0) - 1, made.months(n))


@pytest.mark.parametrize("make", [_wealth, _rising])
@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_cumulative_returns_are_asked_about(make, scale):
    with pytest.raises(InputError, match=r"cumulative returns.*add 1, or 100 .*assets_are=prices"):
        judged(scale * make(), doubts="refuse")


def test_wealth_is_a_price():
    wealth = _wealth()
    table, _ = judged(1 + wealth, are="prices", doubts="refuse")
    assert table.kind == "prices"


def test_a_spread_of_yields_as_factor_is_a_level():
    spread = 0.004 + np.cumsum(np.random.default_rng(6).normal(0, 0.0006, (500, 1)), axis=0)
    frame = made.named(spread, made.days(500))
    with pytest.raises(InputError, match="factors_are=values"):
        judged(frame, "Factors", doubts="refuse")


def test_a_declaration_settles_it():
    table, lines = judged(_wealth(), are="returns", doubts="refuse")
    assert table.kind == "returns"
    assert [line.severity for line in lines] == ["note"]


def test_a_money_market_fund_below_zero_is_no_path():
    rate = np.linspace(-0.00002, 0.0001, 500)[:, None]
    assert judged(made.named(rate, made.days(500)))[1] == []
