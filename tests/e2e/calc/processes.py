"""The processes that an Office has started, read from /proc."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path


def workers(office):
    """Return the process ids of labfolio's Python under this LibreOffice."""
    return [pid for pid, words in descendants(office) if b"labfolio_xl.calc.worker" in words]


def soffice(office):
    """Return the process id of LibreOffice itself, below the scripts that start it."""
    (pid,) = [pid for pid, words in descendants(office) if words[0].endswith(b"soffice.bin")]
    return pid


def descendants(office):
    """Return process id and command line of all that run in the session of this Office."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            pid = int(folder.name)
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if os.getsid(pid) == office.process.pid and words[0]:
                found.append((pid, words))
    return found


def memory(pid):
    """Return the resident memory of a process, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def has_ended(pid):
    """Whether a process is gone, or only waits to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until(condition, timeout=20.0):
    """Wait until `condition` returns what is true, and return that."""
    deadline = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.02)
    return found
