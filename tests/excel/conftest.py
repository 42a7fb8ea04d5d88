"""What the tests of the macros and of the checks share."""

from __future__ import annotations

import tempfile

import pytest
import xlwings
from fake_book import FakeBook

from labfolio_xl.workbook.analysis import analyse
from labfolio_xl.workbook.inputs import sample_inputs
from labfolio_xl.workbook.template import live_bytes


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path, monkeypatch):
    """Let what a check copies, and a test leaves open, be removed with the test's own folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture(scope="session")
def workbook():
    """Give the bytes of the template with the sample."""
    return live_bytes(analyse(sample_inputs()))


@pytest.fixture
def book(workbook, monkeypatch, tmp_path):
    """Give the template, open in front of the user; its first sheet is the active one."""
    opened = FakeBook(workbook, folder=tmp_path)
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: opened))
    return opened


@pytest.fixture
def file(tmp_path):
    """Give a file with fewer assets and dates."""
    path = tmp_path / "mine.csv"
    sample_inputs().assets.iloc[:60, :5].to_csv(path, index_label="date")
    return path
