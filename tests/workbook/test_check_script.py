"""The script for a real Excel: nobody could run it here, so what can be read of it is checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labfolio_xl.excel.server import library_name
from labfolio_xl.workbook.charts import CHARTS
from labfolio_xl.workbook.places import INPUTS, SHEETS
from labfolio_xl.workbook.project_source import own_modules
from labfolio_xl.workbook.sheets_about import BUTTONS

SCRIPT = Path(__file__).parents[2] / "workbooks" / "check-in-excel.ps1"
TEXT = SCRIPT.read_text("ascii")
CODE = "\n".join(module.code for module in own_modules(addin=True))


def test_windows_powershell_reads_it_whatever_its_code_page():
    """Version 5.1 takes a file without a mark for one in the system's code page."""
    assert SCRIPT.read_bytes().isascii()


@pytest.mark.parametrize("pair", ["()", "[]", "{}"])
def test_brackets_are_closed(pair):
    code = re.sub(r"'[^'\n]*'|\"[^\"\n]*\"|#.*", "", TEXT)
    assert code.count(pair[0]) == code.count(pair[1])


def test_every_macro_that_it_runs_exists_and_takes_what_it_gives():
    asked = set(re.findall(r"Invoke-Macro \$excel \$book '(\w+)'", TEXT))
    asked |= set(re.findall(r"'!(Labfolio\w+)", TEXT))
    assert asked
    for macro in asked:
        assert re.search(rf"Public (?:Sub|Function) {macro}\(", CODE), macro
    assert "Public Sub LoadFile(ByVal InputName As String, ByVal FileName As String)" in CODE
    assert "Public Sub LabfolioQuiet(ByVal NoMessages As Boolean)" in CODE


def test_it_presses_every_button():
    pressed = set(re.findall(r"Invoke-Macro \$excel \$book '(\w+)'", TEXT))
    # Load returns asks two questions; the script gives their answers.
    wanted = {"LoadFile" if macro == "LabfolioLoadReturns" else macro for _, macro in BUTTONS}
    assert wanted <= pressed


def test_sheets_names_charts_and_modules_are_those_of_the_template():
    for sheet in re.findall(r"Worksheets\.Item\('(\w+)'\)", TEXT):
        assert sheet in SHEETS
    for chart in re.findall(r"ChartObjects\('(\w+)'\)", TEXT):
        assert chart in CHARTS
    for name in re.findall(r"Names\.Item\('(\w+)'\)", TEXT):
        assert name in {place.name for place in INPUTS}
    modules = {module.name for module in own_modules(addin=False)}
    listed = re.search(r"foreach \(\$name in ('Labfolio[^)]*)\)", TEXT)
    assert set(re.findall(r"'(\w+)'", listed[1])) == modules


def test_it_looks_for_the_configuration_where_the_installation_writes_it():
    assert r"labfolio_xl\labfolio.conf" in TEXT
    assert library_name(64) not in TEXT


def test_every_step_has_a_name_of_its_own():
    names = re.findall(r"(?m)^\s*(?:Test|Skip)-Step '([^']+)'", TEXT)
    assert len(names) > 20
    assert len({n for n in names if n != "VBA compiles"}) == len(names) - 2
