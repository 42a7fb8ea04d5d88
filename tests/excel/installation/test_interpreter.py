"""The Python that Excel starts: which one is chosen, and what is noticed of it."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path, PureWindowsPath

import pytest

import labfolio_xl
from labfolio_xl.errors import InputError
from labfolio_xl.excel.installation.doctor import judge
from labfolio_xl.excel.installation.facts import this_machine
from labfolio_xl.excel.installation.install import plan_install
from labfolio_xl.excel.installation.interpreter import Answer, ask, serving_interpreter
from labfolio_xl.excel.installation.places import Places

OURS = Path(labfolio_xl.__file__).parents[1]


def environment(folder, settings, *programs):
    """An environment of Windows, with these programs; return its python.exe."""
    scripts = folder / "Scripts"
    scripts.mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text(settings)
    for name in programs:
        (scripts / name).write_bytes(b"")
    return scripts / "python.exe"


BOTH = ("python.exe", "pythonw.exe")
BY_PIPX = "home = C:\\Python311\ninclude-system-site-packages = false\nversion = 3.11.7\n"
BY_UV = "home = C:\\uv\\python\\cpython-3.13-windows-x86_64-none\nuv = 0.13.9\n"
BY_STORE = "home = C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps\\Python.3.12\n"


@pytest.mark.parametrize(
    ("place", "settings", "name"),
    [
        ("uv/tools/labfolio-xl", BY_UV, "python.exe"),
        ("pipx/venvs/labfolio-xl", BY_PIPX, "pythonw.exe"),
        ("venv", BY_PIPX, "pythonw.exe"),
    ],
)
def test_the_interpreter_is_that_of_the_environment(tmp_path, place, settings, name):
    """For uv it is python.exe, since its pythonw.exe may start a program with a window."""
    python = environment(tmp_path / place, settings, *BOTH)
    assert serving_interpreter(python, "win32") == str(python.with_name(name))


def test_without_an_environment_it_is_the_windowless_python(tmp_path):
    for name in BOTH:
        (tmp_path / name).write_bytes(b"")
    python = tmp_path / "python.exe"
    assert serving_interpreter(python, "win32") == str(tmp_path / "pythonw.exe")


def test_without_a_windowless_python_the_other_serves(tmp_path):
    assert serving_interpreter(tmp_path / "python.exe", "win32") == str(tmp_path / "python.exe")


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12\python.exe",
        r"C:\Users\me\AppData\Local\Microsoft\WindowsApps\python.exe",
    ],
)
def test_the_python_of_the_store_is_refused(path):
    with pytest.raises(InputError, match=r"Microsoft Store hides its files.*python\.org"):
        serving_interpreter(PureWindowsPath(path), "win32")


def test_an_environment_of_the_stores_python_is_refused(tmp_path):
    """As pipx makes one that was installed with it."""
    python = environment(tmp_path / "venv", BY_STORE, *BOTH)
    with pytest.raises(InputError, match="Microsoft Store hides its files"):
        serving_interpreter(python, "win32")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_an_environment_in_a_cache_is_refused(tmp_path, system):
    """`uvx` and `pipx run` make one that is cleared some day; uv tags all that it makes."""
    python = environment(tmp_path / "archive-v0" / "n1T9", BY_UV, *BOTH)
    (tmp_path / "archive-v0" / "n1T9" / "CACHEDIR.TAG").write_bytes(b"")
    serving_interpreter(python, system)
    (tmp_path / "CACHEDIR.TAG").write_bytes(b"")
    with pytest.raises(InputError, match=r"lies in a cache.*'uv tool install' or 'pipx install'"):
        serving_interpreter(python, system)


def test_on_a_mac_a_link_is_not_followed(tmp_path):
    """What it leads to has no labfolio_xl, and another name after the next update."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    assert serving_interpreter(python, "darwin") == str(python)


def test_an_interpreter_tells_its_version():
    assert ask(sys.executable) == Answer(labfolio_xl.__version__)


def program(folder, text):
    """A program that runs some lines of a shell."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_why_an_interpreter_does_not_serve(tmp_path):
    assert "Permission denied" in ask(str(tmp_path)).failure
    assert "No such file" in ask(str(tmp_path / "absent")).failure
    words = 'echo first >&2; echo "No Python at C:" >&2; exit 103'
    assert ask(program(tmp_path, words)) == Answer(failure="No Python at C:")
    assert ask(program(tmp_path, "exit 9")) == Answer(failure="it ended with code 9")
    assert ask(program(tmp_path, "exec sleep 60"), 0.2).failure == "no answer within 0.2 s"


def test_one_that_says_nothing_is_not_blamed(tmp_path):
    """A program without a console may have nowhere to write; its code tells that it could."""
    assert ask(program(tmp_path, "exit 77")) == Answer()


@pytest.mark.parametrize("other", ["/bin/true", "/bin/echo"])
def test_a_program_that_is_no_python_is_noticed(other):
    assert ask(other) == Answer(failure="it is no Python")


def test_of_what_an_interpreter_prints_its_version_alone_is_taken(tmp_path):
    words = "echo warning: a start-up file; echo labfolio-xl 0.1.0; exit 77"
    assert ask(program(tmp_path, words)) == Answer("0.1.0")
    long = ask(program(tmp_path, "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1"))
    assert len(long.failure) == 200


@pytest.fixture
def tool(tmp_path):
    """An environment that has labfolio_xl, apart from this one, and an installation with it."""
    folder = tmp_path / "tools" / "labfolio-xl"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.check_output([python, "-c", code], text=True).strip()
    paths = [str(OURS), *(path for path in sys.path if path.endswith("site-packages"))]
    Path(packages, "labfolio.pth").write_text("\n".join(paths))
    where = Places("darwin", tmp_path / "Data", tmp_path / "Startup", tmp_path / "Scripts")
    for step in plan_install(where, python, {}):
        step.action()
    return folder, where, Path(packages, "labfolio.pth")


def installation(where):
    return next(c for c in judge(this_machine(where=where)) if c.name == "Installation")


def test_the_doctor_asks_the_python_that_excel_starts(tool):
    folder, where, packages = tool
    assert installation(where).verdict == "ok"
    assert installation(where).finding == str(folder / "bin" / "python")
    packages.unlink()
    assert installation(where).verdict == "fault"
    assert installation(where).finding.endswith(
        "cannot serve: " + str(folder / "bin" / "python") + ": "
        "ModuleNotFoundError: No module named 'labfolio_xl'"
    )


def test_the_doctor_notices_another_version(tool, tmp_path):
    _, where, packages = tool
    other = tmp_path / "other" / "labfolio_xl"
    (other / "sheet").mkdir(parents=True)
    (other / "__init__.py").write_text("__version__ = '0.0.9'")
    (other / "sheet" / "functions.py").write_text("")
    packages.write_text(str(other.parent))
    assert installation(where).verdict == "look"
    assert "Excel starts labfolio-xl 0.0.9, this is " in installation(where).finding


def test_the_doctor_notices_an_environment_that_was_moved(tool):
    folder, where, _ = tool
    folder.rename(folder.with_name("elsewhere"))
    assert installation(where).verdict == "fault"
    assert "was uninstalled or moved: " + str(folder) in installation(where).finding


def test_the_doctor_notices_that_the_python_below_has_gone(tool):
    """The environment is there, and its interpreter leads nowhere."""
    folder, where, _ = tool
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to(folder / "absent")
    assert installation(where).verdict == "fault"
    assert "the Python that Excel starts is gone: " + str(folder) in installation(where).finding
