"""The check in Excel, taken through Calc: the same steps, on a real engine of calculation."""

from __future__ import annotations

import pytest

from labfolio_xl.excel.checks_in_excel.check import STEPS, check_in_excel
from labfolio_xl.excel.checks_in_excel.files import END
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.addin import addin
from labfolio_xl.workbook.writer import write_workbook

pytestmark = pytest.mark.calc

# The steps for which Calc lacks a member. All other steps must be ok.
NOT_CHECKED = {
    "Opening changes nothing": "Saved",
    "Modules": "VBProject",
    "VBA compiles": "VBProject",
    "Ribbon of the template": "VBProject",
    "Wizard texts": "LabfolioGiveHelp",
    "Spilling": "HasSpill",
    "Charts draw points": "Values",
    "Buttons": "shapes",
    "Show functions": "LabfolioShowFunctions",
    "Prepared copy without links": "HasVBProject",
    "Decimal comma": "UseSystemSeparators",
    "Add-in opens": "open",
    "Modules of the add-in": "the add-in is not open",
    "Ribbon of the add-in": "the add-in is not open",
    "Wizard texts of the add-in": "the add-in is not open",
    "Macros of the add-in": "the add-in is not open",
    "A plain workbook": "the add-in is not open",
    "The link follows the add-in": "no plain workbook was stored",
    "Excel quits": "pid",
}


@pytest.fixture(scope="module")
def lines(office, tmp_path_factory):
    from engine_instance import CalcHost

    folder = tmp_path_factory.mktemp("check")
    template, xlam = folder / "labfolio.xlsm", folder / "labfolio.xlam"
    write_workbook(template, sample_inputs(), "365")
    xlam.write_bytes(addin())
    return check_in_excel(CalcHost(office), folder / "log.txt", template=template, addin_file=xlam)


def test_no_step_finds_a_fault(lines):
    assert [line for line in lines if line.verdict == "FAULT"] == []


def test_what_calc_lacks_is_not_checked_and_nothing_else(lines):
    found = {line.name: line.finding for line in lines if line.verdict == "not checked"}
    assert found == NOT_CHECKED
    assert {line.name for line in lines} == {step.name for step in (*STEPS, *END)}
