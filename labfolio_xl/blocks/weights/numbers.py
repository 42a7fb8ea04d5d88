"""Read the numbers of one column of weights."""

from __future__ import annotations

from dataclasses import replace
from math import isinf, nan
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.decimal_sign import decimal_sign
from labfolio_xl.blocks.cells.values import is_blank, is_missing, quote, read_number
from labfolio_xl.blocks.cells.written import read_written, take_apart
from labfolio_xl.returns.weights.words import Says, header_says

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labfolio_xl.blocks.cells.origin import Origin
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["LARGEST_WEIGHT", "is_ticker", "read_weight", "read_weights"]

# Above it, a whole number in the place of a name is a ticker.
LARGEST_WEIGHT = 10.0


def read_weight(cell: Cell) -> float | None:
    """Read the number of a single cell; NaN if it is missing, None if it is not a number."""
    if not isinstance(cell, str) or is_blank(cell):
        return read_number(cell)
    if is_missing(cell):
        return nan
    number = take_apart(cell)
    if number is None or not any(sign.isdigit() for sign in number.digits):
        return None
    read = read_written(number, ".") or read_written(number, ",")
    return None if read is None else read[0]


def is_ticker(cell: Cell) -> bool:
    """Whether a number is more likely a ticker (600519, 700) than a weight."""
    number = read_weight(cell)
    return number is not None and number > LARGEST_WEIGHT and number % 1 == 0


def read_weights(
    cells: Sequence[Cell],
    header: str,
    place: Callable[[int], str],
    origin: Origin,
    *,
    text_file: bool = False,
) -> tuple[list[float | None], Says | None]:
    """Read the cells below a header; all texts have the same decimal sign.

    Parameters
    ----------
    cells : sequence
    header : str
    place : callable
        Gives the name of a cell for its position in ``cells``, for messages.
    origin : Origin
    text_file : bool
        Whether the cells come from a text file, of which the decimal sign is known already.

    Returns
    -------
    numbers : list
        NaN for a missing number, None for a cell that holds something else.
    says : str or None
        What the header and percent signs say about the numbers.

    Raises
    ------
    InputError
        A comma or point may be a decimal sign as well as a separator of thousands.
    """
    texts = {i: take_apart(c) for i, c in enumerate(cells) if isinstance(c, str) and _is_given(c)}
    places = list(texts)
    mark = decimal_sign(
        list(texts.values()),
        lambda i: f"{place(places[i])} holds {quote(cells[places[i]])}",
        origin,
        text_file=text_file,
    )
    says = header_says(header)
    signed = bool(texts) and all(number is not None and number.percent for number in texts.values())
    if signed and len(texts) == sum(map(_is_given, cells)):
        says = "fractions"
    numbers = [read_number(cell) if _is_given(cell) else nan for cell in cells]
    for i, number in texts.items():
        # If the header says percent, a percent sign only repeats it.
        plain = replace(number, percent=False) if number and says == "percent" else number
        read = None if plain is None else read_written(plain, mark)
        numbers[i] = None if read is None else read[0]
    return [None if n is not None and isinf(n) else n for n in numbers], says


def _is_given(cell: Cell) -> bool:
    return not is_blank(cell) and not (isinstance(cell, str) and is_missing(cell))
