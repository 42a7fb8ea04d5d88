"""About on a real document: digests and the formula that tells of a change, also after a save."""

from __future__ import annotations

from dataclasses import replace

import pytest
from office import save

from labfolio_xl.excel import macros
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.provenance import CHANGED
from labfolio_xl.workbook.writer import write_workbook

pytestmark = pytest.mark.calc

MACRO_WORKBOOK = "Calc MS Excel 2007 VBA XML"
SAMPLE = sample_inputs()
SMALL = replace(SAMPLE, assets=SAMPLE.assets.iloc[:60, :5], factors=SAMPLE.factors.iloc[:60, :2])


@pytest.fixture(scope="module")
def live_file(tmp_path_factory):
    """Give a small workbook in place of the template."""
    path = tmp_path_factory.mktemp("live") / "small.xlsm"
    write_workbook(path, SMALL, "365")
    return path


def inputs(book):
    """For each input, its origin and what the formula beside it says."""
    book.app.calculate()
    rows = book.sheets["About"].used_range.value
    first = next(i for i, row in enumerate(rows) if row[1] == "Inputs")
    return {row[1]: (row[2], row[3] or "") for row in rows[first + 1 : first + 1 + len(INPUTS)]}


def opened_again(book, new_document, tmp_path):
    """Save the workbook in Calc, which writes fifteen digits of each number, and open it again."""
    from engine import book_of

    path = tmp_path / "saved.xlsm"
    save(book.api.below, path, MACRO_WORKBOOK)
    return book_of(new_document(path), path)


def test_a_change_is_told_at_once_and_goes_when_it_is_taken_back(book):
    before = inputs(book)
    assert [changed for _, changed in before.values()] == [""] * len(INPUTS)
    for sheet, name, place in (
        ("Portfolio", "Assets", "C20"),
        ("Factors", "Factors", "A30"),
        ("RiskFree", "RiskFree", "A4"),
        ("Weights", "Weights", "B5"),
        ("Benchmark", "Benchmark", "B5"),
    ):
        cell = book.sheets[sheet].range(place)
        old = cell.raw_value
        cell.value = 0.00011
        assert inputs(book) == {**before, name: (before[name][0], CHANGED)}
        cell.value = old
        assert inputs(book) == before
    book.sheets["Portfolio"].range("C20").value = "n/a"
    assert inputs(book)["Assets"][1] == CHANGED


def test_rows_below_are_a_change(book):
    book.sheets["Portfolio"].range("A65").value = 45000.0
    assert inputs(book)["Assets"][1] == CHANGED


def test_a_workbook_that_was_saved_by_calc_keeps_its_origins(book, new_document, tmp_path):
    before = inputs(book)
    again = opened_again(book, new_document, tmp_path)
    assert inputs(again) == before
    macros.refresh(again)
    assert inputs(again) == before


def test_a_loaded_file_a_save_and_an_edit(book, new_document, tmp_path):
    table = SAMPLE.assets.iloc[:50, :4] / 3
    table.iloc[7, 2] = float("nan")
    table.to_csv(tmp_path / "mine.csv", index_label="date")
    macros.pick_file(book, f"Assets|{tmp_path / 'mine.csv'}")
    macros.load(book)
    origin, changed = inputs(book)["Assets"]
    assert origin.startswith("mine.csv: 51 rows, 5 columns; SHA-256 ")
    assert changed == ""
    again = opened_again(book, new_document, tmp_path)
    assert inputs(again)["Assets"] == (origin, "")
    assert again.api.DocumentProperties.Subject == "mine"
    again.sheets["Portfolio"].range("C20").value = 0.0123
    assert inputs(again)["Assets"] == (origin, CHANGED)
    macros.refresh(again)
    said, changed = inputs(again)["Assets"]
    assert said.startswith("typed or pasted, 20")
    assert "SHA-256" not in said
    assert changed == ""
    assert again.api.DocumentProperties.Subject == ""
