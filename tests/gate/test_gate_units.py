"""What the numbers are: decimals, percent, prices and other levels, values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import (
    ASSETS,
    FACTOR_PRICES,
    FACTORS,
    MONTHLY,
    MONTHLY_FACTORS,
    PRICES,
    by_hand,
    last_of,
    returns_of,
)
from written_files import book, grid, text

DAILY = by_hand(ASSETS, FACTORS)
RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)
TABLE, FACTOR_TABLE = text(MONTHLY), text(MONTHLY_FACTORS)


def _percent(table):
    """Hundredfold, as text that gives the same decimals when divided."""
    return text(table, number=lambda v: repr(100 * v))


def _signed(table):
    return text(table, number=lambda v: f"{100 * v!r}%")


_QUIET = FACTORS.assign(QUIET=np.random.default_rng(3).normal(0, 0.0012, len(FACTORS)))
_HEADED = [f"{name} (%)" for name in MONTHLY]

_MIXED = MONTHLY.assign(BBB=100 * MONTHLY["BBB"])
_FIVE = ASSETS.assign(EEE=100 * ASSETS["AAA"].iloc[::-1].to_numpy())
_SHORT_BONDS = MONTHLY / 12

PERCENT = [
    Case(
        "factors in percent, one of them quiet",
        {"assets.csv": text(ASSETS), "factors.csv": _percent(_QUIET)},
        by_hand(ASSETS, _QUIET),
        refused="--factors-are percent",
        cure="--factors-are percent",
    ),
    Case(
        "volatile returns in percent are no prices",
        {"assets.csv": _percent(2.2 * MONTHLY), "factors.csv": FACTOR_TABLE},
        by_hand(2.2 * MONTHLY, MONTHLY_FACTORS),
        refused="--assets-are percent",
        cure="--assets-are percent",
    ),
    Case(
        "assets in percent, factors in decimals",
        {"assets.csv": _percent(MONTHLY), "factors.csv": FACTOR_TABLE},
        RIGHT,
        refused="--assets-are percent",
        cure="--assets-are percent",
    ),
    Case(
        "both in percent",
        {"assets.csv": _percent(ASSETS), "factors.csv": _percent(FACTORS)},
        DAILY,
        words="--factors-are percent",
        refused="--assets-are percent",
        cure="--assets-are percent",
    ),
    Case(
        "names that say percent",
        {"assets.csv": _percent(MONTHLY.set_axis(_HEADED, axis=1)), "factors.csv": FACTOR_TABLE},
        RIGHT,
        says="percent",
    ),
    Case(
        "decimals under names that say percent",
        {"assets.csv": text(MONTHLY.set_axis(_HEADED, axis=1)), "factors.csv": FACTOR_TABLE},
        RIGHT,
        refused="--assets-are returns",
        cure="--assets-are returns",
    ),
    Case(
        "decimals of days under a title that says percent",
        {
            "assets.csv": text(ASSETS),
            "factors.csv": "Daily returns in percent\n\n" + text(FACTORS),
        },
        DAILY,
        refused="--factors-are returns",
        cure="--factors-are returns",
    ),
    Case(
        "quiet funds under names that say percent",
        {
            "assets.csv": _percent(_SHORT_BONDS.set_axis(_HEADED, axis=1)),
            "factors.csv": FACTOR_TABLE,
        },
        by_hand(_SHORT_BONDS, MONTHLY_FACTORS),
        says="percent",
    ),
    Case(
        "one column in percent among decimals",
        {"assets.csv": text(_MIXED), "factors.csv": FACTOR_TABLE},
        by_hand(_MIXED / 100, MONTHLY_FACTORS),
        refused="dividing BBB by 100",
        cure="--assets-are percent",
    ),
    Case(
        "one of five in percent, which the others hide",
        {"assets.csv": text(_FIVE), "factors.csv": text(FACTORS)},
        by_hand(_FIVE / 100, FACTORS),
        refused="dividing EEE by 100",
        cure="--assets-are percent",
    ),
    Case(
        "one decimal column among percent",
        {
            "assets.csv": _percent(MONTHLY.assign(BBB=MONTHLY["BBB"] / 100)),
            "factors.csv": FACTOR_TABLE,
        },
        by_hand(MONTHLY.assign(BBB=MONTHLY["BBB"] / 100), MONTHLY_FACTORS),
        refused="multiplying BBB by 100",
        cure="--assets-are percent",
    ),
    Case(
        "a title that says percent",
        {
            "assets.csv": "Monthly returns in percent\n\n" + _percent(MONTHLY),
            "factors.csv": FACTOR_TABLE,
        },
        RIGHT,
        says="percent",
    ),
    Case(
        "a sign behind each number",
        {"assets.csv": _signed(MONTHLY), "factors.csv": _signed(MONTHLY_FACTORS)},
        RIGHT,
        says="percent",
    ),
    Case(
        "cells with a percent format hold decimals",
        {
            "assets.xlsx": book({"Returns": grid(MONTHLY)}, number_format="0.00%"),
            "factors.csv": FACTOR_TABLE,
        },
        RIGHT,
    ),
    Case(
        "decimals that are declared",
        {"assets.csv": TABLE, "factors.csv": FACTOR_TABLE},
        RIGHT,
        "--assets-are returns --factors-are returns",
    ),
    Case(
        "decimals declared as percent are divided, as the user says",
        {"assets.csv": TABLE, "factors.csv": FACTOR_TABLE},
        by_hand(MONTHLY / 100, MONTHLY_FACTORS),
        "--assets-are percent",
    ),
]

_LEVELS = pd.DataFrame(
    {
        "USDJPY inverse": 0.0075 * PRICES["AAA"] / 50,
        "Cheap coin": 0.06 * PRICES["BBB"] / 50,
        "GBPUSD": 1.3 * PRICES["CCC"] / 50,
    }
)
_RNG = np.random.default_rng(11)
_YIELD = 0.02 + 0.0004 * _RNG.normal(0, 1, len(PRICES)).cumsum().clip(-30, 30)
_RATES = pd.DataFrame(
    {"YIELD": _YIELD, "VIX": 14 + 6 * _RNG.lognormal(0, 0.3, len(PRICES))}, PRICES.index
)

PRICE_FILES = [
    Case(
        "levels below one",
        {"assets.csv": text(_LEVELS), "factors.csv": text(FACTORS)},
        by_hand(returns_of(_LEVELS), FACTORS),
        refused="--assets-are prices",
        cure="--assets-are prices",
    ),
    Case(
        "an index that stands in thousands",
        {"assets.csv": text(100 * PRICES), "factors.csv": text(FACTORS)},
        DAILY,
        refused="--assets-are prices",
        cure="--assets-are prices",
    ),
    Case(
        "levels of factors may be prices",
        {"assets.csv": text(ASSETS), "factors.csv": text(FACTOR_PRICES)},
        DAILY,
        refused="--factors-are prices",
        cure="--factors-are prices",
    ),
    Case(
        "levels of factors may be values",
        {"assets.csv": text(ASSETS), "factors.csv": text(_RATES)},
        by_hand(ASSETS, _RATES.iloc[1:]),
        refused="--factors-are values",
        cure="--factors-are values",
    ),
    Case(
        "prices beside return factors",
        {"assets.csv": text(PRICES), "factors.csv": text(FACTORS)},
        DAILY,
        words="--prices",
        refused="--factors-are returns",
        cure="--factors-are returns",
    ),
    Case(
        "prices beside return factors, in the words of the manual",
        {"assets.csv": text(PRICES), "factors.csv": text(FACTORS)},
        DAILY,
        "--assets-are prices --factors-are returns",
    ),
    Case(
        "prices beside factors in percent",
        {"assets.csv": text(PRICES), "factors.csv": _percent(FACTORS)},
        DAILY,
        "--assets-are prices --factors-are percent",
    ),
    Case(
        "monthly prices beside values that come daily",
        {"assets.csv": text(last_of(PRICES, "M")), "factors.csv": text(_RATES)},
        by_hand(returns_of(last_of(PRICES, "M")), last_of(_RATES, "M").iloc[1:]),
        "--assets-are prices --factors-are values",
        says="monthly",
    ),
]

_TOTAL = MONTHLY.assign(Total=MONTHLY.sum(axis=1))
_AVERAGE = MONTHLY.assign(Average=MONTHLY.mean(axis=1).round(5))

TOTALS = [
    Case(
        "a column that is the sum of the others",
        {"assets.csv": text(_TOTAL), "factors.csv": FACTOR_TABLE},
        by_hand(_TOTAL, MONTHLY_FACTORS),
        says="Warning: total, Assets: Total; it is the sum of all other columns",
    ),
    Case(
        "a column that is their mean",
        {"assets.csv": text(_AVERAGE), "factors.csv": FACTOR_TABLE},
        by_hand(_AVERAGE, MONTHLY_FACTORS),
        says="Note: total, Assets: Average; it is the mean of all other columns",
    ),
]


@pytest.mark.parametrize("case", [*PERCENT, *PRICE_FILES, *TOTALS], ids=lambda case: case.name)
def test_numbers_are_what_they_are(case, folder, report):
    holds(case, folder, report)
