"""Convert Python values to the VARIANTs of COM and back, without loss.

The bytes are those of ``wine/variant_io.h``. What VBA can hand to a worksheet function has a
Python value of its own here: a block of cells is a list of rows, a range that Excel passes as an
object is a `Range`, an omitted optional argument is `MISSING`, an error cell a `CellError`.
"""

from __future__ import annotations

import datetime as dt
import enum
import struct
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

EMPTY, NULL, I2, I4, R4, R8, CY, DATE, BSTR = 0, 1, 2, 3, 4, 5, 6, 7, 8
DISPATCH, ERROR, BOOL, VARIANT, UNKNOWN, DECIMAL = 9, 10, 11, 12, 13, 14
ARRAY = 0x2000

DAY_ZERO = dt.datetime(1899, 12, 30)
CURRENCY_UNITS = 10_000
PARAMETER_NOT_FOUND = 0x80020004  # DISP_E_PARAMNOTFOUND
PLAIN = {I2: "<h", I4: "<i", R4: "<f", R8: "<d", 16: "<b", 17: "<B", 18: "<H", 19: "<I", 20: "<q"}
NUMBER_CELL = np.dtype([("type", "<u2"), ("number", "<f8")])


class CellError(enum.Enum):
    """An error cell, with the code that Excel gives it in COM."""

    NULL = 2000
    DIV0 = 2007
    VALUE = 2015
    REF = 2023
    NAME = 2029
    NUM = 2036
    NA = 2042
    GETTING_DATA = 2043
    SPILL = 2045
    CALC = 2050


class Marker(enum.Enum):
    """Markers for VARIANTs that are not values of cells."""

    MISSING = "an optional argument that the formula leaves out"
    NOTHING = "VBA's Nothing"
    NULL = "VBA's Null, which no cell can hold"
    OBJECT = "an object that a function returned"


MISSING, NOTHING = Marker.MISSING, Marker.NOTHING


@dataclass(frozen=True)
class Currency:
    """A number that Excel hands over as VT_CY, as it does for cells formatted as currency."""

    amount: Decimal


@dataclass(frozen=True)
class Scode:
    """An error VARIANT that is no error cell of Excel's."""

    code: int


@dataclass(frozen=True)
class Row:
    """An array with one dimension, as VBA gets it for a constant such as {1,2,3}."""

    values: list[Any]


@dataclass(frozen=True)
class Doubles:
    """A block of Doubles, VBA's ``Dim x(1 To n, 1 To k) As Double``."""

    block: Any


class Range:
    """A range that VBA passes as an object; `rows` makes it longer than the cells it is given.

    With `date1904` it stands in a workbook that counts its days from 1904.
    """

    def __init__(self, block: Any, rows: int | None = None, *, date1904: bool = False) -> None:
        self.block, self.date1904 = block, date1904
        cells = block if isinstance(block, list) and block else [[block]]
        self.rows = rows or len(cells)
        self.columns = len(cells[0])


def serial(moment: dt.date) -> float:
    """Days since Excel's day zero, with the time of day as a fraction."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    return (moment - DAY_ZERO) / dt.timedelta(days=1)


def moment(days: float) -> dt.datetime:
    """Give the date of a serial number to the millisecond, which is what COM keeps."""
    return DAY_ZERO + dt.timedelta(milliseconds=round(days * 86_400_000))


# --- to bytes ------------------------------------------------------------------------------


def text(value: str) -> bytes:
    data = value.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(data)) + data


def decimal(value: Decimal) -> bytes:
    """Give a DECIMAL without its type: scale, sign, the high word, the low one."""
    sign, digits, exponent = value.as_tuple()
    units = int("".join(map(str, digits))) * 10 ** max(int(exponent), 0)
    scale = max(-int(exponent), 0)
    return struct.pack("<BBIQ", scale, 0x80 * sign, units >> 64, units & (2**64 - 1))


def column(cells: list[Any]) -> bytes:
    """Encode one column of a block; a column of nothing but floats at once, as it is long."""
    if all(type(cell) is float for cell in cells):
        return np.array([(R8, cell) for cell in cells], NUMBER_CELL).tobytes()
    return b"".join(map(encode, cells))


def block(rows: list[list[Any]]) -> bytes:
    """Encode rows of cells as Excel's array: two dimensions that begin at 1."""
    head = struct.pack("<HHIiIi", ARRAY | VARIANT, 2, len(rows), 1, len(rows[0]), 1)
    return head + b"".join(column(list(cells)) for cells in zip(*rows, strict=True))


def numbers(values: np.ndarray) -> bytes:
    """Encode a two-dimensional array of floats as an array of VARIANTs."""
    cells = np.empty(values.T.shape, NUMBER_CELL)
    cells["type"], cells["number"] = R8, values.T
    head = struct.pack("<HHIiIi", ARRAY | VARIANT, 2, values.shape[0], 1, values.shape[1], 1)
    return head + cells.tobytes()


def doubles(values: Doubles) -> bytes:
    cells = np.asarray(values.block, "<f8")
    sizes = b"".join(struct.pack("<Ii", size, 1) for size in cells.shape)
    return struct.pack("<HH", ARRAY | R8, cells.ndim) + sizes + cells.tobytes("F")


def span(cells: Range) -> bytes:
    head = struct.pack("<HBII", DISPATCH, 1 + cells.date1904, cells.rows, cells.columns)
    return head + encode(cells.block)


def row(cells: Row) -> bytes:
    return struct.pack("<HHIi", ARRAY | VARIANT, 1, len(cells.values), 1) + column(cells.values)


ENCODERS = {
    type(None): lambda _: struct.pack("<H", EMPTY),
    bool: lambda v: struct.pack("<Hh", BOOL, -v),
    int: lambda v: struct.pack("<Hd", R8, v),  # a cell knows no integers
    float: lambda v: struct.pack("<Hd", R8, v),
    str: lambda v: struct.pack("<H", BSTR) + text(v),
    dt.date: lambda v: struct.pack("<Hd", DATE, serial(v)),
    dt.datetime: lambda v: struct.pack("<Hd", DATE, serial(v)),
    CellError: lambda v: struct.pack("<HI", ERROR, 0x800A0000 + v.value),
    Decimal: lambda v: struct.pack("<H", DECIMAL) + decimal(v),
    Currency: lambda v: struct.pack("<Hq", CY, int(v.amount * CURRENCY_UNITS)),
    list: block,
    np.ndarray: numbers,
    Doubles: doubles,
    Range: span,
    Row: row,
}


def encode(value: Any) -> bytes:
    """Give the bytes of a value as a VARIANT."""
    if value is MISSING:
        return struct.pack("<HI", ERROR, PARAMETER_NOT_FOUND)
    if value is NOTHING:
        return struct.pack("<HB", DISPATCH, 0)
    for kind in type(value).__mro__:
        if kind in ENCODERS:
            return ENCODERS[kind](value)
    message = f"{type(value)} has no VARIANT"
    raise TypeError(message)


# --- from bytes ----------------------------------------------------------------------------


class Reader:
    """Values out of an answer of the host, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, form: str) -> tuple[Any, ...]:
        """Read numbers in the form of `struct`."""
        found = struct.unpack_from(form, self.data, self.position)
        self.position += struct.calcsize(form)
        return found

    def text(self) -> str:
        """Read a string."""
        (size,) = self.take("<I")
        data = self.data[self.position : self.position + size]
        self.position += size
        return data.decode("utf-16-le", "surrogatepass")

    def value(self) -> Any:
        """Read a VARIANT: an array as rows, with one dimension as one row, as a cell shows it."""
        (kind,) = self.take("<H")
        if kind & ARRAY:
            return self.array(kind & ~ARRAY)
        return self.scalar(kind)

    def scalar(self, kind: int) -> Any:  # noqa: PLR0911
        """Read what follows the type of a VARIANT that is no array."""
        if kind in PLAIN:
            return self.take(PLAIN[kind])[0]
        match kind:
            case 0:
                return None
            case 1:
                return Marker.NULL
            case 6:
                return Currency(Decimal(self.take("<q")[0]) / CURRENCY_UNITS)
            case 7:
                return moment(self.take("<d")[0])
            case 8:
                return self.text()
            case 10:
                return self.error()
            case 11:
                return bool(self.take("<h")[0])
            case 14:
                scale, sign, high, low = self.take("<BBIQ")
                return Decimal((sign >> 7, tuple(map(int, str(high << 64 | low))), -scale))
        return Marker.OBJECT

    def error(self) -> CellError | Scode | Marker:
        """Read an error VARIANT."""
        (code,) = self.take("<I")
        if code == PARAMETER_NOT_FOUND:
            return MISSING
        known = {0x800A0000 + error.value: error for error in CellError}
        return known.get(code, Scode(code))

    def array(self, kind: int) -> list[list[Any]]:
        """Read an array as rows."""
        (dimensions,) = self.take("<H")
        sizes = [self.take("<Ii")[0] for _ in range(dimensions)]
        rows, columns = sizes if dimensions > 1 else (1, sizes[0])
        if dimensions == 1:
            return [self.column(kind, columns)]
        found = [self.column(kind, rows) for _ in range(columns)]
        return [list(cells) for cells in zip(*found, strict=True)]

    def column(self, kind: int, count: int) -> list[Any]:
        """Read cells that follow one another; nothing but numbers at once, as they are many."""
        if kind != VARIANT:
            return [self.scalar(kind) for _ in range(count)]
        end = self.position + count * NUMBER_CELL.itemsize
        if end <= len(self.data):
            cells = np.frombuffer(self.data, NUMBER_CELL, count, self.position)
            if (cells["type"] == R8).all():
                self.position = end
                return cells["number"].tolist()
        return [self.value() for _ in range(count)]
