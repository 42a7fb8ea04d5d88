"""What SheetJS, a reader in JavaScript, finds in every built file: macros and dynamic arrays."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from flavours import (
    ADDIN,
    LIVE,
    REPORT,
    VBA_PART,
    WITH_FORMULAS,
    WITH_MACROS,
    WITH_SHEETS,
    analysis,
    planned_blocks,
    planned_code_names,
    planned_modules,
    rewritten,
)
from parts import END_TO_END, without
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from labfolio_xl.plan.first_page import first_page
from labfolio_xl.plan.status import status_formula

pytestmark = pytest.mark.readers

PROGRAM = Path(__file__).with_name("read_with_sheetjs.js")
LIBRARIES = END_TO_END / "readers" / "node_modules"
PROJECT = "Root Entry/VBA/"
# What the result sheets say of their inputs, below their titles.
_STATUS = {status_formula(sheet).removeprefix("=") for sheet in ("Check", "Betas")}


def read(path):
    """Everything that the program reads; skips the test where SheetJS is not installed."""
    if shutil.which("node") is None or not (LIBRARIES / "xlsx" / "xlsx.js").exists():
        without("SheetJS is missing: run tests/e2e/readers/setup.sh")
    run = subprocess.run(
        ["node", PROGRAM, path],
        env=os.environ | {"NODE_PATH": str(LIBRARIES)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def found(flavours):
    """Give what SheetJS finds, by flavour."""
    return {flavour: read(path) for flavour, path in flavours.items()}


def modules(file):
    """The modules of the VBA project; dir and _VBA_PROJECT are its own streams."""
    names = [name.removeprefix(PROJECT) for name in file["vbaStreams"] if PROJECT in name]
    return sorted(set(names) - {"dir", "_VBA_PROJECT"})


def arrays(file):
    """The text and range of each array formula, by sheet and first cell."""
    return {
        (entry["sheet"], entry["place"]): (entry["text"], entry["range"])
        for entry in file["formulas"]
        if entry["range"] and entry["text"] not in _STATUS
    }


def planned_arrays():
    """The formula of each table of the plan and the range of its result."""
    return {
        (block.area.sheet, xl_rowcol_to_cell(block.area.row, block.area.column)): (
            block.formula.text.removeprefix("="),
            xl_range(*block.area.corners),
        )
        for block in planned_blocks().values()
    }


@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_the_macros_are_the_project_of_the_file(found, flavours, flavour):
    with zipfile.ZipFile(flavours[flavour]) as file:
        assert base64.b64decode(found[flavour]["vba"]) == file.read(VBA_PART)


@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_the_project_holds_the_modules_of_the_plan(found, flavour):
    assert modules(found[flavour]) == sorted(planned_modules(flavour))


@pytest.mark.parametrize("flavour", WITH_MACROS)
def test_code_names_are_as_planned(found, flavour):
    """Each is the name of a module, and Excel opens a file where it is not with a repair."""
    file = found[flavour]
    assert file["codeNames"] == planned_code_names(flavour)
    assert {file["bookCodeName"], *file["codeNames"].values()} <= set(modules(file))


def test_a_report_holds_neither_macros_nor_formulas(found):
    file = found[REPORT]
    assert file["vba"] is None
    assert file["formulas"] == []


@pytest.mark.parametrize("flavour", WITH_FORMULAS)
def test_every_table_is_one_array_formula_over_its_whole_range(found, flavour):
    assert arrays(found[flavour]) == planned_arrays()


@pytest.mark.parametrize("flavour", WITH_FORMULAS)
def test_arrays_are_dynamic_where_excel_knows_them(found, flavour):
    dynamic = {entry["dynamic"] for entry in found[flavour]["formulas"] if entry["range"]}
    assert dynamic == {flavour == LIVE}


@pytest.mark.parametrize("flavour", WITH_FORMULAS)
def test_the_other_formulas_are_those_of_the_first_page(found, flavour):
    others = [entry for entry in found[flavour]["formulas"] if not entry["range"]]
    others = [entry for entry in others if entry["text"] not in _STATUS]
    cells = first_page(analysis(), planned_blocks())
    planned = [cell.formula[1:] for cell in cells if cell.formula]
    assert sorted(entry["text"] for entry in others) == sorted(planned)
    assert {entry["sheet"] for entry in others} == {"Dashboard"}


def test_the_add_in_holds_no_formulas(found):
    assert found[ADDIN]["formulas"] == []


@pytest.fixture
def spoilt(tmp_path, flavours):
    """Give what SheetJS reads when one text of a live file is another."""

    def read_spoilt(part, old, new):
        return read(rewritten(flavours[LIVE], tmp_path / "spoilt.xlsm", {part: (old, new)}))

    return read_spoilt


def sheet_part(sheet):
    """The part of a sheet; XlsxWriter numbers them in their order."""
    return f"xl/worksheets/sheet{list(planned_code_names(LIVE)).index(sheet) + 1}.xml"


def first_of(sheet):
    """A table of a sheet."""
    return next(block for block in planned_blocks().values() if block.area.sheet == sheet)


def test_a_planted_fault_in_a_range_is_seen(spoilt):
    area = first_of("Betas").area
    smaller = xl_range(area.row, area.column, area.last_row - 1, area.last_column)
    file = spoilt(sheet_part("Betas"), f'ref="{xl_range(*area.corners)}"', f'ref="{smaller}"')
    assert arrays(file) != planned_arrays()


def test_a_planted_fault_in_a_formula_is_seen(spoilt):
    assert arrays(spoilt(sheet_part("Betas"), ">LF_BETAS(", ">LF_BETA(")) != planned_arrays()


def test_an_array_that_lost_its_mark_is_seen(spoilt):
    """Without it Excel would show the formula in braces, and let nothing spill."""
    file = spoilt(sheet_part("Betas"), ' cm="1"', "")
    assert {entry["dynamic"] for entry in file["formulas"] if entry["range"]} == {True, False}


def test_a_planted_fault_in_a_code_name_is_seen(spoilt):
    file = spoilt(sheet_part("Load"), 'codeName="LabfolioLoad"', 'codeName="Load"')
    assert not set(file["codeNames"].values()) <= set(modules(file))


def test_a_project_that_is_not_there_is_seen(spoilt):
    file = spoilt("[Content_Types].xml", "ms-office.vbaProject", "octet-stream")
    assert file["vba"] is None


@pytest.mark.parametrize("flavour", WITH_SHEETS)
def test_the_sheets_are_in_the_order_of_the_plan(found, flavour):
    shown = [name for name in planned_code_names(LIVE) if name in found[flavour]["codeNames"]]
    assert list(found[flavour]["codeNames"]) == shown
