"""Read weights: pairs of names and weights, a table of holdings, or numbers alone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from labfolio_xl.blocks.cells.grid import is_empty
from labfolio_xl.blocks.cells.origin import Origin
from labfolio_xl.blocks.cells.values import quote, read_name
from labfolio_xl.blocks.table import trim
from labfolio_xl.blocks.weights.columns import WeightColumns, find_columns
from labfolio_xl.blocks.weights.dated import are_by_date, parse_dated_weights
from labfolio_xl.blocks.weights.numbers import (
    LARGEST_WEIGHT,
    is_ticker,
    read_weight,
    read_weights,
)
from labfolio_xl.blocks.weights.portfolios import are_portfolios, read_portfolios
from labfolio_xl.blocks.weights.rows import read_rows
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.returns.weights.words import is_weight_header

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Row, Rows, Where
    from labfolio_xl.options import DateOrder

__all__ = ["parse_weights"]

_PAIR = 2
# Percent of a whole portfolio have a sum in this range.
_LOWEST_PERCENT, _HIGHEST_PERCENT = 90.0, 110.0


def parse_weights(
    rows: Rows | None,
    argument: str = "weights",
    *,
    where: Where | None = None,
    text_file: bool = False,
    order: DateOrder | None = None,
    date_system: int = 1900,
) -> WeightTable | None:
    """Read weights: pairs of asset and weight, a table of holdings, portfolios, or bare numbers.

    Parameters
    ----------
    rows : sequence of sequences, or None
        A table with headers for the assets (Ticker, Symbol, Name) and for the weights (Weight,
        % of net assets, or else Market Value), which may have titles above and footers below;
        two columns (or two rows) of names and weights, with or without a header; a column of
        names and a column of weights for each of several portfolios, under its name; a column of
        dates and a column of weights for each asset; or numbers alone, in the order of the assets.
    argument : str
        The name of the argument in messages.
    where : callable, optional
        Gives the address of the cell at a row and a column (from zero).
    text_file : bool
        Whether the cells come from a text file, of which the decimal sign is known already.
    order, date_system
        Of the dates; see ``parse_table``.

    Returns
    -------
    WeightTable
        Weights by name, or without names; a frame, names x portfolios, for several; a frame,
        dates x names, for weights over time; None if the block is empty.

    Raises
    ------
    InputError
        A weight is blank or not a number; a name is missing or occurs twice; there are more than
        two columns and no header that names them.
    """
    if rows is None or is_empty(rows):
        return None
    block, origin = trim(rows, Origin(argument, where, "weight"))
    if are_by_date(block, text_file=text_file):
        how = {"order": order, "date_system": date_system, "where": where, "text_file": text_file}
        return WeightTable(parse_dated_weights(rows, argument, **how))  # type: ignore[arg-type]
    if len(block[0]) == 1 or (len(block) == 1 and _are_numbers(block[0])):
        if not _is_one_pair(block, origin):
            return _bare_weights(block, origin, text_file=text_file)
    elif len(block) == _PAIR and _lies_across(block):
        block, origin = list(zip(*block, strict=True)), _transposed(origin)
    columns = find_columns(block) or _columns_of_pairs(block)
    if columns is None and are_portfolios(block):
        return read_portfolios(block, origin, text_file=text_file)
    if columns is None:
        raise origin.error(
            f"the block has {len(block[0])} columns; select two, the asset and its weight, or "
            "write Ticker and Weight above them (or names of portfolios, above numbers only)."
        )
    return read_rows(block, columns, origin, text_file=text_file)


def _are_numbers(cells: Row) -> bool:
    return all(read_weight(cell) is not None for cell in cells)


def _lies_across(block: Rows) -> bool:
    """Whether two rows are names above weights, and not two pairs of a name and a weight."""
    names, weights = block
    if len(names) > _PAIR:
        return is_weight_header(read_name(weights[0]) or "") or _are_numbers(weights)
    if not _are_numbers(weights) or _is_pair(weights):
        return False
    if not _are_numbers(names):
        return all(read_weight(cell) is None for cell in names)
    if not all(map(is_ticker, names)):
        return False
    return not is_ticker(weights[0]) or (
        _are_percent(weights) and not _are_percent([names[1], weights[1]])
    )


def _are_percent(cells: Row) -> bool:
    """Whether numbers have a sum of about a hundred."""
    return _LOWEST_PERCENT <= sum(read_weight(cell) or 0.0 for cell in cells) <= _HIGHEST_PERCENT


def _is_pair(cells: Row) -> bool:
    """Whether two numbers are a ticker and a weight, and not two weights such as 60 and 40."""
    weight = read_weight(cells[1])
    is_weight = weight is not None and abs(weight) <= LARGEST_WEIGHT
    return is_weight and is_ticker(cells[0]) and not _are_percent(cells)


def _is_one_pair(block: Rows, origin: Origin) -> bool:
    """Whether a row of two numbers is a ticker and its weight.

    Raises
    ------
    InputError
        The numbers may also be two weights.
    """
    if len(block[0]) != _PAIR:
        return False
    pair = block[0]
    if not _is_pair(pair) and is_ticker(pair[0]) and not _are_percent(pair):
        raise origin.error(
            f"the row holds {quote(pair[0])} and {quote(pair[1])}, which are a ticker and its "
            "weight, or two weights; write Ticker and Weight above a pair, or put two weights "
            "below each other."
        )
    return _is_pair(pair)


def _columns_of_pairs(block: Rows) -> WeightColumns | None:
    """The columns of a block of two columns, whose first row is a header if it has no weight."""
    if len(block[0]) != _PAIR:
        return None
    has_header = isinstance(block[0][1], str) and read_weight(block[0][1]) is None
    return WeightColumns(0 if has_header else -1, (0,), 1)


def _transposed(origin: Origin) -> Origin:
    where = origin.where
    turned = None if where is None else (lambda row, column: where(column, row))
    return replace(origin, where=turned, row=origin.column, column=origin.row)


def _bare_weights(block: Rows, origin: Origin, *, text_file: bool) -> WeightTable:
    """Read weights without names, which may have a header before them."""
    cells = [(cell, (i, j)) for i, row in enumerate(block) for j, cell in enumerate(row)]
    header = ""
    if len(cells) > 1 and isinstance(cells[0][0], str) and read_weight(cells[0][0]) is None:
        header, cells = cells[0][0], cells[1:]
    numbers, says = read_weights(
        [cell for cell, _ in cells],
        header,
        lambda i: origin.place(*cells[i][1]),
        origin,
        text_file=text_file,
    )
    for number, (cell, at) in zip(numbers, cells, strict=True):
        if number is None or math.isnan(number):
            raise origin.error(f"{origin.place(*at)} holds {quote(cell)}; type a weight.")
    return WeightTable(np.array(numbers), says)
