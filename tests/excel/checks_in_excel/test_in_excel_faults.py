"""Each step of the check in Excel finds a fault that a test has made."""

from __future__ import annotations

import re
import threading
from dataclasses import replace

import pytest
from check_steps import opened, taken
from fake_instance import FakeHost
from macro_stand_in import MacroStandIn

from labfolio_xl.errors import InputError
from labfolio_xl.excel import macros
from labfolio_xl.excel.checks_in_excel import buttons
from labfolio_xl.excel.macros import sharing
from labfolio_xl.vba.modules import own_modules
from labfolio_xl.vba.project_writer import vba_project
from labfolio_xl.vba.upgrade import project_in, replace_part


def fault(name, session):
    """Take a step that has to find something, and return what it found."""
    line = taken(name, session)
    assert line.verdict == "FAULT", line
    return line.finding


def with_other_code(session, old, new):
    """Change the VBA in the file of the template."""
    modules = project_in(session.template).modules
    changed = [replace(m, code=m.code.replace(old, new)) for m in modules]
    assert [m.code for m in changed] != [m.code for m in modules]
    project = vba_project("Labfolio", changed)
    whole = replace_part(session.template.read_bytes(), "xl/vbaProject.bin", project)
    session.template.write_bytes(whole)


def test_a_wrong_cached_value(tmp_path):
    session = opened(tmp_path)
    session.book.sheets["Betas"].cells[9, 4] += 1e-6
    found = fault("Cached values", session)
    assert found.startswith("Betas: 1 cells, the first $D$9: ")


def test_a_cached_value_that_is_right_to_the_ninth_digit_is_no_fault(tmp_path):
    session = opened(tmp_path)
    session.book.sheets["Betas"].cells[9, 4] *= 1 + 1e-11
    assert taken("Cached values", session).verdict == "ok"


def test_a_value_that_is_calculated_again_but_is_not_that_of_the_plan(tmp_path):
    """An input that was damaged: file and formulas agree, and both are wrong."""
    session = opened(tmp_path)
    session.book.sheets["Portfolio"].cells[9, 4] += 0.5
    session.book.app.calculate_everything()
    assert "=LF_" in fault("Cached values", session)


def test_a_cell_that_shows_an_error(tmp_path):
    session = opened(tmp_path)
    session.book.sheets["Risk"].cells[40, 3] = -2146826246
    assert fault("No error", session) == "1 cells, the first: Risk!$C$40 shows #N/A"
    session.book.sheets["Risk"].cells[40, 3] = "#LF! Assets: the cells are empty."
    assert "Assets: the cells are empty" in fault("No error", session)


def test_a_name_for_other_cells(tmp_path):
    session = opened(tmp_path)
    session.book.names["Assets"].refers_to = "=Portfolio!$A$4:$U$252"
    assert "Assets stands for =Portfolio!$A$4:$U$252, not for" in fault("Names", session)


def test_a_name_of_an_input_that_is_not_given_but_stands_elsewhere(tmp_path):
    session = opened(tmp_path)
    session.book.names["RiskFree"].refers_to = "=Weights!$A$4:$B$5"
    assert "RiskFree stands for =Weights!" in fault("Names", session)


def test_a_formula_that_does_not_spill(tmp_path):
    """Excel would show it with an @ if it took it for a formula of one cell."""
    session = opened(tmp_path)
    formulas = session.book.sheets["Betas"].formulas
    place = next(place for place, text in formulas.items() if text.startswith("=LF_BETAS("))
    formulas[place] = formulas[place].replace("RiskFree", "Weights")
    found = fault("Formulas", session)
    assert re.search(
        r"=Betas!\$B\$\d+:\$H\$\d+ has =LF_BETAS\(Assets,Factors,Weights,Settings\)", found
    )


def test_a_function_that_answers_otherwise_in_a_cell(tmp_path, monkeypatch):
    session = opened(tmp_path)
    real = session.book.app.calculate_cell

    def wrong(book, text):
        rows = real(book, text)
        return (
            [[*rows[0]], *[[row[0], 7.0, *row[2:]] for row in rows[1:]]] if "GRS" in text else rows
        )

    monkeypatch.setattr(session.book.app, "calculate_cell", wrong)
    found = fault("Functions", session)
    assert found.startswith(
        "=LF_GRS(Assets,Factors,RiskFree,Settings): row 2, column 2 shows 7.0, not "
    )


def test_a_chart_that_draws_other_cells(tmp_path):
    session = opened(tmp_path)
    chart = next(c for c in session.book.sheets["Risk"].charts if c.name == "LabfolioRisk")
    first, *others = chart.series_formulas
    chart.series_formulas = [first.replace("Risk!", "Betas!"), *others]
    assert fault("Charts", session).startswith("LabfolioRisk draws =SERIES(")


def test_a_chart_that_is_missing(tmp_path):
    session = opened(tmp_path)
    sheet = session.book.sheets["Risk"]
    sheet.charts = [chart for chart in sheet.charts if chart.name != "LabfolioRisk"]
    assert fault("Charts", session) == "no chart LabfolioRisk"


def test_a_chart_with_a_series_too_few(tmp_path):
    session = opened(tmp_path)
    chart = next(c for s in session.book.sheets for c in s.charts if c.name == "LabfolioCumulative")
    chart.series_formulas = chart.series_formulas[:-1]
    assert "LabfolioCumulative has 11 series, not 12" in fault("Charts", session)


def test_a_button_whose_macro_is_missing(tmp_path):
    session = opened(tmp_path)
    with_other_code(session, "Public Sub LabfolioPrepareCopy(", "Private Sub LabfolioPrepareCopy(")
    assert fault("Buttons", session) == "there is no macro LabfolioPrepareCopy"


def test_a_button_that_runs_something_else(tmp_path):
    session = opened(tmp_path)
    session.book.sheets["Load"].shapes[0].api.OnAction = "[0]!LabfolioShowAbout"
    assert "LabfolioShowAbout" in fault("Buttons", session)


def test_a_callback_of_the_ribbon_that_takes_something_else(tmp_path):
    session = opened(tmp_path)
    with_other_code(session, "Sub Book_Refresh(control As IRibbonControl)", "Sub Book_Refresh()")
    assert fault("Ribbon of the template", session) == (
        "Book_Refresh is missing, or takes something else"
    )


def test_a_module_that_is_missing(tmp_path):
    session = opened(tmp_path)
    with_other_code(session, 'VB_Name = "LabfolioServer"', 'VB_Name = "LabfolioOther"')
    session.book.code_by_module = lambda: {
        m.name: m.code for m in own_modules(addin=False) if m.name != "LabfolioServer"
    }
    assert fault("Modules", session) == "without LabfolioServer"


def test_a_macro_that_ends_with_a_mistake(tmp_path, monkeypatch):
    def refused(*_):
        raise InputError("Assets: the cells are empty; select a range.")

    monkeypatch.setitem(macros.MACROS, "check_numbers", refused)
    assert fault("Check numbers", opened(tmp_path)) == (
        "LabfolioCheckNumbers ended with: #LF! Assets: the cells are empty; select a range."
    )


def test_a_macro_that_does_nothing_does_not_pass_with_an_older_sentence(tmp_path, monkeypatch):
    session = opened(tmp_path)
    assert taken("Refresh", session).verdict == "ok"
    real = session.book.stand_in.run

    def silent(name, book, *arguments):
        return None if name == "LabfolioRefresh" else real(name, book, *arguments)

    monkeypatch.setattr(session.book.stand_in, "run", silent)
    assert fault("Refresh", session) == "LabfolioRefresh ended without a sentence"


@pytest.mark.parametrize(
    ("setting", "left"),
    [
        ("calculation", "manual"),
        ("enable_events", False),
        ("display_alerts", True),
        ("status_bar", "Labfolio: Calculating ..."),
    ],
)
def test_a_macro_that_leaves_a_setting_changed(tmp_path, setting, left):
    class Leaving(MacroStandIn):
        def run_and_tell(self, book, what, argument, recalculates):
            super().run_and_tell(book, what, argument, recalculates)
            if what == "about":
                setattr(self.app, setting, left)

    host = FakeHost()
    host.instance.stand_in = Leaving
    found = fault("About", opened(tmp_path, host))
    assert found.startswith(f"LabfolioShowAbout left {setting} {left!r}, not ")


def test_another_version_behind_excel(tmp_path, monkeypatch):
    monkeypatch.setitem(macros.MACROS, "about", lambda *_: "labfolio_xl 0.0.9, BSD licence.")
    assert fault("About", opened(tmp_path)).startswith("Excel runs labfolio_xl 0.0.9, this is ")


def test_a_cell_that_stays_stale_in_manual_calculation(tmp_path, monkeypatch):
    session = opened(tmp_path)
    monkeypatch.setattr(session.book.app, "_calculate_dirty", lambda: None)
    found = fault("Refresh in manual calculation", session)
    assert found.startswith("stale: ")
    assert "Betas: " in found


def test_a_refresh_that_changes_numbers(tmp_path):
    session = opened(tmp_path)
    session.book.sheets["Portfolio"].cells[9, 4] += 0.5
    assert "Betas: " in fault("Refresh", session)


def test_a_refresh_that_leaves_a_chart_behind(tmp_path, monkeypatch):
    session = opened(tmp_path)
    monkeypatch.setattr("labfolio_xl.excel.macros.refreshing.fit_charts", lambda *_: None)
    assert "draws =SERIES(" in fault("Refresh follows shorter inputs", session)


def test_a_name_that_became_a_number(tmp_path):
    session = opened(tmp_path)
    sheet = session.book.sheets["Portfolio"]
    put = sheet.put

    def as_number(place, cell):
        put(place, cell)
        if cell == "600519":
            sheet.cells[place] = 600519.0

    sheet.put = as_number
    assert "600519.0" in fault("Load", session)


def test_a_copy_that_holds_formulas(tmp_path, monkeypatch):
    """As if the workbook itself had been copied, macros and all."""
    session = opened(tmp_path)

    def copied(path, *_, **__):
        path.write_bytes(session.template.read_bytes())

    monkeypatch.setattr(sharing, "write_workbook", copied)
    assert "the copy holds " in fault("Prepare copy", session)


def test_a_copy_that_was_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "write_workbook", lambda *_, **__: None)
    assert "there is none beside the book" in fault("Prepare copy", opened(tmp_path))


def test_a_copy_without_a_chart(tmp_path, monkeypatch):
    session = opened(tmp_path)
    wanted = buttons.planned_charts()
    more = {**wanted, "LabfolioAnother": wanted["LabfolioRisk"]}
    monkeypatch.setattr(buttons, "planned_charts", lambda: more)
    assert fault("Prepare copy", session) == "the copy lacks the charts LabfolioAnother"


def test_a_setup_that_is_at_fault(tmp_path):
    host = FakeHost()
    host.faults = ["Library: labfolio-xlwings64.dll is not installed"]
    assert "is not installed" in fault("Setup", opened(tmp_path, host))


def test_a_process_that_stays_is_ended_and_told(tmp_path):
    host = FakeHost(stays=True)
    assert "stayed" in fault("Excel quits", opened(tmp_path, host))
    assert host.asked_to_quit
    assert host.process.killed


def test_an_instance_of_the_users_that_is_gone(tmp_path):
    host = FakeHost()
    session = opened(tmp_path, host)
    host.running.remove(12)
    assert fault("No trace", session) == (
        "1 other instances of Excel are gone, unless somebody closed them"
    )


def test_a_macro_that_waits_for_ever_is_ended(tmp_path, monkeypatch):
    """As behind a dialog that nobody sees: the process is ended, the rest is not checked."""
    host, ended = FakeHost(), threading.Event()
    session = opened(tmp_path, host)
    monkeypatch.setattr(host.process, "kill", ended.set)

    def waiting(*_):
        assert ended.wait(30)
        raise OSError("The RPC server is unavailable.")

    monkeypatch.setattr(session.book.stand_in, "run", waiting)
    session.seconds = 0.2
    assert fault("About", session).startswith("Excel did not answer within 0.2 seconds")
    assert taken("Refresh", session).finding == "the template is not open"
    assert taken("Excel quits", session).finding == "Excel is not open"
