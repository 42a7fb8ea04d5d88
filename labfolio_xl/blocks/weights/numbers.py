"""The numbers of one column of weights, however they are written."""

from __future__ import annotations

from dataclasses import replace
from math import isinf, nan
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import is_blank, is_missing, quote, read_number
from labfolio_xl.blocks.cells.written import judge_marks, read_written, take_apart
from labfolio_xl.returns.weights.words import Says, header_says

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labfolio_xl.blocks.cells.origin import Origin
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.cells.written import Mark, Written

__all__ = ["read_weight", "read_weights"]


def read_weight(cell: Cell) -> float | None:
    """Return the number of one cell by itself, NaN for a missing one, None for anything else."""
    if not isinstance(cell, str) or is_blank(cell):
        return read_number(cell)
    if is_missing(cell):
        return nan
    number = take_apart(cell)
    if number is None or not any(sign.isdigit() for sign in number.digits):
        return None
    read = read_written(number, ".") or read_written(number, ",")
    return None if read is None else read[0]


def read_weights(
    cells: Sequence[Cell],
    header: str,
    place: Callable[[int], str],
    origin: Origin,
    *,
    text_file: bool = False,
) -> tuple[list[float | None], Says | None]:
    """Read the cells below a header, all texts with the same decimal sign.

    Parameters
    ----------
    cells : sequence
    header : str
    place : callable
        Names the cell of a number, for the sentence of an error.
    origin : Origin
    text_file : bool
        Whether the file has settled already that commas stand between thousands.

    Returns
    -------
    numbers : list
        NaN where one is missing, None where a cell holds something else.
    says : str or None
        What header and percent signs say of them.

    Raises
    ------
    InputError
        Commas that may stand before decimals or between thousands.
    """
    texts = {i: take_apart(c) for i, c in enumerate(cells) if isinstance(c, str) and _given(c)}
    mark = _mark(
        texts, lambda i: f"{place(i)} holds {quote(cells[i])}", origin, text_file=text_file
    )
    says = header_says(header)
    signed = bool(texts) and all(number is not None and number.percent for number in texts.values())
    if signed and len(texts) == sum(map(_given, cells)):
        says = "fractions"
    numbers = [read_number(cell) if _given(cell) else nan for cell in cells]
    for i, number in texts.items():
        # Below a header that says percent, a sign says it once more.
        plain = replace(number, percent=False) if number and says == "percent" else number
        read = None if plain is None else read_written(plain, mark)
        numbers[i] = None if read is None else read[0]
    return [None if n is not None and isinf(n) else n for n in numbers], says


def _given(cell: Cell) -> bool:
    return not is_blank(cell) and not (isinstance(cell, str) and is_missing(cell))


def _mark(
    texts: dict[int, Written | None], at: Callable[[int], str], origin: Origin, *, text_file: bool
) -> Mark:
    """The sign before the decimals of all texts."""
    marks, places = judge_marks(list(texts.values())), list(texts)
    if marks.comma is not None and marks.point is not None:
        raise origin.error(
            f"{at(places[marks.comma])} with a decimal comma and {at(places[marks.point])} with a "
            "decimal point; write all numbers with one of them."
        )
    settled = text_file or marks.comma is not None or marks.point is not None
    if marks.open is not None and not settled:
        raise origin.error(
            f"{at(places[marks.open])}, which can have thousands or decimals; write the numbers "
            "without a sign between the thousands, or with two decimals."
        )
    return "." if marks.comma is None else ","
