"""Start the Python process that serves Excel in the way that our VBA does.

The names and the command are read from the VBA source, so that they are the same here and in the
workbooks.
"""

from __future__ import annotations

import ctypes
import re
import time
from contextlib import chdir, nullcontext
from functools import cache
from pathlib import Path, PureWindowsPath

import labfolio_xl.vba
from labfolio_xl.vba.wrapper import FUNCTIONS

__all__ = ["library_name", "library_names_in", "round_trip", "server_command", "start_folder"]

START, STOP = 1, -1  # modes of XLPyDLLActivateAuto
TEXT = 8  # VT_BSTR
_PLAIN = re.compile("[ -~]*")  # as our VBA asks: Like "*[! -~]*"
SOURCE = Path(labfolio_xl.vba.__file__).parent / "sources" / "LabfolioServer.bas"


def server_command(interpreter: str) -> str:
    """Return the command by which our VBA has Python started.

    The library takes it in the letters of the system's code page. A path with other letters than
    those of ASCII is therefore replaced by the program's name, to be started from its folder.

    Parameters
    ----------
    interpreter : str
        The value of INTERPRETER in labfolio.conf.

    Examples
    --------
    >>> server_command("C:/py/pythonw.exe").split(" -c ")[0]
    '"C:/py/pythonw.exe" -P'
    """
    literal = re.search(r'Const SERVER_COMMAND As String = "(.*)"', _source())
    if literal is None:
        raise ValueError("the VBA source has no SERVER_COMMAND")
    program = (
        f".\\{PureWindowsPath(interpreter).name}" if start_folder(interpreter) else interpreter
    )
    # In a VBA literal a quotation mark is doubled.
    return literal[1].replace('""', '"').replace("{interpreter}", program)


def start_folder(interpreter: str) -> str | None:
    """Return the folder that has to be the current one when the command runs; None if any may be.

    Examples
    --------
    >>> start_folder("C:/py/pythonw.exe") is None
    True
    """
    return None if _PLAIN.fullmatch(interpreter) else str(PureWindowsPath(interpreter).parent)


def library_name(bits: int) -> str:
    """Return the file name under which our VBA loads xlwings' library.

    Parameters
    ----------
    bits : {32, 64}
        Of Excel, not of Python.

    Examples
    --------
    >>> library_name(64)
    'labfolio-xlwings64.dll'
    """
    return next(name for name in library_names_in(_source()) if f"{bits}." in name)


def library_names_in(code: str) -> list[str]:
    """Return the names of the xlwings libraries that a VBA module declares, each once."""
    return sorted(set(re.findall(r'Lib "([^"]*xlwings[^"]*\.dll)"', code)), reverse=True)


@cache
def _source() -> str:
    return SOURCE.read_text("ascii")


def round_trip(library: Path, interpreter: str) -> tuple[float, float]:
    """Start Python as our VBA does, let it load the worksheet functions, and stop it again.

    Parameters
    ----------
    library : Path
        xlwings' library as installed, for the bits of this Python.
    interpreter : str
        The value of INTERPRETER in labfolio.conf.

    Returns
    -------
    tuple of float
        Seconds until Python can answer a formula, and of one call afterwards.

    Raises
    ------
    OSError
        If the library cannot be loaded, Python does not come up, or what it needs is missing.
    """
    import pythoncom
    from win32com.client import Dispatch

    pythoncom.CoInitialize()
    activate = ctypes.WinDLL(str(library)).XLPyDLLActivateAuto  # type: ignore[attr-defined,unused-ignore]
    command = server_command(interpreter).encode("ascii")
    folder = start_folder(interpreter)
    begun, answer = time.perf_counter(), _Variant()
    with chdir(folder) if folder else nullcontext():
        failed = activate(ctypes.byref(answer), command, START)
    if failed:
        raise OSError(_text_of(answer))
    try:
        server = Dispatch(pythoncom.ObjectFromAddress(answer.value, pythoncom.IID_IDispatch))
        # All that a formula needs, such as the libraries of numpy, and not only the package.
        server.Module(FUNCTIONS)
        started = time.perf_counter()
        server.Str(server.Eval("1"))
        ended = time.perf_counter()
        del server
    except pythoncom.com_error as error:
        raise OSError(_last_line(error)) from error
    finally:
        activate(ctypes.byref(_Variant()), command, STOP)
    return started - begun, ended - started


class _Variant(ctypes.Structure):
    """A VARIANT of COM, with the fields of those that hold an object or a text."""

    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("value", ctypes.c_void_p),
        ("second", ctypes.c_void_p),
    )


def _last_line(error: BaseException) -> str:
    """Return the reason at the end of the traceback that COM hands over."""
    details = error.args[2] if len(error.args) > 2 else None  # noqa: PLR2004
    text = str(details[2] if details else error)
    return text.strip().splitlines()[-1]


def _text_of(answer: _Variant) -> str:
    if answer.kind != TEXT or not answer.value:
        return "the library gave no reason"
    lines: str = ctypes.wstring_at(answer.value)
    return lines.strip().splitlines()[0]
