"""Title and subtitle of an open workbook, which Prepare copy takes over."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
from fake_book import FakeBook
from live_workbooks import LiveWorkbooks

from labfolio_xl.excel.book.branding import read_branding
from labfolio_xl.excel.macros.sharing import prepare_copy
from labfolio_xl.plan.branding import Branding
from labfolio_xl.plan.inputs import sample_inputs

PLAIN = sample_inputs()
GIVEN = Branding("Fund of funds", "Third quarter")
BOOKS = LiveWorkbooks(
    {
        "plain": PLAIN,
        "given": replace(PLAIN, branding=GIVEN),
        "no subject": replace(PLAIN, subject=""),
    }
)


def test_what_was_given_or_typed_is_read():
    book = FakeBook(BOOKS["given"])
    assert read_branding(book).title == GIVEN.title
    book.sheets["Dashboard"].cells[1, 2] = "Typed"
    assert read_branding(book).title == "Typed"


def test_what_a_workbook_says_by_itself_is_no_title_of_the_user():
    assert read_branding(FakeBook(BOOKS["plain"])) == Branding()
    assert read_branding(FakeBook(BOOKS["no subject"])) == Branding()


def test_a_workbook_without_the_page_has_none():
    book = FakeBook(BOOKS["given"])
    book.sheets._sheets = [sheet for sheet in book.sheets if sheet.name != "Dashboard"]
    assert read_branding(book) == Branding()


def test_a_copy_has_title_and_subtitle(tmp_path):
    book = FakeBook(BOOKS["given"], folder=str(tmp_path))
    page = openpyxl.load_workbook(prepare_copy(book, lambda _: None))["Dashboard"]
    assert (page["B1"].value, page["B2"].value) == (GIVEN.title, GIVEN.subtitle)
