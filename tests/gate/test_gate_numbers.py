"""How numbers are written, and the words for those that are missing."""

from __future__ import annotations

import numpy as np
import pytest
from cases_of_files import Case, holds
from invented_market import FACTORS, MONTHLY, MONTHLY_FACTORS, PRICES, by_hand, returns_of
from written_files import grid, text

_FACTORS = {"factors.csv": text(FACTORS)}
_MONTHLY_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
_LARGE, _EIGHT = (40 * PRICES).round(4), MONTHLY.round(8)


def _groups(thousands, point, before="", behind=""):
    def write(value):
        signs = str.maketrans({",": thousands, ".": point})
        return f'"{before}{f"{value:,.4f}".translate(signs)}{behind}"'

    return write


def _large(name, write, sep=","):
    files = {"assets.csv": text(_LARGE, number=write, sep=sep), **_FACTORS}
    return Case(
        name, files, by_hand(returns_of(_LARGE), FACTORS), "--assets-are prices", says="thousands"
    )


def _small(name, write, says="", sep=","):
    files = {"assets.csv": text(_EIGHT, number=write, sep=sep), **_MONTHLY_FACTORS}
    return Case(name, files, by_hand(_EIGHT, MONTHLY_FACTORS), says=says)


def _in_brackets(value):
    return f"({-100 * value:.6f}%)" if value < 0 else f"{100 * value:.6f}%"


_THOUSAND = (20 * PRICES).round(0)


def _with_points(value):
    return f"{value:,.0f}".replace(",", ".")


NUMBERS = [
    _large("1,985.5400", _groups(",", ".")),
    _large("$1,985.5400", _groups(",", ".", "$")),
    _large("1,985.5400 USD", _groups(",", ".", behind=" USD")),
    _large("1.985,5400 between semicolons", _groups(".", ","), ";"),
    _large("1 985,5400 between semicolons", _groups(" ", ","), ";"),
    _large("1 985,5400 with blanks that do not break", _groups("\u00a0", ","), ";"),
    _large("1'985.5400", _groups("'", "."), ";"),
    _small("(1.2%)", _in_brackets, "brackets"),
    _small("U+2212", lambda v: f"{v:.8f}".replace("-", "\u2212"), "minus signs"),
    _small("1.2 %", lambda v: f"{100 * v:.6f} %", "percent sign"),
    _small(
        "1,2 % between semicolons", lambda v: f"{100 * v:.6f} %".replace(".", ","), "percent", ";"
    ),
    _small("exponents", lambda v: f"{v:.12e}"),
    Case(
        "1,012 beside 985 in quotation marks",
        {"assets.csv": text(_THOUSAND, number=lambda v: f'"{v:,.0f}"'), **_FACTORS},
        by_hand(returns_of(_THOUSAND), FACTORS),
        "--assets-are prices",
        says="thousands",
    ),
    Case(
        "1.012 beside 985 between semicolons",
        {"assets.csv": text(_THOUSAND, number=_with_points, sep=";"), **_FACTORS},
        words="--assets-are prices",
        refused="can have thousands or decimals",
    ),
]


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case.name)
def test_numbers_are_read_as_written(case, folder, report):
    holds(case, folder, report)


_WORDS = ["#N/A N/A", ".", "NA", "NaN", "null", "-", "n/a", "#N/A Field Not Applicable", "--"]


def _with_words(words):
    """Words in place of the first numbers of the third date and on, and the table with holes."""
    cells, holes = grid(MONTHLY, dates="%Y-%m-%d"), MONTHLY.copy()
    for i, word in enumerate(words):
        cells[4 + i][1 + i % 4] = word
        holes.iloc[3 + i, i % 4] = np.nan
    lines = [",".join("" if c is None else str(c) for c in row) for row in cells]
    return {"assets.csv": "\n".join(lines), **_MONTHLY_FACTORS}, by_hand(holes, MONTHLY_FACTORS)


@pytest.mark.parametrize(
    "words",
    [_WORDS, ["#DIV/0!", "#REF!", "#NAME?"], ["None", "<NA>", "N.A."], ["..", "ND", "\u2014"]],
    ids=["of nine programs", "Excel's errors", "of Python", "of statistical offices"],
)
def test_words_for_missing_are_missing_and_counted(words, folder, report):
    files, right = _with_words(words)
    holds(Case("words", files, right, says=f"{len(words)} cells hold {words[0]}"), folder, report)


def test_other_text_is_refused_with_its_count_and_first_place(folder, report):
    files, _ = _with_words(["abc", "see note", "abc"])
    case = Case("text", files, refused='2019-04-30 (cell B5) holds "abc", the first of 3 cells')
    holds(case, folder, report)
