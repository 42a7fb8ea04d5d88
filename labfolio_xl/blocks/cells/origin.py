"""Where a block comes from, so that a sentence can point at a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.errors import InputError

__all__ = ["ERROR_MARK", "Origin", "Row", "Rows", "Where"]

Row = Sequence[Cell]
Rows = Sequence[Row]
Where = Callable[[int, int], str]

# How a sentence in a cell begins, so that a function fed with it passes the first cause on.
ERROR_MARK = "#LF! "


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block comes from, so that a sentence can point at a cell.

    Parameters
    ----------
    argument : str
        What the block is, as the user knows it: ``assets``.
    where : callable, optional
        Names the cell at a row and a column of the untrimmed block, both counted from zero.
    noun : str
        What belongs into a cell: a return, a price, a rate, a weight.
    row, column : int
        What trimming cut off above and to the left.
    """

    argument: str
    where: Where | None = None
    noun: str = "return"
    row: int = 0
    column: int = 0

    @property
    def subject(self) -> str:
        """The argument as a sentence begins with it."""
        return f"{self.argument[:1].upper()}{self.argument[1:]}"

    def place(self, row: int, column: int) -> str:
        """Name a cell: its address when known, else its row and column in the block."""
        if self.where is not None:
            return f"cell {self.where(row + self.row, column + self.column)}"
        return f"row {row + self.row + 1}, column {column + self.column + 1}"

    def error(self, sentence: str) -> InputError:
        """Make an error that begins with the argument."""
        return InputError(f"{self.subject}: {sentence}")
