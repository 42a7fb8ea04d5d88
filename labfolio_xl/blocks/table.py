"""Read a rectangle of raw cell values, from a worksheet or a file, as an ``InputTable``.

Dates and numbers are read column by column or for the whole table, so that no single cell is
guessed. The findings say what was decided. What cannot be read is an error of one sentence that
names the column, the date and the cell.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_blank_row
from labfolio_xl.blocks.cells.origin import ERROR_MARK, Origin, Row, Rows, Where
from labfolio_xl.blocks.cells.values import is_blank, quote, read_date
from labfolio_xl.blocks.labels.date_parts import find_parts
from labfolio_xl.blocks.labels.row_labels import LabelOptions, Labels
from labfolio_xl.blocks.search.find_table import search_table
from labfolio_xl.blocks.search.plain import is_plain
from labfolio_xl.blocks.shapes.wide import Keep, read_wide
from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    from labfolio_xl.options import DateOrder
    from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["Keep", "parse_table", "read_trimmed", "trim"]


def parse_table(
    rows: Rows,
    *,
    argument: str,
    dates: bool = True,
    order: DateOrder | None = None,
    text_file: bool = False,
    date_system: int = 1900,
    where: Where | None = None,
    noun: str = "return",
    keep: Keep | None = None,
    name: str | None = None,
) -> InputTable:
    """Read a table of numbers by date, or by name, from a block of cells.

    The plain form has names in its first row and dates in its first column. If there are dates,
    these forms are read, too: tickers above fields; columns of dates for each ticker; a row for
    each date and name; one series as years by months; a price history, of which the adjusted
    close or else the close is used. Titles above the table, text below it and other tables are
    left out. The findings say what was done.

    Blank cells, error values such as #N/A and the words of other programs for missing numbers
    are missing (NaN). Numbers that are stored as text are read, with separators, currency signs
    and brackets, and ``1.2%`` as 0.012. Empty rows and columns are dropped.

    Parameters
    ----------
    rows : sequence of sequences
        The cells, as Excel or a file gives them.
    argument : str
        The name of the argument in messages: ``assets``.
    dates : bool
        False if the first column holds names instead of dates.
    order : {"dmy", "mdy"}, optional
        The order of day and month, if the user has given it.
    text_file : bool
        Whether the cells come from a text file. Numbers are then no serials of dates, and the
        decimal sign is known already.
    date_system : {1900, 1904}
        The year from which the serials of dates are counted.
    where : callable, optional
        Gives the address of the cell at a row and a column (from zero).
    noun : str
        What a cell should hold: a return, a price, an exposure.
    keep : callable, optional
        A cache. It is called with a digest of the content and a function that makes the table,
        and returns the table: a new one, or one that it kept from a block of equal content.
    name : str, optional
        The name of a single price history, or of a series as years by months.

    Returns
    -------
    InputTable
        The frame has float64 values, columns named by text, and rows in ascending order of
        date (a ``DatetimeIndex`` of calendar dates without a zone, named ``date``).

    Raises
    ------
    InputError
        A cell holds text instead of a number; a row has no date; a date or a name is missing or
        occurs twice; dates or numbers can be read in two ways; the block has no rows or columns.
    """
    block, origin = trim(rows, Origin(argument, where, noun))
    return read_trimmed(
        block,
        origin,
        dates=dates,
        order=order,
        text_file=text_file,
        date_system=date_system,
        keep=keep,
        name=name,
    )


def read_trimmed(
    block: Rows,
    origin: Origin,
    *,
    dates: bool = True,
    order: DateOrder | None = None,
    text_file: bool = False,
    date_system: int = 1900,
    keep: Keep | None = None,
    name: str | None = None,
) -> InputTable:
    """Read a block that was trimmed with :func:`trim`; see :func:`parse_table`."""
    options = LabelOptions(dates, order, text_file, date_system)
    parts = find_parts(block, origin) if dates else None
    if parts is None:
        return _read(block, origin, options, keep, name)
    table = _read(*trim(parts.block, origin), options, keep, name)
    return replace(table, findings=(parts.finding, *table.findings))


def _read(
    block: Rows, origin: Origin, options: LabelOptions, keep: Keep | None, name: str | None
) -> InputTable:
    if options.dates and not is_plain(block, options):
        table = search_table(block, origin, options, name)
        if table is not None:
            found = table
            key = _content(block, origin, options, name) if keep else b""
            return keep(key, lambda: found) if keep and key else table
    _check_form(block, origin, first_are_dates=options.dates, date_system=options.date_system)
    return read_wide(Labels.of(block, origin, options), keep)


def _content(block: Rows, origin: Origin, options: LabelOptions, name: str | None) -> bytes:
    """Return a digest of all cells, or nothing if one of them cannot be written out."""
    try:
        text = repr((origin.subject, origin.row, options, name, block))
    except ValueError:  # Python does not write out numbers of thousands of digits
        return b""
    return hashlib.sha256(text.encode(errors="backslashreplace")).digest()


def trim(rows: Rows, origin: Origin) -> tuple[Rows, Origin]:
    """Drop the empty rows and columns around a block, and make all rows equally long.

    Raises
    ------
    InputError
        The block is empty, or is the error of another function.
    """
    _raise_error_of_block(rows, origin)
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


def _raise_error_of_block(rows: Rows, origin: Origin) -> None:
    """If the block is the error of another function, raise that error again."""
    first = rows[0][0] if len(rows) and len(rows[0]) else None
    if isinstance(first, str) and first.startswith(ERROR_MARK):
        sentence = first.removeprefix(ERROR_MARK)
        raise InputError(sentence or f"{origin.argument}: the block is an error.")


def _check_form(block: Rows, origin: Origin, *, first_are_dates: bool, date_system: int) -> None:
    """Refuse a block that has no names in its first row, or nothing beside or below them."""
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
