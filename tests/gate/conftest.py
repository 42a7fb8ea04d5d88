"""The command line in a folder of its own, with the exposures that it would write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases_of_files import Outcome

from labfolio_xl import cli
from labfolio_xl.workbook import writer


@pytest.fixture(autouse=True)
def log(tmp_path_factory, monkeypatch):
    """Keep the log of unexpected errors out of the user's own."""
    path = tmp_path_factory.mktemp("logs")
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: path)
    return path / "errors.log"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder in which the user stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def report(capsys, monkeypatch) -> Callable[..., Outcome]:
    """Run a command, and keep the exposures; a report is not written, which takes long."""
    written = []

    written_in_full = writer.workbook_bytes

    def keep(analysis, flavour) -> bytes:
        found = analysis.exposure
        written.append((tuple(found.exposure.index), (found.alpha, *found.exposure)))
        return b"" if flavour == "report" else written_in_full(analysis, flavour)

    monkeypatch.setattr(writer, "workbook_bytes", keep)

    def run(*words: object, command: str = "report", out: str = "out.xlsx") -> Outcome:
        written.clear()
        code = cli.main([command, out, "--force", *map(str, words)])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err, *(written[0] if written else ()))

    return run
