"""Read the cells of a text file; encoding, separator and decimal sign are those of the whole file.

- Encoding: that of the byte order mark (UTF-8, UTF-16), or else UTF-8, or else Windows-1252.
- Separator: the one of tab, semicolon, bar and comma that gives most numbers and dates, or else
  columns that are aligned by blanks (``fields``).
- Decimal sign: a point, or a comma if the numbers show it (``decimal_sign``).
"""

from __future__ import annotations

import codecs
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.reader.decimal_sign import with_points
from labfolio_xl.reader.fields import split
from labfolio_xl.reader.figures import is_figure
from labfolio_xl.reader.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cell", "as_cell", "as_names", "decode_file", "read_rows"]

Cell = float | str | None

# A number without leading zeros; 007 is a name or a code and stays text.
_PLAIN = re.compile(r"\s*[+-]?(?!0\d)(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")


def decode_file(path: str) -> str:
    """Return the content of a text file.

    Raises
    ------
    Unreadable
        The content is binary.
    """
    return _decode(Path(path).read_bytes(), path)


def read_rows(text: str, path: str) -> Iterator[list[Cell]]:
    """Yield the cells of a text file: plain numbers as floats, empty fields as None, other text.

    Lines above the first one that begins with a number or a date hold names; their fields stay
    text.

    Raises
    ------
    Unreadable
        A line of the table has another number of fields than its
        neighbour; a quotation mark is not closed; the file has decimal commas and points.
    """
    where = f'"{path}"'
    lines, separator = split(text, where)
    first = next((i for i, line in enumerate(lines) if line.is_dated), 0)
    rows: Sequence[list[str]] = [line.fields for line in lines[first:]]
    # If the separator is a comma, a number can contain a comma only within quotation marks.
    if separator != "," or '"' in text:
        rows = with_points(rows, separator, where)
    yield from (as_names(line.fields) for line in lines[:first])
    yield from map(_as_cells, rows)


def _decode(data: bytes, path: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data, path)
    if b"\0" in data:
        raise _no_text(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes are undefined in Windows-1252; they become replacement characters.
        return data.decode("cp1252", errors="replace")


def _decode_utf16(data: bytes, path: str) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise _no_text(path) from None
    if "\0" in text:
        raise _no_text(path)
    return text


def _no_text(path: str) -> Unreadable:
    return Unreadable(f'"{path}" is not a text file; save it as .csv again.')


def as_names(fields: list[str]) -> list[Cell]:
    """Return the cells of a line of names."""
    return [field if field.strip() else None for field in fields]


def _as_cells(fields: list[str]) -> list[Cell]:
    try:
        numbers = list(map(float, fields[1:]))
    except ValueError:
        return [*map(as_cell, fields)]
    # float() also reads "nan", "inf" and "1_000", which are not numbers for a user.
    plain = is_figure(fields[0]) if fields else False
    if plain and math.isfinite(sum(numbers)) and "_" not in "".join(fields):
        return [as_cell(fields[0]), *numbers]
    return [*map(as_cell, fields)]


def as_cell(field: str) -> Cell:
    """Return the cell for a field."""
    if not field.strip():
        return None
    return float(field) if _PLAIN.fullmatch(field) else field
