"""A macro that cannot do all does nothing, and what the user put on our sheets stays."""

from __future__ import annotations

import pandas as pd
import pytest
from excel_error import refuse
from fake_range import FakeRange

from labfolio_xl.errors import InputError
from labfolio_xl.excel import macros
from labfolio_xl.excel.book_results import _beside_headers
from labfolio_xl.excel.cells import read_sheet
from labfolio_xl.excel.own_cells import own_tables
from labfolio_xl.workbook.inputs import sample_inputs
from labfolio_xl.workbook.places import Area

INPUT_SHEETS = ("Portfolio", "Factors", "RiskFree", "Weights")


@pytest.fixture
def as_values(monkeypatch):
    """Let results be values, as on a Mac: no stand-in calculates formulas."""
    monkeypatch.setattr("labfolio_xl.excel.refresh.host_mode", lambda _: "values")


def content(book):
    sheets = {s.name: (dict(s.cells), dict(s.formulas), dict(s.formats)) for s in book.sheets}
    filtered = {s.name: set(s.filtered) for s in book.sheets}
    return sheets, filtered, {name.name: name.refers_to for name in book.names}


def array(sheet, first, last):
    """Enter an array formula of the user, which has a value in each cell."""
    sheet.range(first, last).formula_array = "=ROW()"
    for place in (p for row in FakeRange(sheet, first, last).places() for p in row):
        sheet.cells[place] = float(place[0])


def assert_refused(book, what, argument, *words):
    before = content(book)
    sentence = macros.run(what, argument)
    assert sentence.startswith("#LF! "), sentence
    for word in words:
        assert word in sentence, sentence
    assert "unexpected" not in sentence
    assert "cannot follow" not in sentence
    parts = 2 if what == "refresh" else 3  # its names follow what was pasted all the same
    assert content(book)[:parts] == before[:parts]


def test_merged_cells_in_a_table_are_said_before_the_inputs_are_replaced(book, file):
    book.sheets["Betas"].merge((9, 2), (9, 3))
    assert_refused(book, "load_sample", "", "Betas: there are merged cells")
    assert_refused(book, "load_returns", f"Assets|{file}", "Betas: there are merged cells")


@pytest.mark.parametrize("name", INPUT_SHEETS)
def test_an_array_from_above_an_input_is_said_before_any_is_replaced(book, name):
    book.sheets[name].cells[9, 31] = 1.0
    array(book.sheets[name], (2, 30), (5, 30))
    words = f"{name}: Excel does not let the cells from row 4 on be emptied"
    assert_refused(book, "load_sample", "", words)


@pytest.mark.parametrize("what", ["load_returns", "load_sample", "refresh"])
def test_an_array_over_about_is_said_before_anything_is_written(book, file, what):
    array(book.sheets["About"], (4, 3), (9, 3))
    argument = f"Assets|{file}" if what == "load_returns" else ""
    assert_refused(book, what, argument, "About: an array formula stands in the cell C")


@pytest.mark.parametrize("what", ["load_returns", "load_sample", "refresh"])
@pytest.mark.parametrize(
    ("name", "area"),
    [("About", ((1, 2), (30, 3))), ("Start", ((1, 1), (2, 3))), ("Dashboard", ((4, 1), (6, 3)))],
)
def test_a_merged_block_over_what_is_said_is_refused(book, file, what, name, area):
    """What is written into such a cell is lost without an error."""
    first, last = area
    sheet = book.sheets[name]
    sheet.merged = [a for a in sheet.merged if not FakeRange(sheet, first, last)._touches(a)]
    kept = dict(sheet.cells)
    sheet.merge(first, last)
    sheet.cells.update(kept)  # the labels are found all the same
    argument = f"Assets|{file}" if what == "load_returns" else ""
    assert_refused(book, what, argument, f"{name}: the cell ", "is merged with others")


@pytest.mark.usefixtures("as_values")
def test_the_sample_is_put_back_whole_if_a_later_input_cannot_be_written(book, file, monkeypatch):
    macros.run("load_returns", f"Assets|{file}")
    before = {name: dict(book.sheets[name].cells) for name in INPUT_SHEETS}
    written = []

    def fail_once(*_, **__):
        written.append(1)
        if len(written) == 2:
            refuse("The remote procedure call failed.")

    monkeypatch.setattr("fake_range.check_texts", fail_once)
    assert macros.run("load_sample").startswith("#LF! An unexpected error")
    assert {name: book.sheets[name].cells for name in INPUT_SHEETS} == before


@pytest.mark.usefixtures("book")
def test_a_sample_that_the_results_cannot_follow_yet_is_said_to_be_loaded(monkeypatch):
    def fail(*_):
        raise InputError("no date in common.")

    monkeypatch.setattr("labfolio_xl.excel.refresh.analyse", fail)
    sentence = macros.run("load_sample")
    assert sentence == "#LF! Sample loaded; the results cannot follow yet: no date in common."


def test_formulas_of_an_input_are_put_back(book, file, monkeypatch):
    """Values, formulas, arrays and texts that look like formulas."""
    sheet = book.sheets["Portfolio"]
    sheet.range((6, 2)).formula2 = "=Raw!B6"
    sheet.range((7, 2)).formula2 = "=SEQUENCE(2)"
    sheet.cells.pop((8, 2))
    sheet.show((7, 2), [[0.01], [0.02]])
    array(sheet, (20, 3), (22, 3))
    sheet.formats[4, 5] = "@"
    sheet.range((4, 5)).value = "=A1"
    before = content(book)[0]["Portfolio"][:2], dict(sheet.arrays)
    written = []

    def fail_once(*_, **__):
        written.append(1)
        if len(written) == 1:
            refuse("The remote procedure call failed.")

    monkeypatch.setattr("fake_range.check_texts", fail_once)
    assert macros.run("load_returns", f"Assets|{file}").startswith("#LF! An unexpected error")
    assert sheet.formulas == before[0][1]
    assert sheet.arrays == before[1]
    assert sheet.cells[4, 5] == "=A1"
    assert sheet.cells[9, 2] == before[0][0][9, 2]


def test_a_load_that_is_refused_leaves_the_filter_on(book, file):
    book.sheets["Portfolio"].filtered = {8, 9}
    book.sheets["Betas"].merge((9, 2), (9, 3))
    assert_refused(book, "load_returns", f"Assets|{file}")
    assert book.sheets["Portfolio"].filtered == {8, 9}


@pytest.mark.usefixtures("as_values")
def test_what_stands_beside_and_below_the_results_stays(book, file):
    """Notes, a merged box, an array formula and formats, on sheets whose tables get smaller."""
    sheet = book.sheets["Betas"]
    far = max(place.last_column for place in own_tables(sheet, read_sheet(sheet)).values()) + 4
    sheet.cells[8, far], sheet.formats[8, far] = "my note", "0.0000"
    sheet.cells[200, 2], sheet.formats[200, 2] = "below", "0.0000"
    sheet.cells[60, far] = "box"
    sheet.merge((60, far), (64, far + 3))
    array(sheet, (5, far + 6), (12, far + 6))
    assert "5 assets" in macros.run("load_returns", f"Assets|{file}")
    assert (sheet.cells[8, far], sheet.formats[8, far]) == ("my note", "0.0000")
    assert (sheet.cells[200, 2], sheet.formats[200, 2]) == ("below", "0.0000")
    assert sheet.cells[60, far] == "box"
    assert sheet.arrays[5, far + 6] == (12, far + 6)
    assert own_tables(sheet, read_sheet(sheet))


def test_an_old_header_loses_its_looks_up_to_what_the_user_put_beside_it():
    """Of a table that shows a sentence by now, only the first cell is left."""
    sentence, note = [None, "#LF! ..."], [None, "asset", "beta", None, "note"]
    rows = [[None, None, None, None, None, None], [*sentence, None, None, "note", None], note]
    places = [Area("Betas", 1, 1), Area("Betas", 2, 1, 3, 2), Area("Betas", 7, 1)]
    assert _beside_headers(rows, places) == [
        Area("Betas", 1, 2, 1, 2),
        Area("Betas", 2, 3, 1, 1),
    ]


@pytest.mark.usefixtures("as_values")
def test_a_merged_title_of_values_that_become_formulas_is_said(book, monkeypatch):
    macros.run("refresh")
    monkeypatch.undo()
    monkeypatch.setattr("xlwings.Book.caller", classmethod(lambda _: book))
    sheet = book.sheets["Premia"]
    place = next(iter(own_tables(sheet, read_sheet(sheet)).values()))
    sheet.merge((place.row - 1, place.column + 1), (place.row - 1, place.column + 3))
    assert_refused(book, "refresh", "", "Premia: there are merged cells")


@pytest.mark.usefixtures("as_values")
def test_what_stands_where_a_table_will_grow_is_one_sentence(book, file, tmp_path):
    macros.run("load_returns", f"Assets|{file}")
    macros.run("refresh")
    sheet = book.sheets["Betas"]
    sheet.cells[26, 2] = "mine: look at this again"
    wide = tmp_path / "wide.csv"
    sample_inputs().assets.to_csv(wide, index_label="date")
    words = ("Betas: the cell B26 holds", "mine: look", "move it and press the button again")
    assert_refused(book, "load_returns", f"Assets|{wide}", *words)
    assert_refused(book, "load_sample", "", *words)
    del sheet.cells[26, 2]
    assert "20 assets" in macros.run("load_sample")


def test_a_note_that_touches_a_table_is_none_of_its_cells(book, file):
    """Excel says how far the formula spills."""
    sheet = book.sheets["Betas"]
    place = own_tables(sheet, read_sheet(sheet))
    first = next(iter(place.values()))
    below = first.last_row + 2, first.column + 1
    sheet.cells[below] = "note"
    assert own_tables(sheet, read_sheet(sheet)) == place
    assert "5 assets" in macros.run("load_returns", f"Assets|{file}")
    assert sheet.cells[below] == "note"


def test_a_copy_of_a_table_that_a_user_made_stays(book, file):
    sheet = book.sheets["Betas"]
    first = next(iter(own_tables(sheet, read_sheet(sheet)).items()))
    text, place = first
    sheet.cells[300, 2] = f" {text}"
    sheet.cells[301, 2] = "asset"
    sheet.cells[302, 2] = "A"
    assert own_tables(sheet, read_sheet(sheet))[text] == place
    macros.run("load_returns", f"Assets|{file}")
    assert sheet.cells[302, 2] == "A"


def test_one_of_two_files_is_written_without_its_results(book, tmp_path):
    """Assets of another year than the factors: nothing can be checked, the input is written."""
    path = tmp_path / "next.csv"
    frame = sample_inputs().assets
    frame.index = frame.index + pd.DateOffset(years=3)
    frame.to_csv(path, index_label="date")
    sentence = macros.run("load_returns", f"Assets|{path}")
    assert sentence.startswith("#LF! Assets loaded from next.csv; the results cannot follow yet:")
    assert book.sheets["Portfolio"].cells[5, 1].year == 2025
