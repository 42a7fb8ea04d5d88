"""A short soak of the Calc add-in's Python; ``soak_worker.py`` makes a hundred thousand calls."""

import sys
from dataclasses import replace

import pytest
from soak_worker import Soak, clients, measure, questions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")

CALLS = 600
# By how many MB the cache of the sheet may grow in the second half; 1 MB was seen.
ROOM = 8.0


@pytest.fixture(scope="module")
def known():
    return questions(data_sets=2)


def test_many_mixed_calls_answer_as_single_calls_do_and_leave_nothing_behind(known):
    """Two documents' clients, asked from two threads each, one question in four a mistake."""
    with clients(2) as asked:
        soak = Soak(asked, 2, known)
        soak.run(CALLS // 2)
        middle = measure(asked, CALLS // 2)
        assert soak.run(CALLS // 2) == CALLS
        end = measure(asked, CALLS)
        assert soak.wrong == []
        assert len(end.megabytes) == 2
        assert max(end.megabytes) < max(middle.megabytes) + ROOM
        assert (end.files, end.threads) == (middle.files, middle.threads)


def test_another_answer_than_alone_ends_the_soak(known):
    with clients(1) as asked:
        soak = Soak(asked, 2, [replace(question, expected="another") for question in known])
        soak.run(CALLS)
        assert 1 <= len(soak.wrong) <= 2
