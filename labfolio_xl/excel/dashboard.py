"""Charts, key figures and captions of an open workbook."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.cells import area, labels_in, read_sheet, sheets_by_name, write_rows
from labfolio_xl.excel.chart_series import Fit, fitted, read_series, series_formula, write_series
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
    from labfolio_xl.plan.places import Area

__all__ = ["CAPTION", "fit_charts", "write_captions", "write_tiles"]

# Below the titles of Start and Dashboard stands what the numbers are about.
CAPTION = (1, 1)
RULE = (1, 0)  # and on an input sheet, what belongs there


def fit_charts(book: Any, blocks: Mapping[str, Block], fits: Sequence[Fit]) -> None:
    """Let every chart draw the cells that its tables have now.

    A chart of ours draws what a new workbook's would; one that the user made follows the
    tables that changed.
    """
    wanted = charts(blocks)
    for sheet in book.sheets:
        for chart in sheet.charts:
            ours = wanted.get(chart.name)
            if isinstance(ours, Chart):
                _fit_ours(book, chart, ours)
            elif ours is None and fits:
                now = read_series(chart)
                # A series that Excel does not tell could only be lost.
                if all(now) and (then := fitted(now, fits)) != now and then:
                    write_series(chart, then)


def _fit_ours(book: Any, chart: Any, wanted: Chart) -> None:
    formulas = [series_formula(s, order) for order, s in enumerate(wanted.series, 1)]
    if read_series(chart) != formulas:
        write_series(chart, formulas)
    for number, series in enumerate(wanted.series):
        if series.error is not None:
            set_error_bars(book, chart, number, series.error)
    if wanted.title_cell is not None:
        show_chart(chart, shown=wanted.shown)


def show_chart(chart: Any, *, shown: bool) -> None:
    """Show or hide a chart that there is one of for each of the first factors.

    Another engine than Excel's offers ``set_visible(shown)`` on its chart.
    """
    if hasattr(chart.impl, "set_visible"):
        chart.impl.set_visible(shown)
        return
    # Whether it is seen is a matter of looks, as is the band.
    with contextlib.suppress(Exception):
        chart.api[0].Visible = shown


def set_error_bars(book: Any, chart: Any, number: int, place: Area) -> None:
    """Draw a band of these cells to both sides of a series.

    Another engine than Excel's offers ``set_error_bars(number, reference)`` on its chart.
    """
    if hasattr(chart.impl, "set_error_bars"):
        chart.impl.set_error_bars(number, place.address)
        return
    along_y, both, custom = 1, 1, -4114  # xlY, xlBoth, xlCustom
    # A band is a matter of looks; that a host refuses it must not stop the numbers.
    with contextlib.suppress(Exception):
        # From the book itself: Application.Range would look into the workbook that is active.
        sheet = book.sheets[place.sheet]
        cells = area(sheet, place.row, place.column, place.n_rows, place.n_columns).api
        series = chart.api[1].SeriesCollection().Item(number + 1)
        series.ErrorBar(along_y, both, custom, cells, cells)


def write_tiles(
    book: Any,
    analysis: Analysis,
    blocks: Mapping[str, Block],
    *,
    formulas: bool,
) -> None:
    """Renew the key figures, each found by its label: the value is below it, then the note."""
    sheet = sheets_by_name(book).get("Dashboard")
    labels = {} if sheet is None else labels_in(read_sheet(sheet))
    for tile in tiles(analysis, blocks):
        if tile.label not in labels:
            continue
        row, column = labels[tile.label]
        cell = area(sheet, row + 1, column)
        # Where "n/a" stood, the format is that of a text, and a formula would become one.
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
    """Renew what the sheets say of the inputs in words.

    Parameters
    ----------
    book : xlwings.Book
    analysis : Analysis
    rows : mapping
        The cells of the inputs that are given.
    subject : str
        What the numbers are about now; empty if they may be about the same as before.
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
