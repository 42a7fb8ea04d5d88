"""How long a shared text can be: each cell that shows it gets a copy of its own.

A text of 32,767 letters and a million cells that refer to it make a small file and 32 GB.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from labfolio_xl.files.records import check_text, xls_records, xlsb_records

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["amount_of_binary", "amount_of_xls", "amount_of_xml", "check_binary"]

# [MS-XLSB] 2.4.324 BrtCellIsst; [MS-XLS] 2.4.265 SST, 2.4.58 Continue, 2.4.149 LabelSst.
_CELL_SHARED = b"\x07\x0c"
_BRT_TEXT = 19  # BrtSSTItem: flags, then the text
_SST, _CONTINUE, _LABEL_SST = 0x00FC, 0x003C, 0x00FD


def amount_of_xml(sheet: bytes, texts: bytes, *, most: int) -> int:
    """Return at most how many bytes the shared texts of a sheet take; nearly so only beyond."""
    # Blanks may stand on both sides of the equals sign of t="s".
    cells = sheet.count(b'"s"') + sheet.count(b"'s'")
    amount = cells * len(texts)
    return amount if amount <= most else cells * max(map(len, texts.split(b"</si>")))


def amount_of_binary(sheet: bytes, texts: bytes, *, most: int) -> int:
    """Return the same of an .xlsb; what only looks like such a cell counts too."""
    cells = sheet.count(_CELL_SHARED)
    amount = cells * len(texts)
    if amount <= most:
        return amount
    return cells * max((len(content) for _, content in xlsb_records(texts)), default=0)


def check_binary(texts: bytes) -> None:
    """Refuse the table of an .xlsb if a text is longer than its record.

    Raises
    ------
    ValueError
        It is damaged.
    """
    for kind, content in xlsb_records(texts):
        if kind == _BRT_TEXT:
            check_text(content, 1)


def amount_of_xls(stream: bytes, sheets: Iterable[int], *, most: int) -> int:
    """Return the same of the sheets of an .xls that begin at some places of its stream."""
    cells = sum(kind == _LABEL_SST for place in sheets for kind, _ in xls_records(stream, place))
    chunks = _table(stream)
    amount = cells * sum(map(len, chunks))
    return amount if amount <= most else cells * 2 * _longest(chunks)


def _table(stream: bytes) -> list[bytes]:
    """Return the records of the table of texts: the first, and those that continue it."""
    chunks: list[bytes] = []
    for kind, content in xls_records(stream):
        if kind == _SST or (chunks and kind == _CONTINUE):
            chunks.append(content)
        elif chunks:
            break
    return chunks


def _longest(chunks: list[bytes]) -> int:
    """Return the letters of the longest text ([MS-XLS] 2.5.293, 2.5.296)."""
    (count,) = struct.unpack_from("<I", chunks[0], 4)
    longest = chunk = 0
    place = 8
    for _ in range(count):
        if place >= len(chunks[chunk]):
            chunk, place = chunk + 1, 0
        letters, flags = struct.unpack_from("<HB", chunks[chunk], place)
        place += 3
        runs = struct.unpack_from("<H", chunks[chunk], place)[0] if flags & 8 else 0
        place += 2 if flags & 8 else 0
        more = struct.unpack_from("<I", chunks[chunk], place)[0] if flags & 4 else 0
        place += 4 if flags & 4 else 0
        longest = max(longest, letters)
        chunk, place = _after_letters(chunks, chunk, place, letters, wide=bool(flags & 1))
        chunk, place = _after(chunks, chunk, place, 4 * runs + more)
    return longest


def _after_letters(
    chunks: list[bytes], chunk: int, place: int, letters: int, *, wide: bool
) -> tuple[int, int]:
    """Return where the letters end; each record that goes on with them says how wide they are."""
    while True:
        width = 2 if wide else 1
        taken = min(letters, (len(chunks[chunk]) - place) // width)
        letters, place = letters - taken, place + taken * width
        if not letters:
            return chunk, place
        chunk, place = chunk + 1, 1
        wide = bool(chunks[chunk][0] & 1)


def _after(chunks: list[bytes], chunk: int, place: int, size: int) -> tuple[int, int]:
    while place + size > len(chunks[chunk]):
        size -= len(chunks[chunk]) - place
        chunk, place = chunk + 1, 0
    return chunk, place + size
