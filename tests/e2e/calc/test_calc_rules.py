"""The engine refuses what Excel refuses, and the macros say it in time on a real document."""

from __future__ import annotations

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.excel import macros

pytestmark = pytest.mark.calc


@pytest.fixture
def refused():
    """Give what expects an error of Excel."""
    from engine_rules import ExcelError

    return lambda words: pytest.raises(ExcelError, match=words)


def test_a_cell_is_selected_on_the_active_sheet_only(book, refused):
    page = book.sheets["Portfolio"]
    with refused("Select method of Range class failed"):
        page.range("A4").select()
    page.impl.activate()
    page.range("A4").select()
    assert book.sheets.active.name == "Portfolio"


def test_a_hidden_sheet_is_not_activated(book, refused):
    with refused("Activate method"):
        book.sheets["_IntelliSense_"].impl.activate()
    with refused("Select method"):
        book.sheets["_IntelliSense_"].impl.select()


CHANGES = {
    "value": lambda p: setattr(p.range("A5"), "value", 1.0),
    "clear_contents": lambda p: p.range("A5").clear_contents(),
    "formula": lambda p: setattr(p.range("A5"), "formula", "=1"),
    "formula_array": lambda p: setattr(p.range("A5"), "formula_array", "=1"),
    "number_format": lambda p: setattr(p.range("A5"), "number_format", "0.00"),
    "color": lambda p: setattr(p.range("A5"), "color", "#102030"),
    "column_width": lambda p: setattr(p.range("A5"), "column_width", 20),
    "row_height": lambda p: setattr(p.range("A5"), "row_height", 20),
    "clear": lambda p: p.clear(),
    "autofit": lambda p: p.autofit(),
}


def test_a_protected_sheet_does_not_change(book, refused):
    page = book.sheets["Portfolio"]
    before = page.used_range.value
    page.api.protect("")
    for change in CHANGES.values():
        with refused("protected sheet"):
            change(page)
    assert page.used_range.value == before
    page.api.unprotect("")


def test_a_protected_structure_takes_no_sheet(book, refused):
    book.api.protect("")
    with refused("Add method"):
        book.sheets.add("More")
    book.api.unprotect("")


def test_texts_and_array_formulas_are_as_long_as_excel_takes(book, refused):
    page = book.sheets["About"]
    page.range("H90").value = "x" * 32_767
    with refused("Application-defined"):
        page.range("H90").value = "x" * 32_768
    with refused("Application-defined"):
        page.range("H90:I90").value = [["x" * 8_204, "y"]]
    with refused("FormulaArray"):
        page.range("H91:I92").formula_array = "=" + "1+" * 127 + "11"
    with refused("PrintArea"):
        page.page_setup.print_area = ",".join(["$A$1:$B$3"] * 30)


def test_a_formula_in_a_cell_formatted_as_text_is_a_text(book):
    cell = book.sheets["About"].range("H90")
    cell.number_format = "@"
    cell.formula = "=1+1"
    assert cell.raw_value == "=1+1"


def test_whether_cells_are_merged_has_three_answers(book):
    page = book.sheets["Portfolio"]
    assert page.range("A4:U253").merge_cells is False
    page.range("B6:C6").api.merge(True)  # noqa: FBT003  UNO has no names for arguments
    assert page.range("A4:U253").merge_cells is None
    assert page.range("C6:D6").merge_cells is None
    assert page.range("B6").merge_cells is True
    assert page.range("A5:U5").merge_cells is False


@pytest.mark.parametrize("name", ["Portfolio", "Betas", "About"])
def test_a_protected_sheet_is_said_before_anything_is_written(book, name):
    before = [sheet.used_range.value for sheet in book.sheets]
    book.sheets[name].api.protect("")
    for macro in (macros.load_sample, macros.refresh):
        with pytest.raises(InputError, match=f"^{name}: the sheet is protected; "):
            macro(book)
    book.sheets[name].api.unprotect("")
    assert [sheet.used_range.value for sheet in book.sheets] == before


def test_merged_cells_are_said_before_anything_is_written(book):
    page = book.sheets["Factors"]
    page.range("B6:C6").api.merge(True)  # noqa: FBT003
    before = book.sheets["Portfolio"].used_range.value
    with pytest.raises(InputError, match=r"^Factors: there are merged cells in row 4 or below; "):
        macros.load_sample(book)
    assert book.sheets["Portfolio"].used_range.value == before


def test_the_sample_is_loaded_while_another_sheet_is_active(book):
    book.sheets["Dashboard"].impl.activate()
    assert "20 assets, 6 factors" in macros.load_sample(book)
    assert book.sheets.active.name == "Dashboard"
