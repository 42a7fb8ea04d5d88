"""Make the command that starts the child process."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from labfolio_xl.errors import InputError

__all__ = ["command"]

# Python starts isolated and without the module site, so that neither environment variables nor the
# current folder nor start-up files change what is imported. The folders of the packages come
# last, so that no module in them can replace one of the standard library.
_PROGRAM = "import sys; sys.path += sys.argv[1:]; from labfolio_xl.reader.serve import main; main()"


def command() -> list[str]:
    """Return the program and its arguments.

    Raises
    ------
    InputError
        No Python was found in the folders of the running program.
    """
    quiet = ["-B"] if sys.dont_write_bytecode else []
    return [_interpreter(), "-I", "-S", *quiet, "-c", _PROGRAM, *_folders()]


@cache
def _folders() -> tuple[str, ...]:
    """Return the folders that contain this package and calamine."""
    specs = map(find_spec, ("labfolio_xl", "python_calamine"))
    places = [Path(spec.origin).parents[1] for spec in specs if spec and spec.origin]
    return tuple(dict.fromkeys(map(str, places)))


@cache
def _interpreter() -> str:
    """Return the path of a Python of this version, also if this code runs in another program.

    In a virtual environment it is the base Python. On Windows, the Python of an environment is a
    launcher that starts the base Python as another process, which the job would not limit.
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
