"""What nobody expected goes to a file with its traceback, so that no cell has to show it."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
import threading
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

__all__ = ["CALC_LOG", "ErrorLog", "remove_logs"]

CALC_LOG = "calc.log"  # of the Calc add-in, beside ours
_NAME = "errors.log"
_MAX_BYTES, _KEPT = 2**20, 3


class _QuietHandler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - overrides
        """Let it be: another process of Excel may hold the file while this one rotates it."""


class _OneRecord(logging.Formatter):
    """A record begins at the margin and nothing else does.

    A name that stands in an error may hold a newline and the look of a record of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record, what follows its first line moved in, signs without a shape shown."""
        first, *others = super().format(record).splitlines()
        return "\n    ".join(map(_shown, [first, *others]))


def _shown(line: str) -> str:
    """Return a line with escapes for what does not print."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


class ErrorLog:
    """The log of unexpected errors.

    Parameters
    ----------
    folder : Path, optional
        Where the log is; the user's folder for logs by default, or the one for temporary
        files if that cannot be written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._logger: logging.Logger | None = None
        self._last: tuple[dt.datetime, str] | None = None
        self.path: Path | None = None

    def write(self, function: str, error: BaseException) -> None:
        """Add an error with its traceback; that it cannot be written is no second error."""
        self._last = (dt.datetime.now().astimezone(), function)
        with self._lock:
            logger = self._logger or self._open()
        logger.error("in %s", function, exc_info=error)

    def close(self) -> None:
        """Close the file; the next error opens it again."""
        for handler in [] if self._logger is None else list(self._logger.handlers):
            handler.close()
        self._logger = None

    def last(self) -> str:
        """Say when and where the last error was, and where the log is."""
        if self._last is None:
            return "No unexpected error since Python was started."
        moment, function = self._last
        place = "nowhere: no folder can be written" if self.path is None else str(self.path)
        return f"{moment:%Y-%m-%d %H:%M:%S} in {function}; written to {place}"

    def _open(self) -> logging.Logger:
        # Its own: what else the process logs, and how, is none of this.
        logger = logging.Logger("labfolio_xl")  # noqa: LOG001
        handler = self._handler()
        handler.setFormatter(_OneRecord("%(asctime)s %(process)d %(message)s"))
        logger.addHandler(handler)
        self._logger = logger
        return logger

    def _handler(self) -> logging.Handler:
        usual, temporary = _folders()
        for folder in (self._folder or usual, temporary):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / _NAME
                handler = _QuietHandler(
                    path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8"
                )
            except OSError:
                continue
            self.path = path
            return handler
        return logging.NullHandler()


def remove_logs() -> None:
    """Remove all logs of this user; one that a running Excel holds open stays."""
    for folder in _folders():
        for log in [*folder.glob(f"{_NAME}*"), folder / CALC_LOG]:
            with suppress(OSError):
                log.unlink()
        for emptied in (folder, folder.parent):
            if "labfolio_xl" in (emptied.name, emptied.parent.name):  # ours, not the system's
                with suppress(OSError):
                    emptied.rmdir()


def _folders() -> tuple[Path, Path]:
    """Where the log is, and where it is when that cannot be written."""
    usual = platformdirs.user_log_path("labfolio_xl", appauthor=False)
    return usual, Path(tempfile.gettempdir()) / "labfolio_xl"
