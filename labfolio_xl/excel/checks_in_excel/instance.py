"""A separate instance of Excel for the check."""

from __future__ import annotations

import atexit
import ctypes
import gc
import sys
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError
from labfolio_xl.excel.checks_in_excel.faults import Fault
from labfolio_xl.excel.installation.doctor import doctor

if TYPE_CHECKING:
    from labfolio_xl.excel.checks_in_excel.session import Process

__all__ = ["ExcelInstance", "WindowsProcess", "require_excel"]

MACROS_RUN = 1  # msoAutomationSecurityLow; the check opens only files of this package
MOST_ATTEMPTS = 100_000  # each attempt takes about 0.1 ms
TERMINATE, SYNCHRONIZE = 0x1, 0x100000  # access rights of a process handle
IS_SIGNALED = 0


def require_excel(system: str = sys.platform) -> None:
    """Raise on a system where the check cannot run.

    Raises
    ------
    InputError
        If this is not Windows.
    """
    if system == "darwin":
        raise InputError(
            "doctor --excel: in Excel for Mac macros end after the program that started them, so "
            "nothing can be read back; run it on Windows."
        )
    if system != "win32":
        raise InputError("doctor --excel: Excel does not run on this system; run it on Windows.")


class ExcelInstance:
    """Excel for Windows, through xlwings.

    Parameters
    ----------
    visible : bool
        Whether the window of Excel is shown during the check.
    """

    def __init__(self, *, visible: bool = False) -> None:
        self.visible = visible
        self._pid = 0

    def start(self) -> tuple[Any, Process]:
        """Start an instance that shows no questions and no warnings."""
        import xlwings

        _leave_others_alone()
        try:
            app = xlwings.App(visible=self.visible, add_book=False)
        except Exception as error:
            raise Fault(
                f"no Excel can be started, is it installed for this user? {error}"
            ) from error
        self._pid = app.pid
        process = WindowsProcess(app.pid)
        try:
            app.display_alerts = False
            app.enable_events = True
            app.api.AutomationSecurity = MACROS_RUN
        except BaseException:
            process.kill()
            raise
        return app, process

    def quit(self, app: Any) -> None:
        """Ask Excel to quit.

        ``App.quit`` of xlwings would also end other processes of Excel that have no window.
        """
        app.api.Quit()
        app.impl.xl = None
        # Excel does not end while an object of this process refers to it.
        gc.collect()

    def others(self) -> frozenset[int]:
        """Process ids of the other instances that have a window."""
        import xlwings

        return frozenset(xlwings.apps.keys()) - {self._pid}

    def setup_faults(self) -> list[str]:
        """Return the faults that the doctor finds."""
        return [f"{check.name}: {check.finding}" for check in doctor() if check.verdict == "fault"]


def _leave_others_alone() -> None:
    """Keep xlwings from ending other processes of Excel when this program ends.

    The number of attempts is limited too, because xlwings would try without end to set a member
    that cannot be set.
    """
    from xlwings import _xlwindows

    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = MOST_ATTEMPTS


class WindowsProcess:
    """A process of Windows, by its handle. Its id is not used again while the handle is open."""

    def __init__(self, pid: int) -> None:
        self._kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        self._kernel.OpenProcess.restype = ctypes.c_void_p
        self._handle = ctypes.c_void_p(
            self._kernel.OpenProcess(TERMINATE | SYNCHRONIZE, False, pid)  # noqa: FBT003
        )

    def ended(self, within: float) -> bool:
        """Whether the process ends within this number of seconds."""
        milliseconds = round(1000 * within)
        return bool(self._kernel.WaitForSingleObject(self._handle, milliseconds) == IS_SIGNALED)

    def kill(self) -> None:
        """End the process."""
        self._kernel.TerminateProcess(self._handle, 1)
