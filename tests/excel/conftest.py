"""Fixtures of the tests of the macros and of the checks."""

from __future__ import annotations

import tempfile

import pytest

from labfolio_xl.excel.book.decisions import _WAITING
from labfolio_xl.sheet.error_log import ErrorLog


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path, monkeypatch):
    """Let what a check copies, and a test leaves open, be removed with the test's own folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture(autouse=True)
def _own_log(tmp_path, monkeypatch):
    """Let a macro that is made to fail write to a log of its test's own."""
    ours = ErrorLog(tmp_path / "own-logs")
    monkeypatch.setattr("labfolio_xl.sheet.boundary.ERRORS", ours)
    yield
    ours.close()


@pytest.fixture(autouse=True)
def _nothing_waits():
    """Forget the inputs that another test has loaded."""
    _WAITING.clear()
