"""A short soak; ``soak_com.py`` makes fifty thousand calls."""

import pytest
from soak_com import soak

pytestmark = [pytest.mark.wine, pytest.mark.slow]

CALLS = 1000
# What is kept for later, once: pages of the heap, and a thread of a pool with its four pipes.
ROOM, FEW = 2 * 2**20, 8


def test_many_calls_leave_nothing_behind(start_host):
    """After the first half, in which caches fill, memory and handles stay as they are."""
    with start_host() as host:
        middle, end = soak(host, CALLS, CALLS // 2, data_sets=1)
        assert end.memory - middle.memory < ROOM
        assert end.handles - middle.handles <= FEW
        assert end.files - middle.files <= FEW
        assert end.threads - middle.threads <= FEW
        assert end.objects <= 1  # the workbook that xlwings remembers as the caller
        host.process.stdin.close()
        assert host.wait_for_end(20) == []
