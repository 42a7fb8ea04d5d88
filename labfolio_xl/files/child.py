"""Read files in a child process with limits of memory and time.

Calamine trusts a file: it unpacks whole parts and allocates as much memory as the file demands. If
the memory does not suffice, the process ends, so files are read in a process of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Timer
from typing import IO, TYPE_CHECKING, Any, Self

from labfolio_xl.blocks import Origin
from labfolio_xl.files.job_object import in_a_job
from labfolio_xl.files.plain_table import append_numbers
from labfolio_xl.files.program import command
from labfolio_xl.reader.cells import unpack
from labfolio_xl.reader.limits import MEMORY_BYTES, seconds_to_read
from labfolio_xl.reader.messages import BUG, READY, REFUSED, receive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from labfolio_xl.blocks import Rows

__all__ = ["FileReader"]

# The first start of Python with a virus scanner may take twenty seconds.
_SECONDS_TO_START = 60


class FileReader:
    """A child process that reads one file after another.

    It is a context manager: the child starts with the first file and ends with the context.

    Parameters
    ----------
    argument : str
        The name of the argument in messages.
    """

    def __init__(self, argument: str) -> None:
        self._origin = Origin(argument)
        self._held = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._late = Event()

    def __enter__(self) -> Self:
        """Return the reader; the child is started with the first file."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self._process = None
        self._held.close()

    def text(self, path: Path) -> Rows:
        """Return the cells of a text file."""
        widths, letters, numbers, texts, *beside = self._ask("table or text", path)
        rows = unpack(widths, letters, numbers, texts)
        if beside and not append_numbers(rows, *beside):
            rows = unpack(*self._ask("text", path))
        return rows

    def workbook(self, path: Path) -> dict[str, Any]:
        """Open a workbook; return ``names`` and ``visible`` of its sheets, and ``date_system``."""
        (facts,) = self._ask("workbook", path)
        return json.loads(facts)

    def sheet(self, path: Path, name: str) -> Rows:
        """Return the cells of a sheet of the workbook that was opened last."""
        return unpack(*self._ask("sheet", path, name))

    def _ask(self, what: str, path: Path, sheet: str = "") -> Sequence[bytes]:
        seconds = seconds_to_read(path.stat().st_size)
        request = {"what": what, "path": str(path), "sheet": sheet, "seconds": seconds}
        try:
            process = self._process or self._start()
            with self._watched(process, seconds):
                write_pipe, read_pipe = _pipes(process)
                write_pipe.write(json.dumps(request).encode("ascii") + b"\n")
                write_pipe.flush()
                kind, parts = receive(read_pipe)
        except (EOFError, OSError):
            raise self._ended(path, seconds) from None
        if kind == REFUSED:
            raise self._origin.error(parts[0].decode(errors="surrogatepass"))
        if kind == BUG:
            raise RuntimeError(parts[0].decode())
        return parts

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own Python, with fixed words
                command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=-1,
                **_without_a_window(),
            )
        except OSError:
            raise self._not_started() from None
        self._held.callback(_end, process)
        try:
            self._held.enter_context(in_a_job(_handle(process), MEMORY_BYTES))
            with self._watched(process, _SECONDS_TO_START):
                kind, _ = receive(_pipes(process)[1])
        except (EOFError, OSError):
            kind = b""
        if kind != READY:
            raise self._not_started()
        self._process = process
        return process

    def _not_started(self) -> Exception:
        return self._origin.error(
            "the Python that reads files does not start; run 'labfolio-xl doctor'."
        )

    @contextmanager
    def _watched(self, process: subprocess.Popen[bytes], seconds: int) -> Iterator[None]:
        """Kill the child if the block takes longer than some seconds."""

        def end() -> None:
            self._late.set()
            process.kill()

        timer = Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _ended(self, path: Path, seconds: int) -> Exception:
        """The error for a file with which the child ended."""
        if self._late.is_set():
            return self._origin.error(
                f'"{path}" takes longer than {seconds} seconds to read; save the values alone in '
                "a new file."
            )
        return self._origin.error(
            f'"{path}" is damaged or takes more than {MEMORY_BYTES >> 20} MB of memory to read; '
            "delete stray cells beside and below the data, and save it again."
        )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    return process.stdin, process.stdout


def _handle(process: subprocess.Popen[bytes]) -> int:
    """Return the handle of a process on Windows, and 0 on other systems."""
    return int(getattr(process, "_handle", 0))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in _pipes(process):
        with suppress(OSError):  # a request that the child did not read
            pipe.close()


def _without_a_window() -> dict[str, Any]:
    if sys.platform != "win32":
        return {}
    return {"creationflags": subprocess.CREATE_NO_WINDOW}
