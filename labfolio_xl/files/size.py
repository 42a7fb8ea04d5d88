"""Refuse a workbook that would take the machine's memory, before calamine opens it.

Calamine trusts a file: it unpacks whole parts, and holds a sheet as one dense rectangle, so that
a stray cell in the last row and column means 17 thousand million cells.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from labfolio_xl.files.records import xlsb_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from labfolio_xl.blocks import Origin

__all__ = ["check_package", "check_sheet"]

MAX_INFLATED_BYTES = 2**30
MAX_CELLS = 50_000_000
_CHUNK = 2**20

# The parts of a workbook package, as Excel and every other writer names them.
_SHEET_PART = re.compile(r"/?xl/worksheets/sheet\d+\.(?:xml|bin)")
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c [^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
# A pattern that begins with plain text is searched ten times faster.
_ROW = re.compile(rb"<row [^>]*?\br=[\"'](\d{1,7})[\"']")
_ROW_WITH_PREFIX = re.compile(rb"<\w+:row [^>]*?\br=[\"'](\d{1,7})[\"']")
# [MS-XLSB] 2.4.308 BrtBundleSh, 2.4.856 BrtWsDim.
_BRT_BUNDLE_SHEET, _BRT_DIMENSIONS = 156, 148
# OpenDocument writes equal neighbours once, with their number: rows by 1e5, cells by 1e3 and more.
_MANY_ROWS = re.compile(
    rb"<table:table-row [^>]*?number-rows-repeated=\"\d{6,}\"(?P<row>[^>]*>.*?</table:table-row>)"
    rb"(?P<below>.*?)</table:table>",
    re.DOTALL,
)
_MANY_CELLS = re.compile(
    rb"<table:(?:covered-)?table-cell (?P<cell>[^>]*?number-columns-repeated=\"\d{4,}\"[^>]*>)"
    rb"(?P<right>.*?)</table:table-row>",
    re.DOTALL,
)
_VALUE = b"office:value"


def check_package(path: Path, origin: Origin) -> None:
    """Refuse a package whose parts take too much memory; a sheet is looked at when it is read."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        parts = [part for part in package.infolist() if not _SHEET_PART.fullmatch(part.filename)]
        _refuse_size(sum(_inflated_size(path, part) for part in parts), path, origin)
        if "content.xml" in package.namelist():
            _check_repeated(package.read("content.xml"), path, origin)


def check_sheet(path: Path, index: int, name: str, origin: Origin) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them is huge."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        part, every = _sheet_part(package, index), package.infolist()
    if part is None:  # OpenDocument, or names that nobody uses: the package as a whole, then
        _refuse_size(sum(_inflated_size(path, other) for other in every), path, origin)
        return
    content = b"".join(_inflate(path, part))
    _refuse_size(len(content), path, origin)
    last_row, last_column = (_extent_of_xml if part.filename.endswith("xml") else _extent)(content)
    if last_row * _column_number(last_column) > MAX_CELLS:
        raise origin.error(
            f'sheet "{name}" of "{path}" reaches to cell {last_column}{last_row}; '
            "delete the stray cells beside and below the data."
        )


def _refuse_size(size: int, path: Path, origin: Origin) -> None:
    if size > MAX_INFLATED_BYTES:
        raise origin.error(
            f'"{path}" unpacks to more than {MAX_INFLATED_BYTES >> 20} MB; '
            "save the values alone in a new workbook."
        )


def _inflated_size(path: Path, part: zipfile.ZipInfo) -> int:
    # What a part says about its size may be a lie; deflate makes at most 1032 bytes of one.
    if part.compress_size * 1032 <= max(part.file_size, _CHUNK):
        return part.file_size
    return sum(map(len, _inflate(path, part)))


def _inflate(path: Path, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a part bit by bit, and no further than the limit."""
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


def _extent_of_xml(xml: bytes) -> tuple[int, str]:
    """Return the last row and column of a sheet; the column exactly only if it matters."""
    rows = (_ROW if b"<row " in xml else _ROW_WITH_PREFIX).findall(xml)
    last_row, bound = max(map(int, rows), default=0), _widest(xml)
    if last_row * _column_number(bound) <= MAX_CELLS:
        return last_row, bound
    columns = {letters for letters, _ in _CELL.findall(xml)}
    return last_row, max(columns, key=lambda c: (len(c), c), default=b"A").decode()


def _widest(xml: bytes) -> str:
    # Cheaper than reading every address: are there columns with three letters, with two?
    if re.search(rb" r=[\"'][A-Z]{3}\d", xml):
        return "XFD"
    return "ZZ" if re.search(rb" r=[\"'][A-Z]{2}\d", xml) else "Z"


def _extent(binary: bytes) -> tuple[int, str]:
    """Return the last row and column that a binary sheet says it has."""
    for kind, content in xlsb_records(binary):
        if kind == _BRT_DIMENSIONS and len(content) >= 16:  # noqa: PLR2004 - four integers
            _, last_row, _, last_column = struct.unpack_from("<IIII", content)
            return last_row + 1, _column_letters(last_column + 1)
    return 0, "A"


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _sheet_part(package: zipfile.ZipFile, index: int) -> zipfile.ZipInfo | None:
    names = set(package.namelist())
    book = next((name for name in _BOOKS if name in names), None)
    rels = f"xl/_rels/{(book or '').removeprefix('xl/')}.rels"
    if book is None or rels not in names:
        return None
    relations = _sheet_relations(package.read(book), binary=book.endswith("bin"))
    relation = relations[index] if index < len(relations) else None
    for tag in _RELATION.findall(package.read(rels)):
        if _attribute(tag, b"Id") == relation:
            target = (_attribute(tag, b"Target") or "").removeprefix("/xl/").removeprefix("xl/")
            return package.getinfo(f"xl/{target}") if f"xl/{target}" in names else None
    return None


def _sheet_relations(book: bytes, *, binary: bool) -> list[str | None]:
    """Return by what name the workbook refers to the part of each sheet, in order."""
    if not binary:
        return [_attribute(tag, rb"\w+:id") for tag in _SHEET.findall(book)]
    bundles = [content for kind, content in xlsb_records(book) if kind == _BRT_BUNDLE_SHEET]
    lengths = [struct.unpack_from("<I", bundle, 8)[0] for bundle in bundles]
    return [
        bundle[12 : 12 + 2 * length].decode("utf-16-le", "replace")
        for bundle, length in zip(bundles, lengths, strict=True)
    ]


def _attribute(tag: bytes, name: bytes) -> str | None:
    match = re.search(rb"\s" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", tag)
    return None if match is None else match[1].decode("utf-8", "replace")


def _check_repeated(xml: bytes, path: Path, origin: Origin) -> None:
    """Refuse values that are repeated over, or stand behind, a huge number of cells."""
    rows = (_VALUE in m["row"] or _VALUE in m["below"] for m in _MANY_ROWS.finditer(xml))
    cells = (_VALUE in m["cell"] or _VALUE in m["right"] for m in _MANY_CELLS.finditer(xml))
    if any(rows) or any(cells):
        raise origin.error(
            f'a sheet of "{path}" has stray cells far beside or below its data; delete them.'
        )
