"""The log of the check in Excel: for Notepad and for us, without a trace of the user."""

from __future__ import annotations

import datetime as dt
import getpass
import platform
import tempfile
from pathlib import Path

import pytest
from check_steps import written
from excel_error import ExcelError
from fake_instance import FakeHost

from labfolio_xl import __version__
from labfolio_xl.errors import InputError
from labfolio_xl.excel.checks_in_excel import check, check_log
from labfolio_xl.excel.checks_in_excel.check import check_in_excel
from labfolio_xl.excel.checks_in_excel.check_log import (
    default_path,
    log_text,
    require_log_path,
    versions,
    without_user,
    write_log,
)
from labfolio_xl.excel.checks_in_excel.session import Session
from labfolio_xl.excel.checks_in_excel.step import LogLine, step, take

NOW = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)
LINES = [
    LogLine("Files", "ok", "two files", 0.04),
    LogLine("Names", "FAULT", "Assets\nstands elsewhere", 1.25),
    LogLine("Spilling", "not checked", "HasSpill", 0.0),
]


def test_a_line_a_step_and_their_count():
    text = log_text(LINES, {"Excel": "16.0"}, NOW)
    assert "ok               0.0 s  Files: two files\n" in text
    assert "FAULT            1.2 s  Names: Assets stands elsewhere\n" in text
    assert "not checked      0.0 s  Spilling: HasSpill\n" in text
    assert text.endswith("1 ok, 1 FAULT, 1 not checked.\n")
    assert "Excel: 16.0\n" in text
    assert "2024-05-06 07:08" in text
    assert "This file holds no data" in text


def test_the_versions_are_those_that_run_here():
    found = versions()
    assert found["labfolio_xl"] == __version__
    assert found["Python"].startswith(platform.python_version())
    assert {"xlwings", "numpy", "pandas", "System"} <= found.keys()


def test_notepad_reads_it(tmp_path):
    write_log(tmp_path / "r.txt", "one\nzwölf\n")
    assert (tmp_path / "r.txt").read_bytes() == "one\r\nzwölf\r\n".encode()


@pytest.mark.parametrize(
    ("text", "written_as"),
    [
        (r"in C:\Users\Ada Byron\AppData\x", r"in ~\AppData\x"),
        (r"in c:\users\ada byron\x", r"in ~\x"),
        ("in C:/Users/Ada Byron/x", "in ~/x"),
        (r"'C:\\Users\\Ada Byron\\x'", r"'~\\x'"),
        (r"in C:\Users\ADABYR~1\Temp\labfolio", r"in <temporary>\labfolio"),
        ("by adab on COUNTING", "by <user> on <user>"),
        ("Adabas stays", "Adabas stays"),
    ],
)
def test_nothing_tells_who_the_user_is(monkeypatch, text, written_as):
    monkeypatch.setattr(Path, "home", lambda: Path(r"C:\Users\Ada Byron"))
    monkeypatch.setattr(Path, "resolve", lambda self, **_: self)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: r"C:\Users\ADABYR~1\Temp")
    monkeypatch.setenv("USERPROFILE", r"C:\Users\Ada Byron")
    monkeypatch.setenv("USERNAME", "adab")
    monkeypatch.setattr(getpass, "getuser", lambda: "adab")
    monkeypatch.setattr(platform, "node", lambda: "counting")
    assert without_user(text) == written_as


def test_a_fault_that_names_a_folder_of_the_user_does_so_without_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr(check_log, "_names", lambda: ["somebody"])
    host = FakeHost()
    host.faults = [f"Log: {Path.home() / 'Logs'}, of somebody"]
    template, xlam = written(tmp_path)
    monkeypatch.setattr("labfolio_xl.excel.checks_in_excel.check.STEPS", ())
    monkeypatch.setattr(
        "labfolio_xl.excel.checks_in_excel.check.files.END",
        (step("Setup")(lambda session: session.host.faults[0]),),
    )
    check_in_excel(host, tmp_path / "r.txt", template=template, addin_file=xlam)
    text = (tmp_path / "r.txt").read_text("utf-8")
    assert "Setup: Log: ~/Logs, of <user>" in text
    assert str(Path.home()) not in text.replace(str(tmp_path), "")


def test_an_error_of_excel_is_told_in_excels_words(tmp_path):
    @step("Refused")
    def refused(_):
        """Excel refuses it."""
        raise ExcelError("We can't do that to a merged cell.")

    line = take(refused, Session(FakeHost(), *written(tmp_path)))
    assert line.finding.startswith("We can't do that to a merged cell. [")


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path):
    host = FakeHost()
    template, xlam = written(tmp_path)
    with pytest.raises(InputError, match="there is no folder"):
        check_in_excel(host, tmp_path / "no" / "r.txt", template=template, addin_file=xlam)
    assert not host.asked_to_quit, "nothing was started"


def test_a_log_that_can_no_longer_be_written_leaves_nothing_open(tmp_path, monkeypatch):
    """As when the disk is full: the instance quits and the copies go all the same."""
    host, sessions = FakeHost(), []

    def full(*_):
        raise InputError("the disk is full.")

    real = check.Session
    monkeypatch.setattr(
        check,
        "Session",
        lambda *given, **more: sessions.append(real(*given, **more)) or sessions[0],
    )
    monkeypatch.setattr(check, "STEPS", check.files.BEGIN[2:3])
    monkeypatch.setattr(check, "write_log", full)
    template, xlam = written(tmp_path)
    with pytest.raises(InputError, match="the disk is full"):
        check_in_excel(host, tmp_path / "r.txt", template=template, addin_file=xlam)
    assert host.asked_to_quit
    assert not sessions[0].folder.exists()


def test_the_desktop_is_the_place_if_nobody_says_another(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_desktop_path", lambda: tmp_path)
    assert default_path() == tmp_path / "labfolio-check.txt"
    monkeypatch.setattr("platformdirs.user_desktop_path", lambda: tmp_path / "none")
    assert default_path() == Path.home() / "labfolio-check.txt"


def test_a_log_replaces_nothing_but_a_log(tmp_path):
    mine = tmp_path / "mine.xlsm"
    mine.write_bytes(b"PK mine")
    with pytest.raises(InputError, match="this file is not a log of the check in Excel"):
        require_log_path(mine)
    write_log(tmp_path / "r.txt", log_text(LINES, {}, NOW))
    require_log_path(tmp_path / "r.txt")
    require_log_path(tmp_path / "new.txt")
