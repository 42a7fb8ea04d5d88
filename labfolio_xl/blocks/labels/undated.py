"""Sentences about cells that should be dates and are not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from labfolio_xl.blocks.cells.grid import FIRST_ROWS
from labfolio_xl.blocks.cells.origin import Rows
from labfolio_xl.blocks.cells.values import Cell, error_text, is_blank, quote, read_number
from labfolio_xl.returns.dates.forms import date_of_serial, serials_known
from labfolio_xl.returns.dates.index import may_be_date
from labfolio_xl.returns.dates.words import MONTH_OF, plain_words

__all__ = ["dates_across", "first_undated", "why_undated"]

_DAY_AND_MONTH = re.compile(r"(\d{1,2})[-/. ]+([a-z]{3,})\.?")
# A row with at least so many dates has the dates of a table that has to be transposed.
_FEWEST_DATES = 3
# Numbers up to this one count rows and are not serials of early dates.
_DAYS_A_YEAR = 366


def first_undated(cells: Sequence[Cell], dates: Sequence[dt.date | None]) -> int:
    """The number of the cell to be named in the error.

    It is the first one with a day and a month but no year, or else the first one that is no date.
    """
    without = next((i for i, cell in enumerate(cells) if _day_and_month(cell)), None)
    return dates.index(None) if without is None else without


def dates_across(block: Rows, *, text_file: bool) -> int | None:
    """The row in which dates are side by side, if there is one; they should be in a column."""
    for number, row in enumerate(block[:FIRST_ROWS]):
        cells = [cell for cell in row[1:] if isinstance(cell, (str, dt.date)) and cell != ""]
        dated = sum(may_be_date(cell, text_file=text_file) for cell in cells)
        if dated >= _FEWEST_DATES and 2 * dated > len(cells):
            return number
    return None


def why_undated(cell: Cell, place: str, *, text_file: bool, date_system: int, are_all: bool) -> str:
    """Say why a cell is no date and what to do, in a sentence without its subject, the table.

    Parameters
    ----------
    cell : cell
        The value of the cell.
    place : str
        The name of the cell.
    text_file : bool
        Whether the cell comes from a text file.
    date_system : {1900, 1904}
        The year from which serials are counted.
    are_all : bool
        Whether no cell of the column is a date.
    """
    found = f"{place} holds {quote(cell)}"
    if text_file and may_be_date(cell):
        return (
            f"{found}, which may be a date as a spreadsheet counts it, but no date in a text file; "
            "format the cells as dates and save the file again."
        )
    if _day_and_month(cell):
        return (
            f"{found}, a day and a month with no year, as Excel shows Jan-18 after it took it for "
            "18 January; type the dates as YYYY-MM-DD, or read the file from which they come."
        )
    early = None if text_file else _early_date(cell, date_system)
    if are_all and early is not None:
        return (
            f"the first column holds no dates that are taken as such: {found}, which may count "
            f"rows, or be the serial number of {early}; type dates before 1920 as YYYY-MM-DD."
        )
    if are_all:
        return f"the first column holds no dates ({found}); put the dates there, as YYYY-MM-DD."
    if is_blank(cell) or error_text(cell):
        what = "is blank" if is_blank(cell) else f"holds {quote(cell)}"
        return f"{place} {what} where a date belongs; type one or clear the row."
    return f"{found}, which is no date; type it as YYYY-MM-DD."


def _day_and_month(cell: Cell) -> bool:
    """Whether a text is a day and a month without a year: 18-Jan."""
    match = _DAY_AND_MONTH.fullmatch(plain_words(cell)) if isinstance(cell, str) else None
    return match is not None and match[2] in MONTH_OF


def _early_date(cell: Cell, date_system: int) -> dt.date | None:
    """The date of a serial that is too early to be read as a date."""
    number = None if isinstance(cell, (str, bool)) or is_blank(cell) else read_number(cell)
    if number is None or not number.is_integer():
        return None
    is_early = _DAYS_A_YEAR < number < serials_known(date_system)[0]
    return date_of_serial(int(number), date_system) if is_early else None
