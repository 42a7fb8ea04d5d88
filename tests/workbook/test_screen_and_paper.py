"""What a laptop shows and what a printer prints: frozen panes, print areas, notes, filters."""

from __future__ import annotations

import re

import openpyxl
import pytest
from openxml_validator import validate
from panels_for_books import made_up, with_holes
from reading import parts, sheet_xml
from written_cases import each_once

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.contents import CONTENTS, FIRST_PAGE, TAB_COLORS
from labfolio_xl.plan.layout import pages
from labfolio_xl.plan.notes import NOTE_AUTHOR, header_notes
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.status import STATUS, STATUS_CELL, status_rules
from labfolio_xl.workbook.writer import workbook_bytes

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# A third of the rows and of the columns that a laptop shows, in pixels.
DOWN, ACROSS = 23 * 20 / 3, 1300 / 3


def long_names():
    inputs = made_up(5, 2)
    inputs.assets.columns = [f"{'A very long name of an asset ' * 3}{i}" for i in range(5)]
    inputs.factors.columns = [f"{'The long name of a factor ' * 5}{i}" for i in range(2)]
    return inputs


CASES = {
    "holes": with_holes,
    "a fund": lambda: made_up(1, 3),
    "many": lambda: made_up(60, 10),
    "long names": long_names,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    def write(path, case):
        name, flavour = case
        analysis = analyse(CASES[name]())
        path.write_bytes(workbook_bytes(analysis, flavour))
        return analysis

    return each_once(tmp_path_factory, "book.xlsx", write)


ALL = [(case, flavour) for case in CASES for flavour in ("report", "365", "2019")]


@pytest.mark.parametrize("case", ALL)
def test_frozen_panes_take_at_most_a_third_of_a_laptop(written, case):
    for name, xml in sheet_xml(written(case)[0]).items():
        pane = xml.find(f".//{MAIN}pane")
        if pane is None:
            continue
        rows, columns = int(pane.get("ySplit", 0)), int(pane.get("xSplit", 0))
        heights = {int(row.get("r")): float(row.get("ht", 15)) for row in xml.iter(f"{MAIN}row")}
        assert sum(heights.get(row, 15.0) for row in range(1, rows + 1)) * 4 / 3 <= DOWN, name
        widths = {
            number: float(col.get("width"))
            for col in xml.iter(f"{MAIN}col")
            for number in range(int(col.get("min")), int(col.get("max")) + 1)
        }
        assert sum(widths.get(k, 9.14) for k in range(1, columns + 1)) * 7 <= ACROSS, name


def shown(book, analysis):
    """The result sheets of a workbook: a report has none on a benchmark that is not given."""
    return [page for page in pages(analysis) if page.sheet in book.sheetnames]


@pytest.mark.parametrize("flavour", ["report", "365", "2019"])
def test_long_tables_keep_their_header_in_view(written, flavour):
    path, analysis = written(("many", flavour))
    xml = sheet_xml(path)
    for page in pages(analysis):
        if page.sheet in ("Betas", "Lambdas", "Rolling", "Residuals", "Check"):
            pane = xml[page.sheet].find(f".//{MAIN}pane")
            assert int(pane.get("ySplit")) == page.blocks[0].area.row + 1, page.sheet


@pytest.mark.parametrize("case", ALL)
def test_no_sheet_prints_more_than_the_first_rows_of_a_long_table(written, case):
    book = openpyxl.load_workbook(written(case)[0])
    for name in (*(c.sheet for c in CONTENTS), *(place.sheet for place in INPUTS)):
        if name not in book.sheetnames:
            continue
        areas = book[name].print_area
        for area in re.findall(r"\$(\d+):\$\w+\$(\d+)", areas):
            assert int(area[1]) - int(area[0]) < 120, name


def test_a_page_says_that_it_does_not_show_all(written):
    book = openpyxl.load_workbook(written(("many", "report"))[0])
    assert "only the first part is printed" in book["Lambdas"].oddFooter.center.text
    assert "only" not in book["Exposure"].oddFooter.center.text
    live = openpyxl.load_workbook(written(("many", "365"))[0])
    assert "of long tables only the first part" in live["Exposure"].oddFooter.center.text


@pytest.mark.parametrize("case", ALL)
def test_headers_have_notes_that_are_hidden_and_ours(written, case):
    path, analysis = written(case)
    book = openpyxl.load_workbook(path)
    for page in shown(book, analysis):
        found = {
            (cell.row - 1, cell.column - 1): cell.comment
            for row in book[page.sheet].iter_rows()
            for cell in row
            if cell.comment
        }
        planned = {
            (cell.row, cell.column): text
            for table in page.tables
            for cell, text in header_notes(table)
        }
        assert {place: note.text for place, note in found.items()} == planned
        assert {note.author for note in found.values()} <= {NOTE_AUTHOR}
    for name, content in parts(path).items():
        if name.startswith("xl/drawings/vmlDrawing") and b'ObjectType="Note"' in content:
            assert b"<x:Visible" not in content


def test_a_report_has_filters_on_the_tables_that_a_person_filters(written):
    path, analysis = written(("holes", "report"))
    book = openpyxl.load_workbook(path)
    filtered = {page.sheet: book[page.sheet].auto_filter.ref for page in shown(book, analysis)}
    for page in shown(book, analysis):
        for block in page.blocks:
            if block.about.filtered:
                cells = block.area.address.rpartition("!")[2].replace("$", "")
                assert filtered.pop(page.sheet) == cells
    assert set(filtered.values()) == {None}
    assert {"Betas", "Expected", "Check", "Tests", "Risk", "Residuals"}.isdisjoint(filtered)
    live = openpyxl.load_workbook(written(("holes", "365"))[0])
    assert not any(sheet.auto_filter.ref for sheet in live.worksheets)


@pytest.mark.parametrize("flavour", ["365", "2019"])
def test_every_result_sheet_shows_the_status_which_one_cell_asks_for(written, flavour):
    path, analysis = written(("holes", flavour))
    said, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    for page in pages(analysis)[1:]:  # the first page has a line on the data
        place = STATUS_CELL[0] + 1, STATUS_CELL[1] + 1
        cell = formulas[page.sheet].cell(*place).value
        text = getattr(cell, "text", cell)
        assert text == (STATUS.text if page.sheet == "Check" else "=Check!$B$2")
        assert said[page.sheet].cell(*place).value == page.status
        assert said[page.sheet].cell(*place).number_format == '"Data check: "@'


def test_the_status_of_a_report_counts_what_its_inputs_were_like(written):
    path, analysis = written(("holes", "report"))
    book = openpyxl.load_workbook(path)
    warnings = [line for line in analysis.data_report.findings if line.severity == "warning"]
    words = "ok" if not warnings else f"{len(warnings)} warning"
    for page in shown(book, analysis)[1:]:
        assert str(book[page.sheet]["B2"].value).startswith(words), page.sheet
        rules = [
            text
            for cells in book[page.sheet].conditional_formatting
            for rule in cells.rules
            for text in rule.formula
        ]
        assert {text.lstrip("=") for _, text in status_rules()} <= set(rules)


def test_the_first_page_is_in_front_and_tabs_have_the_colors_of_their_kind(written):
    book = openpyxl.load_workbook(written(("holes", "365"))[0])
    assert book.active.title == FIRST_PAGE
    for sheet in book.worksheets:
        color = sheet.sheet_properties.tabColor
        assert (color and f"#{color.rgb[2:]}") == TAB_COLORS.get(sheet.title), sheet.title


@pytest.mark.validator
@pytest.mark.parametrize("flavour", ["report", "365", "2019"])
def test_the_open_xml_sdk_finds_no_fault(written, flavour):
    assert validate(written(("holes", flavour))[0]) == []
