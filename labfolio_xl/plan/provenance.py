"""Where the cells of an input come from, and a digest that tells whether they have changed since.

The sheet About says the origin of each input. Beside it stands the digest of the cells that the
origin is about. A workbook whose cells have another digest holds something else, which somebody has
typed or pasted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import error_text, is_blank
from labfolio_xl.options.days import EPOCH
from labfolio_xl.returns.tables.input_table import Source

if TYPE_CHECKING:
    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["digest", "source_words"]

# Sixteen hexadecimal digits: enough to tell changes apart, and short enough to compare by eye.
_LENGTH = 16


def source_words(source: Source) -> str:
    """Return the words of About for cells that came from a file."""
    sheet = f', sheet "{source.sheet}"' if source.sheet else ""
    size = f"{source.n_rows:,} rows, {source.n_columns:,} columns"
    return f"{source.file}{sheet}: {size}; SHA-256 {source.sha256}"


def digest(rows: Rows, *, is_1904: bool = False) -> str:
    """Return the digest of the cells of an input; empty if all of them are blank.

    The same cells have the same digest, whatever their formats are and whoever reads them: a number
    counts by the digits that a file holds, a date by its serial number, a text by its characters.
    Blank rows and columns around the values do not count.

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
    ''
    """
    lines = [_trimmed([_word(cell) for cell in row]) for row in rows]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return ""
    text = "\n".join("\t".join(line) for line in lines)
    system = "1904\n" if is_1904 else ""
    return hashlib.sha256((system + text).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _trimmed(words: list[str]) -> list[str]:
    while words and not words[-1]:
        words.pop()
    return words


def _word(cell: Cell) -> str:
    """Return a cell as a text that differs between kinds of cells; empty for a blank cell."""
    if type(cell) is float and math.isfinite(cell):
        # XlsxWriter writes sixteen digits. A number that has been read from them has the same
        # sixteen digits again, although its seventeenth may differ.
        return f"{cell:.16G}"
    if is_blank(cell):
        return ""
    if (error := error_text(cell)) is not None:
        return error
    if isinstance(cell, str):
        # Tabs and line ends are told apart from those between the cells.
        return "'" + cell.encode("unicode_escape", "surrogatepass").decode("ascii")
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, dt.date):
        return f"{_serial(cell):.16G}"
    return f"{float(cell):.16G}"


def _serial(date: dt.date) -> float:
    """Return the serial number of a date as a cell holds it, counted from 1900."""
    if not isinstance(date, dt.datetime):
        date = dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001  # a cell has no zone
    days = date.replace(tzinfo=None) - dt.datetime.combine(EPOCH[1900], dt.time())
    return days / dt.timedelta(days=1)
