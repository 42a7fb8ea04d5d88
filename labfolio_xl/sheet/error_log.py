"""The log of unexpected errors, which holds the tracebacks that a cell cannot show."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
import threading
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

__all__ = ["CALC_LOG", "REPLACED", "ErrorLog", "remove_logs"]

CALC_LOG = "calc.log"  # the log of the Calc add-in, in the same folder
# The files of inputs that a macro has replaced, in the same folder.
REPLACED = "replaced-{}.json"
_NAME = "errors.log"
_MAX_BYTES, _KEPT = 2**20, 3


class _QuietHandler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - overrides
        """Ignore the error: another process of Excel may hold the file while this one rotates."""


class _OneRecord(logging.Formatter):
    """Indent all lines of a record after the first.

    A name in an error message may contain a line break and text that looks like another record.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record with indented further lines and escaped unprintable characters."""
        first, *others = super().format(record).splitlines()
        return "\n    ".join(map(_shown, [first, *others]))


def _shown(line: str) -> str:
    """Return a line with escapes for unprintable characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


class ErrorLog:
    """The log of unexpected errors.

    Parameters
    ----------
    folder : Path, optional
        The folder of the log. By default it is the user's folder for logs, or the folder for
        temporary files if that one cannot be written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._logger: logging.Logger | None = None
        self._last: tuple[dt.datetime, str] | None = None
        self.path: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder of the log, which may not exist yet."""
        return self._folder or _folders()[0]

    def write(self, function: str, error: BaseException) -> None:
        """Add an error with its traceback; a failure to write is ignored."""
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
        """Return the time and function of the last error, and the path of the log."""
        if self._last is None:
            return "No unexpected error since Python was started."
        moment, function = self._last
        place = "nowhere: no folder can be written" if self.path is None else str(self.path)
        return f"{moment:%Y-%m-%d %H:%M:%S} in {function}; written to {place}"

    def _open(self) -> logging.Logger:
        # A separate logger, independent of the logging of the host process.
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
    """Remove all logs of this user and the inputs that were kept for Restore.

    What a running Excel holds open stays.
    """
    for folder in _folders():
        replaced = folder.glob(REPLACED.format("*"))
        for log in [*folder.glob(f"{_NAME}*"), folder / CALC_LOG, *replaced]:
            with suppress(OSError):
                log.unlink()
        for emptied in (folder, folder.parent):
            if "labfolio_xl" in (emptied.name, emptied.parent.name):  # not a folder of the system
                with suppress(OSError):
                    emptied.rmdir()


def _folders() -> tuple[Path, Path]:
    """Return the usual folder of the log, and the one if that cannot be written."""
    usual = platformdirs.user_log_path("labfolio_xl", appauthor=False)
    return usual, Path(tempfile.gettempdir()) / "labfolio_xl"
