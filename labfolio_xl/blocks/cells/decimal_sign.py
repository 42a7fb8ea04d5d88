"""Decide which decimal sign the numbers in texts have, all of them the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.written import judge_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labfolio_xl.blocks.cells.origin import Origin
    from labfolio_xl.blocks.cells.written import Mark, WrittenNumber

__all__ = ["decimal_sign"]


def decimal_sign(
    numbers: Sequence[WrittenNumber | None],
    describe: Callable[[int], str],
    origin: Origin,
    *,
    text_file: bool,
) -> Mark:
    """Return the decimal sign of numbers that are written as text.

    Parameters
    ----------
    numbers : sequence
        The parts of the numbers; None for a text that is not a number.
    describe : callable
        Says which cell holds the number at a position, and what it holds.
    origin : Origin
    text_file : bool
        Whether the cells come from a text file, of which the decimal sign is known already. It
        is then a point.

    Raises
    ------
    InputError
        The numbers have decimal commas and decimal points, or may have either.
    """
    marks = judge_marks(numbers)
    if marks.comma is not None and marks.point is not None:
        raise origin.error(
            f"{describe(marks.comma)} with a decimal comma and {describe(marks.point)} with a "
            "decimal point; write all numbers with one of them."
        )
    is_known = text_file or marks.comma is not None or marks.point is not None
    if marks.open is not None and not is_known:
        raise origin.error(
            f"{describe(marks.open)}, which can have thousands or decimals; write the numbers "
            "without a sign between the thousands, or with two decimals."
        )
    return "." if marks.comma is None else ","
