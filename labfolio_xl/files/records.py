"""The records of Excel's binary formats: a kind and its content, one after the other."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["xls_records", "xlsb_records"]

# [MS-XLS] 2.4.21: the record that begins the globals of a BIFF8 workbook.
_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_EOF = 0x000A


def xls_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the globals of an .xls file, as far as they lie in one piece."""
    position = data.find(_BEGIN)
    while 0 <= position <= len(data) - 4:
        kind, size = struct.unpack_from("<HH", data, position)
        yield kind, data[position + 4 : position + 4 + size]
        if kind == _EOF:
            return
        position += 4 + size


def xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of an .xlsb package ([MS-XLSB] 2.1.4)."""
    position = 0
    while position < len(data):
        kind, position = _variable_integer(data, position, 2)
        size, position = _variable_integer(data, position, 4)
        yield kind, data[position : position + size]
        position += size


def _variable_integer(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """Read seven bits of each byte, as long as the eighth is set."""
    number = 0
    for i in range(longest):
        byte = data[position + i] if position + i < len(data) else 0
        number |= (byte & 0x7F) << 7 * i
        if not byte & 0x80:
            return number, position + i + 1
    return number, position + longest
