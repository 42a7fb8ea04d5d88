"""The live workbook: formulas, the values that they bring along, names, buttons, manual."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from lint import lint
from openxml_validator import validate
from panels_for_books import hostile, made_up, more_factors_than_assets, with_holes
from reading import (
    cells_of,
    charts,
    differences,
    formulas,
    parts,
    sheet_xml,
    values,
)
from written_cases import each_once
from xlsxwriter.utility import xl_cell_to_rowcol, xl_range

from labfolio_xl.errors import InputError
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.charts import CHARTS
from labfolio_xl.plan.contents import CODE_NAMES, SHEETS
from labfolio_xl.plan.first_page import first_page
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.plan.load import all_buttons
from labfolio_xl.plan.places import INPUTS, INTELLISENSE, SETTINGS, Area
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.workbook.writer import workbook_bytes, write_workbook

VBA = Path(__file__).parents[2] / "labfolio_xl" / "vba" / "sources"

# Inputs that were stored with 16 digits move a result by little more than that; a p-value far
# out in a tail, by its logarithm.
FROM_16_DIGITS = 1e-11
# What is zero but for rounding, such as the sum of the residuals.
ZERO = 1e-14

CASES = {
    "sample": (sample_inputs, "365"),
    "classic arrays": (sample_inputs, "2019"),
    "holes, rate, weights, intercept": (with_holes, "365"),
    "hostile names": (hostile, "365"),
    "no premia": (more_factors_than_assets, "365"),
}
LIVE_CASES = [name for name in CASES if name != "classic arrays"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write each case once: its path and its analysis."""

    def write(path, case):
        inputs, excel = CASES[case]
        return write_workbook(path, inputs(), excel)

    return each_once(tmp_path_factory, "live.xlsm", write)


@pytest.mark.parametrize("case", CASES)
def test_every_table_is_one_formula_over_its_whole_spill(written, case):
    path, analysis = written(case)
    found = formulas(path)
    for block in blocks(analysis):
        text, kind, reference, dynamic = found[block.area.sheet][block.area.row, block.area.column]
        assert text == block.formula.text
        assert kind == "array"
        single = block.area.n_rows == block.area.n_columns == 1
        corners = xl_range(*block.area.corners)
        assert reference == (corners.partition(":")[0] if single else corners)
        assert dynamic is (case != "classic arrays")


def test_formulas_read_as_an_analyst_types_them(written):
    path, _ = written("sample")
    found = formulas(path)
    typed = [text for sheet in found.values() for text, *_ in sheet.values()]
    assert "=LF_EXPOSURE(Assets,Factors,RiskFree,Weights,Settings)" in typed
    assert "=LF_BETAS(Assets,Factors,RiskFree,Settings)" in typed
    assert "=LF_PREMIA(Assets,Factors,RiskFree,,Settings)" in typed
    assert '=LF_PREMIA(Assets,Factors,RiskFree,"kinds",Settings)' in typed
    assert not any("_xl" in text for text in typed)


def test_options_go_into_the_sheet_settings_and_every_formula_reads_it(written):
    path, analysis = written("holes, rate, weights, intercept")
    sheet = openpyxl.load_workbook(path)["Settings"]
    said = {row[0]: row[1] for row in sheet.iter_rows(min_row=5, max_col=2, values_only=True)}
    assert said["self_financing"] == "Factor 2"
    assert said["intercept"] == "yes"
    assert said["periods_per_year"] == 252
    assert said["frequency"] is None
    for block in blocks(analysis):
        assert block.formula.text.endswith(",Settings)"), block.formula.text


@pytest.mark.parametrize("case", CASES)
def test_every_spilled_cell_brings_its_value(written, case):
    """So that the numbers show without Python, in viewers and previews."""
    path, analysis = written(case)
    read = values(path)
    for block in blocks(analysis):
        assert differences(read[block.area.sheet], block.area, block.cells) == []


@pytest.mark.parametrize("case", LIVE_CASES)
def test_the_formulas_give_what_they_bring(written, case):
    """Each function, called with the cells of the file as a host would hand them over."""
    path, analysis = written(case)
    read = values(path)
    given = {}
    for name, area in _names(path).items():
        rows = cells_of(read[area.sheet], area)
        blank = all(cell == "" for row in rows for cell in row)
        argument = next(p.argument for p in (*INPUTS, SETTINGS) if p.name == name)
        given[argument] = None if blank else [[None if c == "" else c for c in r] for r in rows]
    for block in blocks(analysis):
        cells = block.formula.evaluate(given)
        assert differences(read[block.area.sheet], block.area, cells, FROM_16_DIGITS, ZERO) == []


def _names(path):
    """The areas of the defined names of the inputs and the settings."""
    book = parts(path)["xl/workbook.xml"].decode()
    found = {}
    for place in (*INPUTS, SETTINGS):
        sheet, cells = re.search(
            rf'<definedName name="{place.name}">([A-Za-z]+)!([$A-Z0-9:]+)</definedName>', book
        ).groups()
        corners = [xl_cell_to_rowcol(cell.replace("$", "")) for cell in cells.split(":")]
        (row, column), (last_row, last_column) = corners[0], corners[-1]
        found[place.name] = Area(sheet, row, column, last_row - row + 1, last_column - column + 1)
    return found


def test_names_stand_for_the_inputs(written):
    path, analysis = written("sample")
    names = _names(path)
    assert {name: area.sheet for name, area in names.items()} == {
        "Assets": "Portfolio",
        "Factors": "Factors",
        "RiskFree": "RiskFree",
        "Weights": "Weights",
        "Benchmark": "Benchmark",
        "Settings": "Settings",
    }
    assert names["Assets"].corners == (3, 0, 3 + 249, 20)
    assert names["Factors"].corners == (3, 0, 3 + 249, 6)
    assert analysis.data_report.n_obs == 249


def test_nothing_is_computed_on_opening(written):
    for case in CASES:
        calculation = re.search(
            r"<calcPr[^>]*>", parts(written(case)[0])["xl/workbook.xml"].decode()
        )[0]
        assert calculation == '<calcPr calcId="191029"/>'


def test_the_first_page_reads_the_tables_below_it(written):
    path, analysis = written("sample")
    found, by_key = formulas(path)["Dashboard"], {b.key: b for b in blocks(analysis)}
    expected = [cell.formula for cell in first_page(analysis, by_key) if cell.formula]
    own = [text for text, *_ in found.values() if "LF_" not in text]
    assert sorted(own) == sorted(expected)
    assert len(expected) > 100


@pytest.mark.parametrize("case", CASES)
def test_charts_are_those_of_the_report(written, case):
    """And further ones for factors that may come, which are hidden."""
    path, analysis = written(case)
    report = path.with_name("report.xlsx")
    report.write_bytes(workbook_bytes(analysis, "report"))
    live, shown = (
        # The numbers of the axes count the charts before, of which a live workbook has more.
        # Columns of a report that all point upwards stand on zero; those of others may not.
        {
            name: re.sub(r'(?<=val=")50\d+(?=")|<c:min val="0(\.0)?"/>', "", xml)
            for name, xml in charts(book).items()
        }
        for book in (path, report)
    )
    assert {name: live[name] for name in shown} == shown
    assert sorted(live) == sorted(CHARTS) or case == "no premia"
    assert hidden_charts(path) == set(live) - set(shown)
    n_factors = analysis.data_report.n_factors
    assert hidden_charts(path) == {f"LabfolioRolling{n}" for n in range(n_factors + 1, 7)}


def hidden_charts(path):
    drawings = [p.decode() for name, p in parts(path).items() if "drawings/drawing" in name]
    found = re.findall(r'<xdr:cNvPr [^>]*name="(\w+)"[^>]*hidden="1"', "".join(drawings))
    return set(found)


def test_buttons_run_macros_that_exist(written):
    path, _ = written("sample")
    drawn = "".join(part.decode() for name, part in parts(path).items() if "vmlDrawing" in name)
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawn)
    captions = re.findall(r"<font[^>]*>([^<]+)</font>", drawn)
    assert captions == [caption for caption, _ in all_buttons()]
    source = (VBA / "LabfolioMacros.bas").read_text("ascii")
    for macro in macros:
        assert re.search(rf"^Public Sub {macro}\(\)", source, re.MULTILINE), macro
    assert macros == [macro for _, macro in all_buttons()]


def test_sheets_have_the_code_names_that_the_macros_expect(written):
    path, _ = written("sample")
    for name, sheet in sheet_xml(path).items():
        properties = next(e for e in sheet.iter() if e.tag.endswith("}sheetPr"))
        assert properties.get("codeName") == CODE_NAMES[name]
    assert list(sheet_xml(path)) == [*SHEETS, INTELLISENSE]


def test_the_manual_tells_every_function_with_an_example(written):
    path, _ = written("sample")
    manual = [[str(cell) for cell in row] for row in values(path)["Functions"]]
    for entry in REGISTRY.values():
        assert any(entry.summary in row for row in manual)
        assert any(entry.signature in row for row in manual)
        assert not entry.examples or any(entry.examples[0] in row for row in manual)
        for argument in entry.arguments:
            assert any(argument.name in row for row in manual)


def test_intellisense_finds_its_sheet_last_and_hidden(written):
    """Excel-DNA reads name, description, help topic, then pairs of arguments from row 2 on."""
    path, _ = written("sample")
    book = parts(path)["xl/workbook.xml"].decode()
    assert re.findall(r'<sheet name="(\w+)"[^>]*state="hidden"', book) == [INTELLISENSE]
    rows = values(path)[INTELLISENSE]
    assert rows[0][0] == "FunctionInfo"
    assert [row[0] for row in rows[1:]] == list(REGISTRY)
    for row, entry in zip(rows[1:], REGISTRY.values(), strict=True):
        assert row[1] == entry.summary
        assert row[2] == ""
        pairs = list(zip(row[3::2], row[4::2], strict=False))[: len(entry.arguments)]
        assert pairs == [(argument.name, argument.help) for argument in entry.arguments]


def test_a_function_that_fails_keeps_its_sentence_in_its_cell(written):
    path, analysis = written("no premia")
    block = next(b for b in blocks(analysis) if b.key == "premia")
    shown = values(path)["Premia"][block.area.row][block.area.column]
    assert shown.startswith("#LF! There are 3 assets for 5 premia")


def test_the_same_input_gives_the_same_bytes():
    analysis = analyse(made_up())
    assert workbook_bytes(analysis, "365") == workbook_bytes(analyse(made_up()), "365")


def test_an_unknown_flavour_is_refused_with_the_choices(tmp_path):
    with pytest.raises(InputError, match='"2010"; choose one of "report", "365", "2019"'):
        write_workbook(tmp_path / "out.xlsm", made_up(), "2010")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    path = tmp_path / "kept.xlsm"
    path.write_bytes(b"mine")
    with pytest.raises(InputError, match="exists and is kept"):
        write_workbook(path, made_up(), "365")
    assert path.read_bytes() == b"mine"
    write_workbook(path, made_up(), "365", force=True)
    assert lint(path) == []


@pytest.mark.parametrize("case", CASES)
def test_the_lint_finds_nothing(written, case):
    assert lint(written(case)[0]) == []


@pytest.mark.validator
@pytest.mark.parametrize("case", CASES)
def test_the_open_xml_sdk_finds_nothing(written, case):
    assert validate(written(case)[0]) == []
