"""How wide the columns and how high the rows of a result sheet have to be."""

from __future__ import annotations

import math
from collections.abc import Iterator

from labfolio_xl.blocks.values import Cell
from labfolio_xl.workbook.layout import Block, Page
from labfolio_xl.workbook.places import Area
from labfolio_xl.workbook.slots import COLUMN_WIDTH, LEFT_OF_TABLES, PAGE_COLUMNS

__all__ = [
    "LETTERS_IN_A_UNIT",
    "LINE",
    "ROW",
    "column_widths",
    "is_rotated",
    "page_size",
    "row_heights",
]

LINE, ROW = 13.0, 15.0  # points of a further line of text, and of a row of one line
LETTERS_IN_A_UNIT = 1.2  # of column width, on the safe side: a row too high does no harm
_DEFAULT, _NUMBER = 8.43, 10.5  # of a column: what Excel gives, what numbers take
_NARROWEST, _NARROWEST_IN_A_GRID, _WIDEST = 8.0, 6.0, 64.0
# A longer name above a narrow column of a grid is turned; points of a letter then.
_LEVEL_NAME, _LETTER = 10, 5.5
# Numbers and dates as they are shown.
_SHOWN = {"date": 10.0, "p": 7.0, "t": 7.0, "correlation": 4.5}


def column_widths(page: Page) -> dict[int, float]:
    """Widths in units, by column of the sheet."""
    widths: dict[int, float] = {}
    if page.sheet in LEFT_OF_TABLES:
        widths = dict.fromkeys(range(1, PAGE_COLUMNS + 1), COLUMN_WIDTH)
    for block in page.blocks:
        for column, width in _block_widths(block):
            widths[column] = max(width, widths.get(column, 0.0))
    if page.papers:  # between stacks that stand apart
        widths = {**dict.fromkeys(range(1, PAGE_COLUMNS + 1), _NUMBER), **widths}
    return widths


def _block_widths(block: Block) -> Iterator[tuple[int, float]]:
    if block.failed:
        return
    rotated = is_rotated(block)
    for place, (name, look) in enumerate(zip(block.header, block.styles, strict=True)):
        is_grid = look == "correlation"
        header = 0.0 if rotated and is_grid else len(name) + 1.0
        longest = max([header, *(_shown_length(row[place], look) for row in block.cells[1:])])
        least = _NARROWEST_IN_A_GRID if is_grid else _NARROWEST
        most = block.widest.get(name, _WIDEST)
        yield block.area.column + place, min(max(longest + 1.5, least), most)


def _shown_length(cell: Cell, look: str) -> float:
    if isinstance(cell, str):
        # Items run over into the empty cells beside them.
        return 9.0 if look == "item" else len(cell) * 0.92
    return _SHOWN.get(look, 9.0)


def is_rotated(block: Block) -> bool:
    """Whether the names above a grid are too long to lie."""
    return "correlation" in block.styles and max(map(len, block.header)) > _LEVEL_NAME


def row_heights(page: Page) -> dict[int, float]:
    """Heights in points of the rows that are higher than one line, by row of the sheet."""
    heights: dict[int, float] = {}
    for block in page.blocks:
        if not block.failed:
            for row, height in _block_heights(block):
                heights[row] = max(height, heights.get(row, 0.0))
    return heights


def _block_heights(block: Block) -> Iterator[tuple[int, float]]:
    if is_rotated(block):
        yield block.area.row, _LETTER * max(map(len, block.header)) + 8.0
    broken = [(block.header.index(name), width) for name, width in block.widest.items()]
    for below, row in enumerate(block.cells[1:] if broken else (), start=1):
        lines = max(len(str(row[k])) / (width * LETTERS_IN_A_UNIT) for k, width in broken)
        if lines > 1.0:
            yield block.area.row + below, LINE * math.ceil(lines) + 4.0


def page_size(page: Page) -> tuple[float, float]:
    """Width in units and height in points of what goes to a page of paper, about."""
    widths = column_widths(page)
    areas = page.papers or (_whole(page),)
    across = [
        sum(widths.get(k, _DEFAULT) for k in range(area.column, area.last_column + 1))
        for area in areas
    ]
    rows = max(area.n_rows for area in areas)
    further = sum(height - ROW for height in row_heights(page).values())
    notes = 2.0 * ROW * len(page.notes)  # paragraphs of about three lines
    return max(across), (rows + 1) * ROW + further + notes  # the title is twice as high


def _whole(page: Page) -> Area:
    last_row = max((block.area.last_row for block in page.blocks), default=0)
    last_column = max((block.area.last_column for block in page.blocks), default=0)
    return Area(page.sheet, 0, 0, last_row + 1, last_column + 1)
