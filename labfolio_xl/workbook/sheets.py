"""Write all sheets of a workbook, in each of the flavours."""

from __future__ import annotations

from typing import Any

from labfolio_xl import __version__
from labfolio_xl.errors import InputError
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.chart_cache import with_cells
from labfolio_xl.plan.charts import charts
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.layout import pages
from labfolio_xl.plan.places import MAX_COLUMNS, MAX_ROWS
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.plan.status import status_of_report
from labfolio_xl.workbook.canvas import Canvas, Flavour
from labfolio_xl.workbook.sheets_about import write_about
from labfolio_xl.workbook.sheets_dashboard import write_dashboard
from labfolio_xl.workbook.sheets_functions import write_functions, write_intellisense
from labfolio_xl.workbook.sheets_inputs import write_inputs
from labfolio_xl.workbook.sheets_load import write_load
from labfolio_xl.workbook.sheets_results import write_page
from labfolio_xl.workbook.sheets_settings import write_settings

__all__ = ["write_sheets"]

# The version of the calculation engine of Excel 2019 and 365. Where a file has an older version
# or none, Excel computes everything when it opens the file: a reader without Python would lose
# the numbers, and every reader would be asked whether to save.
_CALCULATION_ENGINE = 191029

# How many dates and names a table may have: a sheet has to hold what stands around it too.
_MOST_DATES, _MOST_NAMES = MAX_ROWS - 576, MAX_COLUMNS - 384


def write_sheets(book: Any, analysis: Analysis, flavour: Flavour) -> None:
    """Write all sheets of a flavour; their order is that of ``plan.contents.SHEETS``.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    analysis : Analysis
    flavour : {"report", "365", "2019"}

    Raises
    ------
    InputError
        The inputs have more dates or names than a sheet has rows or columns.
    """
    _check_size(analysis)
    _set_properties(book, analysis)
    book.set_calc_mode("auto", _CALCULATION_ENGINE)
    book.calc_on_load = False
    rows = input_rows(analysis)
    canvas = Canvas(book, flavour, rows)
    write_inputs(canvas, analysis, rows)
    write_settings(canvas, rows["settings"])
    results, of_report = pages(analysis), status_of_report(analysis)
    blocks = {block.key: block for page in results for block in page.blocks}
    made = with_cells(charts(blocks), blocks)
    for page in results:
        if page.sheet not in canvas.sheets:
            continue
        if page.sheet == FIRST_PAGE:
            write_dashboard(canvas, analysis, page, blocks, made)
        else:
            write_page(canvas, page, made, page.status if canvas.live else of_report)
    if canvas.live:
        write_load(canvas)
        write_functions(canvas)
        write_intellisense(canvas)
    write_about(canvas, analysis, rows)
    canvas.sheets[FIRST_PAGE].activate()


def _check_size(analysis: Analysis) -> None:
    """Refuse tables that do not fit on a sheet: XlsxWriter would cut them off silently."""
    for name, table in zip(("Assets", "Factors"), analysis.aligned.given[:2], strict=True):
        n_rows, n_columns = table.shape
        if n_rows > _MOST_DATES or n_columns > _MOST_NAMES:
            raise InputError(
                f"{name} has {n_rows:,} dates and {n_columns:,} columns; a sheet holds "
                f"{_MOST_DATES:,} and {_MOST_NAMES:,}: leave some out."
            )


def _set_properties(book: Any, analysis: Analysis) -> None:
    """Set the document properties; the date is that of the data, so that a build repeats."""
    book.set_properties(
        {
            "title": analysis.inputs.branding.title or "Factor model of a portfolio",
            "subject": analysis.inputs.subject,
            "author": "labfolio_xl",
            "keywords": "factor model, exposure, risk premium",
            "comments": f"Made by labfolio_xl {__version__}.",
            "created": analysis.data_report.last.to_pydatetime(),
        }
    )
