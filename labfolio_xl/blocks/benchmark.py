"""Read a benchmark: a series of returns, weights of the assets, or dated weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_empty
from labfolio_xl.blocks.cells.origin import Origin
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.table import read_trimmed, trim
from labfolio_xl.blocks.weights.columns import find_columns, is_name_header
from labfolio_xl.blocks.weights.dated import has_weights_by_date, is_dated_row
from labfolio_xl.blocks.weights.numbers import read_weight
from labfolio_xl.blocks.weights.parsing import parse_weights
from labfolio_xl.errors import InputError, counted
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.names.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from labfolio_xl.blocks.cells.origin import Row, Rows, Where
    from labfolio_xl.blocks.table import Keep
    from labfolio_xl.options import DateOrder
    from labfolio_xl.returns.tables.input_table import InputTable
    from labfolio_xl.returns.weights.judgement import WeightTable

__all__ = ["parse_benchmark"]

_PAIR = 2


def parse_benchmark(
    rows: Rows,
    argument: str = "Benchmark",
    *,
    assets: Collection[str] = (),
    order: DateOrder | None = None,
    text_file: bool = False,
    date_system: int = 1900,
    where: Where | None = None,
    keep: Keep | None = None,
) -> WeightTable | InputTable | pd.DataFrame | None:
    """Read a benchmark, which is returns or weights by the form of its cells.

    Rows that begin with a date are returns if there is one column of numbers, and otherwise dated
    weights. A column of names beside numbers, numbers alone, and a table of holdings are weights.

    Parameters
    ----------
    rows : sequence of sequences
    argument : str
        The name of the argument in messages.
    assets : names, optional
        The names of the assets. A ticker of digits may look like a date, so that a row that
        begins with the name of an asset is one of weights.
    order, text_file, date_system, where, keep
        See ``parse_table``.

    Returns
    -------
    InputTable of one column for returns; WeightTable; DataFrame, dates x assets, for dated weights;
    None if the block is empty.

    Raises
    ------
    InputError
        There are several columns of returns; see also ``parse_table`` and ``parse_weights``.
    """
    if is_empty(rows):
        return None
    block, origin = trim(rows, Origin(argument, where, "return"))
    if _holds_weights(block, assets, text_file=text_file):
        return parse_weights(rows, argument, where=where, text_file=text_file)
    if has_weights_by_date(block, assets):
        origin = replace(origin, noun="weight")
    if len(block[0]) == _PAIR and may_be_date(block[0][0], text_file=text_file):
        block, origin = [("date", argument), *block], replace(origin, row=origin.row - 1)
    table = read_trimmed(
        block, origin, order=order, text_file=text_file, date_system=date_system, keep=keep
    )
    if origin.noun == "weight":
        return table.frame
    n_columns = table.frame.shape[1]
    if n_columns == 1:
        return table
    if assets:
        raise InputError(
            f"{argument}: it has {counted(n_columns, 'column')} of returns; select one, or names "
            "of assets and their weights."
        )
    return table.frame


def _holds_weights(block: Rows, assets: Collection[str], *, text_file: bool) -> bool:
    """Whether the cells are weights: they name assets, have one column, or have no dates."""
    known = set(map(name_key, assets))
    if len(block[0]) == 1 or any(name_key(read_name(row[0]) or "") in known for row in block):
        return True
    columns = find_columns(block)
    if columns is not None and columns.header >= 0:
        header = read_name(block[columns.header][columns.names[0]]) or ""
        if is_name_header(header):
            return True
    n_dated = sum(is_dated_row(row, text_file=text_file) for row in block)
    n_named = sum(_is_named(row) for row in block)
    return n_dated == 0 or n_named > n_dated


def _is_named(row: Row) -> bool:
    """Whether a row begins with a text that is no date and has a number beside it."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    if not isinstance(first, str) or is_dated_row(row):
        return False
    return any(not is_blank(cell) and read_weight(cell) is not None for cell in row[1:])
