"""Two rows of names, and years by months."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import ASSETS, FACTORS, MONTHLY, MONTHLY_FACTORS, PRICES, by_hand
from written_files import book, grid, text

DAILY, RIGHT = by_hand(ASSETS, FACTORS), by_hand(MONTHLY, MONTHLY_FACTORS)
FUND = by_hand(MONTHLY[["AAA"]], MONTHLY_FACTORS)
_FACTORS = {"factors.csv": text(FACTORS)}
_MONTHLY_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}


def _bloomberg(*fields, every=False):
    """Tickers above fields: each ticker once, or above each of its fields."""
    above, below = [None], ["Dates"]
    for name in PRICES:
        above += [f"{name} US Equity" if every or not j else None for j in range(len(fields))]
        below += fields
    rows = PRICES.to_numpy().tolist()
    cells = [[v if f == "PX_LAST" else 1.01 * v for v in row for f in fields] for row in rows]
    dated = [[day, *row] for day, row in zip(PRICES.index, cells, strict=True)]
    return book({"raw": [above, below, *dated]})


def _downloaded(names=("Price", "Ticker"), **fields):
    table = pd.concat(fields, axis=1, names=list(names))
    return table.rename(columns={"AdjClose": "Adj Close"}, level=0)


_YAHOO = _downloaded(Close=PRICES, Open=1.01 * PRICES, Volume=1e6 + 0 * PRICES)
_LAGGING = PRICES.mul(np.linspace(1.2, 1.0, len(PRICES)), axis=0)
_ADJUSTED = _downloaded(Close=_LAGGING, AdjClose=PRICES, Volume=1e6 + 0 * PRICES)


def _prices(name, content, suffix="csv", right=DAILY, says="a price history"):
    return Case(name, {f"assets.{suffix}": content, **_FACTORS}, right, says=says)


HEADERS = [
    _prices("price and volume", _bloomberg("PX_LAST", "PX_VOLUME"), "xlsx", says="PX_LAST taken"),
    _prices("tickers over all fields", _bloomberg("PX_OPEN", "PX_LAST", every=True), "xlsx"),
    _prices("one field for all", _bloomberg("PX_LAST"), "xlsx", says="PX_LAST below them"),
    _prices("yfinance's three rows", _YAHOO.to_csv(), says="Close taken"),
    _prices("yfinance by ticker", _YAHOO.swaplevel(axis=1).sort_index(axis=1).to_csv()),
    _prices("yfinance with an adjusted close", _ADJUSTED.to_csv(), says="Adj Close taken"),
    Case(
        "yfinance with one ticker",
        {"one.csv": _ADJUSTED.loc[:, (slice(None), "AAA")].to_csv(), **_FACTORS},
        by_hand(ASSETS[["AAA"]], FACTORS),
        "--assets one.csv",
        says="Adj Close taken",
    ),
    Case(
        "names of funds over their tickers",
        {
            "assets.xlsx": book({"A": [[None, "Alpha", "Beta", "Gamma", "Delta"], *grid(MONTHLY)]}),
            **_MONTHLY_FACTORS,
        },
        RIGHT,
    ),
]

_SHORT = [f"{month:%b}" for month in MONTHLY.index[:12]]
_LONG = [f"{month:%B}" for month in MONTHLY.index[:12]]


def _by_years(months=_SHORT, *, scale=1.0, sign="", head="Year", order=1, total=("YTD",)):
    lines = [",".join([head, *map(str, months), *total])]
    for year in (2019, 2020, 2021)[::order]:
        cells = (scale * MONTHLY.loc[str(year), "AAA"]).tolist()
        lines.append(
            ",".join(
                [str(year), *(f"{v!r}{sign}" for v in [*cells, *map(sum, [cells] * len(total))])]
            )
        )
    return "\n".join(lines)


def _fund(name, content, says="years by months", **how):
    return Case(
        name, {"fund.csv": content, **_MONTHLY_FACTORS}, FUND, "--assets fund.csv", says=says, **how
    )


YEARS = [
    _fund("Jan to Dec and YTD", _by_years(), says="YTD left out"),
    _fund(
        "in percent",
        _by_years(scale=100),
        refused="--assets-are percent",
        cure="--assets-are percent",
    ),
    _fund("with percent signs", _by_years(scale=100, sign="%")),
    _fund("whole names, no total", _by_years(_LONG, total=())),
    _fund("numbers of the months", _by_years(range(1, 13))),
    _fund("the last year first", _by_years(order=-1, head="")),
    _fund("under a title that says percent", "Performance (%)\n\n" + _by_years(scale=100)),
    Case(
        "two funds, a file each",
        {"a.csv": _by_years(), "b.csv": _by_years(scale=0.5), **_MONTHLY_FACTORS},
        by_hand(pd.DataFrame({"a": MONTHLY["AAA"], "b": 0.5 * MONTHLY["AAA"]}), MONTHLY_FACTORS),
        "--assets a.csv --assets b.csv",
    ),
]


@pytest.mark.parametrize("case", [*HEADERS, *YEARS], ids=lambda case: case.name)
def test_names_are_found(case, folder, report):
    holds(case, folder, report)
