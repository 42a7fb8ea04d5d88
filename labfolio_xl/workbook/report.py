"""Write the report: an .xlsx with values only, for a reader without Python."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from labfolio_xl import __version__
from labfolio_xl.errors import InputError
from labfolio_xl.files.saving import check_target, replace_when_complete
from labfolio_xl.plan.analysis import Analysis, analyse
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.layout import pages
from labfolio_xl.workbook.canvas import Canvas, Flavour
from labfolio_xl.workbook.sheets_about import write_about, write_start
from labfolio_xl.workbook.sheets_dashboard import write_dashboard
from labfolio_xl.workbook.sheets_functions import write_functions, write_intellisense
from labfolio_xl.workbook.sheets_inputs import write_inputs
from labfolio_xl.workbook.sheets_results import write_page

__all__ = ["OPTIONS", "report_bytes", "write_report", "write_sheets"]

# Names from files stay text: "=cmd|..." is a name here, never a formula or a link.
OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

# The calculation engine of Excel 2019 and 365. With an older number, or none, Excel computes
# everything on opening: a reader without Python would lose the numbers, everybody is asked
# whether to save.
_ENGINE = 191029

# What a sheet of Excel holds, less what stands above and beside a table.
_MOST_DATES, _MOST_NAMES = 1_048_000, 16_000


def write_report(
    path: Path,
    inputs: Inputs,
    *,
    force: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Analysis:
    """Write a workbook of values and charts, and return what was computed for it.

    Parameters
    ----------
    path : Path
        The .xlsx to write.
    inputs : Inputs
    force : bool
        Whether an existing file may be replaced.
    progress : callable, optional
        Is told in a few words what is being done.

    Raises
    ------
    LabfolioError
        The place cannot be written, or the inputs cannot be aligned.
    """
    check_target(path, force=force)
    analysis = analyse(inputs, progress)
    if progress:
        progress("Writing the workbook")
    content = report_bytes(analysis)
    with replace_when_complete(path, force=force) as draft:
        draft.write_bytes(content)
    return analysis


def report_bytes(analysis: Analysis) -> bytes:
    """The report as bytes; the same inputs give the same bytes.

    Raises
    ------
    InputError
        More dates or assets than a sheet has rows or columns.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        write_sheets(book, analysis, "report")
    return buffer.getvalue()


def write_sheets(book: Any, analysis: Analysis, flavour: Flavour) -> Canvas:
    """All sheets of a flavour, in their order."""
    _check_size(analysis)
    set_properties(book, analysis)
    book.set_calc_mode("auto", _ENGINE)
    book.calc_on_load = False
    canvas = Canvas(book, flavour)
    canvas.add_sheet("Start")
    canvas.add_sheet("Dashboard")
    write_inputs(canvas, analysis, input_rows(analysis))
    blocks = {}
    for page in pages(analysis):
        write_page(canvas, page)
        blocks.update({block.key: block for block in page.blocks})
    if canvas.live:
        write_functions(canvas)
    canvas.add_sheet("About")
    if canvas.live:
        write_intellisense(canvas)
    write_dashboard(canvas, analysis, blocks)
    write_about(canvas, analysis)
    write_start(canvas, analysis)
    return canvas


def _check_size(analysis: Analysis) -> None:
    """Refuse what a sheet cannot hold, which would be cut off without a word."""
    for name, table in zip(("Assets", "Factors"), analysis.aligned.given[:2], strict=True):
        n_rows, n_columns = table.shape
        if n_rows > _MOST_DATES or n_columns > _MOST_NAMES:
            raise InputError(
                f"{name} has {n_rows:,} dates and {n_columns:,} columns; a sheet holds "
                f"{_MOST_DATES:,} and {_MOST_NAMES:,}: leave some out."
            )


def set_properties(book: Any, analysis: Analysis) -> None:
    """Document properties; the date is that of the data, so that a build repeats."""
    book.set_properties(
        {
            "title": "Factor model of a portfolio",
            "subject": analysis.inputs.subject,
            "author": "labfolio_xl",
            "keywords": "factor model, exposure, risk premium",
            "comments": f"Made by labfolio_xl {__version__}.",
            "created": analysis.report.last.to_pydatetime(),
        }
    )
