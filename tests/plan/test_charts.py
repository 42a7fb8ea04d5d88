"""The charts of the dashboard: words, cells, cached data, and labels for few and many names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from panels_for_books import made_up, more_factors_than_assets
from reading import cells_of, charts, parts, values
from xlsxwriter.utility import xl_cell_to_rowcol

from labfolio_xl.plan import charts as layout_of_charts
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.charts import CHARTS, TITLES, Chart
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.layout import blocks, pages
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.slots import PAGE_SLOTS, dashboard_slots, rows_above
from labfolio_xl.workbook.writer import write_workbook

AXIS_TITLES = {
    "LabfolioMeanBetas": ["factor", "mean beta"],
    "LabfolioExposures": ["factor", "exposure"],
    "LabfolioPremia": ["factor", "mean premium per period"],
    "LabfolioExpected": ["expected return per period", "realised mean per period"],
    "LabfolioCumulative": ["date", "sum of premia"],
    "LabfolioModelBetas": ["asset", "beta"],
    "LabfolioRisk": ["share of the variance; left of zero: a hedge"],
    "LabfolioRiskAssets": ["asset", "share"],
    "LabfolioAttribution": ["contribution to the return of the span; left of zero: losses"],
    "LabfolioContributions": ["part", "contribution"],
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
    """Six on the dashboard, the others on the sheets of their tables."""
    path, xml, _ = sample
    assert sorted(xml) == sorted(CHARTS)
    drawings = [p.decode() for name, p in parts(path).items() if "drawings/drawing" in name]
    assert [set(re.findall('name="(Labfolio\\w+)"', drawing)) for drawing in drawings] == [
        set(TITLES),
        *map(set, PAGE_SLOTS.values()),
    ]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_its_title_and_axis_titles(sample, name):
    _, xml, tables = sample
    written = re.findall("<a:t>(.*?)</a:t>", xml[name])
    wanted = layout_of_charts.charts(tables)[name]
    if wanted.title_cell is None:
        assert written.pop(0) == wanted.title == TITLES.get(name, wanted.title)
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
    assert [piece.values.row for piece in pieces] == list(range(values.row, values.last_row))
    assert [piece.name.row for piece in pieces] == list(range(names.row, names.last_row))
    shown = [row[block.header.index(column)] for row in block.cells[1:]]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], rel=1e-12)
    assert '<c:grouping val="stacked"/>' in xml[name]


@pytest.mark.parametrize("name", CHARTS)
def test_viewers_find_the_data_in_the_chart_itself(sample, name):
    """Every reference carries a cache, and the cache is what stands in the cells."""
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
        cached = re.findall(r"<c:v>(.*?)</c:v>", cache)
        assert len(cached) == len(shown)
        for text, cell in zip(cached, shown, strict=True):
            assert text == cell if isinstance(cell, str) else _number(text) == _serial(cell)


def _number(text):
    return pytest.approx(float(text), rel=1e-14)


def _serial(cell):
    return (cell - dt.date(1899, 12, 30)).days if isinstance(cell, dt.date) else cell


@pytest.mark.parametrize(
    ("name", "key", "column"),
    [("LabfolioMeanBetas", "mean_betas", "mean"), ("LabfolioPremia", "premia", "premium")],
)
def test_bars_are_sorted(sample, name, key, column):
    """The lowest is at the bottom, since a bar chart counts from there."""
    _, xml, tables = sample
    place = tables[key].header.index(column)
    shown = [row[place] for row in tables[key].cells[1:]]
    assert shown == sorted(shown)
    assert tables[key].column(column).address[1:] in xml[name]
    assert '<c:barDir val="bar"/>' in xml[name]


def test_exposures_have_a_band_of_one_standard_error_and_a_zero_line(sample):
    _, xml, tables = sample
    chart, error = xml["LabfolioExposures"], tables["exposure"].column("s.e.").address[1:]
    assert '<c:errValType val="cust"/>' in chart
    for side in ("plus", "minus"):
        assert re.search(rf"<c:{side}><c:numRef><c:f>{re.escape(error)}</c:f>", chart)
    # The line of the axis of factors crosses at zero; its labels stay at the edge.
    assert '<c:crosses val="autoZero"/>' in chart
    assert chart.count('<c:tickLblPos val="low"/>') == 2


def test_the_axis_of_exposures_holds_the_whole_band(sample):
    """Series that are not seen reach from the lower to the upper end."""
    _, xml, tables = sample
    for column in ("less 1 sd", "plus 1 sd"):
        assert tables["exposure"].column(column).address[1:] in xml["LabfolioExposures"]


@pytest.mark.parametrize("name", CHARTS)
def test_labels_stay_at_the_edge_also_below_zero(sample, name):
    _, xml, _ = sample
    assert set(re.findall(r'<c:tickLblPos val="(\w+)"/>', xml[name])) == {"low"}


def test_the_diagonal_spans_expected_and_realised(sample):
    """Two halves of one line, through (x, x) and (y, y), with one entry in the legend."""
    _, xml, tables = sample
    chart = xml["LabfolioExpected"]
    x, y = (tables["expected"].column(name).address[1:] for name in ("expected", "realised"))
    for column in (x, y):
        pair = rf"<c:xVal><c:numRef><c:f>{re.escape(column)}</c:f>.*?<c:yVal><c:numRef><c:f>"
        assert re.search(pair + re.escape(column), chart)
    assert '<c:legendEntry><c:idx val="1"/><c:delete val="1"/></c:legendEntry>' in chart


def test_the_portfolio_and_the_worst_explained_assets_are_named(sample):
    _, xml, tables = sample
    block, chart = tables["expected"], xml["LabfolioExpected"]
    errors = {row[0]: abs(row[3]) for row in block.cells[1:-1]}
    worst = max(errors, key=errors.get)
    assert f"<c:v>{worst}</c:v>" in chart
    assert 1 <= chart.count('<c:showSerName val="1"/>') <= 6
    assert "<c:v>portfolio</c:v>" in chart


def test_names_beside_points_keep_apart():
    """Equal points get one name, the worst explained."""
    inputs = made_up(30, 2)
    twins = inputs.assets.copy()
    twins.iloc[:, 1] = twins.iloc[:, 0]
    by_key = {b.key: b for b in blocks(analyse(replace(inputs, assets=twins)))}
    chart = layout_of_charts.charts(by_key)["LabfolioExpected"]
    rows = by_key["expected"].cells[1:]
    named = [
        rows[series.name.row - by_key["expected"].area.row - 1]
        for series in chart.series
        if series.role == "named"
    ]
    xs, ys = [row[1] for row in rows[:-1]], [row[2] for row in rows[:-1]]
    span = max(xs + ys) - min(xs + ys)
    for i, one in enumerate(named):
        for other in named[:i]:
            assert abs(one[2] - other[2]) > 0.08 * span or abs(one[1] - other[1]) > 0.25 * span


def test_short_names_lie_and_many_names_stand(drawn, sample):
    """24 tickers fit side by side; 100 names are turned upright, small, and none left out."""
    _, few, _ = sample
    _, many, _ = drawn(made_up(100, 4))
    axis = re.search("<c:catAx>.*?</c:catAx>", many["LabfolioModelBetas"], re.DOTALL)[0]
    assert 'rot="-5400000"' in axis
    assert 'sz="700"' in axis
    assert '<c:tickLblSkip val="1"/>' in axis
    axis = re.search("<c:catAx>.*?</c:catAx>", few["LabfolioModelBetas"], re.DOTALL)[0]
    assert 'rot="-5400000"' not in axis.split("</c:title>")[1]
    assert '<c:tickLblSkip val="1"/>' in axis


@pytest.mark.parametrize(
    ("span", "unit", "number"),
    [
        ((30, "D"), '<c:majorUnit val="7"/>', "yyyy-mm-dd"),
        ((250, "B"), '<c:majorUnit val="1"/><c:majorTimeUnit val="months"/>', "yyyy-mm"),
        ((500, "B"), '<c:majorUnit val="2"/><c:majorTimeUnit val="months"/>', "yyyy-mm"),
        ((2520, "B"), '<c:majorUnit val="12"/><c:majorTimeUnit val="months"/>', "yyyy"),
        ((800, "MS"), '<c:majorUnit val="120"/><c:majorTimeUnit val="months"/>', "yyyy"),
    ],
)
def test_an_axis_of_dates_has_about_a_dozen_labels(drawn, span, unit, number):
    n_obs, freq = span
    dates = pd.date_range("2000-01-01", periods=n_obs, freq=freq)
    inputs = made_up(5, 2, n_obs)
    inputs = Inputs(inputs.assets.set_axis(dates), inputs.factors.set_axis(dates))
    _, xml, _ = drawn(inputs)
    axis = re.search("<c:dateAx>.*?</c:dateAx>", xml["LabfolioCumulative"], re.DOTALL)[0]
    assert f'<c:numFmt formatCode="{number}"' in axis
    assert unit in axis


def test_cumulative_lambdas_are_running_sums(sample):
    _, _, tables = sample
    single = np.array([row[1:] for row in tables["lambdas"].cells[1:]])
    summed = np.array([row[1:] for row in tables["cumulative"].cells[1:]])
    assert np.allclose(summed, single.cumsum(axis=0), rtol=0.0, atol=1e-15)


def test_a_chart_without_its_table_leaves_the_reason_in_its_place(drawn):
    path, xml, _ = drawn(more_factors_than_assets())
    assert {"LabfolioExposures", "LabfolioMeanBetas"} == set(TITLES) & set(xml)
    told = [str(cell) for row in values(path)["Dashboard"] for cell in row]
    for name in set(TITLES) - set(xml):
        assert TITLES[name] in told
    assert sum("There are 3 assets for 5 premia" in cell for cell in told) == 4


def test_every_chart_is_described_for_readers_who_do_not_see_it(sample):
    path, _, _ = sample
    drawing = parts(path)["xl/drawings/drawing1.xml"].decode()
    for title in TITLES.values():
        assert f'descr="Chart: {title}"' in drawing


def test_one_asset_and_one_factor_are_drawn_too(drawn):
    _, xml, tables = drawn(made_up(1, 1))
    assert {name for name, block in tables.items() if block.failed} == set()
    assert sorted(xml) == sorted(name for name in CHARTS if not re.search("Rolling[2-6]", name))


def test_charts_of_failed_tables_are_sentences():
    by_key = {b.key: b for b in blocks(analyse(more_factors_than_assets()))}
    made = layout_of_charts.charts(by_key)
    assert isinstance(made["LabfolioExposures"], Chart)
    assert made["LabfolioPremia"].startswith("There are 3 assets for 5 premia")


def test_more_factors_than_colours_are_told_apart_by_dashes_and_shapes(drawn):
    _, xml, _ = drawn(made_up(30, 23))
    lines = re.findall(
        r'<a:ln w="19050"><a:solidFill><a:srgbClr val="(\w+)"/></a:solidFill>'
        r'<a:prstDash val="(\w+)"/>',
        xml["LabfolioCumulative"],
    )
    assert len(set(lines)) == len(lines) == 23
    dots = re.findall(
        r'<c:symbol val="(\w+)"/>.*?<a:srgbClr val="(\w+)"/>', xml["LabfolioModelBetas"]
    )
    assert len(set(dots)) == len(dots) == 23


def cells_taken(slots):
    return [
        (row, column)
        for slot in slots.values()
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    ]


@pytest.mark.parametrize("n_factors", [1, 6, 14, 23, 40])
def test_charts_never_overlap_and_every_bar_has_room_for_its_name(n_factors):
    slots = dashboard_slots(n_factors)
    assert set(slots) == set(TITLES)
    taken = cells_taken(slots)
    assert len(taken) == len(set(taken))
    for name in ("LabfolioMeanBetas", "LabfolioPremia"):
        assert slots[name].rows * 20 - 120 >= 14 * n_factors


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


def test_pieces_beyond_the_colours_are_told_apart_by_patterns(drawn):
    _, xml, _ = drawn(made_up(30, 23))
    looks = re.findall(
        r"<c:spPr>(<a:(?:solidFill|pattFill).*?</a:(?:solidFill|pattFill)>)", xml["LabfolioRisk"]
    )
    assert len(set(looks)) == len(looks) == 25  # and the white behind the chart
