"""A chart of the workbook in words and cells; what each shows and how it is drawn is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.sizes import letters

__all__ = ["Chart", "ChartKind", "Role", "Series", "cell_of", "firsts_of", "rows_of", "values_of"]

ChartKind = Literal["bars", "band", "dots", "lines", "scatter", "stack", "columns", "ribbon"]
Role = Literal["data", "portfolio", "diagonal", "named", "unseen", "edge", "other"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, categories (or x) and values, each an area of a result sheet.

    Attributes
    ----------
    error : Area or None
        Standard errors, drawn as a band to both sides.
    error_values : tuple
        What stands in those cells, for viewers that do not look there.
    role : {"data", "portfolio", "diagonal", "named", "unseen", "edge", "other"}
        "named" is a point with its name beside it; "unseen" only stretches the axis; "edge" is
        one of a band's; "other" what no factor explains.
    """

    name: Area | str
    categories: Area
    values: Area
    error: Area | None = None
    error_values: tuple[Cell, ...] = ()
    role: Role = "data"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name in the workbook, its words, its number formats, its series.

    Attributes
    ----------
    categories : tuple
        The names or dates along its axis as they are now, from which follow how labels are
        turned and spaced.
    title_cell : Area or None
        The cell whose text is the title, where that changes with the inputs.
    shown : bool
        Whether it has something to show with these inputs; a live workbook keeps it, hidden.
    """

    name: str
    kind: ChartKind
    title: str
    x_title: str
    y_title: str
    x_format: str
    y_format: str
    series: tuple[Series, ...]

    categories: tuple[Cell, ...]
    title_cell: Area | None = None
    shown: bool = True

    @property
    def n_points(self) -> int:
        """Points of the longest series."""
        return len(self.categories)

    @property
    def longest(self) -> int:
        """Letters of the longest category."""
        return max(letters(str(category)) for category in self.categories)


def firsts_of(block: Block) -> tuple[Cell, ...]:
    """The labels of a table's rows."""
    return tuple(row[0] for row in block.cells[1:])


def values_of(block: Block, name: str) -> tuple[Cell, ...]:
    """The values of a column."""
    place = block.header.index(name)
    return tuple(row[place] for row in block.cells[1:])


def rows_of(column: Area, first: int, count: int) -> Area:
    """Some rows of a column."""
    return Area(column.sheet, column.row + first, column.column, count)


def cell_of(column: Area, row: int) -> Area:
    """One cell of a column."""
    return rows_of(column, row, 1)
