"""Read one raw cell: as a blank, a number, a date or a name."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any

from labfolio_xl.blocks.cells.written import percent
from labfolio_xl.errors import printable
from labfolio_xl.options.days import EPOCH, FIRST_SERIAL_YEAR, LAST_SERIAL_YEAR

__all__ = [
    "Cell",
    "error_text",
    "is_blank",
    "is_missing",
    "quote",
    "read_date",
    "read_name",
    "read_number",
    "read_number_text",
    "shortened",
]

# The value of one cell, as Excel or a file gives it.
Cell = Any

# Excel's error values as COM gives them: 0x800A0000 + xlErr..., as a signed integer.
_COM_ERROR_BASE = -2146828288
_COM_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_ERROR_CODES = {_COM_ERROR_BASE + number: text for number, text in _COM_ERRORS.items()}
_ERROR_TEXTS = frozenset(_COM_ERRORS.values())

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# A date in the form of ISO 8601, with the year first. A time of day and a time zone are dropped.
_DATE = re.compile(
    r"(\d{4})(?:(-|/|\.)(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))"
    r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_QUOTE_LENGTH = 40
_MISSING = frozenset(
    (
        *(".", "..", "...", "-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"),
        *("na", "n/a", "n.a.", "n.a", "n. a.", "nan", "<na>", "nat", "nd", "n.d.", "null", "none"),
        *("nil", "missing", "not available", "k.a.", "#n/a", "#na", "(null)", "-nan"),
    )
)
# The texts of Bloomberg and others; "#N/A Requesting Data" means that the data are still to come.
_NOT_AVAILABLE = re.compile(r"#n/?a (?!requesting).*")
_LONG = 10**15


def is_blank(value: Cell) -> bool:
    """Whether a cell holds nothing: it is empty, empty text, blanks, NaN or NaT."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, (float, dt.datetime)) and value != value  # noqa: PLR0124 - NaN, NaT


def error_text(value: Cell) -> str | None:
    """Return the error that a cell shows, such as ``#N/A``, or None when it is no error."""
    if type(value) is int:
        return _ERROR_CODES.get(value)
    if isinstance(value, str) and value.lstrip().startswith("#"):
        text = value.strip().upper()
        return text if text in _ERROR_TEXTS else None
    return None


def read_number_text(text: str) -> float | None:
    """Read a number that is stored as text, ``1.2%`` as 0.012; None if it is not a number."""
    text = text.strip()
    digits = text[:-1].rstrip() if text.endswith("%") else text
    if not _NUMBER.fullmatch(digits):
        return None
    return float(digits) if digits is text else percent(digits)


def is_missing(text: str) -> bool:
    """Whether a text is one that databases and other programs write for a missing number."""
    word = text.strip().casefold()
    return word in _MISSING or bool(_NOT_AVAILABLE.fullmatch(word)) or error_text(text) is not None


def read_number(value: Cell) -> float | None:
    """Return the number of a cell, NaN for a missing one, None when it holds anything else."""
    if is_blank(value) or error_text(value):
        return math.nan
    if isinstance(value, str):
        return read_number_text(value)
    if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def read_date(value: Cell, date_system: int = 1900) -> dt.date | None:
    """Return the calendar date of a cell as it is written, or None when it holds no date.

    It reads dates, date serials and ``YYYY-MM-DD`` (also with ``/`` or ``.`` or without a
    separator), with or without a time of day and a time zone. A text in which day and month may
    be exchanged is not read.
    """
    if isinstance(value, dt.datetime):
        # A time zone is dropped without a conversion.
        return None if is_blank(value) else dt.date(value.year, value.month, value.day)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        return _date_of_text(value)
    if isinstance(value, bool) or is_blank(value):
        return None
    return _date_of_number(value, date_system)


def _date_of_text(text: str) -> dt.date | None:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, _, month, day, compact_month, compact_day = match.groups()
    return _date(int(year), int(month or compact_month), int(day or compact_day))


def _date_of_number(value: Cell, date_system: int) -> dt.date | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    # This also leaves out the errors of cells, which COM gives as numbers far below zero.
    if not 0 < number < (LAST_SERIAL_YEAR + 1) * 10_000:
        return None
    if number >= FIRST_SERIAL_YEAR * 10_000:
        # Several data vendors write a date as 20230504, which is too large for a serial.
        whole = int(number)
        return _date(whole // 10_000, whole // 100 % 100, whole % 100) if whole == number else None
    date = _date_of_days(int(number), date_system)
    return date if date is not None and FIRST_SERIAL_YEAR <= date.year <= LAST_SERIAL_YEAR else None


def _date_of_days(days: int, date_system: int) -> dt.date | None:
    try:
        return EPOCH[date_system] + dt.timedelta(days)
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_name(value: Cell) -> str | None:
    """Return the name in a header cell as text without surrounding blanks.

    A blank is "", and an error value is None. Numbers and dates become text. TRUE and FALSE keep
    Excel's spelling, since they are tickers that Excel read as truth values.
    """
    if error_text(value):
        return None
    return "" if is_blank(value) else printable(_as_text(value))


def _as_text(value: Cell) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.replace(tzinfo=None).isoformat(" ", "minutes")[: 10 if midnight else 16]
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= _LONG:
        # Python can neither write out nor convert to a float a number of thousands of digits.
        return f"{Decimal(value):.6e}"
    return f"{value:.15g}" if isinstance(value, (int, float, Decimal)) else str(value)


def shortened(text: str) -> str:
    """Shorten a text, if it is too long to be quoted in a sentence."""
    return text if len(text) <= _QUOTE_LENGTH else text[: _QUOTE_LENGTH - 1] + "…"


def quote(value: Cell) -> str:
    """Show what a cell holds, short and on one line, for the sentence of an error."""
    if error_text(value):
        return str(error_text(value))
    if isinstance(value, str) and value.strip():
        return f'"{shortened(printable(value))}"'
    if is_blank(value):
        return "nothing"
    if isinstance(value, (float, Decimal)) and value in (math.inf, -math.inf):
        return "an infinite number"
    kinds = {dt.timedelta: "the duration ", dt.time: "the time ", dt.date: "the date "}
    kind = next((text for type_, text in kinds.items() if isinstance(value, type_)), "")
    return kind + _as_text(value)
