"""The three ways to install the program: uv, pipx and pip, each in a home that nothing is in.

uv and pipx come from PyPI into an environment of their own, and all that labfolio-xl needs is
fetched once. uv is given this Python: that it fetches one by itself where there is none is in its
documentation, and is not shown here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from parts import without
from vba_files import put_back, read_all, setting

import labfolio_xl
from labfolio_xl.excel.installation.doctor import judge
from labfolio_xl.excel.installation.facts import this_machine
from labfolio_xl.excel.installation.places import Places

pytestmark = pytest.mark.uv

ROOT = Path(__file__).parents[2]
NAME = "labfolio-xl"
NO_INDEX = ("No matching distribution", "Could not find a version", "Max retries exceeded")
# What `install` does on Windows and on a Mac, by the Python that the program runs in.
INSTALL_THERE = """
import sys
from pathlib import Path
from labfolio_xl.excel.installation.install import plan_install
from labfolio_xl.excel.installation.places import Places
folder = Path(sys.argv[1])
where = Places("{system}", folder / "data", folder / "startup", {scripts})
libraries = dict.fromkeys((64, 32), Path(sys.executable)) if "{system}" == "win32" else {{}}
for step in plan_install(where, Path(sys.executable), libraries):
    step.action()
"""
SCRIPTS = {"win32": "None", "darwin": 'folder / "scripts"'}


@dataclass(frozen=True)
class Machine:
    """A home with nothing in it, and the programs that install."""

    home: Path
    wheel: Path
    installers: Path
    environment: dict[str, str]

    def run(self, *words, code=0, folder=None):
        """Run a program there and return what it prints."""
        done = subprocess.run(
            list(map(str, words)),
            cwd=folder or self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, f"{words} ended with {done.returncode}: {said}"
        return said


@dataclass(frozen=True)
class Way:
    """One way to install: what it leaves where, and how it is repeated and undone."""

    program: Path
    environment: Path
    install: list[str]
    again: list[str]
    remove: list[str]

    @property
    def python(self):
        """The interpreter of the environment, in the folder where its other names are too."""
        return self.environment / "bin" / "python"


def clean(environment):
    """Without what would lead uv, pipx, pip or Python elsewhere than the tests say."""
    ours = re.compile("UV_|PIPX_|PYTHON|XDG_|VIRTUAL_ENV")
    return {name: value for name, value in environment.items() if not ours.match(name)}


def fetch(*words):
    """Run pip, which may find no index; then these tests cannot run."""
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)
    if done.returncode and any(text in done.stderr for text in NO_INDEX):
        without("PyPI is not reached, which uv, pipx and the dependencies come from")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("machine")
    home, installers, wheels = folder / "home", folder / "installers", folder / "wheels"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", installers], check=True)
    pip = installers / "bin" / "pip"
    fetch(pip, "install", "-q", "uv", "pipx")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("labfolio_xl-*.whl")
    locked = ROOT / ".ci" / "constraints.txt"
    fetch(pip, "wheel", "-q", "-w", wheels, "-c", locked, wheel)
    fetch(pip, "download", "-q", "-d", wheels, "pip")  # pipx renews the one that it shares
    environment = clean(os.environ) | {
        "HOME": str(home),
        "COLUMNS": "500",  # the doctor's table breaks no path
        "PATH": os.pathsep.join([str(home / ".local" / "bin"), os.environ["PATH"]]),
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_INDEX": "1",
        # Falsy for "no byte code", by pip's documentation: it takes most of the time.
        "PIP_NO_COMPILE": "0",
        "PIPX_DEFAULT_BACKEND": "pip",
        "UV_FIND_LINKS": str(wheels),
        "UV_OFFLINE": "1",
        "UV_NO_CONFIG": "1",
        "UV_PYTHON_DOWNLOADS": "never",
    }
    return Machine(home, wheel, installers / "bin", environment)


def way_of(name, machine):
    """Give the commands of the README for one way; the Python is given where it can be."""
    wheel, python = str(machine.wheel), ["--python", sys.executable]
    home, commands = machine.home, machine.home / ".local" / "bin"
    if name == "uv":
        tool = [str(machine.installers / "uv"), "tool"]
        return Way(
            program=commands / NAME,
            environment=home / ".local" / "share" / "uv" / "tools" / NAME,
            install=[*tool, "install", wheel, *python],
            again=[*tool, "install", "--force", "--reinstall", wheel, *python],
            remove=[*tool, "uninstall", NAME],
        )
    if name == "pipx":
        pipx = str(machine.installers / "pipx")
        return Way(
            program=commands / NAME,
            environment=home / ".local" / "share" / "pipx" / "venvs" / NAME,
            install=[pipx, "install", wheel, *python],
            again=[pipx, "install", "--force", wheel, *python],
            remove=[pipx, "uninstall", NAME],
        )
    folder = home / "venv"
    pip = [str(folder / "bin" / "pip"), "install", "-q"]
    return Way(
        program=folder / "bin" / NAME,
        environment=folder,
        install=[*pip, wheel],
        again=[*pip, "--force-reinstall", "--no-deps", wheel],
        remove=["rm", "-r", str(folder)],
    )


@pytest.fixture(scope="module", params=["uv", "pipx", "pip"])
def way(request, machine):
    found = way_of(request.param, machine)
    if request.param == "pip":
        machine.run(sys.executable, "-m", "venv", found.environment)
    machine.run(*found.install)
    yield found
    shutil.rmtree(found.environment, ignore_errors=True)
    found.program.unlink(missing_ok=True)


def test_the_program_runs(way, machine):
    assert machine.run(way.program, "--version") == f"{NAME} {labfolio_xl.__version__}\n"


@pytest.mark.parametrize("way", ["uv"], indirect=True)
def test_the_demo_is_in_the_wheel(way, machine, tmp_path):
    machine.run(way.program, "demo", folder=tmp_path)
    assert (tmp_path / "labfolio-demo.xlsx").stat().st_size > 10_000


def test_a_dry_run_names_the_interpreter_of_the_environment(way, machine):
    """Not the Python below it, which has no labfolio_xl and another name after an update."""
    told = machine.run(way.program, "install", "--dry-run")
    interpreter = re.search("Would write the interpreter (.*) into ", told)[1]
    # pip names the version in what it installs: python3.11, a link beside python.
    assert interpreter.startswith(str(way.python))
    assert Path(interpreter).parent == way.python.parent


def test_the_doctor_runs_in_the_environment(way, machine):
    told = machine.run(way.program, "doctor", code=1)
    assert str(way.python) in told
    assert "Labfolio is not installed for this user" in told


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_vba_finds_the_interpreter_of_the_environment(way, machine, tmp_path, system):
    code = INSTALL_THERE.format(system=system, scripts=SCRIPTS[system])
    machine.run(way.python, "-c", code, tmp_path)
    lines = read_all((tmp_path / "data" / "labfolio.conf").read_bytes())
    assert put_back(setting(lines, "INTERPRETER")) == str(way.python)


def installation(where):
    """What the doctor of another Python says."""
    check = next(c for c in judge(this_machine(where=where)) if c.name == "Installation")
    return check.verdict, check.finding


def test_the_doctor_notices_when_it_has_gone(way, machine, tmp_path):
    """The last of a way: installing again keeps the interpreter's place, removing takes it."""
    code = INSTALL_THERE.format(system="darwin", scripts=SCRIPTS["darwin"])
    machine.run(way.python, "-c", code, tmp_path)
    where = Places("darwin", tmp_path / "data", tmp_path / "startup", tmp_path / "scripts")
    assert installation(where) == ("ok", str(way.python))
    machine.run(*way.again)
    assert installation(where) == ("ok", str(way.python))
    machine.run(*way.remove)
    gone = f"the Python that Excel starts was uninstalled or moved: {way.python}"
    assert installation(where) == ("fault", gone)


def test_an_environment_that_lasts_for_one_command_is_refused(machine):
    """`uvx` makes one in its cache."""
    once = [machine.installers / "uv", "tool", "run", "--python", sys.executable]
    told = machine.run(*once, "--from", machine.wheel, NAME, "install", "--dry-run", code=2)
    assert "lies in a cache, which uv or pipx empties some day; run 'uv tool install'" in told
