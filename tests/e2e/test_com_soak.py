"""Short soaks; ``soak_com.py`` and ``soak_com_mixed.py`` make as many calls as one likes."""

import pytest
import soak_com_mixed
from soak_com import soak

pytestmark = [pytest.mark.wine, pytest.mark.slow]

CALLS = 1000
# What is kept for later, once: pages of the heap, the tables of the mistakes that the second half
# meets first, and a thread of a pool with its four pipes.
ROOM, FEW = 4 * 2**20, 8


def test_many_calls_leave_nothing_behind(start_host):
    """After the first half, in which caches fill, memory and handles stay as they are."""
    with start_host() as host:
        middle, end = soak(host, CALLS, CALLS // 2, data_sets=1)
        assert end.memory - middle.memory < ROOM
        assert end.handles - middle.handles <= FEW
        assert end.files - middle.files <= FEW
        assert end.threads - middle.threads <= FEW
        assert end.objects == 0
        host.process.stdin.close()
        assert host.wait_for_end(20) == []


@pytest.mark.usefixtures("start_host")
def test_two_excels_at_once_get_the_answers_of_single_calls():
    """Good formulas and mistakes over several workbooks, some calls while others run."""
    clients, left = soak_com_mixed.soak(CALLS, 2, CALLS)
    assert left == 0
    assert all(client.done >= CALLS // 2 for client in clients)
    assert all(0 < client.n_bad < client.done for client in clients)
    assert all(0 < client.n_at_once < client.done for client in clients)
