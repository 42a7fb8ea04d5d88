"""Update the charts, the first page and the captions of an open workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area, sheets_by_name, write_rows
from labfolio_xl.excel.book.chart_dress import dress_chart
from labfolio_xl.excel.book.chart_series import Fit, fitted, series_formula
from labfolio_xl.excel.host import host
from labfolio_xl.plan.charts import Chart, charts
from labfolio_xl.plan.first_page import CHECK_LINE, LAST_COLUMN, first_page
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.plan.styles import properties
from labfolio_xl.workbook.sheets_inputs import rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.plan.analysis import Analysis
    from labfolio_xl.plan.layout import Block

__all__ = ["CAPTION", "clear_cautions", "fit_charts", "write_first_page", "write_rules"]

# The cell below the title of the Dashboard, which contains the subject of the numbers.
CAPTION = (1, 1)
# The line below that on the data, which contains what a reader has to know of their choice.
CAUTIONS = (CHECK_LINE.row + 1, CHECK_LINE.column)
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
    dress_chart(chart, wanted, now, formulas)
    # The lengths of error bars stand in the same table as the values.
    for number, series in enumerate(wanted.series if now != formulas else ()):
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


def write_first_page(
    book: Any, analysis: Analysis, blocks: Mapping[str, Block], *, formulas: bool
) -> None:
    """Update the cells of the first page that differ from those of a new workbook.

    Parameters
    ----------
    book : xlwings.Book
    analysis : Analysis
    blocks : mapping
        The tables of results by key.
    formulas : bool
        Whether cells read the tables by formulas; else they hold values.
    """
    sheet = sheets_by_name(book).get(FIRST_PAGE)
    if sheet is None:
        return
    wanted = first_page(analysis, blocks)
    # All cells are read at once, because each call goes to another process.
    size = (max(cell.area.row for cell in wanted) + 1, LAST_COLUMN + 1)
    now = area(sheet, 0, 0, *size).formula
    for cell in wanted:
        row, column = cell.area.row, cell.area.column
        is_changed = now[row][column] != cell.formula
        if cell.formula and (is_changed or cell.look.startswith("tile_")):
            # In a cell that is formatted as text, Excel would make a text of a formula; and a
            # return per period has more digits than one a year.
            number = str(properties(cell.look).get("num_format", "General"))
            area(sheet, row, column).number_format = number
        if formulas and cell.formula:
            if is_changed:
                area(sheet, row, column).formula = cell.formula
        elif cell.formula or now[row][column] != cell.value:
            write_rows(sheet, row, column, [[cell.value]])


def clear_cautions(book: Any) -> None:
    """Delete what the first page says of the choice of assets that the workbook no longer has."""
    sheet = sheets_by_name(book).get(FIRST_PAGE)
    if sheet is not None:
        write_rows(sheet, *CAUTIONS, [[""]])


def write_rules(book: Any, analysis: Analysis, rows: Mapping[str, Rows]) -> None:
    """Update the text on each input sheet that says what belongs there.

    Parameters
    ----------
    book : xlwings.Book
    analysis : Analysis
    rows : mapping
        The cells of the inputs that are given.
    """
    for place in INPUTS:
        write_rows(book.sheets[place.sheet], *RULE, [[rule(place, analysis, rows)]])
