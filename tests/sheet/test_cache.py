"""What is asked twice is computed once, by content, within bounds, in threads."""

import threading
import time

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.sheet import cache
from labfolio_xl.sheet.cache import Cache, fingerprint, once


def frame(seed=0, n=10):
    values = np.random.default_rng(seed).normal(size=(n, 2))
    index = pd.date_range("2023-01-02", periods=n, name="date")
    return pd.DataFrame(values, index=index, columns=["A", "B"])


@pytest.fixture
def _fresh(monkeypatch):
    """Give the module a cache of its own."""
    monkeypatch.setattr(cache, "CACHE", Cache())


@pytest.mark.usefixtures("_fresh")
def test_equal_contents_are_computed_once_and_others_anew():
    calls = []

    @once
    def estimate(table, *, cov="ols"):
        calls.append(cov)
        return table.sum()

    first = estimate(frame())
    assert estimate(frame()) is first
    assert estimate(frame(), cov="hac") is not first
    assert estimate(frame(1)) is not first
    assert calls == ["ols", "hac", "ols"]


def changed(how):
    table = frame()
    if how == "number":
        table.iloc[3, 1] += 1e-16 + abs(table.iloc[3, 1]) * 1e-15
    elif how == "missing":
        table.iloc[3, 1] = np.nan
    elif how == "name":
        table.columns = ["A", "C"]
    elif how == "date":
        table.index = [*table.index[:-1], table.index[-1] + pd.Timedelta("1D")]
    elif how == "order":
        table = table[["B", "A"]]
    elif how == "shape":
        table = table.iloc[:-1]
    return table


@pytest.mark.parametrize("how", ["number", "missing", "name", "date", "order", "shape"])
def test_every_change_of_content_changes_the_key(how):
    assert fingerprint(changed(how)) != fingerprint(frame())


def test_keys_tell_kinds_apart():
    """TRUE is not 1, text is not a number, a Series is not a frame."""
    values = [True, 1, 1.0, "1", None, (1,), ("1",), frame(), frame()["A"], ("A", "B"), "A"]
    keys = [fingerprint(value) for value in values]
    assert len(set(keys)) == len(keys)


def test_names_that_only_join_alike_have_different_keys():
    left, right = frame(), frame()
    left.columns, right.columns = ["A', 'B", "C"], ["A", "B', 'C"]
    assert fingerprint(left) != fingerprint(right)


def test_the_cache_stays_within_its_bytes_and_drops_the_oldest():
    kept = Cache(max_bytes=5 * 10_000)
    for key in range(10):
        kept.get(key, lambda: np.zeros(1000))
        kept.get(0, lambda: np.ones(1000))  # asked for again and again
        assert kept.n_bytes <= 5 * 10_000
    assert len(kept) == 6
    assert kept.get(0, lambda: None).sum() in (0.0, 1000.0)
    assert kept.get(9, lambda: "new") is not None
    assert kept.get(1, lambda: "dropped") == "dropped"


def test_a_result_larger_than_the_cache_is_handed_out_and_not_kept():
    kept = Cache(max_bytes=1000)
    assert kept.get("big", lambda: np.zeros(1000)).size == 1000
    assert (len(kept), kept.n_bytes) == (0, 0)


def test_an_error_goes_to_who_asked_and_is_not_kept():
    kept = Cache()

    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept.get("key", fail)
    assert kept.get("key", lambda: 1) == 1


def test_threads_that_ask_the_same_wait_for_one_computation():
    kept, calls, results = Cache(), [], []
    start = threading.Barrier(8)

    def slow():
        calls.append(1)
        time.sleep(0.05)
        return object()

    def ask():
        start.wait()
        results.append(kept.get("key", slow))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(calls) == 1
    assert len(set(map(id, results))) == 1
    assert len(results) == 8


def test_threads_that_ask_different_things_do_not_wait_for_each_other():
    kept, inside = Cache(), threading.Barrier(2, timeout=10)
    threads = [
        threading.Thread(target=kept.get, args=(key, inside.wait), daemon=True) for key in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not inside.broken


def test_a_failure_lets_a_waiting_thread_try_itself():
    kept, results = Cache(), []
    first_is_in = threading.Event()

    def fail():
        first_is_in.set()
        time.sleep(0.05)
        raise ZeroDivisionError

    def first():
        with pytest.raises(ZeroDivisionError):
            kept.get("key", fail)

    threads = [
        threading.Thread(target=first),
        threading.Thread(target=lambda: results.append(kept.get("key", lambda: "second"))),
    ]
    threads[0].start()
    first_is_in.wait(10)
    threads[1].start()
    for thread in threads:
        thread.join(10)
    assert results == ["second"]


def test_forgetting_empties_it():
    kept = Cache()
    kept.get("key", lambda: np.zeros(10))
    kept.clear()
    assert (len(kept), kept.n_bytes) == (0, 0)
