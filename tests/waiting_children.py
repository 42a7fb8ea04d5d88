"""Child processes that read files, kept from one test to the next.

Hundreds of tests read a small file, and the start of a child takes twenty times as long as that.
So a child that is done waits for the next reader. It is the child of the package with its limits;
one that has ended, or has not answered, is not kept. It takes names of files from the folder in
which it was started, so that it waits for readers of that folder alone.
"""

from __future__ import annotations

import select
import sys
from pathlib import Path

import pytest

from labfolio_xl.files.child import FileReader

OWN = {name: getattr(FileReader, name) for name in ("_start", "__exit__")}
# A child collects no garbage, so that it must not live for ever.
MOST_READERS = 100


@pytest.fixture
def a_child_for_each():
    """Start and end a child for each reader, as the package does."""
    with pytest.MonkeyPatch.context() as patched:
        for name, method in OWN.items():
            patched.setattr(FileReader, name, method)
        yield


@pytest.fixture(scope="session", autouse=True)
def _waiting_children():
    """Hand a child that waits to each reader, and take it back."""
    waiting, readers, folders = [], {}, {}

    def start(reader):
        folder = Path.cwd()
        while waiting:
            reader._process, reader._held = waiting.pop()
            if folders[reader._process] == folder and _is_idle(reader._process):
                return reader._process
            OWN["__exit__"](reader)
        process = OWN["_start"](reader)
        folders[process] = folder
        return process

    def leave(reader, *_):
        process = reader._process
        readers[process] = readers.get(process, 0) + 1
        if process is None or readers[process] >= MOST_READERS or not _is_idle(process):
            return OWN["__exit__"](reader)
        waiting.append((process, reader._held.pop_all()))
        reader._process = None
        return None

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FileReader, "_start", start)
        patched.setattr(FileReader, "__exit__", leave)
        yield
    for _, held in waiting:
        held.close()


def _is_idle(process):
    """Tell whether a child waits for a question; the pipe of one that has ended can be read."""
    if sys.platform == "win32":
        return False
    return process.poll() is None and not select.select([process.stdout], [], [], 0)[0]
