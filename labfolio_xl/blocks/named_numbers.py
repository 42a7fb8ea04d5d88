"""Blocks of names and numbers: a shock for each factor, a quantity for each asset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from labfolio_xl.blocks.origin import Origin, Rows
from labfolio_xl.blocks.table import parse_table, read_trimmed, trim
from labfolio_xl.blocks.values import read_date, read_number

if TYPE_CHECKING:
    from labfolio_xl.blocks.origin import Where

__all__ = ["parse_named_numbers", "parse_prices"]

_PAIR = 2


def parse_named_numbers(
    rows: Rows, argument: str, noun: str, *, where: Where | None = None
) -> pd.DataFrame:
    """Read names in the first column and numbers beside them.

    Parameters
    ----------
    rows : sequence of sequences
        Two columns with or without a header, or more with one.
    argument, noun : str
        What the block is, and what a number is, for the sentence of an error.
    where : callable, optional
        Names the cell at a row and a column (from zero).

    Returns
    -------
    DataFrame
        Named by the first column; NaN where a number is missing. A column without a header
        is named by the noun.

    Raises
    ------
    InputError
        What ``parse_table`` refuses.
    """
    block, origin = trim(rows, Origin(argument, where, noun))
    if len(block[0]) == _PAIR and read_number(block[0][1]) is not None:
        block, origin = [("name", noun), *block], replace(origin, row=origin.row - 1)
    return read_trimmed(block, origin, dates=False).frame


def parse_prices(
    rows: Rows, argument: str, *, where: Where | None = None
) -> pd.DataFrame | pd.Series[float]:
    """Read prices: a table with dates in its first column, or pairs of asset and price.

    Returns
    -------
    DataFrame, dates x assets, or Series by asset.

    Raises
    ------
    InputError
        What ``parse_table`` refuses.
    """
    block, _ = trim(rows, Origin(argument, where, "price"))
    if read_date(block[-1][0]) is not None:
        return parse_table(rows, argument=argument, noun="price", where=where).frame
    return parse_named_numbers(rows, argument, "price", where=where).iloc[:, 0]
