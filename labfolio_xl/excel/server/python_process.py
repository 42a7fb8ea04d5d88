"""Start the Python process that serves Excel as the VBA does.

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
_PLAIN = re.compile("[ -~]*")  # the same test as in the VBA: Like "*[! -~]*"
SOURCE = Path(labfolio_xl.vba.__file__).parent / "sources" / "LabfolioServer.bas"


def server_command(interpreter: str) -> str:
    """Return the command with which the VBA lets the library start Python.

    The library takes the command in the code page of the system. If the path has letters outside
    ASCII, the command has only the name of the program, and the folder of the program is the
    current one when the library starts it.

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
    """Return the folder that must be the current one for the command; None if any folder will do.

    Examples
    --------
    >>> start_folder("C:/py/pythonw.exe") is None
    True
    """
    return None if _PLAIN.fullmatch(interpreter) else str(PureWindowsPath(interpreter).parent)


def library_name(bits: int) -> str:
    """Return the file name under which the VBA loads the library of xlwings.

    Parameters
    ----------
    bits : {32, 64}
        The bits of Excel, which may differ from those of Python.

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
    """Start Python as the VBA does, let it load the worksheet functions, and stop it again.

    Parameters
    ----------
    library : Path
        The installed library of xlwings for the bits of this Python.
    interpreter : str
        The value of INTERPRETER in labfolio.conf.

    Returns
    -------
    tuple of float
        Seconds until Python can answer a formula, and of one call afterwards.

    Raises
    ------
    OSError
        The library cannot be loaded, Python does not start, or a package is missing.
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
        # This imports everything that a formula needs, such as numpy.
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
    """A VARIANT of COM that contains an object or a text."""

    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("value", ctypes.c_void_p),
        ("second", ctypes.c_void_p),
    )


def _last_line(error: BaseException) -> str:
    """Return the last line of the traceback in an error of COM."""
    details = error.args[2] if len(error.args) > 2 else None  # noqa: PLR2004
    text = str(details[2] if details else error)
    return text.strip().splitlines()[-1]


def _text_of(answer: _Variant) -> str:
    if answer.kind != TEXT or not answer.value:
        return "the library gave no reason"
    lines: str = ctypes.wstring_at(answer.value)
    return lines.strip().splitlines()[0]
