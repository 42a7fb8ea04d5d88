"""A cache of tables and estimates, keyed by content, with limited memory and safe in threads.

Each formula reads its cells again. The digest of the cells is the key of the table that is parsed
from them and of the estimates from that table. Ten formulas on one block of cells therefore parse
it once and estimate once.
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
# The memory of a result beside its arrays: pandas stores a reference of ninety bytes to each view
# of a frame, and removes dead ones only when there are five hundred.
_OVERHEAD = 50_000
_BYTES_OF_A_CELL = 8


class Cache:
    """Results by key; the least recently used are dropped when there are too many bytes.

    Parameters
    ----------
    max_bytes : int
        The limit for all results together. A single result that is larger is not kept.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._n_bytes = 0
        self._lock = threading.Lock()
        self._at_work: dict[Hashable, threading.Lock] = {}

    @property
    def n_bytes(self) -> int:
        """The bytes of all results."""
        return self._n_bytes

    def __len__(self) -> int:
        """Count the results."""
        return len(self._entries)

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the result of a key; the first caller computes it while others wait.

        An exception of ``compute`` is raised in the caller that computed, and is not kept.
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
            with work:  # wait until the result is there, or has failed and must be tried again
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
        """Remove all results."""
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


# The keys of tables in use, by the identity of the table, so that a digest is computed once. The
# weak reference removes the entry when the table is deleted.
_DIGESTS: dict[int, tuple[weakref.ref[Any], Hashable]] = {}


def parsed_once(digest: bytes, parse: Callable[[], InputTable]) -> InputTable:
    """Return the table for the digest of its cells, parsed once; see ``parse_table``.

    Tables are shared between formulas and must not be changed.
    """
    table = CACHE.get(("table", digest), parse)
    known_by(table.frame, digest)
    return table


def known_by(value: object, key: Hashable) -> None:
    """Register a key for a value that does not change, so that no digest of it is computed."""
    identity = id(value)
    forget = weakref.ref(value, lambda _: _DIGESTS.pop(identity, None))
    _DIGESTS[identity] = (forget, key)


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that computes once for arguments of equal content.

    An argument that is left out is the same as its default. Results are shared between formulas
    and must not be changed.
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
    """Return the parts of a value; None if it has none."""
    if isinstance(value, Mapping):
        return sorted(value.items())
    if is_dataclass(value):
        # All fields count, also those on how a table was read, since they appear in notes.
        return (type(value).__name__, *(getattr(value, field.name) for field in fields(value)))
    return value if isinstance(value, (list, tuple)) else None


def _digest_of_pandas(value: pd.DataFrame | pd.Series[Any]) -> bytes:
    labels = [value.index, *([value.columns] if isinstance(value, pd.DataFrame) else [])]
    # The header of the names is part of the content: it may be a name without a number.
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
        # DataFrame.memory_usage gives the same number, but takes longer than parsing the table.
        return _BYTES_OF_A_CELL * (result.size + len(result)) + _OVERHEAD
    if isinstance(result, np.ndarray):
        return result.nbytes
    if is_dataclass(result):
        return sum(_size(getattr(result, field.name)) for field in fields(result))
    if isinstance(result, (list, tuple)):
        return sum(map(_size, result)) + _BYTES_OF_A_CELL * len(result)
    return 100
