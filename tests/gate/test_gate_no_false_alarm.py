"""Honest data that look odd: no error and no warning, with the one declaration that they need."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases_of_files import ATOL, Case
from invented_market import (
    ASSETS,
    DAYS,
    FACTORS,
    MONTHLY,
    MONTHLY_FACTORS,
    by_hand,
    compounded,
    seven_days,
)
from written_files import text

_RNG = np.random.default_rng(99)
_DAYS = DAYS[1:]


def _case(name, assets, factors, right=None, words="", **further):
    files = {"assets.csv": text(assets), "factors.csv": text(factors), **further}
    return Case(name, files, by_hand(assets, factors) if right is None else right, words)


def _fat_tails(shape, scale, tail=3.0):
    return np.expm1(scale * _RNG.standard_t(tail, shape)).clip(-0.9, 3.0)


_COINS, _INDEX = seven_days(end="2021-12-31")
_FUND = _COINS.mean(axis=1).to_frame("FUND")
_WILD = pd.DataFrame(_fat_tails((731, 3), 0.05), _INDEX.index, ["A", "B", "C"])
_WILD_INDEX = _WILD[["A"]].set_axis(["BTC"], axis=1) + _RNG.normal(0, 0.01, (731, 1))
_PUMPED = _WILD.copy()
_PUMPED.iloc[200, 1] = 4.5

CRYPTO = [
    _case("a crypto fund with weekends", _FUND, _INDEX),
    _case("a crypto fund and its coins", _COINS.assign(FUND=_FUND["FUND"]), _INDEX),
    _case("coins with fat tails", _WILD, _WILD_INDEX),
    _case("a coin that is pumped to 450% on one day", _PUMPED, _WILD_INDEX),
]


def _distressed(months=120):
    """A third of the months without a trade, one bond multiplies, one nearly defaults."""
    dates = pd.date_range("2014-01-31", periods=months, freq="ME", name="Date")
    markets = pd.DataFrame(_RNG.normal(0, [0.03, 0.01], (months, 2)), dates, ["HY", "RATES"])
    values = markets.to_numpy() @ _RNG.normal(1, 0.5, (2, 5)) + _fat_tails((months, 5), 0.06, 2.5)
    values[_RNG.random(values.shape) < 0.3] = 0.0
    values[40, 3], values[50, 1] = 4.0, -0.95
    return pd.DataFrame(values, dates, [f"BOND{i}" for i in range(5)]), markets


_RATE = pd.DataFrame({"MMF": 5e-5 + 4e-5 * np.sin(np.arange(len(_DAYS)) / 90)}, _DAYS)
_MONEY = _RATE + _RNG.normal(0, 2e-6, _RATE.shape)
_MONEY_MONTHLY = compounded(_MONEY, "M")
_NO_RATES = _MONEY.copy()
_NO_RATES.iloc[:400] = 0.0

CASH_AND_BONDS = [
    _case("distressed bonds", *_distressed()),
    _case("36 months", MONTHLY, MONTHLY_FACTORS[["MKT"]]),
    _case("36 months, two factors", MONTHLY, MONTHLY_FACTORS),
    _case("a money-market fund", _MONEY, FACTORS, words="--assets-are returns"),
    _case("one by month", _MONEY_MONTHLY, MONTHLY_FACTORS, words="--assets-are returns"),
    _case("one beside stocks", ASSETS.join(_MONEY), FACTORS),
    _case(
        "one by month, in whole basis points",
        MONTHLY.join(_MONEY_MONTHLY.round(4)),
        MONTHLY_FACTORS,
    ),
    _case("one that earned nothing for years", ASSETS.join(_NO_RATES), FACTORS),
]


def _book(name, *weights):
    lines = [f"{asset},{weight}" for asset, weight in zip(MONTHLY, weights, strict=True)]
    written = "\n".join(["Ticker,Weight", *lines]) + "\n"
    right = by_hand(MONTHLY, MONTHLY_FACTORS, list(weights))
    return _case(name, MONTHLY, MONTHLY_FACTORS, right, **{"weights.csv": written})


_QUIET = pd.DataFrame(_RNG.normal(2e-4, 1e-3, (len(_DAYS), 3)), _DAYS, ["MN1", "MN2", "MN3"])

NEUTRAL = [
    _book("a market-neutral book", 0.5, 0.5, -0.5, -0.5),
    _book("one nearly so", 0.5, 0.5, -0.45, -0.5),
    _book("one with a gross of nine", 2.5, 2.0, -2.5, -1.95),
    _book("a book of 130 less 30", 0.8, 0.5, -0.2, -0.1),
    _book("a leveraged book", 0.9, 0.5, 0.3, 0.2),
    _case("funds that are market-neutral", _QUIET, FACTORS),
]

_LEVELS = pd.DataFrame(
    {
        "Y10": 2.5 + 0.03 * _RNG.normal(0, 1, len(_DAYS)).cumsum().clip(-60, 60),
        "VIX": 15 * np.exp(0.3 * _RNG.normal(0, 1, len(_DAYS))),
    },
    _DAYS,
)
_CHANGES = _LEVELS.diff().iloc[1:]
_WITH_CHANGE = (FACTORS.iloc[1:]).assign(Y10=_CHANGES["Y10"] / 100)

VALUES = [
    _case("yields and volatility", ASSETS, _LEVELS, words="--factors-are values"),
    _case("their changes", ASSETS.iloc[1:], _CHANGES, words="--factors-are values"),
    _case(
        "a market and a yield", ASSETS, FACTORS.join(_LEVELS["Y10"]), words="--factors-are values"
    ),
    _case("a market and the change of a yield", ASSETS.iloc[1:], _WITH_CHANGE),
    _case(
        "values beside a rate, which is subtracted from the assets alone",
        ASSETS,
        _LEVELS,
        by_hand(ASSETS - _RATE.to_numpy(), _LEVELS),
        "--factors-are values",
        **{"rate.csv": text(_RATE)},
    ),
]


def _inflated(mean, months=60):
    """A hedge fund, its market and the rate, in a currency that loses its value."""
    dates = pd.date_range("2019-01-31", periods=months, freq="ME", name="Date")
    rate = pd.DataFrame({"BADLAR": mean * (1 + 0.6 * np.sin(np.arange(months) / 6))}, dates)
    market = pd.DataFrame(rate.to_numpy() + _RNG.normal(0, 0.06, (months, 1)), dates, ["M"])
    own = 0.3 * rate.to_numpy() + 0.7 * market.to_numpy() + _RNG.normal(0, 0.02, (months, 1))
    return pd.DataFrame(own, dates, ["HF"]), market, rate


_HF, _MARKET, _BADLAR = _inflated(0.05)
_EXCESS = by_hand(_HF - _BADLAR.to_numpy(), _MARKET - _BADLAR.to_numpy())

INFLATION = [
    _case("a hedge fund in pesos", _HF, _MARKET),
    _case("one in hyperinflation", *_inflated(0.15)[:2]),
    _case(
        "less its rate by month",
        _HF,
        _MARKET,
        _EXCESS,
        "--risk-free-is period",
        **{"rate.csv": text(_BADLAR)},
    ),
    _case(
        "less its rate by year, in percent",
        _HF,
        _MARKET,
        _EXCESS,
        "--risk-free-is annual-percent",
        **{"rate.csv": text(100 * ((1 + _BADLAR) ** 12 - 1))},
    ),
]


@pytest.mark.parametrize(
    "case",
    [*CRYPTO, *CASH_AND_BONDS, *NEUTRAL, *VALUES, *INFLATION],
    ids=lambda case: case.name,
)
def test_honest_data_raise_no_alarm(case, folder, report):
    done = report(*case.write(folder))
    assert (done.code, done.refusal) == (0, "")
    assert done.warnings == []
    np.testing.assert_allclose(done.coefficients, case.right, rtol=0, atol=ATOL)
