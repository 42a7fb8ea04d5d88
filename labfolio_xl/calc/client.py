"""The client in LibreOffice: it sends questions to labfolio's own Python, the worker process.

LibreOffice goes on when the worker ends, does not start or does not answer.

This module runs in LibreOffice's Python: it uses the standard library alone (see `wire`).
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from labfolio_xl.calc.settings import AddinSettings, settings_path
from labfolio_xl.calc.wire import CellRows, Frame, read_frame, write_frame

__all__ = ["Client", "NoAnswer"]

# If Python could not be started, every formula gets the same sentence at once for this number of
# seconds. Otherwise a workbook of twenty formulas would wait twenty times.
REST = 15.0
# Without this flag Windows would show a console window at every start.
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
LARGEST_LOG = 2**20  # bytes
ATTEMPTS = 2  # after that, a third worker would probably end too


class NoAnswer(Exception):  # noqa: N818  not an error of the program: a cell shows its text
    """The worker gave no answer; the message says why and what to do."""


class _Ended(Exception):  # noqa: N818
    """The worker has closed its end of the pipe."""


class Client:
    """A client of the worker process, which starts with the first question.

    If the worker ends, another one is started.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings_path()
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._failure: _Failure | None = None

    def ask(self, function: str, arguments: list[object], epoch: int = 0) -> CellRows:
        """Return the result of a worksheet function, or raise NoAnswer with the reason.

        `epoch` is day 0 of the document, as a number of days after 1899-12-30.
        """
        question: Frame = {"function": function, "arguments": arguments, "epoch": epoch}
        with self._lock:
            for _ in range(ATTEMPTS):
                worker = self._running()
                try:
                    return worker.ask(question)
                except _Ended:
                    self.stop()
                except queue.Empty:
                    self.stop()
                    raise NoAnswer(self._too_slow(worker.settings)) from None
            raise NoAnswer(
                f"Python ended {ATTEMPTS} times while computing; see {worker.settings.log}"
            )

    def record(self, details: str) -> str:
        """Write an unexpected error to the log, and return the sentence that names the log."""
        with suppress(OSError, NoAnswer):
            log = self._settings().log
            with _open_log(log) as file:
                file.write(_as_one_record(details).encode("utf-8"))
            return f"an unexpected error happened in the add-in; see {log}"
        return "an unexpected error happened in the add-in, and no log could be written"

    def stop(self) -> None:
        """End the worker; the next question starts another."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _running(self) -> _Worker:
        if self._worker is not None and self._worker.is_alive():
            return self._worker
        self.stop()
        if self._failure is not None and self._failure.stands(self._path):
            raise NoAnswer(self._failure.sentence)
        try:
            self._worker = self._start()
        except NoAnswer as reason:
            self._failure = _Failure(str(reason), time.monotonic(), _written(self._path))
            raise
        return self._worker

    def _start(self) -> _Worker:
        settings = self._settings()
        try:
            worker = _Worker(settings)
        except OSError as error:
            sentence = f"Python at {settings.python} cannot be run ({error.strerror})"
            raise NoAnswer(f"{sentence}; run: labfolio-xl calc install") from None
        try:
            worker.wait_until_ready()
        except (_Ended, queue.Empty):
            worker.stop()
            sentence = f"labfolio's Python did not start; see {settings.log}"
            raise NoAnswer(f"{sentence}, or run: labfolio-xl calc install") from None
        return worker

    def _settings(self) -> AddinSettings:
        try:
            return AddinSettings.read(self._path)
        except FileNotFoundError:
            raise NoAnswer("Python is not set up; run: labfolio-xl calc install") from None
        except (OSError, ValueError):
            sentence = f"the settings in {self._path} cannot be read"
            raise NoAnswer(f"{sentence}; run: labfolio-xl calc install") from None

    def _too_slow(self, settings: AddinSettings) -> str:
        return (
            f"no answer within {settings.timeout:g} seconds, so Python was ended; "
            f'give it fewer rows, or more "timeout" in {self._path}'
        )


@dataclass(frozen=True)
class _Failure:
    """Why and when Python could not be started, and when the settings were last written."""

    sentence: str
    moment: float
    settings: float

    def stands(self, path: Path) -> bool:
        """Whether the sentence is still valid: little time has passed, with the same settings."""
        return time.monotonic() < self.moment + REST and self.settings == _written(path)


def _written(path: Path) -> float:
    """Return the time at which a file was written, or -1 if there is no such file."""
    try:
        return path.stat().st_mtime
    except OSError:
        return -1.0


class _Worker:
    """A worker process, and a thread that exchanges messages with it.

    Because of the thread, waiting for an answer can have a time limit.
    """

    def __init__(self, settings: AddinSettings) -> None:
        self.settings = settings
        with _open_log(settings.log) as log:
            self._process = subprocess.Popen(  # noqa: S603  the program is the user's own setting
                [settings.python, "-m", "labfolio_xl.calc.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_clean_environment(),
                creationflags=_NO_WINDOW,
            )
        self._questions: queue.Queue[Frame | None] = queue.Queue()
        self._answers: queue.Queue[Frame | None] = queue.Queue()
        threading.Thread(target=self._talk, daemon=True).start()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait for the greeting, which the worker sends when everything is imported."""
        self._next_answer(self.settings.start_timeout)

    def ask(self, question: Frame) -> CellRows:
        self._questions.put(question)
        answer = self._next_answer(self.settings.timeout)
        return cast("CellRows", answer["answer"])

    def stop(self) -> None:
        """End the process, and wait until it has ended."""
        self._process.kill()
        self._process.wait()
        self._questions.put(None)

    def _next_answer(self, timeout: float) -> Frame:
        answer = self._answers.get(timeout=timeout)
        if answer is None:
            raise _Ended
        return answer

    def _talk(self) -> None:
        """Pass questions to the worker until a pipe breaks; writing and reading can block."""
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None  # noqa: S101  both are pipes
        assert answers is not None  # noqa: S101
        try:
            with suppress(OSError), questions, answers:
                self._answers.put(read_frame(answers))
                while (question := self._questions.get()) is not None:
                    write_frame(questions, question)
                    self._answers.put(read_frame(answers))
        finally:
            self._answers.put(None)


def _as_one_record(details: str) -> str:
    """Return a text with its later lines indented, without characters that cannot be printed."""
    lines = ("".join(c for c in line if c.isprintable()) for line in details.splitlines())
    return "\n    ".join(lines) + "\n"


def _open_log(path: str) -> IO[bytes]:
    """Open the log to append to it, or empty it first if it is large."""
    log = Path(path)
    log.parent.mkdir(parents=True, exist_ok=True)
    is_large = log.exists() and log.stat().st_size > LARGEST_LOG
    return log.open("wb" if is_large else "ab")


def _clean_environment() -> dict[str, str]:
    """Return the environment without the variables that LibreOffice sets for its own Python."""
    theirs = ("PYTHON", "LD_LIBRARY_PATH", "DYLD_", "URE_", "UNO_")
    return {key: value for key, value in os.environ.items() if not key.startswith(theirs)}
