"""What the arguments of a worksheet function may be, and how each is read from raw cells.

The annotation ``Annotated[InputTable, TableArgument()]`` of a parameter states both the type that
the function gets and how the cells of a host are read into it. A missing argument, a blank cell
and an empty range all mean the default.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self, get_args

from labfolio_xl.blocks import ERROR_MARK, Row, parse_risk_free, parse_table, parse_weights
from labfolio_xl.blocks.cells.values import Cell, error_text, read_name
from labfolio_xl.errors import InputError
from labfolio_xl.options import DateOrder, find_option
from labfolio_xl.options.checks import as_text, check_option
from labfolio_xl.options.kinds import Day
from labfolio_xl.options.settings import parse_settings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.sheet.cache import parsed_once
from labfolio_xl.sheet.cells import as_block, as_cell, date_system
from labfolio_xl.sheet.settings import Settings

_USUAL_DATE_SYSTEM = 1900

__all__ = [
    "ArgumentKind",
    "Choice",
    "Rates",
    "SettingsBlock",
    "TableArgument",
    "Text",
    "WeightPairs",
    "label",
]


@dataclass(frozen=True, slots=True)
class ArgumentKind:
    """How one argument is read, with a description of what it takes for the manual."""

    @property
    def is_block(self) -> bool:
        """Whether the argument accepts a range of several cells."""
        return False

    @property
    def takes(self) -> str:
        """What a user types or selects."""
        return "text"

    def with_order(self, _order: DateOrder | None) -> Self:
        """Return the kind for dates whose order of day and month the user has named."""
        return self

    def beside(self, _assets: tuple[str, ...]) -> Self:
        """Return the kind for an argument beside assets of these names."""
        return self

    def read(self, raw: Cell, name: str) -> Any:
        """Return the value of an argument that is not empty."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DatedBlock(ArgumentKind):
    """A block with dates in its first column.

    Parameters
    ----------
    order : {"dmy", "mdy"} or None
        The order of day and month, if the settings state it.
    """

    order: DateOrder | None = None

    @property
    def is_block(self) -> bool:
        """Always true."""
        return True

    def with_order(self, order: DateOrder | None) -> Self:
        """Return the kind for that order."""
        return replace(self, order=order)


@dataclass(frozen=True, slots=True)
class TableArgument(DatedBlock):
    """Names in the first row, dates in the first column.

    Parameters
    ----------
    noun : str
        The word for the number in a cell, such as return or price.
    """

    noun: str = "return"

    @property
    def takes(self) -> str:
        """What a user selects."""
        return "a range with names in its first row and dates in its first column"

    def read(self, raw: Cell, name: str) -> InputTable:
        """Parse the block."""
        return parse_table(
            as_block(raw),
            argument=label(name),
            noun=self.noun,
            order=self.order,
            date_system=date_system(raw),
            keep=parsed_once,
        )


@dataclass(frozen=True, slots=True)
class Rates(DatedBlock):
    """Dates and one rate, or one number per period."""

    @property
    def takes(self) -> str:
        """What to select or type."""
        return "a range with dates and one rate, or one number per period"

    def read(self, raw: Cell, name: str) -> InputTable | float | None:
        """Parse the block."""
        return parse_risk_free(
            as_block(raw),
            label(name),
            order=self.order,
            date_system=date_system(raw),
            keep=parsed_once,
        )


@dataclass(frozen=True, slots=True)
class WeightPairs(DatedBlock):
    """Assets and weights, one column of weights, a column for each portfolio, or dates x assets."""

    @property
    def takes(self) -> str:
        """What a user selects."""
        return "a range with asset and weight, or with dates and a column of weights for each asset"

    def read(self, raw: Cell, name: str) -> WeightTable | None:
        """Parse the block."""
        return parse_weights(
            as_block(raw), label(name), order=self.order, date_system=date_system(raw)
        )


@dataclass(frozen=True, slots=True)
class Choice(ArgumentKind):
    """One of the words of a ``Literal``, whatever its case."""

    options: Any

    @property
    def takes(self) -> str:
        """The words."""
        return " or ".join(f'"{option}"' for option in get_args(self.options))

    def read(self, raw: Cell, name: str) -> str:
        """Return the word."""
        return check_option(_cell(raw, name), self.options, name)


@dataclass(frozen=True, slots=True)
class SettingsBlock(ArgumentKind):
    """A text such as "cov=hac; lags=5", or rows of name and value."""

    @property
    def is_block(self) -> bool:
        """Always true, although a text is accepted too."""
        return True

    @property
    def takes(self) -> str:
        """What a user types or selects."""
        return 'a text such as "cov=hac; lags=5", or a range of two columns, name and value'

    def read(self, raw: Cell, name: str) -> Settings:
        """Return the checked settings."""
        cells = as_block(raw)
        for row in filter(None, cells):
            _refuse_errors(row[:1], label(name))
            _refuse_errors(row[1:], f"{label(name)}: {row[0]}")
        if date_system(raw) != _USUAL_DATE_SYSTEM:
            cells = [dates_of_1900(row) for row in cells if row]
        is_text = max(map(len, cells)) == 1
        return Settings(parse_settings(cells), every_one_is_used=is_text)


@dataclass(frozen=True, slots=True)
class Text(ArgumentKind):
    """Any text."""

    def read(self, raw: Cell, name: str) -> str:
        """Return the text."""
        return str(read_name(_cell(raw, name)))


def dates_of_1900(row: Row) -> list[Cell]:
    """Convert the date in a row of name and value from the date system of 1904 to that of 1900."""
    name, *values = row
    with suppress(InputError):  # an unknown name is refused later, when the row is read
        kind = find_option(as_text(name)).kind
        if isinstance(kind, Day):
            return [name, *map(kind.counted_from_1900, values)]
    return [name, *values]


def _cell(raw: Cell, name: str) -> Cell:
    try:
        cell = as_cell(raw)
    except ValueError:
        raise InputError(f"{name} takes one cell; select one, or leave it out.") from None
    _refuse_errors([cell], name)
    return cell


def _refuse_errors(cells: Sequence[Cell], name: str) -> None:
    for cell in cells:
        if error_text(cell):
            raise InputError(f"{name} holds {error_text(cell)}; correct that cell or leave it out.")
        if isinstance(cell, str) and cell.startswith(ERROR_MARK):
            raise InputError(cell.removeprefix(ERROR_MARK))


def holds_settings(raw: Cell) -> bool:
    """Whether cells that another argument cannot read are settings: a text or rows of them."""
    try:
        return bool(parse_settings(as_block(raw)))
    except InputError:
        return False


def label(name: str) -> str:
    """Return the name of an argument as messages show it: RiskFree for risk_free."""
    return "".join(word.capitalize() for word in name.split("_"))
