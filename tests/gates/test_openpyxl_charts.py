"""Every chart of every built file, as openpyxl reads it, beside the charts of the plan."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from flavours import ADDIN, LIVE_2019, WITH_SHEETS, analysis, planned_blocks, rewritten
from openpyxl.utils.cell import range_boundaries

from labfolio_xl.plan.charts import Chart, charts
from labfolio_xl.plan.first_page import SLOTS
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.slots import FIRST_PAGE, PAGE_SLOTS


def planned():
    """The charts of the plan on each sheet, in their order; with the sample none is hidden."""
    made = charts(planned_blocks())
    assert all(isinstance(chart, Chart) and chart.shown for chart in made.values())
    on_sheets = {FIRST_PAGE: SLOTS, **PAGE_SLOTS}
    return {sheet: [made[name] for name in names] for sheet, names in on_sheets.items()}


def reference(area):
    return area.address[1:] if isinstance(area, Area) else area


def planned_series(chart):
    """Name, categories, values and error of each series: cells, or the name itself."""
    return [
        tuple(reference(part) for part in (s.name, s.categories, s.values, s.error))
        for s in chart.series
    ]


def source(data):
    """The cells behind categories or values, whatever kind they are of."""
    return (data.numRef or getattr(data, "strRef", None)).f


def read_series(chart):
    """The same of a chart as openpyxl reads it."""
    return [_series(series) for series in chart.series]


def _series(series):
    name = series.tx.strRef.f if series.tx.strRef else series.tx.v
    across = series.xVal if series.xVal is not None else series.cat
    values = series.yVal if series.yVal is not None else series.val
    error = None
    if series.errBars:
        sides = {side.numRef.f for side in (series.errBars.plus, series.errBars.minus)}
        (error,) = sides
    return name, source(across), source(values), error


def read_title(chart):
    """The words of a title, or the cell that holds them; nothing where there is no title."""
    if chart.title is None:
        return ""
    text = chart.title.tx
    if text.strRef:
        return text.strRef.f
    return "".join(run.t for paragraph in text.rich.p for run in paragraph.r)


def charts_of(path):
    """The charts of each sheet that has some."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: sheet._charts for sheet in book if sheet._charts}


def references(path):
    """Every reference of every series, those that are cells."""
    rows = [
        row for found in charts_of(path).values() for chart in found for row in read_series(chart)
    ]
    return {part for row in rows for part in row if part and "!" in part}


@pytest.fixture(scope="module")
def found(flavours):
    """Give the charts by sheet, by flavour."""
    return {flavour: charts_of(flavours[flavour]) for flavour in WITH_SHEETS}


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_every_series_reads_the_cells_of_the_plan(found, flavour):
    read = {sheet: [read_series(c) for c in drawn] for sheet, drawn in found[flavour].items()}
    plan = {sheet: [planned_series(c) for c in drawn] for sheet, drawn in planned().items()}
    assert read == plan


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_every_title_is_the_one_of_the_plan(found, flavour):
    read = {sheet: [read_title(c) for c in drawn] for sheet, drawn in found[flavour].items()}
    plan = {
        sheet: [reference(c.title_cell) or c.title for c in drawn]
        for sheet, drawn in planned().items()
    }
    assert read == plan


def inside_a_table(cells):
    """Whether a reference leads into one table of the plan, header included."""
    sheet, _, place = cells.partition("!")
    left, top, right, bottom = range_boundaries(place)
    areas = [block.area for block in planned_blocks().values() if block.area.sheet == sheet]
    return any(
        area.row < top
        and bottom <= area.last_row + 1
        and area.column < left
        and right <= area.last_column + 1
        for area in areas
    )


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_every_reference_leads_into_a_table_of_the_plan(flavours, flavour):
    assert [cells for cells in references(flavours[flavour]) if not inside_a_table(cells)] == []


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_no_reference_leads_to_an_empty_cell(flavours, flavour):
    book = openpyxl.load_workbook(flavours[flavour], data_only=True)
    # The charts of the first page show what is filled and what is hollow in columns of their own.
    found = [cells for cells in references(flavours[flavour]) if not cells.startswith(FIRST_PAGE)]
    assert found
    assert [cells for cells in found if has_blanks(book, cells)] == []


def has_blanks(book, cells):
    sheet, _, place = cells.partition("!")
    left, top, right, bottom = range_boundaries(place)
    rows = book[sheet].iter_rows(top, bottom, left, right, values_only=True)
    return any(value is None for row in rows for value in row)


def test_the_add_in_holds_no_charts(flavours):
    """Openpyxl does not open add-ins, so the parts themselves are looked at."""
    with zipfile.ZipFile(flavours[ADDIN]) as file:
        assert [name for name in file.namelist() if "chart" in name] == []


def test_an_input_is_no_table_of_the_plan():
    assert input_rows(analysis())["assets"]
    assert not inside_a_table("Portfolio!$B$5:$B$9")


@pytest.fixture
def spoilt(tmp_path, flavours):
    """Give the path of a live file in whose first chart one text is another."""

    def write(old, new, part="xl/charts/chart1.xml"):
        return rewritten(flavours[LIVE_2019], tmp_path / "spoilt.xlsm", {part: (old, new)})

    return write


def first_reference():
    """The values of the first chart."""
    return reference(planned()["Dashboard"][0].series[0].values)


def test_a_reference_to_other_cells_is_seen(spoilt):
    cells = first_reference()
    path = spoilt(f"<c:f>{cells}</c:f>", f"<c:f>{cells}9</c:f>")
    read = charts_of(path)["Dashboard"][0]
    assert read_series(read) != planned_series(planned()["Dashboard"][0])
    assert not all(map(inside_a_table, references(path)))
    book = openpyxl.load_workbook(path, data_only=True)
    assert any(has_blanks(book, reference) for reference in references(path))


def test_another_title_is_seen(spoilt):
    number = len(planned()[FIRST_PAGE]) + 1
    title = planned()["Risk"][0].title
    path = spoilt(f">{title}<", ">Betas<", f"xl/charts/chart{number}.xml")
    read = charts_of(path)["Risk"][0]
    assert read_title(read) == "Betas" != title


def test_a_chart_that_is_not_drawn_is_seen(spoilt):
    path = spoilt("charts/chart1.xml", "charts/chart2.xml", "xl/drawings/_rels/drawing1.xml.rels")
    read = [read_series(chart) for chart in charts_of(path)["Dashboard"]]
    assert read != [planned_series(chart) for chart in planned()["Dashboard"]]
