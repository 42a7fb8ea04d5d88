"""The format of the messages between LibreOffice and labfolio's own Python.

A frame consists of the lengths of its two parts, a head in JSON (UTF-8), and the numbers of all
tables as doubles. So a table of a million returns is copied once, a text keeps every character, and
received data are never executed.

This module runs in both Pythons: it uses the standard library alone, and nothing newer
than Python 3.10, which LibreOffice 25.2 contains on Windows and on a Mac.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from datetime import date, datetime, timedelta
from typing import IO, Any, TypeAlias

__all__ = ["DAY_0", "NOT_AVAILABLE", "Cell", "CellRows", "Frame", "read_frame", "write_frame"]

Cell: TypeAlias = "float | str | date | None"
CellRows: TypeAlias = "tuple[tuple[Cell, ...], ...]"
Frame: TypeAlias = "dict[str, object]"

# The double that Calc shows as #N/A: a NaN whose payload is the code of that error.
NOT_AVAILABLE: float = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_7FFF))[0]

# Day 0 of Excel and Calc, and of every serial number in a message. It is defined here again
# (see labfolio_xl.options.days), because this module imports the standard library alone.
DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001  a cell knows no time zone

_HEAD = struct.Struct("<QQ")  # bytes of JSON, bytes of numbers


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Write `frame`, a dict whose values (or items of its lists) may be tables."""
    numbers = array("d")
    head = json.dumps(_pack(frame, numbers), ensure_ascii=False).encode("utf-8")
    if sys.byteorder == "big":
        numbers.byteswap()
    body = numbers.tobytes()
    stream.write(_HEAD.pack(len(head), len(body)))
    stream.write(head)
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Read the next frame; None when the other side has closed the pipe."""
    sizes = stream.read(_HEAD.size)
    if len(sizes) < _HEAD.size:
        return None
    n_head, n_body = _HEAD.unpack(sizes)
    head, body = stream.read(n_head), stream.read(n_body)
    if len(head) < n_head or len(body) < n_body:
        return None
    numbers = array("d", body)
    if sys.byteorder == "big":
        numbers.byteswap()
    return _unpack(json.loads(head), numbers)


def _pack(value: object, numbers: array[float]) -> object:
    if isinstance(value, dict):
        return {key: _pack(item, numbers) for key, item in value.items()}
    if isinstance(value, list):
        return [_pack(item, numbers) for item in value]
    if isinstance(value, tuple):
        return _pack_table(value, numbers)
    return value


def _pack_table(rows: CellRows, numbers: array[float]) -> dict[str, object]:
    """Append the numbers of `rows`; return where they start, their shape and the other cells."""
    start = len(numbers)
    width = max((len(row) for row in rows), default=0)
    others: dict[int, str | None] = {}
    for i, row in enumerate(rows):
        before = len(numbers)
        try:
            numbers.extend(row)  # type: ignore[arg-type]  # most rows hold numbers alone
        except TypeError:
            del numbers[before:]
            numbers.extend(
                _number_or_note(cell, others, i * width + j) for j, cell in enumerate(row)
            )
        for j in range(len(row), width):
            numbers.append(_number_or_note(None, others, i * width + j))
    return {"start": start, "rows": len(rows), "columns": width, "others": [*others.items()]}


def _number_or_note(cell: Cell, others: dict[int, str | None], place: int) -> float:
    """Return the number of a cell. Any other cell is stored in `others`, and #N/A is returned."""
    if cell is None or isinstance(cell, str):
        others[place] = cell
        return NOT_AVAILABLE
    return serial(cell) if isinstance(cell, date) else float(cell)


def serial(moment: date) -> float:
    """Return the number of days since day 0, as Excel and Calc count them."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (moment.replace(tzinfo=None) - DAY_0) / timedelta(days=1)


def _unpack(value: Any, numbers: array[float]) -> Any:
    if isinstance(value, list):
        return [_unpack(item, numbers) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"start", "rows", "columns", "others"}:
        return _unpack_table(numbers, **value)
    return {key: _unpack(item, numbers) for key, item in value.items()}


def _unpack_table(
    numbers: array[float],
    start: int,
    rows: int,
    columns: int,
    others: list[tuple[int, str | None]],
) -> CellRows:
    flat: list[Cell] = [*numbers[start : start + rows * columns]]
    for place, cell in others:
        flat[place] = cell
    return tuple(tuple(flat[i * columns : (i + 1) * columns]) for i in range(rows))
