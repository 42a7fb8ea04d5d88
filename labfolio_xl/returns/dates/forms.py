"""The forms of a date in one cell: a day, a month, a quarter, a year, or a serial number."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from numbers import Real
from typing import Any, Literal, NamedTuple, TypeAlias

from labfolio_xl.options.days import (
    EPOCH,
    FIRST_SERIAL_YEAR,
    FIRST_YEAR,
    LAST_SERIAL_YEAR,
    LAST_YEAR,
)
from labfolio_xl.returns.dates.words import MONTH_OF, WEEKDAY_NAMES, plain_words

__all__ = [
    "ORDERS",
    "Cell",
    "Label",
    "LabelKind",
    "date_of_serial",
    "label_in_order",
    "read_label",
    "serials_known",
]

# The value of one cell, as Excel or a file gives it.
Cell: TypeAlias = Any
# "open": two numbers and a year, such as 02/03/2018; the column decides which one is the day.
# "short month": 2018-1, which may also be a quarter. "decimal month": 2018.01 or 2018.1, which
# may be January, or October if a program dropped the last zero.
LabelKind: TypeAlias = Literal[
    "day", "open", "serial", "month", "short month", "decimal month", "quarter", "year"
]

# A year with two digits lies in 1950 to 2049, as in recent versions of Excel.
_FIRST_SHORT_YEAR, _CENTURY = 1950, 100

# The orders of day, month and year. "ymd" is possible only for years with two digits.
ORDERS = ("dmy", "mdy", "ymd")

# A longer text is not a date; a cell may hold a text of thousands of letters.
_LONGEST = 60


class Label(NamedTuple):
    """The form of a date in a cell: its kind, and the numbers in it.

    The numbers are, for a ``day``: year, month, day; for ``open``: the three numbers as they are
    written, the year with four digits; for a ``month`` and a ``quarter``: the year and the
    number; for a ``year``: the year; for a ``serial``: the whole days. ``short_year`` says that
    the year was written with two digits.
    """

    kind: LabelKind
    first: int
    second: int = 0
    third: int = 0
    short_year: bool = False


def read_label(cell: Cell, *, text_file: bool, date_system: int) -> Label | None:
    """The form of one cell, or None when it holds no date."""
    if isinstance(cell, dt.date):
        # A time zone is dropped without a conversion. NaT is a date that does not equal itself.
        return Label("day", cell.year, cell.month, cell.day) if cell == cell else None  # noqa: PLR0124
    if isinstance(cell, str):
        return _label_of_text(cell)
    if isinstance(cell, bool) or not isinstance(cell, Real | Decimal):
        return None
    return _label_of_number(cell, text_file=text_file, date_system=date_system)


def date_of_serial(days: int, date_system: int) -> dt.date:
    """The date of a serial number of a workbook."""
    return EPOCH[date_system] + dt.timedelta(days)


def serials_known(date_system: int) -> tuple[int, int]:
    """The first and the last number that is read as the serial of a date."""
    first, last = dt.date(FIRST_SERIAL_YEAR, 1, 1), dt.date(LAST_SERIAL_YEAR, 12, 31)
    return (first - EPOCH[date_system]).days, (last - EPOCH[date_system]).days


def _label_of_number(cell: Real | Decimal, *, text_file: bool, date_system: int) -> Label | None:
    """The form of a number; 20180131, 201801 and 2018 are not serials but written dates."""
    try:
        number = float(cell)
    except (ValueError, OverflowError):  # a signalling NaN, a number of hundreds of digits
        return None
    # This also leaves out the errors of cells, which COM gives as numbers far below zero.
    if not 0 < number < (LAST_YEAR + 1) * 10_000:
        return None
    days = int(number)
    is_quarter = len(str(days)) == len("20181")
    if days == number and (text_file or not is_quarter):
        label = _label_of_digits(str(days))
        if label is not None and FIRST_YEAR <= label.first <= LAST_YEAR:
            return label
    if days != number and FIRST_YEAR <= days <= LAST_YEAR:
        return _decimal_month(f"{number:.4f}")
    if text_file:
        return None
    first, last = serials_known(date_system)
    return Label("serial", days) if first <= days <= last else None


def _label_of_digits(digits: str) -> Label | None:
    year, rest = int(digits[:4]), digits[4:]
    by_length: dict[int, Callable[[], Label | None]] = {
        4: lambda: _day(year, int(rest[:2]), int(rest[2:])),
        2: lambda: _month(year, int(rest)),
        1: lambda: _quarter(digits[:4], rest) if rest in "1234" else None,
        0: lambda: Label("year", year) if FIRST_YEAR <= year <= LAST_YEAR else None,
    }
    return by_length.get(len(rest), lambda: None)()


def _day(year: int, month: int, day: int) -> Label | None:
    is_day = 1 <= month <= 12 and year and 1 <= day <= calendar.monthrange(year, month)[1]  # noqa: PLR2004
    return Label("day", year, month, day) if is_day else None


def _month(year: int, month: int, kind: LabelKind = "month") -> Label | None:
    known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12  # noqa: PLR2004 - December
    return Label(kind, year, month) if known else None


def _decimal_month(text: str) -> Label | None:
    """The month of 2018.01; whether 2018.1 is January or October is decided by its column."""
    year, _, digits = text.partition(".")
    return _month(int(year), int(digits[:2]), "decimal month") if not int(digits[2:]) else None


def _full_year(digits: str) -> int:
    """A year of two digits as one of four."""
    year = int(digits)
    if not _is_short(digits):
        return year
    return _FIRST_SHORT_YEAR + (year - _FIRST_SHORT_YEAR) % _CENTURY


def _is_short(year: str) -> bool:
    return len(year) == len("18")


_NAME = r"([a-z]{3,})\.?"
_YEAR = r"'?(\d{4}|\d{2})"
_TIME = (
    r"(?:[t, ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?"
    r" ?(?:z|[a-z]{2,5}|[+-]\d{2}(?::?\d{2})?)?)?"
)
_NTH = r"(?:st|nd|rd|th|\.)?"
_OF = r"(?:[-/., ]|\b(?:de|del|of)\b)"


def _named_day(year: str, name: str, day: str) -> Label | None:
    month = MONTH_OF.get(name)
    label = _day(_full_year(year), month, int(day)) if month else None
    return _with_year(label, year)


def _named_month(year: str, name: str) -> Label | None:
    month = MONTH_OF.get(name)
    return _with_year(_month(_full_year(year), month) if month else None, year)


def _with_year(label: Label | None, year: str) -> Label | None:
    return label._replace(short_year=_is_short(year)) if label is not None else None


def _open(first: str, second: str, year: str) -> Label | None:
    label = Label("open", int(first), int(second), _full_year(year), short_year=_is_short(year))
    return label if any(label_in_order(label, order) for order in ORDERS) else None


@lru_cache(maxsize=1 << 14)
def label_in_order(label: Label, order: str) -> Label | None:
    """Read an open label in a given order of day and month; None if that is no date."""
    if order == "ymd":
        year = _full_year(f"{label.first:02d}")
        day = label.third % _CENTURY
        read = _day(year, label.second, day) if label.short_year else None
    else:
        day, month = (label.first, label.second) if order == "dmy" else (label.second, label.first)
        read = _day(label.third, month, day)
    return read._replace(short_year=label.short_year) if read is not None else None


def _numbered_month(year: str, month: str) -> Label | None:
    return _month(int(year), int(month), "month" if len(month) > 1 else "short month")


def _quarter(year: str, quarter: str) -> Label | None:
    full, short = _full_year(year), _is_short(year)
    known = FIRST_YEAR <= full <= LAST_YEAR
    return Label("quarter", full, int(quarter), short_year=short) if known else None


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Label | None]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(\d{4,6}|\d{8})", _label_of_digits),
        (
            rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}",
            lambda y, _, m, d: _day(int(y), int(m), int(d)),
        ),
        (rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}", lambda y, m, d: _day(int(y), int(m), int(d))),
        (rf"(\d{{1,2}})([-/.]) ?(\d{{1,2}})\2 ?{_YEAR}{_TIME}", lambda a, _, b, y: _open(a, b, y)),
        (
            rf"(\d{{1,2}}){_NTH}{_OF}*{_NAME}{_OF}*{_YEAR}{_TIME}",
            lambda d, n, y: _named_day(y, n, d),
        ),
        (
            rf"{_NAME}[-/ ]*(\d{{1,2}}){_NTH}[-/, ]+{_YEAR}{_TIME}",
            lambda n, d, y: _named_day(y, n, d),
        ),
        (rf"(\d{{4}})[-/ ]?{_NAME}[-/ ]?(\d{{1,2}}){_TIME}", _named_day),
        (rf"{_NAME}{_OF}+{_YEAR}", lambda n, y: _named_month(y, n)),
        (rf"{_NAME}'?(\d{{4}})", lambda n, y: _named_month(y, n)),
        (rf"(\d{{4}})[-/ ]?{_NAME}", _named_month),
        (r"(\d{4})[-/](\d{1,2})", _numbered_month),
        (r"(\d{4}\.\d{1,2})", lambda text: _decimal_month(f"{text:0<7}00")),
        (r"(\d{4})[-/ :]?m(\d{1,2})", lambda y, m: _month(int(y), int(m))),
        (r"(\d{1,2})[-/](\d{4})", lambda m, y: _month(int(y), int(m))),
        (r"(\d{4})[-/ :.]?[qt] ?([1-4])", _quarter),
        (rf"[qt] ?([1-4])[-/ .:]*{_YEAR}", lambda q, y: _quarter(y, q)),
        (rf"([1-4])[qt][-/ .:]*{_YEAR}", lambda q, y: _quarter(y, q)),
    )
)


@lru_cache(maxsize=1 << 14)
def _label_of_text(text: str) -> Label | None:
    if len(text) > _LONGEST:
        return None
    text = plain_words(text)
    label = _label_of_form(text)
    return label if label is not None else _label_after_weekday(text)


def _label_after_weekday(text: str) -> Label | None:
    weekday, _, rest = text.partition(" ")
    label = _label_of_form(rest) if weekday.strip(".,") in WEEKDAY_NAMES else None
    return label if label is not None and label.kind in ("day", "open") else None


def _label_of_form(text: str) -> Label | None:
    for pattern, build in _FORMS:
        match = pattern.fullmatch(text)
        label = build(*match.groups()) if match else None
        if label is not None:
            return label
    return None
