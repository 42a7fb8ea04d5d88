r"""The Python that Excel starts: choose its path, and test that it can import the package.

The package can be in these places on Windows:

- ``uv tool install`` makes an environment, ``%APPDATA%\uv\tools\labfolio-xl``. Its
  ``Scripts\python.exe`` is a launcher of uv. It starts a Python that uv has downloaded into a
  folder named after the minor version (``cpython-3.13-windows-x86_64-none``), so that the path is
  still right after an update to a new patch version. ``uv tool upgrade`` keeps the path of the
  environment.
- ``pipx install`` makes an environment, ``%USERPROFILE%\pipx\venvs\labfolio-xl``. Upgrading and
  reinstalling keep its path.
- ``pip install`` uses the folder of its Python, the packages of the user, or an environment.

In each, the interpreter beside ``sys.executable`` is the one that can import the package.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from labfolio_xl.errors import InputError

__all__ = ["Answer", "ask", "environment_settings", "from_the_store", "serving_interpreter"]

PATIENCE = 60.0  # seconds; a cold start under a virus scanner takes up to twenty
# The program imports everything that a formula needs. The switch -P, which the VBA passes too,
# keeps Python from importing from the current directory.
QUESTION = (
    "import labfolio_xl, labfolio_xl.sheet.functions; "
    "print('labfolio-xl', labfolio_xl.__version__); raise SystemExit(77)"
)
# The exit code after all imports succeeded. A launcher that loses the output still returns it, and
# a program that is not Python does not.
SERVES = 77
ANSWER = re.compile(rb"(?m)^labfolio-xl ([\w.+]{1,40})\s*$")
LONGEST_FAILURE = 200
DISPOSABLE = "CACHEDIR.TAG"  # marks a cache, by the Cache Directory Tagging Specification


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of an interpreter that was started.

    Attributes
    ----------
    version : str or None
        The version of the labfolio_xl that it imports; None if it fails or prints nothing.
    failure : str or None
        The reason why the import failed.
    """

    version: str | None = None
    failure: str | None = None


def serving_interpreter(python: PurePath, system: str) -> str:
    """Return the path of the interpreter that Excel shall start.

    Parameters
    ----------
    python : path
        The interpreter that runs the installation, ``sys.executable``. Links in the path are not
        followed, because they lead to the base Python, which does not have the package.
    system : {"win32", "darwin"}
        The system of Excel.

    Raises
    ------
    InputError
        Excel cannot see its files, or it is in a cache, which may be emptied.
    """
    if _in_a_cache(Path(python)):
        raise InputError(
            f"Python: {python} lies in a cache, which uv or pipx empties some day; run 'uv tool "
            "install' or 'pipx install' first, and then the labfolio-xl that this installs."
        )
    if system != "win32":
        return str(python)
    settings = environment_settings(Path(python))
    if from_the_store(str(python)) or from_the_store(settings.get("home", "")):
        raise InputError(
            "Python: the edition from the Microsoft Store hides its files from Excel; install "
            "Python from python.org and labfolio-xl in it."
        )
    # The library hides the window of the program that it starts, but not the windows of programs
    # that this one starts. The pythonw.exe of uv starts a python.exe, whose window would be visible
    # (astral-sh/uv#19226). The python.exe of uv is hidden together with the program that it starts.
    windowless = python.with_name("pythonw.exe")
    return str(windowless if Path(windowless).is_file() and "uv" not in settings else python)


def ask(interpreter: str, patience: float = PATIENCE) -> Answer:
    """Start an interpreter without a window and let it import what a formula needs.

    Parameters
    ----------
    interpreter : str
        The value of INTERPRETER in labfolio.conf.
    patience : float
        The time limit in seconds.
    """
    try:
        done = subprocess.run(  # noqa: S603 - what `install` wrote, as Excel starts it
            [interpreter, "-P", "-c", QUESTION],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=patience,
            check=False,
            **_without_a_window(),
        )
    except subprocess.TimeoutExpired:
        return Answer(failure=f"no answer within {patience:g} s")
    except OSError as error:
        return Answer(failure=error.strerror or str(error))
    if done.returncode == 0:
        return Answer(failure="it is no Python")
    if done.returncode != SERVES:
        text = done.stderr.decode("utf-8", "replace")
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        failure = lines[-1] if lines else f"it ended with code {done.returncode}"
        return Answer(failure=failure[:LONGEST_FAILURE])
    # A start-up file of that Python may print other lines.
    answers = ANSWER.findall(done.stdout)
    return Answer(version=answers[-1].decode("ascii") if answers else None)


def environment_settings(python: Path) -> dict[str, str]:
    """Return the settings in pyvenv.cfg; empty if the interpreter is in no environment.

    Environments that uv has made have the key ``uv``. The key ``home`` is the folder of the base
    Python (PEP 405).
    """
    for folder in (python.parent, python.parent.parent):
        try:
            lines = (folder / "pyvenv.cfg").read_text("utf-8").splitlines()
        except (OSError, UnicodeError):
            continue
        pairs = (line.partition("=") for line in lines)
        return {key.strip().lower(): value.strip() for key, mark, value in pairs if mark}
    return {}


def from_the_store(path: str) -> bool:
    """Whether a path is one of the Microsoft Store's editions."""
    return "WindowsApps" in path or "PythonSoftwareFoundation" in path


def _in_a_cache(python: Path) -> bool:
    """Whether the environment lies in a cache, as those of `uvx` and `pipx run` do.

    The two nearest folders are left out, because uv marks every environment as a cache.
    """
    return any((folder / DISPOSABLE).is_file() for folder in python.parents[2:])


def _without_a_window() -> dict[str, Any]:
    if sys.platform != "win32":
        return {}
    # The second setting hides the console of a program that a launcher without a console starts.
    hidden = subprocess.STARTUPINFO(dwFlags=subprocess.STARTF_USESHOWWINDOW, wShowWindow=0)
    return {"creationflags": subprocess.CREATE_NO_WINDOW, "startupinfo": hidden}
