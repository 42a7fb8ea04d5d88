"""Arguments that are numbers by name: shocks, targets, quantities, prices of holdings."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from labfolio_xl.blocks.cells.values import Cell, read_number
from labfolio_xl.blocks.named_numbers import parse_named_numbers, parse_prices
from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments.kinds import ArgumentKind, DatedBlock, label
from labfolio_xl.sheet.cells import as_block, date_system

__all__ = ["NamedNumbers", "NumberOrNamed", "PriceList", "Scenarios"]


@dataclass(frozen=True, slots=True)
class NamedNumbers(ArgumentKind):
    """Names and numbers beside them.

    Parameters
    ----------
    noun : str
        The word for a number, such as shock or quantity.
    """

    noun: str

    @property
    def is_block(self) -> bool:
        """Always true."""
        return True

    @property
    def takes(self) -> str:
        """What a user selects."""
        return f"a range with a name and a {self.noun} in each row"

    def read(self, raw: Cell, name: str) -> pd.Series[float]:
        """Parse the block."""
        table = parse_named_numbers(as_block(raw), label(name), self.noun)
        if table.shape[1] != 1:
            raise InputError(
                f"{label(name)} has {table.shape[1]} columns of numbers; select names and one "
                f"{self.noun} each."
            )
        return table.iloc[:, 0]


@dataclass(frozen=True, slots=True)
class NumberOrNamed(NamedNumbers):
    """One number for all, or names and numbers."""

    @property
    def takes(self) -> str:
        """What a user types or selects."""
        return f"a number for all, or a range with a name and a {self.noun} in each row"

    def read(self, raw: Cell, name: str) -> pd.Series[float] | float:  # type: ignore[override]
        """Return the number, or parse the block."""
        block = as_block(raw)
        number = read_number(block[0][0]) if len(block) == len(block[0]) == 1 else None
        return NamedNumbers(self.noun).read(raw, name) if number is None else number


@dataclass(frozen=True, slots=True)
class Scenarios(NamedNumbers):
    """Names and one column of numbers, or a column for each scenario under its name."""

    @property
    def takes(self) -> str:
        """What a user selects."""
        return f"a range with a name and a {self.noun} in each row, or a column for each scenario"

    def read(self, raw: Cell, name: str) -> pd.Series[float] | pd.DataFrame:  # type: ignore[override]
        """Parse the block; an empty cell of a scenario means no shock."""
        table = parse_named_numbers(as_block(raw), label(name), self.noun)
        return table.iloc[:, 0] if table.shape[1] == 1 else table


@dataclass(frozen=True, slots=True)
class PriceList(DatedBlock):
    """Asset and price, or a table of prices by date."""

    @property
    def takes(self) -> str:
        """What a user selects."""
        return "a range with asset and price, or a table of prices with dates in its first column"

    def read(self, raw: Cell, name: str) -> InputTable | pd.Series[float]:
        """Parse the block."""
        return parse_prices(
            as_block(raw), label(name), order=self.order, date_system=date_system(raw)
        )
