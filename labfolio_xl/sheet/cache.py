"""Compute once what many cells ask for: keyed by content, bounded in memory, safe in threads.

Each formula reads its cells anew, and their digest is the key of the table that is parsed from
them and of what is estimated from that table. So a sheet with ten formulas on one block parses
it once, and estimates once.
"""

from __future__ import annotations

import hashlib
import inspect
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["CACHE", "Cache", "fingerprint", "known_by", "once", "parsed_once"]

T = TypeVar("T")
P = ParamSpec("P")

# Ten years of 500 daily returns are 10 MB, and what is estimated from them is far less.
MAX_BYTES = 128 * 2**20
# What a result costs beside its arrays: pandas notes each view of a frame and forgets those
# that are gone only from five hundred on, ninety bytes each.
_OVERHEAD = 50_000
_BYTES_OF_A_CELL = 8


class Cache:
    """Results by key; the least recently used are dropped when there are too many bytes.

    Parameters
    ----------
    max_bytes : int
        What the results may take together; a larger one is handed out and not kept.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._n_bytes = 0
        self._lock = threading.Lock()
        self._at_work: dict[Hashable, threading.Lock] = {}

    @property
    def n_bytes(self) -> int:
        """What the results take."""
        return self._n_bytes

    def __len__(self) -> int:
        """Count the results."""
        return len(self._entries)

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the result of a key; the first who asks computes it, others wait for it.

        An exception of ``compute`` goes to the one who asked, and is not kept.
        """
        while True:
            with self._lock:
                if key in self._entries:
                    self._entries.move_to_end(key)
                    result: T = self._entries[key][0]
                    return result
                work = self._at_work.get(key)
                if work is None:
                    mine = self._at_work[key] = threading.Lock()
                    mine.acquire()
                    break
            with work:  # wait; then it is there, or it failed and is tried again
                pass
        try:
            result = compute()
            self._keep(key, result)
            return result
        finally:
            with self._lock:
                del self._at_work[key]
            mine.release()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._n_bytes = 0

    def _keep(self, key: Hashable, result: object) -> None:
        size = _size(result)
        if size > self._max_bytes:
            return
        with self._lock:
            self._entries[key] = (result, size)
            self._n_bytes += size
            while self._n_bytes > self._max_bytes:
                _, (_, dropped) = self._entries.popitem(last=False)
                self._n_bytes -= dropped


CACHE = Cache()


# The keys of tables in use, so that a digest is computed once: by the identity of the table,
# with a reference that ends with it.
_DIGESTS: dict[int, tuple[weakref.ref[Any], Hashable]] = {}


def parsed_once(digest: bytes, parse: Callable[[], InputTable]) -> InputTable:
    """Return the table of a content, parsed by whoever has it first; see ``parse_table``.

    Tables are shared between cells: nobody may change them.
    """
    table = CACHE.get(("table", digest), parse)
    known_by(table.frame, digest)
    return table


def known_by(value: object, key: Hashable) -> None:
    """Let a value that nobody changes be known by a key, instead of a digest of its numbers."""
    identity = id(value)
    forget = weakref.ref(value, lambda _: _DIGESTS.pop(identity, None))
    _DIGESTS[identity] = (forget, key)


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that computes once for arguments of equal content.

    An argument that is left out is the same as its default. Results are shared between cells:
    nobody may change them.
    """

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        bound = _signature(function).bind(*args, **kwargs)
        bound.apply_defaults()
        content = tuple((name, fingerprint(value)) for name, value in bound.arguments.items())
        key = (function.__module__, function.__qualname__, content)
        return CACHE.get(key, lambda: function(*args, **kwargs))

    return call


@cache
def _signature(function: Callable[..., object]) -> inspect.Signature:
    return inspect.signature(function)


def fingerprint(value: object) -> Hashable:
    """Return a key for the content of an argument; equal contents have equal keys."""
    known = _DIGESTS.get(id(value))
    if known is not None and known[0]() is value:
        return "table", known[1]
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return _digest_of_pandas(value)
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    parts = _parts(value)
    return (type(value).__name__, value) if parts is None else (*map(fingerprint, parts),)


def _parts(value: object) -> Iterable[object] | None:
    """What makes up a value; None where it is one by itself."""
    if isinstance(value, Mapping):
        return sorted(value.items())
    if is_dataclass(value):
        # Of a table also how it was read: that is told beside the numbers.
        return (type(value).__name__, *(getattr(value, field.name) for field in fields(value)))
    return value if isinstance(value, (list, tuple)) else None


def _digest_of_pandas(value: pd.DataFrame | pd.Series[Any]) -> bytes:
    labels = [value.index, *([value.columns] if isinstance(value, pd.DataFrame) else [])]
    # A header above names that have numbers may be a name that has none.
    header = None if isinstance(value.index, pd.DatetimeIndex) else value.index.name
    digest = hashlib.sha256(repr((type(value).__name__, value.shape, header)).encode())
    for index in labels:
        if isinstance(index, pd.DatetimeIndex):
            digest.update(index.to_numpy().astype("datetime64[ns]").tobytes())
        else:
            digest.update(repr(index.tolist()).encode())
    digest.update(np.ascontiguousarray(value.to_numpy(dtype=float)).data)
    return digest.digest()


def _size(result: object) -> int:
    if isinstance(result, (pd.DataFrame, pd.Series)):
        # pandas' own memory_usage says the same, and takes longer than to parse a table.
        return _BYTES_OF_A_CELL * (result.size + len(result)) + _OVERHEAD
    if isinstance(result, np.ndarray):
        return result.nbytes
    if is_dataclass(result):
        return sum(_size(getattr(result, field.name)) for field in fields(result))
    if isinstance(result, (list, tuple)):
        return sum(map(_size, result)) + _BYTES_OF_A_CELL * len(result)
    return 100
