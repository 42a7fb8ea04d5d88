"""Refresh reads the sheet Settings of a workbook as every formula does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fake_book import FakeBook
from live_workbooks import LiveWorkbooks

from labfolio_xl.errors import InputError
from labfolio_xl.excel import macros
from labfolio_xl.excel.book.inputs import parsed_inputs, read_inputs, write_input
from labfolio_xl.excel.book.settings import read_settings, write_settings
from labfolio_xl.excel.macros.input_file import cells_of as input_cells
from labfolio_xl.excel.macros.refreshing import refresh
from labfolio_xl.options import OPTIONS
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.layout import FORMULAS
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.sheet.settings import Settings
from labfolio_xl.workbook.writer import workbook_bytes

RATE = 0.0001


def made_up(settings=None, **changes):
    rng = np.random.default_rng(4)
    dates = pd.bdate_range("2021-01-04", periods=80, name="date")
    factors = pd.DataFrame(rng.normal(0, 0.01, (80, 2)), dates, ["F1", "F2"])
    noise = rng.normal(0.0002, 0.01, (80, 4))
    assets = pd.DataFrame(factors.to_numpy() @ rng.normal(1, 0.4, (2, 4)) + noise, dates)
    inputs = Inputs(assets.rename(columns="A{}".format), factors, settings=Settings(settings or {}))
    return replace(inputs, **changes)


BOOKS = LiveWorkbooks({"plain": made_up(), "rate": made_up(risk_free=RATE)})


def book_of(inputs):
    return FakeBook(workbook_bytes(analyse(inputs), "365"))


def said_by(book):
    return parsed_inputs(book, read_inputs(book)).settings.given


def place_of(book, name):
    """The cell beside the name of a setting."""
    sheet = book.sheets["Settings"]
    [row] = [row for (row, column), cell in sheet.cells.items() if (column, cell) == (1, name)]
    return row, 2


def type_setting(book, name, value):
    """Type a value beside a name, as a user does."""
    book.sheets["Settings"].cells[place_of(book, name)] = value


def rows_now(book):
    """The cells of the inputs and of the settings."""
    return read_inputs(book).rows


def refreshed(book, mode="values"):
    return refresh(book, lambda _: None, mode=mode)


def cells_of(done, key):
    return done.blocks[key].cells


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "auto"),
        ({"self_financing": "none"}, "none"),
        ({"self_financing": ("f2",)}, "F2"),
        ({"self_financing": "all"}, "all"),
    ],
)
def test_a_new_workbook_says_which_factors_finance_themselves(settings, said):
    assert said_by(book_of(made_up(settings, risk_free=RATE)))["self_financing"] == said


def test_without_a_rate_there_is_nothing_to_say_of_factors_that_finance_themselves():
    assert said_by(book_of(made_up({"self_financing": "none"})))["self_financing"] == "auto"


def test_a_new_workbook_has_a_row_for_every_option():
    names = [row[0] for row in read_settings(FakeBook(BOOKS["plain"]))[0][1:]]
    assert names == list(OPTIONS)


def test_names_with_commas_and_semicolons_come_back():
    inputs = made_up({"self_financing": ("A; b, c",)}, risk_free=RATE)
    named = replace(inputs, factors=inputs.factors.set_axis(["A; b, c", "F2"], axis=1))
    book = book_of(named)
    assert said_by(book)["self_financing"] == "A; b, c"
    read = parsed_inputs(book, read_inputs(book))
    assert analyse(read).aligned.self_financing == ("A; b, c",)


def test_refresh_reads_what_the_sheet_says_of_the_cells():
    """The sheets hold percent still: the settings must go on saying so."""
    inputs = made_up()
    book = FakeBook(BOOKS["plain"])
    percent = replace(inputs, assets=100 * inputs.assets)
    write_input(book, INPUTS[0], input_cells(percent.assets))
    with pytest.raises(InputError, match="assets_are=percent"):
        refreshed(book)
    type_setting(book, "assets_are", "percent")
    done = refreshed(book)
    for block in done.blocks.values():
        assert not block.failed, block.mistake
    decimal = analyse(inputs)
    found = {row[0]: row[1] for row in cells_of(done, "exposure")[1:]}
    np.testing.assert_allclose(
        [found["F1"], found["F2"]], decimal.exposure.exposure[["F1", "F2"]], rtol=1e-9
    )
    again = refreshed(book)
    assert said_by(book)["assets_are"] == "percent"
    assert cells_of(again, "exposure") == cells_of(done, "exposure")


@pytest.mark.parametrize(
    ("name", "value", "key", "words"),
    [
        ("cov", "hac", "exposure", "Newey-West"),
        ("window", 36, "rolling", "windows of 36 days"),
        ("window", "36", "rolling", "windows of 36 days"),
        ("start", "2021-02", "exposure", "2021-02-01 to"),
        ("frequency", "weekly", "exposure", "16 dates"),
        ("linked", "no", "attribution", "rest"),
        ("estimator", "traded", "model", "TradedFactorModel"),
    ],
)
def test_a_setting_changes_what_refresh_gives(name, value, key, words):
    book = FakeBook(BOOKS["plain"])
    before = refreshed(book)
    type_setting(book, name, value)
    after = refreshed(book)
    assert cells_of(after, key) != cells_of(before, key)
    assert words in str(cells_of(after, key)), cells_of(after, key)


def test_text_formulas_of_the_workbook_read_the_name_settings():
    for formula in FORMULAS.values():
        assert formula.text.endswith("Settings)"), formula.text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("cov", "hacc", r'^Settings: cov is "hacc"'),
        ("lags", -1.0, r"^Settings: lags is"),
        ("start", "05/04/2021", r'^Settings: start is "05/04/2021"'),
        ("linked", "perhaps", r'^Settings: linked is "perhaps"'),
    ],
)
def test_a_wrong_value_is_the_same_sentence_in_refresh_and_in_every_cell(name, value, sentence):
    book = FakeBook(BOOKS["plain"])
    type_setting(book, name, value)
    with pytest.raises(InputError, match=sentence) as mistake:
        refreshed(book)
    for formula in FORMULAS.values():
        shown = str(formula.evaluate(rows_now(book)))
        assert str(mistake.value) in shown.replace("\\'", "'"), formula.text


def test_an_error_of_excel_is_told_with_the_name_of_its_setting():
    book = FakeBook(BOOKS["plain"])
    type_setting(book, "lags", "#N/A")
    with pytest.raises(InputError, match=r"^Settings: lags holds #N/A; correct that cell"):
        refreshed(book)


def test_a_setting_that_there_is_not_stops_refresh_with_a_sentence():
    book = FakeBook(BOOKS["plain"])
    cells = book.sheets["Settings"].cells
    cells[place_of(book, "seed")[0], 1] = "assets_ar"
    with pytest.raises(InputError, match=r'^Settings: "assets_ar" is no setting; the nearest is'):
        refreshed(book)


def moved(book, rows):
    """Put other rows where those of the settings stand."""
    sheet = book.sheets["Settings"]
    for place in [place for place in sheet.cells if place[0] > 4 and place[1] < 3]:
        del sheet.cells[place]
    for number, (name, value) in enumerate(rows, 5):
        sheet.cells[number, 1], sheet.cells[number, 2] = name, value


def test_rows_may_be_moved_left_out_and_written_otherwise():
    book = FakeBook(BOOKS["plain"])
    rows = [("My notes", None), ("Window", 40), (None, None), ("sort", "no"), ("window", 30)]
    moved(book, rows)
    done = refreshed(book)
    assert said_by(book) == {"window": 30, "sort": False}
    assert book.names["Settings"].refers_to == "=Settings!$A$4:$B$9"
    assert "windows of 30 days" in str(cells_of(done, "rolling"))


def test_rows_above_the_header_move_the_name():
    book = FakeBook(BOOKS["plain"])
    sheet = book.sheets["Settings"]
    cells = {(row + (row > 3) * 2, column): cell for (row, column), cell in sheet.cells.items()}
    sheet.cells.clear()
    sheet.cells.update(cells)
    refreshed(book)
    assert book.names["Settings"].refers_to == f"=Settings!$A$6:$B${6 + len(OPTIONS)}"


def test_an_empty_sheet_settings_leaves_every_default():
    book = FakeBook(BOOKS["plain"])
    book.sheets["Settings"].cells.clear()
    done = refreshed(book)
    assert said_by(book) == {}
    assert book.names["Settings"].refers_to == "=Settings!$A$4:$B$5"
    assert not any(block.failed for block in done.blocks.values())


def test_a_workbook_of_an_earlier_version_is_to_be_made_anew():
    book = FakeBook(BOOKS["plain"])
    book.sheets._sheets = [sheet for sheet in book.sheets if sheet.name != "Settings"]
    for macro in (macros.refresh, macros.check_numbers, macros.prepare_copy, macros.load_sample):
        with pytest.raises(InputError, match="no sheet Settings; make it anew with New workbook"):
            macro(book)


def test_a_setting_without_a_row_gets_one_below():
    book = FakeBook(BOOKS["plain"])
    moved(book, [("sort", "yes")])
    assert write_settings(book, {"cov": "hac", "start": None}) == [
        "The sheet Settings says cov=hac now."
    ]
    assert said_by(book) == {"sort": True, "cov": "hac"}
    assert book.sheets["Settings"].cells[6, 1] == "cov"


def test_a_number_stays_a_number_in_a_cell_that_held_words():
    book = FakeBook(BOOKS["plain"])
    write_settings(book, {"window": 36})
    assert book.sheets["Settings"].cells[place_of(book, "window")] == 36
    assert book.sheets["Settings"].formats.get(place_of(book, "window")) == "General"


def test_what_is_written_twice_is_changed_where_it_counts():
    book = FakeBook(BOOKS["plain"])
    moved(book, [("window", 36), ("window", 40)])
    write_settings(book, {"window": 50})
    assert said_by(book) == {"window": 50}
    assert write_settings(book, {"window": None}) == ["The sheet Settings says window=50 no more."]
    assert said_by(book) == {}


def test_about_says_the_options_of_the_last_refresh():
    book = FakeBook(BOOKS["rate"])
    for name, value in (("intercept", "yes"), ("self_financing", "F1"), ("missing", "complete")):
        type_setting(book, name, value)
    refreshed(book)
    about = list(map(str, book.sheets["About"].cells.values()))
    assert "estimated (zero_beta)" in about
    assert "F1: nothing subtracted from these factors" in about
    assert any(text.startswith("complete: only dates") for text in about)
