"""Figures of performance against those that the R package PerformanceAnalytics documents.

The two tables of returns are facts of the market and of a textbook: 24 months of a portfolio and
its benchmark from Bacon (2008), Practical Portfolio Performance Measurement and Attribution, which
the package calls ``portfolio_bacon``, and the S&P 500 with dividends, 1996 to 2006, column 8 of its
``managers``. The expected figures are those that its help pages state beside their examples
("#expected"), or that its own tests record of them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf

# Percent a month, January 2000 to December 2001: portfolio, benchmark.
BACON = """
0.3 0.2, 2.6 2.5, 1.1 1.8, -1.0 -1.1, 1.5 1.4, 2.5 1.8, 1.6 1.4, 6.7 6.5, -1.4 -1.5, 4.0 4.2,
-0.5 -0.6, 8.1 8.3, 4.0 3.9, -3.7 -3.8, -6.1 -6.2, 1.7 1.5, -4.9 -4.8, -2.2 2.1, 7.0 6.0, 5.8 5.6,
-6.5 -6.7, 2.4 1.9, -0.5 -0.3, -0.9 0.0
"""
# Decimal a month, January 1996 to December 2006.
SP500 = """
0.034 0.0093 0.0096 0.0147 0.0258 0.0038 -0.0442 0.0211 0.0563 0.0276 0.0756 -0.0198
0.0625 0.0078 -0.0411 0.0597 0.0609 0.0448 0.0796 -0.056 0.0548 -0.0334 0.0463 0.0172
0.0111 0.0721 0.0512 0.0101 -0.0172 0.0406 -0.0106 -0.1446 0.0641 0.0813 0.0606 0.0576
0.0418 -0.0311 0.04 0.0387 -0.0236 0.0555 -0.0312 -0.0049 -0.0274 0.0633 0.0203 0.0589
-0.0502 -0.0189 0.0978 -0.0301 -0.0205 0.0247 -0.0156 0.0621 -0.0528 -0.0042 -0.0788 0.0049
0.0355 -0.0912 -0.0634 0.0777 0.0067 -0.0243 -0.0098 -0.0626 -0.0808 0.0191 0.0767 0.0088
-0.0146 -0.0193 0.0376 -0.0606 -0.0074 -0.0712 -0.078 0.0066 -0.1087 0.088 0.0589 -0.0587
-0.0262 -0.015 0.0097 0.0824 0.0527 0.0128 0.0176 0.0195 -0.0106 0.0566 0.0088 0.0524
0.0184 0.0139 -0.0151 -0.0157 0.0137 0.0195 -0.0331 0.0041 0.0108 0.0153 0.0405 0.034
-0.024375 0.02104 -0.01771 -0.019 0.03182 0.00142 0.0372 -0.0091 0.0081 -0.0167 0.0378 0.0003
0.0265 0.0027 0.0125 0.0134 -0.0288 0.0014 0.0062 0.0238 0.0258 0.0326 0.019 0.01403
"""
# table.Drawdowns(managers[, 8]): From (the first date below the peak), Trough, To, Depth, Length,
# To Trough, Recovery.
FALLS = """
2000-09-30 2002-09-30 2006-10-31 -0.4473 74 25 49
1998-07-31 1998-08-31 1998-11-30 -0.1537 5 2 3
2000-01-31 2000-02-29 2000-03-31 -0.0682 3 2 1
1999-07-31 1999-09-30 1999-11-30 -0.0624 5 3 2
1997-08-31 1997-08-31 1997-11-30 -0.0560 4 1 3
"""


@pytest.fixture(scope="module")
def bacon():
    """The portfolio of Bacon as the one asset, and its benchmark as a series."""
    pairs = [list(map(float, pair.split())) for pair in BACON.split(",")]
    dates = pd.date_range("2000-01-31", periods=24, freq="ME")
    table = pd.DataFrame(pairs, dates, ["Fund", "Index"])
    declared = {"assets_are": "percent", "benchmark_is": "percent"}
    return lf.performance(table[["Fund"]], benchmark=table["Index"], **declared).portfolio


@pytest.fixture(scope="module")
def sp500():
    numbers = list(map(float, SP500.split()))
    dates = pd.date_range("1996-01-31", periods=132, freq="ME")
    return pd.DataFrame({"SP500 TR": numbers}, dates)


def test_moments_of_bacon(bacon):
    """skewness(method="sample") -0.09, kurtosis(method="sample_excess") -0.41."""
    row = bacon.loc["Portfolio"]
    assert round(row["skewness"], 2) == -0.09
    assert round(row["excess_kurtosis"], 2) == -0.41


def test_annual_return_and_volatility_of_bacon(bacon):
    """AdjustedSharpeRatio 0.7591435, from the annual ratio and the moments; MSquared 0.10062.

    Its annual ratio divides the compounded return by the volatility, which ours does not.
    """
    row, other = bacon.loc["Portfolio"], bacon.loc["Benchmark"]
    ratio = row["return_annual"] / row["volatility_annual"]
    # From the moments of a sample to those with the divisor T, which the formula takes.
    skewness = row["skewness"] * 22 / np.sqrt(24 * 23)
    kurtosis = (row["excess_kurtosis"] * 22 * 21 / 23 + 3 * 23) / 25
    adjusted = ratio * (1 + skewness / 6 * ratio - (kurtosis - 3) / 24 * ratio**2)
    assert round(adjusted, 7) == 0.7591435
    m_squared = ratio * other["volatility_annual"]
    assert round(m_squared, 5) == 0.10062


def test_the_falls_of_bacon():
    """PainIndex 0.04 (0.0399 in its tests): the mean of the falls over the months."""
    pairs = [list(map(float, pair.split())) for pair in BACON.split(",")]
    dates = pd.date_range("2000-01-31", periods=24, freq="ME")
    fund = pd.DataFrame({"Fund": [pair[0] for pair in pairs]}, dates)
    falls = lf.drawdowns(fund, assets_are="percent").by_date["Portfolio"]
    assert round(-falls.iloc[1:].mean(), 2) == 0.04
    assert int(-falls.iloc[1:].mean() * 1e4) == 399


def test_moments_of_the_index(sp500):
    """table.Distributions: monthly deviation 0.0433, skewness -0.5531, excess kurtosis 0.5598.

    These two have the divisor T; ours have the factors of a sample, as Excel has them.
    """
    row = lf.performance(sp500).by_asset.loc["SP500 TR"]
    assert round(row["volatility_annual"] / np.sqrt(12), 4) == 0.0433
    assert round(row["skewness"] * 130 / np.sqrt(132 * 131), 4) == -0.5531
    fourth = (row["excess_kurtosis"] * 130 * 129 / 131 + 3 * 131) / 133
    assert round(fourth - 3, 4) == 0.5598


def test_return_over_the_deepest_fall_of_the_index(sp500):
    """table.DrawdownsRatio: the ratio of Calmar, 0.2163; table.Variability: 0.1500 a year."""
    row = lf.performance(sp500).by_asset.loc["SP500 TR"]
    assert round(-row["return_annual"] / row["drawdown"], 4) == 0.2163
    assert round(row["volatility_annual"], 4) == 0.1500


def test_calendar_years_of_the_index(sp500):
    """table.CalendarReturns, in percent: 23.0, 33.4, 28.6, 21.0, -9.1, -11.9, -22.1, 28.7, ..."""
    wealth = lf.growth(sp500).by_date["Portfolio"]
    years = wealth[wealth.index.month == 12].pct_change().dropna()
    expected = [23.0, 33.4, 28.6, 21.0, -9.1, -11.9, -22.1, 28.7, 10.9, 4.9, 15.8]
    assert (100.0 * years).round(1).tolist() == expected


def test_the_worst_falls_of_the_index(sp500):
    """table.Drawdowns: dates, depths and lengths of the five deepest."""
    found = lf.drawdowns(sp500).falls
    for line, (_, row) in zip(FALLS.split("\n")[1:-1], found.head(5).iterrows(), strict=True):
        begin, trough, recovery, depth, length, to_trough, to_recovery = line.split()
        after_peak = sp500.index[sp500.index > row["peak"]][0]
        assert after_peak == pd.Timestamp(begin)
        assert row["trough"] == pd.Timestamp(trough)
        assert row["recovery"] == pd.Timestamp(recovery)
        assert round(row["drawdown"], 4) == float(depth)
        lengths = (row["periods"], row["to_trough"], row["to_recovery"])
        assert lengths == (int(length), int(to_trough), int(to_recovery))
