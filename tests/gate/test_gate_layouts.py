"""Where the table is: titles, footers, second tables, sheets, separators."""

from __future__ import annotations

import datetime as dt

import pytest
from cases_of_files import Case, holds
from invented_market import MONTHLY, MONTHLY_FACTORS, by_hand
from written_files import book, grid, text

RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)
_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
_CELLS, _FACTOR_CELLS = grid(MONTHLY), grid(MONTHLY_FACTORS)
_AS_OF = ["Report as of", dt.datetime(2024, 1, 31)]


def _text(name, content, says="", suffix="csv"):
    return Case(name, {f"assets.{suffix}": content, **_FACTORS}, RIGHT, says=says)


def _sheet(name, rows, says=""):
    return Case(name, {"assets.xlsx": book({"Returns": rows}), **_FACTORS}, RIGHT, says=says)


def _annual(year):
    return f"  {year},   10.00,   11.00,   12.00,   13.00"


_MEANS = "Average," + ",".join(map(repr, MONTHLY.mean().tolist()))
_LATER = "\n".join(text(MONTHLY.iloc[12:]).splitlines()[1:]) + "\n"
_BODY = "\n".join(text(MONTHLY).splitlines()[1:]) + "\n"

AROUND = [
    _sheet(
        "title, blank row, table, blank row, footer",
        [["Invented Capital"], ["Monthly returns"], [], *_CELLS, [], ["Past performance."]],
        "rows 1-2, 42; left out",
    ),
    _sheet("a title with a date in it", [_AS_OF, [], *_CELLS], "row 1; left out"),
    _sheet("a date alone above", [_AS_OF[1:], [], *_CELLS], "row 1; left out"),
    _sheet("a date and a number above", [[*_AS_OF[1:], 1.5], [], *_CELLS], "row 1; left out"),
    _sheet("empty rows and columns before it", [[], [], *([None, None, *r] for r in _CELLS)]),
    _sheet(
        "a column that counts the rows",
        [["#" if i == 0 else i, *row] for i, row in enumerate(_CELLS)],
        "it counts the rows",
    ),
    _sheet("the factors below", [*_CELLS, [], *_FACTOR_CELLS], "another table stands there"),
    _sheet(
        "the factors beside, beyond an empty column",
        [[*left, None, *right] for left, right in zip(_CELLS, _FACTOR_CELLS, strict=True)],
        "columns 7-9; left out (another table stands there)",
    ),
    _sheet(
        "the same table beside with other numbers",
        [[*row, None, row[0], *row[:0:-1]] for row in _CELLS],
        "columns 7-11; left out",
    ),
    _sheet(
        "the factors below, under a title",
        [["Assets"], *_CELLS, [], ["Factors"], *_FACTOR_CELLS],
        "another table stands there",
    ),
    _text(
        "a title with dates between commas", "Capital,As of 2024-01-31\n" + text(MONTHLY), "row 1"
    ),
    _text("a footer that looks like data", text(MONTHLY, below=[_MEANS]), "row 38; left out"),
    _text("statistics after a blank line", text(MONTHLY, below=["", _MEANS, _MEANS]), "rows 39-40"),
    _text(
        "a table by year below, as French has it",
        text(
            MONTHLY,
            dates="%Y%m",
            above=["Made from no database", "", "  Value Weighted Returns -- Monthly"],
            below=[
                "",
                "  Annual",
                ",AAA,BBB,CCC,DDD",
                *map(_annual, (2019, 2020)),
                "",
                "Copyright",
            ],
        ),
        "another table stands there",
    ),
    _text("names repeated in the middle", text(MONTHLY.iloc[:12]) + text(MONTHLY.iloc[12:])),
    _text("a blank line in the middle", text(MONTHLY.iloc[:12]) + "\n" + _LATER, "empty row"),
    _text("a blank line below the names", "Date,AAA,BBB,CCC,DDD\n\n" + _BODY),
    _text(
        "a row of units below the names", "Date,AAA,BBB,CCC,DDD\n" + ",decimal" * 4 + "\n" + _BODY
    ),
]


def _semicolons(**how):
    return text(MONTHLY, sep=";", **how)


def _comma(value):
    return repr(value).replace(".", ",")


TEXTS = [
    _text("tabs in a .txt", text(MONTHLY, sep="\t"), suffix="txt"),
    _text("tabs in a .tsv", text(MONTHLY, sep="\t"), suffix="tsv"),
    _text("semicolons in a .txt", _semicolons(), suffix="txt"),
    _text("bars in a .txt", text(MONTHLY, sep="|"), suffix="txt"),
    _text("tabs and decimal commas", text(MONTHLY, sep="\t", number=_comma), suffix="txt"),
    _text("tabs in a .csv of UTF-16", text(MONTHLY, sep="\t").encode("utf-16")),
    _text("the line sep=; of Excel", "sep=;\n" + _semicolons(number=_comma)),
    _text("a title with semicolons over commas", "Returns; monthly; of funds\n" + text(MONTHLY)),
    _text("titles with commas over semicolons", "a, b, c, d, e\n" * 12 + "\n" + _semicolons()),
    _text(
        "a quotation mark within a title",
        'Fund "Alpha" as of,"Jan 31, 2024"\nUnits,"1,000.00"\n \n' + text(MONTHLY),
    ),
]


def _later(name, sheets, **how):
    return Case(name, {"assets.xlsx": book(sheets), **_FACTORS}, RIGHT, **how)


_OTHER = [
    [row[0], *(cell if i == 0 else 2 * cell for cell in row[1:])] for i, row in enumerate(_CELLS)
]

SHEETS = [
    _later("after a disclaimer", {"Disclaimer": [["Invented."]], "Data": _CELLS}, says='"Data"'),
    _later("after an empty sheet", {"Sheet1": [], "Data": _CELLS}, says='"Data"'),
    _later(
        "after a cover with a date and numbers",
        {"Cover": [_AS_OF, ["Funds", 4]], "Data": _CELLS},
        says='"Data"',
    ),
    _later(
        "two sheets with data after a cover",
        {"Cover": [["Invented."]], "A": _CELLS, "B": _OTHER},
        refused='on "A", "B"; name one of them: --assets-sheet',
        cure="--assets-sheet A",
    ),
    _later("the first of two sheets with data", {"A": _CELLS, "B": _OTHER}),
    Case(
        "assets and factors in one book",
        {"book.xlsx": book({"Returns": _CELLS, "Factors": _FACTOR_CELLS})},
        RIGHT,
        "--assets book.xlsx --factors book.xlsx",
        refused="each explains itself",
        cure="--factors-sheet Factors",
    ),
]


@pytest.mark.parametrize("case", [*AROUND, *TEXTS, *SHEETS], ids=lambda case: case.name)
def test_the_table_is_found(case, folder, report):
    holds(case, folder, report)
