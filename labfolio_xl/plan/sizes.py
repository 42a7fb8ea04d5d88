"""How wide the columns and how high the rows of a result sheet have to be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from labfolio_xl.plan.layout import FIRST_NOTE, Cells, Page
from labfolio_xl.plan.slots import (
    COLUMN_WIDTH,
    FIRST_PAGE,
    FIRST_PAGE_WIDTHS,
    FIRST_TABLE,
    LEFT_OF_TABLES,
    PAGE_COLUMNS,
)
from labfolio_xl.returns.names.widths import letters

__all__ = [
    "DEFAULT",
    "HIGHEST_ROW",
    "LETTERS_IN_A_UNIT",
    "LINE",
    "MARGIN",
    "ROW",
    "TITLE",
    "WIDEST_HEADER",
    "column_widths",
    "fitting_panes",
    "frozen_panes",
    "header_height",
    "is_broken",
    "is_rotated",
    "note_columns",
    "page_size",
    "paper_widths",
    "paragraph_height",
    "row_heights",
    "table_widths",
    "top_heights",
]

LINE, ROW = 13.0, 15.0  # points of a further line of text, and of a row of one line
TITLE, FORMULA = 24.0, 6.0  # of the title of a sheet, and of the row of formulas in a report
HIGHEST_ROW = 409.5  # more Excel refuses
LETTERS_IN_A_UNIT = 1.2  # of column width, on the safe side: a row too high does no harm
# How many letters fit into a unit of column width, for styles whose letters have another size
# than those of the tables; points of a line of smaller letters.
_LETTERS, _LINES = {"note": 1.3, "step": 1.15}, {"note": 12.0}
_NOTE_WIDTH = 96.0  # of the paragraph above the tables, in units of column width
# Frozen rows and columns may take a third of the screen of a laptop, which shows 1,300 pixels
# across and 23 rows of 20 pixels below the ribbon.
_MOST_DOWN, _MOST_ACROSS = 23 * 20 / 3, 1300 / 3
_POINT, _UNIT, _PADDING = 4 / 3, 7.0, 5.0  # pixels of a point, a unit of width, and the padding
DEFAULT, _NUMBER = 8.43, 10.5  # of a column: what Excel gives, what numbers take
_FILTER_BUTTON = 2.0  # what the button of a filter covers of a header
MARGIN = 2.0  # the width of the first column of most sheets
_NARROWEST, _NARROWEST_IN_A_GRID, _WIDEST = 8.0, 6.0, 64.0
# A longer name above numbers is broken into lines: ten factors of fifty letters would make a
# sheet as wide as five screens. Bold letters are wide, and lines end with whole words.
WIDEST_HEADER, _BOLD_LETTERS, _MOST_LINES = 26.0, 0.85, 8
# A longer name above a narrow column of a grid is turned; points of a letter then.
_LEVEL_NAME, _LETTER, _HIGHEST_NAME = 10, 5.5, 220.0
# Numbers and dates as they are shown.
_SHOWN = {"date": 10.0, "date_after": 11.0, "p": 7.0, "t": 7.0, "correlation": 4.5}


def column_widths(page: Page) -> dict[int, float]:
    """Widths in units, by column of the sheet."""
    widths = table_widths(page)
    if page.sheet in LEFT_OF_TABLES:
        for column in range(1, PAGE_COLUMNS + 1):
            widths[column] = max(COLUMN_WIDTH, widths.get(column, 0.0))
    if page.is_apart:
        widths = {**dict.fromkeys(range(1, PAGE_COLUMNS + 1), _NUMBER), **widths}
    return widths | FIRST_PAGE_WIDTHS if page.sheet == FIRST_PAGE else widths


def table_widths(page: Page) -> dict[int, float]:
    """Widths in units of the columns in which tables stand, which depend on names and texts."""
    widths: dict[int, float] = {}
    for block in page.tables:
        for column, width in _block_widths(block):
            widths[column] = max(width, widths.get(column, 0.0))
    if page.sheet == FIRST_PAGE:
        widths = {c: width for c, width in widths.items() if c not in FIRST_PAGE_WIDTHS}
    return widths


def _block_widths(block: Cells) -> Iterator[tuple[int, float]]:
    if block.failed:
        return
    rotated = is_rotated(block)
    for place, (name, look) in enumerate(zip(block.header, block.styles, strict=True)):
        is_grid = look == "correlation"
        header = 0.0 if rotated and is_grid else letters(name) + 1.0
        if block.about.filtered and not look.startswith("text"):  # the name ends at the right
            header += _FILTER_BUTTON
        if is_broken(name, look):
            header = WIDEST_HEADER - 1.5
        column = [row[place] for row in block.cells[1:]]
        texts = {cell for cell in column if isinstance(cell, str)}
        longest = max([header, *(_shown_length(text, look) for text in texts)])
        if not all(isinstance(cell, str) for cell in column):
            longest = max(longest, _SHOWN.get(look, 9.0))
        least = _NARROWEST_IN_A_GRID if is_grid else _NARROWEST
        most = block.widest.get(name, _WIDEST)
        yield block.area.column + place, min(max(longest + 1.5, least), most)


def _shown_length(text: str, look: str) -> float:
    # Items run over into the empty cells beside them.
    return 9.0 if look == "item" else letters(text) * 0.92


def is_broken(name: str, look: str) -> bool:
    """Whether the name above a column is too long for one line."""
    is_words = look.startswith(("text", "date")) or look in ("item", "correlation")
    return not is_words and letters(name) + 2.5 > WIDEST_HEADER


def header_height(names: Iterable[str]) -> float:
    """Height of a row of names, some of which are broken into lines."""
    most = max((letters(name) for name in names), default=0)
    lines = math.ceil(most / (WIDEST_HEADER * _BOLD_LETTERS))
    return ROW + LINE * (min(lines, _MOST_LINES) - 1)


def is_rotated(block: Cells) -> bool:
    """Whether the names above a grid are too long to lie."""
    return "correlation" in block.styles and max(map(letters, block.header)) > _LEVEL_NAME


def row_heights(page: Page) -> dict[int, float]:
    """Heights in points of the rows that are higher than one line, by row of the sheet."""
    heights: dict[int, float] = {}
    widths = column_widths(page)
    for block in page.tables:
        if not block.failed:
            for row, height in _block_heights(block, widths):
                heights[row] = min(max(height, heights.get(row, 0.0)), HIGHEST_ROW)
    return heights


def _block_heights(block: Cells, widths: Mapping[int, float]) -> Iterator[tuple[int, float]]:
    if is_rotated(block):
        height = _LETTER * max(map(letters, block.header)) + 8.0
        yield block.area.row, min(height, _HIGHEST_NAME)
    heads = [n for n, look in zip(block.header, block.styles, strict=True) if is_broken(n, look)]
    if block.key == FIRST_TABLE:
        yield block.area.row, ROW + 2.0 * LINE
    elif heads:
        yield block.area.row, header_height(heads)
    places = [block.header.index(name) for name in block.widest if name in block.header]
    broken = [(k, widths[block.area.column + k]) for k in places]
    for below, row in enumerate(block.cells[1:] if broken else (), start=1):
        lines = max(letters(str(row[k])) / (width * LETTERS_IN_A_UNIT) for k, width in broken)
        if lines > 1.0:
            yield block.area.row + below, LINE * math.ceil(lines) + 4.0


def paragraph_height(text: str, width: float, style: str) -> float:
    """Return the height in points of a row that holds a text, in cells of this total width."""
    letters_in_a_line = width * _LETTERS.get(style, LETTERS_IN_A_UNIT)
    lines = max(1, math.ceil(letters(text) / letters_in_a_line))
    return min(_LINES.get(style, LINE) * lines + 4, HIGHEST_ROW)


def note_columns(widths: Mapping[int, float]) -> tuple[int, float]:
    """Return the last column of the paragraph above the tables, and its total width."""
    column, total = 1, widths.get(1, DEFAULT)
    while total < _NOTE_WIDTH:
        column += 1
        total += widths.get(column, DEFAULT)
    return column, total


def top_heights(page: Page, *, live: bool) -> dict[int, float]:
    """Heights in points of the rows above the tables: title, paragraphs, and the row of formulas.

    A report shows no formulas; their row is kept low there.
    """
    _, width = note_columns(column_widths(page))
    notes = {
        FIRST_NOTE + place: paragraph_height(note, width, "note")
        for place, note in enumerate(page.notes)
    }
    heights = {0: TITLE, **notes}
    if page.header_row is not None and not live:
        heights[page.header_row - 1] = FORMULA
    return heights


def frozen_panes(page: Page, *, live: bool) -> tuple[int, int]:
    """Return the first row and the first column of a result sheet that scroll."""
    rows = 0 if page.header_row is None else page.header_row + 1
    columns = 0 if page.sheet in LEFT_OF_TABLES else 2
    heights = {**row_heights(page), **top_heights(page, live=live)}
    return fitting_panes((rows, columns), heights, {0: MARGIN, **column_widths(page)})


def fitting_panes(
    panes: tuple[int, int], heights: Mapping[int, float], widths: Mapping[int, float]
) -> tuple[int, int]:
    """Return how many rows and columns are frozen: none if they would take too much of a screen.

    Parameters
    ----------
    panes : tuple of int
        How many rows and columns are to stay in view.
    heights, widths : mapping
        Of rows in points and of columns in units, where they are not those of an empty sheet.
    """
    rows, columns = panes
    down = sum(heights.get(row, ROW) for row in range(rows)) * _POINT
    across = sum(widths.get(column, DEFAULT) * _UNIT + _PADDING for column in range(columns))
    return rows if down <= _MOST_DOWN else 0, columns if across <= _MOST_ACROSS else 0


def page_size(page: Page) -> tuple[float, float]:
    """Width in units and height in points of what goes to a page of paper, about."""
    rows = max(area.n_rows for area in page.papers)
    last = max(area.last_row for area in page.papers)
    heights = {**row_heights(page), **top_heights(page, live=True)}
    further = sum(height - ROW for row, height in heights.items() if row <= last)
    return max(paper_widths(page)), rows * ROW + further


def paper_widths(page: Page) -> list[float]:
    """The width in units of each area that takes pages of its own, about."""
    widths = column_widths(page)
    return [
        sum(widths.get(k, DEFAULT) for k in range(area.column, area.last_column + 1))
        for area in page.papers
    ]
