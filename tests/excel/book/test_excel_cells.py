"""Writing values so that Excel makes nothing else of them."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from fake_book import FakeBook
from live_workbooks import sample_workbook

from labfolio_xl.excel.book.cells import clear_below, read_sheet, write_rows
from labfolio_xl.excel.book.inputs import parsed_inputs, read_inputs
from labfolio_xl.plan.inputs import sample_inputs

DAY = dt.datetime(2024, 1, 2)


@pytest.fixture(scope="module")
def workbook():
    return sample_workbook()


@pytest.fixture
def sheet(workbook):
    empty = FakeBook(workbook).sheets["Weights"]
    empty.cells.clear()
    return empty


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-x", "@SUM(A1)", "'quoted", "600519", "1E5", "3/4", "TRUE", "A" * 90]
)
def test_a_name_is_written_as_text(sheet, text):
    write_rows(sheet, 4, 0, [[text, 1.0]])
    assert sheet.cells[5, 1] == text
    assert sheet.formats[5, 1] == "@"
    assert sheet.formats.get((5, 2)) != "@"


def test_a_sentence_is_not_formatted_as_text(sheet):
    write_rows(sheet, 4, 0, [["word " * 60]])
    assert sheet.formats.get((5, 1)) != "@"


def test_a_long_text_that_looks_like_a_formula_stays_text(sheet):
    text = "=" + "x" * 300
    write_rows(sheet, 4, 0, [[text]])
    assert sheet.cells[5, 1] == text


def test_dates_lose_their_zone_and_missing_numbers_are_blank(sheet):
    write_rows(sheet, 4, 0, [["date", "A"], [DAY.replace(tzinfo=dt.UTC), math.nan]])
    assert sheet.cells[6, 1] == DAY
    assert (6, 2) not in sheet.cells


def test_columns_get_their_number_formats_below_the_header(sheet):
    write_rows(sheet, 4, 0, [["date", "A"], [DAY, 0.5]], ["yyyy-mm-dd", "0.00%"])
    assert sheet.formats[6, 1] == "yyyy-mm-dd"
    assert sheet.formats[6, 2] == "0.00%"
    assert sheet.formats[5, 2] == "@"


def test_clearing_below_a_row_leaves_what_is_above(sheet):
    write_rows(sheet, 0, 0, [["title", None], ["a", 1.0], ["b", 2.0]])
    clear_below(sheet, 1)
    assert sheet.cells == {(1, 1): "title"}
    clear_below(sheet, 5)
    assert sheet.cells == {(1, 1): "title"}


def test_a_sheet_is_read_from_its_first_cell(sheet):
    sheet.cells[3, 2] = 5.0
    assert read_sheet(sheet) == [[None, None], [None, None], [None, 5.0]]


@pytest.mark.parametrize("date1904", [False, True])
def test_inputs_of_a_workbook_that_counts_from_1904_have_its_dates(workbook, date1904):
    """They are read for Prepare copy and Check numbers, which such a workbook allows."""
    book = FakeBook(workbook)
    book.date1904 = date1904
    found = read_inputs(book)
    first = found.rows["assets"][1][0]
    inputs = parsed_inputs(book, found)
    sample = sample_inputs()
    assert first == (sample.assets.index[0] - pd.Timestamp("1899-12-30")).days - 1462 * date1904
    assert inputs.assets.frame.index.equals(sample.assets.index)
    assert inputs.factors.frame.index.equals(sample.factors.index)
