"""Mark what matters in the tables of results: small p-values, warnings, the portfolio, patterns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from labfolio_xl.core.distributions import SIGNIFICANT
from labfolio_xl.models.shared.holding import PORTFOLIO
from labfolio_xl.plan.contents import MOST_ASSETS_OF_A_GRID
from labfolio_xl.plan.layout import Cells, Page
from labfolio_xl.plan.places import MAX_ROWS
from labfolio_xl.plan.styles import ACCENT, GRID, MUTED, NEGATIVE, POSITIVE, WARNING
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.heat_maps import HEAT_MAPS, color_betas

__all__ = ["highlight", "mark_columns", "set_off_portfolio"]

# Columns whose words tell how much a line matters.
_JUDGED = ("verdict", "severity")
# How far conditional formats reach: to the last row of a sheet, and over more columns than
# results have.
_LAST_ROW, _MOST_COLUMNS = MAX_ROWS - 1, 300
# Negative correlations are blue and positive ones orange, which readers with colour blindness can
# tell apart. The ends are fixed, so that a colour means the same in every workbook.
_SCALE = {
    "type": "3_color_scale",
    **dict.fromkeys(("min_type", "mid_type", "max_type"), "num"),
    "min_value": -0.5,
    "mid_value": 0.0,
    "max_value": 0.5,
    "min_color": NEGATIVE,
    "mid_color": "#FFFFFF",
    "max_color": POSITIVE,
}


def highlight(canvas: Canvas, sheet: Any, page: Page) -> None:
    """Highlight significant p-values and warnings, and draw a line above the portfolio.

    The conditional formats reach to the end of the sheet, so that a table that grows with a
    refresh needs no new ones.
    """
    blocks = [block for block in page.tables if not block.failed]
    if page.one_header:
        _mark_by_header(canvas, sheet, blocks)
    else:
        mark_columns(canvas, sheet, blocks)
    for block in blocks:
        if PORTFOLIO in (row[0] for row in block.cells):
            set_off_portfolio(canvas, sheet, block)
        if "correlation" in block.styles:
            _color_grid(canvas, sheet, block)
        if block.key in HEAT_MAPS:
            color_betas(canvas, sheet, block)


def _mark_by_header(canvas: Canvas, sheet: Any, blocks: Sequence[Cells]) -> None:
    """Highlight cells below the headers p, verdict and severity, wherever these stand.

    The columns are not fixed: tables on the right move when those on the left get wider.
    """
    for kind in dict.fromkeys(kind for block in blocks for kind in _kinds(block).values()):
        area = blocks[0].area
        head = xl_rowcol_to_cell(area.row, area.column, row_abs=True)
        of_p = f'OR({head}="p",LEFT({head},2)="p ",RIGHT({head},2)=" p")'
        below = of_p if kind == "p" else f'{head}="{kind}"'
        corners = (area.row + 1, area.column, _LAST_ROW, area.column + _MOST_COLUMNS - 1)
        _mark(canvas, sheet, kind, corners, below)


def mark_columns(canvas: Canvas, sheet: Any, blocks: Sequence[Cells]) -> None:
    """Highlight fixed columns: these tables stand below each other and never move sideways."""
    columns = {
        (kind, block.area.column + place)
        for block in blocks
        for place, kind in _kinds(block).items()
    }
    top = min((block.area.row for block in blocks), default=0) + 1
    for kind, column in sorted(columns):
        _mark(canvas, sheet, kind, (top, column, _LAST_ROW, column), "TRUE")


def _kinds(block: Cells) -> dict[int, str]:
    """Return which columns hold p-values, verdicts or severities, by their place."""
    styles = zip(block.header, block.styles, strict=True)
    found = (name if name in _JUDGED else style for name, style in styles)
    return {place: kind for place, kind in enumerate(found) if kind in ("p", *_JUDGED)}


def _mark(
    canvas: Canvas,
    sheet: Any,
    kind: str,
    corners: tuple[int, int, int, int],
    where: str,
) -> None:
    cell = xl_rowcol_to_cell(*corners[:2])
    if kind == "p":
        # To Excel, a blank cell is less than any positive number.
        holds, color = f"ISNUMBER({cell}),{cell}<{SIGNIFICANT}", ACCENT
    else:
        holds, color = f'OR({cell}="warning",{cell}="error")', WARNING
    look = {"bold": True, "font_color": color}
    format_ = canvas.book.add_format(look)
    rule = {"type": "formula", "criteria": f"=AND({where},{holds})", "format": format_}
    sheet.conditional_format(*corners, rule)


def _color_grid(canvas: Canvas, sheet: Any, block: Cells) -> None:
    """Colour cells by the size of a correlation; that of an asset with itself is grey.

    The format covers as many cells as a grid may have, so that it still fits when the grid grows.
    """
    row, column = block.area.row, block.area.column
    last = (row + MOST_ASSETS_OF_A_GRID, column + MOST_ASSETS_OF_A_GRID)
    down = xl_rowcol_to_cell(row + 1, column, col_abs=True)
    across = xl_rowcol_to_cell(row, column + 1, row_abs=True)
    grey = canvas.book.add_format({"bg_color": GRID, "font_color": MUTED})
    itself = {"type": "formula", "criteria": f"={down}={across}", "format": grey}
    sheet.conditional_format(row + 1, column + 1, *last, {**itself, "stop_if_true": True})
    sheet.conditional_format(row + 1, column + 1, *last, _SCALE)


def set_off_portfolio(canvas: Canvas, sheet: Any, block: Cells) -> None:
    """Draw a line above the row of the portfolio, wherever it stands."""
    area = block.area
    label = xl_rowcol_to_cell(area.row + 1, area.column, col_abs=True)
    look = canvas.book.add_format({"bold": True, "top": 1, "top_color": ACCENT})
    rule = {"type": "formula", "criteria": f'={label}="{PORTFOLIO}"', "format": look}
    sheet.conditional_format(area.row + 1, area.column, _LAST_ROW, area.last_column, rule)
