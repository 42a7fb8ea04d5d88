"""Find the unpacked size of a ZIP package without unpacking it into memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["MAX_INFLATED_BYTES", "inflated_size"]

MAX_INFLATED_BYTES = 2**30
_CHUNK = 2**20
_DAMAGED = "the workbook is damaged"
_UNICODE_PATH = 0x7075


def inflated_size(path: Path) -> int:
    """Return the unpacked size of a package in bytes; counting stops above the limit.

    Raises
    ------
    ValueError, zipfile.BadZipFile, zlib.error, struct.error, OSError
        The package is damaged.
    """
    with zipfile.ZipFile(path) as package:
        every = package.infolist()
    if any(map(_is_unusual, every)):
        raise ValueError(_DAMAGED)
    return _sum_of_sizes(path, every)


def _is_unusual(part: zipfile.ZipInfo) -> bool:
    """Whether a part is encrypted, has an unusual compression, or has an ambiguous name.

    Programs disagree on names with backslashes or zero bytes, and on a second name in the extra
    field, so that the part that is checked may not be the part that is read.
    """
    packed_otherwise = part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    two_names = "\\" in part.orig_filename or "\0" in part.orig_filename
    return packed_otherwise or bool(part.flag_bits & 1) or two_names or _has_other_name(part.extra)


def _has_other_name(fields: bytes) -> bool:
    """Whether the extra field has Info-ZIP's second name, which may be other than ASCII."""
    while len(fields) >= 4:  # noqa: PLR2004 - a kind and a size
        kind, size = struct.unpack_from("<HH", fields)
        if kind == _UNICODE_PATH:
            return True
        fields = fields[4 + size :]
    return False


def _sum_of_sizes(path: Path, parts: Iterable[zipfile.ZipInfo]) -> int:
    """Add the sizes of parts until the limit is reached, since each may take long to find."""
    total = 0
    for part in parts:
        total += _inflated_size(path, part)
        if total > MAX_INFLATED_BYTES:
            break
    return total


def _inflated_size(path: Path, part: zipfile.ZipInfo) -> int:
    # The stated size of a part may be wrong. Deflate makes at most 1032 bytes of one byte, so that
    # a stated size of at least this can be trusted as a bound.
    if part.compress_size * 1032 <= max(part.file_size, _CHUNK):
        return part.file_size
    return sum(map(len, _inflate(path, part)))


def _inflate(path: Path, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a part in small pieces, not further than the limit."""
    with path.open("rb") as file:
        file.seek(part.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", file.read(4))
        file.seek(name_length + extra_length, 1)
        left, total = part.compress_size, 0
        inflater = zlib.decompressobj(-15)
        while left > 0 and total <= MAX_INFLATED_BYTES:
            data = file.read(min(_CHUNK // 16, left))
            if not data:
                break
            left -= len(data)
            out = data if part.compress_type == zipfile.ZIP_STORED else inflater.decompress(data)
            total += len(out)
            yield out
