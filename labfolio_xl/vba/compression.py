"""The run-length compression of VBA source ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct
from functools import lru_cache

__all__ = ["compress", "decompress"]

CHUNK = 4096
SHORTEST_COPY = 3
COMPRESSED = 0xB000  # the signature 0b011 and the flag "compressed", above 12 bits of size
RAW = 0x3000


@lru_cache(maxsize=64)  # the same modules go into every workbook
def compress(data: bytes) -> bytes:
    """Return the compressed container of `data`."""
    container = bytearray(b"\x01")
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        tokens = _compress_chunk(chunk)
        if len(tokens) < CHUNK:
            container += struct.pack("<H", (len(tokens) - 1) | COMPRESSED) + tokens
        elif len(chunk) == CHUNK:
            container += struct.pack("<H", (CHUNK - 1) | RAW) + chunk
        else:
            raise ValueError("the last chunk is short and does not compress")
    return bytes(container)


def decompress(container: bytes) -> bytes:
    """Return what :func:`compress` was given.

    Raises
    ------
    ValueError, IndexError, struct.error
        The container is damaged.
    """
    data, position = bytearray(), 1
    while position < len(container):
        (header,) = struct.unpack_from("<H", container, position)
        position += 2
        end = position + (header & 0x0FFF) + 1
        chunk = container[position:end]
        data += _decompress_chunk(chunk) if header & 0x8000 else chunk
        position = end
    return bytes(data)


def _offset_bits(position: int) -> int:
    """Return how many bits of a copy token are the offset ([MS-OVBA] 2.4.1.3.19.1)."""
    return max(4, (position - 1).bit_length())


def _compress_chunk(chunk: bytes) -> bytes:
    tokens, position = bytearray(), 0
    seen: dict[bytes, list[int]] = {}
    while position < len(chunk):
        flag_at, flags = len(tokens), 0
        tokens.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            offset, length = _longest_copy(chunk, position, seen)
            if length:
                bits = _offset_bits(position)
                token = ((offset - 1) << (16 - bits)) | (length - SHORTEST_COPY)
                tokens += struct.pack("<H", token)
                flags |= 1 << bit
            else:
                length = 1
                tokens.append(chunk[position])
            for start in range(position, position + length):
                seen.setdefault(chunk[start : start + SHORTEST_COPY], []).append(start)
            position += length
        tokens[flag_at] = flags
    return bytes(tokens)


def _longest_copy(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Return offset and length of the longest earlier copy, the nearest of equals; or 0, 0."""
    offset = length = 0
    longest = (0xFFFF >> _offset_bits(position)) + SHORTEST_COPY
    longest = min(longest, len(chunk) - position)
    if longest < SHORTEST_COPY:
        return 0, 0
    for start in reversed(seen.get(chunk[position : position + SHORTEST_COPY], ())):
        same = SHORTEST_COPY
        while same < longest and chunk[start + same] == chunk[position + same]:
            same += 1
        if same > length:
            offset, length = position - start, same
        if length == longest:
            break
    return offset, length


def _decompress_chunk(chunk: bytes) -> bytes:
    data, position = bytearray(), 0
    while position < len(chunk):
        flags = chunk[position]
        position += 1
        for bit in range(8):
            if position >= len(chunk):
                break
            if not flags >> bit & 1:
                data.append(chunk[position])
                position += 1
                continue
            (token,) = struct.unpack_from("<H", chunk, position)
            position += 2
            bits = _offset_bits(len(data))
            start = len(data) - (token >> (16 - bits)) - 1
            for k in range((token & (0xFFFF >> bits)) + SHORTEST_COPY):
                data.append(data[start + k])
            if len(data) > CHUNK:
                raise ValueError("a chunk is longer than the format allows")
    return bytes(data)
