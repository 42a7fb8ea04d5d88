"""Read dated weights: dates in the first column, the names of assets in the first row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_blank_row
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.table import parse_table
from labfolio_xl.blocks.weights.columns import is_name_header, says_numbers
from labfolio_xl.blocks.weights.numbers import is_ticker, read_weight
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.names.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from labfolio_xl.blocks.cells.origin import Row, Rows, Where
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.options import DateOrder

__all__ = ["are_by_date", "has_weights_by_date", "is_dated_row", "parse_dated_weights"]

_LEAST_COLUMNS = 3


def is_dated_row(row: Row, *, text_file: bool = False) -> bool:
    """Whether a row begins with what may be a date and has something beside it."""
    given = [cell for cell in row if not is_blank(cell)]
    return len(given) > 1 and may_be_date(given[0], text_file=text_file)


def are_by_date(block: Rows, *, text_file: bool = False) -> bool:
    """Whether a block of weights has names in its first row and dates in its first column.

    A ticker of digits may look like a date: a header such as Ticker or Weight above the columns
    says that the rows are assets.
    """
    header, *rows = block
    names = header[1:]
    corner = read_name(header[0]) or ""
    if not rows or not names or is_name_header(corner) or read_weight(corner or "x") is not None:
        return False
    if not all(map(_is_name, names)) or (len(names) == 1 and says_numbers(names[0])):
        return False
    given = [row for row in rows if not is_blank_row(row)]
    # A total or a line on the source may stand below.
    dated = [is_dated_row(row, text_file=text_file) for row in given]
    return bool(given) and dated[0] and 2 * sum(dated) >= len(dated)


def _is_name(cell: Cell) -> bool:
    """Whether a cell is a name: a text, or a ticker of digits, which is no weight."""
    if read_weight(cell) is None:
        return isinstance(cell, str) and not is_blank(cell)
    return is_ticker(cell)


def has_weights_by_date(rows: Rows, assets: Collection[str]) -> bool:
    """Whether a block has a column of dates beside several columns named as assets.

    Parameters
    ----------
    rows : sequence of sequences
    assets : names
        Without them, the answer is False: the columns may also be returns.
    """
    known = set(map(name_key, assets))
    for place, row in enumerate(rows):
        names = [name_key(read_name(cell) or "") for cell in row[1:]]
        if len(row) >= _LEAST_COLUMNS and any(name in known for name in names):
            below = [row for row in rows[place + 1 :] if not all(map(is_blank, row))]
            return bool(below) and all(map(is_dated_row, below))
    return False


def parse_dated_weights(
    rows: Rows,
    argument: str = "weights",
    *,
    order: DateOrder | None = None,
    text_file: bool = False,
    date_system: int = 1900,
    where: Where | None = None,
) -> pd.DataFrame:
    """Read a table of weights, dates x assets, with the numbers as they are written.

    A cell with a percent sign is read as a fraction. A blank cell is missing (NaN).

    Raises
    ------
    InputError
        See ``parse_table``.
    """
    return parse_table(
        rows,
        argument=argument,
        order=order,
        text_file=text_file,
        date_system=date_system,
        where=where,
        noun="weight",
    ).frame
