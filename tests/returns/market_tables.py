"""Tables as markets make them, drawn at random: what the gate must know apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.units.judgement import judge

SEEDS = range(20)


def judged(frame, argument="Assets", are=None, *, unit=None, kind=None, doubts="list", beside=None):
    """What the gate makes of a table, and the lines it wrote that are not "ok"."""
    findings = Findings(doubts)
    table = judge(InputTable(frame, kind, unit), argument, are, findings, beside=beside)
    return table, [line for line in findings.lines if line.severity != "ok"]


def refused(frame, argument="Assets", **how):
    """The sentence by which the gate refuses a table."""
    with pytest.raises(InputError) as error:
        judged(frame, argument, doubts="refuse", **how)
    return str(error.value)


def named(values, dates):
    return pd.DataFrame(values, dates, [f"C{i}" for i in range(np.shape(values)[1])])


def days(n):
    return pd.bdate_range("2018-01-01", periods=n, name="date")


def seven_days(n):
    return pd.date_range("2018-01-01", periods=n, name="date")


def months(n):
    return pd.date_range("2010-01-31", periods=n, freq="ME", name="date")


def quarters(n):
    return pd.date_range("1990-03-31", periods=n, freq="QE", name="date")


def years(n):
    return pd.date_range("1950-12-31", periods=n, freq="YE", name="date")


def heavy_tailed(rng, n, k, scale, tail=3.0):
    """Simple returns whose logarithms have heavy tails."""
    return np.expm1((scale * rng.standard_t(tail, (n, k))).clip(-3.0, 2.0))


def stocks(rng, n=500, k=8):
    return named(heavy_tailed(rng, n, k, 0.012, 4.0), days(n))


def monthly_stocks(rng, n=36, k=6):
    return named(rng.normal(0.008, 0.05, (n, k)), months(n))


def crypto(rng, n=700):
    """A fund of coins and some of its coins, weekends included."""
    coins = heavy_tailed(rng, n, 6, 0.035)
    return named(np.c_[coins.mean(axis=1), coins[:, :5]], seven_days(n))


def monthly_crypto(rng, n=48):
    return named(np.expm1(rng.normal(0.02, 0.3, (n, 8))), months(n))


def distressed_bonds(rng, n=72):
    """Monthly: a third of the months without a trade, one bond multiplies, one nearly defaults."""
    values = heavy_tailed(rng, n, 10, 0.06, 2.5)
    values[rng.random(values.shape) < 0.3] = 0.0
    values[rng.integers(n), 3] = 4.0
    values[rng.integers(n), 5] = -0.95
    return named(values, months(n))


def daily_distressed_bonds(rng, n=700):
    values = heavy_tailed(rng, n, 10, 0.02, 2.5)
    values[rng.random(values.shape) < 0.45] = 0.0
    values[rng.integers(n), 3] = 4.0
    return named(values, days(n))


def interest(rng, n, per_year):
    """Returns of a money-market fund: positive, tiny, smooth."""
    annual = np.clip(0.03 + np.cumsum(rng.normal(0.0, 0.0007, n)), 0.001, 0.15)
    return annual / per_year * (1.0 + rng.normal(0.0, 0.02, n))


def money_market(rng, n=500):
    return named(interest(rng, n, 252)[:, None], days(n))


def funds_and_money_market(rng, n=60):
    funds = rng.normal(0.005, 0.02, (n, 4))
    return named(np.c_[funds, interest(rng, n, 12).round(4)], months(n))


def french_factors(rng, n=900):
    """Three daily factors and a rate that is zero for most of the time."""
    factors = rng.normal(0.0, 0.008, (n, 3))
    rate = np.where(np.arange(n) < 0.7 * n, 0.0, 0.00002 * (1 + np.arange(n) // 63)).round(5)
    return named(np.c_[factors, rate], days(n))


def market_neutral(rng, n=500):
    return named(rng.normal(0.0001, 0.003, (n, 30)), days(n))


def high_inflation(rng, n=48):
    """Hedge funds in a currency whose prices rise by 3% to 20% a month."""
    inflation = np.clip(0.08 + np.cumsum(rng.normal(0.0, 0.012, n)), 0.03, 0.2)
    return named(inflation[:, None] + rng.normal(0.0, 0.08, (n, 3)), months(n))


def devaluation(rng, n=400):
    """The same by days, with one on which the currency loses more than half."""
    values = rng.normal(0.004, 0.015, (n, 2))
    values[n // 2] = 1.18
    return named(values, days(n))


def quiet_hedge_funds(rng, n=36):
    return named(rng.normal(0.006, 0.008, (n, 5)), months(n))


def private_credit(rng, n=60):
    """A fund without a single loss, whose returns are no level either."""
    return named(0.008 + np.abs(rng.normal(0.0, 0.003, (n, 1))), months(n))


def smoothed_quarters(rng, n=40):
    """Appraised assets, whose returns lag."""
    drawn = pd.DataFrame(rng.normal(0.03, 0.05, (n, 3)))
    return named(drawn.ewm(alpha=0.5).mean().to_numpy(), quarters(n))


def yearly_stocks(rng, n=40):
    return named(rng.normal(0.08, 0.18, (n, 4)), years(n))


def walk(rng, n, k, scale, start):
    return start * np.exp(np.cumsum(rng.normal(0.0, scale, (n, k)), axis=0))


def around(rng, n, mean, persistence, scale):
    """A level that returns to its mean, as an index of volatility does."""
    logs = np.zeros(n)
    for row in range(1, n):
        logs[row] = persistence * logs[row - 1] + rng.normal(0.0, scale)
    return mean * np.exp(logs)


def prices(rng, n=400):
    return named(walk(rng, n, 4, 0.012, 50.0), days(n))


def monthly_prices(rng, n=36):
    return named(walk(rng, n, 4, 0.05, 4000.0), months(n))


def currencies(rng, n=400):
    return named(walk(rng, n, 3, 0.005, 1.0) * [1.3, 0.0075, 0.00006], days(n))


def cheap_coins(rng, n=400):
    return named(walk(rng, n, 3, 0.05, 0.02), seven_days(n))


def volatility_index(rng, n=700):
    return named(around(rng, n, 18.0, 0.97, 0.07)[:, None], days(n))


def yields(rng, n=700):
    """In percent; the shorter one is zero for months."""
    change = np.cumsum(rng.normal(0.0, 0.04, (n, 2)), axis=0)
    return named(np.clip(change + np.array([3.5, 0.3]), 0.0, None), days(n))


def macro(rng, n=120):
    """A market return, an index of volatility, consumer prices, a yield in decimals."""
    market = rng.normal(0.006, 0.04, n)
    consumer_prices = 100.0 * np.exp(np.cumsum(rng.normal(0.002, 0.002, n)))
    decimal_yield = np.clip(0.04 + np.cumsum(rng.normal(0.0, 0.002, n)), 0.02, None)
    levels = [around(rng, n, 18.0, 0.85, 0.15), consumer_prices, decimal_yield]
    return named(np.c_[market, np.transpose(levels)], months(n))
