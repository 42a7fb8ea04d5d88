"""Read the records of Excel's binary formats; each has a kind, a size and a content."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["xls_records", "xlsb_records"]

_EOF = 0x000A


def xls_records(stream: bytes, position: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a substream of an .xls workbook ([MS-XLS] 2.1.4)."""
    last = len(stream) - 4
    while position <= last:
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + size]
        if kind == _EOF:
            return
        position += 4 + size


def xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of an .xlsb package ([MS-XLSB] 2.1.4)."""
    position = 0
    while position < len(data):
        kind, size, position = _record_at(data, position)
        yield kind, data[position : position + size]
        position += size


def _record_at(data: bytes, position: int) -> tuple[int, int, int]:
    """Return the kind and the size of a record of an .xlsb part, and where its content begins."""
    kind, position = _variable_integer(data, position, 2)
    size, position = _variable_integer(data, position, 4)
    return kind, size, position


def _variable_integer(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """Read an integer of seven bits per byte; the eighth bit says that another byte follows."""
    number = 0
    for i in range(longest):
        byte = data[position + i] if position + i < len(data) else 0
        number |= (byte & 0x7F) << 7 * i
        if not byte & 0x80:
            return number, position + i + 1
    return number, position + longest
