"""The command that starts the child: which Python, and where it finds what it needs."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from labfolio_xl.errors import InputError

__all__ = ["command"]

# Isolated, without site: no variable, no folder at hand and no start-up file has a say in it.
# Our folders come last, so that nothing in them stands before the standard library.
_PROGRAM = "import sys; sys.path += sys.argv[1:]; from labfolio_xl.reader.serve import main; main()"


def command() -> list[str]:
    """Return the program and its arguments.

    Raises
    ------
    InputError
        There is no Python beside the program that runs this.
    """
    quiet = ["-B"] if sys.dont_write_bytecode else []
    return [_interpreter(), "-I", "-S", *quiet, "-c", _PROGRAM, *_folders()]


@cache
def _folders() -> tuple[str, ...]:
    """Return the folders in which this package and calamine lie."""
    specs = map(find_spec, ("labfolio_xl", "python_calamine"))
    places = [Path(spec.origin).parents[1] for spec in specs if spec and spec.origin]
    return tuple(dict.fromkeys(map(str, places)))


@cache
def _interpreter() -> str:
    """Return a Python of this version, whatever program this one runs in.

    The Python below an environment is asked for: on Windows that of the environment is a launcher
    which starts it, and the job would not hold it. It finds what it needs in our folders.
    """
    given = (getattr(sys, "_base_executable", None), sys.executable)
    for path in given:
        if path and Path(path).stem.lower().startswith("python") and Path(path).is_file():
            return str(path)
    folders = (sys.base_prefix, sys.base_exec_prefix, sys.prefix)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    names = ("python.exe",) if os.name == "nt" else (f"bin/{version}", "bin/python3")
    for folder in dict.fromkeys(folders):
        for name in names:
            if (path := Path(folder) / name).is_file():
                return str(path)
    raise InputError(
        f"Python: there is none in {sys.base_prefix} to read files with; install labfolio-xl in a "
        "Python from python.org."
    )
