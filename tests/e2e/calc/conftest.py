"""A LibreOffice with the add-in, installed as a user installs it, started once for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from parts import without

from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.workbook.writer import write_workbook

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "labfolio_xl.cli", "calc"]


@pytest.fixture(scope="session")
def command():
    """Give a function that runs ``labfolio-xl calc ...`` for the user of a home folder."""
    if shutil.which("soffice") is None:
        without("LibreOffice is missing: run tests/e2e/calc/setup.sh")
    try:
        from office import as_user, environment_of
    except ImportError as error:
        without(f"Python {sys.version_info[:2]} cannot load LibreOffice's uno module: {error}")

    # As in an activated virtual environment, whose Python is not LibreOffice's.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    def run(home, *words):
        done = subprocess.run(
            as_user([*COMMAND, *words]),
            env=environment_of(home) | {"PATH": path},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def new_home(command, tmp_path_factory):
    """Give a function that makes the home folder of a user who has installed the add-in."""

    def make():
        home = tmp_path_factory.mktemp("home")
        command(home, "install")
        return home

    return make


@pytest.fixture(scope="session")
def home(new_home):
    """Give the home folder of the user of all tests."""
    return new_home()


@pytest.fixture(scope="session")
def office(home):
    """Give a running LibreOffice that has the add-in."""
    from office import Office

    office = Office(home)
    yield office
    office.stop()


@pytest.fixture
def new_document(office):
    """Give a function that opens an empty document, or a file; all are closed in the end."""
    opened = []

    def open_document(path=None):
        opened.append(office.new() if path is None else office.load(path))
        return opened[-1]

    yield open_document
    for document in opened:
        document.close(True)  # noqa: FBT003  UNO has no names for arguments


@pytest.fixture
def document(new_document):
    """Give an empty document."""
    return new_document()


@pytest.fixture(scope="session")
def live_file(tmp_path_factory):
    """Give the template, freshly made; copy it before something is saved there."""
    path = tmp_path_factory.mktemp("live") / "labfolio.xlsm"
    write_workbook(path, sample_inputs(), "365")
    return path


@pytest.fixture
def book(live_file, tmp_path, new_document):
    """Give the template in a folder of its own, opened in Calc, as xlwings' Book."""
    from engine import book_of

    path = Path(shutil.copy(live_file, tmp_path))
    return book_of(new_document(path), path)
