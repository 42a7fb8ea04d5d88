"""Single steps of the check in Excel, taken on the stand-ins."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from fake_instance import FakeHost, FakeProcess
from live_workbooks import sample_workbook

from labfolio_xl.excel.checks_in_excel.check import STEPS
from labfolio_xl.excel.checks_in_excel.files import END, copy_files, open_template, start
from labfolio_xl.excel.checks_in_excel.session import Session
from labfolio_xl.excel.checks_in_excel.step import take
from labfolio_xl.workbook.addin import addin

BY_NAME = {step.name: step for step in (*STEPS, *END)}


def written(folder):
    """Write template and add-in into a folder, and return their paths."""
    template, xlam = Path(folder) / "labfolio.xlsm", Path(folder) / "labfolio.xlam"
    template.write_bytes(sample_workbook())
    xlam.write_bytes(addin())
    return template, xlam


def opened(folder, host=None, seconds=60.0):
    """Return a session in which the template is open."""
    session = Session(host or FakeHost(), *written(folder), seconds=seconds)
    for step in (copy_files, start, open_template):
        line = take(step, session)
        assert line.verdict == "ok", line
    return session


def taken(name, session):
    """Take the step of this name."""
    return take(BY_NAME[name], session)


class Host:
    """A host whose instance is whatever a test makes of it."""

    def __init__(self, app):
        self.app = app

    def start(self):
        """Start it."""
        return self.app, FakeProcess()


def session_of(tmp_path, app=None, book=None, addin=None):
    """Return a session in which these objects are open."""
    session = Session(Host(app), tmp_path / "t.xlsm", tmp_path / "a.xlam")
    session.folder.rmdir()
    session.folder = tmp_path
    open_things = {"Excel": app, "the template": book, "the add-in": addin}
    session._open = {name: thing for name, thing in open_things.items() if thing is not None}
    return session


def verdict(name, session):
    line = take(BY_NAME[name], session)
    return line.verdict, line.finding


def book_with(**members):
    return SimpleNamespace(api=SimpleNamespace(**members))


def app_that_opens(book):
    """An application whose files are all this book."""

    def open_file(_, *, update_links):
        assert update_links is False, "Excel would ask"
        return book

    return SimpleNamespace(books=SimpleNamespace(open=open_file))
