"""The limits of memory and time of the child process.

The limit of memory is enforced by Linux and, with a job object that the parent makes, by Windows.
macOS accepts the limit but does not enforce it. The limit of time is enforced by the parent; on
Linux and macOS, an alarm also ends the child if its parent is gone.
"""

from __future__ import annotations

import sys
from contextlib import suppress

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "MEMORY_BYTES",
    "limit_memory",
    "limit_time",
    "seconds_to_read",
]

# Twenty years of daily returns of 5,000 assets; reading them takes about 2,500 MB.
MAX_CELLS = 30_000_000
# The largest size of a sheet in spreadsheet programs.
MAX_ROWS, MAX_COLUMNS = 2**20, 2**14
MEMORY_BYTES = 2**32
# A slow machine reads a megabyte of a workbook in one second; twice that is allowed.
_LEAST_SECONDS, _SECONDS_OF_A_MEGABYTE = 10, 2
# The alarm comes later than the limit of the parent, since only the parent can tell the reason.
_SECONDS_MORE = 5


def seconds_to_read(size: int) -> int:
    """Return the time limit in seconds for a file of a size in bytes."""
    return _LEAST_SECONDS + _SECONDS_OF_A_MEGABYTE * (size >> 20)


def limit_memory() -> None:
    """Limit the memory of this process, and let it write no core dump."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def limit_time(seconds: int) -> None:
    """End this process soon after some seconds; 0 removes the limit."""
    if sys.platform == "win32":
        return
    import signal

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds and seconds + _SECONDS_MORE)
