"""How often the rows come: mixed frequencies and conventions of months."""

from __future__ import annotations

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
    compounded,
    last_of,
    returns_of,
)
from written_files import text

RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)


def _sampled(period):
    """Exposures of the returns between the last prices of each period."""
    both = (returns_of(last_of(table, period)) for table in (PRICES, FACTOR_PRICES))
    return by_hand(*both)


def _by(period):
    """Exposures of the returns compounded to a period."""
    return by_hand(compounded(ASSETS, period), compounded(FACTORS, period))


def _files(assets, factors, **kinds):
    return {"assets.csv": text(assets), "factors.csv": text(factors), **kinds}


def _moved(table, offset):
    """The same rows under other days."""
    return table.set_axis(table.index + offset)


FIRST = _moved(MONTHLY, -pd.offsets.MonthBegin(1))
BUSINESS_ENDS = MONTHLY.set_axis(last_of(ASSETS, "M").index)

SAMPLED = [
    Case(
        "monthly prices, daily factor prices",
        _files(last_of(PRICES, "M"), FACTOR_PRICES),
        _sampled("M"),
        "--prices",
        says="monthly dates of Assets",
    ),
    Case(
        "daily prices, monthly factor prices",
        _files(PRICES, last_of(FACTOR_PRICES, "M")),
        _sampled("M"),
        "--prices",
        says="daily prices",
    ),
    Case(
        "weekly prices, daily factor prices",
        _files(last_of(PRICES, "W-FRI"), FACTOR_PRICES),
        _sampled("W-FRI"),
        "--prices",
        says="weekly",
    ),
    Case(
        "quarterly prices, monthly factor prices",
        _files(last_of(PRICES, "Q"), last_of(FACTOR_PRICES, "M")),
        _sampled("Q"),
        "--prices",
        says="quarterly",
    ),
    Case(
        "monthly prices under calendar ends, daily factor prices",
        _files(last_of(PRICES, "M").pipe(_moved, pd.offsets.MonthEnd(0)), FACTOR_PRICES),
        _sampled("M"),
        "--prices",
        says="monthly",
    ),
    Case(
        "monthly prices as yyyymm, daily factor prices",
        {
            "assets.csv": text(last_of(PRICES, "M"), dates="%Y%m"),
            "factors.csv": text(FACTOR_PRICES),
        },
        _sampled("M"),
        "--prices",
        says="monthly",
    ),
    Case(
        "daily prices, monthly factor returns",
        _files(PRICES, MONTHLY_FACTORS),
        RIGHT,
        "--assets-are prices",
        says="daily prices",
    ),
    Case(
        "monthly prices, daily factor returns",
        _files(last_of(PRICES, "M"), FACTORS),
        RIGHT,
        "--assets-are prices --factors-are returns",
        refused="--frequency monthly",
        cure="--frequency monthly",
    ),
]

REFUSED = [
    Case(
        "daily returns, monthly factors",
        _files(ASSETS, MONTHLY_FACTORS),
        RIGHT,
        refused="--frequency monthly",
        cure="--frequency monthly",
        says="compounded",
    ),
    Case(
        "monthly returns under the first, daily factors",
        _files(FIRST, FACTORS),
        RIGHT,
        refused="--frequency monthly",
        cure="--frequency monthly",
    ),
    Case(
        "daily returns, weekly factors",
        _files(ASSETS, compounded(FACTORS, "W-FRI")),
        _sampled("W-FRI"),
        refused="--frequency weekly",
        cure="--frequency weekly",
        says="incomplete and left out: 2018-12-31",
    ),
    Case(
        "monthly returns, quarterly factors",
        _files(MONTHLY, compounded(FACTORS, "Q")),
        _by("Q"),
        refused="--frequency quarterly",
        cure="--frequency quarterly",
    ),
    Case(
        "quarterly returns, daily factors",
        _files(compounded(ASSETS, "Q"), FACTORS),
        _by("Q"),
        refused="--frequency quarterly",
        cure="--frequency quarterly",
    ),
    Case(
        "daily returns, factors by yyyymm",
        {
            "assets.csv": text(ASSETS),
            "factors.csv": text(MONTHLY_FACTORS, dates="%Y%m"),
        },
        RIGHT,
        refused="--frequency monthly",
        cure="--frequency monthly",
    ),
    Case(
        "daily returns with begun months at both ends, monthly factors",
        _files(ASSETS.iloc[10:-5], MONTHLY_FACTORS),
        by_hand(MONTHLY.iloc[1:-1], MONTHLY_FACTORS.iloc[1:-1]),
        refused="--frequency monthly",
        cure="--frequency monthly",
        says="incomplete",
    ),
    Case(
        "monthly returns under the first business day, daily factors",
        _files(MONTHLY.set_axis(ASSETS.index[~ASSETS.index.to_period("M").duplicated()]), FACTORS),
        RIGHT,
        refused="--frequency monthly",
        cure="--frequency monthly",
    ),
]

CONVENTIONS = [
    Case(
        "last business day and month end",
        _files(BUSINESS_ENDS, MONTHLY_FACTORS),
        RIGHT,
        says="matched by month",
    ),
    Case("month start and month end", _files(FIRST, MONTHLY_FACTORS), RIGHT, says="by month"),
    Case(
        "the fifteenth and last business day",
        _files(
            _moved(FIRST, pd.Timedelta(days=14)),
            MONTHLY_FACTORS.set_axis(BUSINESS_ENDS.index),
        ),
        RIGHT,
        refused="15 days apart",
        cure="--frequency monthly",
        says="by month",
    ),
    Case(
        "first day of the quarter and last business day of it",
        _files(
            _moved(compounded(ASSETS, "Q"), -pd.offsets.QuarterBegin(startingMonth=1)),
            compounded(FACTORS, "Q").set_axis(last_of(FACTORS, "Q").index),
        ),
        _by("Q"),
        says="by quarter",
    ),
    Case(
        "Fridays and Sundays",
        _files(
            compounded(ASSETS, "W-FRI"),
            _moved(compounded(FACTORS, "W-FRI"), pd.Timedelta(days=2)),
        ),
        _by("W-FRI"),
        refused="--frequency weekly",
        cure="--frequency weekly",
        says="by week",
    ),
]

_WEEKS, _WEEK_FACTORS = compounded(ASSETS, "W-FRI"), compounded(FACTORS, "W-FRI")


def _joined(name, first, others, right, **kinds):
    """A file of one asset beside a file of the others."""
    files = {"p/first.csv": text(first), "p/others.csv": text(others)}
    return Case(name, {**files, **kinds.pop("factors")}, right, "--assets p", **kinds)


JOINED = [
    _joined(
        "files of weeks to Thursday and to Friday",
        _moved(_WEEKS[["AAA"]], pd.Timedelta(days=-1)),
        _WEEKS.drop(columns="AAA"),
        _by("W-FRI"),
        factors={"factors.csv": text(_WEEK_FACTORS)},
        refused='"first": its weeks are dated 1 day apart from those of "others"',
        cure="--frequency weekly",
        says="rows of one week under the last day",
    ),
    _joined(
        "files of weeks named by Sunday and by Friday",
        _moved(_WEEKS[["AAA"]], pd.Timedelta(days=2)),
        _WEEKS.drop(columns="AAA"),
        _by("W-FRI"),
        factors={"factors.csv": text(_WEEK_FACTORS)},
        refused="dated by Sundays",
        cure="--frequency weekly",
    ),
    _joined(
        "a Friday that a holiday moves to Thursday",
        _WEEKS[["AAA"]].set_axis(
            [day - pd.Timedelta(days=int(n % 9 == 4)) for n, day in enumerate(_WEEKS.index)]
        ),
        _WEEKS.drop(columns="AAA"),
        _by("W-FRI"),
        factors={"factors.csv": text(_WEEK_FACTORS)},
        says="rows of one week under the last day",
    ),
    _joined(
        "months to the fifteenth and to their end",
        _moved(FIRST[["AAA"]], pd.Timedelta(days=14)),
        MONTHLY.drop(columns="AAA"),
        RIGHT,
        factors={"factors.csv": text(MONTHLY_FACTORS)},
        refused="apart from those of",
        cure="--frequency monthly",
    ),
    _joined(
        "months under their first and their last business day",
        FIRST[["AAA"]],
        BUSINESS_ENDS.drop(columns="AAA"),
        RIGHT,
        factors={"factors.csv": text(MONTHLY_FACTORS)},
        says="rows of one month under the last day",
    ),
]


@pytest.mark.parametrize(
    "case", [*SAMPLED, *REFUSED, *CONVENTIONS, *JOINED], ids=lambda case: case.name
)
def test_the_rows_of_one_period_meet(case, folder, report):
    holds(case, folder, report)
