"""The status and the notes on headers of an open workbook, when tables move or grow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_book import FakeBook
from live_workbooks import LiveWorkbooks, sample_workbook

from labfolio_xl.excel.book.headings import move_notes, write_status
from labfolio_xl.excel.book.inputs import write_input
from labfolio_xl.excel.macros.input_file import cells_of
from labfolio_xl.excel.macros.refreshing import refresh
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import pages
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.plan.status import STATUS

# All but the first page, which has a line of its own on the data.
RESULTS = tuple(contents.sheet for contents in CONTENTS if contents.sheet != FIRST_PAGE)
FULL = sample_inputs()
FEWER = replace(FULL, factors=FULL.factors.iloc[:, :3], assets=FULL.assets.iloc[:, :9])
BOOKS = LiveWorkbooks({"fewer": FEWER})
B2 = (2, 2)


def refreshed(mode, prepare=lambda _: None):
    book = FakeBook(sample_workbook())
    prepare(book)
    for place in INPUTS:
        write_input(book, place, cells_of(getattr(FEWER, place.argument)))
    return book, refresh(book, lambda _: None, mode=mode)


@pytest.mark.parametrize("mode", ["spill", "array", "values"])
def test_notes_stand_on_the_headers_after_tables_have_moved(mode):
    book, _ = refreshed(mode)
    new = FakeBook(BOOKS["fewer"])
    for sheet in RESULTS:
        assert book.sheets[sheet].note_texts == new.sheets[sheet].note_texts, sheet
    old = FakeBook(sample_workbook())
    assert book.sheets["Rolling"].note_texts != old.sheets["Rolling"].note_texts


def test_notes_and_discussions_of_the_user_stay():
    mine, wanted = (40, 40), FakeBook(BOOKS["fewer"]).sheets["Rolling"].note_texts
    began = max(wanted)  # the last header, which moves to the left

    def prepare(book):
        book.sheets["Rolling"].note_texts[mine] = "look at this"
        book.sheets["Rolling"].threads.add(began)
        assert began not in book.sheets["Rolling"].note_texts

    book, _ = refreshed("spill", prepare)
    rest = {place: text for place, text in wanted.items() if place != began}
    assert book.sheets["Rolling"].note_texts == {**rest, mine: "look at this"}


@pytest.mark.parametrize("mode", ["spill", "array"])
def test_the_status_stays_a_formula(mode):
    book, _ = refreshed(mode)
    assert book.sheets["Check"].formulas[B2] == STATUS.text
    assert {book.sheets[name].formulas[B2] for name in RESULTS if name != "Check"} == {
        "=Check!$B$2"
    }


def test_where_cells_call_no_python_the_status_is_a_value_and_becomes_a_formula_again():
    book, done = refreshed("values")
    said = pages(done.analysis)[1].status
    assert {book.sheets[name].cells[B2] for name in RESULTS} == {said}
    assert not any(B2 in book.sheets[name].formulas for name in RESULTS)
    refresh(book, lambda _: None, mode="spill")
    assert book.sheets["Check"].formulas[B2] == STATUS.text


def test_without_the_sheet_check_each_sheet_asks_itself():
    page = pages(analyse(FULL))[1]
    book = FakeBook(sample_workbook())
    book.sheets._sheets = [sheet for sheet in book.sheets if sheet.name != "Check"]
    sheet = book.sheets[page.sheet]
    sheet.formulas[B2] = "=#REF!$B$2"
    write_status(sheet, page, "spill", has_check=False)
    assert sheet.formulas[B2] == STATUS.text


def test_a_header_that_is_noted_already_is_left_alone():
    page = pages(analyse(FULL))[0]
    sheet = FakeBook(sample_workbook()).sheets[page.sheet]
    before = dict(sheet.note_texts)
    place = next(iter(before))
    sheet.note_texts[place] = "mine"
    move_notes(sheet, page)
    assert sheet.note_texts == {**before, place: "mine"}
