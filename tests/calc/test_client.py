"""The client answers every question, even if the worker ends, hangs or does not start."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from pathlib import Path

import pytest

from labfolio_xl.calc import client
from labfolio_xl.calc.client import Client, NoAnswer
from labfolio_xl.calc.settings import AddinSettings

# The wire alone, as in the add-in: the package would import pandas with every worker.
HERE = Path(client.__file__).parent

# A worker that the tests direct: it writes its process id, greets, and does as it is told.
WORKER = """
import os, signal, sys, time
sys.path.insert(0, {folder!r})
from wire import read_frame, write_frame
with open({diary!r}, "a") as diary:
    print(os.getpid(), file=diary)
{greeting}
while (question := read_frame(sys.stdin.buffer)) is not None:
    name = question["function"]
    if name == "die" or (name == "die once" and open({diary!r}).read().count("\\n") == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "hang":
        time.sleep(60)
    if name == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    write_frame(sys.stdout.buffer, {{"answer": question["arguments"][0]}})
"""
GREETING = "write_frame(sys.stdout.buffer, {})"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the played worker is a script")


class Desk:
    """A client with a stand-in for the worker, and a list of the workers that were started."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "calc.json"
        self.diary = folder / "diary"
        self._python = folder / "python"
        self.log = folder / "log" / "calc.log"
        self.client = Client(self.path)
        self.set_up()

    def set_up(self, greeting=GREETING, timeout=20.0):
        """Write the worker, and the settings that name it."""
        text = WORKER.format(folder=str(HERE), diary=str(self.diary), greeting=greeting)
        self._python.write_text(f"#!{sys.executable}\n{textwrap.dedent(text)}", "utf-8")
        self._python.chmod(0o755)
        AddinSettings(str(self._python), str(self.log), timeout, start_timeout=20.0).write(
            self.path
        )

    @property
    def started(self):
        """The process ids of all workers so far."""
        return [int(line) for line in self.diary.read_text().split()] if self.diary.exists() else []

    def ask(self, function="echo", *rows):
        """Ask for `rows` back."""
        return self.client.ask(function, [rows])


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.client.stop()


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_python_starts_with_the_first_question_and_stays(desk):
    assert desk.started == []
    assert desk.ask("echo", (1.0, "é")) == ((1.0, "é"),)
    assert desk.ask("echo", (2.0, None)) == ((2.0, None),)
    assert len(desk.started) == 1


def test_a_python_that_died_between_two_questions_is_replaced(desk):
    desk.ask()
    os.kill(desk.started[0], 9)
    assert desk.ask("echo", (1.0,)) == ((1.0,),)
    assert len(desk.started) == 2


def test_a_python_that_dies_while_it_computes_is_replaced_and_asked_again(desk):
    assert desk.ask("die once", (1.0,)) == ((1.0,),)
    assert len(desk.started) == 2


def test_a_question_that_kills_every_python_is_given_up(desk):
    with pytest.raises(NoAnswer, match=r"^Python ended 2 times while computing; see .*calc\.log$"):
        desk.ask("die")
    assert len(desk.started) == 2
    assert desk.ask("echo", (1.0,)) == ((1.0,),)


@pytest.mark.parametrize("how", ["hang", "stop"])
def test_a_python_that_hangs_is_ended_and_the_sentence_says_what_to_do(desk, how):
    """It sleeps, or it is stopped, so that it does not even read what it is asked."""
    desk.set_up(timeout=0.5)
    desk.ask()
    expected = (
        r"^no answer within 0\.5 seconds, so Python was ended; "
        r'give it fewer rows, or more "timeout" in .*calc\.json$'
    )
    with pytest.raises(NoAnswer, match=expected):
        desk.ask(how, *[(float(i), "a long text") for i in range(20_000)])
    assert not is_running(desk.started[0])
    assert desk.ask("echo", (1.0,)) == ((1.0,),)


def test_a_question_longer_than_the_pipe_does_not_block_when_python_is_stopped(desk):
    desk.set_up(timeout=0.5)
    desk.ask()
    os.kill(desk.started[0], 19)  # SIGSTOP
    with pytest.raises(NoAnswer, match="no answer within"):
        desk.ask("echo", *[(float(i),) * 100 for i in range(5_000)])


def test_without_settings_the_sentence_names_the_command(tmp_path):
    with pytest.raises(NoAnswer, match=r"^Python is not set up; run: labfolio-xl calc install$"):
        Client(tmp_path / "none.json").ask("LF_BETAS", [])


@pytest.mark.parametrize("text", ["{", "[]", '{"log": "x"}', '{"log": "x", "python": 3}', "\xff"])
def test_settings_that_cannot_be_read_are_named(tmp_path, text):
    (tmp_path / "calc.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(NoAnswer, match=r"^the settings in .*calc\.json cannot be read; run: "):
        Client(tmp_path / "calc.json").ask("LF_BETAS", [])


def test_a_python_that_is_gone_is_named(desk):
    AddinSettings("/nowhere/python", str(desk.log)).write(desk.path)
    expected = (
        r"^Python at /nowhere/python cannot be run \(No such file or directory\); "
        r"run: labfolio-xl calc install$"
    )
    with pytest.raises(NoAnswer, match=expected):
        desk.ask()


def test_a_python_without_labfolio_leaves_its_words_in_the_log(desk):
    desk.set_up(greeting="raise SystemExit('No module named labfolio_xl')")
    with pytest.raises(NoAnswer, match=r"^labfolio's Python did not start; see .*calc\.log, or"):
        desk.ask()
    assert "No module named labfolio_xl" in desk.log.read_text("utf-8")


def test_a_python_that_cannot_start_is_not_tried_again_at_once(desk, monkeypatch):
    """A workbook of twenty formulas must not wait twenty times."""
    desk.set_up(greeting="raise SystemExit(1)")
    for _ in range(3):
        with pytest.raises(NoAnswer, match="did not start"):
            desk.ask()
    assert len(desk.started) == 1
    later = time.monotonic() + client.REST + 1
    monkeypatch.setattr(client.time, "monotonic", lambda: later)
    with pytest.raises(NoAnswer, match="did not start"):
        desk.ask()
    assert len(desk.started) == 2


def test_new_settings_are_tried_at_once(desk):
    """Whoever has just run the installation must not see the old sentence."""
    desk.set_up(greeting="raise SystemExit(1)")
    with pytest.raises(NoAnswer, match="did not start"):
        desk.ask()
    desk.set_up()
    assert desk.ask("echo", (1.0,)) == ((1.0,),)


def test_what_nobody_expected_is_kept_in_the_log(desk):
    sentence = desk.client.record("Traceback: é")
    assert sentence == f"an unexpected error happened in the add-in; see {desk.log}"
    assert desk.log.read_text("utf-8") == "Traceback: é\n"


def test_a_log_that_has_grown_large_begins_anew(desk):
    desk.client.record("x" * (client.LARGEST_LOG + 1))
    desk.client.record("y")
    desk.client.record("z")
    assert desk.log.read_text("utf-8") == "y\nz\n"


def test_without_a_log_the_sentence_says_so(tmp_path):
    sentence = Client(tmp_path / "none.json").record("Traceback")
    assert sentence.endswith("and no log could be written")


def test_the_environment_of_libreoffice_is_not_passed_on(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/usr/lib/libreoffice/program")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/libreoffice/program")
    monkeypatch.setenv("HOME", "/home/analyst")
    environment = client._clean_environment()
    assert environment["HOME"] == "/home/analyst"
    assert not {"PYTHONPATH", "LD_LIBRARY_PATH"} & environment.keys()


def test_no_text_forges_a_record_of_the_log(desk):
    desk.client.record("Traceback: a\nTraceback: forged\x1b[2J")
    written = desk.log.read_text("utf-8")
    assert [line for line in written.splitlines() if line.startswith("Traceback")] == [
        "Traceback: a"
    ]
    assert "\x1b" not in written
