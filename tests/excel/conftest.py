"""What the tests of the macros and of the checks share."""

from __future__ import annotations

import tempfile

import pytest


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path, monkeypatch):
    """Let what a check copies, and a test leaves open, be removed with the test's own folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
