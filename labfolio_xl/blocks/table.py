"""A rectangle of raw cell values becomes a labelled table; nothing is guessed.

Whoever has cells (a worksheet, a file) hands over rows of values as the host gives them. What
comes out carries dates and names, and notes on what was repaired; what cannot be read is one
sentence that names the column, the date and the cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from labfolio_xl.blocks.numbers import read_numbers
from labfolio_xl.blocks.origin import ERROR_MARK, Origin, Row, Rows, Where
from labfolio_xl.blocks.values import (
    Cell,
    error_text,
    is_blank,
    quote,
    read_date,
    read_name,
    shortened,
)
from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ParsedTable", "parse_table", "read_trimmed", "trim"]

_ORDINAL_OF_EPOCH = dt.date(1970, 1, 1).toordinal()
# The whole years that nanoseconds since 1970 can count in 64 bits.
_FIRST_YEAR, _LAST_YEAR = 1678, 2261
_NAT = type(pd.NaT)
_TWO_READINGS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})\b.*")


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A labelled table, and notes on what was repaired while it was read."""

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()


def parse_table(
    rows: Rows,
    *,
    argument: str,
    dates: bool = True,
    date_system: int = 1900,
    where: Where | None = None,
    noun: str = "return",
) -> ParsedTable:
    """Read a block with names in its first row and dates in its first column.

    Blank cells and error values such as #N/A are missing (NaN). Numbers stored as text are
    read, ``1.2%`` as 0.012, and noted. Empty rows and columns are dropped.

    Parameters
    ----------
    rows : sequence of sequences
        The cells, as the host hands them over.
    argument : str
        What the block is, for the sentence of an error: ``assets``.
    dates : bool
        False when the first column holds names instead of dates.
    date_system : {1900, 1904}
        How a date serial is counted.
    where : callable, optional
        Names the cell at a row and a column (from zero).
    noun : str
        What belongs into a cell: a return, a price, an exposure.

    Returns
    -------
    ParsedTable
        The frame has float64 values, columns named by text, and rows in ascending order of
        date (a ``DatetimeIndex`` of calendar dates without a zone, named ``date``).

    Raises
    ------
    InputError
        Text in a number's place, a row without a date, a date or name that stands twice or is
        missing, an infinite number, a block without rows or columns.
    """
    block, origin = trim(rows, Origin(argument, where, noun))
    return read_trimmed(block, origin, dates=dates, date_system=date_system)


def read_trimmed(
    block: Rows, origin: Origin, *, dates: bool = True, date_system: int = 1900
) -> ParsedTable:
    """Read a block that :func:`trim` gave; see :func:`parse_table`."""
    _check_form(block, origin, first_are_dates=dates, date_system=date_system)
    columns, names = _read_header(block, origin)
    kept = _rows_with_values(block)
    index: pd.Index[Any] = (
        _read_dates(block, kept, origin, date_system)
        if dates
        else _read_labels(block, kept, origin)
    )

    def wrong(row: int, column: int, cell: Cell) -> InputError:
        place = origin.place(kept[row], columns[column])
        return _wrong_number(origin, names[column], index[row], place, cell)

    values, n_text = read_numbers([block[row] for row in kept], columns, wrong)
    frame = pd.DataFrame(values, index=index, columns=pd.Index(names, dtype="str"), copy=False)
    notes = _notes(n_text, len(block) - 1 - len(kept), len(block[0]) - 1 - len(columns))
    in_order = not dates or index.is_monotonic_increasing
    return ParsedTable(frame if in_order else frame.sort_index(), notes)


def trim(rows: Rows, origin: Origin) -> tuple[Rows, Origin]:
    """Drop the empty rows and columns around a block, and make all rows equally long."""
    _pass_on(rows, origin)
    top, bottom = 0, len(rows)
    while bottom and _is_blank_row(rows[bottom - 1]):
        bottom -= 1
    while top < bottom and _is_blank_row(rows[top]):
        top += 1
    block = rows if bottom - top == len(rows) else rows[top:bottom]
    if not block:
        raise origin.error("the block is empty; select names in its first row and values below.")
    width = max(map(len, block))
    if min(map(len, block)) < width:
        block = [[*row, *[None] * (width - len(row))] for row in block]
    left, right = 0, width
    while all(is_blank(row[right - 1]) for row in block):
        right -= 1
    while all(is_blank(row[left]) for row in block):
        left += 1
    if right - left < width:
        block = [row[left:right] for row in block]
    return block, replace(origin, row=origin.row + top, column=origin.column + left)


def _pass_on(rows: Rows, origin: Origin) -> None:
    """Repeat the sentence of a function whose result is this block, instead of a second one."""
    first = rows[0][0] if len(rows) and len(rows[0]) else None
    if isinstance(first, str) and first.startswith(ERROR_MARK):
        sentence = first.removeprefix(ERROR_MARK)
        raise InputError(sentence or f"{origin.argument}: the block is an error.")


def _rows_with_values(block: Rows) -> list[int]:
    """Return which rows below the header hold anything."""
    rows = range(1, len(block))
    if _are_dates([block[row][0] for row in rows]):
        return list(rows)
    return [row for row in rows if not _is_blank_row(block[row])]


def _are_dates(cells: Row) -> bool:
    """Whether all cells are dates already, as they usually are; NaT is none."""
    kinds = set(map(type, cells))
    return _NAT not in kinds and all(issubclass(kind, dt.date) for kind in kinds)


def _is_blank_row(row: Row) -> bool:
    if row and not is_blank(row[0]):
        return False
    # Counting is fast enough for the million empty rows of a whole-column reference.
    return row.count(None) + row.count("") == len(row) or all(map(is_blank, row))


def _check_form(block: Rows, origin: Origin, *, first_are_dates: bool, date_system: int) -> None:
    first = "dates" if first_are_dates else "names"
    if len(block) == len(block[0]) == 1:
        raise origin.error(
            f"the only cell holds {quote(block[0][0])}; select a range with names in its first row "
            f"and {first} in its first column."
        )
    if len(block[0]) == 1:
        raise origin.error(f"the block has one column; select {first} and values beside them.")
    head = block[0]
    if first_are_dates and read_date(head[0], date_system) and _has_number(head[1:]):
        raise origin.error(
            f"the first row holds data ({quote(head[0])}); put a row with names above it."
        )
    if len(block) == 1:
        raise origin.error("there are no rows below the names; select the whole block.")


def _has_number(cells: Row) -> bool:
    return any(isinstance(c, float) and not is_blank(c) for c in cells)


def _read_header(block: Rows, origin: Origin) -> tuple[list[int], list[str]]:
    """Return the columns that hold values, and their names."""
    columns, names = [], []
    for column in range(1, len(block[0])):
        cell = block[0][column]
        name = read_name(cell)
        if name == "" and all(is_blank(row[column]) for row in block):
            continue
        if not name:
            found = f"{error_text(cell)} for a name" if name is None else "values but no name"
            place = origin.place(0, column)
            raise origin.error(f"{place} has {found}; type a name into the first row.")
        columns.append(column)
        names.append(name)
    if len(set(names)) < len(names):
        first, second = _first_repeated(names)
        raise origin.error(
            f"the name {quote(names[first])} stands in columns "
            f"{columns[first] + origin.column + 1} and {columns[second] + origin.column + 1}; "
            "rename one."
        )
    return columns, names


def _read_dates(block: Rows, kept: list[int], origin: Origin, date_system: int) -> pd.DatetimeIndex:
    cells = [block[row][0] for row in kept]
    dates = cells if _are_dates(cells) else [read_date(cell, date_system) for cell in cells]
    if not all(dates):
        raise _no_date(block, kept, dates, origin)
    ordinals = np.fromiter(map(dt.date.toordinal, dates), int, len(dates))
    if len(set(ordinals.tolist())) < len(dates):
        first, second = _first_repeated(ordinals.tolist())
        raise origin.error(
            f"the date {read_date(cells[first], date_system)} stands in rows "
            f"{kept[first] + origin.row + 1} and {kept[second] + origin.row + 1}; "
            "keep one row for each date."
        )
    _check_years(ordinals, kept, origin)
    days = (ordinals - _ORDINAL_OF_EPOCH).astype("datetime64[D]")
    return pd.DatetimeIndex(days.astype("datetime64[ns]"), name="date")


def _check_years(ordinals: NDArray[np.int64], kept: list[int], origin: Origin) -> None:
    """Refuse a date such as 9999-12-31, which an index of nanoseconds would wrap around."""
    for place in (int(ordinals.argmin()), int(ordinals.argmax())):
        date = dt.date.fromordinal(int(ordinals[place]))
        if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
            raise origin.error(
                f"{origin.place(kept[place], 0)} holds the date {date}; only years from "
                f"{_FIRST_YEAR} to {_LAST_YEAR} can be read, correct it."
            )


def _no_date(
    block: Rows, kept: list[int], dates: list[dt.date | None], origin: Origin
) -> InputError:
    row = kept[dates.index(None)]
    cell, place = block[row][0], origin.place(row, 0)
    if isinstance(cell, str) and _TWO_READINGS.fullmatch(cell.strip()):
        return origin.error(
            f"{place} holds {quote(cell)}, whose day and month can be mistaken; "
            "type the date as YYYY-MM-DD."
        )
    if not any(dates):
        return origin.error(
            f"the first column holds no dates ({place} holds {quote(cell)}); "
            "put the dates there, as YYYY-MM-DD."
        )
    if is_blank(cell) or error_text(cell):
        found = "is blank" if is_blank(cell) else f"holds {quote(cell)}"
        return origin.error(f"{place} {found} where a date belongs; type one or clear the row.")
    return origin.error(f"{place} holds {quote(cell)}, which is no date; type it as YYYY-MM-DD.")


def _read_labels(block: Rows, kept: list[int], origin: Origin) -> pd.Index[str]:
    labels = [read_name(block[row][0]) for row in kept]
    for row, label in zip(kept, labels, strict=True):
        if not label:
            place = origin.place(row, 0)
            raise origin.error(f"{place} holds {quote(block[row][0])}; type a name.")
    if len(set(labels)) < len(labels):
        first, second = _first_repeated(labels)
        raise origin.error(
            f"the name {quote(labels[first])} stands in rows {kept[first] + origin.row + 1} and "
            f"{kept[second] + origin.row + 1}; rename one."
        )
    return pd.Index(labels, dtype="str")


def _first_repeated(labels: Sequence[object]) -> tuple[int, int]:
    """Return the first label that stands twice: its first place, and its second."""
    second = next(i for i, label in enumerate(labels) if label in labels[:i])
    return labels.index(labels[second]), second


def _wrong_number(origin: Origin, name: str, label: object, place: str, cell: Cell) -> InputError:
    where = f" ({place})" if origin.where is not None else ""
    day = label.date() if isinstance(label, pd.Timestamp) else shortened(str(label))
    return origin.error(
        f"column {quote(name)}, {day}{where} holds {quote(cell)}; "
        f"clear the cell or type {_with_article(origin.noun)}."
    )


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _notes(n_text: int, n_rows: int, n_columns: int) -> tuple[str, ...]:
    counts = {
        "number stored as text was read|numbers stored as text were read": n_text,
        "empty row was skipped|empty rows were skipped": n_rows,
        "empty column was skipped|empty columns were skipped": n_columns,
    }
    return tuple(f"{n} {text.split('|')[n != 1]}" for text, n in counts.items() if n)
