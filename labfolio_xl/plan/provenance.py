"""Where the cells of an input come from, and how a change of the cells is noticed.

The sheet About says the origin of each input. Beside it stands the digest of the cells that the
origin is about. If the cells have another digest, somebody has typed or pasted something since.
Refresh and Prepare copy compare the digests. Until then a formula of Excel itself tells that
numbers have changed. It needs neither Python nor a macro, so that a saved file tells it too.
"""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import math
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import error_text, is_blank
from labfolio_xl.options.days import EPOCH
from labfolio_xl.plan.places import MAX_COLUMNS, MAX_ROWS, Area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.plan.places import InputPlace
    from labfolio_xl.returns.tables.input_table import Source

__all__ = [
    "CHANGED",
    "NO_CELLS",
    "OLDER",
    "SAMPLE",
    "UNRECORDED",
    "change_formula",
    "digest",
    "not_given",
    "source_words",
    "typed_or_pasted",
]

# The digest of an input without a value; a blank cell of About means that no digest is known.
NO_CELLS = "no cells"
CHANGED = "Changed on the sheet since; press Refresh"
OLDER = "not known: made by an older version"
UNRECORDED = "not known: the sheet About has no record of it"
SAMPLE = "sample of labfolio_xl, "
_TYPED = "typed or pasted, "
_BEFORE = "; last loaded from "
_NOT_GIVEN: Mapping[str, str] = {
    "risk_free": "not given: no rate is subtracted",
    "weights": "not given: equal weights",
    "benchmark": "not given: the portfolio is compared with none",
}

_DIGITS = 15
_UPWARDS = decimal.Context(prec=_DIGITS, rounding=decimal.ROUND_HALF_UP)
# Sixteen hexadecimal digits: enough to tell changes apart, and short enough to compare by eye.
_LENGTH = 16
# Programs add numbers in different orders. This share of a sum is above the differences that come
# from that, and below the least change of a return among a million of them that a user would see.
_ROUNDING = 1e-11


def source_words(source: Source) -> str:
    """Return the words of About for cells that came from a file."""
    sheet = f', sheet "{source.sheet}"' if source.sheet else ""
    size = f"{source.n_rows:,} rows, {source.n_columns:,} columns"
    return f"{source.file}{sheet}: {size}; SHA-256 {source.sha256}"


def not_given(argument: str) -> str:
    """Return the words of About for an input without cells."""
    return _NOT_GIVEN.get(argument, "not given")


def typed_or_pasted(before: str, day: dt.date) -> str:
    """Return the words of About for cells that were changed on the sheet.

    A file from which the input was loaded earlier is named, without the digest of that file: part
    of its cells may still be there. Earlier words on the sample, or on no file, are left out.

    Parameters
    ----------
    before : str
        The words of About until now.
    day : date
        The day on which the change was noticed.

    Examples
    --------
    >>> typed_or_pasted("a.csv: 3 rows, 2 columns; SHA-256 4d0d", dt.date(2026, 1, 31))
    'typed or pasted, 2026-01-31; last loaded from a.csv: 3 rows, 2 columns'
    """
    file, found, _ = before.partition("; SHA-256 ")
    if before.startswith(_TYPED):
        _, found, file = before.partition(_BEFORE)
    kept = f"{_BEFORE}{file}" if found and not file.startswith(SAMPLE) else ""
    return f"{_TYPED}{day:%Y-%m-%d}{kept}"


def digest(rows: Rows, *, is_1904: bool = False) -> str:
    """Return the digest of the cells of an input.

    The same cells have the same digest, whatever their formats are and whoever reads them: a number
    counts by fifteen digits, a date by its serial number, a text by its characters.
    Blank rows and columns after the values do not count.

    Parameters
    ----------
    rows : rows
    is_1904 : bool
        Whether serial numbers among the cells count from 1904, so that they mean other dates.

    Examples
    --------
    >>> digest([["date", "A"], [45000.0, 0.01]]) == digest([["date", "A", None], [45000, 0.01, ""]])
    True
    >>> digest([[None, ""]])
    'no cells'
    """
    lines = ["\t".join(map(_word, row)).rstrip("\t") for row in rows]
    text = "\n".join(lines).rstrip("\n")
    if not text:
        return NO_CELLS
    system = "1904\n" if is_1904 else ""
    return hashlib.sha256((system + text).encode()).hexdigest()[:_LENGTH]


def _word(cell: Cell) -> str:
    """Return a cell as a text that differs between kinds of cells; empty for a blank cell."""
    if isinstance(cell, str):
        if not cell.strip():
            return ""
        # A tab or the end of a line within a text is not one between cells.
        return error_text(cell) or "'" + cell.encode("unicode_escape").decode("ascii")
    number = _number(cell)
    if number is None:
        return "" if is_blank(cell) else error_text(cell) or str(cell).upper()
    return _fifteen_digits(number + 0.0) if math.isfinite(number) else ""  # no negative zero


def _fifteen_digits(number: float) -> str:
    """Return a number as LibreOffice saves it; Excel keeps every bit of a number.

    LibreOffice rounds the shortest decimal number that means the same, and a final 5 upwards.
    """
    shortest = repr(number)
    if len(shortest) <= _DIGITS or not shortest.partition("e")[0].endswith("5"):
        return f"{number:.15G}"
    return f"{float(_UPWARDS.create_decimal(shortest)):.15G}"


def _number(cell: Cell) -> float | None:
    """Return the number that a cell holds for a number or a date; None for another cell."""
    if type(cell) is float:
        return cell
    if cell is None or isinstance(cell, bool) or is_blank(cell) or error_text(cell):
        return None
    if isinstance(cell, dt.date):
        return _serial(cell)
    return None if isinstance(cell, str) else float(cell)


def _serial(date: dt.date) -> float:
    """Return the serial number of a date as a cell holds it, counted from 1900."""
    time = date.time() if isinstance(date, dt.datetime) else dt.time()
    seconds = dt.timedelta(hours=time.hour, minutes=time.minute, seconds=time.second)
    return date.toordinal() - EPOCH[1900].toordinal() + seconds / dt.timedelta(days=1)


def change_formula(place: InputPlace, rows: Rows) -> str:
    """Return the formula that tells whether the numbers on an input sheet are other ones than now.

    It compares how many numbers the sheet holds, and the sums of its positive and of its negative
    numbers. The first column has sums of its own, because dates are large numbers. Errors in cells
    do not disturb these functions. A name that has changed alone is not noticed by them; it is
    noticed by the digest. The formula holds no text from the sheet.

    Parameters
    ----------
    place : InputPlace
    rows : rows
        The cells of the input now.
    """
    below = MAX_ROWS - place.row
    first = _cells(Area(place.sheet, place.row, place.column, below, 1))
    beside = Area(place.sheet, place.row, place.column + 1, below, MAX_COLUMNS - place.column - 1)
    whole = _cells(Area(place.sheet, place.row, place.column, below, MAX_COLUMNS - place.column))
    numbers = [[_number(cell) for cell in row] for row in rows]
    columns = {
        first: [row[0] for row in numbers if row],
        _cells(beside): [number for row in numbers for number in row[1:]],
    }
    n_numbers = sum(number is not None for row in numbers for number in row)
    same = [f"COUNT({whole})={n_numbers}"]
    for cells, found in columns.items():
        for sign, share in ((">", 1.0), ("<", -1.0)):
            total = math.fsum(n for n in found if n is not None and n * share > 0.0)
            limit = abs(total) * _ROUNDING
            same.append(f'ABS(SUMIF({cells},"{sign}0")-({total:.15G}))<={limit:.3G}')
    return f'=IF(AND({",".join(same)}),"","{CHANGED}")'


def _cells(place: Area) -> str:
    return place.address.removeprefix("=")
