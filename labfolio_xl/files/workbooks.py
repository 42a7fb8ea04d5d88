"""Rows of cells from a workbook, through calamine, which neither runs macros nor follows links.

Calamine trusts a file: it holds a sheet as one dense rectangle, so that a stray cell in the last
row and column, or a part that inflates a thousandfold, would take the machine's memory. Both are
looked for before.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, cast

import python_calamine as calamine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from labfolio_xl.blocks.table import Origin, Rows

__all__ = ["SUFFIXES", "date_system", "read_rows"]

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})

MAX_INFLATED_BYTES = 2**30
MAX_CELLS = 50_000_000
_CHUNK = 2**20

# The parts of a workbook package, as Excel and every other writer names them.
_SHEET_PART = re.compile(r"/?xl/worksheets/sheet\d+\.xml")
_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
_BINARY_WORKBOOK = "xl/workbook.bin"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c [^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
# A pattern that begins with plain text is searched ten times faster.
_ROW = re.compile(rb"<row [^>]*?\br=[\"'](\d{1,7})[\"']")
_ROW_WITH_PREFIX = re.compile(rb"<\w+:row [^>]*?\br=[\"'](\d{1,7})[\"']")
# Records of the binary formats: [MS-XLSB] 2.4.822 BrtWbProp, [MS-XLS] 2.4.77 Date1904.
_BRT_WB_PROP = 153
_BOF_BIFF8 = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_DATE_1904_RECORD, _EOF_RECORD = 0x0022, 0x000A


def read_rows(path: Path, sheet: str | None, origin: Origin) -> tuple[Rows, str]:
    """Read the cells of one sheet, from A1 on, and the name of the sheet.

    Error cells and empty cells are empty text, dates are dates, percentages are fractions.

    Raises
    ------
    InputError
        A damaged, protected or oversized workbook; a sheet that it does not have.
    """
    try:
        _check_size(path, origin)
        with calamine.load_workbook(path) as book:
            name = _sheet_name(book, sheet, path, origin)
            if path.suffix.lower() in {".xlsx", ".xlsm"}:
                _check_extent(path, book.sheet_names.index(name), name, origin)
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except calamine.PasswordError:
        raise origin.error(f'"{path}" is protected by a password; save it without one.') from None
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError):
        raise origin.error(
            f'"{path}" is damaged or not a workbook; open it in a spreadsheet and save it again.'
        ) from None
    return cast("Rows", cells), name


def _sheet_name(
    book: calamine.CalamineWorkbook, sheet: str | None, path: Path, origin: Origin
) -> str:
    tables = [m.name for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    if not tables:
        raise origin.error(f'"{path}" has no worksheet; save the data in one.')
    if sheet is None:
        return tables[0]
    for name in tables:
        if name.casefold() == sheet.strip().casefold():
            return name
    has = ", ".join(f'"{name}"' for name in tables)
    raise origin.error(f'"{path}" has no sheet "{sheet}"; it has {has}.')


def _check_size(path: Path, origin: Origin) -> None:
    """Refuse a package whose parts take too much memory; a sheet is looked at when it is read."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        parts = [part for part in package.infolist() if not _SHEET_PART.fullmatch(part.filename)]
    _refuse_size(sum(_inflated_size(path, part) for part in parts), path, origin)


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


def _check_extent(path: Path, sheet_index: int, name: str, origin: Origin) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them is huge."""
    with zipfile.ZipFile(path) as package:
        part = _sheet_part(package, sheet_index)
        every = package.infolist()
    if part is None:  # nobody writes workbooks so; calamine may find the sheet all the same
        _refuse_size(sum(_inflated_size(path, other) for other in every), path, origin)
        return
    xml = b"".join(_inflate(path, part))
    _refuse_size(len(xml), path, origin)
    rows = (_ROW if b"<row " in xml else _ROW_WITH_PREFIX).findall(xml)
    last_row = max(map(int, rows), default=0)
    if last_row * _widest(xml) <= MAX_CELLS:
        return
    columns = {letters for letters, _ in _CELL.findall(xml)}
    last = max(columns, key=lambda letters: (len(letters), letters), default=b"A").decode()
    if last_row * _column_number(last) > MAX_CELLS:
        raise origin.error(
            f'sheet "{name}" of "{path}" reaches to cell {last}{last_row}; '
            "delete the stray cells beside and below the data."
        )


def _widest(xml: bytes) -> int:
    # Cheaper than reading every address: are there columns with three letters, with two?
    if re.search(rb" r=[\"'][A-Z]{3}\d", xml):
        return 16384
    return 702 if re.search(rb" r=[\"'][A-Z]{2}\d", xml) else 26


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _sheet_part(package: zipfile.ZipFile, sheet_index: int) -> zipfile.ZipInfo | None:
    names = set(package.namelist())
    if not {_WORKBOOK, _WORKBOOK_RELS} <= names:
        return None
    sheets = _SHEET.findall(package.read(_WORKBOOK))
    relation = _attribute(sheets[sheet_index], rb"\w+:id") if sheet_index < len(sheets) else None
    for tag in _RELATION.findall(package.read(_WORKBOOK_RELS)):
        if _attribute(tag, b"Id") == relation:
            target = (_attribute(tag, b"Target") or "").removeprefix("/xl/").removeprefix("xl/")
            return package.getinfo(f"xl/{target}") if f"xl/{target}" in names else None
    return None


def _attribute(tag: bytes, name: bytes) -> str | None:
    match = re.search(rb"\s" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", tag)
    return None if match is None else match[1].decode("utf-8", "replace")


def date_system(path: Path) -> int:
    """Return 1904 for a workbook that counts its dates from 1904, else 1900."""
    suffix = path.suffix.lower()
    if suffix == ".xls":
        return 1904 if _xls_is_1904(path.read_bytes()) else 1900
    if suffix == ".ods":
        return 1900
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if _WORKBOOK in names:
            return 1904 if _DATE_1904.search(package.read(_WORKBOOK)) else 1900
        if _BINARY_WORKBOOK in names:
            return 1904 if _xlsb_is_1904(package.read(_BINARY_WORKBOOK)) else 1900
    return 1900


def _xlsb_is_1904(data: bytes) -> bool:
    position = 0
    while position < len(data):
        kind, position = _variable_integer(data, position, 2)
        size, position = _variable_integer(data, position, 4)
        if kind == _BRT_WB_PROP:
            return bool(data[position] & 1)
        position += size
    return False


def _variable_integer(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """Read seven bits of each byte, as long as the eighth is set."""
    number = 0
    for i in range(longest):
        byte = data[position + i] if position + i < len(data) else 0
        number |= (byte & 0x7F) << 7 * i
        if not byte & 0x80:
            return number, position + i + 1
    return number, position + longest


def _xls_is_1904(data: bytes) -> bool:
    """Walk the records from the beginning of the workbook's globals to the one of its dates."""
    position = data.find(_BOF_BIFF8)
    while 0 <= position <= len(data) - 6:
        kind, size = struct.unpack_from("<HH", data, position)
        if kind == _DATE_1904_RECORD:
            return bool(data[position + 4] & 1)
        if kind == _EOF_RECORD:
            return False
        position += 4 + size
    return False
