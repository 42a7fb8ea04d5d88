"""What was seen in pictures: columns without a foot, torn heat maps, pages of one column."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from panels_for_books import made_up
from reading import charts, parts, sheet_xml
from written_cases import reports
from xlsxwriter.utility import xl_col_to_name

from labfolio_xl.plan.layout import pages
from labfolio_xl.plan.sizes import row_heights
from labfolio_xl.workbook.canvas import LEGIBLE
from labfolio_xl.workbook.writer import write_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STANDS_ON_ZERO = '<c:min val="0"/>'
LEVEL = '<a:bodyPr rot="0" vert="horz"/>'


def short_position():
    """Return two assets of which one is sold short, so that a column points downwards."""
    inputs = made_up(2, 1)
    return replace(inputs, weights=inputs.assets.iloc[0].abs() * 0.0 + [1.5, -0.5])


def long_names(n_assets):
    """Return assets with names of some sixty letters."""
    inputs = made_up(n_assets, 2)
    names = [f"Total International Stock Index Fund Admiral Shares {n}" for n in range(n_assets)]
    return replace(inputs, assets=inputs.assets.set_axis(names, axis=1), weights=None)


CASES = {
    "one fund": lambda: made_up(1, 3),
    "short": short_position,
    "5 long names": lambda: long_names(5),
    "19 long names": lambda: long_names(19),
    "6 factors": lambda: made_up(12, 6),
    "40 factors": lambda: made_up(45, 40, 120),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return the path of a report and what was computed for it."""
    return reports(tmp_path_factory, CASES)


def test_one_column_of_a_hundred_percent_stands_on_zero(written):
    assert STANDS_ON_ZERO in charts(written("one fund")[0])["LabfolioRiskAssets"]


def test_columns_that_point_downwards_are_not_cut(written):
    assert STANDS_ON_ZERO not in charts(written("short")[0])["LabfolioRiskAssets"]


def test_a_live_workbook_leaves_room_for_columns_of_later_inputs(tmp_path):
    path = tmp_path / "live.xlsm"
    write_workbook(path, CASES["one fund"](), "365")
    assert STANDS_ON_ZERO not in charts(path)["LabfolioRiskAssets"]


@pytest.mark.parametrize(("case", "level"), [("5 long names", True), ("19 long names", False)])
def test_long_names_stand_level_in_lines_where_columns_are_broad(written, case, level):
    """Written upwards, five of them would press the columns flat."""
    assert (LEVEL in charts(written(case)[0])["LabfolioRiskAssets"]) is level


def test_the_rows_of_the_heat_map_have_one_height(written):
    page = next(page for page in pages(written("6 factors")[1]) if page.sheet == "Betas")
    area = page.blocks[0].area
    assert not set(row_heights(page)) & set(range(area.row + 1, area.last_row + 1))


def test_a_message_above_broad_columns_adds_no_page(written):
    setup = sheet_xml(written("one fund")[0])["Tests"].find(f"{MAIN}pageSetup")
    assert setup.get("fitToWidth", "1") == "1"


def test_beside_a_grid_on_several_pages_a_table_keeps_its_last_column(written):
    """The print is as small as can be read, which is what one page holds at most."""
    setup = sheet_xml(written("40 factors")[0])["Betas"].find(f"{MAIN}pageSetup")
    assert setup.get("fitToWidth") is None
    assert int(setup.get("scale")) == int(100 * 145 / LEGIBLE)


def printed_titles(path, sheet):
    book = parts(path)["xl/workbook.xml"].decode()
    name = rf'<definedName name="_xlnm.Print_Titles" localSheetId="\d+">({sheet}![^<]*)<'
    found = re.search(name, book)
    return found[1] if found else ""


def test_a_grid_repeats_its_names_on_further_pages(written):
    path, analysis = written("40 factors")
    page = next(page for page in pages(analysis) if page.sheet == "Residuals")
    letter = xl_col_to_name(page.papers[-1].column)
    assert f"Residuals!${letter}:${letter}" in printed_titles(path, "Residuals")


def test_names_are_not_repeated_beside_another_table(written):
    """On Betas the grid stands first: its names would stand beside the rows of the other table."""
    assert not re.search(r"\$[A-Z]", printed_titles(written("40 factors")[0], "Betas"))
