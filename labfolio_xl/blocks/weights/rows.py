"""Read the rows of a table of holdings as weights by name, without titles and footers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from labfolio_xl.blocks.cells.grid import is_blank_row
from labfolio_xl.blocks.cells.values import is_blank, quote, read_name, shortened
from labfolio_xl.blocks.weights.columns import is_header, says_numbers
from labfolio_xl.blocks.weights.lots import Holding, merged, refuse_repeated
from labfolio_xl.blocks.weights.numbers import read_weight, read_weights
from labfolio_xl.errors import check_length
from labfolio_xl.returns.findings import Finding, listed
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.returns.weights.words import ITEM, is_cash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks.cells.origin import Origin, Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.weights.columns import WeightColumns

__all__ = ["read_rows"]

_PAIR = 2
# These texts are not names; NA is not among them, since it is a ticker.
_NO_NAMES = frozenset({"-", "--", "\N{EN DASH}", "\N{EM DASH}", "n/a", "N/A"})
# The last row without a name is the sum of the others if it differs by less than this share.
_ROUNDING = 0.01
# A table with fewer rows has no row for the sum.
_FEWEST_OF_A_SUM = 2


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of weights in a block, and their numbers."""

    block: Rows
    columns: WeightColumns
    origin: Origin
    places: tuple[int, ...]
    numbers: tuple[float | None, ...]

    @property
    def wide(self) -> bool:
        """Whether it is a table of holdings with more than two columns, and not a list of pairs."""
        return len(self.block[0]) > _PAIR

    def holdings(self) -> list[Holding]:
        """Read the rows, without those that have neither a name nor a weight."""
        read = list(map(self._holding, self.places, self.numbers))
        read = [holding for holding in read if holding.names or not math.isnan(holding.number)]
        if _is_sum(read):
            read.pop()
        for holding in read:
            if not holding.names:
                at = self.columns.names[0]
                place = self.origin.place(holding.row, at)
                found = quote(self.block[holding.row][at])
                raise self.origin.error(f"{place} holds {found}; type a name.")
            if math.isnan(holding.number):
                raise self.origin.error(
                    f'"{shortened(holding.name)}" has no weight; type a number, 0 for none.'
                )
        return read

    def _holding(self, row: int, number: float | None) -> Holding:
        cells = self.block[row]
        given = [_name_of_cell(cells[column]) for column in self.columns.names]
        names = tuple(dict.fromkeys(filter(None, given)))
        if number is None:
            raise self._no_number(row, names[0] if names else "")
        words = (*names, *(_name_of_cell(cells[column]) for column in self.columns.classes))
        return Holding(row, names, number, any(map(is_cash, words)))

    def _no_number(self, row: int, name: str) -> Exception:
        column = self.columns.numbers
        place = self.origin.place(row, column)
        at = f" ({place})" if self.origin.where is not None else ""
        called = _header(self.block, self.columns, column) if self.wide else "weight"
        return self.origin.error(
            f"column {quote(called)}, {shortened(name)}{at} holds {quote(self.block[row][column])};"
            " clear the cell or type a weight."
        )


def read_rows(
    block: Rows, columns: WeightColumns, origin: Origin, *, text_file: bool = False
) -> WeightTable:
    """Read the weights in the rows below a header.

    Raises
    ------
    InputError
        A weight is missing or not a number; a name is missing or, in a block of two columns,
        occurs twice.
    """
    places = _places(block, columns)
    cells = [block[row][columns.numbers] for row in places]
    numbers, says = read_weights(
        cells,
        _header(block, columns, columns.numbers),
        lambda i: origin.place(places[i], columns.numbers),
        origin,
        text_file=text_file,
    )
    rows = _Rows(block, columns, origin, places, tuple(numbers))
    holdings = rows.holdings()
    findings = [*_column_notes(rows), *_row_notes(rows, holdings)]
    if rows.wide:
        holdings = merged(holdings, findings)
    else:
        refuse_repeated(holdings, origin)
    check_length(origin.argument, [holding.name for holding in holdings])
    names = [holding.name for holding in holdings]
    numbers = [holding.number for holding in holdings]
    return WeightTable(
        pd.Series(
            numbers,
            pd.Index(names, dtype="str", name=_above_names(block, columns)),
            dtype=float,
            name="weight",
        ),
        says,
        frozenset(holding.name for holding in holdings if holding.is_cash),
        {holding.name: holding.names[1:] for holding in holdings if holding.names[1:]},
        tuple(findings),
    )


def _header(block: Rows, columns: WeightColumns, column: int) -> str:
    """The header of a column, "" if there is none."""
    return "" if columns.header < 0 else read_name(block[columns.header][column]) or ""


def _above_names(block: Rows, columns: WeightColumns) -> str | None:
    """The header of the names, unless the text above the numbers is certainly a header, too.

    It is checked later whether this text is rather a name of which the number is missing.
    """
    if columns.header < 0 or says_numbers(block[columns.header][columns.numbers]):
        return None
    return _header(block, columns, columns.names[0]) or None


def _name_of_cell(cell: Cell) -> str:
    name = read_name(cell) or ""
    return "" if name in _NO_NAMES else name


def _places(block: Rows, columns: WeightColumns) -> tuple[int, ...]:
    """The rows between header and footer, or a second table, without headings."""
    wide, start = len(block[0]) > _PAIR, columns.header + 1
    tables = (r for r in range(start, len(block)) if wide and _is_second_header(block, r, columns))
    end = next(tables, len(block))
    numbers = [row for row in range(start, end) if _has_number(block, row, columns)]
    after = range(numbers[-1] + 1, end) if numbers else range(0)
    end = next((row for row in after if is_blank_row(block[row])), end)
    return tuple(
        row
        for row in range(start, end)
        if not is_blank_row(block[row]) and not (wide and _is_heading(block, row))
    )


def _is_second_header(block: Rows, row: int, columns: WeightColumns) -> bool:
    return is_header(block[row]) and says_numbers(block[row][columns.numbers])


def _has_number(block: Rows, row: int, columns: WeightColumns) -> bool:
    number = read_weight(block[row][columns.numbers])
    return number is not None and not math.isnan(number)


def _is_heading(block: Rows, row: int) -> bool:
    return sum(not is_blank(cell) for cell in block[row]) == 1


def _is_sum(holdings: Sequence[Holding]) -> bool:
    """Whether the last row has no name and holds the sum of the others."""
    if len(holdings) <= _FEWEST_OF_A_SUM or holdings[-1].names:
        return False
    *others, last = holdings
    gross = sum(abs(holding.number) for holding in others)
    return abs(sum(holding.number for holding in others) - last.number) <= _ROUNDING * gross


def _column_notes(rows: _Rows) -> list[Finding]:
    """A note on the columns that were used, if there are more than two."""
    if not rows.wide:
        return []
    columns = (rows.columns.names[0], rows.columns.numbers, *rows.columns.others)
    name, number, *others = (quote(_header(rows.block, rows.columns, c)) for c in columns)
    beside = f", not {listed(others)}" if others else ""
    reading = f"taken as names and weights{beside}"
    return [Finding("columns", ITEM, f"{name} and {number}", "note", reading)]


def _row_notes(rows: _Rows, holdings: Sequence[Holding]) -> list[Finding]:
    """A note on the rows that were left out: titles, headings, footers, other tables."""
    used = {rows.columns.header, *(holding.row for holding in holdings)}
    left = [r for r, row in enumerate(rows.block) if r not in used and not is_blank_row(row)]
    if not left:
        return []
    runs: list[list[int]] = []
    for row in (row + rows.origin.row + 1 for row in left):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    found = f"row{'s' * (len(left) > 1)} {listed(spans)}"
    return [Finding("rows", ITEM, found, "note", "left out, they hold no weight")]
