"""An instance of Excel of our own, which ends without a trace."""

from __future__ import annotations

import atexit
import ctypes
import gc
import sys
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError
from labfolio_xl.excel.in_excel.step import Fault
from labfolio_xl.excel.installation.doctor import doctor

if TYPE_CHECKING:
    from labfolio_xl.excel.in_excel.session import Process

__all__ = ["Excel", "WindowsProcess", "require_excel"]

MACROS_RUN = 1  # msoAutomationSecurityLow, for the files that we open, which are our own
MOST_ATTEMPTS = 100_000  # each takes some 0.1 ms
TERMINATE, SYNCHRONIZE = 0x1, 0x100000  # rights that a handle of a process has
IS_SIGNALED = 0


def require_excel(system: str = sys.platform) -> None:
    """Refuse a machine on which the check cannot be made.

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


class Excel:
    """Excel for Windows, through xlwings.

    Parameters
    ----------
    visible : bool
        Whether it is shown while it is checked.
    """

    def __init__(self, *, visible: bool = False) -> None:
        self.visible = visible
        self._pid = 0

    def start(self) -> tuple[Any, Process]:
        """Start an instance that neither asks nor warns."""
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
        """Let it quit.

        ``App.quit`` of xlwings would end other processes of Excel too, those without a window.
        """
        app.api.Quit()
        app.impl.xl = None
        # Excel stays as long as anything here refers to it.
        gc.collect()

    def others(self) -> frozenset[int]:
        """Process ids of the instances with a window that are none of ours."""
        import xlwings

        return frozenset(xlwings.apps.keys()) - {self._pid}

    def setup_faults(self) -> list[str]:
        """Return what the doctor finds at fault."""
        return [f"{check.name}: {check.finding}" for check in doctor() if check.verdict == "fault"]


def _leave_others_alone() -> None:
    """Keep xlwings from ending processes of Excel that have no window when this program ends.

    It also asks again without end for a member that cannot be set; here it stops at last.
    """
    from xlwings import _xlwindows

    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = MOST_ATTEMPTS


class WindowsProcess:
    """A process by its handle, which no other process gets while it is held."""

    def __init__(self, pid: int) -> None:
        self._kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        self._kernel.OpenProcess.restype = ctypes.c_void_p
        self._handle = ctypes.c_void_p(
            self._kernel.OpenProcess(TERMINATE | SYNCHRONIZE, False, pid)  # noqa: FBT003
        )

    def ended(self, within: float) -> bool:
        """Whether it ends within so many seconds."""
        milliseconds = round(1000 * within)
        return bool(self._kernel.WaitForSingleObject(self._handle, milliseconds) == IS_SIGNALED)

    def kill(self) -> None:
        """End it."""
        self._kernel.TerminateProcess(self._handle, 1)
