"""Read names with numbers (shocks of factors, quantities of assets), and prices."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.origin import Origin, Rows
from labfolio_xl.blocks.cells.values import is_blank, read_name, read_number
from labfolio_xl.blocks.table import parse_table, read_trimmed, trim
from labfolio_xl.blocks.weights.columns import is_name_header
from labfolio_xl.errors import InputError
from labfolio_xl.returns.dates.columns import may_be_date, read_dates
from labfolio_xl.returns.weights.words import word_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from labfolio_xl.blocks.cells.origin import Where
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.options import DateOrder
    from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["parse_named_numbers", "parse_prices"]

_PAIR = 2
# Headers of a column of dates in a table of prices.
_DATES = {"date", "dates", "day", "datum", "time", "timestamp", "month", "period", "trade date"}
# Below another header, numbers are serials of dates if they begin at this date or later and if the
# steps between them are at most a year.
_FIRST_DATE = dt.date(1950, 1, 1)
_LONGEST_STEP = 366


def parse_named_numbers(
    rows: Rows, argument: str, noun: str, *, where: Where | None = None
) -> pd.DataFrame:
    """Read names in the first column and numbers beside them.

    Parameters
    ----------
    rows : sequence of sequences
        Two columns with or without a header, or more with one.
    argument, noun : str
        The name of the argument, and the word for a number in it, in messages.
    where : callable, optional
        Gives the address of the cell at a row and a column (from zero).

    Returns
    -------
    DataFrame
        The names of the first column are the index, and its header is the name of the index; NaN
        is missing. Without a header, the column has the name ``noun``.

    Raises
    ------
    InputError
        See ``parse_table``.
    """
    block, origin = trim(rows, Origin(argument, where, noun))
    if len(block[0]) == _PAIR and read_number(block[0][1]) is not None:
        block, origin = [("name", noun), *block], replace(origin, row=origin.row - 1)
    return read_trimmed(block, origin, dates=False).frame.rename_axis(read_name(block[0][0]))


def parse_prices(
    rows: Rows,
    argument: str,
    *,
    order: DateOrder | None = None,
    date_system: int = 1900,
    where: Where | None = None,
) -> InputTable | pd.Series[float]:
    """Read prices: a table with dates in its first column, or pairs of asset and price.

    Parameters
    ----------
    rows, argument, order, date_system, where
        See ``parse_table``.

    Returns
    -------
    InputTable, dates x assets, or Series by asset.

    Raises
    ------
    InputError
        See ``parse_table``.
    """
    block, _ = trim(rows, Origin(argument, where, "price"))
    if _has_dates(block):
        return parse_table(
            rows,
            argument=argument,
            order=order,
            date_system=date_system,
            noun="price",
            where=where,
        )
    return parse_named_numbers(rows, argument, "price", where=where).iloc[:, 0]


def _has_dates(block: Rows) -> bool:
    """Whether the first column holds dates; a numeric ticker such as 9984 may look like one."""
    head, below = block[0], [row[0] for row in block[1:] if not is_blank(row[0])]
    dates = [cell for cell in below if may_be_date(cell)]
    if 2 * len(dates) <= len(below):  # most rows are dated, and the others are titles and footers
        return False
    if len(head) == 1 or not all(map(_is_number, dates)):
        return len(head) > 1
    corner, has_names = read_name(head[0]) or "", read_number(head[1]) is None
    is_dated = word_key(corner) in _DATES or (not is_name_header(corner) and _are_serials(dates))
    return has_names and is_dated


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, dt.date) and read_number(cell) is not None


def _are_serials(cells: Sequence[Cell]) -> bool:
    """Whether numbers are serials that rise or fall in steps of at most a year."""
    try:
        dates = read_dates(cells, "prices").dates
    except InputError:
        return False
    days = [date.toordinal() for date in dates if date is not None]
    steps = [after - before for before, after in pairwise(days)]
    same_way = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    recent = min(days, default=0) >= _FIRST_DATE.toordinal()
    return same_way and recent and max(map(abs, steps), default=0) <= _LONGEST_STEP
