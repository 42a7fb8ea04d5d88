"""The sheets on risk, attribution, rolling exposures and tests: words, looks, paper."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from panels_for_books import made_up, with_holes
from reading import cells_of, charts, parts, sheet_xml, texts, values
from written_cases import reports

from labfolio_xl import attribution, diagnostics, grs_test, risk_decomposition, rolling_exposure
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks, pages
from labfolio_xl.plan.sizes import LETTERS_IN_A_UNIT, LINE, column_widths, frozen_panes, row_heights

SHEETS = ("Risk", "Attribution", "Rolling", "Tests", "Residuals")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def two_dozen():
    """As many assets and factors as the portfolio of the notebook has."""
    return made_up(24, 6, 249)


CASES = {
    "sample": sample_inputs,
    "holes, rate, weights": with_holes,
    "two dozen": two_dozen,
    "too short to roll": lambda: made_up(8, 5, 12),
    "one factor": lambda: made_up(3, 1, 90),
    "a grid too large": lambda: made_up(251, 2, 300),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write each case once: its path and its analysis."""
    return reports(tmp_path_factory, CASES)


def column(path, analysis, key, name):
    block = next(block for block in blocks(analysis) if block.key == key)
    return [row[0] for row in cells_of(values(path)[block.area.sheet], block.column(name))]


def test_the_numbers_are_those_of_the_python_functions(written):
    """Independently of the functions of the sheet."""
    path, analysis = written("holes, rate, weights")
    i = analysis.inputs
    tables = i.assets, i.factors
    common = {"self_financing": ["Factor 2"]}
    held = (*tables, i.risk_free, i.weights)
    risk = risk_decomposition(*held, **common).to_frame()
    parts_ = attribution(*held, **common).to_frame()
    rolled = rolling_exposure(*held, **common)
    grs = grs_test(*tables, i.risk_free, **common).to_frame()
    found = diagnostics(*tables, i.risk_free, intercept=True, **common)
    shown = column(path, analysis, "risk", "variance")
    assert shown == pytest.approx(risk["variance"].tolist(), rel=1e-13)
    shown = column(path, analysis, "attribution", "contribution")
    assert shown == pytest.approx(parts_["contribution"].tolist(), rel=1e-11, abs=1e-16)
    shown = column(path, analysis, "rolling", "Factor 2 plus 1 sd")
    assert shown == pytest.approx(rolled.band[1]["Factor 2"].tolist(), rel=1e-12)
    shown = column(path, analysis, "grs", "statistic")
    assert shown == pytest.approx(grs["statistic"].tolist(), rel=1e-12)
    shown = column(path, analysis, "residual_tests", "White")
    assert shown == pytest.approx(found.by_asset["white"].tolist(), rel=1e-12)
    assert column(path, analysis, "findings", "reading") == found.to_frame()["reading"].tolist()


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_says_what_it_shows_and_how_to_read_it(written, sheet):
    told = texts(written("sample")[0])[sheet]
    [about] = [contents.about for contents in CONTENTS if contents.sheet == sheet]
    assert about.title in told
    assert about.note in told


def test_what_factors_and_alpha_brought_is_said_in_a_sentence(written):
    path, analysis = written("sample")
    assert (
        attribution(analysis.inputs.assets, analysis.inputs.factors).reading
        in (texts(path)["Attribution"])
    )


def test_a_sample_of_survivors_says_so(written):
    path, analysis = written("sample")
    [caution] = analysis.inputs.cautions
    assert caution in texts(path)["Dashboard"]
    assert caution in texts(path)["About"]


def test_too_few_dates_for_a_window_are_one_sentence_and_the_other_sheets_stay(written):
    path, analysis = written("too short to roll")
    assert {block.key for block in blocks(analysis) if block.failed} == {"rolling"}
    sentence = "window is 6 dates, but with 5 factors and 12 common dates it must have 7 to 12"
    shown = texts(path)["Rolling"]
    assert shown.count(sentence) == 2  # in the place of the charts, and of the table
    assert not any("Rolling" in name for name in charts(path))
    assert "LabfolioRisk" in charts(path)


@pytest.mark.parametrize("case", CASES)
def test_every_word_has_its_room(written, case):
    """Text with a neighbour to its right fits its column; broken text fits its row."""
    _, analysis = written(case)
    for page in pages(analysis):
        if page.sheet in SHEETS:
            widths, heights = column_widths(page), row_heights(page)
            for block in (block for block in page.blocks if not block.failed):
                assert_room(block, widths, heights)


def assert_room(block, widths, heights):
    for below, row in enumerate(block.cells[1:], 1):
        height = heights.get(block.area.row + below, LINE + 2.0)
        for place, cell in enumerate(row):
            is_last = place == len(row) - 1 or not isinstance(row[place + 1], str)
            if not isinstance(cell, str) or (is_last and block.header[place] not in block.widest):
                continue
            width = widths[block.area.column + place]
            lines = max(1, int(height // LINE)) if block.header[place] in block.widest else 1
            assert math.ceil(len(cell) * 0.92 / width) <= lines or (
                len(cell) <= lines * width * LETTERS_IN_A_UNIT
            ), (block.key, cell)


@pytest.mark.parametrize("case", CASES)
def test_tables_below_each_other_begin_in_one_column(written, case):
    """With an annual column and without: no table is indented against the others."""
    for page in pages(written(case)[1]):
        if page.sheet in ("Risk", "Tests", "Exposure"):
            assert {block.area.column for block in page.blocks} == {1}, page.sheet


def rules(path, sheet):
    """The formulas of conditional formats, each with its cells."""
    found = sheet_xml(path)[sheet].iter(f"{MAIN}conditionalFormatting")
    return [(f.get("sqref"), rule.findtext(f"{MAIN}formula")) for f in found for rule in f]


@pytest.mark.parametrize(
    ("sheet", "key"),
    [
        ("Exposure", "exposure"),
        ("Model", "model_premia"),
        ("Tests", "grs"),
        ("Tests", "findings"),
    ],
)
def test_small_p_values_are_marked_all_down_the_sheet(written, sheet, key):
    """Also where a table that grows with a refresh puts them, above and below."""
    path, analysis = written("holes, rate, weights")
    block = next(block for block in blocks(analysis) if block.key == key)
    column = _letters(block.column("p").column)
    (place,) = {
        place for place, rule in rules(path, sheet) if re.match(rf"{column}\d+:{column}\d+$", place)
    }
    first, last = (int(corner[len(column) :]) for corner in place.split(":"))
    assert first <= block.area.row + 2
    assert last == 1_048_576
    (rule,) = [rule for cells, rule in rules(path, sheet) if cells == place]
    cell = f"{column}{first}"
    # A blank cell is less than 5% too.
    assert rule.endswith(f"ISNUMBER({cell}),{cell}<0.05)")


@pytest.mark.parametrize("sheet", ["Premia", "Betas", "Attribution", "Residuals", "Check"])
def test_marks_follow_the_headers_where_tables_move_aside(written, sheet):
    path, analysis = written("sample")
    page = next(page for page in pages(analysis) if page.sheet == sheet)
    kind = "severity" if sheet == "Check" else "p"
    header = page.blocks[0].area.row + 1
    (place,) = {
        place for place, rule in rules(path, sheet) if rule and f'B${header}="{kind}"' in rule
    }
    assert place == f"B{header + 1}:{_letters(300)}1048576"


@pytest.mark.parametrize("case", CASES)
def test_what_is_marked_as_a_p_value_is_one(written, case):
    """No other number stands in a column that has p-values in another table of its sheet."""
    for page in pages(written(case)[1]):
        shown = [block for block in page.blocks if not block.failed and not page.one_header]
        marked = {
            block.area.column + place
            for block in shown
            for place, style in enumerate(block.styles)
            if style == "p"
        }
        for block in shown:
            for place, style in enumerate(block.styles):
                if block.area.column + place in marked and style != "p":
                    column = [row[place] for row in block.cells[1:]]
                    assert not any(isinstance(cell, float) for cell in column), block.key


def test_correlations_are_coloured_by_their_size_whatever_their_number(written):
    path, analysis = written("sample")
    block = next(b for b in blocks(analysis) if b.key == "residual_correlations")
    xml = sheet_xml(path)["Residuals"]
    scales = [f for f in xml.iter(f"{MAIN}conditionalFormatting") if list(f.iter(f"{MAIN}color"))]
    (scale,) = [f for f in scales if f.find(f".//{MAIN}colorScale") is not None]
    ends = [e.get("val") for e in scale.iter(f"{MAIN}cfvo")]
    assert ends == ["-0.5", "0.0", "0.5"]
    first, last = scale.get("sqref").split(":")
    top, left = block.area.row + 1, block.area.column + 1
    assert first == f"{_letters(left)}{top + 1}"
    assert last == f"{_letters(left + 249)}{top + 250}"


def _letters(number):
    letters = ""
    while number >= 0:
        letters, number = chr(65 + number % 26) + letters, number // 26 - 1
    return letters


def test_a_grid_of_too_many_assets_is_left_out_and_the_tests_stay(written):
    path, analysis = written("a grid too large")
    keys = {block.key for block in blocks(analysis)}
    assert "residual_correlations" not in keys
    assert "residual_tests" in keys
    assert "Beyond 250 assets there is no grid" in texts(path)["Residuals"]


def fit_to(path, sheet):
    setup = sheet_xml(path)[sheet].find(f"{MAIN}pageSetup")
    return int(setup.get("fitToWidth", 1)), int(setup.get("fitToHeight", 1))


@pytest.mark.parametrize("sheet", ["Exposure", "Expected", "Risk", "Attribution", "Rolling"])
def test_the_results_of_two_dozen_assets_print_on_one_page(written, sheet):
    """No last page with the portfolio's row alone."""
    assert fit_to(written("two dozen")[0], sheet) == (1, 1)


@pytest.mark.parametrize("sheet", ["Betas", "Model", "Residuals"])
def test_tables_side_by_side_have_paper_of_their_own(written, sheet):
    path, analysis = written("two dozen")
    book = parts(path)["xl/workbook.xml"].decode()
    name = rf'<definedName name="_xlnm.Print_Area" localSheetId="\d+">({sheet}![^<]*)<'
    areas = re.search(name, book)[1].split(",")
    page = next(page for page in pages(analysis) if page.sheet == sheet)
    assert [f"={area}" for area in areas] == [paper.address for paper in page.papers]
    assert len(areas) == 2
    for block in page.blocks:
        shown = replace(block.area, n_rows=min(block.area.n_rows, 80))
        inside = [paper for paper in page.papers if _holds(paper, shown)]
        assert len(inside) == 1, block.key


def _holds(paper, area):
    return (
        paper.row <= area.row
        and paper.column <= area.column
        and paper.last_row >= area.last_row
        and paper.last_column >= area.last_column
    )


def test_paper_of_rolling_exposures_shows_the_charts(written):
    path, analysis = written("sample")
    book = parts(path)["xl/workbook.xml"].decode()
    printed = re.search(r"Print_Area[^>]*>Rolling!\$A\$1:\$([A-Z]+)\$(\d+)<", book)
    page = next(page for page in pages(analysis) if page.sheet == "Rolling")
    assert printed[1] == "K"
    assert int(printed[2]) > page.first_chart + 3 * 14
    assert page.blocks[0].area.column > 11


def test_the_sheets_with_a_table_of_dates_keep_its_header_in_view(written):
    _, analysis = written("sample")
    page = next(page for page in pages(analysis) if page.sheet == "Rolling")
    assert frozen_panes(page, live=True) == (page.blocks[0].area.row + 1, 0)
