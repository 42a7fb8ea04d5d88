"""Update the charts, key figures and captions of an open workbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area, labels_in, read_sheet, sheets_by_name, write_rows
from labfolio_xl.excel.book.chart_series import Fit, fitted, series_formula
from labfolio_xl.excel.host import host
from labfolio_xl.plan.charts import Chart, charts
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.styles import properties
from labfolio_xl.workbook.sheets_dashboard import span, tiles
from labfolio_xl.workbook.sheets_inputs import rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.plan.analysis import Analysis
    from labfolio_xl.plan.layout import Block

__all__ = ["CAPTION", "fit_charts", "write_captions", "write_tiles"]

# The cell below the titles of Start and Dashboard, which contains the subject of the numbers.
CAPTION = (1, 1)
RULE = (1, 0)  # the cell of an input sheet that says which data belong there


def fit_charts(book: Any, blocks: Mapping[str, Block], fits: Sequence[Fit]) -> None:
    """Change the charts so that they draw the cells that their tables have now.

    A chart of the template is made equal to the one of a new workbook. A chart that the user has
    made follows the tables that have changed.
    """
    wanted, excel = charts(blocks), host()
    for sheet in book.sheets:
        for chart in sheet.charts:
            ours = wanted.get(chart.name)
            if isinstance(ours, Chart):
                _fit_ours(book, chart, ours)
            elif ours is None and fits:
                now = excel.series_formulas(chart)
                # Otherwise a series whose formula cannot be read would be lost.
                if all(now) and (then := fitted(now, fits)) != now and then:
                    excel.set_series_formulas(chart, then, now)


def _fit_ours(book: Any, chart: Any, wanted: Chart) -> None:
    formulas = [series_formula(s, order) for order, s in enumerate(wanted.series, 1)]
    excel = host()
    now = excel.series_formulas(chart)
    if now != formulas:
        excel.set_series_formulas(chart, formulas, now)
    for number, series in enumerate(wanted.series):
        if series.error is not None:
            # The cells are asked of the book, because Application.Range uses the active workbook.
            place = series.error
            cells = area(
                book.sheets[place.sheet], place.row, place.column, place.n_rows, place.n_columns
            )
            excel.set_error_bars(chart, number, cells)
    if wanted.title_cell is not None:
        # The template has such a chart for each of the first factors; those without one are hidden.
        excel.show_chart(chart, shown=wanted.shown)


def write_tiles(
    book: Any,
    analysis: Analysis,
    blocks: Mapping[str, Block],
    *,
    formulas: bool,
) -> None:
    """Update the key figures; below the label of each stand its value and its note."""
    sheet = sheets_by_name(book).get("Dashboard")
    labels = {} if sheet is None else labels_in(read_sheet(sheet))
    for tile in tiles(analysis, blocks):
        if tile.label not in labels:
            continue
        row, column = labels[tile.label]
        cell = area(sheet, row + 1, column)
        # A cell that showed "n/a" has the format of a text, and would make a text of a formula.
        cell.number_format = str(properties(tile.look).get("num_format", "General"))
        if formulas and tile.formula:
            cell.formula = tile.formula
        else:
            write_rows(sheet, row + 1, column, [[tile.value]])
        write_rows(sheet, row + 2, column, [[tile.note]])


def write_captions(
    book: Any,
    analysis: Analysis,
    rows: Mapping[str, Rows],
    subject: str,
) -> None:
    """Update the captions that describe the inputs on the sheets.

    Parameters
    ----------
    book : xlwings.Book
    analysis : Analysis
    rows : mapping
        The cells of the inputs that are given.
    subject : str
        The new subject of the numbers; empty if the subject has not changed.
    """
    for place in INPUTS:
        write_rows(book.sheets[place.sheet], *RULE, [[rule(place, analysis, rows)]])
    dashboard, start = (sheets_by_name(book).get(name) for name in ("Dashboard", "Start"))
    if dashboard is not None:
        said = str(area(dashboard, *CAPTION).value)
        if subject or re.fullmatch(r"[\d,]+ assets?, [\d,]+ factors?, .*", said):
            write_rows(dashboard, *CAPTION, [[subject or span(analysis)]])
    if subject and start is not None:
        write_rows(start, *CAPTION, [[subject]])
