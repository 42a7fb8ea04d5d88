"""Update the defined names, results, charts and key figures of a workbook for its inputs.

Every table is written to the place that it has in a new workbook with the same inputs, so that a
refreshed workbook equals a new one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from labfolio_xl import __version__
from labfolio_xl.excel.book.about import update_about
from labfolio_xl.excel.book.chart_series import Fit
from labfolio_xl.excel.book.dashboard import (
    clear_cautions,
    fit_charts,
    write_first_page,
    write_rules,
)
from labfolio_xl.excel.book.decisions import Loaded, forget_loaded, loaded_since_refresh
from labfolio_xl.excel.book.inputs import (
    parsed_inputs,
    read_inputs,
    repoint,
    require_labfolio,
)
from labfolio_xl.excel.book.obstacles import require_free_pages, require_writable
from labfolio_xl.excel.book.provenance import provenance, write_provenance
from labfolio_xl.excel.book.results import stands, update_page, write_page
from labfolio_xl.excel.book.tables import read_results
from labfolio_xl.excel.book.written import written_formulas
from labfolio_xl.excel.host import Mode, host
from labfolio_xl.excel.macros.stale import enter_stale_again
from labfolio_xl.plan.analysis import Analysis, analyse
from labfolio_xl.plan.decided import CHECK
from labfolio_xl.plan.layout import Block, pages
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.sheet.cells import CellsReadOnce
from labfolio_xl.workbook.sheets_dashboard import sizes, span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Refreshed", "refresh", "summary"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The results of a refresh.

    Attributes
    ----------
    analysis : Analysis
    blocks : dict
        The tables of results, by key.
    """

    analysis: Analysis
    blocks: dict[str, Block]


def refresh(
    book: Any,
    say: Callable[[str], None],
    *,
    mode: Mode | None = None,
    loaded: Loaded | None = None,
) -> Refreshed:
    """Update a workbook for its present inputs and settings.

    Parameters
    ----------
    book : xlwings.Book
    say : callable
        Called with a few words before each step.
    mode : {"spill", "array", "values"}, optional
        The form in which results are written; by default the one that this Excel supports.
    loaded : Loaded, optional
        The inputs that the macro has filled before.

    Raises
    ------
    LabfolioError
        The workbook cannot be written to, or the inputs or settings cannot be read. In the second
        case the defined names refer to the new cells, so that the formulas show the same error.
    """
    require_labfolio(book)
    require_writable(book)
    say("Finding the inputs")
    found = read_inputs(book)
    found = replace(found, rows={name: CellsReadOnce(rows) for name, rows in found.rows.items()})
    # While Excel does not calculate, the cells of results show the same before and after the names
    # refer to other cells. LibreOffice would calculate each cell that is read after that.
    before = read_results(book)
    repoint(book, found.areas)
    new = loaded_since_refresh(book, found.areas, loaded)
    true_now = provenance(book, found)
    check = before[CHECK].cells if CHECK in before else []
    inputs = parsed_inputs(book, found, check)
    inputs = replace(inputs, subject=true_now.subject, decided=new.after(inputs.decided))
    analysis = analyse(inputs, say)
    say("Writing the results")
    mode = mode or host().results_as(book)
    fits: list[Fit] = []
    blocks: dict[str, Block] = {}
    wanted = pages(analysis, found.rows, written_formulas(before))
    standing = [page.sheet for page in wanted if stands(page, before.get(page.sheet), mode)]
    require_free_pages(book, [page for page in wanted if page.sheet not in standing])
    for page in wanted:
        blocks.update({block.key: block for block in page.blocks})
        if page.sheet in standing:
            update_page(book.sheets[page.sheet], page, mode, has_check=CHECK in before)
        elif page.sheet in before:
            sheet = book.sheets[page.sheet]
            fits += write_page(sheet, page, before[page.sheet], mode, has_check=CHECK in before)
    say("Fitting the charts")
    fit_charts(book, blocks, fits)
    write_first_page(book, analysis, blocks, formulas=mode != "values")
    if not true_now.notes:
        clear_cautions(book)
    write_rules(book, analysis, found.rows)
    write_provenance(book, found, true_now, inputs.subject or span(analysis))
    update_about(true_now.about, analysis, dt.datetime.now().astimezone())
    if mode != "values":
        # When this macro has ended, the VBA lets Excel calculate. Excel does not calculate a cell
        # again if none of the cells that it reads has changed, even if it shows an old error.
        # All formulas of the other result sheets have just been entered.
        known = {name: before[name].cells if name in standing else [] for name in before}
        enter_stale_again(book, spill=mode == "spill", known=known)
    forget_loaded(book)
    return Refreshed(analysis, blocks)


def summary(done: Refreshed) -> str:
    """Return sentences on the data that were used and on the dates that were left out."""
    data_report = done.analysis.data_report
    text = (
        f"Refreshed with labfolio_xl {__version__}: {sizes(data_report)}, "
        f"{data_report.n_obs} dates from {day(data_report.first)} to {day(data_report.last)}."
    )
    if data_report.dropped.empty:
        text += " No date was dropped."
    for reason, dates in data_report.dropped.groupby("reason", sort=True)["date"]:
        text += f" {len(dates)} dates dropped: {reason}."
    failed = [block for block in done.blocks.values() if block.failed]
    for sheet, mistake in {block.area.sheet: block.mistake for block in failed}.items():
        text += f" {sheet}: {mistake}"
    for finding in data_report.warnings[:3]:
        text += f" Look at {finding.check}, {finding.item}: {finding.found}."
    return text
