"""The charts: words, cells, cached data, looks, and labels for few and many names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from xml.sax.saxutils import unescape

import numpy as np
import pandas as pd
import pytest
from palette import lightness
from panels_for_books import made_up, more_factors_than_assets
from reading import cells_of, charts, parts, values
from xlsxwriter.utility import xl_cell_to_rowcol

from labfolio_xl.plan import charts as layout_of_charts
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.chart import cell_of, label_width, short_name
from labfolio_xl.plan.chart_cache import MOST_CACHED
from labfolio_xl.plan.chart_labels import Frame, named_points, spread
from labfolio_xl.plan.chart_looks import look_of
from labfolio_xl.plan.charts import CHARTS, Chart
from labfolio_xl.plan.colors import colors_of
from labfolio_xl.plan.contents import SHEETS
from labfolio_xl.plan.first_page import SLOTS
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.layout import blocks, pages
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.slots import PAGE_SLOTS, rows_above
from labfolio_xl.plan.styles import OTHER, SERIES_COLORS
from labfolio_xl.workbook.sheets_charts import described
from labfolio_xl.workbook.writer import write_workbook

AXIS_TITLES = {
    "LabfolioExpected": [
        "expected return per period; on the line, expected and realised are equal",
        "realised mean per period",
    ],
    "LabfolioCumulative": ["date", "sum of premia"],
    "LabfolioRisk": ["share of the variance; left of zero: a hedge"],
    "LabfolioRiskAssets": ["asset", "share"],
    "LabfolioAttribution": ["contribution to the return of the span; left of zero: losses"],
    "LabfolioContributions": ["part", "contribution"],
    "LabfolioGrowth": ["date", "compounded return"],
    "LabfolioDrawdowns": ["date", "fall from the peak"],
    **{f"LabfolioRolling{n}": ["exposure", "last date of the window"] for n in range(1, 7)},
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Write the charts of some inputs: path, XML by name, blocks by key."""

    def draw(inputs):
        path = tmp_path_factory.mktemp("charts") / "report.xlsx"
        analysis = write_workbook(path, inputs, "report")
        return path, charts(path), {block.key: block for block in blocks(analysis)}

    return draw


@pytest.fixture(scope="module")
def sample(drawn):
    return drawn(sample_inputs())


def test_every_chart_is_drawn_where_it_belongs(sample):
    """On the first page, or on the sheet of its table."""
    path, xml, _ = sample
    assert sorted(xml) == sorted(CHARTS)
    drawings = [p.decode() for name, p in parts(path).items() if "drawings/drawing" in name]
    assert [set(re.findall('name="(Labfolio\\w+)"', drawing)) for drawing in drawings] == [
        set(SLOTS),
        *(set(PAGE_SLOTS[sheet]) for sheet in SHEETS if sheet in PAGE_SLOTS),
    ]


@pytest.mark.parametrize("name", AXIS_TITLES)
def test_a_chart_has_its_title_and_axis_titles(sample, name):
    _, xml, tables = sample
    written = re.findall("<a:t>(.*?)</a:t>", xml[name])
    wanted = layout_of_charts.charts(tables)[name]
    if wanted.title_cell is None:
        assert written.pop(0) == wanted.title
    assert sorted(written) == sorted(AXIS_TITLES[name])


@pytest.mark.parametrize("place", range(6))
def test_a_rolling_exposure_is_titled_by_the_cell_that_names_its_factor(sample, place):
    """So that the title follows when another factor stands there."""
    _, xml, tables = sample
    block = tables["rolling"]
    chart, head = xml[f"LabfolioRolling{place + 1}"], block.head(1 + 3 * place)
    name = sample_inputs().factors.columns[place]
    title = re.search("<c:title>.*?</c:title>", chart, re.DOTALL)[0]
    assert f"<c:f>{head.address[1:]}</c:f>" in title
    assert f"<c:v>{name}</c:v>" in title
    for column in (name, f"{name} less 1 sd", f"{name} plus 1 sd"):
        assert f"<c:f>{block.column(column).address[1:]}</c:f>" in chart


@pytest.mark.parametrize(
    ("name", "key", "column"),
    [("LabfolioRisk", "risk", "share"), ("LabfolioAttribution", "attribution", "contribution")],
)
def test_the_pieces_of_a_stack_add_up_to_the_last_row(sample, name, key, column):
    _, xml, tables = sample
    block = tables[key]
    values, names = block.column(column), block.column(0)
    pieces = layout_of_charts.charts(tables)[name].series
    assert sorted(piece.values.row for piece in pieces) == [*range(values.row, values.last_row)]
    assert all(p.name.row - names.row == p.values.row - values.row for p in pieces)
    shown = [row[block.header.index(column)] for row in block.cells[1:]]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], rel=1e-12)
    assert '<c:grouping val="stacked"/>' in xml[name]


@pytest.mark.parametrize("name", CHARTS)
def test_viewers_find_the_data_in_the_chart_itself(sample, name):
    """Every reference carries a cache, which is what stands in the cells, or some of them."""
    path, xml, _ = sample
    read = values(path)
    references = re.findall(
        r"<c:f>([A-Za-z]+)!(\S+?)</c:f><c:(str|num)Cache>(.*?)</c:\3Cache>", xml[name]
    )
    assert len(references) == xml[name].count("<c:f>") > 0
    for sheet, cells, _, cache in references:
        corners = [xl_cell_to_rowcol(cell.replace("$", "")) for cell in cells.split(":")]
        (row, column), (last_row, last_column) = corners[0], corners[-1]
        area = Area(sheet, row, column, last_row - row + 1, last_column - column + 1)
        shown = [cell for line in cells_of(read[sheet], area) for cell in line]
        cached = re.findall(r'<c:pt idx="(\d+)"><c:v>(.*?)</c:v>', cache)
        assert f'<c:ptCount val="{len(shown)}"/>' in cache
        numbers = [int(number) for number, _ in cached]
        step = -(-len(shown) // MOST_CACHED)
        kept = sorted({*range(0, len(shown), step), len(shown) - 1})
        assert numbers == [number for number in kept if shown[number] not in ("", " ")]
        for number, text in cached:
            cell = shown[int(number)]
            assert text == cell if isinstance(cell, str) else _number(text) == _serial(cell)


def _number(text):
    return pytest.approx(float(text), rel=1e-14)


def _serial(cell):
    return (cell - dt.date(1899, 12, 30)).days if isinstance(cell, dt.date) else cell


@pytest.mark.parametrize("name", AXIS_TITLES)
def test_labels_stay_at_the_edge_also_below_zero(sample, name):
    _, xml, _ = sample
    assert set(re.findall(r'<c:tickLblPos val="(\w+)"/>', xml[name])) == {"low"}


def test_the_diagonal_spans_expected_and_realised(sample):
    """Two halves of one line, through (x, x) and (y, y)."""
    _, xml, tables = sample
    chart = xml["LabfolioExpected"]
    x, y = (tables["expected"].column(name).address[1:] for name in ("expected", "realised"))
    for column in (x, y):
        pair = rf"<c:xVal><c:numRef><c:f>{re.escape(column)}</c:f>.*?<c:yVal><c:numRef><c:f>"
        assert re.search(pair + re.escape(column), chart)


def test_the_portfolio_and_the_worst_explained_assets_are_named(sample):
    _, xml, tables = sample
    block, chart = tables["expected"], xml["LabfolioExpected"]
    errors = {row[0]: abs(row[3]) for row in block.cells[1:-1]}
    worst = sorted(errors, key=errors.get)[-6:]
    for name in worst:
        assert f"<c:v>{name}</c:v>" in chart
    assert chart.count('<c:showSerName val="1"/>') == 7
    assert "<c:v>portfolio</c:v>" in chart


@pytest.mark.parametrize("n_assets", [1, 2, 30, 100])
@pytest.mark.parametrize("letters", [4, 20, 200])
def test_names_beside_points_keep_apart(n_assets, letters):
    """Also where points are equal, and where names are long."""
    frame, rng = Frame(880.0, 330.0), np.random.default_rng(n_assets)
    points = [tuple(row) for row in rng.normal(0.0, 0.01, (n_assets, 2))]
    points += points[:2]
    names = ["N" * letters] * len(points)
    labels = named_points(points, names, frame, 7)
    width, low = label_width(names[0]), min(min(p) for p in points)
    span = max(max(p) for p in points) - low
    boxes = []
    for number, label in labels.items():
        x, y = ((value - low) / span for value in points[number])
        x, y = (0.04 + x) / 1.08 * frame.width, (1.0 - (0.04 + y) / 1.08) * frame.height
        x += {"right": 7 + width / 2, "left": -7 - width / 2}.get(label.place, 0.0)
        y += {"above": -12, "below": 12}.get(label.place, 0.0)
        boxes.append((x, y))
    assert 1 <= len(boxes) <= 7
    for i, (x, y) in enumerate(boxes):
        assert width / 2 <= x + 1e-6
        assert x <= frame.width - width / 2 + 1e-6
        assert 0.0 <= y <= frame.height
        for other, below in boxes[:i]:
            assert abs(x - other) >= width - 1e-6 or abs(y - below) >= 15.0 - 1e-6


def test_the_names_at_the_ends_of_lines_keep_apart_and_in_order():
    frame = Frame(800.0, 300.0)
    ends = [0.1, 0.1001, 0.1002, -0.3, -0.31, 0.5]
    moved = spread(ends, -0.4, 0.6, frame)
    places = [(0.6 - end) * 300.0 + down for end, down in zip(ends, moved, strict=True)]
    order = sorted(range(6), key=lambda i: -ends[i])
    gaps = np.diff([places[i] for i in order])
    assert (gaps >= 15.0 - 1e-9).all()
    assert moved[5] == 0.0  # the name of a line that ends alone stays
    assert spread([1.0], 1.0, 1.0, frame) == [0.0]


def test_the_name_of_a_line_stands_at_its_end_in_its_colour(sample):
    _, xml, tables = sample
    block, chart = tables["cumulative"], xml["LabfolioCumulative"]
    colors = colors_of(tables)
    assert "<c:legend>" not in chart
    series = re.findall("<c:ser>.*?</c:ser>", chart, re.DOTALL)
    named = [text for text in series if "showSerName" in text]
    assert len(named) == 6
    for text, (name, color) in zip(
        named, sorted(colors.items(), key=lambda c: SERIES_COLORS.index(c[1])), strict=True
    ):
        last = cell_of(block.column(name), len(block.cells) - 2).address[1:]
        assert f"<c:f>{block.head(name).address[1:]}</c:f>" in text
        assert f"<c:f>{last}</c:f>" in text
        assert f'val="{color[1:]}"' in text
        assert re.search(r'<c:manualLayout><c:x val="0"/><c:y val="-?[\d.e-]+"/>', text)


def test_a_long_name_keeps_its_beginning_and_its_end():
    cell = Area("Betas", 5, 2)
    assert short_name("Value", cell) is cell
    assert short_name("Amalgamated Holdings Series 12", cell) == "Amalgamated…eries 12"
    assert short_name("=SUM(1)" + "x" * 30, cell).startswith(" =SUM(1)x")
    assert label_width("\u682a" * 40) <= 20 * 6
    assert short_name("two\nlines", cell) == "two lines"


def test_many_names_stand_upright_and_none_is_left_out(drawn, sample):
    """24 tickers fit side by side; 100 names are turned, small, and each is written."""
    _, few, _ = sample
    _, many, _ = drawn(made_up(100, 4))
    axis = re.search("<c:catAx>.*?</c:catAx>", many["LabfolioRiskAssets"], re.DOTALL)[0]
    assert 'rot="-5400000"' in axis
    assert 'sz="700"' in axis
    assert '<c:tickLblSkip val="1"/>' in axis
    axis = re.search("<c:catAx>.*?</c:catAx>", few["LabfolioRiskAssets"], re.DOTALL)[0]
    assert 'rot="-5400000"' not in axis.split("</c:title>")[1]
    assert '<c:tickLblSkip val="1"/>' in axis


@pytest.mark.parametrize(
    ("span", "unit", "number"),
    [
        ((30, "D"), 7.0, "yyyy-mm-dd"),
        ((250, "B"), 30.4375, "yyyy-mm"),
        ((500, "B"), 2 * 30.4375, "yyyy-mm"),
        ((2520, "B"), 12 * 30.4375, "yyyy"),
        ((800, "MS"), 120 * 30.4375, "yyyy"),
    ],
)
def test_an_axis_of_dates_has_about_a_dozen_labels(drawn, span, unit, number):
    """Each is in the right month, and all points are between the ends of the axis."""
    n_obs, freq = span
    dates = pd.date_range("2000-01-01", periods=n_obs, freq=freq)
    inputs = made_up(5, 2, n_obs)
    inputs = Inputs(inputs.assets.set_axis(dates), inputs.factors.set_axis(dates))
    _, xml, _ = drawn(inputs)
    axis = re.search("<c:valAx>.*?</c:valAx>", xml["LabfolioCumulative"], re.DOTALL)[0]
    assert f'<c:numFmt formatCode="{number}"' in axis
    assert float(re.search('<c:majorUnit val="(.*?)"/>', axis)[1]) == unit
    low, high = (
        pd.Timestamp(1899, 12, 30) + pd.Timedelta(float(value), "D")
        for value in re.search(r'<c:max val="(.*?)"/><c:min val="(.*?)"/>', axis).groups()[::-1]
    )
    assert low <= dates[0]
    assert dates[-1] <= high
    labels = pd.date_range(low, high, freq=pd.Timedelta(unit, "D"))
    assert 4 <= len(labels) <= 14
    if number == "yyyy-mm":
        months = labels.to_period("M")
        assert (np.diff(months.astype("int64")) == round(unit / 30.4375)).all()


def test_cumulative_lambdas_are_running_sums(sample):
    _, _, tables = sample
    single = np.array([row[1:] for row in tables["lambdas"].cells[1:]])
    summed = np.array([row[1:] for row in tables["cumulative"].cells[1:]])
    assert np.allclose(summed, single.cumsum(axis=0), rtol=0.0, atol=1e-15)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_a_report_is_described_with_its_main_numbers(sample, name):
    path, _, tables = sample
    wanted = layout_of_charts.charts(tables)[name]
    drawings = [p.decode() for name, p in parts(path).items() if "drawings/drawing" in name]
    (text,) = re.findall(rf'name="{name}" descr="([^"]*)"', "".join(drawings))
    assert unescape(text) == f"{wanted.shows} {wanted.says}"
    assert re.search(r"\d", wanted.says)
    assert not re.search(r"\d", wanted.shows)


def test_the_numbers_of_a_description_are_those_of_the_table(sample):
    _, _, tables = sample
    made = layout_of_charts.charts(tables)
    risk = {row[0]: row[tables["risk"].header.index("share")] for row in tables["risk"].cells[1:]}
    largest = max(list(risk)[:-1], key=lambda name: abs(risk[name]))
    assert f"The largest parts: {largest} {risk[largest]:.0%}" in made["LabfolioRisk"].says
    assert "all parts together: 100%." in made["LabfolioRisk"].says
    last = dict(zip(tables["cumulative"].header, tables["cumulative"].cells[-1], strict=True))
    best = max(list(last)[1:], key=last.get)
    assert f"is {best} with {last[best]:.1%}" in made["LabfolioCumulative"].says
    expected = tables["expected"].cells[-1]
    assert (
        f"{expected[1]:.3%} expected, {expected[2]:.3%} realised" in made["LabfolioExpected"].says
    )


def test_a_live_workbook_describes_its_charts_without_numbers_that_change(sample):
    """Excel draws a chart anew when its cells change, but keeps its description."""
    _, _, tables = sample
    for name in CHARTS:
        text = described(layout_of_charts.charts(tables)[name], live=True)
        assert not re.search(r"\d", text)
        assert "The numbers stand on the sheet" in text


def test_one_asset_and_one_factor_are_drawn_too(drawn):
    _, xml, tables = drawn(made_up(1, 1))
    assert {name for name, block in tables.items() if block.failed} == set()
    assert sorted(xml) == sorted(name for name in CHARTS if not re.search("Rolling[2-6]", name))


def test_charts_of_failed_tables_are_sentences():
    by_key = {b.key: b for b in blocks(analyse(more_factors_than_assets()))}
    made = layout_of_charts.charts(by_key)
    assert isinstance(made["LabfolioRisk"], Chart)
    assert isinstance(made["LabfolioFirstExposures"], Chart)
    assert made["LabfolioExpected"].startswith("There are 3 assets for 5 premia")


def test_seven_lines_have_a_colour_and_the_others_are_grey_and_thin(drawn):
    _, xml, _ = drawn(made_up(30, 23))
    lines = re.findall(
        r'<a:ln w="(\d+)"><a:solidFill><a:srgbClr val="(\w+)"/>', xml["LabfolioCumulative"]
    )
    assert lines.count(("9525", OTHER[1:])) == 16
    colored = [color for weight, color in lines if weight == "25400"]
    assert colored == [color[1:] for color in SERIES_COLORS[:7]]
    assert xml["LabfolioCumulative"].count("<c:dLbls>") == 7


def test_a_factor_has_one_colour_on_all_sheets(drawn):
    _, _, tables = drawn(made_up(30, 12, 200))
    colors, made = colors_of(tables), layout_of_charts.charts(tables)
    names = {
        block.head(name): name
        for key in ("cumulative", "rolling")
        for block in [tables[key]]
        for name in block.header
    } | {
        cell_of(block.column(0), row): str(label[0])
        for key in ("risk", "attribution")
        for block in [tables[key]]
        for row, label in enumerate(block.cells[1:])
    }
    seen = [
        (names[series.name], series.color)
        for chart in made.values()
        for series in chart.series
        # Of the lines beside each other, seven have a colour.
        if names.get(series.name) in colors and series.color not in (None, OTHER)
    ]
    assert len(seen) > 3 * 8
    assert {colors[name] == color for name, color in seen} == {True}
    assert len({color for _, color in seen}) == 8


def cells_taken(slots):
    return [
        (row, column)
        for slot in slots.values()
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    ]


def test_charts_of_the_first_page_keep_clear_of_each_other():
    taken = cells_taken(SLOTS)
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("sheet", PAGE_SLOTS)
def test_charts_of_a_result_sheet_keep_clear_of_each_other_and_of_its_tables(sheet):
    """Whatever the size of the tables: they grow down and to the right."""
    taken = cells_taken(PAGE_SLOTS[sheet])
    assert len(taken) == len(set(taken))
    page = next(page for page in pages(analyse(sample_inputs())) if page.sheet == sheet)
    first = min(block.area.row for block in page.blocks) - 2
    left = min(block.area.column for block in page.blocks)
    below = page.first_chart + max(row for row, _ in taken) < first
    beside = 1 + max(column for _, column in taken) < left
    assert below or beside
    assert below == (rows_above(sheet) > 0)


def test_a_live_workbook_keeps_charts_for_factors_that_may_come():
    """Each draws the last factor as long as there is none of its own, and is not shown."""
    by_key = {b.key: b for b in blocks(analyse(made_up(5, 2)))}
    made = layout_of_charts.charts(by_key)
    rolling = [made[f"LabfolioRolling{n}"] for n in range(1, 7)]
    assert [chart.shown for chart in rolling] == [True, True, False, False, False, False]
    assert {chart.series for chart in rolling[1:]} == {rolling[1].series}


def test_more_factors_than_the_charts_of_rolling_exposures_are_in_the_table(drawn):
    _, xml, tables = drawn(made_up(12, 9, 150))
    assert sum("Rolling" in name for name in xml) == 6
    assert "Factor 9 less 1 sd" in tables["rolling"].header


def test_the_parts_of_a_bar_are_told_apart_in_print_without_colours(drawn):
    """The lightness of the coloured parts, or their pattern; parts that are no factor too."""
    inputs = replace(made_up(30, 8), risk_free=pd.Series(0.0001, made_up().factors.index))
    _, _, tables = drawn(inputs)
    chart = layout_of_charts.charts(tables)["LabfolioAttribution"]
    looks = [look_of(chart, number) for number in range(len(chart.series))]
    assert len(looks) == 11
    for i, one in enumerate(looks):
        for other in looks[:i]:
            apart = abs(lightness(one.color) - lightness(other.color))
            assert one.pattern != other.pattern or apart > 12.0, (one, other)
