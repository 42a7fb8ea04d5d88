"""LibreOffice and gnumeric draw the same charts of a report, which are those of the plan.

Compared are the number of charts; their titles, the titles of their axes, the names of bars and
the legends; the pieces of divided bars, the heights of columns and the heights of lines. Gnumeric
ignores the colours of bars, names that are the label of a point, and bars after a series that
holds no number at all.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass

import pytest
from panels_for_books import made_up
from parts import without
from second_renderer import by_gnumeric, by_libreoffice

from labfolio_xl.plan.chart import Chart
from labfolio_xl.plan.charts import charts
from labfolio_xl.plan.contents import report_sheets
from labfolio_xl.plan.first_page import SLOTS
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.slots import FIRST_PAGE, PAGE_SLOTS
from labfolio_xl.plan.styles import GRID, SERIES_COLORS
from labfolio_xl.workbook.writer import write_workbook

pytestmark = pytest.mark.calc

CASES = {"sample": sample_inputs, "nine factors": lambda: made_up(12, 9, 150)}
# A share of the largest piece, column or line: gaps and the width of lines take a part of it.
CLOSE = 0.02


@dataclass
class Drawn:
    """A chart of the plan, as gnumeric draws it, and its sheet, as LibreOffice draws that."""

    chart: Chart
    gnumeric: object
    calc: object


@pytest.fixture(scope="module", params=CASES)
def found(request, tmp_path_factory):
    """Return the tables of a report by key, and each chart as both programs draw it."""
    for program in ("soffice", "ssconvert", "pdftocairo"):
        if shutil.which(program) is None:
            without(f"{program} is missing: run tests/e2e/calc/setup.sh")
    folder = tmp_path_factory.mktemp("second")
    path = folder / "report.xlsx"
    tables = {
        block.key: block for block in blocks(write_workbook(path, CASES[request.param](), "report"))
    }
    made, sheets = charts(tables), report_sheets(())
    planned = [
        (made[name], number)
        for number, sheet in enumerate(sheets)
        for name in (SLOTS if sheet == FIRST_PAGE else PAGE_SLOTS.get(sheet, {}))
        if made[name].shown
    ]
    graphs, pages = by_gnumeric(path, folder), by_libreoffice(path, folder)
    assert len(graphs) == len(planned)
    assert len(pages) == len(sheets)
    drawn = [
        Drawn(chart, graph, pages[number])
        for (chart, number), graph in zip(planned, graphs, strict=True)
    ]
    return tables, drawn


def cells_of(tables, area):
    """What stands in cells, which are a part of a table."""
    for block in tables.values():
        row, column = area.row - block.area.row, area.column - block.area.column
        inside = row >= 0 and row + area.n_rows <= len(block.cells)
        if block.area.sheet == area.sheet and inside and 0 <= column < len(block.header):
            return [line[column] for line in block.cells[row : row + area.n_rows]]
    raise AssertionError(area)


def words_of(chart, tables):
    yield from (chart.title, chart.x_title, chart.y_title)
    if chart.kind in ("bars", "columns"):
        yield from (str(name) for name in chart.categories)
    if chart.kind == "stack" or (chart.kind == "columns" and len(chart.series) > 1):
        for series in chart.series:
            is_cell = isinstance(series.name, Area)
            yield str(cells_of(tables, series.name)[0]) if is_cell else series.name


def squeezed(text):
    return "".join(text.split())


def test_both_write_the_words_of_each_chart(found):
    tables, drawn = found
    for one in drawn:
        if one.chart.name == "LabfolioFirstRisk":  # its labels are numbers, the names are cells
            continue
        for words in words_of(one.chart, tables):
            for text in (one.gnumeric.text, one.calc.text):
                assert squeezed(words) in squeezed(text), (one.chart.name, words)


def shares(sizes):
    most = max(sizes)
    return [size / most for size in sizes]


def assert_alike(sizes, wanted, what):
    assert sorted(shares(sizes)) == pytest.approx(sorted(shares(wanted)), abs=CLOSE), what


def of_one(shapes, side):
    """The shapes that have the same breadth as most others: pieces of a bar, or columns."""
    breadths = Counter(round(getattr(shape, side), 1) for shape in shapes)
    (breadth, _), *_ = breadths.most_common()
    return [shape for shape in shapes if abs(getattr(shape, side) - breadth) < 0.2]


def test_both_divide_a_bar_into_the_same_pieces(found):
    tables, drawn = found
    for one in drawn:
        if one.chart.kind != "stack":
            continue
        values = [abs(cells_of(tables, series.values)[0]) for series in one.chart.series]
        # The longest shapes of the same height: below the bar stand the keys of the legend.
        filled = [s for s in one.gnumeric.shapes if s.fill and s.stroke != GRID and s.height > 15]
        pieces = of_one(filled, "height")
        assert_alike([s.width for s in pieces], values, one.chart.name)
        in_calc = [
            (max(s.width for s in one.calc.shapes if s.fill == series.color), value)
            for series, value in zip(one.chart.series, values, strict=True)
            if series.color in SERIES_COLORS[:4]
        ]
        assert_alike(*map(list, zip(*in_calc, strict=True)), one.chart.name)


def test_both_draw_columns_of_the_same_heights(found):
    tables, drawn = found
    for one in drawn:
        if one.chart.kind != "columns":
            continue
        values = [abs(v) for s in one.chart.series for v in cells_of(tables, s.values)]
        filled = [s for s in one.gnumeric.shapes if s.fill and s.stroke != GRID and s.width < 60]
        assert_alike([s.height for s in of_one(filled, "width")], values, one.chart.name)


def test_both_draw_lines_of_the_same_heights(found):
    tables, drawn = found
    for one in drawn:
        if one.chart.kind == "ribbon":  # one colour, whose height nothing can be compared with
            for drawing in (one.gnumeric, one.calc):
                assert extent(drawing.shapes, one.chart.series[0].color) > 30, one.chart.name
        if one.chart.kind != "lines":
            continue
        spans = {}
        for series in one.chart.series:
            spans.setdefault(series.color, []).extend(cells_of(tables, series.values))
        wanted = {color: max(values) - min(values) for color, values in spans.items()}
        for shapes in (one.gnumeric.shapes, one.calc.shapes):
            heights = {color: extent(shapes, color) for color in wanted}
            for color, share in zip(wanted, shares(list(wanted.values())), strict=True):
                most = max(heights.values())
                assert heights[color] / most == pytest.approx(share, abs=CLOSE), one.chart.name


def extent(shapes, color):
    """The height between the lowest and the highest point of the lines of a colour."""
    lines = [s for s in shapes if s.stroke == color and not s.fill]
    return max(s.bottom for s in lines) - min(s.top for s in lines)
