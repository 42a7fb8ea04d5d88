"""A rectangle of raw cell values becomes a labelled table; nothing is guessed.

Whoever has cells (a worksheet, a file) hands over rows of values as the host gives them. What
comes out carries dates and names, and notes on what was repaired; what cannot be read is one
sentence that names the column, the date and the cell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.blocks.labels import Labels, is_blank_row
from labfolio_xl.blocks.numbers import read_numbers
from labfolio_xl.blocks.origin import ERROR_MARK, Origin, Row, Rows, Where
from labfolio_xl.blocks.values import Cell, is_blank, quote, read_date, shortened
from labfolio_xl.errors import InputError, counted
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.input_table import InputTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Keep", "parse_table", "read_trimmed", "trim"]


Keep: TypeAlias = Callable[[bytes, Callable[[], InputTable]], InputTable]


def parse_table(
    rows: Rows,
    *,
    argument: str,
    dates: bool = True,
    date_system: int = 1900,
    where: Where | None = None,
    noun: str = "return",
    keep: Keep | None = None,
) -> InputTable:
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
    keep : callable, optional
        Gets a digest of the content and what makes the table of it, and returns the table:
        this one, or one that it kept from an earlier block of equal content. Cells are read
        from the block in any case; what is spared is to parse the labels.

    Returns
    -------
    InputTable
        The frame has float64 values, columns named by text, and rows in ascending order of
        date (a ``DatetimeIndex`` of calendar dates without a zone, named ``date``).

    Raises
    ------
    InputError
        Text in a number's place, a row without a date, a date or name that stands twice or is
        missing, an infinite number, a block without rows or columns.
    """
    block, origin = trim(rows, Origin(argument, where, noun))
    return read_trimmed(block, origin, dates=dates, date_system=date_system, keep=keep)


def read_trimmed(
    block: Rows,
    origin: Origin,
    *,
    dates: bool = True,
    date_system: int = 1900,
    keep: Keep | None = None,
) -> InputTable:
    """Read a block that :func:`trim` gave; see :func:`parse_table`."""
    _check_form(block, origin, first_are_dates=dates, date_system=date_system)
    labels = Labels.of(block, origin, dates=dates, date_system=date_system)

    def wrong(row: int, column: int, cell: Cell) -> InputError:
        names, index = labels.read()  # a mistake in these is told first
        place = origin.place(labels.rows[row], labels.columns[column])
        return _wrong_number(origin, names[column], index[row], place, cell)

    values, n_text = read_numbers([block[row] for row in labels.rows], labels.columns, wrong)

    def table() -> InputTable:
        return _labelled(labels, values, n_text)

    key = _content(labels, values, n_text) if keep else b""
    return keep(key, table) if keep and key else table()


def _labelled(labels: Labels, values: NDArray[np.float64], n_text: int) -> InputTable:
    names, index = labels.read()
    frame = pd.DataFrame(values, index=index, columns=pd.Index(names, dtype="str"), copy=False)
    if labels.dates and not index.is_monotonic_increasing:
        frame = frame.sort_index()
    return InputTable(frame, findings=_notes(labels.origin.subject, n_text, *labels.n_dropped))


def _content(labels: Labels, values: NDArray[np.float64], n_text: int) -> bytes:
    """Return a digest of all that a table is made from, or nothing when a label has none."""
    try:
        text, days = labels.content()
    except ValueError:  # Python writes out no number of thousands of digits
        return b""
    # Processors have instructions for this one; it takes half the time of BLAKE2.
    noted = labels.origin.subject if n_text or any(labels.n_dropped) else ""
    content = f"{values.shape} {n_text} {noted} {text}"
    digest = hashlib.sha256(content.encode(errors="backslashreplace"))
    digest.update(days)
    digest.update(values.data)
    return digest.digest()


def trim(rows: Rows, origin: Origin) -> tuple[Rows, Origin]:
    """Drop the empty rows and columns around a block, and make all rows equally long."""
    _pass_on(rows, origin)
    top, bottom = 0, len(rows)
    while bottom and is_blank_row(rows[bottom - 1]):
        bottom -= 1
    while top < bottom and is_blank_row(rows[top]):
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


def _wrong_number(origin: Origin, name: str, label: object, place: str, cell: Cell) -> InputError:
    where = f" ({place})" if origin.where is not None else ""
    day = label.date() if isinstance(label, pd.Timestamp) else shortened(str(label))
    return origin.error(
        f"column {quote(name)}, {day}{where} holds {quote(cell)}; "
        f"clear the cell or type {_with_article(origin.noun)}."
    )


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _notes(subject: str, n_text: int, n_rows: int, n_columns: int) -> tuple[Finding, ...]:
    counts = (
        (n_text, "number", " stored as text", "read as a number"),
        (n_rows, "empty row", "", "skipped"),
        (n_columns, "empty column", "", "skipped"),
    )
    return tuple(
        Finding("cells", subject, counted(n, noun) + rest, "note", reading)
        for n, noun, rest, reading in counts
        if n
    )
