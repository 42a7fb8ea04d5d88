"""The description of a chart: its kind, texts, and the cells that its series show.

:mod:`labfolio_xl.plan.charts` makes the charts, and :mod:`labfolio_xl.workbook.draw_charts`
draws them.
"""

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
        The values in those cells, for viewers that do not read the cells.
    role : {"data", "portfolio", "diagonal", "named", "unseen", "edge", "other"}
        "named" is a point with its name beside it. "unseen" is not drawn and only extends the
        axis. "edge" is the lower or upper end of a band. "other" is the part that no factor
        explains.
    """

    name: Area | str
    categories: Area
    values: Area
    error: Area | None = None
    error_values: tuple[Cell, ...] = ()
    role: Role = "data"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name in the workbook, its texts, number formats and series.

    Attributes
    ----------
    categories : tuple
        The present names or dates along the axis. The direction and the spacing of the labels
        depend on them.
    title_cell : Area or None
        The cell with the title, if the title changes with the inputs.
    shown : bool
        Whether the chart shows anything with these inputs. A live workbook keeps a hidden chart.
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
        """The number of points of the longest series."""
        return len(self.categories)

    @property
    def longest(self) -> int:
        """The number of letters of the longest category."""
        return max(letters(str(category)) for category in self.categories)


def firsts_of(block: Block) -> tuple[Cell, ...]:
    """Return the labels of the rows of a table."""
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
