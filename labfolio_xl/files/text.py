"""Rows of cells from a text file; what its signs mean is decided, never guessed per cell.

- Encoding: what a byte order mark says (UTF-8, UTF-16), else UTF-8, else Windows-1252.
- Separator: the one of tab, semicolon and comma that splits the first line into most fields.
- Decimal sign: a point; with a tab or semicolon as separator a comma may stand for it, but not
  both in one file.
- Every line has as many fields as the first, or is empty.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from itertools import islice
from typing import TYPE_CHECKING

from labfolio_xl.blocks.values import read_number_text

if TYPE_CHECKING:
    from pathlib import Path

    from labfolio_xl.blocks import Origin
    from labfolio_xl.blocks.values import Cell
    from labfolio_xl.errors import InputError

__all__ = ["read_rows"]

_SEPARATORS = "\t;,"
_COMMA_NUMBER = re.compile(r"\s*[+-]?\d*,\d+(?:[eE][+-]?\d+)?\s*%?\s*")
_POINT_NUMBER = re.compile(r"\s*[+-]?\d*\.\d+(?:[eE][+-]?\d+)?\s*%?\s*")


def read_rows(path: Path, origin: Origin) -> list[list[Cell]]:
    """Read the cells of a text file: numbers as floats, empty fields as None, the rest as text.

    Raises
    ------
    InputError
        Binary content, a line with another number of fields than the first, a quotation that
        does not end, decimal commas and decimal points in one file.
    """
    text = _decode(path.read_bytes(), path, origin)
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    separator = max(_SEPARATORS, key=lambda s: _fitness(lines, first, s))
    fields = _split(text, separator, path, origin)
    if separator != ",":
        fields = _with_points(fields, path, origin)
    return [fields[0], *map(_as_cells, fields[1:])] if fields else []


def _decode(data: bytes, path: Path, origin: Origin) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data, path, origin)
    if b"\0" in data:
        raise _no_text(path, origin)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; a name with one of them shows a mark.
        return data.decode("cp1252", errors="replace")


def _decode_utf16(data: bytes, path: Path, origin: Origin) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise _no_text(path, origin) from None
    if "\0" in text:
        raise _no_text(path, origin)
    return text


def _no_text(path: Path, origin: Origin) -> InputError:
    return origin.error(f'"{path}" is not a text file; save it as .csv again.')


def _fitness(lines: list[str], first: int, separator: str) -> tuple[bool, bool, int]:
    """How well the first row splits: at all, with its quotation marks in place, how often.

    The marks tell ``"a",";"`` from two fields with a semicolon between.
    """
    count = _count(lines, first, separator, strict=False)
    return count > 1, count == _count(lines, first, separator, strict=True), count


def _count(lines: list[str], first: int, separator: str, *, strict: bool) -> int:
    """Fields of the row that begins in a line, and ends in another if a name runs over both."""
    rows = csv.reader(islice(lines, first, None), delimiter=separator, strict=strict)
    try:
        return len(next(rows, []))
    except csv.Error:  # marks out of place, or a field beyond csv's limit
        return 0


def _split(text: str, separator: str, path: Path, origin: Origin) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    width = 0
    try:
        for row in reader:
            filled = any(field.strip() for field in row)
            width = width or filled * len(row)
            if filled and len(row) != width:
                raise origin.error(
                    f'line {reader.line_num} of "{path}" has {len(row)} fields, the first line '
                    f"has {width}; give every line the same."
                )
            rows.append(row if filled else [])
    except csv.Error:
        raise origin.error(
            f'line {reader.line_num} of "{path}" has a quotation mark that does not end or '
            "stands within a field; remove it."
        ) from None
    return rows


def _with_points(rows: list[list[str]], path: Path, origin: Origin) -> list[list[str]]:
    commas = any(_COMMA_NUMBER.fullmatch(field) for row in rows[1:] for field in row[1:])
    if not commas:
        return rows
    if any(_POINT_NUMBER.fullmatch(field) for row in rows[1:] for field in row[1:]):
        raise origin.error(
            f'"{path}" has numbers with a decimal comma and with a decimal point; use one of them.'
        )
    return [
        rows[0],
        *(
            [f.replace(",", ".") if _COMMA_NUMBER.fullmatch(f) else f for f in row]
            for row in rows[1:]
        ),
    ]


def _as_cells(fields: list[str]) -> list[Cell]:
    try:
        numbers = list(map(float, fields[1:]))
    except ValueError:
        return [*map(_as_cell, fields)]
    # float() also takes "nan", "inf" and "1_000", which are text to a person.
    plain = math.isfinite(sum(numbers)) and "_" not in "".join(fields[1:])
    return [_as_cell(fields[0]), *numbers] if plain and fields else [*map(_as_cell, fields)]


def _as_cell(field: str) -> Cell:
    if not field.strip():
        return None
    number = read_number_text(field)
    # A percentage is left as text, for the note that it was one.
    return field if number is None or field.rstrip().endswith("%") else number
