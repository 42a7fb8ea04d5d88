"""The dates of a column: orders, months, quarters, serials, names of months."""

from __future__ import annotations

import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import (
    ASSETS,
    FACTORS,
    MONTHLY,
    MONTHLY_FACTORS,
    by_hand,
    compounded,
)
from written_files import book, grid, text

RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)
_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
_FIRSTS = MONTHLY.set_axis(MONTHLY.index - pd.offsets.MonthBegin(1))
_FACTOR_FIRSTS = MONTHLY_FACTORS.set_axis(_FIRSTS.index)


def _months(name, style, says="", **how):
    """Monthly returns under dates of one style, beside factors under ISO dates."""
    return Case(
        name, {"assets.csv": text(MONTHLY, dates=style, **how), **_FACTORS}, RIGHT, says=says
    )


def _comma(value):
    return repr(value).replace(".", ",")


MONTH_STYLES = [
    _months("month first", "%m/%d/%Y", "the only order that fits every row"),
    _months("day first, with points", "%d.%m.%Y", "day, month, year"),
    _months("two digits of the year", "%m/%d/%y", "month, day, year"),
    _months("day first, two digits", "%d.%m.%y", "day, month, year"),
    _months("31-Jan-2019", "%d-%b-%Y"),
    _months("31 January 2019", "%d %B %Y"),
    _months("Jan 31, 2019 in quotation marks", '"%b %d, %Y"'),
    _months("January 31, 2019 between semicolons", "%B %d, %Y", sep=";", number=_comma),
    _months("20190131", "%Y%m%d"),
    _months("2019/01/31", "%Y/%m/%d"),
    _months("with a time", "%Y-%m-%d 00:00:00"),
    _months("with a zone, as yfinance writes it", "%Y-%m-%d 00:00:00-05:00"),
    _months("with T and Z", "%Y-%m-%dT00:00:00Z"),
    _months("yyyymm", "%Y%m", "read as months"),
    _months("yyyy-mm", "%Y-%m", "read as months"),
    _months("Mmm-yy", "%b-%y", "read as months"),
    _months("Mmm yyyy", "%b %Y", "read as months"),
    _months("mm/yyyy", "%m/%Y", "read as months"),
    _months("yyyyMmm, as the IMF writes months", "%YM%m", "read as months"),
    Case(
        "German assets, American factors",
        {
            "assets.csv": text(MONTHLY, dates="%d.%m.%Y", sep=";", number=_comma),
            "factors.csv": text(MONTHLY_FACTORS, dates="%m/%d/%Y"),
        },
        RIGHT,
    ),
]


def _firsts(name, rows, style, **how):
    """First days of months, which are dates in both orders."""
    tables = _FIRSTS.iloc[rows], _FACTOR_FIRSTS.iloc[rows]
    files = {
        "assets.csv": text(tables[0], dates=style),
        "factors.csv": text(tables[1], dates=style),
    }
    return Case(name, files, by_hand(*tables), **how)


_SHORT = slice("2019-01-01", "2019-01-11")

ORDERS = [
    _firsts("three years of first days, day first", slice(None), "%d/%m/%Y", says="regular steps"),
    _firsts("three years, month first", slice(None), "%m/%d/%Y", says="regular steps"),
    _firsts("three years, with points", slice(None), "%d.%m.%Y", says="regular steps"),
    _firsts(
        "one year of first days may be twelve days",
        slice(0, 12),
        "%d/%m/%Y",
        refused="--dates dmy",
        cure="--dates dmy",
    ),
    _firsts(
        "the same, month first",
        slice(0, 12),
        "%m/%d/%Y",
        refused="--dates mdy",
        cure="--dates mdy",
    ),
    Case(
        "eight days of one January",
        {
            "assets.csv": text(ASSETS.loc[_SHORT], dates="%m/%d/%Y"),
            "factors.csv": text(FACTORS.loc[_SHORT], dates="%m/%d/%Y"),
        },
        by_hand(ASSETS.loc[_SHORT], FACTORS.loc[_SHORT]),
        refused="--dates",
        cure="--dates mdy",
    ),
    Case(
        "an order declared where one alone fits",
        {"assets.csv": text(MONTHLY, dates="%m/%d/%Y"), **_FACTORS},
        RIGHT,
        "--dates mdy",
    ),
    Case(
        "an order for one file only, the other says its own",
        {
            "assets.csv": text(_FIRSTS, dates="%m/%d/%Y"),
            "factors.csv": text(MONTHLY_FACTORS, dates="%d.%m.%Y"),
        },
        RIGHT,
        says="read as day, month, year",
    ),
]

_QUARTERLY = compounded(ASSETS, "Q"), compounded(FACTORS, "Q")
_YEARLY = compounded(ASSETS, "Y"), compounded(FACTORS, "Y")


def _quarters(name, label, says="read as quarters"):
    periods = _QUARTERLY[0].index.to_period("Q")
    named = [table.set_axis([label(p) for p in periods]) for table in _QUARTERLY]
    files = {"assets.csv": text(named[0]), "factors.csv": text(named[1])}
    return Case(name, files, by_hand(*_QUARTERLY), says=says)


QUARTERS = [
    _quarters("yyyyq", lambda p: f"{p.year}{p.quarter}"),
    _quarters("yyyy-Qn", lambda p: f"{p.year}-Q{p.quarter}"),
    _quarters("yyyyQn", lambda p: f"{p.year}Q{p.quarter}"),
    _quarters("Qn yyyy", lambda p: f"Q{p.quarter} {p.year}"),
    _quarters("Qn/yyyy", lambda p: f"Q{p.quarter}/{p.year}"),
    Case(
        "years",
        {
            "assets.csv": text(_YEARLY[0].iloc[:, :2], dates="%Y"),
            "factors.csv": text(_YEARLY[1].iloc[:, :1], dates="%Y"),
        },
        by_hand(_YEARLY[0].iloc[:, :2], _YEARLY[1].iloc[:, :1]),
        says="read as years",
    ),
]


def _serials(table):
    return table.set_axis((table.index - pd.Timestamp("1899-12-30")).days)


def _numbered(table, label):
    return book(
        {"Returns": grid(table.set_axis([int(day.strftime(label)) for day in table.index]))}
    )


def _quarter_numbers(table):
    periods = table.index.to_period("Q")
    return book({"Returns": grid(table.set_axis([10 * p.year + p.quarter for p in periods]))})


CELLS = [
    Case(
        "serials in a text file are none",
        {"assets.csv": text(_serials(MONTHLY)), **_FACTORS},
        refused="format the cells as dates",
    ),
    Case(
        "days since 1970 in a text file are none",
        {"assets.csv": text(MONTHLY.set_axis(range(17897, 17933))), **_FACTORS},
        refused="17897",
    ),
    Case(
        "serials without a format in a workbook",
        {"assets.xlsx": book({"Returns": grid(_serials(MONTHLY))}), **_FACTORS},
        RIGHT,
    ),
    Case(
        "yyyymm as numbers of a workbook",
        {"assets.xlsx": _numbered(MONTHLY, "%Y%m"), **_FACTORS},
        RIGHT,
    ),
    Case(
        "yyyymmdd as numbers of a workbook",
        {"assets.xlsx": _numbered(MONTHLY, "%Y%m%d"), **_FACTORS},
        RIGHT,
    ),
    Case(
        "yyyyq as numbers of a workbook",
        {
            "assets.xlsx": _quarter_numbers(_QUARTERLY[0]),
            "factors.xlsx": _quarter_numbers(_QUARTERLY[1]),
        },
        by_hand(*_QUARTERLY),
    ),
    Case(
        "a workbook that counts from 1904",
        {"assets.xlsx": book({"Returns": grid(MONTHLY)}, date_1904=True), **_FACTORS},
        RIGHT,
    ),
    Case(
        "both workbooks count from 1904, by day",
        {
            "assets.xlsx": book({"Returns": grid(ASSETS)}, date_1904=True),
            "factors.xlsx": book({"Returns": grid(FACTORS)}, date_1904=True),
        },
        by_hand(ASSETS, FACTORS),
    ),
    Case(
        "text dates in a workbook",
        {"assets.xlsx": book({"Returns": grid(MONTHLY, dates="%m/%d/%Y")}), **_FACTORS},
        RIGHT,
    ),
]


@pytest.mark.parametrize(
    "case", [*MONTH_STYLES, *ORDERS, *QUARTERS, *CELLS], ids=lambda case: case.name
)
def test_dates_are_read_by_column(case, folder, report):
    holds(case, folder, report)
