"""How far the cells of a sheet reach, found in the bytes before calamine makes room for them.

A sheet is held as one dense rectangle, so a file of a few hundred bytes can ask for more memory
than any machine has, and then the whole process ends. What a sheet says about its own size is
not trusted: every cell counts. Rows and columns are counted from one.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from typing import TYPE_CHECKING

from labfolio_xl.files.elements import is_plain, walk_elements
from labfolio_xl.files.records import check_text, record_at, xls_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Extent",
    "column_letters",
    "extent_of_binary",
    "extent_of_xml",
    "extents_of_xls",
    "sheet_places",
]

Extent = tuple[int, int]

# Patterns that begin with plain text are searched ten times faster.
_ROW = re.compile(rb"<row\s(?:[^>]*?[\s\"])??r\s*=\s*\"\s*(\d{1,9})")
_BARE = re.compile(rb"<(?:row|c)(?:/?>|\s(?!(?:[^>]*?[\s\"])??r\s*=))")
_ADDRESS = re.compile(rb"[\s\"']r\s*=\s*[\"']\s*([A-Za-z]{1,9})(\d{1,9})")
_PREFIXED = re.compile(rb":(?:row|c)[\s/>]")
_PLACE = re.compile(r"([A-Za-z]{1,9})(\d{1,9})")

# [MS-XLSB] 2.4.718 BrtRowHdr, and the kinds of cells from BrtCellBlank to BrtFmlaError with the
# least bytes that each has: of a shorter one calamine reads on in the record before it.
_BRT_ROW, _BRT_SHARED, _BRT_TEXTS = 0, 7, (6, 8)
_LEAST = {0: 4, 1: 8, 2: 12, 3: 9, 4: 9, 5: 16, 6: 12, 7: 12, 8: 12, 9: 16, 10: 9, 11: 9}
# How every writer begins the cell of a shared text: those that do are counted elsewhere.
_SHARED_HEAD = b"\x07\x0c"
# [MS-XLS] 2.4: Dimensions; cells that begin with row and column; MulRk ends with its last column.
_DIMENSIONS, _MUL_RK, _BOUND_SHEET = 0x0200, 0x00BD, 0x0085
_XLS_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_LONG_DIMENSIONS = 14
_ZZZ = 26 + 26**2 + 26**3
_DAMAGED = "the sheet is damaged"


def extent_of_xml(xml: bytes, *, most: int) -> Extent:
    """Return how far a sheet of an .xlsx reaches, exactly if it may be more than ``most`` cells.

    Raises
    ------
    ValueError
        It is no XML, or an address is none.
    """
    usual = _PREFIXED.search(xml) is None and _BARE.search(xml) is None
    if not usual or not is_plain(xml):
        return _Places(xml).extent
    walk_elements(xml)  # what is not well formed deceives patterns, but not calamine
    rows = max(map(int, _ROW.findall(xml)), default=0)
    # Up to ZZZ is near enough to the last column, XFD.
    bound, columns = _most_rows(xml, rows), _most_columns(xml)
    if bound * columns <= most and columns <= _ZZZ:
        return rows, min(columns, 2**14)
    return _addressed(xml, rows)


class _Places:
    """Where calamine puts the cells of a sheet: those without an address beside the one before."""

    def __init__(self, xml: bytes) -> None:
        self.extent = 0, 1
        self._row = self._column = 0
        walk_elements(xml, self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element, address = name.rpartition(":")[2], attributes.get("r")
        if element == "row" and address is not None:
            self._row = _place(f"A{address}")[0]
        elif element == "c":
            if address is None:
                row = self._row
            else:
                row, self._column = _place(address)
            self._column += 1
            self.extent = max(self.extent[0], row + 1), max(self.extent[1], self._column)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "row":
            self.extent = max(self.extent[0], self._row + 1), self.extent[1]
            self._row, self._column = self._row + 1, 0


def _place(address: str) -> tuple[int, int]:
    """Return row and column, counted from zero, of an address such as B7."""
    match = _PLACE.fullmatch(address.strip())
    if match is None:
        raise ValueError(_DAMAGED)
    return int(match[2]) - 1, _column_number(match[1].encode()) - 1


def _most_rows(xml: bytes, rows: int) -> int:
    # A cell may name a row of its own: no further than its number of digits.
    digits = len(str(rows))
    while re.search(rb"[\s\"']r\s*=\s*[\"'][A-Za-z]+\d{%d}" % (digits + 1), xml) is not None:
        digits += 1
    return 10**digits - 1


def _most_columns(xml: bytes) -> int:
    # Cheaper than reading every address: how many letters has the longest?
    letters = 1
    while re.search(rb"[\s\"']r\s*=\s*[\"'][A-Za-z]{%d,}\d" % (letters + 1), xml) is not None:
        letters += 1
    return int(sum(26**n for n in range(1, letters + 1)))


def _addressed(xml: bytes, rows: int) -> Extent:
    columns = set[bytes]()
    for match in _ADDRESS.finditer(xml):
        columns.add(match[1])
        rows = max(rows, int(match[2]))
    return rows, max(map(_column_number, columns), default=1)


def extent_of_binary(data: bytes, *, most: int) -> Extent:
    """Return how far a sheet of an .xlsb reaches, exactly if it may be more than ``most`` cells.

    Raises
    ------
    ValueError
        A row or a cell is too short to be one.
    """
    last_row, last_column, block = _walk(data, -1)
    if last_row * max(last_column, 256 * (block + 1)) > most and block >= 0:
        # Once more, stopping at each cell of the last 256 columns.
        last_row, last_column, _ = _walk(data, block - 1, grow=False)
        return last_row, last_column
    return last_row, max(last_column, 256 * (block + 1))


def _walk(data: bytes, block: int, *, grow: bool = True) -> tuple[int, int, int]:
    """Visit rows, and the cells beyond a block of 256 columns, which moves along if it may."""
    position, last_row, last_column = 0, 0, 0
    while position < len(data):
        match = None if block < 0 else _cells_up_to(block).match(data, position)
        if match is not None:
            position = match.end()
            continue
        start = position
        kind, size, position = record_at(data, start)
        if kind in _LEAST:
            _check_record(kind, data[start:position], data[position : position + size])
            (number,) = struct.unpack_from("<I", data, position)
            if kind == _BRT_ROW:
                last_row = max(last_row, number + 1)
            else:
                last_column = max(last_column, number + 1)
                block = max(block, min(number >> 8, 63)) if grow else block
        position += size
    return last_row, last_column, block


def _check_record(kind: int, head: bytes, content: bytes) -> None:
    """Refuse a row or a cell that is shorter than it should be, or written to go uncounted."""
    if len(content) < _LEAST[kind] or (kind == _BRT_SHARED and head != _SHARED_HEAD):
        raise ValueError(_DAMAGED)
    if kind in _BRT_TEXTS:
        check_text(content, 8)


@cache
def _cells_up_to(block: int) -> re.Pattern[bytes]:
    """Return a pattern for a run of the usual cells in the columns up to a block of 256."""
    column = rb".[\x00-\x%02x]\x00\x00" % block
    # Blank, packed number, error, truth value, number, shared text: kind, size, column, the rest.
    rests = ((b"\1", 8), (b"\2", 12), (b"[\3\4]", 9), (b"\5", 16), (b"\7", 12))
    cells = (rb"%b\x%02x%b.{%d}" % (kind, size, column, size - 4) for kind, size in rests)
    return re.compile(b"(?:" + b"|".join(cells) + b")+", re.DOTALL)


def sheet_places(stream: bytes) -> list[int]:
    """Return where the sheets begin in the workbook stream of an .xls."""
    return [
        struct.unpack_from("<I", content)[0]
        for kind, content in xls_records(stream)
        if kind == _BOUND_SHEET and len(content) >= 4  # noqa: PLR2004 - a number of 32 bits
    ]


def extents_of_xls(stream: bytes, places: Iterable[int]) -> Iterator[Extent]:
    """Return how far each sheet that begins at a place reaches or says to reach."""
    return (_extent_of_substream(stream, place) for place in places)


def _extent_of_substream(stream: bytes, position: int) -> Extent:
    last_row = last_column = 0
    for kind, content in xls_records(stream, position):
        if kind in _XLS_CELLS or kind == _MUL_RK:
            row, column = struct.unpack_from("<HH", content.ljust(4, b"\0"))
            if kind == _MUL_RK:
                column += len(content) // 6
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        elif kind == _DIMENSIONS:
            form = "<IIHH" if len(content) == _LONG_DIMENSIONS else "<HHHH"
            first_row, rows, first, columns = struct.unpack_from(form, content.ljust(12, b"\0"))
            if rows and columns and (rows <= first_row or columns <= first):
                # Calamine takes the difference without a sign.
                raise ValueError(_DAMAGED)
            last_row = max(last_row, rows - first_row)
            last_column = max(last_column, columns - first)
    return last_row, last_column


def column_letters(number: int) -> str:
    """Name a column as a spreadsheet does: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
