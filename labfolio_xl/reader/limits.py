"""How much memory and time the child may take, and how it limits itself where it can.

Linux enforces the memory; macOS knows the limit and does not hold to it; on Windows the parent
puts the child into a job object. The time is watched by the parent everywhere; on Linux and macOS
an alarm ends the child even if its parent is gone.
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

# Twenty years of days for five thousand assets; reading them takes some 2,500 MB.
MAX_CELLS = 30_000_000
# Further no spreadsheet reaches.
MAX_ROWS, MAX_COLUMNS = 2**20, 2**14
MEMORY_BYTES = 2**32
# A slow machine reads a megabyte of a workbook in one second.
_LEAST_SECONDS, _SECONDS_OF_A_MEGABYTE = 10, 2
# The parent comes first, since it can say why; the alarm is for a child that has none.
_SECONDS_MORE = 5


def seconds_to_read(size: int) -> int:
    """Return how long a file of so many bytes may take."""
    return _LEAST_SECONDS + _SECONDS_OF_A_MEGABYTE * (size >> 20)


def limit_memory() -> None:
    """Let this process have so much memory and no more, and write no image of it when it ends."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def limit_time(seconds: int) -> None:
    """End this process soon after some seconds, whatever it does then; 0 takes that back."""
    if sys.platform == "win32":
        return
    import signal

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds and seconds + _SECONDS_MORE)
