"""The first page: a fixed size, formulas that read the tables, charts for any number of names."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import pytest
from panels_for_books import made_up
from reading import charts, formulas, parts, same, sheet_xml, values
from xlsxwriter.utility import xl_cell_to_rowcol

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.charts import charts as planned_charts
from labfolio_xl.plan.first_page import BLANK, HEIGHTS, SLOTS, first_page
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.slots import FIRST_PAGE, FIRST_PAGE_PIXELS, ROW_PIXELS
from labfolio_xl.workbook.writer import write_workbook

LAPTOP = 1300, 460  # pixels that a laptop shows below the ribbon
REFERENCE = re.compile(r"\$[A-Z]+\$\d+")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return path and analysis of the sample's workbook in a flavour."""

    def write(flavour):
        name = "book.xlsx" if flavour == "report" else "book.xlsm"
        path = tmp_path_factory.mktemp("first") / name
        return path, write_workbook(path, sample_inputs(), flavour)

    return write


def by_key(analysis):
    return {block.key: block for block in blocks(analysis)}


def test_a_laptop_shows_sentences_figures_exposures_and_risk():
    slots = SLOTS["LabfolioFirstExposures"], SLOTS["LabfolioFirstRisk"]
    last = max(slot.row + slot.rows for slot in slots)
    assert sum(HEIGHTS.get(row, ROW_PIXELS) for row in range(last)) <= LAPTOP[1]
    assert sum(FIRST_PAGE_PIXELS.values()) < LAPTOP[0]


def test_no_cell_and_no_chart_of_the_page_covers_another():
    analysis = analyse(made_up(60, 23, 200))
    taken = [
        (row, column)
        for cell in first_page(analysis, by_key(analysis))
        for row in range(cell.area.row, cell.area.last_row + 1)
        for column in range(cell.area.column, cell.area.last_column + 1)
    ]
    taken += [
        (row, column)
        for slot in SLOTS.values()
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    ]
    assert len(taken) == len(set(taken))
    assert max(column for _, column in taken) <= max(FIRST_PAGE_PIXELS)
    table = by_key(analysis)["summary_factors"].area
    assert max(row for row, _ in taken) < table.row - 2


@pytest.mark.parametrize("flavour", ["365", "2019"])
def test_a_live_page_reads_by_formulas_what_a_report_shows(written, flavour):
    (report, analysis), (live, _) = written("report"), written(flavour)
    shown, read, made = values(report)[FIRST_PAGE], values(live)[FIRST_PAGE], formulas(live)
    cells = first_page(analysis, by_key(analysis))
    assert sum(bool(cell.formula) for cell in cells) > 100
    for cell in cells:
        row, column = cell.area.row, cell.area.column
        assert same(shown[row][column], cell.value)
        assert same("" if read[row][column] == BLANK else read[row][column], cell.value)
        if cell.formula:
            text, *_ = made[FIRST_PAGE][row, column]
            assert text == cell.formula


def test_a_formula_reads_the_cell_that_holds_its_value(written):
    path, analysis = written("report")
    sheet = values(path)[FIRST_PAGE]

    def at(reference):
        row, column = xl_cell_to_rowcol(reference.replace("$", ""))
        return sheet[row][column] if row < len(sheet) and column < len(sheet[row]) else ""

    for cell in first_page(analysis, by_key(analysis)):
        read = [at(reference) for reference in REFERENCE.findall(cell.formula)]
        if cell.formula.startswith("=TRIM"):
            assert " ".join(map(str, read)).strip() == cell.value
        elif cell.formula:
            wanted = "" if cell.value == "n/a" else cell.value
            assert read
            assert all(same(value, wanted) for value in read)


def test_the_page_is_printed_alone_and_what_stands_beside_it_is_not(written):
    path, analysis = written("report")
    table = by_key(analysis)["summary_factors"].area
    sheet = sheet_xml(path)[FIRST_PAGE]
    breaks = [item.get("id") for item in sheet.iter() if item.tag.endswith("}brk")]
    assert breaks == [str(table.row - 2)]
    book = parts(path)["xl/workbook.xml"].decode()
    assert f"Dashboard!$A$1:$O${table.last_row + 1}<" in book
    beside = by_key(analysis)["summary_words"].area
    assert beside.column > max(FIRST_PAGE_PIXELS)


@pytest.mark.parametrize(("n_assets", "n_factors"), [(1, 1), (1, 3), (5, 1), (60, 40)])
def test_charts_are_drawn_for_one_factor_and_for_forty(tmp_path, n_assets, n_factors):
    path = tmp_path / "report.xlsx"
    analysis = write_workbook(path, made_up(n_assets, n_factors, 200), "report")
    drawn, wanted = charts(path), planned_charts(by_key(analysis))
    assert set(SLOTS) <= set(drawn)
    for name in SLOTS:
        chart = wanted[name]
        assert drawn[name].count("<c:ser>") == len(chart.series)
        assert len(chart.categories) <= 2 * 10 + 1
    bars = len(wanted["LabfolioFirstExposures"].categories)
    assert bars == min(n_factors, 10)


def test_a_new_size_changes_addresses_and_no_number_of_series():
    """So that a refresh has nothing to format."""
    few, many = (planned_charts(by_key(analyse(made_up(n + 5, n, 200)))) for n in (2, 30))
    for name in SLOTS:
        looks = [
            [(bar.look, bar.rank, bar.error is None) for bar in made[name].series]
            for made in (few, many)
        ]
        assert looks[0] == looks[1]


def test_the_reason_stands_in_a_sentence_where_there_are_no_premia(tmp_path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, made_up(1, 3), "report")
    told = [str(cell) for row in values(path)[FIRST_PAGE] for cell in row]
    assert any("There is 1 asset for 3 premia" in cell for cell in told)
    assert "n/a" in told


def test_every_chart_has_a_text_for_readers_who_do_not_see_it(written):
    path, analysis = written("report")
    drawings = "".join(p.decode() for n, p in parts(path).items() if "drawings/drawing" in n)
    for chart in planned_charts(by_key(analysis)).values():
        assert f'descr="{escape(chart.shows)}' in drawings
