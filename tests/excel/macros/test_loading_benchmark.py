"""The row of the benchmark on the sheet Load: returns, levels, weights, dated weights."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwings
from fake_book import FakeBook
from live_workbooks import sample_workbook
from load_rows import told, write_row

from labfolio_xl.excel import macros
from labfolio_xl.excel.book.cells import read_sheet
from labfolio_xl.excel.book.inputs import read_inputs
from labfolio_xl.excel.book.settings import read_settings, write_settings
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.places import INPUTS, LOAD
from labfolio_xl.plan.styles import properties

SAMPLE = sample_inputs()
INDEX = (0.9 * SAMPLE.factors.iloc[:, 0]).rename("SPX")
DATED = pd.DataFrame({"AAPL": [0.5, 0.2], "XOM": [0.5, 0.8]}, INDEX.index[[0, 99]])


@pytest.fixture
def book(monkeypatch, tmp_path):
    """The template, open in front of the user."""
    opened = FakeBook(sample_workbook(), folder=tmp_path)
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: opened))
    return opened


@pytest.fixture
def load(book, tmp_path):
    """Name the file of the benchmark alone, press a button, and return the sentence."""

    def press(content, settings="", button="load"):
        path = tmp_path / "b.csv"
        if isinstance(content, str):
            path.write_text(content)
        else:
            content.to_csv(path, index_label="date")
        for place in INPUTS:
            write_row(book, place.name, path if place.name == "Benchmark" else "", settings)
        return macros.run(button)

    return press


def cells(book):
    return read_inputs(book).rows.get("benchmark")


def check_lines(book):
    return [row[1:6] for row in read_sheet(book.sheets["Check"]) if "Benchmark" in row[1:3]]


def setting(book, name):
    return {row[0]: row[1] for row in read_settings(book)[0]}[name]


def number_format(look):
    return properties(look)["num_format"]


@pytest.mark.parametrize(
    ("content", "settings", "said"),
    [
        (INDEX, "", None),
        (100 * INDEX, "benchmark_is=percent", "returns"),
        (INDEX, "benchmark_is=returns", "returns"),
    ],
)
def test_a_series_stands_on_the_sheet_as_decimal_returns(book, load, content, settings, said):
    sentence = load(content, settings)
    assert sentence.startswith("Benchmark loaded from b.csv. ")
    assert "Refreshed with labfolio_xl" in sentence
    rows = cells(book)
    assert rows[0] == ["date", "SPX"]
    np.testing.assert_allclose([row[1] for row in rows[1:]], INDEX, rtol=1e-12)
    assert book.names["Benchmark"].refers_to == "=Benchmark!$A$4:$B$253"
    formats = book.sheets["Benchmark"].formats
    assert formats[5, 1] == number_format("input_date")
    assert formats[5, 2] == number_format("input_return")
    assert setting(book, "benchmark_is") == said
    assert setting(book, "assets_are") is None
    found, message = told(book, "Benchmark")
    assert message is None
    assert found.startswith("Returns; 249 dates, 2022-01-03 to 2022-12-28, daily; 1 name: SPX.")


def test_levels_become_returns(book, load):
    levels = 4000 * (1 + INDEX).cumprod()
    assert "benchmark_is=prices" in load(levels)
    assert told(book, "Benchmark")[1].endswith("Choose it in the column Unit.")
    assert cells(book) is None
    load(levels, "benchmark_is=prices")
    np.testing.assert_allclose([row[1] for row in cells(book)[1:]], INDEX[1:], rtol=1e-9)


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("asset,weight\nAAPL,60\nXOM,40\n", "", {"AAPL": 0.6, "XOM": 0.4}),
        ("asset,weight\nAAPL,6\nXOM,4\n", "benchmark_is=percent", {"AAPL": 0.06, "XOM": 0.04}),
        ("asset,weight\nAAPL,3000\nXOM,1000\n", "", {"AAPL": 0.75, "XOM": 0.25}),
        ("asset,weight\nAAPL,6\nXOM,2\n", "benchmark_is=values", {"AAPL": 0.75, "XOM": 0.25}),
    ],
)
def test_weights_stand_on_the_sheet_as_fractions(book, load, text, settings, expected):
    write_settings(book, {"nav": 8000.0})  # what the portfolio is worth, not the benchmark
    assert load(text, settings).startswith("Benchmark loaded from b.csv. ")
    rows = cells(book)
    assert rows[0] == ["asset", "weight"]
    assert dict(rows[1:]) == pytest.approx(expected, rel=1e-12)
    assert setting(book, "benchmark_is") == ("fractions" if settings else None)
    assert book.sheets["Benchmark"].formats[5, 2] == number_format("input_percent")
    assert told(book, "Benchmark")[0].startswith("Weights; 2 names: AAPL, XOM; their sum is ")


def test_dated_weights_stand_on_the_sheet_by_date(book, load):
    load(DATED)
    rows = cells(book)
    assert rows[0] == ["date", "AAPL", "XOM"]
    assert [row[1:] for row in rows[1:]] == [[0.5, 0.5], [0.2, 0.8]]
    formats = book.sheets["Benchmark"].formats
    assert (formats[5, 1], formats[5, 2]) == (
        number_format("input_date"),
        number_format("input_percent"),
    )
    assert told(book, "Benchmark")[0].startswith("Weights by date; 2 dates, ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SAMPLE.factors, "it has 6 columns of returns"),
        ("asset,weight\nAAPL,x\n", "Benchmark"),
        ("asset,weight\nAAPL,6\nXOM,4.5\nKO,40\n", "benchmark_is=fractions"),
    ],
)
def test_a_file_that_is_no_benchmark_is_refused_in_its_row(book, load, content, words):
    sentence = load(content)
    assert sentence.startswith("#LF! Nothing was loaded. Benchmark")
    assert words in sentence
    assert words in told(book, "Benchmark")[1]
    assert cells(book) is None


def test_a_word_that_is_said_of_another_kind_of_benchmark_is_refused(load):
    assert "benchmark_is is prices, but Benchmark holds weights" in load(
        "asset,weight\nAAPL,0.6\nXOM,0.4\n", "benchmark_is=prices"
    )


def test_names_that_no_asset_has_are_told_by_the_refresh(book, load):
    sentence = load("asset,weight\nAAPL,0.5\nZZZ,0.5\n")
    assert 'the results cannot be computed yet: Benchmark: "ZZZ" is not a column' in sentence
    assert macros.run("restore").startswith("Benchmark restored.")
    assert cells(book) is None


def test_restore_brings_back_dates_as_dates(book, load):
    load(DATED)
    before = cells(book)
    load(INDEX)
    assert macros.run("restore").startswith("Benchmark restored.")
    assert cells(book) == before
    assert book.sheets["Benchmark"].formats[5, 1] == number_format("input_date")


def test_what_was_decided_of_the_benchmark_stands_on_check_until_it_is_replaced(book, load):
    load(100 * INDEX, "benchmark_is=percent")
    told_there = [line for line in check_lines(book) if line[3] == "note"]
    assert ["unit", "Benchmark", "percent", "note", "divided by 100, as declared"] in told_there
    load(INDEX)
    assert "divided by 100, as declared" not in str(check_lines(book))


def test_preview_writes_no_benchmark(book, load):
    assert load(INDEX, button="preview").startswith("Read: b.csv for Benchmark.")
    assert cells(book) is None


def test_a_copy_for_a_reader_has_the_benchmark_and_its_origin(load, tmp_path):
    load(INDEX)
    assert not macros.run("prepare_copy").startswith("#LF!")
    copy = FakeBook((tmp_path / "book copy.xlsx").read_bytes())
    assert copy.sheets["Benchmark"].cells[4, 2] == "SPX"
    texts = [str(cell) for cell in copy.sheets["About"].cells.values()]
    assert any(text.startswith("b.csv: 250 rows, 2 columns; SHA-256 ") for text in texts)


def test_a_mistake_in_the_pasted_benchmark_is_one_sentence(book):
    sheet = book.sheets["Benchmark"]
    sheet.cells.update({(4, 1): "date", (4, 2): "SPX", (5, 1): 44564.0, (5, 2): "x"})
    assert 'Benchmark: column "SPX", 2022-01-03 holds "x"' in macros.run("refresh")


def test_a_workbook_without_the_sheet_was_made_by_an_earlier_version(book):
    book.sheets._sheets.remove(book.sheets["Benchmark"])
    assert (
        "an earlier version made this workbook, it has no sheet Benchmark; make it anew"
        in macros.run("refresh")
    )


def test_the_drop_down_of_its_unit_offers_returns_and_weights():
    sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook()))[LOAD]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    row = next(cell.row for cell in sheet["B"] if cell.value == "Benchmark")
    assert rules[f"F{row}"] == '"returns,percent,prices,fractions,values"'
    assert rules[f"G{row}"] == '"dmy,mdy"'
