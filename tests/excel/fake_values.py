"""Convert values of cells as COM does: their types, their lengths, and texts like numbers."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from excel_error import refuse

from labfolio_xl.blocks.cells.values import error_text

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
LONGEST_TEXT = 32_767
LONGEST_IN_ARRAY = 8_203  # Excel 2007 refuses longer ones within an array
SPILL, NOT_AVAILABLE = -2146826243, -2146826246
DAY_0 = dt.datetime(1899, 12, 30)
FIRST_DAY = dt.datetime(1900, 1, 1)
DAYS_TO_1904 = 1462
CURRENCY, DATE = re.compile(r"[$€£¥]"), re.compile(r"[yd]")


def as_com(sheet, place):
    """Return what Range.Value gives: currency has four decimals, dates are dates."""
    cell = sheet.cells.get(place)
    number_format = sheet.formats.get(place, "")
    if isinstance(cell, float) and CURRENCY.search(number_format):
        return Decimal(str(round(cell, 4)))
    if isinstance(cell, float) and DATE.search(number_format):
        return DAY_0 + dt.timedelta(days=cell + DAYS_TO_1904 * sheet.book.date1904)
    return cell


def as_com2(sheet, place):
    """Return what Range.Value2 gives: numbers as they are, dates as serial numbers."""
    cell = sheet.cells.get(place)
    assert cell is None or isinstance(cell, int | float | str | dt.datetime), f"{cell!r} in a cell"
    if type(cell) is int and error_text(cell) is None:
        return float(cell)
    if not isinstance(cell, dt.datetime):
        return cell
    serial = (cell - DAY_0) / dt.timedelta(days=1)
    return serial - DAYS_TO_1904 if sheet.book.date1904 else serial


def check_texts(rows, *, in_array):
    """Refuse what no cell holds, and what Excel does not take within an array."""
    for cell in (cell for row in rows for cell in row):
        if isinstance(cell, dt.datetime) and cell < FIRST_DAY:
            refuse("Application-defined or object-defined error")
        if isinstance(cell, str):
            length = len(cell.encode("utf-16-le", "surrogatepass")) // 2
            if length > (LONGEST_IN_ARRAY if in_array else LONGEST_TEXT):
                refuse("Application-defined or object-defined error")


def stored(cell, number_format):
    """Return what a cell holds after a value was written into it.

    Whatever goes into a cell formatted as text is text; in any other cell a text that looks
    like a formula or a number would become one, which none of ours may.
    """
    if number_format == "@":
        return cell if isinstance(cell, str) else text_of(cell)
    if isinstance(cell, str):
        assert not re.match(r"[=+\-@']", cell), f"{cell!r} would become a formula"
        assert not re.fullmatch(r"[\d.,eE%/-]+", cell), f"{cell!r} would become a number"
    return cell


def text_of(cell):
    """Return a number, a date or a truth value as the text that Excel makes of it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, dt.datetime):
        cell = (cell - DAY_0) / dt.timedelta(days=1)
    return format(cell, ".15g")
