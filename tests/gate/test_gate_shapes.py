"""Tables of other shapes: price histories, long tables, pairs of dates, years by months."""

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
    returns_of,
)
from written_files import book, text

DAILY, RIGHT = by_hand(ASSETS, FACTORS), by_hand(MONTHLY, MONTHLY_FACTORS)
_ONE, _TWO = by_hand(ASSETS[["AAA"]], FACTORS), by_hand(ASSETS[["AAA", "BBB"]], FACTORS)
_FACTORS = {"factors.csv": text(FACTORS)}
_MONTHLY_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
# A close that falls behind the adjusted one by its dividends.
_PAID = np.linspace(1.2, 1.0, len(PRICES))


def _history(ticker, *columns):
    price = PRICES[ticker]
    close = price * _PAID if "Adj Close" in columns or not columns else price
    table = pd.DataFrame(
        {
            "Open": 1.001 * close,
            "High": 1.01 * close,
            "Low": 0.99 * close,
            "Close": close,
            "Adj Close": price,
            "Volume": np.arange(1e6, 1e6 + len(price)),
        }
    )
    return table[list(columns)] if columns else table


def _files(name, files, right, words="--assets AAA.csv", says="a price history"):
    return Case(name, {**files, **_FACTORS}, right, words, says=says)


_BOTH = {"p/AAA.csv": text(_history("AAA")), "p/BBB.csv": text(_history("BBB"))}
_CLOSE = _history("AAA", "Open", "High", "Low", "Close", "Volume")
_NASDAQ = _CLOSE[["Close", "Volume", "Open"]].rename(columns={"Close": "Close/Last"})[::-1]
_SPLIT = _CLOSE.assign(
    **{"Split Ratio": 1.0, "Adj. Close": PRICES["AAA"], "Close": 3 * _CLOSE["Open"]}
)

HISTORIES = [
    Case(
        "one history beside prices of factors",
        {"AAA.csv": text(_history("AAA")), "factors.csv": text(FACTOR_PRICES)},
        _ONE,
        "--assets AAA.csv --prices",
        says="Adj Close taken",
    ),
    _files("one history, nothing declared", {"AAA.csv": text(_history("AAA"))}, _ONE),
    _files("two files", _BOTH, _TWO, "--assets p/AAA.csv --assets p/BBB.csv", "joined by date"),
    _files("a folder", _BOTH, _TWO, "--assets p"),
    _files("a pattern", _BOTH, _TWO, "--assets p/*.csv"),
    _files("no adjusted close", {"AAA.csv": text(_CLOSE)}, _ONE, says="Close taken"),
    _files(
        "small letters, the newest first",
        {"AAA.csv": text(_CLOSE.rename(columns=str.lower)[::-1], head="timestamp")},
        _ONE,
    ),
    _files(
        "Nasdaq's: Close/Last in dollars",
        {"AAA.csv": text(_NASDAQ, dates="%m/%d/%Y", number=lambda v: f"${v!r}")},
        _ONE,
    ),
    _files("a column of splits", {"AAA.csv": text(_SPLIT)}, _ONE, says="Adj. Close taken"),
    Case(
        "a history for each factor",
        {"assets.csv": text(ASSETS[["CCC", "DDD"]]), **_BOTH},
        by_hand(ASSETS[["CCC", "DDD"]], ASSETS[["AAA", "BBB"]]),
        "--factors p/AAA.csv --factors p/BBB.csv",
        says="a price history",
    ),
]

_HOLES = PRICES.copy()
_HOLES.iloc[:50, 1] = np.nan
_HOLES.iloc[300, 2] = np.nan


def _pairs(table, dates=None):
    """A column of dates before each column of numbers, without the rows that it lacks."""
    columns: list[list[object]] = []
    for number, name in enumerate(table):
        known = table[name].dropna()
        labels = known.index.strftime(dates) if dates else list(known.index)
        columns += [[f"Date{number or ''}", *labels], [name, *known.tolist()]]
    longest = max(map(len, columns))
    return [[c[i] if i < len(c) else None for c in columns] for i in range(longest)]


def _pair_text(table, dates, sep=","):
    rows = _pairs(table, dates)
    return "\n".join(sep.join("" if c is None else str(c) for c in row) for row in rows)


def _priced(name, content, prices=PRICES, says="4 columns of dates", suffix="xlsx"):
    files = {f"assets.{suffix}": content, **_FACTORS}
    return Case(name, files, by_hand(returns_of(prices), FACTORS), "--assets-are prices", says=says)


_SERIALS = PRICES.set_axis((PRICES.index - pd.Timestamp("1899-12-30")).days)
_TICKERS = [c for name in PRICES for c in (f"{name} US Equity", None)]

PAIRS = [
    _priced("a column of dates for each ticker", book({"BDH": _pairs(PRICES)})),
    _priced("later starts and a missing day", book({"BDH": _pairs(_HOLES)}), _HOLES),
    _priced("the same in a text file", _pair_text(_HOLES, "%Y-%m-%d"), _HOLES, suffix="csv"),
    _priced("with German dates", _pair_text(_HOLES, "%d.%m.%Y"), _HOLES, suffix="csv"),
    _priced(
        "tickers above fields",
        book({"BDH": [_TICKERS, ["Date", "PX_LAST"] * 4, *_pairs(PRICES)[1:]]}),
    ),
    Case(
        "serials in a text file",
        {"assets.csv": _pair_text(_SERIALS, None), **_FACTORS},
        words="--assets-are prices",
        refused="format the cells as dates",
    ),
    _priced("serials without a format in a workbook", book({"BDH": _pairs(_SERIALS)})),
]


def _melted(table, date="date", name="ticker", value="ret"):
    """A row for each date and name; rows of holes are left out."""
    wide = table.rename_axis(date).reset_index()
    return wide.melt(id_vars=date, var_name=name, value_name=value).dropna().sort_values(date)


_LONG, _LACKING = _melted(MONTHLY), MONTHLY.copy()
_LACKING.iloc[[1, 2, 12], 1] = np.nan
_PERMNO = _LONG["ticker"].map({"AAA": 10001, "BBB": 14593, "CCC": 93436, "DDD": 12490})
_CRSP = pd.DataFrame({"PERMNO": _PERMNO, "date": _LONG["date"].dt.strftime("%Y%m%d")})
_LONG_FACTORS = _melted(MONTHLY_FACTORS, name="factor", value="value")


def _long(name, table, right=RIGHT, says="a long table of 4 names", **how):
    files = {"assets.csv": table.to_csv(index=False, **how), **_MONTHLY_FACTORS}
    return Case(name, files, right, says=says)


LONG = [
    _long("date, ticker, return", _LONG),
    _long("ticker, date, return", _LONG[["ticker", "date", "ret"]].sort_values("ticker")),
    _long("semicolons and decimal commas", _LONG, sep=";", decimal=","),
    _long("numbers for names", _CRSP.assign(ret=_LONG["ret"])),
    _long(
        "some rows lacking",
        _melted(_LACKING),
        by_hand(_LACKING, MONTHLY_FACTORS),
        says="missing cells, Assets: 3",
    ),
    Case(
        "two numbers for one date and name",
        {"assets.csv": pd.concat([_LONG, _LONG[7:8]]).to_csv(index=False), **_MONTHLY_FACTORS},
        refused="has two numbers for 2019-02-28, in rows 9 and 146",
    ),
    Case(
        "two columns of numbers",
        {"assets.csv": _LONG.assign(volume=1e6).to_csv(index=False), **_MONTHLY_FACTORS},
        refused="2 columns of numbers (ret, volume)",
    ),
    Case(
        "factors in a long table",
        {
            "assets.csv": text(MONTHLY),
            "factors.csv": _LONG_FACTORS.to_csv(index=False),
        },
        RIGHT,
        says="a long table of 2 names",
    ),
    Case(
        "prices in a long table",
        {"assets.csv": _melted(PRICES, "Date", "Symbol", "Close").to_csv(index=False), **_FACTORS},
        DAILY,
        "--assets-are prices",
        says="a long table of 4 names",
    ),
]


@pytest.mark.parametrize("case", [*HISTORIES, *PAIRS, *LONG], ids=lambda case: case.name)
def test_shapes_are_known(case, folder, report):
    holds(case, folder, report)
