"""Decide what cells are (numbers or words), and what headers mean (dates or names)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import error_text, is_blank, is_missing, read_name, read_number
from labfolio_xl.blocks.cells.written import take_apart

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.values import Cell

__all__ = [
    "are_texts",
    "header_key",
    "is_header_row",
    "is_number",
    "is_text",
    "names_dates",
    "names_names",
]

_DATES = frozenset(
    (
        *("date", "dates", "day", "datetime", "time", "timestamp", "month", "quarter", "year"),
        *("period", "asof", "asofdate", "pricingdate", "tradedate", "tradingdate", "valuedate"),
        *("effectivedate", "observationdate", "snappedat", "timeclose", "yyyymm", "yyyymmdd"),
        *("datum", "zeit", "tag", "monat", "jahr", "stichtag", "fecha", "data", "jour", "dt"),
        *("exchangedate", "caldt", "mcaldt", "datadate", "ddate", "日期", "日付"),
    )
)
_NAMES = frozenset(
    (
        *("ticker", "tickers", "symbol", "symbols", "name", "id", "isin", "cusip", "sedol", "ric"),
        *("permno", "permco", "gvkey", "code", "tscode", "tic", "asset", "fund", "funds", "stock"),
        *("security", "securities", "instrument", "series", "seriesid", "identifier", "variable"),
        *("factor", "index", "indexname", "portfolio", "company", "fundname", "coin", "wkn"),
        *("figi", "assetname", "secid", "stkcd", "bezeichnung", "titel", "location", "indicator"),
    )
)
_DIGITS = "0123456789"


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number, also a text with separators; TRUE is not a number."""
    if isinstance(cell, str):
        return not is_missing(cell) and take_apart(cell) is not None
    return not is_blank(cell) and error_text(cell) is None and read_number(cell) is not None


def is_text(cell: Cell) -> bool:
    """Whether a cell holds words."""
    return isinstance(cell, str) and not (is_blank(cell) or is_missing(cell) or is_number(cell))


def are_texts(cells: Iterable[Cell]) -> bool:
    """Whether all cells that are not blank hold words, and at least one does."""
    some = False
    for cell in cells:
        if not is_blank(cell):
            some = is_text(cell)
            if not some:
                return False
    return some


def is_header_row(row: Sequence[Cell], first: int) -> bool:
    """Whether the cells to the right of column ``first`` are names: words, or numeric tickers.

    Whole numbers are numeric tickers if the cell in column ``first`` has no digit.
    """
    beside = [cell for place, cell in enumerate(row) if place > first and not is_blank(cell)]
    numbers = [cell for cell in beside if is_number(cell)]
    if not beside or not all(map(_is_whole, numbers)):
        return False
    if any(is_text(cell) or isinstance(cell, (dt.date, bool)) for cell in beside):
        return True
    corner = read_name(row[first]) or ""
    return bool(numbers) and not any(digit in corner for digit in _DIGITS)


def _is_whole(cell: Cell) -> bool:
    number = read_number(cell)
    return number is not None and number > 0 and number.is_integer()


def names_dates(cell: Cell) -> bool:
    """Whether a header is that of a column of dates: Date, Dates, Date2, date_x."""
    key = header_key(cell)
    return key.rstrip(_DIGITS) in _DATES if key else False


def names_names(cell: Cell) -> bool:
    """Whether a header is that of the names in a long table."""
    return header_key(cell) in _NAMES


def header_key(cell: Cell) -> str:
    """A header in lower case without blanks and punctuation, for comparison with known words."""
    return "".join(filter(str.isalnum, (read_name(cell) or "").casefold()))
