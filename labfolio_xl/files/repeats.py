"""What an OpenDocument spreadsheet amounts to: it writes equal neighbours once, with a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["amounts_of_ods", "check_well_formed"]

_TABLE, _ROW_END = b"<table:table ", b"</table:table-row>"
_ROWS = re.compile(rb"<table:table-row\b[^>]*?\bnumber-rows-repeated\s*=\s*[\"']\s*(\d{1,9})")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_CELLS = re.compile(rb"\bnumber-columns-repeated\s*=\s*[\"']\s*(\d{1,9})")


def check_well_formed(xml: bytes) -> None:
    """Refuse what is cut off or declares entities: calamine would read on for ever.

    Raises
    ------
    ValueError
        It is no whole XML document, or has a document type.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - this is all
    except expat.ExpatError:
        message = "the document is damaged"
        raise ValueError(message) from None


def _refuse_document_type(*_: object) -> None:
    message = "no spreadsheet program writes a document type"
    raise ValueError(message)


def amounts_of_ods(xml: bytes) -> Iterator[tuple[int, int, int]]:
    """Return the rows, the columns and the bytes of each sheet as it is held in memory.

    Empty cells and rows count only where something stands behind them: every spreadsheet that
    LibreOffice saves ends with a million empty rows, written once.
    """
    for sheet in xml.split(_TABLE)[1:]:
        yield _amount(sheet)


def _amount(sheet: bytes) -> tuple[int, int, int]:
    rows = columns = size = empty = 0
    for row in sheet.split(_ROW_END):
        match = _ROWS.search(row)
        repeats = 1 if match is None else int(match[1])
        width, bytes_ = _cells(row)
        if width:
            rows, columns, empty = rows + empty + repeats, max(columns, width), 0
            size += repeats * bytes_
        else:
            empty += repeats
    return rows, columns, size


def _cells(row: bytes) -> tuple[int, int]:
    """Return up to which column a row holds anything, and how many bytes all its cells take."""
    if b"repeated" not in row:
        return row.count(b"<table:table-cell") + row.count(b"<table:covered-"), len(row)
    width = column = size = 0
    starts = [match.span() for match in _CELL.finditer(row)]
    ends = [start for start, _ in starts[1:]] + [len(row)]
    for (start, tag_end), end in zip(starts, ends, strict=True):
        tag = row[start:tag_end]
        match = _CELLS.search(tag)
        repeats = 1 if match is None else int(match[1])
        column += repeats
        if b"office:" in tag or not tag.endswith(b"/>"):
            width, size = column, size + repeats * (end - start)
    return width, size
