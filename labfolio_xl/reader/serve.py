"""The main loop of the child process: it reads requests, one per line, and answers with messages.

A separate thread reads the pipe, so that the child ends at once if its parent closes it or ends.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from labfolio_xl.reader.cells import pack
from labfolio_xl.reader.limits import limit_memory, limit_time
from labfolio_xl.reader.messages import BUG, CELLS, FACTS, READY, REFUSED, send
from labfolio_xl.reader.unreadable import Unreadable, too_large

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from labfolio_xl.reader.workbooks import Workbook

__all__ = ["main"]


def main() -> None:
    """Answer requests until the pipe ends."""
    limit_memory()
    gc.disable()  # each collection would go through all cells
    requests = SimpleQueue[bytes]()
    sink = sys.stdout.buffer
    Thread(target=_listen, args=(requests,), daemon=True).start()
    reader = _Reader()
    send(sink, READY)
    while True:
        request = json.loads(requests.get())
        limit_time(request["seconds"])
        send(sink, *reader.answer(request["what"], request["path"], request["sheet"]))
        limit_time(0)


def _listen(requests: SimpleQueue[bytes]) -> None:
    """Queue requests; end the process when the pipe ends."""
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


class _Reader:
    """Reads files, and keeps the workbook that was opened last, to read its sheets."""

    def __init__(self) -> None:
        self._book: Workbook | None = None

    def answer(self, what: str, path: str, sheet: str) -> tuple[bytes, *tuple[ReadableBuffer, ...]]:
        try:
            return self._read(what, path, sheet)
        except Unreadable as error:
            return REFUSED, str(error).encode(errors="surrogatepass")
        except MemoryError:
            return REFUSED, str(too_large(path)).encode(errors="surrogatepass")
        except Exception:  # noqa: BLE001 - the parent raises it
            return BUG, traceback.format_exc().encode(errors="backslashreplace")

    def _read(self, what: str, path: str, sheet: str) -> tuple[bytes, *tuple[ReadableBuffer, ...]]:
        if what in ("text", "table or text"):
            from labfolio_xl.reader.plain_table import plain_table
            from labfolio_xl.reader.text import decode_file, read_rows

            text = decode_file(path)
            table = plain_table(text) if what == "table or text" else None
            if table is not None:
                return CELLS, *pack(table.labels, path), table.numbers
            return CELLS, *pack(read_rows(text, path), path)
        from labfolio_xl.reader import workbooks

        with workbooks.as_unreadable(path):
            if what == "workbook" or self._book is None:
                self._book = workbooks.Workbook(path)
                return FACTS, json.dumps(self._book.facts()).encode("ascii")
            return CELLS, *pack(self._book.rows(sheet), path)
