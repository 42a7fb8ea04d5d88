"""Seven days a week beside five, and the dates that an estimate rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import MONTHLY, MONTHLY_FACTORS, by_hand, returns_of, seven_days
from written_files import text


def _files(assets, factors):
    return {"assets.csv": text(assets), "factors.csv": text(factors)}


COINS, INDEX = seven_days()
OPEN = pd.DatetimeIndex(INDEX.index[INDEX.index.day_of_week < 5])
COIN_PRICES, INDEX_PRICES = 20 * (1 + COINS).cumprod(), 100 * (1 + INDEX).cumprod()


def _over_gaps(returns):
    """Compounded from one business day to the next."""
    return returns_of((1 + returns).cumprod().loc[OPEN])


WEEKENDS = [
    Case(
        "seven-day prices, five-day factor prices",
        _files(COIN_PRICES, INDEX_PRICES.loc[OPEN]),
        by_hand(_over_gaps(COINS), _over_gaps(INDEX)),
        "--prices",
        says="dates not used",
    ),
    Case(
        "five-day prices, seven-day factor prices",
        _files(COIN_PRICES.loc[OPEN], INDEX_PRICES),
        by_hand(_over_gaps(COINS), _over_gaps(INDEX)),
        "--prices",
    ),
    Case(
        "seven-day returns, five-day factors",
        _files(COINS, _over_gaps(INDEX)),
        by_hand(_over_gaps(COINS), _over_gaps(INDEX)),
        says="so that a Monday covers the weekend",
    ),
    Case(
        "five-day returns, seven-day factors",
        _files(_over_gaps(COINS), INDEX),
        by_hand(_over_gaps(COINS), _over_gaps(INDEX)),
        says="so that a Monday covers the weekend",
    ),
    Case(
        "seven-day prices, five-day factor returns",
        _files(COIN_PRICES, _over_gaps(INDEX)),
        by_hand(_over_gaps(COINS), _over_gaps(INDEX)),
        "--assets-are prices",
    ),
    Case("seven days a week on both sides", _files(COINS, INDEX), by_hand(COINS, INDEX)),
]


def _late(rows, column=0):
    table = MONTHLY.copy()
    table.iloc[rows, column] = np.nan
    return table


SHORT = [
    Case(
        "one fund began six months ago",
        _files(_late(slice(0, 30)), MONTHLY_FACTORS),
        by_hand(_late(slice(0, 30)), MONTHLY_FACTORS),
        says="6 of 36 dates have a return of every held asset; without AAA there would be 36",
    ),
    Case(
        "one fund was closed",
        _files(_late(slice(12, None), 3), MONTHLY_FACTORS),
        by_hand(_late(slice(12, None), 3), MONTHLY_FACTORS),
        says="12 of 36 dates have a return of every held asset; without DDD there would be 36",
    ),
    Case(
        "a hole of a tenth is a fact and no warning",
        _files(_late(slice(5, 8)), MONTHLY_FACTORS),
        by_hand(_late(slice(5, 8)), MONTHLY_FACTORS),
        says="missing cells, Assets: 3",
    ),
]


@pytest.mark.parametrize("case", [*WEEKENDS, *SHORT], ids=lambda case: case.name)
def test_a_row_covers_the_same_days_on_both_sides(case, folder, report):
    holds(case, folder, report)
