"""One run of the check: the host, the copies of the files, and the open workbooks."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from labfolio_xl.excel.checks_in_excel.faults import Fault, NotChecked
from labfolio_xl.excel.installation.places import ADDIN_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Host", "Limit", "Process", "Session"]

LONGEST_STEP = 300.0  # seconds; the longest step takes about twenty
LONGEST_END = 60.0
TEMPLATE_COPY = "template.xlsm"


class Process(Protocol):
    """The process of an instance that the check has started."""

    def ended(self, within: float) -> bool:
        """Whether it ends within this number of seconds."""

    def kill(self) -> None:
        """End the process."""


class Host(Protocol):
    """The program in which the steps are taken: Excel, or its replacement in a test."""

    def start(self) -> tuple[Any, Process | None]:
        """Start an instance of its own; return xlwings' App, and the process if it has one."""

    def quit(self, app: Any) -> None:
        """Ask the instance to end."""

    def others(self) -> frozenset[int]:
        """Process ids of the instances that the check has not started."""

    def setup_faults(self) -> list[str]:
        """Faults of the installation in words; empty if there are none."""


class Limit:
    """The time limit of a step, and the message when it is exceeded."""

    passed = False

    def __init__(self, seconds: float) -> None:
        self.sentence = (
            f"Excel did not answer within {seconds:g} seconds and was ended; a dialog may have "
            "been open: run this again with --visible and note what it says."
        )


class Session:
    """The state that the steps share.

    Parameters
    ----------
    host : Host
    template, addin : Path
        The files to check; they are copied.
    seconds : float
        The time limit of a step.

    Attributes
    ----------
    folder : Path
        The folder of the copies, which is removed at the end.
    template, addin : Path
        The copies.
    versions : dict
        The versions of the programs, for the head of the log.
    """

    def __init__(
        self, host: Host, template: Path, addin: Path, *, seconds: float = LONGEST_STEP
    ) -> None:
        self.host, self.seconds = host, seconds
        self.originals = (template, addin)
        self.folder = Path(tempfile.mkdtemp(prefix="labfolio-check-")).resolve()
        self.template = self.folder / TEMPLATE_COPY
        self.addin = self.folder / "first" / ADDIN_NAME
        self.versions: dict[str, str] = {}
        self.others_before: frozenset[int] = frozenset()
        self._process: Process | None = None
        self._open: dict[str, Any] = {}

    @property
    def app(self) -> Any:
        """Xlwings' App of the instance."""
        return self._opened("Excel")

    @property
    def book(self) -> Any:
        """The copy of the template, open."""
        return self._opened("the template")

    @property
    def addin_book(self) -> Any:
        """The copy of the add-in, open."""
        return self._opened("the add-in")

    def _opened(self, what: str) -> Any:
        if what not in self._open:
            raise NotChecked(f"{what} is not open")
        return self._open[what]

    def start(self) -> None:
        """Start the instance."""
        self.others_before = self.host.others()
        self._open["Excel"], self._process = self.host.start()

    def open_template(self) -> Any:
        """Open the copy of the template, without messages from its macros."""
        book = self.app.books.open(str(self.template), update_links=False)
        self._open["the template"] = book
        book.macro("LabfolioQuiet")(True)  # noqa: FBT003  # VBA takes it by place
        return book

    def open_addin(self, path: Path) -> Any:
        """Open a copy of the add-in."""
        self._open["the add-in"] = self.app.books.open(str(path), update_links=False)
        return self.addin_book

    def close(self, what: str) -> None:
        """Close "the template" or "the add-in" unsaved."""
        self._opened(what).close()
        del self._open[what]

    def quit(self) -> None:
        """Ask the instance to quit, and end its process if it stays.

        Raises
        ------
        Fault
            If the process had to be ended.
        """
        app, process = self.app, self._process
        self._open.clear()
        self._process = None
        try:
            self.host.quit(app)
        finally:
            del app
            stayed = process is not None and not process.ended(min(LONGEST_END, self.seconds))
            if stayed and process is not None:
                process.kill()
        if stayed:
            raise Fault("the process stayed after Excel was asked to quit, and was ended")
        if process is None:
            raise NotChecked("pid")

    def remove(self) -> None:
        """Remove the copies and all files that macros wrote beside them."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def limited(self) -> Iterator[Limit]:
        """End the process of the instance when a step takes too long."""
        limit, process = Limit(self.seconds), self._process

        def end() -> None:
            limit.passed = True
            if process is not None:
                process.kill()

        timer = threading.Timer(self.seconds, end)
        timer.daemon = True
        if process is not None:
            timer.start()
        try:
            yield limit
        finally:
            timer.cancel()
        if limit.passed:
            self._open.clear()
            self._process = None
