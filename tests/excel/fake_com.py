"""Stand-ins for the ranges that pywin32 passes to the functions, without Excel and Windows.

An object has only the members of its type, and records which of them were read. As in Excel,
Range.Value cuts numbers with a currency format to four decimals. Range.Value2 returns only numbers,
texts, truth values and errors: dates are serial numbers in the date system of the workbook.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from fake_values import DAY_0, DAYS_TO_1904

from labfolio_xl.sheet.boundary import SMALL_RANGE

MEMBERS = {
    "range": {"Application", "CountLarge", "Value", "Value2", "Worksheet"},
    "sheet": {"Parent", "UsedRange"},
    "book": {"Date1904"},
    "application": {"Intersect"},
}
NUMBERS = {name: number for number, name in enumerate(sorted(set().union(*MEMBERS.values())))}
LOWEST_ERROR, HIGHEST_ERROR = -2146826288, -2146826238


@dataclass(frozen=True)
class Money:
    """A number in a cell with a currency format."""

    amount: float


class ComObject:
    """An object of Excel's: a range, a sheet, a workbook or the application."""

    def __init__(self, kind, answers, asked):
        assert set(answers) == MEMBERS[kind]
        self.kind, self.answers, self.asked = kind, answers, asked

    def GetIDsOfNames(self, locale, name):
        """Give the number of a member."""
        assert locale == 0
        if name not in self.answers:
            raise AttributeError(name)
        self.asked.append(f"number of {name}")
        return NUMBERS[name]

    def Invoke(self, number, locale, flags, with_result, *arguments):
        """Give the value of a member."""
        assert (locale, flags, with_result) == (0, 3, True)
        name = next(name for name, known in NUMBERS.items() if known == number)
        if name not in self.answers:
            raise AttributeError(name)
        self.asked.append(name)
        return self.answers[name](*arguments)


def com_range(cells, *, date1904=False, count=None, used=...):
    """Make a range.

    Parameters
    ----------
    cells : cell or rows
        What stands there: datetimes, floats, `Money`, texts, truth values, errors, None.
    date1904 : bool
        Whether its workbook counts from 1904.
    count : int, optional
        Of its cells, where it is larger than what stands in it.
    used : rows or None, optional
        What it has in common with the used part of its sheet; read must be that alone then.
    """
    asked = []
    book = ComObject("book", {"Date1904": lambda: date1904}, asked)
    part = used if used is ... or used is None else com_range(used, date1904=date1904)
    used_range = object()
    sheet = ComObject("sheet", {"Parent": lambda: book, "UsedRange": lambda: used_range}, asked)

    def intersect(*ranges):
        assert ranges == (found, used_range)
        return part

    application = ComObject("application", {"Intersect": intersect}, asked)

    def read(convert):
        assert used is ..., "a huge range is not read whole"
        return convert_all(cells, convert)

    found = ComObject(
        "range",
        {
            "Application": lambda: application,
            "CountLarge": lambda: count or size(cells),
            "Value": lambda: read(value),
            "Value2": lambda: read(lambda cell: value2(cell, date1904=date1904)),
            "Worksheet": lambda: sheet,
        },
        asked,
    )
    return found


def hand_over(server, name, arguments, caller):
    """Do what LabfolioCalls.cls does within Excel: ask for values, and for the date systems."""
    own = counts_from_1904(caller)
    values = [read(a) if isinstance(a, ComObject) else a for a in arguments]
    systems = [counts_from_1904(a) if isinstance(a, ComObject) else own for a in arguments]
    return server.CallWithValues(name, values, (*systems, own))


def read(cells):
    """Give the values of a range, of a huge one those of its used part."""
    if cells.answers["CountLarge"]() > SMALL_RANGE:
        used = cells.answers["Worksheet"]().answers["UsedRange"]()
        cells = cells.answers["Application"]().answers["Intersect"](cells, used)
    return None if cells is None else cells.answers["Value2"]()


def counts_from_1904(cells):
    """Whether the workbook of a range does."""
    return cells.answers["Worksheet"]().answers["Parent"]().answers["Date1904"]()


def size(cells):
    """Count the cells."""
    return len(cells) * len(cells[0]) if isinstance(cells, tuple) else 1


def convert_all(cells, convert):
    """Convert a cell, or each of a block."""
    if not isinstance(cells, tuple):
        return convert(cells)
    return tuple(tuple(map(convert, row)) for row in cells)


def value(cell):
    """Give what Range.Value is."""
    if isinstance(cell, Money):
        return Decimal(repr(cell.amount)).quantize(Decimal("0.0001"))
    return cell


def value2(cell, *, date1904):
    """Give what Range.Value2 is."""
    if isinstance(cell, dt.datetime):
        serial = (cell.replace(tzinfo=None) - DAY_0) / dt.timedelta(days=1)
        return serial - DAYS_TO_1904 * date1904
    if isinstance(cell, Money):
        return cell.amount
    is_error = type(cell) is int and LOWEST_ERROR <= cell <= HIGHEST_ERROR
    assert cell is None or type(cell) in (float, str, bool) or is_error, f"{cell!r} in a cell"
    return cell
