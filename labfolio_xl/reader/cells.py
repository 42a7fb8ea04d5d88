"""Pack cells into bytes for the pipe, and unpack them.

Each cell is a letter for its type and a number. The number of a text is its position in a list of
all texts.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from array import array
from typing import TYPE_CHECKING, Any

from labfolio_xl.reader.limits import MAX_CELLS
from labfolio_xl.reader.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["column_letters", "pack", "unpack"]

_LETTERS = {
    float: b"n",
    int: b"i",
    bool: b"b",
    type(None): b"-",
    str: b"s",
    dt.date: b"d",
    dt.datetime: b"t",
    dt.time: b"h",
    dt.timedelta: b"u",
}
_NUMBER = b"n"
_OTHER = re.compile(b"[^n]")
_FROM_TEXT: dict[bytes, Callable[[str], Any]] = {
    b"s": str,
    b"d": dt.date.fromisoformat,
    b"t": dt.datetime.fromisoformat,
    b"h": dt.time.fromisoformat,
}


def pack(
    rows: Iterable[Sequence[Any]], path: str
) -> tuple[array[int], bytearray, array[float], bytes]:
    """Return the lengths of the rows, the letters and the numbers of all cells, and the texts.

    Raises
    ------
    Unreadable
        There are more cells than the limit.
    """
    widths, letters, numbers, texts = array("Q"), bytearray(), array("d"), dict[str, int]()
    for row in rows:
        widths.append(len(row))
        rest = list(row[1:])
        first = row[:1] if set(map(type, rest)) == {float} else row
        letters += b"".join([_LETTERS[type(cell)] for cell in first])
        numbers.extend([_number(cell, texts) for cell in first])
        if len(first) < len(row):
            letters += _NUMBER * len(rest)
            numbers.fromlist(rest)
        if len(letters) > MAX_CELLS:
            raise Unreadable(f'"{path}" has more than {MAX_CELLS:,} cells; split it.')
    return widths, letters, numbers, json.dumps(list(texts)).encode("ascii")


def _number(cell: Any, texts: dict[str, int]) -> float:
    """Return the number for a cell; for a text, its position in the list of texts."""
    if isinstance(cell, (int, float)):
        return float(cell)
    if cell is None:
        return 0.0
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds()
    text = cell if isinstance(cell, str) else cell.isoformat()
    return float(texts.setdefault(text, len(texts)))


def unpack(widths: bytes, letters: bytes, numbers: bytes, texts: bytes) -> list[list[Any]]:
    """Return the rows of cells.

    Raises
    ------
    ValueError, LookupError
        The parts are not consistent.
    """
    words, values = json.loads(texts), memoryview(numbers).cast("d")
    rows, start = [], 0
    for width in memoryview(widths).cast("Q"):
        row: list[Any] = values[start : start + width].tolist()
        for other in _OTHER.finditer(letters, start, start + width):
            place = other.start() - start
            row[place] = _cell(other[0], row[place], words)
        rows.append(row)
        start += width
    return rows


def _cell(letter: bytes, number: float, words: list[str]) -> Any:
    if letter == b"-":
        return None
    if letter == b"i":
        return int(number)
    if letter == b"b":
        return bool(number)
    if letter == b"u":
        return dt.timedelta(seconds=number)
    return _FROM_TEXT[letter](words[int(number)])


def column_letters(number: int) -> str:
    """The letters of a column in a spreadsheet: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
