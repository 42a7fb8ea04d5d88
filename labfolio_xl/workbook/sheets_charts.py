"""Put the charts onto their sheets, or the reason why a chart could not be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labfolio_xl.plan.charts import Chart
from labfolio_xl.plan.layout import Page
from labfolio_xl.plan.slots import COLUMN_PIXELS, PAGE_SLOTS, ROW_PIXELS, Slot
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.draw_charts import draw
from labfolio_xl.workbook.package import HIDDEN

__all__ = ["described", "write_page_charts"]

_GAP = 6
_STAY = 3  # XlsxWriter's object_position


def write_page_charts(
    canvas: Canvas, sheet: Any, page: Page, made: Mapping[str, Chart | str]
) -> None:
    """Insert the charts of a result sheet, whose columns have the width that its tables need.

    Charts are given by name, or the error message of a table that failed.

    A report has the charts that show something; a live workbook also has those that may show
    something after a refresh. In a live workbook, the reason why a table could not be made stands
    in the place of the table. In a report, it also stands in the place of the first chart.
    """
    slots = PAGE_SLOTS.get(page.sheet, {})
    explained: set[str] = set()
    for name, slot in slots.items():
        chart, row = made[name], page.first_chart
        if isinstance(chart, str):
            if not canvas.live and chart not in explained:
                sheet.write_string(row + slot.row, 1, chart, canvas.styles["mistake"])
            explained.add(chart)
        elif chart.shown or canvas.live:
            drawn, options = _drawn(canvas, chart, slot)
            options |= {"object_position": _STAY, "x_offset": slot.column * COLUMN_PIXELS}
            sheet.insert_chart(row + slot.row, 1, drawn, options)


def _drawn(canvas: Canvas, chart: Chart, slot: Slot) -> tuple[Any, dict[str, Any]]:
    """Return the chart in the size of its slot, and its description for screen readers."""
    width = slot.columns * COLUMN_PIXELS - _GAP
    height = slot.rows * ROW_PIXELS - _GAP
    words = described(chart, live=canvas.live) if chart.shown else HIDDEN
    drawn = draw(canvas.book, chart, width=width, height=height, live=canvas.live)
    return drawn, {"description": words}


def described(chart: Chart, *, live: bool) -> str:
    """Return the alternative text of a chart.

    In a report it has the main numbers. In a live workbook Excel draws a chart anew whenever its
    cells change, and its text stays: there it says in which table the numbers stand.
    """
    if not live:
        return f"{chart.shows} {chart.says}"
    return f"{chart.shows} The numbers stand on the sheet {chart.series[0].values.sheet}."
