"""Small blocks of pairs: asset and weight, date and rate."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from labfolio_xl.blocks.origin import Origin
from labfolio_xl.blocks.table import read_trimmed, trim
from labfolio_xl.blocks.values import is_blank, quote, read_date, read_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labfolio_xl.blocks.origin import Row, Rows, Where
    from labfolio_xl.blocks.table import Keep
    from labfolio_xl.blocks.values import Cell

__all__ = ["parse_risk_free", "parse_weights"]

_PAIR = 2


def parse_weights(
    rows: Rows | None, argument: str = "weights", *, where: Where | None = None
) -> pd.Series[float] | NDArray[np.float64] | None:
    """Read weights: pairs of asset and weight, or a bare column or row of numbers.

    Parameters
    ----------
    rows : sequence of sequences, or None
        Two columns (or two rows) of names and weights, with or without a header; or numbers
        alone, in the order of the assets.
    argument : str
        What the block is, for the sentence of an error.
    where : callable, optional
        Names the cell at a row and a column (from zero).

    Returns
    -------
    Series named by asset, array without names, or None when the block is empty.

    Raises
    ------
    InputError
        A weight that is blank or no number, a name that is missing or stands twice, more than
        two columns.
    """
    if rows is None or _is_empty(rows):
        return None
    block, origin = trim(rows, Origin(argument, where, "weight"))
    if len(block[0]) == 1 or (len(block) == 1 and _are_numbers(block[0])):
        return _bare_weights(block, origin)
    if len(block) == _PAIR and _lies_across(block):
        block, origin = list(zip(*block, strict=True)), _transposed(origin)
    if len(block[0]) != _PAIR:
        raise origin.error(
            f"the block has {len(block[0])} columns; select two, the asset and its weight."
        )
    return _named_weights(block, origin)


def parse_risk_free(
    rows: Rows | Cell,
    argument: str = "RiskFree",
    *,
    date_system: int = 1900,
    where: Where | None = None,
    keep: Keep | None = None,
) -> pd.Series[float] | float | None:
    """Read a risk-free rate: dates and one rate, or one number per period.

    Parameters
    ----------
    rows : sequence of sequences, number, text or None
        Two columns with or without a header, or one number.
    argument : str
        What the block is, for the sentence of an error.
    date_system : {1900, 1904}
        How a date serial is counted.
    where : callable, optional
        Names the cell at a row and a column (from zero).
    keep : callable, optional
        As ``parse_table`` takes it.

    Returns
    -------
    Series by date, one number, or None when there is nothing.

    Raises
    ------
    InputError
        More than one rate, no dates, or what ``parse_table`` refuses.
    """
    cells: Rows = rows if isinstance(rows, (list, tuple)) else ((rows,),)
    if _is_empty(cells):
        return None
    block, origin = trim(cells, Origin(argument, where, "rate"))
    if len(block) == len(block[0]) == 1:
        return _one_number(block[0][0], (0, 0), origin)
    if len(block[0]) != _PAIR:
        found = "one column" if len(block[0]) == 1 else f"{len(block[0])} columns"
        raise origin.error(f"the block has {found}; select dates and one rate, or one number.")
    if read_date(block[0][0], date_system):
        block, origin = [("date", "risk_free"), *block], replace(origin, row=origin.row - 1)
    return read_trimmed(block, origin, date_system=date_system, keep=keep).frame.iloc[:, 0]


def _is_empty(rows: Rows) -> bool:
    return all(is_blank(cell) for row in rows for cell in row)


def _are_numbers(cells: Row) -> bool:
    return all(read_number(cell) is not None for cell in cells)


def _lies_across(block: Rows) -> bool:
    """Whether two rows are names above weights, not two pairs below each other."""
    return len(block[0]) > _PAIR or (
        all(read_number(cell) is None for cell in block[0]) and _are_numbers(block[1])
    )


def _transposed(origin: Origin) -> Origin:
    where = origin.where
    turned = None if where is None else (lambda row, column: where(column, row))
    return replace(origin, where=turned, row=origin.column, column=origin.row)


def _one_number(cell: Cell, at: tuple[int, int], origin: Origin) -> float:
    number = read_number(cell)
    if number is None or not math.isfinite(number):
        raise origin.error(f"{origin.place(*at)} holds {quote(cell)}; type a {origin.noun}.")
    return number


def _bare_weights(block: Rows, origin: Origin) -> NDArray[np.float64]:
    cells = [(cell, (i, j)) for i, row in enumerate(block) for j, cell in enumerate(row)]
    if len(cells) > 1 and isinstance(cells[0][0], str) and read_number(cells[0][0]) is None:
        cells = cells[1:]  # a header
    return np.array([_one_number(cell, at, origin) for cell, at in cells])


def _named_weights(block: Rows, origin: Origin) -> pd.Series[float]:
    has_header = isinstance(block[0][1], str) and read_number(block[0][1]) is None
    if not has_header:
        block, origin = [("asset", "weight"), *block], replace(origin, row=origin.row - 1)
    weights = read_trimmed([("asset", "weight"), *block[1:]], origin, dates=False).frame["weight"]
    if weights.isna().any():
        asset = quote(weights.index[weights.isna()][0])
        raise origin.error(f"{asset} has no weight; type a number, 0 for none.")
    return weights
