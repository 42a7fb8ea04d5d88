"""The open workbook of the tests is no kinder than Excel: one test for each documented rule.

The rules, with their sources, are in labfolio_xl/docs/excel-rules.md.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from excel_error import ExcelError
from fake_book import FakeBook
from fake_charts import FakeChart
from fake_sheet import HIDDEN, VERY_HIDDEN, FakeTable
from fake_values import LONGEST_IN_ARRAY, LONGEST_TEXT, MAX_COLUMNS, MAX_ROWS, NOT_AVAILABLE, SPILL

DAY = dt.datetime(2024, 1, 2)
TABLE = [["a", "b"], [1.0, 2.0], [3.0, 4.0]]


def workbook():
    """The bytes of a workbook of two sheets, with a name."""
    made = openpyxl.Workbook()
    made.active.title = "First"
    sheet = made.create_sheet("Second")
    for row in (("date", "A"), (1.0, 2.0), (3.0, 4.0)):
        sheet.append(row)
    name = openpyxl.workbook.defined_name.DefinedName("Assets", attr_text="Second!$A$1:$B$3")
    made.defined_names["Assets"] = name
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


BYTES = workbook()


@pytest.fixture
def book():
    """Give a workbook whose first sheet is active."""
    return FakeBook(BYTES)


@pytest.fixture
def sheet(book):
    """Give the sheet that is not active."""
    return book.sheets["Second"]


def refused(words):
    return pytest.raises(ExcelError, match=words)


def test_an_error_has_the_arguments_of_pywin32():
    """A refused call raises com_error: hresult, text, excepinfo with 0x800A03EC, argument."""
    error = ExcelError("Select method of Range class failed")
    hresult, text, info, _ = error.args
    assert (hresult, text, info[5]) == (-2147352567, "Exception occurred.", -2146827284)
    assert error.code == 1004


def test_a_cell_is_selected_on_the_active_sheet_only(book, sheet):
    """Range.Select fails where the sheet of the range is not the active one."""
    with refused("Select method of Range class failed"):
        sheet.range((1, 1)).select()
    assert book.selected is None
    sheet.activate()
    sheet.range((1, 1)).select()
    assert book.selected == ("Second", (1, 1))


@pytest.mark.parametrize("visible", [HIDDEN, VERY_HIDDEN])
@pytest.mark.parametrize("method", ["activate", "select"])
def test_a_hidden_sheet_is_neither_activated_nor_selected(sheet, visible, method):
    """Worksheet.Activate and Select fail for a sheet that is hidden or very hidden."""
    sheet.visible = visible
    with refused(f"{method.capitalize()} method of Worksheet class failed"):
        getattr(sheet, method)()


def only_series(sheet):
    return sheet.charts[0].api[1].SeriesCollection().Item(1)


CHANGES = {
    "value": lambda s: setattr(s.range((2, 1)), "value", 1.0),
    "clear_contents": lambda s: s.range((2, 1)).clear_contents(),
    "formula": lambda s: setattr(s.range((2, 1)), "formula", "=1"),
    "formula2": lambda s: setattr(s.range((2, 1)), "formula2", "=1"),
    "formula_array": lambda s: setattr(s.range((2, 1)), "formula_array", "=1"),
    "number_format": lambda s: setattr(s.range((2, 1)), "number_format", "@"),
    "font": lambda s: setattr(s.range((2, 1)).font, "bold", True),
    "color": lambda s: setattr(s.range((2, 1)), "color", "#000000"),
    "alignment": lambda s: setattr(s.range((2, 1)), "horizontal_alignment", "left"),
    "wrap_text": lambda s: setattr(s.range((2, 1)), "wrap_text", True),
    "indent": lambda s: setattr(s.range((2, 1)).api, "IndentLevel", 1),
    "borders": lambda s: s.range((2, 1)).borders.clear(["edge_bottom"]),
    "column_width": lambda s: setattr(s.range((2, 1)), "column_width", 20),
    "row_height": lambda s: setattr(s.range((2, 1)), "row_height", 20),
    "clear": lambda s: s.clear(),
    "autofit": lambda s: s.autofit(),
    "series": lambda s: setattr(only_series(s), "Formula", "=SERIES(,A!$A$2,A!$B$2,1)"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_protected_sheet_does_not_change(sheet, change):
    """Protection applies to macros too, unless it is for the user interface only."""
    sheet.charts = [FakeChart("c", ["=SERIES(,A!$A$1,A!$B$1,1)"], sheet=sheet)]
    sheet.protected = True
    before = dict(sheet.cells), dict(sheet.formulas), dict(sheet.formats)
    with pytest.raises(ExcelError):
        CHANGES[change](sheet)
    assert (sheet.cells, sheet.formulas, sheet.formats) == before
    sheet.user_interface_only = True
    CHANGES[change](sheet)


def test_a_protected_structure_takes_no_sheet(book):
    """Sheets.Add fails where the structure of the workbook is protected."""
    book.structure_protected = True
    with refused("Add method of Sheets class failed"):
        book.sheets.add("More")
    assert len(book.sheets) == 2


def test_a_very_hidden_sheet_at_the_end_is_not_moved(book, sheet):
    """Sheets.add(after=last) of xlwings adds before the last sheet and moves that aside."""
    sheet.visible = VERY_HIDDEN
    with refused("Move method of Worksheet class failed"):
        book.sheets.add("More", after=sheet)
    book.sheets.add("More", before=book.sheets["First"])
    assert [s.name for s in book.sheets] == ["More", "First", "Second"]


@pytest.mark.parametrize("name", ["x" * 32, "a/b", "[a]", "second"])
def test_a_sheet_name_is_short_and_new(book, name):
    """At most 31 characters, no colon, slash or bracket, and capitals make no other name."""
    with pytest.raises(ExcelError):
        book.sheets.add(name)
    assert len(book.sheets) == 3  # the sheet is there before it gets its name


def test_a_sheet_is_found_whatever_its_capitals(book):
    """Sheets("second") is Sheets("Second"); one that is absent is error 9."""
    assert book.sheets["second"] is book.sheets["Second"]
    with refused("Subscript out of range"):
        book.sheets["Third"]


def test_a_part_of_a_merged_area_is_not_cleared(sheet):
    """ClearContents fails where a range holds a part of a merged area."""
    sheet.merge((2, 1), (2, 2))
    with refused("merged cell"):
        sheet.range((2, 1)).clear_contents()
    sheet.range((1, 1), (3, 2)).clear_contents()
    assert not sheet.cells


def test_a_merged_area_holds_its_first_value_only(sheet):
    """What is written into the other cells of a merged area is lost, without an error."""
    sheet.merge((2, 1), (2, 2))
    sheet.range((1, 1), (3, 2)).value = TABLE
    assert sheet.range((2, 1), (2, 2)).raw_value == [[1.0, None]]


def test_whether_cells_are_merged_has_three_answers(sheet):
    """MergeCells is Null where some cells are merged and some are not."""
    sheet.merge((2, 1), (2, 2))
    assert sheet.range((2, 1), (2, 2)).merge_cells is True
    assert sheet.range((1, 1), (3, 2)).merge_cells is None
    assert sheet.range((2, 2)).merge_cells is True
    assert sheet.range((3, 1), (3, 2)).merge_cells is False


def test_columns_of_different_widths_have_none_together(sheet):
    """ColumnWidth is Null for columns that are not equally wide."""
    sheet.range((1, 1), (1, 2)).column_width = 12
    assert sheet.range((1, 1), (1, 2)).column_width == 12
    sheet.range((1, 2)).column_width = 20
    assert sheet.range((1, 1), (1, 2)).column_width is None


def test_cells_of_different_number_formats_have_none_together(sheet):
    """NumberFormat is Null for cells that do not all have the same."""
    sheet.range((1, 1), (2, 1)).number_format = "0.00"
    assert sheet.range((1, 1), (2, 1)).number_format == "0.00"
    sheet.range((2, 1)).number_format = "@"
    assert sheet.range((1, 1), (2, 1)).number_format is None


@pytest.mark.parametrize("change", ["value", "clear_contents", "formula", "formula2"])
def test_a_part_of_an_array_does_not_change(sheet, change):
    """Neither values nor formulas go into one cell of an array formula of several."""
    sheet.range((2, 1), (3, 2)).formula_array = "=LF_BETAS(Assets)"
    with refused("You can't change part of an array"):
        CHANGES[change](sheet)
    sheet.range((1, 1), (3, 2)).value = TABLE
    assert not sheet.arrays


def answers(rows):
    """A function of the sheet that always answers with these rows."""
    return lambda _book, _text: rows


def test_a_formula_spills_and_what_is_in_the_way_makes_it_an_error(book, sheet):
    """A value, a merged area, a table or the edge of the sheet in the way is #SPILL!."""
    book.app.calculate_cell = answers(TABLE)
    sheet.clear()
    cell = sheet.range((1, 1))
    cell.formula2 = "=LF_BETAS(Assets)"
    assert sheet.range((1, 1), (3, 2)).raw_value == TABLE
    sheet.range((2, 2)).value = "note"
    assert sheet.range((1, 1), (2, 2)).raw_value == [[SPILL, None], [None, "note"]]
    sheet.range((2, 2)).clear_contents()
    cell.formula2 = "=LF_BETAS(Assets)"
    assert sheet.range((3, 2)).raw_value == 4.0
    sheet.clear()
    sheet.merged = [((3, 1), (3, 2))]
    cell.formula2 = "=LF_BETAS(Assets)"
    assert cell.raw_value == SPILL
    sheet.clear()
    sheet.tables = [FakeTable("T", sheet, (3, 1), (5, 2))]
    cell.formula2 = "=LF_BETAS(Assets)"
    assert cell.raw_value == SPILL
    corner = sheet.range((MAX_ROWS, MAX_COLUMNS))
    corner.formula2 = "=LF_BETAS(Assets)"
    assert corner.raw_value == SPILL


def test_formula_without_the_2_shows_one_value(book, sheet):
    """Range.Formula evaluates by implicit intersection and never spills."""
    book.app.calculate_cell = answers(TABLE)
    sheet.clear()
    sheet.range((1, 1)).formula = "=LF_BETAS(Assets)"
    assert sheet.cells == {(1, 1): "a"}
    assert sheet.range((1, 1)).formula2 == "=@LF_BETAS(Assets)"
    assert sheet.range((1, 1)).formula == "=LF_BETAS(Assets)"


def test_excel_before_dynamic_arrays_has_no_formula2(book, sheet):
    """Formula2 came with dynamic arrays; before, COM knows no such member."""
    book.app.dynamic_arrays = False
    with pytest.raises(AttributeError):
        sheet.range((1, 1)).formula2 = "=1"
    with refused("Unique"):
        book.app.api.WorksheetFunction.Unique("dummy")


def test_an_array_formula_fills_its_cells(book, sheet):
    """One value goes into all cells of an array; cells beyond the result show #N/A."""
    sheet.clear()
    book.app.calculate_cell = answers([["#LF! no"]])
    sheet.range((1, 1), (2, 2)).formula_array = "=LF_BETAS(Assets)"
    assert sheet.range((1, 1), (2, 2)).raw_value == [["#LF! no"] * 2] * 2
    book.app.calculate_cell = answers(TABLE)
    sheet.range((1, 1), (4, 2)).formula_array = "=LF_BETAS(Assets)"
    assert sheet.range((4, 1), (4, 2)).raw_value == [[NOT_AVAILABLE] * 2]


def test_an_array_formula_has_at_most_255_characters(sheet):
    """FormulaArray takes no longer text, nor merged cells, nor cells of a table."""
    cells = sheet.range((5, 1), (6, 2))
    with refused("FormulaArray"):
        cells.formula_array = "=" + "1+" * 127 + "11"
    sheet.merged = [((6, 1), (6, 2))]
    with refused("merged cells"):
        cells.formula_array = "=1"
    sheet.merged, sheet.tables = [], [FakeTable("T", sheet, (6, 1), (8, 2))]
    with refused("not allowed in tables"):
        cells.formula_array = "=1"


@pytest.mark.parametrize("member", ["formula", "formula2"])
def test_a_formula_in_a_cell_formatted_as_text_is_a_text(sheet, member):
    """What is entered into such a cell is kept as it was typed."""
    cell = sheet.range((2, 1))
    cell.number_format = "@"
    setattr(cell, member, "=1+1")
    assert not sheet.formulas
    assert cell.raw_value == "=1+1"


@pytest.mark.parametrize(("value", "text"), [(0.0001, "0.0001"), (True, "TRUE"), (DAY, "45293")])
def test_a_number_in_a_cell_formatted_as_text_is_a_text(sheet, value, text):
    """Numbers, dates and truth values too."""
    cell = sheet.range((2, 1))
    cell.number_format = "@"
    cell.value = value
    assert cell.raw_value == text


def test_a_text_that_looks_like_a_formula_would_become_one(sheet):
    """In a cell of another format the text of a name would be evaluated: the fake fails."""
    for text in ("=1+1", "+A1", "-x", "@SUM(A1)", "'quoted", "600519", "1E5", "3/4", "1,5"):
        with pytest.raises(AssertionError, match="would become"):
            sheet.range((2, 1)).value = text


def test_a_text_has_at_most_32767_characters(sheet):
    """And within an array at most 8,203; signs beyond the first plane count twice."""
    cell, pair = sheet.range((2, 1)), sheet.range((2, 1), (2, 2))
    cell.number_format = "@"
    cell.value = "x" * LONGEST_TEXT
    with pytest.raises(ExcelError):
        cell.value = "x" * (LONGEST_TEXT + 1)
    with pytest.raises(ExcelError):
        cell.value = "\N{BAR CHART}" * (LONGEST_TEXT // 2 + 1)
    pair.value = [["x" * LONGEST_IN_ARRAY, "y"]]
    with pytest.raises(ExcelError):
        pair.value = [["x" * (LONGEST_IN_ARRAY + 1), "y"]]


@pytest.mark.parametrize("corner", [(MAX_ROWS + 1, 1), (1, MAX_COLUMNS + 1), (0, 1)])
def test_a_sheet_has_so_many_rows_and_columns(sheet, corner):
    """1,048,576 rows and 16,384 columns, counted from 1."""
    with pytest.raises(ExcelError):
        sheet.range((1, 1), corner)


def test_no_date_before_1900(sheet):
    """A cell holds no date before 1900-01-01."""
    sheet.range((2, 1)).value = dt.datetime(1900, 1, 1)
    with pytest.raises(ExcelError):
        sheet.range((2, 1)).value = dt.datetime(1871, 1, 31)


def test_a_column_is_at_most_255_wide_and_a_row_409_points_high(sheet):
    """Column width 255 characters, row height 409 points."""
    with refused("ColumnWidth"):
        sheet.range((1, 1)).column_width = 256
    with refused("RowHeight"):
        sheet.range((1, 1)).row_height = 410


def test_currency_is_cut_to_four_decimals_and_value2_is_not(sheet):
    """Range.Value gives currency as a Decimal of four digits, Value2 the number."""
    cell = sheet.range((2, 1))
    cell.value, cell.number_format = 0.0123456, "$#,##0.00"
    assert cell.raw_value == Decimal("0.0123")
    assert cell.api.Value2 == 0.0123456


def test_value2_gives_dates_as_serial_numbers_of_the_book(book, sheet):
    """1,462 days less where the workbook counts from 1904; Value gives the same date."""
    cell = sheet.range((2, 1))
    cell.value = DAY
    assert cell.api.Value2 == 45293.0
    book.date1904 = True
    assert (cell.raw_value, cell.api.Value2) == (DAY, 45293.0 - 1462)
    assert book.api.Date1904


def test_a_number_with_the_format_of_a_date_is_a_date_for_value_alone(book, sheet):
    """The format makes the date, the cell holds the number; a percent is a number for both."""
    cell = sheet.range((2, 1))
    cell.value, cell.number_format = 45293.0, "yyyy-mm-dd"
    assert (cell.raw_value, cell.api.Value2) == (DAY, 45293.0)
    book.date1904 = True
    cell.value = 45293.0 - 1462
    assert (cell.raw_value, cell.api.Value2) == (DAY, 45293.0 - 1462)
    cell.value, cell.number_format = 0.0512345, "0.00%"
    assert cell.raw_value == cell.api.Value2 == 0.0512345


def test_a_filter_lets_the_first_value_into_every_row_that_is_seen(sheet):
    """And the rows that it hides keep what they have; ShowAllData without a filter fails."""
    sheet.filtered = {2}
    sheet.range((1, 1), (3, 1)).value = [["x"], ["y"], ["z"]]
    assert sheet.range((1, 1), (3, 1)).raw_value == [["x"], [1.0], ["x"]]
    sheet.range((1, 1), (3, 1)).clear_contents()
    assert sheet.range((1, 1), (3, 1)).raw_value == [[None], [1.0], [None]]
    assert sheet.api.FilterMode
    sheet.api.ShowAllData()
    with refused("ShowAllData"):
        sheet.api.ShowAllData()


def test_the_header_of_a_table_is_never_blank_nor_a_number(sheet):
    """Excel gives an emptied header a name of its own, and makes a number a text."""
    sheet.tables = [FakeTable("T", sheet, (1, 1), (3, 2))]
    sheet.range((1, 1), (3, 2)).clear_contents()
    assert sheet.cells == {(1, 1): "Column1", (1, 2): "Column2"}
    sheet.range((1, 1), (1, 2)).value = [[2024.0, "A"]]
    assert sheet.cells[1, 1] == "2024"


def test_a_name_of_the_active_sheet_hides_that_of_the_workbook(book, sheet):
    """Names("Assets") finds the name of the active sheet; the collection holds both."""
    book.names.add_local(sheet, "Assets", "=Second!$A$9")
    assert book.names["Assets"].refers_to == "=Second!$A$1:$B$3"
    sheet.activate()
    assert book.names["assets"].refers_to == "=Second!$A$9"
    assert [name.name for name in book.names] == ["Assets", "Second!Assets"]
    with pytest.raises(ExcelError):
        book.names["Nothing"]


def test_the_text_of_a_print_area_has_at_most_255_characters(sheet):
    """A longer one is refused, and the old one stays."""
    sheet.page_setup.print_area = "$A$1:$B$3"
    with refused("PrintArea"):
        sheet.page_setup.print_area = ",".join(["$A$1:$B$3"] * 30)
    assert sheet.page_setup.print_area == "$A$1:$B$3"


def test_formats_count_as_used(sheet):
    """UsedRange reaches to the last cell that has a format, though nothing stands there."""
    sheet.formatted_to = (MAX_ROWS, 3)
    last = sheet.used_range.last_cell
    assert (last.row, last.column) == (MAX_ROWS, 3)
    with refused("storage"):
        sheet.range((1, 1), (MAX_ROWS, 4)).raw_value  # noqa: B018
    count = sheet.book.app.api.WorksheetFunction.CountA
    assert count(sheet.range((1, 1), (MAX_ROWS, 3)).api) == 6
    assert count(sheet.range((4, 1), (MAX_ROWS, 3)).api) == 0


def test_in_manual_mode_a_dirty_cell_waits_for_calculate(book, sheet):
    """A formula is calculated when it is entered; later only if what it reads has changed."""
    answer = [["one"]]
    book.app.calculate_cell = lambda _book, _text: answer
    book.app.calculation = "manual"
    cell = book.sheets["First"].range((1, 1))
    cell.formula2 = "=LF_CHECK(Assets)"
    assert cell.raw_value == "one"
    answer = [["two"]]
    book.app.calculate()
    assert cell.raw_value == "one"  # nothing that it reads has changed
    sheet.range((2, 2)).value = 5.0
    assert cell.raw_value == "one"
    book.app.calculate()
    assert cell.raw_value == "two"
    answer = [["three"]]
    book.names["Assets"].refers_to = "=Second!$A$1:$B$2"
    book.app.calculation = "automatic"
    sheet.range((2, 1)).value = 6.0
    assert cell.raw_value == "three"
