"""What About says of the inputs is what their cells hold, on every path that changes them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pandas as pd
import pytest
import xlwings
from fake_book import FakeBook
from live_workbooks import LiveWorkbooks
from load_rows import load_file

from labfolio_xl.excel import macros
from labfolio_xl.excel.book.cells import area, read_sheet
from labfolio_xl.excel.book.inputs import write_input
from labfolio_xl.excel.book.provenance import provenance, record_load
from labfolio_xl.excel.macros.input_file import cells_of
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.vba.project_writer import vba_project
from labfolio_xl.vba.upgrade import project_in, replace_part, upgrade
from labfolio_xl.workbook.sheets_about import CHANGE_COLUMN, DIGEST_COLUMN
from labfolio_xl.workbook.writer import workbook_bytes

FULL = sample_inputs()
SAMPLE = replace(FULL, assets=FULL.assets.iloc[:90, :10], factors=FULL.factors.iloc[:90, :3])
WORKBOOK = LiveWorkbooks({"sample": SAMPLE})
PLACES = {place.name: place for place in INPUTS}
TODAY = f"{dt.datetime.now().astimezone():%Y-%m-%d}"
NO_NOTES = ["none", None]
TYPED = f"typed or pasted, {TODAY}"
OTHER = SAMPLE.assets.iloc[:60, :8] * 0.5


@pytest.fixture
def book(monkeypatch, tmp_path):
    """The workbook of the sample, open in front of the user."""
    return opened(FakeBook(WORKBOOK["sample"], folder=tmp_path), monkeypatch)


def opened(book, monkeypatch):
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: book))
    return book


def about(book):
    """The origin of each input on About, and the subject."""
    rows = read_sheet(book.sheets["About"])
    first = next(i for i, row in enumerate(rows) if row[1] == "Workbook")
    said = {row[1]: row[2] for row in reversed(rows[first:]) if row[1]}
    notes = next(i for i, row in enumerate(rows) if row[1] == "Notes on the inputs")
    shown = {name: said[name] for name in (*PLACES, "Subject")}
    return {**shown, "notes": [row[2] or None for row in rows[notes + 1 : notes + 3]]}


def caption(book):
    return book.sheets["Dashboard"].cells[2, 2]


def ok(sentence):
    assert not sentence.startswith("#LF!"), sentence
    return sentence


def load(table, name="Assets", file="mine.csv", *, folder):
    """Load a table as a file; return the origin that About has to name."""
    path = folder / file
    table.to_csv(path, index_label="date")
    ok(load_file(xlwings.Book.caller(), name, path))
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{file}: {len(table) + 1:,} rows, {table.shape[1] + 1} columns; SHA-256 {sha}"


def paste(book, table, name="Assets"):
    write_input(book, PLACES[name], cells_of(table))


def refreshed(book):
    ok(macros.run("refresh"))
    return about(book)


def copied(folder):
    """About of a copy, and all of its texts."""
    ok(macros.run("prepare_copy"))
    copy = FakeBook((folder / "book copy.xlsx").read_bytes())
    texts = " ".join(str(cell) for sheet in copy.sheets for cell in sheet.cells.values())
    shown = about(copy)
    assert shown["notes"].pop(0).startswith('Values only: a copy of "book.xlsm", made on 20')
    return shown, texts


@pytest.fixture(scope="module")
def new():
    """What About of a new workbook says."""
    return about(FakeBook(WORKBOOK["sample"]))


def test_a_new_workbook_names_the_files_and_keeps_them(book, new):
    assert new["Assets"].startswith("sample of labfolio_xl, sample_assets.csv: 250 rows")
    assert new["RiskFree"] == "not given: no rate is subtracted"
    assert new["Weights"] == "not given: equal weights"
    assert new["Benchmark"] == "not given: the portfolio is compared with none"
    assert new["notes"][0].startswith("Sample: ")
    assert "chosen among companies that lasted" in new["notes"][1]
    for _ in range(2):
        assert refreshed(book) == new
    assert caption(book) == SAMPLE.subject


@pytest.mark.parametrize("risk_free", [0.0001, SAMPLE.factors.iloc[:, 0].abs() / 70])
def test_every_kind_of_input_of_a_new_workbook_keeps_its_origin(monkeypatch, risk_free):
    """One number for the rate, a rate by date, weights, missing cells and names in any script."""
    assets = (SAMPLE.assets.iloc[:, :4] / 3).set_axis(["A", "Größe", "指数", "=x"], axis=1)
    assets.iloc[3:9, 1] = float("nan")
    weights = pd.Series([0.1, 0.2, 0.3, 0.4], assets.columns)
    index = 0.9 * SAMPLE.factors.iloc[:, :1]
    inputs = Inputs(assets, SAMPLE.factors.iloc[:, :2], risk_free, weights, index)
    book = opened(FakeBook(workbook_bytes(analyse(inputs), "2019")), monkeypatch)
    before = about(book)
    assert refreshed(book) == before
    assert "typed" not in str(before)


def test_a_load_names_its_file_and_the_subject_follows(book, new, tmp_path):
    said = load(OTHER, folder=tmp_path)
    assert about(book) == {**new, "Assets": said, "Subject": "mine", "notes": NO_NOTES}
    assert caption(book) == "mine"
    assert book.properties["Subject"] == "mine"
    assert refreshed(book) == {**new, "Assets": said, "Subject": "mine", "notes": NO_NOTES}


def test_another_file_of_the_same_name_has_its_own_digest(book, tmp_path):
    first = load(OTHER, folder=tmp_path)
    second = load(OTHER * 2, folder=tmp_path)
    assert first != second
    assert about(book)["Assets"] == second


def test_a_file_called_like_an_input_does_not_disturb_the_lines(book, tmp_path):
    said = load(OTHER, file="Factors.csv", folder=tmp_path)
    assert about(book)["Assets"] == said
    assert about(book)["Factors"].startswith("sample of labfolio_xl")


def test_a_load_is_recorded_even_if_the_results_have_to_wait(book, tmp_path):
    later = OTHER.set_axis(OTHER.index + pd.DateOffset(years=3))
    later.to_csv(tmp_path / "later.csv", index_label="date")
    sentence = load_file(book, "Assets", tmp_path / "later.csv")
    assert "cannot be computed yet" in sentence
    assert about(book)["Assets"].startswith("later.csv: 61 rows")
    assert caption(book) == "later"


def test_a_paste_is_typed_or_pasted_and_takes_the_subject_away(book, new):
    paste(book, OTHER)
    assert refreshed(book) == {**new, "Assets": TYPED, "Subject": "not named", "notes": NO_NOTES}
    assert caption(book).startswith("8 assets, 3 factors, 2022-01-03 to ")
    assert book.properties["Subject"] == ""


def test_one_cell_edited_takes_the_digest_of_the_file_away(book, new, tmp_path):
    said = load(OTHER, folder=tmp_path)
    area(book.sheets["Portfolio"], 20, 3).value = 0.0123
    wanted = f"{TYPED}; last loaded from {said.partition(';')[0]}"
    assert refreshed(book) == {**new, "Assets": wanted, "Subject": "not named", "notes": NO_NOTES}
    area(book.sheets["Portfolio"], 20, 3).value = 0.0124
    assert refreshed(book)["Assets"] == wanted


@pytest.mark.parametrize("edit", [lambda t: t[:5] + "X", lambda _: "n/a", lambda _: None])
def test_names_and_texts_and_blanks_count(book, edit):
    """A header is renamed; a number becomes a word for a missing one, or a blank."""
    row = 3 if edit("AAPL") == "AAPLX" else 9
    cell = area(book.sheets["Portfolio"], row, 1)
    cell.value = edit(str(cell.value))
    assert refreshed(book)["Assets"] == TYPED


def test_the_same_values_pasted_again_are_no_change(book, new):
    paste(book, SAMPLE.assets)
    for row in range(4, 30):
        area(book.sheets["Portfolio"], row, 1).number_format = "0.00%"
    assert refreshed(book) == new


def test_a_load_that_is_taken_back_is_the_sample_no_more_nor_the_file(book, tmp_path):
    """Undo puts the old cells back, and nothing beside them."""
    load(OTHER, folder=tmp_path)
    paste(book, SAMPLE.assets)
    assert refreshed(book)["Assets"].startswith(f"{TYPED}; last loaded from mine.csv")
    assert caption(book) != "mine"


def test_a_load_that_is_restored_has_its_origin_again(book, new, tmp_path):
    before = provenance(book)
    load(OTHER, folder=tmp_path)
    paste(book, SAMPLE.assets)
    record_load(book, before.origins, before.recorded_subject, before.notes)
    assert about(book) == new
    assert refreshed(book) == new
    assert caption(book) == SAMPLE.subject


def test_what_was_edited_before_a_load_is_restored_as_edited(book):
    paste(book, OTHER)
    assert provenance(book).origins["Assets"] == TYPED
    assert provenance(book).subject == ""
    assert about(book)["Assets"].startswith("sample of")  # it only looks


def test_inputs_that_come_and_go(book, new):
    paste(book, 0.0001, "RiskFree")
    weights = pd.Series(1 / 10, SAMPLE.assets.columns)
    paste(book, weights, "Weights")
    paste(book, SAMPLE.factors.iloc[:, :1], "Benchmark")
    typed = dict.fromkeys(("RiskFree", "Weights", "Benchmark"), TYPED)
    assert refreshed(book) == {**new, **typed}
    for name in typed:
        paste(book, None, name)
    assert refreshed(book) == new


def test_the_sample_again_is_the_sample(book, new, tmp_path):
    load(OTHER, folder=tmp_path)
    ok(macros.run("load_sample"))
    assert about(book) == new
    assert caption(book) == SAMPLE.subject
    assert refreshed(book) == new


def test_what_a_user_wrote_below_the_title_stays(book, tmp_path):
    area(book.sheets["Dashboard"], 1, 1).value = "Fund X"
    said = load(OTHER, folder=tmp_path)
    paste(book, OTHER * 2)
    refreshed(book)
    assert caption(book) == "Fund X"
    assert about(book)["Subject"] == "not named"
    assert copied(tmp_path)[0]["Subject"] == "Fund X"
    assert said.partition(";")[0] in about(book)["Assets"]


@pytest.mark.usefixtures("book")
def test_a_copy_names_what_the_workbook_holds(new, tmp_path):
    said = load(OTHER, folder=tmp_path)
    shown, texts = copied(tmp_path)
    assert shown == {**new, "Assets": said, "Subject": "mine", "notes": [None]}
    assert SAMPLE.subject not in texts


@pytest.mark.usefixtures("book")
def test_a_copy_of_the_sample_is_one(new, tmp_path):
    shown, texts = copied(tmp_path)
    assert shown == {**new, "notes": new["notes"][:1]}
    assert new["notes"][1] in texts


def test_a_copy_does_not_ship_the_sample_over_what_was_pasted(book, new, tmp_path):
    """No Refresh between the paste and the copy; the workbook itself is not changed."""
    paste(book, OTHER)
    shown, texts = copied(tmp_path)
    assert shown == {**new, "Assets": TYPED, "Subject": "not named", "notes": [None]}
    assert SAMPLE.subject not in texts
    assert new["Assets"].rpartition(" ")[2] not in texts
    assert about(book) == new


def test_dates_of_1904_are_other_dates(book, new, tmp_path):
    """The option of Excel moves all dates of the workbook by four years; only a copy works then."""
    for name in ("Portfolio", "Factors"):
        cells = book.sheets[name].cells
        for place, cell in list(cells.items()):
            if isinstance(cell, dt.datetime):
                cells[place] = cell + dt.timedelta(days=1462)  # the same serial number
    book.date1904 = True
    shown, _ = copied(tmp_path)
    assert shown["Assets"] == shown["Factors"] == TYPED
    assert shown["RiskFree"] == new["RiskFree"]


def test_a_workbook_of_an_older_version_says_that_it_does_not_know(book, new):
    for row in range(1, 60):
        for column in (CHANGE_COLUMN + 1, DIGEST_COLUMN + 1):
            book.sheets["About"].cells.pop((row, column), None)
            book.sheets["About"].formulas.pop((row, column), None)
    said = refreshed(book)
    unknown = "not known: made by an older version"
    assert said["Assets"] == said["Factors"] == unknown
    assert said["Weights"] == new["Weights"]
    assert said["Subject"] == "not named"
    assert refreshed(book) == said  # it is recorded now
    paste(book, OTHER)
    assert refreshed(book)["Assets"] == TYPED


def test_an_upgrade_keeps_what_is_recorded(new, monkeypatch, tmp_path):
    path = tmp_path / "older.xlsm"
    path.write_bytes(WORKBOOK["sample"])
    modules = [replace(m, code=f"' older\n{m.code}") for m in project_in(path).modules]
    older = vba_project("Labfolio", modules)
    path.write_bytes(replace_part(WORKBOOK["sample"], "xl/vbaProject.bin", older))
    assert "VBA renewed" in upgrade(path)
    book = opened(FakeBook(path.read_bytes()), monkeypatch)
    assert about(book) == new
    assert refreshed(book) == new


def test_without_about_nothing_is_claimed(book, tmp_path):
    book.sheets["About"].name = "Notes"
    ok(macros.run("refresh"))
    shown, _ = copied(tmp_path)
    assert shown["Assets"] == "not known: the sheet About has no record of it"


def test_the_formula_beside_an_origin_follows_the_cells(book):
    """Calc evaluates it in tests/e2e/calc/test_calc_provenance.py."""
    sheet = book.sheets["About"]
    [before] = [f for f in sheet.formulas.values() if "Portfolio!" in f]
    paste(book, OTHER)
    refreshed(book)
    [after] = [f for f in sheet.formulas.values() if "Portfolio!" in f]
    assert before != after
    assert f"={OTHER.size + len(OTHER)}," in after.partition("COUNT")[2]
