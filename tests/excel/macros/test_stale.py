"""Formulas that still say what was the matter are entered again; others are Excel's own affair.

Here the open workbook calculates: Excel asks the functions of the sheet, as it does, at the
moment a formula is entered, in the middle of the macro, and later whatever has become dirty.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_book import FakeBook
from fake_values import SPILL
from live_workbooks import LiveWorkbooks
from xlwings import utils

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.excel.book.formula_call import DefinedName, parse_call
from labfolio_xl.excel.macros.loading import load_sample
from labfolio_xl.excel.macros.refreshing import refresh
from labfolio_xl.plan.contents import CONTENTS, FIRST_PAGE
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.sheet.boundary import REGISTRY

FULL = sample_inputs()
SMALL = replace(FULL, assets=FULL.assets.iloc[:80, :7], factors=FULL.factors.iloc[:80, :3])
BOOKS = LiveWorkbooks({"full": FULL, "small": SMALL})
OLD = f"{ERROR_MARK}Python did not start; run labfolio-xl doctor."
NAME_ERROR = -2146826259


def answer(book, text):
    """Calculate a formula of ours as Excel does: names become cells, the function is asked."""
    call = parse_call(text)
    values = [cells(book, a.text) if isinstance(a, DefinedName) else a for a in call.arguments]
    rows = REGISTRY[call.function].call(*values)
    return [[c.replace(tzinfo=None) if hasattr(c, "tzinfo") else c for c in row] for row in rows]


def cells(book, name):
    sheet, _, area = book.names[name].refers_to.removeprefix("=").partition("!")
    first, last = utils.a1_to_tuples(area.replace("$", ""))
    return book.sheets[sheet.strip("'")].range(first, last).raw_value


def opened(name="full", *, calculates=False):
    book = FakeBook(BOOKS[name])
    book.app.calculation = "manual"  # as VBA sets it during a macro
    if calculates:
        book.app.calculate_cell = answer
    return book


def silent(_):
    """Say nothing."""


def is_close(mine, wanted):
    numbers = isinstance(mine, (int, float)) and isinstance(wanted, (int, float))
    return mine == (pytest.approx(wanted, rel=1e-9, abs=1e-12) if numbers else wanted)


def assert_shows(book, other):
    # The cells of the first page are formulas that only Excel itself calculates.
    for sheet in (contents.sheet for contents in CONTENTS if contents.sheet != FIRST_PAGE):
        mine, wanted = book.sheets[sheet].cells, other.sheets[sheet].cells
        assert mine.keys() == wanted.keys(), sheet
        differ = [p for p in mine if not is_close(mine[p], wanted[p])]
        assert not differ, (sheet, [(p, mine[p], wanted[p]) for p in differ[:3]])


@pytest.mark.parametrize("dynamic", [True, False])
@pytest.mark.parametrize(("before", "after"), [("small", "full"), ("full", "full")])
def test_excel_asks_in_the_middle_of_the_macro(before, after, dynamic):
    """Entering a formula calculates it in manual mode too; the results are those of a new book."""
    book = opened(before, calculates=True)
    book.app.dynamic_arrays = dynamic
    load_sample(book, silent)
    assert bool(book.app.asked) == (before != after)
    book.app.calculate()
    assert_shows(book, FakeBook(BOOKS[after]))


def test_a_sentence_of_the_same_size_is_asked_again():
    """An array formula of a fixed size shows the old sentence in each of its cells."""
    book = opened(calculates=True)
    sheet = book.sheets["Betas"]
    area = ((6, 2), (26, 8))
    formula = sheet.formulas[area[0]]
    sheet.range(*area).clear_contents()
    book.app.calculate_cell = lambda *_: [[OLD]]
    sheet.range(*area).formula_array = formula
    assert sheet.cells[26, 8] == OLD
    book.app.calculate_cell, book.app.asked = answer, []
    book.app.calculate()
    assert sheet.cells[26, 8] == OLD  # what it reads has not changed
    refresh(book, silent, mode="array")
    assert_shows(book, FakeBook(BOOKS["full"]))
    assert book.app.asked == [("Betas", (6, 2))]


@pytest.mark.parametrize("shown", [OLD, SPILL, NAME_ERROR])
def test_what_a_user_typed_is_entered_again_as_it_stands(shown):
    """On a sheet of the user too; a formula that is in order is left to Excel."""
    book = opened()
    mine = book.sheets.add("Mine")
    typed = '=LF_PREMIA(Assets,Factors,,FALSE,"hac",4)'
    mine.formulas[2, 2], mine.cells[2, 2] = typed, shown
    mine.formulas[4, 2], mine.cells[4, 2] = "=LF_VERSION()", "0.1.0"
    refresh(book, silent, mode="spill")
    assert mine.entered == [(2, 2)]
    assert mine.formulas[2, 2] == typed
    assert [s.name for s in book.sheets if s.entered] == ["Mine"]


@pytest.mark.parametrize("formula", [None, "=NoFunctionOfOurs(A1)"])
def test_what_is_not_ours_is_not_entered_again(formula):
    """A text that only looks like a sentence, the error of another formula."""
    book = opened()
    mine = book.sheets.add("Mine")
    mine.cells[2, 2] = OLD if formula is None else NAME_ERROR
    mine.cells[9, 9] = "=LF_BETAS(Assets)"  # a text
    if formula is not None:
        mine.formulas[2, 2] = formula
    mine.formulas[3, 2], mine.cells[3, 2] = "=1", 1.0
    refresh(book, silent, mode="spill")
    assert not mine.entered


def test_a_protected_sheet_and_a_long_array_are_left_alone():
    """Excel would refuse both; a program enters array formulas of 255 characters at most."""
    book = opened()
    closed, long = book.sheets.add("Closed"), book.sheets.add("Long")
    for sheet in (closed, long):
        sheet.formulas[2, 2] = "=LF_BETAS(Assets,Factors)" + "&LF_VERSION()" * 20
        sheet.cells[2, 2] = sheet.cells[3, 2] = OLD
    closed.protected = True
    long.arrays[2, 2] = (3, 2)
    refresh(book, silent, mode="spill")
    assert not closed.entered
    assert not long.entered


def test_excel_before_dynamic_arrays_is_given_plain_formulas():
    """It has no Formula2."""
    book = opened()
    book.app.dynamic_arrays = False
    mine = book.sheets.add("Mine")
    mine.formulas[2, 2], mine.cells[2, 2] = "=LF_VERSION()", OLD
    refresh(book, silent)
    assert mine.entered == [(2, 2)]


def test_vba_calculates_when_the_macro_has_ended():
    """While Python runs the macro it does not answer the formulas of the sheet in turn."""
    book = opened()
    refresh(book, silent, mode="spill")
    assert book.app.calculated == 0
