"""Messages through the pipe: one byte for the kind, and parts of bytes with their lengths."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from _typeshed import ReadableBuffer

__all__ = ["BUG", "CELLS", "FACTS", "READY", "REFUSED", "receive", "send"]

READY, FACTS, CELLS, REFUSED, BUG = b"r", b"f", b"c", b"x", b"b"

_HEAD, _LENGTH = struct.Struct("<cB"), struct.Struct("<Q")
# No part is longer, since there are limits on the number of cells and on their texts.
_MAX_BYTES = 2**30


def send(pipe: IO[bytes], kind: bytes, *parts: ReadableBuffer) -> None:
    """Write a message."""
    pipe.write(_HEAD.pack(kind, len(parts)))
    for part in parts:
        pipe.write(_LENGTH.pack(memoryview(part).nbytes))
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[bytes, Sequence[bytes]]:
    """Read a message.

    Raises
    ------
    EOFError
        The pipe ends before the message does, or the message is too long.
    """
    kind, n_parts = _HEAD.unpack(_exactly(pipe, _HEAD.size))
    return kind, [_part(pipe) for _ in range(n_parts)]


def _part(pipe: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > _MAX_BYTES:
        raise EOFError
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
