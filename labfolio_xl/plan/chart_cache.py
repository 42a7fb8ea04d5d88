"""The copy of the cells that a chart carries, for viewers that do not read the cells.

Excel, LibreOffice and other spreadsheet programs draw a chart from the cells. Previews of mail
programs, of phones and of PowerPoint draw the copy. A line over time looks the same with some of
its points, so that the copy of a long series has only these.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.options.days import EPOCH
from labfolio_xl.plan.chart import Chart
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area

__all__ = ["MOST_CACHED", "with_cells"]

# A series with more points is thinned to about this number.
MOST_CACHED = 100


def with_cells(
    made: Mapping[str, Chart | str], blocks: Mapping[str, Block]
) -> dict[str, Chart | str]:
    """Return charts by name with what stands in their cells; an error message stays as it is."""
    tables: dict[str, list[Block]] = {}
    for block in blocks.values():
        tables.setdefault(block.area.sheet, []).append(block)
    return {
        name: chart if isinstance(chart, str) else replace(chart, cache=_cells_of(chart, tables))
        for name, chart in made.items()
    }


def _cells_of(chart: Chart, tables: Mapping[str, list[Block]]) -> dict[Area, tuple[Cell, ...]]:
    """Return what stands in the cells of a chart, by area, thinned where the series are long."""
    found = {}
    for area in set(_areas(chart)):
        for block in tables.get(area.sheet, ()):
            if _is_inside(area, block.area):
                found[area] = _thinned(_cells(area, block))
    return found


def _areas(chart: Chart) -> Iterator[Area]:
    for series in chart.series:
        for part in (series.name, series.categories, series.values, series.error):
            if isinstance(part, Area):
                yield part
    if chart.title_cell is not None:
        yield chart.title_cell


def _is_inside(area: Area, table: Area) -> bool:
    return (
        table.row <= area.row
        and area.last_row <= table.last_row
        and table.column <= area.column
        and area.last_column <= table.last_column
    )


def _cells(area: Area, block: Block) -> list[Cell]:
    first, column = area.row - block.area.row, area.column - block.area.column
    return [_stored(row[column]) for row in block.cells[first : first + area.n_rows]]


def _stored(cell: Cell) -> Cell:
    """Return a cell as a file stores it: a date as a number of days."""
    if isinstance(cell, dt.datetime):
        return (cell.date() - EPOCH[1900]).days
    is_missing = cell is None or cell == "" or (isinstance(cell, float) and not math.isfinite(cell))
    return None if is_missing else cell


def _thinned(cells: list[Cell]) -> tuple[Cell, ...]:
    """Return the cells with at most about MOST_CACHED of them left, the last among them."""
    step = math.ceil(len(cells) / MOST_CACHED)
    last = len(cells) - 1
    return tuple(
        cell if number % step == 0 or number == last else None for number, cell in enumerate(cells)
    )
