"""Names that carry meaning, names that are numbers, and few assets."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from cases_of_files import Case, holds
from invented_market import MONTHLY, MONTHLY_FACTORS, by_hand
from written_files import book, grid, text

_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
_W = [0.4, 0.3, 0.2, 0.1]
RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS, _W)


def _held(names):
    return "".join(f"{name},{weight}\n" for name, weight in zip(names, _W, strict=True))


def _named(name, columns, held=None, head="Fund,Weight\n"):
    files = {
        "assets.csv": text(MONTHLY.set_axis(columns, axis=1)),
        "weights.csv": head + _held(held or columns),
        **_FACTORS,
    }
    return Case(name, files, RIGHT)


_TOKYO = ["600519", "9984", "8306", "000001"]
_AS_NUMBERS = [int(code) for code in _TOKYO]
_LISTED = [["code", "weight"], *([code, w] for code, w in zip(_AS_NUMBERS, _W, strict=True))]
_ACCENT = ["Soci\u00e9t\u00e9", "B", "C", "D"]

SAME = [
    _named("numeric tickers", _TOKYO),
    _named("numeric tickers without a header", _TOKYO, head=""),
    Case(
        "numeric tickers as numbers of a workbook",
        {
            "assets.xlsx": book({"R": [["Date", *_AS_NUMBERS], *grid(MONTHLY)[1:]]}),
            "weights.xlsx": book({"W": _LISTED}),
            **_FACTORS,
        },
        RIGHT,
    ),
    Case(
        "zeros lost before a ticker",
        {
            "assets.csv": text(MONTHLY.set_axis(_TOKYO, axis=1)),
            "weights.xlsx": book({"W": _LISTED}),
            **_FACTORS,
        },
        RIGHT,
    ),
    _named("tickers that are words for missing", ["TRUE", "NA", "NAN", "INF"]),
    _named("tickers that are months", ["MAR", "DEC", "MAY", "SEP"]),
    _named("an accent of its own", _ACCENT, [unicodedata.normalize("NFD", n) for n in _ACCENT]),
    _named(
        "blanks that do not break",
        ["Alpha\u00a0Fund", "B  C", "D", "E"],
        ["alpha fund", "b c", "D", "E"],
    ),
    _named("letters of full width", ["\uff21\uff21\uff21", "B", "C", "D"], ["AAA", "B", "C", "D"]),
    _named("names that differ by case", ["AAA", "aaa", "C", "D"]),
    Case(
        "a name that could be either",
        {
            "assets.csv": text(MONTHLY.set_axis(["AAA", "aaa", "C", "D"], axis=1)),
            "weights.csv": "Fund,Weight\n" + _held(["Aaa", "aaa", "C", "D"]),
            **_FACTORS,
        },
        refused='"Aaa" is not a column of Assets',
    ),
]

_FRENCH = MONTHLY_FACTORS.set_axis(["Mkt-RF", "SMB"], axis=1)

TABLES = [
    Case(
        "assets and factors exchanged",
        {"assets.csv": text(_FRENCH), "factors.csv": text(MONTHLY)},
        refused="exchange the two tables",
    ),
    Case(
        "one table twice",
        {"assets.csv": text(MONTHLY), "factors.csv": text(MONTHLY)},
        refused="each explains itself",
    ),
    Case(
        "one table twice, its columns in another order",
        {"assets.csv": text(MONTHLY), "factors.csv": text(MONTHLY[["DDD", "AAA", "CCC", "BBB"]])},
        refused="each explains itself",
    ),
    Case(
        "a rate alone among other factors",
        {"assets.csv": text(MONTHLY), "factors.csv": text(MONTHLY_FACTORS.assign(RF=0.001))},
        refused='"RF" looks like the risk-free rate',
    ),
    Case(
        "a rate among the assets",
        {"assets.csv": text(MONTHLY.assign(RF=0.001)), "factors.csv": text(MONTHLY_FACTORS)},
        refused="take it out of the assets and give it as --risk-free",
    ),
]


@pytest.mark.parametrize("case", [*SAME, *TABLES], ids=lambda case: case.name)
def test_names_are_matched(case, folder, report):
    holds(case, folder, report)


_SPELLINGS = ["Mkt-RF", "MKT_RF", "mktrf", "Mkt.RF", "SMB", "HML", "RMW", "CMA"]
_SPELLINGS += ["MOM", "Mom   ", "UMD", "WML", "BAB", "QMJ", "HML_DEVIL"]


@pytest.mark.parametrize("name", _SPELLINGS)
def test_no_rate_is_subtracted_from_factors_known_by_name(name, folder, report):
    """The constant rate shifts the market alone, and so the alpha."""
    files = {
        "assets.csv": text(MONTHLY),
        "factors.csv": text(MONTHLY_FACTORS.set_axis(["Market", name], axis=1)),
    }
    right = by_hand(MONTHLY - 0.002, MONTHLY_FACTORS - np.array([0.002, 0.0]))
    says = f"no rate is subtracted from {name.strip()}, self-financing by name"
    holds(Case(name, files, right, "--risk-free 0.002", says=says), folder, report)


def _five_factors():
    further = np.random.default_rng(3).normal(0, 0.03, (len(MONTHLY), 3))
    return MONTHLY_FACTORS.assign(**dict(zip(["HML", "RMW", "CMA"], further.T, strict=True)))


@pytest.mark.parametrize("n_assets", [1, 3])
def test_fewer_assets_than_factors_have_exposures_but_no_premia(n_assets, folder, report):
    assets, factors = MONTHLY.iloc[:, :n_assets], _five_factors()
    files = {"assets.csv": text(assets), "factors.csv": text(factors)}
    holds(Case("few", files, by_hand(assets, factors), says="Without the "), folder, report)


def test_they_have_a_live_workbook_too(folder, report):
    files = {"assets.csv": text(MONTHLY[["AAA"]]), **_FACTORS}
    done = report(*Case("one", files).write(folder), command="new", out="book.xlsm")
    assert done.code == 0
    assert "Without the " in done.output
    assert (folder / "book.xlsm").stat().st_size > 0
