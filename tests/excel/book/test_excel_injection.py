"""Names from files, on their way through Load, Refresh and Prepare copy, stay text.

The open workbook of these tests makes of a text what Excel would, unless the cell is formatted
as text: a name that would become a formula, or a number, fails the test.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import openpyxl
import pytest
from fake_book import FakeBook
from load_rows import write_row

sys.path.insert(0, str(Path(__file__).parents[2] / "workbook"))

from hostile_names import HOSTILE
from panels_for_books import made_up
from reading import values

from labfolio_xl.errors import InputError, printable
from labfolio_xl.excel.book.formula_call import parse_call
from labfolio_xl.excel.macros.loading import load
from labfolio_xl.excel.macros.sharing import prepare_copy
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.workbook.writer import workbook_bytes

# Half of a sign is in no text file. Excel holds 32,767 signs, a cell of a table 10,000 is enough.
NAMES = [name for name in HOSTILE if "\ud83d" not in name and "\x00" not in name]
CLEAN = [printable(name) for name in NAMES]
TITLE = "=1+1 @x [b]"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Give the template, with returns loaded from files of hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    inputs = made_up(len(NAMES), 3, n_obs=90)
    open_book = FakeBook(workbook_bytes(analyse(made_up(6, 3)), "365"), folder=str(folder))
    for place, table, names in (
        ("Portfolio", inputs.assets, NAMES),
        ("Factors", inputs.factors, NAMES[:3]),
    ):
        path = folder / f"{TITLE} {place}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(["date", *names])
            writer.writerows([str(day.date()), *row] for day, *row in table.itertuples())
        write_row(open_book, "Assets" if place == "Portfolio" else place, path)
    load(open_book, lambda _: None)
    return open_book


def header(sheet):
    return [sheet.cells.get((4, column)) for column in range(2, len(CLEAN) + 2)]


def test_loaded_names_are_text_in_cells_that_are_formatted_as_text(book):
    sheet = book.sheets["Portfolio"]
    assert header(sheet) == CLEAN
    risky = [n for n, name in enumerate(CLEAN) if name[0] in "=+-@" or not name[0].isalpha()]
    assert risky
    assert {sheet.formats.get((4, n + 2)) for n in risky} == {"@"}
    assert not [place for place in sheet.formulas if sheet.formulas[place] != ""]


def test_refresh_writes_no_formula_but_ours(book):
    for sheet in book.sheets:
        for text in sheet.formulas.values():
            assert re.match(r"=(LF_\w+\(|([A-Z]+\()*('?[A-Za-z]+'?!)?\$)", text), (
                sheet.name,
                text[:80],
            )


def test_a_copy_of_the_workbook_holds_the_names_and_no_formula(book):
    path = prepare_copy(book, lambda _: None)
    read = values(path)
    assert read["Portfolio"][3][1:] == CLEAN
    cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert all(cell.hyperlink is None or cell.hyperlink.target is None for cell in cells)
    about = [str(cell) for row in read["About"] for cell in row]
    assert any(TITLE in text for text in about)


@pytest.mark.parametrize(
    "text",
    [
        "=LF_NOPE(Assets)",
        "=LF_BETAS(Assets);DROP",
        "=LF_BETAS(__import__('os').system('true'))",
        "=CALL(Assets)",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_text_that_only_looks_like_our_formula_is_one_sentence(text):
    """What stands above a table is read for its options, and never run."""
    with pytest.raises(InputError) as caught:
        parse_call(text)
    assert str(caught.value).endswith(".")
