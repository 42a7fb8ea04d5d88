"""Write the result sheets: titles, notes and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labfolio_xl.plan.charts import Chart
from labfolio_xl.plan.layout import FIRST_NOTE, Page
from labfolio_xl.plan.sizes import (
    column_widths,
    frozen_panes,
    note_columns,
    page_size,
    paper_widths,
    row_heights,
    top_heights,
)
from labfolio_xl.plan.slots import LEFT_OF_TABLES, PAGE_SLOTS
from labfolio_xl.workbook.canvas import LEGIBLE, Canvas
from labfolio_xl.workbook.header_notes import write_header_notes
from labfolio_xl.workbook.marks import highlight
from labfolio_xl.workbook.sheets_charts import write_page_charts
from labfolio_xl.workbook.status_cell import write_status

__all__ = ["write_page"]


def write_page(canvas: Canvas, page: Page, made: Mapping[str, Chart | str], said: str) -> None:
    """Write one result sheet.

    Parameters
    ----------
    canvas : Canvas
    page : Page
    made : mapping
        The charts by name, or the error message of a table that failed.
    said : str
        What the cell below the title says about the inputs.
    """
    sheet = canvas.sheets[page.sheet]
    widths = column_widths(page)
    canvas.set_widths(sheet, widths)
    last, width = note_columns(widths)
    canvas.write_title(sheet, page.title, columns=last)
    write_status(canvas, sheet, page.sheet, said)
    for place, note in enumerate(page.notes):
        canvas.write_paragraph(sheet, FIRST_NOTE + place, (1, last), note, width=width)
    for row, height in {**row_heights(page), **top_heights(page, live=canvas.live)}.items():
        sheet.set_row(row, height)
    if page.decided is not None:
        canvas.write_decided(page.decided)
    for block in page.blocks:
        canvas.write_block(block)
    for table in page.tables:
        write_header_notes(sheet, table)
    highlight(canvas, sheet, page)
    write_page_charts(canvas, sheet, page, made)
    sheet.freeze_panes(*frozen_panes(page, live=canvas.live))
    _set_up_paper(canvas, sheet, page)
    if not canvas.live:
        _add_filter(sheet, page)


def _add_filter(sheet: Any, page: Page) -> None:
    """Give the table that a person filters a filter.

    A live workbook has none: Excel refuses to sort the cells of an array, and the rows of the
    filter would not follow a table that grows.
    """
    for table in page.blocks:
        if table.about.filtered and not table.failed:
            sheet.autofilter(*table.area.corners)


def _set_up_paper(canvas: Canvas, sheet: Any, page: Page) -> None:
    """Print the areas of the page, as wide as the paper; a header that all tables share repeats."""
    # XlsxWriter takes only one area. Of several areas, Excel prints each on its own pages.
    areas = ",".join(area.address.removeprefix("=") for area in page.papers)
    canvas.book.define_name(f"{page.sheet}!_xlnm.Print_Area", f"={areas}")
    canvas.tell_cut(sheet, is_cut=page.is_cut)
    if page.sheet in LEFT_OF_TABLES:
        sheet.fit_to_pages(1, 1)
        return
    width, height = page_size(page)
    _, least = note_columns({})
    canvas.fit_paper(
        sheet,
        max(width, least),
        height,
        upright=page.sheet in PAGE_SLOTS,
        beside=paper_widths(page),
    )
    if page.header_row is not None:
        sheet.repeat_rows(page.header_row)
    if not canvas.live:
        _repeat_names(sheet, page)


def _repeat_names(sheet: Any, page: Page) -> None:
    """Repeat the names of a wide grid on its further pages, if nothing stands to its right.

    Not in a live workbook, where the grid moves if the tables left of it get more columns.
    """
    widths = paper_widths(page)
    if len(widths) > 1 and widths[-1] == max(widths) > LEGIBLE:
        sheet.repeat_columns(page.papers[-1].column)
