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
from labfolio_xl.files.elements import walk_elements
from labfolio_xl.files.extents import (
    column_letters,
    extent_of_binary,
    extent_of_xml,
    extents_of_xls,
    sheet_places,
)
from labfolio_xl.files.records import xls_records, xlsb_records
from labfolio_xl.files.repeats import amounts_of_ods
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
_XML, _BINARY, _OPEN_DOCUMENT = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
_MAIN_PARTS = frozenset({_XML, _BINARY, _OPEN_DOCUMENT})
_TEXTS_OF_BINARY, _TEXTS_OF_XML = "xl/sharedstrings.bin", "xl/sharedstrings.xml"
# [MS-XLSB] 2.4.308 BrtBundleSh; [MS-XLS] 2.4.265 SST.
_BRT_BUNDLE_SHEET, _SST = 156, 0x00FC
_DAMAGED = "the workbook is damaged"
_UNICODE_PATH = 0x7075


def check_package(path: Path, origin: Origin) -> None:
    """Refuse a workbook whose parts take too much memory; a sheet is looked at when it is read.

    Raises
    ------
    InputError
        It would take too much memory.
    ValueError, zipfile.BadZipFile, zlib.error, OSError
        It is damaged.
    """
    package, legacy = zipfile.is_zipfile(path), path.suffix.lower() == ".xls"
    if package and not path.suffix.islower() and (legacy or not _begins_as_package(path)):
        # Calamine goes by the suffix too, but not if it has capitals: then it tries all kinds.
        raise ValueError(_DAMAGED)
    if legacy:
        _check_xls(path.read_bytes(), path, origin)
    elif package:
        _check_zip(path, origin)


def _begins_as_package(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _check_zip(path: Path, origin: Origin) -> None:
    with zipfile.ZipFile(path) as package:
        names = [part.filename.lower() for part in package.infolist()]
        twice, kinds = len(set(names)) < len(names), _MAIN_PARTS.intersection(names)
        if twice or len(kinds) > 1 or any(map(_is_unusual, package.infolist())):
            raise ValueError(_DAMAGED)
        parts = [part for part in package.infolist() if not _SHEET_PART.fullmatch(part.filename)]
        _refuse_size(_sum_of_sizes(path, parts), path, origin)
        for part in parts:
            if part.filename.lower() == _TEXTS_OF_BINARY:
                check_binary(package.read(part))
            elif part.filename.lower() == _OPEN_DOCUMENT:
                for amount in amounts_of_ods(package.read(part)):
                    _refuse_extent((amount.rows, amount.columns), "a sheet", path, origin)
                    _refuse_size(amount.letters, path, origin)


def _is_unusual(part: zipfile.ZipInfo) -> bool:
    """Whether a part is encrypted, packed as no spreadsheet program does, or has two names.

    Calamine takes a backslash for a slash, a zero for a letter, and another name for the name.
    """
    packed_otherwise = part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    two_names = "\\" in part.orig_filename or "\0" in part.orig_filename
    return packed_otherwise or bool(part.flag_bits & 1) or two_names or _has_other_name(part.extra)


def _has_other_name(fields: bytes) -> bool:
    """Whether Info-ZIP's field for names that are not ASCII is there."""
    while len(fields) >= 4:  # noqa: PLR2004 - a kind and a size
        kind, size = struct.unpack_from("<HH", fields)
        if kind == _UNICODE_PATH:
            return True
        fields = fields[4 + size :]
    return False


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
        return  # looked at as a whole, as is OpenDocument
    with zipfile.ZipFile(path) as package:
        parts = {part.filename.lower(): part for part in package.infolist()}
        if _OPEN_DOCUMENT in parts:
            return
        binary = _BINARY in parts
        part = _sheet_part(package, index, binary=binary)
    if part is None:
        # Names that nobody uses: the package as a whole, then.
        _refuse_size(_sum_of_sizes(path, parts.values()), path, origin)
    texts = parts.get(_TEXTS_OF_BINARY if binary else _TEXTS_OF_XML)
    shared = b"" if texts is None else b"".join(_inflate(path, texts))
    extent_of = extent_of_binary if binary else extent_of_xml
    amount_of = amount_of_binary if binary else amount_of_xml
    for candidate in parts.values() if part is None else (part,):
        content = b"".join(_inflate(path, candidate))
        _refuse_size(len(content), path, origin)
        _refuse_extent(extent_of(content, most=MAX_CELLS), f'sheet "{name}"', path, origin)
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


def _sheet_part(package: zipfile.ZipFile, index: int, *, binary: bool) -> zipfile.ZipInfo | None:
    names = set(package.namelist())
    book = _BINARY if binary else _XML
    rels = f"xl/_rels/{book.removeprefix('xl/')}.rels"
    if not {book, rels} <= names:
        return None
    content = package.read(rels)
    if b"&" in content:
        raise ValueError(_DAMAGED)  # calamine would take it for a letter
    wanted = _sheet_relations(package.read(book), binary=binary)
    relation = wanted[index] if index < len(wanted) else None
    relations = _attributes(content, "Relationship")
    targets = [given.get("Target", "") for given in relations if given.get("Id") == relation]
    if len(targets) > 1:
        raise ValueError(_DAMAGED)
    name = "xl/" + "".join(targets).removeprefix("/xl/").removeprefix("xl/")
    return package.getinfo(name) if name in names else None


def _sheet_relations(book: bytes, *, binary: bool) -> list[str | None]:
    """Return by what name the workbook refers to the part of each sheet, in order."""
    if not binary:
        return [_relation(given) for given in _attributes(book, "sheet")]
    bundles = [content for kind, content in xlsb_records(book) if kind == _BRT_BUNDLE_SHEET]
    lengths = [struct.unpack_from("<I", bundle, 8)[0] for bundle in bundles]
    return [
        bundle[12 : 12 + 2 * length].decode("utf-16-le", "replace")
        for bundle, length in zip(bundles, lengths, strict=True)
    ]


def _relation(given: dict[str, str]) -> str | None:
    """Return the attribute of a sheet that is named id, whatever its prefix."""
    names = [value for name, value in given.items() if name.rpartition(":")[2] == "id"]
    if len(names) > 1:
        raise ValueError(_DAMAGED)
    return names[0] if names else None


def _attributes(xml: bytes, element: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of a name, whatever its prefix."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == element:
            found.append(attributes)

    walk_elements(xml, start)
    return found
