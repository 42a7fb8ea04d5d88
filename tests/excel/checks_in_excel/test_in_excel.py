"""The check in Excel, taken through the stand-ins: the same steps, and what they cannot show."""

from __future__ import annotations

import pytest
from check_steps import BY_NAME, opened, taken, written
from fake_instance import FakeHost
from live_workbooks import sample_workbook

from labfolio_xl.blocks import ERROR_MARK
from labfolio_xl.errors import InputError
from labfolio_xl.excel.checks_in_excel import check, files
from labfolio_xl.excel.checks_in_excel.check import STEPS, check_in_excel
from labfolio_xl.excel.checks_in_excel.files import END
from labfolio_xl.excel.checks_in_excel.function_calls import (
    OF_ITS_PROCESS,
    function_calls,
    given,
    scratch_blocks,
)
from labfolio_xl.excel.checks_in_excel.session import Session
from labfolio_xl.excel.checks_in_excel.step import step, take
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.sheet.boundary import REGISTRY

# What the stand-ins lack, by step; whatever else there is has to be ok.
NOT_CHECKED = {
    "Opening changes nothing": "Saved",
    "VBA compiles": "VBE",
    "Wizard texts": "LabfolioGiveHelp",
    "Spilling": "HasSpill",
    "Charts draw points": "Values",
    "Show functions": "LabfolioShowFunctions",
    "Prepared copy without links": "HasVBProject",
    "Decimal comma": "UseSystemSeparators",
    "Saving and opening again": "save",
    "Add-in opens": "IsAddin",
    "Wizard texts of the add-in": "macro",
    "Macros of the add-in": "macro",
    "A plain workbook": "add",
    "The link follows the add-in": "no plain workbook was stored",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One run of all steps: the host, the lines, the log."""
    folder, host = tmp_path_factory.mktemp("check"), FakeHost()
    template, xlam = written(folder)
    log = folder / "log.txt"
    lines = check_in_excel(host, log, template=template, addin_file=xlam)
    return host, lines, log.read_bytes().decode("utf-8")


def test_no_step_finds_a_fault(run):
    assert [line for line in run[1] if line.verdict == "FAULT"] == []


def test_what_the_stand_ins_lack_is_not_checked_and_nothing_else(run):
    found = {line.name: line.finding for line in run[1] if line.verdict == "not checked"}
    assert found == NOT_CHECKED


def test_every_step_has_a_line_and_a_name_of_its_own(run):
    assert [line.name for line in run[1]] == [step.name for step in (*STEPS, *END)]
    assert len(BY_NAME) == len(run[1])
    assert all(step.shows.endswith(".") for step in BY_NAME.values())


def test_the_report_has_a_line_a_step_and_the_versions(run):
    _, lines, text = run
    for line in lines:
        assert f"{line.name}: " in text
    assert "Excel: stand-in\r\n" in text
    ok = sum(line.verdict == "ok" for line in lines)
    assert f"{ok} ok, 0 FAULT, {len(NOT_CHECKED)} not checked.\r\n" in text


def test_the_instance_is_asked_to_quit_and_not_ended(run):
    assert run[0].asked_to_quit
    assert not run[0].process.killed


def test_every_worksheet_function_has_a_call_with_an_answer():
    rows = input_rows(analyse(sample_inputs()))
    blocks = scratch_blocks(rows)
    places = dict.fromkeys(blocks, "LabfolioCheck!$A$1:$B$2")
    calls = {call.name: call for call in function_calls(given(rows, blocks, places))}
    assert calls.keys() == REGISTRY.keys()
    for call in calls.values():
        assert not str(call.answer[0][0]).startswith(ERROR_MARK), call
        required = sum(not argument.optional for argument in REGISTRY[call.name].arguments)
        assert call.formula.count(",") >= required - 1
        takes_settings = "settings" in {argument.name for argument in REGISTRY[call.name].arguments}
        assert call.formula.endswith(",Settings)") == takes_settings
    assert set(OF_ITS_PROCESS) <= calls.keys()


def test_an_argument_that_is_given_nothing_is_said():
    with pytest.raises(InputError, match="LF_ALIGN: nothing to give for assets, factors"):
        function_calls({})


def test_a_host_without_members_is_never_ok(tmp_path):
    """Where nothing can be asked, nothing is found to be well."""

    class Empty(FakeHost):
        def start(self):
            return object(), None

        def quit(self, app):
            app.quit()

    template, xlam = written(tmp_path)
    lines = check_in_excel(Empty(), tmp_path / "r.txt", template=template, addin_file=xlam)
    ok = {line.name for line in lines if line.verdict == "ok"}
    assert ok == {"Files", "Setup", "No trace"}
    assert {line.verdict for line in lines if line.name not in ok} == {"not checked"}


def test_a_mistake_in_a_step_is_no_missing_member(tmp_path):
    @step("Broken")
    def broken(_):
        """It asks nothing for a member."""
        return [].missing  # type: ignore[attr-defined]

    line = take(broken, Session(FakeHost(), *written(tmp_path)))
    assert line.verdict == "FAULT"
    assert "AttributeError" in line.finding
    assert "test_in_excel.py, line" in line.finding


def test_an_instance_that_does_not_start_leaves_the_rest_unchecked(tmp_path):
    class Broken(FakeHost):
        def start(self):
            raise OSError("Invalid class string")

    template, xlam = written(tmp_path)
    lines = check_in_excel(Broken(), tmp_path / "r.txt", template=template, addin_file=xlam)
    by_name = {line.name: line for line in lines}
    assert by_name["Excel starts"].verdict == "FAULT"
    assert "Invalid class string" in by_name["Excel starts"].finding
    assert by_name["Template opens"].finding == "Excel is not open"
    assert by_name["Cached values"].finding == "the template is not open"


def test_a_program_that_is_stopped_leaves_nothing(tmp_path, monkeypatch):
    """Ctrl+C in the middle: the instance quits, the copies go, the log has the steps so far."""
    host, sessions = FakeHost(), []

    @step("Stopped")
    def stopped(session):
        """The user stops it."""
        sessions.append(session)
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "STEPS", (*files.BEGIN, stopped))
    template, xlam = written(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        check_in_excel(host, tmp_path / "r.txt", template=template, addin_file=xlam)
    assert host.asked_to_quit
    assert not sessions[0].folder.exists()
    assert "No trace: " in (tmp_path / "r.txt").read_text("utf-8")


def test_the_users_files_are_read_only_to_be_copied(tmp_path):
    session = opened(tmp_path)
    assert session.book.fullname != str(tmp_path / "labfolio.xlsm")
    taken("Refresh follows shorter inputs", session)
    assert (tmp_path / "labfolio.xlsm").read_bytes() == sample_workbook()
