"""What may stand in the way in a user's workbook: one sentence, and nothing is half-written."""

from __future__ import annotations

import datetime as dt
import sys

import pandas as pd
import pytest
import xlwings
from excel_error import refuse
from fake_book import FakeBook
from fake_sheet import VERY_HIDDEN, FakeTable
from fake_values import MAX_ROWS
from live_workbooks import sample_workbook
from load_rows import load_file, write_row

from labfolio_xl.errors import InputError
from labfolio_xl.excel import macros
from labfolio_xl.excel.book.cells import last_used, read_sheet, write_rows
from labfolio_xl.excel.book.inputs import place_of
from labfolio_xl.excel.book.obstacles import WRITTEN, require_room
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.writer import workbook_bytes

SAMPLE = sample_inputs()
LATE = "the results cannot be computed yet"


@pytest.fixture
def book(monkeypatch, tmp_path):
    """The template, open in front of the user; its first sheet is the active one."""
    opened = FakeBook(sample_workbook(), folder=tmp_path)
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: opened))
    return opened


@pytest.fixture
def file(tmp_path):
    """Give a file with fewer assets and dates."""
    path = tmp_path / "mine.csv"
    SAMPLE.assets.iloc[:60, :5].to_csv(path, index_label="date")
    return path


def content(book):
    sheets = {s.name: (dict(s.cells), dict(s.formulas), dict(s.formats)) for s in book.sheets}
    return sheets, {name.name: name.refers_to for name in book.names}


def assert_refused(book, file, *words, macros_=("load", "load_sample", "refresh")):
    """Each macro that overwrites something says so in one sentence, and has changed nothing."""
    load_file(book, "Assets", file)  # what the sheet Load tells of the file is there before
    before = content(book)
    for what in ("load", "load_sample", "refresh"):
        if what in macros_:
            sentence = macros.run(what)
            assert sentence.startswith("#LF! "), what
            assert LATE not in sentence
            for word in words:
                assert word in sentence, (what, sentence)
            assert content(book) == before, what


@pytest.mark.parametrize("active", ["Dashboard", "Portfolio", "_IntelliSense_"])
@pytest.mark.parametrize("what", ["load", "load_sample"])
def test_an_input_is_written_whichever_sheet_is_active(book, file, what, active):
    """Nothing is selected: Excel selects on the active sheet only."""
    write_row(book, "Assets", file)
    book.active = book.sheets[active]
    sentence = macros.run(what)
    assert "#LF!" not in sentence
    assert book.active.name == active
    assert book.selected is None


@pytest.mark.parametrize("name", [*WRITTEN])
def test_a_protected_sheet_is_said_before_anything_is_written(book, file, name):
    book.sheets[name].protected = True
    assert_refused(book, file, f"{name}: the sheet is protected", "Unprotect Sheet")


def test_protection_of_the_user_interface_only_lets_macros_write(book, file):
    book.sheets["Portfolio"].protected = book.sheets["Portfolio"].user_interface_only = True
    assert "5 assets" in load_file(book, "Assets", file)


def test_a_protected_sheet_of_the_user_is_none_of_our_business(book, file):
    mine = book.sheets.add("Mine")
    mine.cells[1, 1] = "note"
    mine.protected = True
    assert "5 assets" in load_file(book, "Assets", file)


def test_a_read_only_workbook_is_said_before_anything_is_written(book, file):
    book.read_only = True
    assert_refused(book, file, "book.xlsm: the workbook is open read-only", "Save As")
    assert "Written for a reader" in macros.run("prepare_copy")


def test_a_workbook_that_counts_from_1904_is_said_before_anything_is_written(book, file):
    book.date1904 = True
    assert_refused(book, file, "counts days from 1904", "untick")


@pytest.mark.parametrize("area", [((5, 1), (5, 2)), ((3, 1), (4, 1)), ((200, 40), (201, 40))])
def test_merged_cells_in_an_input_are_said_before_anything_is_written(book, file, area):
    """Their values would be lost without an error, or Excel would not clear them."""
    book.sheets["Portfolio"].merge(*area)
    book.sheets["Portfolio"].cells[200, 41] = "note"  # so that the used range reaches there
    assert_refused(
        book,
        file,
        "Portfolio: there are merged cells in row 4 or below",
        "unmerge",
        macros_=("load", "load_sample"),
    )


def test_merged_cells_above_an_input_do_not_matter(book, file):
    book.sheets["Portfolio"].merge((1, 1), (2, 6))
    assert "5 assets" in load_file(book, "Assets", file)


def test_a_table_of_the_user_is_said_before_anything_is_written(book, file):
    """Excel would name its emptied headers Column1, Column2, ..., which are no assets."""
    sheet = book.sheets["Portfolio"]
    sheet.tables.append(FakeTable("Table1", sheet, (4, 1), (253, 21)))
    assert_refused(
        book,
        file,
        "Portfolio: the cells in row 4 or below are the table Table1",
        "Convert to Range",
        macros_=("load", "load_sample"),
    )


def test_an_input_that_is_a_table_is_refreshed(book):
    """Only what is written needs plain cells."""
    sheet = book.sheets["Portfolio"]
    sheet.tables.append(FakeTable("Table1", sheet, (4, 1), (253, 21)))
    assert macros.run("refresh").startswith("Refreshed")


def test_merged_cells_beside_the_results_do_not_matter(book):
    """A user's comment beside a table is in nobody's way."""
    book.sheets["Betas"].merge((30, 3), (34, 6))
    book.sheets["Betas"].merge((8, 40), (12, 43))
    assert macros.run("refresh").startswith("Refreshed")


@pytest.mark.parametrize("obstacle", ["merged", "table"])
def test_what_is_in_the_way_of_results_is_said_before_any_is_written(book, obstacle):
    """A formula would not spill into it, an array formula not be taken."""
    sheet = book.sheets["Betas"]
    if obstacle == "merged":
        sheet.merge((9, 2), (9, 3))
    else:
        sheet.tables.append(FakeTable("Mine", sheet, (20, 2), (22, 3)))
    # A header goes, as if the table had another size, so that it is written anew.
    del sheet.cells[min(place for place, cell in sheet.cells.items() if cell == "VLUE")]
    before, _ = content(book)
    sentence = macros.run("refresh")
    assert sentence.startswith("#LF! Betas: ")
    assert content(book)[0] == before


def test_a_part_of_an_array_of_the_user_is_said_before_anything_is_written(book, file):
    """Excel does not clear a part of an array that begins above the input."""
    sheet = book.sheets["Portfolio"]
    sheet.range((2, 30), (5, 30)).formula_array = "=ROW()"
    sheet.cells.update({(row, 30): float(row) for row in range(2, 6)})
    assert_refused(
        book,
        file,
        "Portfolio: Excel does not let the cells from row 4 on be emptied",
        macros_=("load",),
    )


def test_what_goes_wrong_while_an_input_is_written_puts_it_back(book, file, monkeypatch):
    """Such as Excel closing, or something that nobody has thought of."""
    sheet = book.sheets["Portfolio"]
    before, dates = read_sheet(sheet), sheet.range((5, 1), (20, 1))
    shown, written = dates.raw_value, []

    def fail_once(rows, **_):
        written.extend(row for row in rows[:1] if row[0] == "date")
        if rows[0][0] == "date" and len(written) == 1:
            refuse("The remote procedure call failed.")

    monkeypatch.setattr("fake_range.check_texts", fail_once)
    assert load_file(book, "Assets", file).startswith("#LF! An unexpected error")
    assert len(written) == 2
    assert read_sheet(sheet) == before
    assert dates.raw_value == shown


def test_a_filter_is_taken_off_before_an_input_is_written(book, file):
    """Excel would write one value into every row that is seen."""
    sheet = book.sheets["Portfolio"]
    sheet.filtered = set(range(6, 100))
    assert "5 assets, 6 factors, 60 dates" in load_file(book, "Assets", file)
    assert not sheet.filtered
    expected = SAMPLE.assets.iloc[:60, 0].tolist()
    assert [sheet.cells[5 + n, 2] for n in range(60)] == expected
    assert (65, 1) not in sheet.cells


def test_a_filter_is_taken_off_before_results_are_written(book, file):
    book.sheets["Betas"].filtered = {8, 9}
    load_file(book, "Assets", file)
    fresh = workbook_bytes(
        analyse(type(SAMPLE)(SAMPLE.assets.iloc[:60, :5], SAMPLE.factors)), "365"
    )
    assert book.sheets["Betas"].formulas == FakeBook(fresh).sheets["Betas"].formulas
    assert not book.sheets["Betas"].filtered


def test_a_copied_sheet_has_names_of_its_own_which_stay(book, file):
    """Excel finds them first while the copy is the active sheet."""
    copy = book.sheets.add("Portfolio (2)")
    local = book.names.add_local(copy, "Assets", "='Portfolio (2)'!$A$4:$U$253")
    copy.activate()
    load_file(book, "Assets", file)
    assert local.refers_to == "='Portfolio (2)'!$A$4:$U$253"
    book.sheets["Dashboard"].activate()
    assert book.names["Assets"].refers_to == "=Portfolio!$A$4:$F$64"


def test_a_name_that_was_deleted_comes_back(book):
    del book.names["Weights"]
    assert macros.run("refresh").startswith("Refreshed")
    assert book.names["Weights"].refers_to.startswith("=Weights!$A$4")


@pytest.mark.parametrize("name", ["Dashboard", "About"])
def test_a_sheet_that_was_deleted_is_not_written(book, file, name):
    book.sheets._sheets.remove(book.sheets[name])
    assert "5 assets" in load_file(book, "Assets", file)


def test_too_many_columns_are_said_before_anything_is_written(book, tmp_path):
    wide = tmp_path / "wide.csv"
    columns = [f"A{number}" for number in range(16_384)]
    pd.DataFrame(0.01, SAMPLE.assets.index[:2], columns).to_csv(wide, index_label="date")
    assert_refused(book, wide, "16,385 columns", "16,384", macros_=("load",))


def test_too_many_rows_are_refused():
    with pytest.raises(InputError, match=r"1,048,574 rows .* holds 1,048,573"):
        require_room(place_of("Assets"), [[1.0]] * (MAX_ROWS - 2))


def test_dates_before_1900_are_said_before_anything_is_written(book, tmp_path):
    """Returns since 1871 are published; a cell of Excel holds no such date."""
    old = tmp_path / "old.csv"
    frame = SAMPLE.assets.iloc[:60, :5]
    frame.index = pd.date_range("1899-11-30", periods=60, freq="ME")
    frame.to_csv(old, index_label="date")
    assert_refused(book, old, "the date 1899-11-30", macros_=("load",))
    place = place_of("Assets")
    require_room(place, [["date", "A"], [dt.datetime(1900, 1, 1), 0.1]])
    require_room(place, [])


def test_a_rate_goes_into_a_cell_that_was_formatted_as_text(book):
    """Where the header of a table stood; the number would be a text there."""
    sheet = book.sheets["RiskFree"]
    write_rows(sheet, 3, 0, [["date", "rf"]])
    write_rows(sheet, 3, 0, [[0.0001]], ["0.000%"])
    assert sheet.cells[4, 1] == 0.0001
    assert sheet.formats[4, 1] == "0.000%"


def test_a_figure_follows_a_text_on_the_dashboard(book):
    """Where "n/a" was written the cell is formatted as text: a formula would become one."""
    dashboard = book.sheets["Dashboard"]
    before = dashboard.formulas[8, 2]
    assert before.startswith("=IF($")
    write_rows(dashboard, 7, 1, [["+n/a"]])
    assert dashboard.formats[8, 2] == "@"
    macros.run("refresh")
    assert dashboard.formulas[8, 2] == before
    assert dashboard.formats[8, 2] == "0.0%"


def test_weights_with_a_currency_format_keep_their_digits(book):
    """Range.Value has four decimals for them."""
    sheet = book.sheets["Weights"]
    names = list(SAMPLE.assets.columns)
    rows = [["asset", "weight"], *([name, 0.0512345] for name in names[:-1])]
    write_rows(sheet, 3, 0, [*rows, [names[-1], 1 - 0.0512345 * 19]], ["@", "$0.00"])
    assert read_sheet(sheet)[4][1] == 0.0512345
    assert macros.run("refresh").startswith("Refreshed")


def test_a_sheet_that_is_formatted_to_its_end_is_not_read_whole(book):
    """A user formats whole columns."""
    sheet = book.sheets["Portfolio"]
    sheet.formatted_to = (MAX_ROWS, 30)
    assert last_used(sheet) == (253, 21)
    assert len(read_sheet(sheet)) == 253
    assert macros.run("refresh").startswith("Refreshed")


def test_excel_for_mac_reads_in_pieces(book, monkeypatch):
    """No documentation says how its functions are called."""
    sheet = book.sheets["Portfolio"]
    sheet.formatted_to = (9_000, 30)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert last_used(sheet) == (253, 21)


def test_a_note_at_the_end_of_a_large_sheet_is_found(book):
    sheet = book.sheets["Portfolio"]
    sheet.cells[900_000, 25] = "note"
    assert last_used(sheet) == (900_000, 25)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x" * 9_000, "x" * 9_000),
        ("x" * 40_000, "x" * 32_766 + "…"),
        ("\N{BAR CHART}" * 20_000, "\N{BAR CHART}" * 16_383 + "…"),
        ("\N{BAR CHART}" * 5_000, "\N{BAR CHART}" * 5_000),
    ],
)
def test_a_long_text_is_written_alone_and_cut_to_what_a_cell_holds(book, text, kept):
    sheet = book.sheets["About"]
    write_rows(sheet, 90, 0, [["label", text], ["other", "short"]])
    assert sheet.range((91, 1), (92, 2)).raw_value == [["label", kept], ["other", "short"]]


def test_check_numbers_needs_a_workbook_that_takes_a_sheet(book):
    before = content(book)
    book.structure_protected = True
    sentence = macros.run("check_numbers")
    assert sentence.startswith("#LF! book.xlsm: the workbook is protected")
    assert "Protect Workbook" in sentence
    assert content(book) == before


def test_check_numbers_needs_a_sheet_that_is_not_protected(book):
    book.sheets.add("check numbers").protected = True
    assert macros.run("check_numbers").startswith("#LF! check numbers: the sheet is protected")


@pytest.fixture
def quick(monkeypatch):
    """Let the comparison with statsmodels and linearmodels take no time."""
    table = pd.DataFrame(
        [["betas", "statsmodels", 1e-15, 1e-9, "agrees"]],
        columns=["table", "against", "difference", "tolerance", "verdict"],
    )
    monkeypatch.setattr("labfolio_xl.reference.compare", lambda *_, **__: table)


@pytest.mark.usefixtures("quick")
def test_check_numbers_adds_its_sheet_beside_one_that_is_seen(book):
    """Excel does not move a very hidden sheet aside."""
    book.sheets["_IntelliSense_"].visible = VERY_HIDDEN
    assert macros.run("check_numbers").startswith("All 1 tables agree")
    assert [sheet.name for sheet in book.sheets][-3:] == [
        "Check numbers",
        "About",
        "_IntelliSense_",
    ]


@pytest.mark.usefixtures("quick")
def test_check_numbers_finds_its_sheet_under_other_capitals(book):
    """Excel would take no second sheet of that name."""
    book.sheets.add("CHECK NUMBERS").cells[9, 9] = "old"
    assert macros.run("check_numbers").startswith("All 1 tables agree")
    assert book.sheets["check numbers"].cells[2, 5] == "agrees"
    assert (9, 9) not in book.sheets["check numbers"].cells


def test_a_long_print_area_becomes_one_rectangle(book, file, monkeypatch):
    """Excel takes 255 characters, and would keep the old area."""
    from labfolio_xl.excel.book import results as book_results

    monkeypatch.setattr(book_results, "LONGEST_PRINT_AREA", 20)
    load_file(book, "Assets", file)
    assert book.sheets["Betas"].page_setup.print_area == "$A$1:$W$41"
