"""Real folders that cannot be written to: read-only, on a full disk, or of another user.

Each command runs in a mount namespace of its own, where a small disk lies at `there`. So the
tests mean the same for root, whom permissions do not stop, and for anybody else.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from parts import without

from labfolio_xl.calc.install import FILE_NAME

ROOT = Path(__file__).parents[2]
CLI = [sys.executable, "-m", "labfolio_xl.cli"]
OLD = "what was there before"
NO_NAMESPACES = "this system gives its users no namespaces of their own (unshare -Urm)"

READ_ONLY = "mount -t tmpfs none there; cp old there/{name}; mount -o remount,ro there"
# One page for the old file, one for what the new one begins with.
FULL = "mount -t tmpfs -o size=8k none there; cp old there/{name}"
# What the command leaves behind is told after a line of its own, since the disk goes with it.
AFTER = 'code=$?; echo ===; grep -rlF "$OLD" there; find there -type f | sort; exit $code'

MACRO = """
import sys
sys.path.insert(0, {excel!r})
import xlwings
from pathlib import Path
from fake_book import FakeBook
from labfolio_xl.excel import macros
from labfolio_xl.excel.installation.places import TEMPLATE_NAME, bundled
book = FakeBook(bundled(TEMPLATE_NAME).read_bytes(), folder=Path("there").resolve())
xlwings.Book.caller = classmethod(lambda _: book)
said = macros.run(*sys.argv[1:])
print(said.removeprefix("#LF!"), file=sys.stderr)
sys.exit(2 if said.startswith("#LF!") else 0)
"""
INSTALL = """
import sys
from pathlib import Path
from labfolio_xl.errors import InputError
from labfolio_xl.excel.installation.install import plan_install
from labfolio_xl.excel.installation.places import Places
there = Path("there").resolve()
library = Path("old").resolve()
try:
    for step in plan_install(Places("win32", there, there), Path(sys.executable), {64: library}):
        step.action()
except InputError as refused:
    sys.exit(str(refused))
"""


@functools.cache
def namespaces_work():
    try:
        done = subprocess.run(["unshare", "-Urm", "true"], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


@pytest.fixture
def inside(folder):
    """Give a function that runs a command where a disk of some kind is, and tells what is left."""
    if not namespaces_work():
        without(NO_NAMESPACES)
    (folder / "there").mkdir()
    (folder / "old").write_text(OLD)

    def run(disk, name, words):
        script = f'{disk.format(name=name)}; "$@"; {AFTER}'
        environment = {"HOME": str(folder), "OLD": OLD, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            ["unshare", "-Urm", "bash", "-c", script, "bash", *map(str, words)],
            env={**os.environ, **environment, "XDG_CONFIG_HOME": str(folder / "there")},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said, _, left = done.stdout.partition("===\n")
        return done.returncode, said + done.stderr, left.split()

    return run


FILES = ["--assets", "assets.csv", "--factors", "factors.csv"]
MACROS = [sys.executable, "-c", MACRO.format(excel=str(ROOT / "tests" / "excel"))]
WRITERS = {
    "report": ("out.xlsx", [*CLI, "report", "there/out.xlsx", *FILES, "--force"]),
    "new": ("out.xlsm", [*CLI, "new", "there/out.xlsm", *FILES, "--force"]),
    "demo": ("out.xlsx", [*CLI, "demo", "--out", "there/out.xlsx", "--force"]),
    "Prepare copy": ("other.txt", [*MACROS, "prepare_copy"]),
    "New workbook": ("out.xlsm", [*MACROS, "new_workbook", "there/out.xlsm"]),
    "install": ("labfolio.conf", [sys.executable, "-c", INSTALL]),
}


@pytest.mark.parametrize("what", WRITERS)
def test_a_read_only_disk(inside, what):
    name, words = WRITERS[what]
    code, said, left = inside(READ_ONLY, name, words)
    assert code != 0
    assert "cannot be written: the folder" in said
    assert "is not writable; " in said
    assert said.strip().count("\n") == 0, said
    assert left == [f"there/{name}"] * 2


@pytest.mark.parametrize("what", WRITERS)
def test_a_full_disk(inside, what):
    name, words = WRITERS[what]
    code, said, left = inside(FULL, name, words)
    assert code != 0
    assert said.strip().endswith(
        "was not written: the disk is full; free some space and try again."
    )
    assert said.strip().count("\n") == 0, said
    assert left.count(f"there/{name}") == 2, "the old file is gone"
    assert set(left) <= {f"there/{name}", "there/labfolio-xlwings64.dll"}


@pytest.fixture
def without_rights(folder):
    """Give a function that runs a report by a user whom permissions stop, unlike root."""
    if not namespaces_work():
        without(NO_NAMESPACES)

    def run(out, assets):
        done = subprocess.run(
            ["unshare", "--user", *CLI, "report", out, "--assets", assets, *FILES[2:]],
            env={**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    return run


def test_a_folder_in_which_one_may_not_write(folder, without_rights):
    (folder / "there").mkdir(mode=0o555)
    assert without_rights("there/out.xlsx", "assets.csv") == (
        'labfolio-xl: "there/out.xlsx" cannot be written: the folder "there" is not writable; '
        "choose another folder.\n"
    )
    assert list((folder / "there").iterdir()) == []


@pytest.mark.parametrize("name", ["returns.csv", "returns.xlsx"])
def test_a_file_that_one_may_not_read(folder, without_rights, name):
    """Windows says the same of one that another program has locked."""
    (folder / name).write_bytes(b"x")
    (folder / name).chmod(0)
    assert without_rights("out.xlsx", name) == (
        f'labfolio-xl: Assets: "{name}" cannot be opened (permission denied); close it elsewhere '
        "or copy it first.\n"
    )


def libreoffice(folder):
    """Make a LibreOffice of shell scripts that takes what it is given."""
    program = folder / "libreoffice"
    program.mkdir()
    for name, text in (("soffice", "echo LibreOffice 25.2.3.2"), ("unopkg", "exit 0")):
        (program / name).write_text(f"#!/bin/sh\n{text}\n")
        (program / name).chmod(0o755)
    (program / "pythonloader.py").touch()
    return program


@pytest.mark.parametrize(
    ("disk", "words"), [(READ_ONLY, "cannot be written"), (FULL, "the disk is full; free")]
)
def test_the_settings_of_calc(inside, folder, disk, words):
    """They are written before LibreOffice is given anything."""
    if disk is FULL:
        disk += "; head -c 4000 /dev/zero > there/rest"
    command = [*CLI, "calc", "install", "--libreoffice", str(libreoffice(folder))]
    code, said, left = inside(disk, FILE_NAME, command)
    assert code == 2
    assert "labfolio_xl/calc.json" in said
    assert words in said
    assert said.count("\n") == 1, said
    assert not [path for path in left if "labfolio-draft" in path or path.endswith(".json")]
