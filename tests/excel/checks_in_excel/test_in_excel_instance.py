"""The instance of Excel that the check starts: it ends by itself, the others are left alone."""

from __future__ import annotations

import atexit
import sys
from types import ModuleType, SimpleNamespace

import pytest
import xlwings

from labfolio_xl.errors import InputError
from labfolio_xl.excel.checks_in_excel import instance
from labfolio_xl.excel.checks_in_excel.instance import MOST_ATTEMPTS, ExcelInstance, require_excel
from labfolio_xl.excel.installation.doctor import Check


class FakeExcel:
    """The application as xlwings gives it; its own ways to end are not for us."""

    pid = 4711

    def __init__(self, *, visible, add_book, refuses=False):
        self.visible, self.add_book = visible, add_book
        self.display_alerts = self.enable_events = None
        self.quits = 0
        self.api = Refusing() if refuses else SimpleNamespace(Quit=self._quit)
        self.impl = SimpleNamespace(xl=self.api)

    def _quit(self):
        self.quits += 1

    def quit(self):
        """End it, and other processes of Excel too."""
        raise AssertionError


class Refusing:
    """An application that takes no setting."""

    def __setattr__(self, name, value):
        raise OSError(f"{name} cannot be {value}")


class Recorded:
    """A process by its id."""

    made: list[Recorded] = []  # noqa: RUF012

    def __init__(self, pid):
        self.pid, self.killed = pid, False
        self.made.append(self)

    def kill(self):
        """End it."""
        self.killed = True


@pytest.fixture
def windows(monkeypatch):
    """The parts of Windows that starting an instance needs; tells what was unregistered."""
    module, unregistered = ModuleType("xlwings._xlwindows"), []
    module.N_COM_ATTEMPTS = 0
    module.cleanup = lambda: None
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", module)
    monkeypatch.setattr(xlwings, "_xlwindows", module, raising=False)
    monkeypatch.setattr(xlwings, "App", FakeExcel)
    monkeypatch.setattr(atexit, "unregister", unregistered.append)
    monkeypatch.setattr(instance, "WindowsProcess", Recorded)
    monkeypatch.setattr(Recorded, "made", [])
    return SimpleNamespace(module=module, unregistered=unregistered)


@pytest.mark.parametrize("visible", [False, True])
def test_it_starts_without_a_book_and_without_questions(windows, visible):  # noqa: ARG001
    app, process = ExcelInstance(visible=visible).start()
    assert (app.visible, app.add_book) == (visible, False)
    assert (app.display_alerts, app.enable_events) == (False, True)
    assert app.api.AutomationSecurity == 1
    assert process.pid == app.pid


def test_xlwings_ends_no_other_process_and_asks_no_end_of_times(windows):
    ExcelInstance().start()
    assert windows.unregistered == [windows.module.cleanup]
    assert windows.module.N_COM_ATTEMPTS == MOST_ATTEMPTS > 0


def test_an_instance_that_takes_no_setting_is_ended(windows, monkeypatch):  # noqa: ARG001
    monkeypatch.setattr(xlwings, "App", lambda **given: FakeExcel(**given, refuses=True))
    with pytest.raises(OSError, match="AutomationSecurity"):
        ExcelInstance().start()
    assert [process.killed for process in Recorded.made] == [True]


def test_it_quits_by_itself_and_nothing_here_holds_it(windows):  # noqa: ARG001
    host = ExcelInstance()
    app, _ = host.start()
    host.quit(app)
    assert app.quits == 1
    assert app.impl.xl is None


def test_the_others_are_those_that_are_not_ours(windows, monkeypatch):  # noqa: ARG001
    host = ExcelInstance()
    monkeypatch.setattr(xlwings, "apps", {1: None, 4711: None})
    assert host.others() == {1, 4711}
    host.start()
    assert host.others() == {1}


def test_what_the_doctor_finds_at_fault_is_said(monkeypatch):
    checks = [Check("Excel", "ok", "build 1"), Check("Library", "fault", "is gone", "Install.")]
    monkeypatch.setattr(instance, "doctor", lambda: checks)
    assert ExcelInstance().setup_faults() == ["Library: is gone"]


@pytest.mark.parametrize(
    ("system", "words"),
    [("linux", "Excel does not run on this system"), ("darwin", "run it on Windows")],
)
def test_a_machine_on_which_it_cannot_be_made(system, words):
    with pytest.raises(InputError, match=words):
        require_excel(system)


def test_windows_is_where_it_can_be_made():
    require_excel("win32")
