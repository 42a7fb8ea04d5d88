"""Write the sheet Dashboard: the first page, and below it the tables that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.errors import counted
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.charts import Chart
from labfolio_xl.plan.contents import TITLE
from labfolio_xl.plan.first_page import (
    BLANK,
    CHECK_LINE,
    HEIGHTS,
    HOLDINGS,
    LAST_COLUMN,
    SHARES,
    SLOTS,
    PageCell,
    first_page,
)
from labfolio_xl.plan.layout import Block, Page
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.sizes import column_widths, row_heights
from labfolio_xl.plan.slots import FIRST_PAGE_PIXELS, ROW_PIXELS, Slot
from labfolio_xl.plan.styles import MUTED, OTHER, SERIES_COLORS, text_on
from labfolio_xl.returns.report.data_report import DataReport
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.workbook.branding import insert_logo
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.draw_first_page import draw_first
from labfolio_xl.workbook.header_notes import write_header_notes
from labfolio_xl.workbook.heat_maps import color_scale, largest
from labfolio_xl.workbook.marks import mark_columns, set_off_portfolio
from labfolio_xl.workbook.sheets_charts import described

__all__ = ["sizes", "span", "write_dashboard"]

_BESIDE = "What the first page reads; this part is not printed."
_MARGIN, _LOGO_COLUMN = 2.0, 12
# At this scale, in percent, the columns of the page fill upright A4 between these margins (inches).
_SCALE, _MARGINS = 66, 0.4
_POINTS = 0.75  # of a pixel
_MOVE_WITH_CELLS = 2  # XlsxWriter's object_position
_GAP = 4
_TITLE_ABOVE = 2


def write_dashboard(
    canvas: Canvas,
    analysis: Analysis,
    page: Page,
    blocks: Mapping[str, Block],
    made: Mapping[str, Chart | str],
) -> None:
    """Write title, sentences, figures, charts and betas, then the tables of the page."""
    sheet = canvas.sheets[page.sheet]
    canvas.set_widths(sheet, column_widths(page), margin=_MARGIN)
    for row in range(max(HEIGHTS) + 1):
        sheet.set_row(row, HEIGHTS.get(row, ROW_PIXELS) * _POINTS)
    for row, height in row_heights(page).items():
        sheet.set_row(row, height)
    given = analysis.inputs.branding
    sheet.write_string(0, 1, given.title or TITLE, canvas.styles["title"])
    # To the right of both lines there is room for a logo.
    subject = given.subtitle or analysis.inputs.subject or span(analysis)
    sheet.merge_range(1, 1, 1, _LOGO_COLUMN - 1, "", canvas.styles["subtitle"])
    sheet.write_string(1, 1, subject, canvas.styles["subtitle"])
    insert_logo(sheet, given.logo)
    for cell in first_page(analysis, blocks):
        _write_cell(canvas, sheet, cell)
    link = canvas.styles["first_link"]
    sheet.write_url(CHECK_LINE.row, LAST_COLUMN, "internal:'Check'!A1", link, string="→ Check")
    cautions = " ".join(analysis.inputs.cautions)
    _write_text(canvas, sheet, Area(page.sheet, CHECK_LINE.row + 1, 1, 1, LAST_COLUMN), cautions)
    _write_charts(canvas, sheet, made)
    _color_shares(canvas, sheet)
    _color_holdings(canvas, sheet)
    for block in page.blocks:
        canvas.write_block(block)
        write_header_notes(sheet, block)
    mark_columns(canvas, sheet, page.blocks[:1])
    set_off_portfolio(canvas, sheet, page.blocks[0])
    beside = page.blocks[1].area
    sheet.write_string(beside.row - 3, beside.column, _BESIDE, canvas.styles["first_note"])
    _set_up_paper(sheet, page)


def _set_up_paper(sheet: Any, page: Page) -> None:
    """Print the page, then the tables below it; what stands to the right is not printed."""
    sheet.print_area(*page.papers[0].corners)
    sheet.set_print_scale(_SCALE)
    sheet.set_margins(left=_MARGINS, right=_MARGINS, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_h_pagebreaks([page.blocks[0].area.row - _TITLE_ABOVE])


def _write_text(canvas: Canvas, sheet: Any, place: Area, text: str) -> None:
    sheet.merge_range(*place.corners, "", canvas.styles["note"])
    canvas.write_cell(sheet, place.row, place.column, text, "note")


def _write_cell(canvas: Canvas, sheet: Any, cell: PageCell) -> None:
    place, format_ = cell.area, canvas.styles[cell.look]
    if place.n_columns > 1:
        sheet.merge_range(*place.corners, "", format_)
    if canvas.live and cell.formula:
        sheet.write_formula(place.row, place.column, cell.formula, format_, _cached(cell.value))
    else:
        canvas.write_cell(sheet, place.row, place.column, cell.value, cell.look)


def _cached(value: Cell) -> Cell:
    """Return a value as XlsxWriter stores it beside a formula: a number that exists, or a text."""
    return BLANK if value in (None, "") or value != value else value  # noqa: PLR0124 - NaN


def _write_charts(canvas: Canvas, sheet: Any, made: Mapping[str, Chart | str]) -> None:
    for name, slot in SLOTS.items():
        chart = made[name]
        if isinstance(chart, str):
            continue  # the first sentence says why
        drawn = draw_first(
            canvas.book, chart, width=_width(slot) - _GAP, height=_height(slot) - _GAP
        )
        options = {
            "object_position": _MOVE_WITH_CELLS,
            "description": described(chart, live=canvas.live),
        }
        sheet.insert_chart(slot.row, slot.column, drawn, options)


def _width(slot: Slot) -> int:
    columns = range(slot.column, slot.column + slot.columns)
    return sum(FIRST_PAGE_PIXELS[column] for column in columns)


def _height(slot: Slot) -> int:
    return sum(HEIGHTS.get(row, ROW_PIXELS) for row in range(slot.row, slot.row + slot.rows))


def _color_shares(canvas: Canvas, sheet: Any) -> None:
    """Give each share the colour of its part of the bar, unless the cell is blank."""
    colors = (*SERIES_COLORS[: len(SHARES) - 2], OTHER, MUTED)
    for place, color in zip(SHARES, colors, strict=True):
        cell = xl_rowcol_to_cell(place.row, place.column)
        look = canvas.book.add_format({"bg_color": color, "font_color": text_on(color)})
        rule = {"type": "formula", "criteria": f"=ISNUMBER({cell})", "format": look}
        sheet.conditional_format(*place.corners, rule)


def _color_holdings(canvas: Canvas, sheet: Any) -> None:
    """Colour betas by sign and size, white at zero; the strongest of each row is bold."""
    corners = HOLDINGS.corners
    cells = xl_range_abs(*corners)
    sheet.conditional_format(*corners, color_scale(f"MAX({largest(cells)},0.000001)"))
    first = xl_rowcol_to_cell(corners[0], corners[1])
    row = (
        f"{xl_rowcol_to_cell(corners[0], corners[1], col_abs=True)}:"
        f"{xl_rowcol_to_cell(corners[0], corners[3], col_abs=True)}"
    )
    strongest = f"=AND(ISNUMBER({first}),ABS({first})={largest(row)})"
    look = canvas.book.add_format({"bold": True})
    sheet.conditional_format(*corners, {"type": "formula", "criteria": strongest, "format": look})


def span(analysis: Analysis) -> str:
    """Return the number of assets and factors and the span of dates, in words."""
    data_report = analysis.data_report
    return f"{sizes(data_report)}, {day(data_report.first)} to {day(data_report.last)}"


def sizes(data_report: DataReport) -> str:
    """Return the number of assets and factors in words: ``3 assets, 1 factor``."""
    return f"{counted(data_report.n_assets, 'asset')}, {counted(data_report.n_factors, 'factor')}"
