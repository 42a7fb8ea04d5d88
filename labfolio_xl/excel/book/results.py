"""Write the tables of results onto the sheets of an open workbook."""

from __future__ import annotations

import contextlib
import math
from itertools import groupby
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area, clear_below, last_used, sheets_by_name, write_rows
from labfolio_xl.excel.book.chart_series import Fit
from labfolio_xl.excel.book.headings import move_notes, write_status
from labfolio_xl.excel.book.tables import tables_of
from labfolio_xl.excel.host import Mode, host
from labfolio_xl.plan.decided import EXPLAINED
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.sizes import DEFAULT, ROW, column_widths, row_heights
from labfolio_xl.plan.styles import ACCENT, properties
from labfolio_xl.workbook.canvas import header_looks, is_by_value, look_of_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.excel.book.extent import FoundTable
    from labfolio_xl.plan.layout import Block, Cells, Page

__all__ = ["dress", "write_page"]

# The title of a table and the text of its formula stand this many rows above its header.
TITLE_ABOVE, FORMULA_ABOVE = 2, 1
# The longest text that Excel accepts as a print area. If the text is longer, one rectangle around
# all areas is printed.
LONGEST_PRINT_AREA = 255
# The words of xlwings for vertical alignments, by the words of XlsxWriter.
_VERTICAL = {"vcenter": "center", "top": "top", "bottom": "bottom"}


def write_page(book: Any, page: Page, mode: Mode) -> list[Fit]:
    """Write the tables of a sheet to the places that they have in a new workbook.

    Returns
    -------
    list of Fit
        The old and the new cells of each table, for the charts that draw it.
    """
    sheet = sheets_by_name(book).get(page.sheet)
    if sheet is None:
        return []  # a user has deleted the sheet, or an earlier version made the workbook
    host().show_filtered_rows(sheet)
    found = {table.formula: table for table in tables_of(book, page.sheet)}
    old = {text: _area(page.sheet, table) for text, table in found.items()}
    new = {block.formula.found_as: block.area for block in page.blocks}
    places = [table.area for table in page.tables]
    _fit_cells(sheet, page, _first_moved(old, new))
    write_status(book, sheet, page, mode)
    if old == new and mode != "values" and _are_formulas(sheet, page.blocks):
        for block in page.blocks:
            if block.formula.caption != block.formula.found_as:
                _write_caption(sheet, block, f" {block.formula.caption}")
            if is_by_value(block.style):  # a value may need another number format than before
                _dress_table(sheet, block)
        _write_decided(sheet, page)
        return []  # Excel recalculates the formulas that stand there
    if old != new or mode != "values":
        top = min(place.row for place in (*old.values(), *places)) - TITLE_ABOVE
        _strip(sheet, top, places)
        clear_below(sheet, top)
    _set_papers(sheet, page)
    move_notes(sheet, page)
    _write_decided(sheet, page)
    for block in page.blocks:
        _write_block(sheet, block, mode)
    return [Fit(old[text], new[text]) for text in old if text in new and old[text] != new[text]]


def _first_moved(old: Mapping[str, Area], new: Mapping[str, Area]) -> float:
    """Return the first column of the tables that have moved to the left or to the right."""
    pairs = [(old[text].column, new[text].column) for text in old if text in new]
    return min((min(pair) for pair in pairs if pair[0] != pair[1]), default=math.inf)


def _fit_cells(sheet: Any, page: Page, moved: float) -> None:
    """Widen columns for longer names, and set the heights of rows with several lines of text.

    A column that a user has widened keeps its width, unless a table has moved into it.
    """
    widths = column_widths(page)
    between = (column for column in range(max(widths, default=0)) if column >= moved)
    for column, width in {**dict.fromkeys(between, DEFAULT), **widths}.items():
        cell = area(sheet, 0, column)
        if column >= moved or (cell.column_width or 0.0) < width:
            cell.column_width = width
    heights = {block.area.row: ROW for block in page.tables} | row_heights(page)
    if any(block.widest for block in page.blocks):
        # A row that held texts of several lines before may hold numbers now.
        first = min(table.area.row for table in page.tables)
        last = max(table.area.last_row for table in page.tables)
        area(sheet, first, 0, last - first + 1).row_height = ROW
    for row, height in sorted(heights.items()):
        area(sheet, row, 0).row_height = height


def _strip(sheet: Any, top: int, places: Sequence[Area]) -> None:
    """Remove the formats of headers and titles from all cells from a row on.

    When tables grow or shrink, new numbers would otherwise have the formats of the old headers, and
    cells that were in no table before would have the font of an empty workbook.
    """
    n_rows, n_columns = last_used(sheet)
    last_row = max([n_rows, *(place.last_row + 1 for place in places)])
    last_column = max([n_columns, *(place.last_column + 1 for place in places)])
    cells = area(sheet, top, 0, max(last_row - top, 1), last_column)
    dress(cells, "text")
    cells.borders.clear(["edge_bottom", "inside_horizontal"])


def _set_papers(sheet: Any, page: Page) -> None:
    """Set the print area, which grows and shrinks with the tables."""
    text = ",".join(place.address.rpartition("!")[2] for place in page.papers)
    if len(text) > LONGEST_PRINT_AREA:
        last_row = max(place.last_row for place in page.papers)
        last_column = max(place.last_column for place in page.papers)
        whole = Area(page.sheet, 0, 0, last_row + 1, last_column + 1)
        text = whole.address.rpartition("!")[2]
    # Without a printer Excel refuses a print area, which must not stop the macro.
    with contextlib.suppress(Exception):
        sheet.page_setup.print_area = text


def _area(sheet: str, table: FoundTable) -> Area:
    return Area(sheet, table.row, table.column, table.n_rows, table.n_columns)


def _are_formulas(sheet: Any, blocks: Sequence[Block]) -> bool:
    """Whether the tables are formulas, and not values that Excel for Mac wrote."""
    firsts = (area(sheet, block.area.row, block.area.column) for block in blocks)
    return all(str(first.formula).lstrip("{").startswith("=") for first in firsts)


def _write_decided(sheet: Any, page: Page) -> None:
    """Write the decisions that were made while the inputs were read, as values."""
    if page.decided is not None:
        place = page.decided.area
        _write_caption(sheet, page.decided, EXPLAINED)
        _dress_table(sheet, page.decided)
        write_rows(sheet, place.row, place.column, page.decided.cells)


def _write_caption(sheet: Any, block: Cells, text: str) -> None:
    """Write the title and the text of the formula above a table."""
    place = block.area
    for above, said, look in (
        (TITLE_ABOVE, block.title, "section"),
        (FORMULA_ABOVE, text, "formula"),
    ):
        write_rows(sheet, place.row - above, place.column, [[said]])
        dress(area(sheet, place.row - above, place.column), look)


def _write_block(sheet: Any, block: Block, mode: str) -> None:
    place = block.area
    _write_caption(sheet, block, f" {block.formula.caption}")
    _dress_table(sheet, block)
    cells = area(sheet, place.row, place.column, place.n_rows, place.n_columns)
    if mode == "values":
        write_rows(sheet, place.row, place.column, block.cells)
    elif mode == "array":
        cells.formula_array = block.formula.text
    else:
        area(sheet, place.row, place.column).formula2 = block.formula.text


def _dress_table(sheet: Any, block: Cells) -> None:
    """Give a table the number formats and the header of a new workbook."""
    place = block.area
    if block.failed:
        dress(area(sheet, place.row, place.column), "mistake")
        return
    # Columns beside each other with the same look are formatted together, because each call goes to
    # another process.
    first = 0
    for (style, look), alike in groupby(zip(block.styles, header_looks(block), strict=True)):
        width, column = len(list(alike)), place.column + first
        head = area(sheet, place.row, column, 1, width)
        dress(head, look)
        head.borders.set("edge_bottom", line_style="continuous", weight="thin", color=ACCENT)
        if is_by_value(style):
            _dress_by_value(sheet, block, style, range(first, first + width))
        elif place.n_rows > 1:
            _show_as(area(sheet, place.row + 1, column, place.n_rows - 1, width), style)
        first += width


def _dress_by_value(sheet: Any, block: Cells, style: str, columns: range) -> None:
    place = block.area
    for below, row in enumerate(block.cells[1:], 1):
        for number in columns:
            cell = area(sheet, place.row + below, place.column + number)
            _show_as(cell, look_of_value(row[number], style))


def _show_as(cells: Any, look: str) -> None:
    cells.number_format = str(properties(look).get("num_format", "General"))
    _align(cells, look)


def dress(cells: Any, look: str) -> None:
    """Give cells the font, the fill and the alignment of a look."""
    wanted = properties(look)
    cells.number_format = "General"
    cells.font.bold = bool(wanted.get("bold"))
    cells.font.italic = bool(wanted.get("italic"))
    cells.font.size = wanted["font_size"]
    cells.font.color = wanted["font_color"]
    cells.color = wanted.get("bg_color")
    _align(cells, look)


def _align(cells: Any, look: str) -> None:
    """Set the alignment, the line breaks and the indent of a look."""
    wanted = properties(look)
    cells.horizontal_alignment = wanted.get("align", "general")
    cells.vertical_alignment = _VERTICAL[wanted["valign"]]
    cells.wrap_text = bool(wanted.get("text_wrap"))
    host().indent(cells, wanted.get("indent", 0))
