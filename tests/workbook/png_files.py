"""Small PNG files for tests."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, data=b""):
    """One part of a PNG file."""
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width=4, height=2, *, further=b"", end=True):
    """A white picture; a large one has fewer points than it says."""
    rows = zlib.compress((b"\x00" + b"\xff" * min(width, 500)) * min(height, 500))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + header + further + chunk(b"IDAT", rows) + (chunk(b"IEND") if end else b"")
