"""What excelize, a reader in Go, finds in every built file: names, buttons, code names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flavours import (
    ADDIN,
    LIVE,
    LIVE_2019,
    REPORT,
    WITH_FORMULAS,
    WITH_MACROS,
    WITH_SHEETS,
    analysis,
    planned_code_names,
    rewritten,
)
from reading import parts

from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.layout import pages
from labfolio_xl.plan.load import all_buttons
from labfolio_xl.plan.places import BOOK_CODE_NAME, INPUTS, LOAD, SETTINGS, Area
from labfolio_xl.vba.modules import own_modules
from labfolio_xl.workbook.sheets_inputs import _area

PROGRAM = Path(__file__).with_name("read_with_excelize.py")


def read(path):
    """Everything that the program reads, or what it says when it fails."""
    run = subprocess.run(
        [sys.executable, PROGRAM, path], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def found(flavours):
    """Give what excelize finds, by flavour."""
    return {flavour: read(path) for flavour, path in flavours.items()}


def input_names():
    """The name of each input, and of the settings, with its cells, as the plan has them."""
    rows = input_rows(analysis())
    names = {place.name: _area(place, analysis(), rows).address[1:] for place in INPUTS}
    area = Area(SETTINGS.sheet, SETTINGS.row, SETTINGS.column, len(rows["settings"]), 2)
    return {**names, SETTINGS.name: area.address[1:]}


def names_of_the_workbook(file):
    return {name: cells for scope, name, cells in file["names"] if scope == "Workbook"}


def planned_buttons():
    return [[LOAD, caption, macro] for caption, macro in all_buttons()]


def buttons(file):
    """Sheet, caption and macro; Excel writes [0]! for the workbook itself."""
    return [
        [sheet, caption, macro.removeprefix("[0]!")] for sheet, _, caption, macro in file["buttons"]
    ]


@pytest.mark.parametrize("flavour", WITH_FORMULAS)
def test_the_defined_names_are_the_inputs(found, flavour):
    assert names_of_the_workbook(found[flavour]) == input_names()


@pytest.mark.parametrize("flavour", [ADDIN, REPORT])
def test_a_file_without_formulas_defines_no_names(found, flavour):
    assert names_of_the_workbook(found[flavour]) == {}


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_names_of_a_sheet_are_about_paper_or_filters_and_lead_to_that_sheet(found, flavour):
    local = [entry for entry in found[flavour]["names"] if entry[0] != "Workbook"]
    filters = {"_xlnm._FilterDatabase"} if flavour == REPORT else set()
    assert {name for _, name, _ in local} == {"_xlnm.Print_Area", "_xlnm.Print_Titles"} | filters
    for scope, _, cells in local:
        assert {part.partition("!")[0] for part in cells.split(",")} == {scope}


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_what_goes_to_paper_apart_is_as_planned(found, flavour):
    printed = {(scope, name): cells for scope, name, cells in found[flavour]["names"]}
    idle = {"Active"} if flavour == REPORT else set()  # without a benchmark
    planned = {
        page.sheet: page.papers
        for page in pages(analysis())
        if page.papers and page.sheet not in idle
    }
    assert planned
    for sheet, papers in planned.items():
        areas = ",".join(area.address[1:] for area in papers)
        assert printed[sheet, "_xlnm.Print_Area"] == areas


@pytest.mark.parametrize("flavour", WITH_FORMULAS)
def test_the_buttons_run_the_planned_macros(found, flavour):
    assert buttons(found[flavour]) == planned_buttons()
    rows = [re.search(r"\d+", cell)[0] for _, cell, _, _ in found[flavour]["buttons"]]
    assert len(set(rows)) == 1 + len(INPUTS)


@pytest.mark.parametrize("flavour", [ADDIN, REPORT])
def test_a_file_without_a_sheet_for_macros_has_no_buttons(found, flavour):
    assert buttons(found[flavour]) == []


def test_the_macros_of_the_buttons_are_public_and_take_nothing():
    code = "\n".join(module.code for module in own_modules(addin=False))
    public = set(re.findall(r"(?m)^(?:Public )?Sub (\w+)\(\)", code))
    assert {macro for _, macro in all_buttons()} <= public


@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_code_names_are_as_planned(found, flavour):
    assert found[flavour]["book_code_name"] == BOOK_CODE_NAME
    assert found[flavour]["code_names"] == planned_code_names(flavour)


BOOK = "xl/workbook.xml"


@pytest.fixture
def spoilt(tmp_path, flavours):
    """Give what excelize reads when one text of a live file is another."""

    def read_spoilt(part, old, new):
        path = rewritten(flavours[LIVE_2019], tmp_path / "spoilt.xlsm", {part: (old, new)})
        return read(path)

    return read_spoilt


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('definedName name="Weights"', 'definedName name="Weight"'),
        (">Portfolio!$A$4:", ">Portfolio!$A$5:"),
        (">Factors!$A$4:", ">Portfolio!$A$4:"),
    ],
    ids=["another name", "other cells", "another sheet"],
)
def test_a_planted_fault_in_a_name_is_seen(spoilt, old, new):
    assert names_of_the_workbook(spoilt(BOOK, old, new)) != input_names()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[0]!LabfolioPreview", "[0]!LabfolioPreviev"),
        (">Restore<", ">Restored<"),
        ('ObjectType="Button"', 'ObjectType="Checkbox"'),
    ],
    ids=["another macro", "another caption", "no button"],
)
def test_a_planted_fault_in_a_button_is_seen(spoilt, flavours, old, new):
    drawings = parts(flavours[LIVE_2019])
    (drawing,) = [name for name in drawings if "vml" in name and old.encode() in drawings[name]]
    assert buttons(spoilt(drawing, old, new)) != planned_buttons()


def test_a_planted_fault_in_a_code_name_is_seen(spoilt):
    file = spoilt("xl/worksheets/sheet1.xml", "LabfolioDashboard", "LabfolioDashbord")
    assert file["code_names"] != planned_code_names(LIVE)
