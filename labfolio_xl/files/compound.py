"""The streams of a compound file, in which .xls lies ([MS-CFB]), read without trust."""

from __future__ import annotations

import struct
from array import array

__all__ = ["read_stream"]

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY, _MINI = 512, 128, 64
_LAST = 0xFFFFFFFA  # the first number that is no sector
_IN_HEADER = 109
_LONG = 4096  # [MS-CFB] 2.2: shorter streams lie within the stream of the root
_DAMAGED = "the compound file is damaged"


def read_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """Return the first stream that has one of the names.

    Raises
    ------
    ValueError
        The file is damaged: a chain of sectors that leaves the file or bites its own tail, no
        such stream.
    """
    if not data.startswith(_SIGNATURE) or len(data) < _HEADER:
        raise ValueError(_DAMAGED)
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError(_DAMAGED)
    table = _allocation(data, size)
    folder = _chain(data[size:], table, struct.unpack_from("<I", data, 48)[0], size)
    entries = [folder[start : start + _ENTRY] for start in range(0, len(folder), _ENTRY)]
    start, length = _find(entries, names)
    if length >= _LONG:
        return _chain(data[size:], table, start, size)[:length]
    root = _chain(data[size:], table, struct.unpack_from("<I", entries[0], 116)[0], size)
    small = _chain(data[size:], table, struct.unpack_from("<I", data, 60)[0], size)
    return _chain(root, _numbers(small), start, _MINI)[:length]


def _allocation(data: bytes, size: int) -> array[int]:
    """Return the table that tells which sector follows each."""
    sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    further = struct.unpack_from("<I", data, 68)[0]
    body = data[size:]
    for _ in range(len(data) // size):
        if further >= _LAST:
            break
        *more, further = _numbers(_sector(body, further, size))
        sectors += more
    return _numbers(b"".join(_sector(body, number, size) for number in sectors if number < _LAST))


def _sector(body: bytes, number: int, size: int) -> bytes:
    part = body[number * size : (number + 1) * size]
    if not part:
        raise ValueError(_DAMAGED)
    return part.ljust(size, b"\0")


def _chain(body: bytes, table: array[int], number: int, size: int) -> bytes:
    parts: list[bytes] = []
    while number < _LAST:
        if number >= len(table) or len(parts) > len(body) // size:
            raise ValueError(_DAMAGED)
        parts.append(_sector(body, number, size))
        number = table[number]
    return b"".join(parts)


def _find(entries: list[bytes], names: tuple[str, ...]) -> tuple[int, int]:
    for name in names:
        for entry in entries:
            if entry[:64].decode("utf-16-le", "replace").partition("\0")[0] == name:
                start, length = struct.unpack_from("<II", entry, 116)
                return start, length
    raise ValueError(_DAMAGED)


def _numbers(data: bytes) -> array[int]:
    return array("I", data[: len(data) // 4 * 4])
