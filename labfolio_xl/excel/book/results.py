"""Write the tables of results onto the sheets of an open workbook."""

from __future__ import annotations

import contextlib
import math
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area, clear_below, last_used, write_rows
from labfolio_xl.excel.book.chart_series import Fit
from labfolio_xl.excel.book.headings import move_notes, write_status
from labfolio_xl.excel.host import Mode, host
from labfolio_xl.plan.decided import EXPLAINED
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.sizes import DEFAULT, ROW, column_widths, row_heights, table_widths
from labfolio_xl.plan.styles import ACCENT, properties
from labfolio_xl.workbook.canvas import header_looks, is_by_value, look_of_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from labfolio_xl.excel.book.extent import FoundTable
    from labfolio_xl.excel.book.tables import ResultCells
    from labfolio_xl.plan.layout import Block, Cells, Page

__all__ = ["dress", "stands", "update_page", "write_page"]

# The title of a table and the text of its formula stand this many rows above its header.
TITLE_ABOVE, FORMULA_ABOVE = 2, 1
# The longest text that Excel accepts as a print area. If the text is longer, one rectangle around
# all areas is printed.
LONGEST_PRINT_AREA = 255
# The words of xlwings for vertical alignments, by the words of XlsxWriter.
_VERTICAL = {"vcenter": "center", "top": "top", "bottom": "bottom"}


def stands(page: Page, before: ResultCells | None, mode: Mode) -> bool:
    """Whether all tables of a sheet are formulas that stand where they are wanted.

    Parameters
    ----------
    page : Page
    before : ResultCells or None
        What the sheet holds now; None if a user has deleted it, or if an earlier version made the
        workbook.
    mode : {"spill", "array", "values"}
    """
    if before is None or mode == "values":
        return False
    return _old(page, before) == _new(page) and before.are_formulas


def update_page(sheet: Any, page: Page, mode: Mode, *, has_check: bool) -> None:
    """Update what stands around the tables of a sheet, whose formulas Excel recalculates."""
    host().show_filtered_rows(sheet)
    _fit_columns(sheet, table_widths(page), math.inf)
    _fit_rows(sheet, page)
    write_status(sheet, page, mode, has_check=has_check)
    for block in page.blocks:
        if block.formula.caption != block.formula.found_as:
            _write_caption(sheet, block, f" {block.formula.caption}")
        if is_by_value(block.style):  # a value may need another number format than before
            _dress_values(sheet, block, changed=True)
    _write_decided(sheet, page)


def write_page(
    sheet: Any, page: Page, before: ResultCells, mode: Mode, *, has_check: bool
) -> list[Fit]:
    """Write the tables of a sheet to the places that they have in a new workbook.

    Returns
    -------
    list of Fit
        The old and the new cells of each table, for the charts that draw it.
    """
    host().show_filtered_rows(sheet)
    old, new = _old(page, before), _new(page)
    places = [table.area for table in page.tables]
    moved, widths = _first_moved(old, new), column_widths(page)
    between = (column for column in range(max(widths, default=0)) if column >= moved)
    _fit_columns(sheet, {**dict.fromkeys(between, DEFAULT), **widths}, moved)
    _fit_rows(sheet, page)
    write_status(sheet, page, mode, has_check=has_check)
    if old != new or mode != "values":
        top = min(place.row for place in (*old.values(), *places)) - TITLE_ABOVE
        # Where looks depend on values, those above new rows may have changed too.
        by_value = any(is_by_value(block.style) for block in page.blocks)
        _strip(sheet, top if by_value else _first_new_row(old, new) or top, places)
        clear_below(sheet, top)
    _set_papers(sheet, page)
    move_notes(sheet, page)
    _write_decided(sheet, page)
    for block in page.blocks:
        _write_block(sheet, block, mode)
    return [Fit(old[text], new[text]) for text in old if text in new and old[text] != new[text]]


def _old(page: Page, before: ResultCells) -> dict[str, Area]:
    """Return the cells of each table now, by the text above it."""
    return {table.formula: _area(page.sheet, table) for table in before.tables}


def _new(page: Page) -> dict[str, Area]:
    """Return the cells of each table in a new workbook, by the text above it now."""
    return {block.formula.found_as: block.area for block in page.blocks}


def _first_new_row(old: Mapping[str, Area], new: Mapping[str, Area]) -> int:
    """Return the first row below tables that have only grown downwards; 0 if any has not."""
    if old.keys() != new.keys() or len({place.row for place in new.values()}) != 1:
        return 0
    for text, place in new.items():
        before = old[text]
        if place.n_rows < before.n_rows or place != replace(before, n_rows=place.n_rows):
            return 0
    return min((place.last_row + 1 for place in old.values()), default=0)


def _first_moved(old: Mapping[str, Area], new: Mapping[str, Area]) -> float:
    """Return the first column of the tables that have moved to the left or to the right."""
    pairs = [(old[text].column, new[text].column) for text in old if text in new]
    return min((min(pair) for pair in pairs if pair[0] != pair[1]), default=math.inf)


def _fit_columns(sheet: Any, widths: Mapping[int, float], moved: float) -> None:
    """Widen columns for longer names.

    A column that a user has widened keeps its width, unless a table has moved into it.
    """
    for columns, width in _runs(widths):
        _widen(sheet, columns, width, moved)


def _fit_rows(sheet: Any, page: Page) -> None:
    """Set the heights of rows with several lines of text."""
    heights = {block.area.row: ROW for block in page.tables} | row_heights(page)
    if any(block.widest for block in page.blocks):
        # A row that held texts of several lines before may hold numbers now.
        first = min(table.area.row for table in page.tables)
        last = max(table.area.last_row for table in page.tables)
        area(sheet, first, 0, last - first + 1).row_height = ROW
    for rows, height in _runs(heights):
        area(sheet, rows.start, 0, len(rows)).row_height = height


def _widen(sheet: Any, columns: range, width: float, moved: float) -> None:
    """Make columns as wide as needed; those that are wider stay so, unless a table has moved."""
    cells = area(sheet, 0, columns.start, 1, len(columns))
    now = math.inf if columns.start >= moved else cells.column_width
    if columns.start >= moved or (now is not None and now < width):
        cells.column_width = width
    elif now is None:  # the columns have different widths
        for column in columns:
            cell = area(sheet, 0, column)
            if (cell.column_width or 0.0) < width:
                cell.column_width = width


def _runs(sizes: Mapping[int, float]) -> Iterator[tuple[range, float]]:
    """Yield the rows or columns beside each other that have the same size."""
    by_place = groupby(
        enumerate(sorted(sizes)), key=lambda pair: (pair[1] - pair[0], sizes[pair[1]])
    )
    for (_, size), pairs in by_place:
        places = [place for _, place in pairs]
        yield range(places[0], places[-1] + 1), size


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
    # Cells beside each other with the same look are formatted together, because each call goes to
    # another process.
    for columns, look in _alike(header_looks(block)):
        dress(area(sheet, place.row, place.column + columns.start, 1, len(columns)), look)
    head = area(sheet, place.row, place.column, 1, len(block.header))
    head.borders.set("edge_bottom", line_style="continuous", weight="thin", color=ACCENT)
    for columns, style in _alike(block.styles):
        if place.n_rows > 1 and not is_by_value(style):
            column, n_rows = place.column + columns.start, place.n_rows - 1
            _show_as(area(sheet, place.row + 1, column, n_rows, len(columns)), style)
    _dress_values(sheet, block)


def _dress_values(sheet: Any, block: Cells, *, changed: bool = False) -> None:
    """Give the cells of columns whose style depends on the value the format that each needs.

    If only those that have changed are dressed, they are known by their number formats: looks of
    one column that have the same number format are alike.
    """
    place = block.area
    for number, style in enumerate(block.styles if not block.failed else ()):
        if is_by_value(style):
            looks = [look_of_value(row[number], style) for row in block.cells[1:]]
            for rows, look in _alike(looks):
                row = place.row + 1 + rows.start
                cells = area(sheet, row, place.column + number, len(rows))
                if not changed or cells.number_format != _number_format(look):
                    _show_as(cells, look)


def _alike(looks: Sequence[str]) -> Iterator[tuple[range, str]]:
    """Yield the places beside or below each other that have the same look."""
    first = 0
    for look, alike in groupby(looks):
        last = first + len(list(alike))
        yield range(first, last), look
        first = last


def _show_as(cells: Any, look: str) -> None:
    cells.number_format = _number_format(look)
    _align(cells, look)


def _number_format(look: str) -> str:
    return str(properties(look).get("num_format", "General"))


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
