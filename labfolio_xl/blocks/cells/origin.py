"""``Origin``: where a block of cells comes from, so that an error can name the cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.errors import InputError

__all__ = ["ERROR_MARK", "Origin", "Row", "Rows", "Where"]

Row = Sequence[Cell]
Rows = Sequence[Row]
Where = Callable[[int, int], str]

# The beginning of an error in a cell. A function whose input is such a cell repeats the error.
ERROR_MARK = "#LF! "


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block of cells comes from.

    Parameters
    ----------
    argument : str
        The name of the argument that the block is given for: ``assets``.
    where : callable, optional
        Gives the address of the cell at a row and a column of the untrimmed block, both counted
        from zero.
    noun : str
        What a cell should hold: a return, a price, a rate, a weight.
    row, column : int
        The numbers of rows and columns that were trimmed above and to the left.
    """

    argument: str
    where: Where | None = None
    noun: str = "return"
    row: int = 0
    column: int = 0

    @property
    def subject(self) -> str:
        """The argument with a capital, for the beginning of a sentence."""
        return f"{self.argument[:1].upper()}{self.argument[1:]}"

    def place(self, row: int, column: int) -> str:
        """The name of a cell: its address if known, otherwise its row and column in the block."""
        if self.where is not None:
            return f"cell {self.where(row + self.row, column + self.column)}"
        return f"row {row + self.row + 1}, column {column + self.column + 1}"

    def error(self, sentence: str) -> InputError:
        """Make an error that begins with the argument."""
        return InputError(f"{self.subject}: {sentence}")
