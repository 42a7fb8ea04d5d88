"""The sheet Load: files are looked at, then written all together or not at all, and put back."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import sys

import openpyxl
import pandas as pd
import pytest
import xlwings
from excel_error import refuse
from fake_book import FakeBook
from live_workbooks import sample_workbook
from load_rows import told, write_row

from labfolio_xl.excel import macros
from labfolio_xl.excel.book.inputs import read_inputs
from labfolio_xl.excel.book.load_sheet import LoadSheet
from labfolio_xl.excel.book.settings import read_settings
from labfolio_xl.excel.host import Excel
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.load import CELLS, FILE, SHEET, listed_sheets
from labfolio_xl.plan.places import INPUTS, LOAD
from labfolio_xl.sheet import boundary

SAMPLE = sample_inputs()
ASSETS, FACTORS = SAMPLE.assets.iloc[:90, :8], SAMPLE.factors.iloc[:90, :3]
LATER = pd.DateOffset(years=3)


@pytest.fixture
def book(monkeypatch, tmp_path):
    """The template, open in front of the user, and saved in a folder."""
    opened = FakeBook(sample_workbook(), folder=tmp_path)
    (tmp_path / opened.name).write_bytes(b"as it was saved")
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: opened))
    return opened


@pytest.fixture
def files(tmp_path):
    """Returns in percent, and a workbook whose factors stand on its second sheet."""
    (100 * ASSETS).to_csv(tmp_path / "assets.csv", index_label="date")
    with pd.ExcelWriter(tmp_path / "factors.xlsx") as writer:
        pd.DataFrame(["cover"]).to_excel(writer, sheet_name="=1+1", header=False, index=False)
        FACTORS.rename_axis("date").to_excel(writer, sheet_name="Data")
    return tmp_path


def content(book):
    """All cells, formats and names but those of the sheet Load."""
    sheets = [sheet for sheet in book.sheets if sheet.name != LOAD]
    cells = {s.name: (dict(s.cells), dict(s.formulas), dict(s.formats)) for s in sheets}
    return cells, {name.name: name.refers_to for name in book.names}


def inputs(book):
    """The cells of the inputs; dates are numbers, as Excel gives them to a macro."""
    return {name: rows for name, rows in read_inputs(book).rows.items() if name != "settings"}


def origins(book):
    sheet = book.sheets["About"]
    names = {place.name for place in INPUTS}
    return {text: sheet.cells[r, c + 1] for (r, c), text in sheet.cells.items() if text in names}


def settings(book):
    return {row[0]: row[1] for row in read_settings(book)[0]}


def fill_both(book, files):
    write_row(book, "Assets", files / "assets.csv", "assets_are=percent")
    write_row(book, "Factors", files / "factors.xlsx")


def test_preview_tells_what_is_in_the_files_and_writes_no_input(book, files):
    fill_both(book, files)
    before = content(book)
    sentence = macros.run("preview")
    assert sentence == (
        "Read: assets.csv for Assets, factors.xlsx for Factors. Nothing is written yet; press Load "
        "to write."
    )
    assert content(book) == before
    found, message = told(book, "Assets")
    assert message is None
    assert found.startswith(
        "Returns in percent; 90 dates, 2022-01-03 to 2022-05-11, daily; 8 names: AAPL, "
    )
    found, message = told(book, "Factors")
    assert 'Sheet "Data". Sheet, Factors: sheet "Data"; taken, since the first sheet' in found
    assert told(book, "Weights") == (None, None)


def test_a_name_of_a_sheet_that_looks_like_a_formula_stays_text(book, files):
    """The stand-in refuses a text that would become a formula."""
    fill_both(book, files)
    macros.run("preview")
    area = listed_sheets(INPUTS[1])
    sheet = book.sheets[LOAD]
    listed = [sheet.cells.get((area.row + 1 + n, area.column + 1)) for n in range(3)]
    assert listed == ["=1+1", "Data", None]
    assert sheet.formats[area.row + 1, area.column + 1] == "@"
    write_row(book, "Factors", files / "factors.xlsx", "sheet==1+1")
    assert "Factors: " in macros.run("preview")
    assert not sheet.formulas


def test_all_inputs_are_written_together(book, files):
    fill_both(book, files)
    sentence = macros.run("load")
    assert sentence.startswith("Assets loaded from assets.csv. Factors loaded from factors.xlsx.")
    assert "8 assets, 3 factors, 90 dates" in sentence
    sheet = book.sheets["Portfolio"]
    written = [sheet.cells[5 + n, 2] for n in range(90)]
    assert written == pytest.approx(ASSETS.iloc[:, 0].tolist(), rel=1e-12)
    assert (5 + 90, 1) not in sheet.cells
    assert settings(book)["assets_are"] == "returns"
    digest = hashlib.sha256((files / "assets.csv").read_bytes()).hexdigest()
    assert origins(book)["Assets"] == f"assets.csv: 91 rows, 9 columns; SHA-256 {digest}"


def test_one_file_that_is_refused_lets_nothing_be_written(book, files):
    fill_both(book, files)
    write_row(book, "Assets", files / "assets.csv")
    before = content(book)
    sentence = macros.run("load")
    assert sentence.startswith("#LF! Nothing was loaded. Assets: the numbers look like returns in")
    assert sentence.endswith("Choose it in the column Unit.")
    assert content(book) == before
    found, message = told(book, "Assets")
    assert found is None
    assert sentence.endswith(message)
    assert told(book, "Factors")[0].startswith("Returns, decimal; 90 dates")


def test_each_refused_row_has_its_own_sentence(book, files):
    write_row(book, "Assets", files / "absent.csv")
    write_row(book, "Factors", files / "factors.xlsx", "sheet=Dater")
    write_row(book, "RiskFree", "https://firm.sharepoint.com/rate.csv")
    write_row(book, "Weights", files / "assets.csv", "cells=the table")
    macros.run("preview")
    assert "there is no file" in told(book, "Assets")[1]
    assert 'has no sheet "Dater"; it has "=1+1", "Data".' in told(book, "Factors")[1]
    assert "this is an address" in told(book, "RiskFree")[1]
    assert 'the range is "the table"; write the cells' in told(book, "Weights")[1]


@pytest.mark.parametrize("what", ["preview", "load"])
def test_files_that_do_not_fit_together_are_refused(book, tmp_path, what):
    ASSETS.to_csv(tmp_path / "a.csv", index_label="date")
    FACTORS.set_axis(FACTORS.index + LATER).to_csv(tmp_path / "f.csv", index_label="date")
    write_row(book, "Assets", tmp_path / "a.csv")
    write_row(book, "Factors", tmp_path / "f.csv")
    before = content(book)
    assert "have no date in common" in macros.run(what)
    assert content(book) == before


def test_a_file_beside_the_workbook_needs_no_folder(book, files):
    """And "Copy as path" of Windows puts quotation marks around a path."""
    write_row(book, "Assets", '"assets.csv"', "assets_are=percent")
    assert macros.run("preview").startswith("Read: assets.csv for Assets.")
    assert files.name in str(LoadSheet(book).path_of(LoadSheet(book).rows()[0]))


def test_choosing_another_file_forgets_the_sheet_and_the_range_of_the_last(book, files):
    write_row(book, "Factors", "old.xlsx", "sheet=Old; cells=A1:B9; dates=dmy")
    assert macros.run("pick_file", f"Factors|{files / 'factors.xlsx'}") == ""
    row = LoadSheet(book).rows()[1]
    assert row.file == str(files / "factors.xlsx")
    assert SHEET not in row.choices
    assert CELLS not in row.choices
    assert row.choices == {"Dates": "dmy"}
    assert told(book, "Factors")[0].startswith("Returns, decimal; 90 dates")


def test_a_row_without_a_file_forgets_what_was_found(book, files):
    fill_both(book, files)
    macros.run("preview")
    write_row(book, "Factors", "")
    macros.run("preview")
    assert told(book, "Factors") == (None, None)


def test_restore_puts_back_inputs_settings_and_origins(book, files):
    macros.run("refresh")  # About then says what it says of inputs that no file has replaced
    before, said, origin = inputs(book), settings(book), origins(book)
    caption = book.sheets["Dashboard"].cells[2, 2]
    fill_both(book, files)
    macros.run("load")
    assert inputs(book) != before
    sentence = macros.run("restore")
    assert sentence.startswith("Assets and Factors restored.")
    assert "20 assets, 6 factors, 249 dates" in sentence
    assert inputs(book) == before
    assert settings(book) == said
    assert origins(book) == origin
    assert book.sheets["Dashboard"].cells[2, 2] == caption
    assert macros.run("restore").startswith("#LF! Restore: there is nothing to put back")


def test_restore_takes_back_the_sample_too(book, files):
    fill_both(book, files)
    macros.run("load")
    before = inputs(book)
    macros.run("load_sample")
    names = " and ".join(place.name for place in INPUTS)
    assert macros.run("restore").startswith(f"{names} restored.")
    assert inputs(book) == before


def test_restore_goes_back_one_load(book, files):
    fill_both(book, files)
    macros.run("load")
    once = inputs(book)
    write_row(book, "Assets", files / "factors.xlsx")
    write_row(book, "Factors", "")
    macros.run("load")
    assert inputs(book) != once
    macros.run("restore")
    assert inputs(book) == once


@pytest.mark.parametrize("how", ["by the macro", "without the macro"])
def test_after_a_save_there_is_nothing_to_put_back(book, files, how):
    fill_both(book, files)
    macros.run("load")
    if how == "by the macro":
        assert macros.run("forget_replaced", book.fullname) == ""
        assert list(boundary.ERRORS.folder.iterdir()) == []
    else:
        (files / book.name).write_bytes(b"as it is saved now")
    before = content(book)
    assert macros.run("restore").startswith("#LF! Restore: there is nothing to put back")
    assert content(book) == before


def test_a_save_that_excel_does_by_itself_forgets_nothing(book, files, monkeypatch):
    """With AutoSave, Restore would otherwise be lost in seconds."""
    monkeypatch.setattr(Excel, "saves_itself", lambda *_: True)
    before = inputs(book)
    fill_both(book, files)
    macros.run("load")
    (files / book.name).write_bytes(b"as it is saved now")
    macros.run("restore")
    assert inputs(book) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1, "saved": null}', "\0"])
def test_a_file_that_is_damaged_is_nothing_to_put_back(book, files, text):
    fill_both(book, files)
    macros.run("load")
    [kept] = boundary.ERRORS.folder.iterdir()
    kept.write_text(text)
    assert macros.run("restore").startswith("#LF! Restore: there is nothing to put back")


def test_what_is_kept_is_private_plain_text(book, files):
    fill_both(book, files)
    macros.run("load")
    [kept] = boundary.ERRORS.folder.iterdir()
    assert sorted(json.loads(kept.read_text())["inputs"]) == ["Assets", "Factors"]
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(kept).st_mode) == 0o600  # noqa: PTH116


def test_a_text_that_is_put_back_stays_text(book, files):
    """The kept file is no place to smuggle a formula in."""
    fill_both(book, files)
    macros.run("load")
    [kept] = boundary.ERRORS.folder.iterdir()
    replaced = json.loads(kept.read_text())
    replaced["inputs"]["Assets"][0][1] = "=cmd|' /c calc'!A1"
    kept.write_text(json.dumps(replaced))
    macros.run("restore")
    sheet = book.sheets["Portfolio"]
    assert (sheet.cells[4, 2], sheet.formats[4, 2]) == ("=cmd|' /c calc'!A1", "@")
    assert not sheet.formulas


def test_inputs_that_cannot_be_kept_are_told(book, files, monkeypatch, tmp_path):
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr(boundary.ERRORS, "_folder", tmp_path / "a file" / "logs")
    fill_both(book, files)
    sentence = macros.run("load")
    assert sentence.startswith("Assets loaded")
    assert "could not be kept, so that Restore cannot put them back" in sentence


def test_an_error_while_the_second_input_is_written_puts_the_first_back(book, files, monkeypatch):
    """Calculation and the drawing of the screen are as they were, too."""
    fill_both(book, files)
    before, during = inputs(book), []

    def fail_on_factors(rows, **_):
        if rows[0][0] == "date":
            during.append((book.app.calculation, book.app.screen_updating))
            if len(rows[0]) == 1 + FACTORS.shape[1]:
                refuse("The remote procedure call failed.")

    monkeypatch.setattr("fake_range.check_texts", fail_on_factors)
    assert macros.run("load").startswith("#LF! An unexpected error")
    assert set(during) == {("manual", False)}
    assert inputs(book) == before
    assert (book.app.calculation, book.app.screen_updating) == ("automatic", True)


def test_a_user_in_manual_mode_stays_there(book, files):
    book.app.calculation = "manual"
    fill_both(book, files)
    macros.run("load")
    assert (book.app.calculation, book.app.screen_updating) == ("manual", True)


@pytest.mark.parametrize("what", ["preview", "load"])
def test_without_a_file_it_is_said_how_one_is_chosen(book, what):
    before = content(book)
    assert macros.run(what) == (
        "#LF! Load: no file is named; choose one with File... in the row of an input."
    )
    assert content(book) == before


@pytest.mark.parametrize("what", ["preview", "load", "pick_file"])
def test_a_workbook_of_an_earlier_version_is_one_sentence(book, what):
    book.sheets._sheets.remove(book.sheets[LOAD])
    sentence = macros.run(what, "Assets|a.csv")
    assert "an earlier version made this workbook, it has no sheet Load" in sentence


def test_rows_that_a_user_has_moved_are_found(book, files):
    sheet = book.sheets[LOAD]
    moved = {(r + 3, c + 1): text for (r, c), text in sheet.cells.items()}
    sheet.cells.clear()
    sheet.cells.update(moved)
    fill_both(book, files)
    assert macros.run("preview").startswith("Read: assets.csv for Assets")


def test_a_label_that_was_deleted_is_one_sentence(book):
    sheet = book.sheets[LOAD]
    sheet.cells = {place: text for place, text in sheet.cells.items() if text != FILE}
    assert macros.run("load").startswith('#LF! Load: the label "File" is missing on the sheet')


def test_a_protected_sheet_is_one_sentence(book, files):
    fill_both(book, files)
    book.sheets[LOAD].protected = True
    assert macros.run("preview").startswith("#LF! Load: the sheet is protected")


def test_the_value_of_a_portfolio_is_that_of_the_sheet_settings(book, tmp_path):
    rows = [f"{name},1000" for name in SAMPLE.assets.columns]
    (tmp_path / "w.csv").write_text("\n".join(["asset,weight", *rows]) + "\n")
    write_row(book, "Weights", tmp_path / "w.csv", "nav=40000")
    macros.run("preview")
    assert told(book, "Weights")[0].startswith("Weights; 20 names: AAPL, ")
    assert "their sum is 0.5 as a fraction" in told(book, "Weights")[0]


def test_the_drop_downs_offer_what_the_options_take():
    sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook()))[LOAD]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    first = sheet[13]
    assert [cell.value for cell in first][1] == "Assets"
    assert rules["F13"].formula1 == '"returns,percent,prices"'
    assert rules["F14"].formula1 == '"returns,percent,prices,values"'
    assert rules["G13"].formula1 == '"dmy,mdy"'
    assert "G16" not in rules
    assert rules["E13"].formula1 == "OFFSET($L$13,0,0,MAX(1,COUNTA($L$13:$L$112)),1)"
    assert all(len(rule.formula1 or "") <= 255 for rule in rules.values())
