"""What was decided while a file was loaded stays in Check and About, and in the sheet Settings."""

from __future__ import annotations

from functools import cache

import openpyxl
import pandas as pd
import pytest
import xlwings
from fake_book import FakeBook
from load_rows import load_file
from load_rows import told as told_in_row

from labfolio_xl.excel import macros
from labfolio_xl.excel.book.cells import read_sheet
from labfolio_xl.excel.book.inputs import write_input
from labfolio_xl.excel.book.settings import read_settings, write_settings
from labfolio_xl.excel.macros.input_file import cells_of
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.decided import TITLE
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.places import INPUTS, LOAD
from labfolio_xl.workbook.writer import workbook_bytes

SAMPLE = sample_inputs()
ASSETS, FACTORS = SAMPLE.assets.iloc[:120, :8], SAMPLE.factors.iloc[:120, :3]
LATER = pd.DateOffset(years=3)


@cache
def workbook():
    """The template with the sample in it; made once, when the first test asks for it."""
    return workbook_bytes(analyse(SAMPLE), "365")


@cache
def settings_of_a_new_workbook():
    return dict(read_settings(FakeBook(workbook()))[0])


@pytest.fixture
def book(monkeypatch, tmp_path):
    """The template, open in front of the user."""
    opened = FakeBook(workbook(), folder=tmp_path)
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: opened))
    return opened


@pytest.fixture
def load(book, tmp_path):
    """Load a table as an input, with settings, and give the closing sentence."""

    def load_it(name, table, settings=""):
        file = tmp_path / f"{name.lower()}.csv"
        if isinstance(table, str):
            file.write_text(table)
        else:
            table.to_csv(file, index_label="date")
        return load_file(book, name, file, settings)

    return load_it


def told(book):
    """The lines above the data report, and the rows of that report."""
    rows = [[cell for cell in row if cell is not None] for row in read_sheet(book.sheets["Check"])]
    titles = [row for row, line in enumerate(rows) if line[:1] in ([TITLE], ["The data report"])]
    tables = [rows[title + 3 :] for title in titles]
    return [table[: [*table, []].index([])] for table in tables]


def about(book):
    return [" ".join(map(str, filter(None, row))) for row in read_sheet(book.sheets["About"])]


def settings(book):
    """What the sheet Settings says otherwise than in a new workbook."""
    found = dict(read_settings(book)[0])
    new = settings_of_a_new_workbook()
    return {name: found[name] for name in found if found[name] != new.get(name)}


def test_nothing_to_tell_is_no_table(book):
    macros.run("refresh")
    assert TITLE not in [cell for row in read_sheet(book.sheets["Check"]) for cell in row]
    assert TITLE not in about(book)


def test_each_decision_is_a_line_of_check_and_of_about(book, load):
    load("Assets", 100 * ASSETS, "assets_are=percent")
    assert "Unit, Assets: percent; divided by 100, as declared." in told_in_row(book, "Assets")[0]
    lines = told(book)[0]
    assert ["unit", "Assets", "percent", "note", "divided by 100, as declared"] in lines
    title = about(book).index(TITLE)
    assert "unit Assets: percent; divided by 100, as declared" in about(book)[title + 1 :]


@pytest.mark.parametrize("mode", ["refresh", "check_numbers"])
def test_the_lines_stay(book, load, mode):
    load("Assets", 100 * ASSETS, "assets_are=percent")
    before = told(book)
    sentence = macros.run(mode)
    assert not sentence.startswith("#LF!")
    assert told(book) == before
    assert len([line for line in about(book) if "divided by 100" in line]) == 1


def test_another_file_replaces_the_lines_of_its_input_alone(book, load):
    load("Assets", 100 * ASSETS, "assets_are=percent")
    load("Factors", 100 * FACTORS, "factors_are=percent")
    units = [line[1] for line in told(book)[0] if line[:1] == ["unit"]]
    assert sorted(units) == ["Assets", "Factors"]
    load("Assets", ASSETS)
    units = [line[1] for line in told(book)[0] if line[:1] == ["unit"]]
    assert units == ["Factors"]
    macros.run("load_sample")
    assert len(told(book)) == 1
    assert TITLE not in about(book)


def test_a_shorter_list_leaves_nothing_behind(book, load):
    load("Assets", 100 * ASSETS, "assets_are=percent")
    load("Factors", 100 * FACTORS, "factors_are=percent")
    load("RiskFree", FACTORS.iloc[:, :1].abs(), "risk_free_is=percent")
    many = len(told(book)[0])
    load("Factors", FACTORS)
    lines = told(book)[0]
    assert 0 < len(lines) < many
    assert {line[1] for line in lines} <= {"Assets", "RiskFree"}


def test_what_was_loaded_before_the_results_could_follow_is_told_when_they_do(book, load):
    later = [table.set_axis(table.index + LATER) for table in (100 * ASSETS, FACTORS)]
    sentence = load("Assets", later[0], "assets_are=percent")
    assert "the results cannot be computed yet" in sentence
    assert len(told(book)) == 1
    load("Factors", later[1])
    assert ["unit", "Assets", "percent", "note", "divided by 100, as declared"] in told(book)[0]
    assert [line for line in about(book) if line.startswith("Assets assets.csv: 121 rows")]
    assert settings(book) == {"assets_are": "returns"}


def test_a_copy_for_others_has_the_lines_too(load, tmp_path):
    load("Assets", 100 * ASSETS, "assets_are=percent")
    macros.run("prepare_copy")
    copy = openpyxl.load_workbook(tmp_path / "book copy.xlsx", data_only=True)
    texts = {name: [c.value for row in copy[name] for c in row] for name in ("Check", "About")}
    assert texts["Check"].count("divided by 100, as declared") == 1
    assert "Assets: percent; divided by 100, as declared" in texts["About"]


def test_values_stay_values_for_the_formulas(book, load):
    """A macro series: no rate is subtracted of it, neither while it is loaded nor after."""
    level = 3.0 + 100 * FACTORS
    assert "factors_are=values" in load("Factors", level)
    sentence = load("Factors", level, "factors_are=values")
    assert "The sheet Settings says factors_are=values now." in sentence
    assert settings(book) == {"factors_are": "values"}
    macros.run("refresh")
    assert settings(book) == {"factors_are": "values"}
    sentence = load("Factors", FACTORS)
    assert "The sheet Settings says factors_are=values no more." in sentence
    assert settings(book) == {}


@pytest.mark.parametrize("scale", [100.0, 1.0])
def test_what_was_said_of_other_cells_is_said_no_more(book, load, scale):
    """Returns in percent are pasted; then a file is loaded, which is written as decimal returns."""
    write_input(book, INPUTS[0], cells_of(100 * SAMPLE.assets))
    write_settings(book, {"assets_are": "percent"})
    sentence = macros.run("refresh")
    assert not sentence.startswith("#LF!"), sentence
    given = "assets_are=percent" if scale > 1.0 else ""
    load("Assets", scale * SAMPLE.assets, given)
    assert settings(book) == ({"assets_are": "returns"} if given else {})


def test_what_the_user_typed_beside_other_names_stays(book, load):
    typed = {"cov": "hac", "window": 36.0, "level": 0.9}
    write_settings(book, typed)
    before = dict(book.sheets["Settings"].cells)
    load("Assets", 100 * ASSETS, "assets_are=percent")
    assert settings(book) == {**typed, "assets_are": "returns"}
    changed = [k for k, v in book.sheets["Settings"].cells.items() if before.get(k) != v]
    assert len(changed) == 1


def test_the_value_of_the_portfolio_stays_beside_the_fractions_that_it_gave(book, load):
    rows = [f"{name},1000" for name in ASSETS.columns]
    load("Assets", ASSETS)
    sentence = load("Weights", "\n".join(["asset,weight", *rows]) + "\n", "nav=16000")
    assert "The sheet Settings says weights_are=fractions now." in sentence
    assert read_settings(book)
    weights = [row[1] for row in read_sheet(book.sheets["Weights"])[4:]]
    assert weights == pytest.approx([1 / 16] * 8)
    assert not macros.run("refresh").startswith("#LF!")


def test_a_protected_sheet_settings_is_told_before_anything_is_written(book, load):
    book.sheets["Settings"].protected = True
    before = {sheet.name: dict(sheet.cells) for sheet in book.sheets if sheet.name != LOAD}
    sentence = load("Assets", ASSETS)
    assert sentence.startswith("#LF! Settings: the sheet is protected")
    assert {s.name: dict(s.cells) for s in book.sheets if s.name != LOAD} == before


def test_the_isin_of_a_holding_finds_its_column(book, load):
    names = [f"US00000000{number}" for number in range(8)]
    load("Assets", ASSETS.set_axis(names, axis=1))
    rows = [f"{ticker},{isin},12.5" for ticker, isin in zip(ASSETS.columns, names, strict=True)]
    sentence = load("Weights", "\n".join(["Ticker,ISIN,Weight (%)", *rows]) + "\n")
    assert not sentence.startswith("#LF!"), sentence
    header = [cell for cell in read_sheet(book.sheets["Weights"])[3] if cell]
    assert header == ["ticker", "isin", "weight"]
    assert book.names["Weights"].refers_to == "=Weights!$A$4:$C$12"
    assert not macros.run("refresh").startswith("#LF!")


def test_a_cusip_of_digits_stays_text(book, load):
    rows = [f"{ticker},0{number}7833100,12.5" for number, ticker in enumerate(ASSETS.columns)]
    load("Assets", ASSETS)
    sentence = load("Weights", "\n".join(["Ticker,CUSIP,Weight (%)", *rows]) + "\n")
    assert not sentence.startswith("#LF!"), sentence
    assert {book.sheets["Weights"].formats[row, 2] for row in range(5, 13)} == {"@"}
