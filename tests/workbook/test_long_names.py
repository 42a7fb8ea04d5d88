"""Workbooks of long and wide names: sheets stay narrow, rows legal, charts readable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lint import lint
from openxml_validator import validate
from panels_for_books import made_up
from reading import charts, sheet_xml
from written_cases import reports

from labfolio_xl.plan.charts import charts as charts_of
from labfolio_xl.plan.layout import blocks, pages
from labfolio_xl.plan.sizes import (
    WIDEST_HEADER,
    column_widths,
    header_height,
    is_broken,
    row_heights,
)
from labfolio_xl.returns.names.widths import letters
from labfolio_xl.workbook.canvas import header_looks

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HIGHEST = 409.5  # points of a row of Excel
LETTERS = 0.85  # in a unit of width, bold, in lines of whole words


def named(asset, factor, n_assets=24, n_factors=4):
    """Inputs whose names begin with these words."""
    inputs = made_up(n_assets, n_factors, 90)
    return replace(
        inputs,
        assets=inputs.assets.set_axis([f"{asset} {i}" for i in range(n_assets)], axis=1),
        factors=inputs.factors.set_axis([f"{factor} {i}" for i in range(n_factors)], axis=1),
    )


CASES = {
    "long": lambda: named(
        "The Global Investment Company of the Northern Hemisphere plc Class A",
        "Quality minus junk, long-short, hedged, region",
    ),
    "East Asia": lambda: named("中国工商银行股份有限公司", "价值因子与动量因子之差", 6, 3),
    "endless": lambda: named("A" * 3000, "F" * 3000, 6, 2),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write each case once: its path and its analysis."""
    return reports(tmp_path_factory, CASES)


def test_letters_of_east_asia_take_the_room_of_two():
    assert letters("Momentum") == 8
    assert letters("动量") == 4
    assert letters("Сбербанк") == 8


def test_columns_are_wide_enough_for_letters_of_east_asia(written):
    """Twelve such letters and a number take about twenty-four letters and more."""
    _, analysis = written("East Asia")
    page = next(page for page in pages(analysis) if page.sheet == "Expected")
    assert column_widths(page)[1] > 24


@pytest.mark.parametrize("case", ["long", "endless"])
def test_a_column_of_numbers_is_not_as_wide_as_the_name_above_it(written, case):
    _, analysis = written(case)
    for page in pages(analysis):
        widths = column_widths(page)
        for block in (block for block in page.blocks if not block.failed):
            for place, (name, look) in enumerate(zip(block.header, block.styles, strict=True)):
                if is_broken(name, look) and page.one_header:
                    assert widths[block.area.column + place] <= WIDEST_HEADER


def test_a_name_in_lines_fits_its_row(written):
    _, analysis = written("long")
    seen = 0
    for page in pages(analysis):
        heights = row_heights(page)
        for block in (block for block in page.blocks if not block.failed):
            for name, look in zip(block.header, header_looks(block), strict=True):
                if look == "header_broken":
                    lines = heights[block.area.row] // 13
                    assert lines * WIDEST_HEADER * LETTERS >= len(name), (block.key, name)
                    seen += 1
    assert seen > 20


@pytest.mark.parametrize("case", CASES)
def test_no_row_is_higher_than_excel_can(written, case):
    path, _ = written(case)
    for name, xml in sheet_xml(path).items():
        for row in xml.iter(f"{MAIN}row"):
            assert float(row.get("ht", 15)) <= HIGHEST, name
    assert header_height(["A" * 10_000]) <= HIGHEST


def test_the_names_above_inputs_are_in_lines_and_none_is_cut(written):
    path, analysis = written("long")
    xml = sheet_xml(path)["Portfolio"]
    header = next(row for row in xml.iter(f"{MAIN}row") if row.get("r") == "4")
    longest = max(map(len, analysis.aligned.assets.columns))
    assert float(header.get("ht")) // 13 * WIDEST_HEADER * LETTERS >= longest
    widths = [float(col.get("width")) for col in xml.iter(f"{MAIN}col")]
    assert max(widths) < WIDEST_HEADER + 1


def test_names_that_nobody_could_read_are_left_off_the_axis_and_the_axis_says_so(written):
    xml = charts(written("long")[0])
    assert "asset, in the order of the table" in xml["LabfolioRiskAssets"]


def test_few_long_names_stay_on_the_axis(written):
    xml = charts(written("East Asia")[0])["LabfolioRiskAssets"]
    assert "in the order of the table" not in xml


@pytest.mark.parametrize("case", CASES)
def test_outliers_and_lines_are_named_whatever_the_length_of_their_names(written, case):
    """A long name is shortened: it would lie over the points beside it."""
    made = charts_of({block.key: block for block in blocks(written(case)[1])})
    for name, role in (("LabfolioExpected", "named"), ("LabfolioCumulative", "end")):
        named = [series.name for series in made[name].series if series.role == role]
        assert len(named) >= 2
        for shown in named:
            assert isinstance(shown, str)
            assert "…" in shown
            assert letters(shown) <= 20


@pytest.mark.parametrize("case", CASES)
def test_a_description_of_a_chart_is_short_and_on_one_line(written, case):
    made = charts_of({block.key: block for block in blocks(written(case)[1])})
    texts = [f"{chart.shows} {chart.says}" for chart in made.values()]
    assert max(map(len, texts)) < 450
    assert not any("\n" in text for text in texts)


@pytest.mark.parametrize("case", CASES)
def test_the_lint_finds_nothing(written, case):
    assert lint(written(case)[0]) == []


@pytest.mark.validator
@pytest.mark.parametrize("case", CASES)
def test_the_open_xml_sdk_finds_nothing(written, case):
    assert validate(written(case)[0]) == []
