"""The cells of betas are coloured by their size, in a table of any size."""

from __future__ import annotations

import pytest
from panels_for_books import made_up
from reading import MAIN, sheet_xml
from written_cases import each_once
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.styles import NEGATIVE, POSITIVE
from labfolio_xl.workbook.writer import write_workbook

SIZES = {"1 x 3": (1, 3), "8 x 3": (8, 3), "100 x 40": (100, 40)}
FLAVOURS = ("report", "365", "2019")
# The sheet and the first column of numbers of each table that is coloured.
TABLES = {"betas": 1, "model_params": 2}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write a size in a flavour: path and analysis."""
    return each_once(
        tmp_path_factory,
        "book.xlsm",
        lambda path, case: write_workbook(path, made_up(*SIZES[case[0]]), case[1]),
    )


def rules(sheet):
    """The rules of a sheet by priority: their cells, and the element."""
    found = [
        (int(rule.get("priority")), group.get("sqref"), rule)
        for group in sheet.iter(f"{MAIN}conditionalFormatting")
        for rule in group.iter(f"{MAIN}cfRule")
    ]
    return [(cells, rule) for _, cells, rule in sorted(found, key=lambda item: item[0])]


def scale(sheet, cells):
    """The ends and the colours of the scale over some cells, and its place among the rules."""
    for place, (over, rule) in enumerate(rules(sheet)):
        if over == cells and rule.get("type") == "colorScale":
            ends = [(end.get("type"), end.get("val")) for end in rule.iter(f"{MAIN}cfvo")]
            return place, ends, [color.get("rgb")[2:] for color in rule.iter(f"{MAIN}color")]
    raise AssertionError(f"no scale over {cells}")


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", TABLES)
def test_betas_have_a_scale_that_is_white_at_zero_and_as_long_on_both_sides(
    written, size, flavour, key
):
    path, analysis = written((size, flavour))
    block = {block.key: block for block in blocks(analysis)}[key]
    if block.failed:
        assert (size, key) == ("1 x 3", "model_params")  # one asset, three premia
        return
    area, sheet = block.area, sheet_xml(path)[block.area.sheet]
    first = area.column + TABLES[key]
    last = (area.last_row, area.last_column) if flavour == "report" else (1_048_575, first + 299)
    place, ends, colors = scale(sheet, xl_range(area.row + 1, first, *last))
    assert [kind for kind, _ in ends] == ["formula", "num", "formula"]
    assert ends[0][1] == f"-{ends[2][1]}"
    assert ends[1][1] == "0"
    assert colors == [NEGATIVE[1:], "FFFFFF", POSITIVE[1:]]
    assert ends[2][1].startswith(
        f"MAX(MAX({xl_rowcol_to_cell(area.row + 1, first, row_abs=True, col_abs=True)}:"
    )
    before = [(rule.get("stopIfTrue"), rule[0].text) for _, rule in rules(sheet)[:place]]
    head = xl_rowcol_to_cell(area.row, first, row_abs=True, col_abs=True)
    stop = ("1", f"COUNTBLANK({head}:{xl_rowcol_to_cell(area.row, first, row_abs=True)})>0")
    assert (stop in before) == (flavour != "report")


def test_the_table_beside_the_betas_begins_with_the_header_at_which_the_scale_ends(written):
    """The ends of the scale are those of the cells before the next header "asset"."""
    _, analysis = written(("100 x 40", "365"))
    by_key = {block.key: block for block in blocks(analysis)}
    betas, further = by_key["betas"], by_key["beta_stats"]
    assert betas.header[0] == further.header[0] == "asset"
    assert betas.area.last_column + 1 < further.area.column
    assert betas.area.row == further.area.row


def test_assets_stand_in_the_order_of_their_betas_to_the_first_factor(written):
    _, analysis = written(("8 x 3", "report"))
    betas = next(block for block in blocks(analysis) if block.key == "betas")
    first = [row[1] for row in betas.cells[1:]]
    assert first == sorted(first, reverse=True)
    assert analysis.betas.by_asset().index.tolist() == analysis.aligned.assets.columns.tolist()
