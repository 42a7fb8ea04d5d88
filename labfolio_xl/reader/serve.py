"""The child's side of the conversation: a line asks, a message answers.

The child ends when its parent closes the pipe or is gone: a thread of its own waits for that.
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
    """Answer until the pipe ends."""
    limit_memory()
    gc.disable()  # a collection would look through all cells again and again
    questions = SimpleQueue[bytes]()
    sink = sys.stdout.buffer
    Thread(target=_listen, args=(questions,), daemon=True).start()
    desk = _Desk()
    send(sink, READY)
    while True:
        question = json.loads(questions.get())
        limit_time(question["seconds"])
        send(sink, *desk.answer(question["what"], question["path"], question["sheet"]))
        limit_time(0)


def _listen(questions: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        questions.put(line)
    os._exit(0)


class _Desk:
    """Reads one file after another, and keeps the workbook whose sheets may be asked for."""

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
        if what == "text":
            from labfolio_xl.reader.text import read_rows

            return CELLS, *pack(read_rows(path), path)
        from labfolio_xl.reader import workbooks

        with workbooks.one_sentence(path):
            if what == "workbook" or self._book is None:
                self._book = workbooks.Workbook(path)
                return FACTS, json.dumps(self._book.facts()).encode("ascii")
            return CELLS, *pack(self._book.rows(sheet), path)
