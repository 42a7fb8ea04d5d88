"""Refuse a workbook that would take the machine's memory, before calamine opens it.

Calamine trusts a file: it unpacks whole parts, makes room for what a file says it holds, and
holds a sheet as one dense rectangle, so that a stray cell in the last row and column means 17
thousand million cells.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from labfolio_xl.files.compound import read_stream
from labfolio_xl.files.extents import (
    column_letters,
    extent_of_binary,
    extent_of_xml,
    extents_of_xls,
    sheet_places,
)
from labfolio_xl.files.records import xls_records, xlsb_records
from labfolio_xl.files.repeats import amounts_of_ods, check_well_formed
from labfolio_xl.files.shared_texts import (
    amount_of_binary,
    amount_of_xls,
    amount_of_xml,
    check_binary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from labfolio_xl.blocks import Origin

__all__ = ["MAX_INFLATED_BYTES", "check_package", "check_sheet", "inflated_size"]

MAX_INFLATED_BYTES = 2**30
# Twenty years of days for five thousand assets.
MAX_CELLS = 30_000_000
# Further no spreadsheet reaches.
MAX_ROWS, MAX_COLUMNS = 2**20, 2**14
_CHUNK = 2**20

# The parts of a workbook package, as Excel and every other writer names them.
_SHEET_PART = re.compile(r"/?xl/worksheets/sheet\d+\.(?:xml|bin)")
_TEXTS = re.compile(r"/?xl/sharedStrings\.(?:xml|bin)", re.IGNORECASE)
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_NO_TAGS = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
# [MS-XLSB] 2.4.308 BrtBundleSh; [MS-XLS] 2.4.265 SST.
_BRT_BUNDLE_SHEET, _SST = 156, 0x00FC
_DAMAGED = "the workbook is damaged"


def check_package(path: Path, origin: Origin) -> None:
    """Refuse a workbook whose parts take too much memory; a sheet is looked at when it is read.

    Raises
    ------
    InputError
        It would take too much memory.
    ValueError, zipfile.BadZipFile, zlib.error, OSError
        It is damaged.
    """
    # Calamine goes by the suffix too; what has another content than that it refuses.
    if path.suffix.lower() == ".xls":
        _check_xls(path.read_bytes(), path, origin)
    elif zipfile.is_zipfile(path):
        _check_zip(path, origin)


def _check_zip(path: Path, origin: Origin) -> None:
    with zipfile.ZipFile(path) as package:
        names = [part.filename.lower() for part in package.infolist()]
        if len(set(names)) < len(names) or any(map(_is_unusual, package.infolist())):
            raise ValueError(_DAMAGED)
        parts = [part for part in package.infolist() if not _SHEET_PART.fullmatch(part.filename)]
        _refuse_size(_sum_of_sizes(path, parts), path, origin)
        for part in parts:
            if _TEXTS.fullmatch(part.filename) and part.filename.lower().endswith("bin"):
                check_binary(package.read(part))
        if "content.xml" in names:
            content = package.read("content.xml")
            check_well_formed(content)
            for rows, columns, size in amounts_of_ods(content):
                _refuse_extent((rows, columns), "a sheet", path, origin)
                _refuse_size(size, path, origin)


def _is_unusual(part: zipfile.ZipInfo) -> bool:
    """Whether a part is packed in a way that no spreadsheet program uses, or encrypted."""
    return part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or bool(
        part.flag_bits & 1
    )


def _check_xls(data: bytes, path: Path, origin: Origin) -> None:
    stream = read_stream(data, ("Workbook", "Book"))
    for kind, content in xls_records(stream):
        # Room is made for as many texts as the table says it has; each takes three bytes.
        if kind == _SST and struct.unpack_from("<I", content, 4)[0] > len(stream) // 3:
            raise ValueError(_DAMAGED)
    places = sheet_places(stream)
    _refuse_size(amount_of_xls(stream, places, most=MAX_INFLATED_BYTES), path, origin)
    extents = list(extents_of_xls(stream, places))
    for extent in extents:
        _refuse_extent(extent, "a sheet", path, origin)
    # All sheets are read when the workbook is opened.
    if sum(rows * columns for rows, columns in extents) > MAX_CELLS:
        raise origin.error(
            f'the sheets of "{path}" hold too many cells; save the one with the data alone.'
        )


def inflated_size(path: Path) -> int:
    """Return the bytes that a package unpacks to, counted not much further than the limit.

    Raises
    ------
    ValueError, zipfile.BadZipFile, zlib.error, struct.error, OSError
        It is damaged.
    """
    with zipfile.ZipFile(path) as package:
        every = package.infolist()
    if any(map(_is_unusual, every)):
        raise ValueError(_DAMAGED)
    return _sum_of_sizes(path, every)


def check_sheet(path: Path, index: int, name: str, origin: Origin) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them is huge.

    Raises
    ------
    InputError, ValueError, zipfile.BadZipFile, zlib.error, OSError
        As :func:`check_package` does.
    """
    if path.suffix.lower() == ".xls":
        return
    with zipfile.ZipFile(path) as package:
        part, every = _sheet_part(package, index), package.infolist()
    if part is not None:
        _check_part(path, part, f'sheet "{name}"', origin)
        return
    # OpenDocument, or names that nobody uses: the package as a whole, then
    _refuse_size(_sum_of_sizes(path, every), path, origin)
    for other in every:
        if other.filename.lower().startswith("xl/"):
            _check_part(path, other, f'sheet "{name}"', origin)


def _check_part(path: Path, part: zipfile.ZipInfo, what: str, origin: Origin) -> None:
    content = b"".join(_inflate(path, part))
    _refuse_size(len(content), path, origin)
    extent_of = extent_of_xml if part.filename.lower().endswith("xml") else extent_of_binary
    _refuse_extent(extent_of(content, most=MAX_CELLS), what, path, origin)
    with zipfile.ZipFile(path) as package:
        texts = next((p for p in package.infolist() if _TEXTS.fullmatch(p.filename)), None)
    if texts is not None:
        amount_of = amount_of_xml if texts.filename.lower().endswith("xml") else amount_of_binary
        shared = b"".join(_inflate(path, texts))
        _refuse_size(amount_of(content, shared, most=MAX_INFLATED_BYTES), path, origin)


def _refuse_extent(extent: tuple[int, int], what: str, path: Path, origin: Origin) -> None:
    rows, columns = extent
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise origin.error(
            f'{what} of "{path}" reaches to cell {column_letters(columns)}{rows}; '
            "delete the stray cells beside and below the data."
        )


def _refuse_size(size: int, path: Path, origin: Origin) -> None:
    if size > MAX_INFLATED_BYTES:
        raise origin.error(
            f'"{path}" unpacks to more than {MAX_INFLATED_BYTES >> 20} MB; '
            "save the values alone in a new workbook."
        )


def _sum_of_sizes(path: Path, parts: Iterable[zipfile.ZipInfo]) -> int:
    """Add sizes up until they are too much: each may take long to find."""
    total = 0
    for part in parts:
        total += _inflated_size(path, part)
        if total > MAX_INFLATED_BYTES:
            break
    return total


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
        return [_attribute(tag, rb"\w+:id") for tag in _SHEET.findall(_NO_TAGS.sub(b"", book))]
    bundles = [content for kind, content in xlsb_records(book) if kind == _BRT_BUNDLE_SHEET]
    lengths = [struct.unpack_from("<I", bundle, 8)[0] for bundle in bundles]
    return [
        bundle[12 : 12 + 2 * length].decode("utf-16-le", "replace")
        for bundle, length in zip(bundles, lengths, strict=True)
    ]


def _attribute(tag: bytes, name: bytes) -> str | None:
    match = re.search(rb"\s" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", tag)
    return None if match is None else match[1].decode("utf-8", "replace")
