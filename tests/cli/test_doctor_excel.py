"""``labfolio-xl doctor --excel``: what it says, and how it ends."""

from __future__ import annotations

import sys

import pytest

from labfolio_xl.excel.checks_in_excel import check, instance
from labfolio_xl.excel.checks_in_excel.step import LogLine

NO_EXCEL = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Excel could be here")
LINES = [
    LogLine("Files", "ok", "two files", 0.1),
    LogLine("Spilling", "not checked", "HasSpill", 0.0),
]
FAULT = LogLine("Names", "FAULT", "Assets stands elsewhere", 1.0)


@pytest.fixture
def with_excel(monkeypatch):
    """A machine with Excel, on which the check finds these lines; gives what it was asked."""
    asked, lines = {}, [*LINES]

    def found(host, log, *, say):
        say("Files")
        asked.update(visible=host.visible, log=log)
        return lines

    monkeypatch.setattr(instance, "require_excel", lambda: None)
    monkeypatch.setattr(check, "check_in_excel", found)
    return asked, lines


@NO_EXCEL
def test_where_excel_does_not_run_it_is_one_sentence(run, folder):
    code, output, errors = run("doctor", "--excel", "--log", "log.txt")
    assert (code, output) == (2, "")
    assert errors == (
        "labfolio-xl: doctor --excel: Excel does not run on this system; run it on Windows.\n"
    )
    assert not (folder / "log.txt").exists()


def test_it_tells_what_became_of_each_step_and_where_the_log_is(run, with_excel, tmp_path):
    path = tmp_path / "log.txt"
    code, output, errors = run("doctor", "--excel", "--log", path, "--visible")
    assert (code, errors) == (0, "")
    assert "two files" in output
    assert "not checked" in output
    assert f'The log is "{path}"; it holds versions and no data. Send it to us.' in output
    assert with_excel[0] == {"visible": True, "log": path}


def test_a_fault_is_told_by_the_exit_code(run, with_excel, tmp_path):
    with_excel[1].append(FAULT)
    code, output, _ = run("doctor", "--excel", "--log", tmp_path / "log.txt")
    assert code == 1
    assert "Assets stands elsewhere" in output


def test_the_log_stands_on_the_desktop_if_nobody_says_where(run, with_excel, monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_desktop_path", lambda: tmp_path)
    run("doctor", "--excel")
    assert with_excel[0] == {"visible": False, "log": tmp_path / "labfolio-check.txt"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("book.xlsm", "--excel"), '--excel checks files of its own; leave "book.xlsm" out.'),
        (("--log", "r.txt"), "--log and --visible go with --excel"),
        (("--visible",), "--log and --visible go with --excel"),
    ],
)
def test_options_that_do_not_go_together(run, words, said):
    code, output, errors = run("doctor", *words)
    assert (code, output) == (2, "")
    assert said in errors
