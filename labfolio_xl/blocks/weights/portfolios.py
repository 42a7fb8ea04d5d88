"""Read the weights of several portfolios: names in the first column, a column for each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from labfolio_xl.blocks.cells.values import is_blank, quote, read_name
from labfolio_xl.blocks.weights.columns import WeightColumns, is_header
from labfolio_xl.blocks.weights.numbers import read_weight
from labfolio_xl.blocks.weights.rows import read_rows
from labfolio_xl.returns.weights.judgement import WeightTable

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Origin, Row, Rows

__all__ = ["are_portfolios", "read_portfolios"]

# The names of the assets and two portfolios.
_FEWEST = 3


def are_portfolios(block: Rows) -> bool:
    """Whether a block has names of portfolios in its first row, and numbers only below them."""
    header, *rows = block
    if len(header) < _FEWEST or not rows or any(map(is_blank, header[1:])) or not is_header(header):
        return False
    columns = list(zip(*rows, strict=True))
    return not _are_numbers(columns[0]) and all(map(_are_mostly_numbers, columns[1:]))


def read_portfolios(block: Rows, origin: Origin, *, text_file: bool = False) -> WeightTable:
    """Read a column of weights for each portfolio; a blank cell is an asset that it does not hold.

    Raises
    ------
    InputError
        Two portfolios have the same name; or as :func:`read_rows`.
    """
    names = [str(read_name(cell)) for cell in block[0][1:]]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise origin.error(f"two portfolios have the name {quote(name)}; rename one.")
    read = [
        _of_column(block, column, origin, text_file=text_file) for column in range(1, len(block[0]))
    ]
    series = [one.weights for one in read if isinstance(one.weights, pd.Series)]
    says = {one.says for one in read}
    frame = pd.concat(series, axis=1).set_axis(names, axis=1)
    held = frame.where(frame != 0.0)
    first = read[0]
    return replace(first, weights=held, says=first.says if len(says) == 1 else None)


def _of_column(block: Rows, column: int, origin: Origin, *, text_file: bool) -> WeightTable:
    where = origin.where
    own = None if where is None else (lambda row, place: where(row, place and column))
    pairs: list[Row] = [
        [row[0], row[column] if number == 0 or not is_blank(row[column]) else _none(row)]
        for number, row in enumerate(block)
    ]
    return read_rows(
        pairs, WeightColumns(0, (0,), 1), replace(origin, where=own), text_file=text_file
    )


def _none(row: Row) -> float | None:
    """No weight: zero beside a name, and blank in a blank row."""
    return None if is_blank(row[0]) else 0.0


def _are_numbers(cells: Row) -> bool:
    """Whether there is a number among cells, and nothing else but blanks."""
    given = [cell for cell in cells if not is_blank(cell)]
    return bool(given) and all(read_weight(cell) is not None for cell in given)


def _are_mostly_numbers(cells: Row) -> bool:
    """Whether at least half of the given cells are numbers; the others are mistakes."""
    given = [cell for cell in cells if not is_blank(cell)]
    numbers = sum(read_weight(cell) is not None for cell in given)
    return numbers > 0 and 2 * numbers >= len(given)
