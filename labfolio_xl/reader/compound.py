"""Read the streams of a compound file ([MS-CFB]), the format of .xls and of VBA projects.

A damaged or malicious file raises an error and never causes an endless loop.
"""

from __future__ import annotations

import struct
from array import array
from functools import cached_property

__all__ = ["CompoundFile", "read_stream"]

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY, _MINI = 512, 128, 64
_LAST = 0xFFFFFFFA  # this number and larger ones are not numbers of sectors
_SECTORS_IN_HEADER = 109  # the number of sectors of the allocation table that the header lists
_LONG = 4096  # [MS-CFB] 2.2: shorter streams are stored within the stream of the root entry
_DAMAGED = "the compound file is damaged"


def read_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """Return the first stream that has one of the names.

    Raises
    ------
    ValueError
        The file is damaged, or there is no such stream.
    """
    file = CompoundFile(data)
    return file.stream(*_find(file.entries, names))


class CompoundFile:
    """The entries of a compound file's directory, and the streams that they point to.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    ValueError
        The file is damaged: a chain of sectors leaves the file or returns to one of its own
        sectors. ``stream`` raises it, too.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_SIGNATURE) or len(data) < _HEADER:
            raise ValueError(_DAMAGED)
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._size not in (512, 4096):
            raise ValueError(_DAMAGED)
        self._body = data[self._size :]
        self._table = _allocation_table(data, self._size)
        self._first_small = struct.unpack_from("<I", data, 60)[0]
        folder = self._large(struct.unpack_from("<I", data, 48)[0])
        self.entries = [folder[start : start + _ENTRY] for start in range(0, len(folder), _ENTRY)]
        if not self.entries:
            raise ValueError(_DAMAGED)

    def stream(self, start: int, length: int) -> bytes:
        """Return the stream that begins at a sector; a short one is in the stream of the root."""
        if length == 0:
            return b""
        if length >= _LONG:
            return self._large(start)[:length]
        root, table = self._small
        return _chain(root, table, start, _MINI)[:length]

    @cached_property
    def _small(self) -> tuple[bytes, array[int]]:
        """The stream of the root, which holds the short streams, and their allocation table."""
        root = self._large(struct.unpack_from("<I", self.entries[0], 116)[0])
        return root, _numbers(self._large(self._first_small))

    def _large(self, start: int) -> bytes:
        return _chain(self._body, self._table, start, self._size)


def _allocation_table(data: bytes, size: int) -> array[int]:
    """Return the allocation table, which has the number of the next sector for each sector."""
    sectors = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", data, 76))
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
