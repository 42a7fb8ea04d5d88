"""Write the sheet Dashboard: key figures, and the charts below them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.errors import counted
from labfolio_xl.options.days import EPOCH
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.branding import TITLE
from labfolio_xl.plan.charts import TITLES, Chart, charts
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.sizes import letters
from labfolio_xl.plan.slots import COLUMN_WIDTH, PAGE_COLUMNS, dashboard_slots
from labfolio_xl.returns.report.data_report import DataReport
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.workbook.branding import insert_logo
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.sheets_charts import explain, insert_chart

__all__ = ["Tile", "sizes", "span", "tiles", "write_dashboard"]

_TILES_PER_ROW = 5
_FIRST_TILE_ROW = 3
_FIRST_CHART_ROW = 11


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: label, value, style, note, and the formula that reads it from a sheet."""

    label: str
    value: Cell
    look: str
    note: str
    formula: str | None = None


def write_dashboard(canvas: Canvas, analysis: Analysis, blocks: Mapping[str, Block]) -> None:
    """Write title, key figures and charts."""
    sheet = canvas.sheets["Dashboard"]
    canvas.set_widths(sheet, dict.fromkeys(range(1, PAGE_COLUMNS + 1), COLUMN_WIDTH))
    given = analysis.inputs.branding
    subtitle = given.subtitle or analysis.inputs.subject or span(analysis)
    canvas.write_heading(sheet, given.title or TITLE, subtitle, columns=PAGE_COLUMNS)
    insert_logo(sheet, given.logo)
    for place, tile in enumerate(tiles(analysis, blocks)):
        row = _FIRST_TILE_ROW + 4 * (place // _TILES_PER_ROW)
        _write_tile(canvas, sheet, row, 1 + 2 * (place % _TILES_PER_ROW), tile)
    names = analysis.aligned.factors.columns
    slots, made = dashboard_slots(len(names), max(map(letters, names))), charts(blocks)
    for name, slot in slots.items():
        chart, row = made[name], _FIRST_CHART_ROW + slot.row
        if isinstance(chart, Chart):
            insert_chart(canvas, sheet, chart, slot, row)
        else:
            explain(canvas, sheet, (TITLES[name], chart), slot, row)
    last = max(slot.row + slot.rows for slot in slots.values())
    sheet.print_area(0, 0, _FIRST_CHART_ROW + last, PAGE_COLUMNS)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(2, 0)


def span(analysis: Analysis) -> str:
    """Return the number of assets and factors and the span of dates, in words."""
    data_report = analysis.data_report
    return f"{sizes(data_report)}, {day(data_report.first)} to {day(data_report.last)}"


def sizes(data_report: DataReport) -> str:
    """Return the number of assets and factors in words: ``3 assets, 1 factor``."""
    return f"{counted(data_report.n_assets, 'asset')}, {counted(data_report.n_factors, 'factor')}"


def _write_tile(canvas: Canvas, sheet: Any, row: int, column: int, tile: Tile) -> None:
    styles, last = canvas.styles, column + 1
    sheet.set_row(row, 16)
    sheet.set_row(row + 1, 24)
    sheet.set_row(row + 2, 28)
    sheet.set_row(row + 3, 8)
    sheet.merge_range(row, column, row, last, "", styles["tile_label"])
    sheet.write_string(row, column, tile.label, styles["tile_label"])
    sheet.merge_range(row + 1, column, row + 1, last, "", styles[tile.look])
    if canvas.live and tile.formula:
        sheet.write_formula(row + 1, column, tile.formula, styles[tile.look], _cached(tile.value))
    else:
        canvas.write_cell(sheet, row + 1, column, tile.value, tile.look)
    sheet.merge_range(row + 2, column, row + 2, last, "", styles["tile_note"])
    sheet.write_string(row + 2, column, tile.note, styles["tile_note"])


def tiles(analysis: Analysis, blocks: Mapping[str, Block]) -> list[Tile]:
    """Return the key figures, each with the formula that reads it from its result sheet."""
    return [*_size_tiles(analysis, blocks), *_result_tiles(blocks)]


def _size_tiles(analysis: Analysis, blocks: Mapping[str, Block]) -> list[Tile]:
    data_report = analysis.data_report
    dates = None if blocks["lambdas"].failed else blocks["lambdas"].column("date").address[1:]
    return [
        Tile(
            "From",
            data_report.first.to_pydatetime(),
            "tile_date",
            "first date that all tables share",
            dates and f"=MIN({dates})",
        ),
        Tile(
            "To",
            data_report.last.to_pydatetime(),
            "tile_date",
            "last date that all tables share",
            dates and f"=MAX({dates})",
        ),
        Tile(
            "Dates used",
            data_report.n_obs,
            "tile_count",
            _of_portfolio(data_report),
            dates and f"=COUNT({dates})",
        ),
        Tile("Assets", data_report.n_assets, "tile_count", "columns of Portfolio"),
        Tile("Factors", data_report.n_factors, "tile_count", "columns of Factors"),
    ]


def _of_portfolio(data_report: DataReport) -> str:
    """Return on how many common dates all held assets have returns, and how many were dropped."""
    dropped = f"{len(data_report.dropped)} dropped (see Check)"
    if data_report.n_complete == data_report.n_obs:
        return dropped
    return f"{data_report.n_complete} with all held assets; {dropped}"


def _result_tiles(blocks: Mapping[str, Block]) -> list[Tile]:
    model, expected = blocks["model"], blocks["expected"]
    return [
        _item(
            model,
            "R-squared (time series)",
            "R-squared (time series)",
            "tile_percent",
            "of the returns of all assets together",
        ),
        _item(model, "P-value", "J test: p-value", "tile_p", "null: all pricing errors are zero"),
        _portfolio(expected, "expected", "Portfolio: expected", "per period, from the premia"),
        _portfolio(expected, "realised", "Portfolio: realised", "mean per period"),
        _portfolio(expected, "pricing error", "Portfolio: pricing error", "realised less expected"),
    ]


def _item(block: Block, item: str, label: str, look: str, note: str) -> Tile:
    """Return a figure from the header of the model, which is found by its name."""
    for place, row in enumerate(block.cells):
        if not block.failed and row[0] == item:
            area = Area(block.area.sheet, block.area.row + place, block.area.column + 1)
            return Tile(label, row[1], look, note, area.address)
    return Tile(label, "n/a", "tile_text", "see Model" if block.failed else note)


def _portfolio(block: Block, header: str, label: str, note: str) -> Tile:
    """Return a figure from the last row of the expected returns."""
    if block.failed:
        return Tile(label, "n/a", "tile_text", "see Expected")
    column = block.column(header)
    area = Area(column.sheet, column.last_row, column.column)
    value = block.cells[-1][block.header.index(header)]
    return Tile(label, value, "tile_return", note, area.address)


def _cached(value: Cell) -> Cell:
    """Return a value as XlsxWriter stores it beside a formula: a date as a serial number."""
    if hasattr(value, "toordinal"):
        return value.toordinal() - EPOCH[1900].toordinal()
    return value
