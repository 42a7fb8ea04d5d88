"""Weights and holdings: percent, amounts, cash, totals, files of providers."""

from __future__ import annotations

import numpy as np
import pytest
from cases_of_files import Case, holds
from invented_market import MONTHLY, MONTHLY_FACTORS, by_hand
from written_files import book, text

_TABLES = {"assets.csv": text(MONTHLY), "factors.csv": text(MONTHLY_FACTORS)}
_NAMES = list(MONTHLY)
_W = [0.4, 0.3, 0.2, 0.1]


def _lines(weights, head="Ticker,Weight", names=_NAMES, sep=","):
    rows = [f"{name}{sep}{weight}" for name, weight in zip(names, weights, strict=True)]
    return "\n".join([head, *rows]) + "\n"


def _case(name, content, held, suffix="csv", words="", **how):
    files = {**_TABLES, f"weights.{suffix}": content}
    right = None if held is None else by_hand(MONTHLY, MONTHLY_FACTORS, held)
    return Case(name, files, right, words, **how)


_SPLIT = [40, 30, 20, 10]
_SIGNED = [f"{w}%" for w in _SPLIT]

PERCENT = [
    _case("a header that says percent", _lines(_SPLIT, "Ticker,Weight (%)"), _W, says="percent"),
    _case("a sum of 100", _lines(_SPLIT), _W, says="net 100.00, gross 100.00; divided by 100"),
    _case("a sum of 99.97", _lines([39.97, 30, 20, 10]), [0.3997, 0.3, 0.2, 0.1], says="percent"),
    _case("no header", _lines(_SPLIT, "").lstrip(), _W, says="percent"),
    _case("percent signs", _lines(_SIGNED), _W),
    _case("fractions under a header that says percent", _lines(_W, "Ticker,Weight %"), _W),
    _case("130 less 30", _lines([80, 50, -20, -10]), [0.8, 0.5, -0.2, -0.1], says="gross 160.00"),
    _case(
        "a neutral book in percent",
        _lines([50, 50, -60, -40]),
        [0.5, 0.5, -0.6, -0.4],
        refused="net 0.00, gross 200.00",
        cure="--weights-are percent",
    ),
    _case("side by side", "AAA,BBB,CCC,DDD\n40,30,20,10\n", _W, says="percent"),
    _case("semicolons and decimal commas", _lines(_SPLIT, "Ticker;Gewicht", sep=";"), _W),
    _case(
        "percent signs as text in a workbook",
        book({"W": [["Ticker", "Weight"], *map(list, zip(_NAMES, _SIGNED, strict=True))]}),
        _W,
        "xlsx",
    ),
    _case(
        "a percent format in a workbook",
        book(
            {"W": [["Ticker", "Weight"], *map(list, zip(_NAMES, _W, strict=True))]},
            number_format="0%",
        ),
        _W,
        "xlsx",
    ),
]

_VALUES = [1250000, 900000, 410000, 75000]
_SHARES = list(np.array(_VALUES) / 2635000)
_POINTS = [f"{v:,}".replace(",", ".") for v in _VALUES]

AMOUNTS = [
    _case(
        "market values", _lines(_VALUES, "Ticker,Market Value"), _SHARES, says="their sum 2,635,000"
    ),
    _case(
        "with thousands and dollars",
        _lines([f'"${v:,.2f}"' for v in _VALUES], "Ticker,Market Value"),
        _SHARES,
        says="amounts",
    ),
    _case("1.250.000", _lines(_POINTS, "Ticker;Marktwert", sep=";"), _SHARES, says="amounts"),
    _case(
        "1.250 beside 75",
        _lines(["1.250", "900", "410", "75"], "Ticker;Marktwert", sep=";"),
        None,
        refused="can have thousands or decimals",
    ),
    _case(
        "of a fund that is worth more",
        _lines(_VALUES, "Ticker,Market Value"),
        [v / 3e6 for v in _VALUES],
        words="--nav 3000000",
        says="nav 3,000,000",
    ),
    _case(
        "a neutral book in dollars",
        _lines([5e5, 5e5, -6e5, -4e5], "Ticker,Market Value"),
        [0.5, 0.5, -0.6, -0.4],
        refused="net 0.00, gross 2,000,000.00",
        cure="--nav 1000000",
    ),
    _case(
        "a sum of three is neither",
        _lines([1.5, 0.5, 0.5, 0.5]),
        [1.5, 0.5, 0.5, 0.5],
        refused="--weights-are fractions",
        cure="--weights-are fractions",
    ),
    _case(
        "numbers of shares are no weights",
        _lines([200, 100, 50, 50], "Ticker,Shares"),
        None,
        refused="quantities, which are no weights",
    ),
    _case(
        "prices that come to about a hundred are no weights",
        _lines([50, 30, 20, 10], "Ticker,Price"),
        None,
        refused="prices or quantities, which are no weights",
    ),
    _case("weights per mille", _lines([400, 300, 200, 100]), [0.4, 0.3, 0.2, 0.1]),
    _case(
        "weights in basis points",
        _lines([3990, 3000, 2000, 1000]),
        [v / 9990 for v in (3990, 3000, 2000, 1000)],
    ),
]

_MIXED = "Ticker,Weight\naaa,0.4\nBBB ,0.3\nCCC,0.2\nDDD,0.05\nCash,0.05\nTotal,1.0\n"
_UNKNOWN = "Ticker,Weight\nAAA,0.4\nBBB,0.3\nXXX,0.2\nYYY,0.1\n"
_FUTURE = _lines(_W) + "ESH4 Fut,-0.15\n"

NAMES = [
    _case("other case, cash and a total", _MIXED, [0.4, 0.3, 0.2, 0.05], says="Total 1; left out"),
    _case(
        "cash is what is missing", _lines([0.4, 0.3, 0.1, 0.1]), [0.4, 0.3, 0.1, 0.1], says="10.00%"
    ),
    _case(
        "two unknown names",
        _UNKNOWN,
        [0.4, 0.3, 0.0, 0.0],
        refused='"XXX" (20.00%), "YYY" (10.00%), together 30.00%',
        cure="--unmatched drop",
        says="together 30.00%",
    ),
    _case(
        "a future held short",
        _FUTURE,
        _W,
        refused='"ESH4 Fut" is not a column of Assets',
        cure="--unmatched drop",
        says='"ESH4 Fut" (-15.00%)',
    ),
    _case(
        "a name twice", _lines(_W, names=["AAA", "AAA", "CCC", "DDD"]), None, refused="rows 2 and 3"
    ),
    _case(
        "a name without a weight", _lines([0.6, 0.4, "", 0]), None, refused='"CCC" has no weight'
    ),
]

_ETF = """Invented Core ETF
Fund Holdings as of,"Jan 31, 2024"
Shares Outstanding,"1,000.00"
Stock,"-"
\N{NO-BREAK SPACE}
Ticker,Name,Asset Class,Market Value,Weight (%),Shares,Price
"AAA","ALPHA","Equity","4,000,000.00","40.00","1,000","4000"
"BBB","BETA","Equity","3,000,000.00","30.00","1,000","3000"
"CCC","GAMMA, INC","Equity","2,000,000.00","20.00","1,000","2000"
"DDD","DELTA","Equity","900,000.00","9.00","1,000","900"
"USD","USD CASH","Cash","100,000.00","1.00","100,000","1"
\N{NO-BREAK SPACE}
"The content is invented."
"""
_TRUST = """Fund Name:,Invented Trust
Holdings:,As of 31-Jan-2024

Name,Ticker,Identifier,Weight,Shares Held,Local Currency
ALPHA,AAA,1,40.0,100,USD
BETA,BBB,2,30.0,100,USD
GAMMA,CCC,3,20.0,100,USD
DELTA,DDD,4,9.5,100,USD
US DOLLAR,-,CASH_USD,0.5,100,USD
"""
_BROKER = """Symbol,Description,Qty,Price,Mkt Val
AAA,ALPHA,10,4,40
BBB,BETA,10,3,30
CCC,GAMMA,10,2,20
DDD,DELTA,10,1,10
"""

HOLDINGS = [
    _case("of an ETF", _ETF, [0.4, 0.3, 0.2, 0.09], says='"Ticker" and "Weight (%)"'),
    _case("of a trust", _TRUST, [0.4, 0.3, 0.2, 0.095], says='"Ticker" and "Weight"'),
    _case("of a broker", _BROKER, _W, says='"Symbol" and "Mkt Val"'),
]


@pytest.mark.parametrize(
    "case", [*PERCENT, *AMOUNTS, *NAMES, *HOLDINGS], ids=lambda case: case.name
)
def test_weights_are_fractions_of_the_portfolio(case, folder, report):
    holds(case, folder, report)


def test_the_sum_net_and_gross_are_always_shown(folder, report):
    done = report(*_case("plain", _lines([0.8, 0.5, -0.2, -0.1]), None).write(folder))
    assert "net 1.00, gross 1.60" in done.output


@pytest.mark.parametrize("found", ["see note", "0.4x", "50 bps", "o.4", "TRUE"])
def test_an_asset_beside_a_text_is_no_header(found, folder, report):
    lines = _lines([found, *_W[1:]], "").lstrip()
    holds(_case(found, lines, None, refused='the first row holds "AAA" without'), folder, report)
