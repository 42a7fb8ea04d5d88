"""Update the sheet About of an open workbook: the program, options and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl import __version__
from labfolio_xl.excel.book.cells import (
    area,
    clear_below,
    read_sheet,
    sheets_by_name,
    write_rows,
)
from labfolio_xl.excel.book.results import dress
from labfolio_xl.plan.decided import TITLE
from labfolio_xl.plan.sizes import ROW
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.workbook.canvas import paragraph_height
from labfolio_xl.workbook.sheets_about import (
    ABOUT_WIDTH,
    FIRST_TITLE,
    decided_lines,
    option_lines,
)
from labfolio_xl.workbook.sheets_dashboard import sizes

if TYPE_CHECKING:
    import datetime as dt

    from labfolio_xl.plan.analysis import Analysis

__all__ = ["LABELS", "TEXTS", "about_labels", "update_about"]

LABELS, TEXTS = 1, 2  # the columns of About


def update_about(book: Any, analysis: Analysis, now: dt.datetime) -> None:
    """Write the version, date, span, size and options into About, each beside its label."""
    sheet, data_report = sheets_by_name(book).get("About"), analysis.data_report
    if sheet is None:
        return
    lines = {
        "Made by": f"labfolio_xl {__version__}, refreshed {now:%Y-%m-%d %H:%M}",
        "Span": f"{day(data_report.first)} to {day(data_report.last)}, {data_report.n_obs} dates",
        "Size": sizes(data_report),
        **dict(option_lines(analysis)),
    }
    cells = read_sheet(sheet)
    labels = about_labels(cells)
    for label, text in lines.items():
        if label in labels:
            write_rows(sheet, labels[label], TEXTS, [[text]])
    if "Dates that were not used" in labels:
        row = labels["Dates that were not used"]
        _write_dropped(sheet, cells, (row + 1, LABELS), analysis)
    _write_decided(sheet, labels.get(TITLE, len(cells) + 1), decided_lines(analysis))


def about_labels(cells: list[list[Any]]) -> dict[str, int]:
    """Return the row of each title and label of About, without the list of contents above them.

    A label that stands twice, such as a name of an input among the options, is found where it
    stands first.
    """
    labels: dict[str, int] = {}
    for row, line in enumerate(cells):
        label = line[LABELS] if len(line) > LABELS else None
        if isinstance(label, str) and label and (label == FIRST_TITLE or FIRST_TITLE in labels):
            labels.setdefault(label, row)
    return labels


def _write_dropped(
    sheet: Any,
    cells: list[list[Any]],
    place: tuple[int, int],
    analysis: Analysis,
) -> None:
    """Write the reasons in place of the old ones, which end at the first blank row."""
    row, column = place
    old = 0
    while row + old < len(cells) and any(cells[row + old][column : column + 2]):
        old += 1
    reasons = [
        (f"{len(dates):,} dates", f"{reason}: {day(dates.iloc[0])} to {day(dates.iloc[-1])}")
        for reason, dates in analysis.data_report.dropped.groupby("reason", sort=True)["date"]
    ] or [("", "none: all dates were used")]
    if len(reasons) > old:  # one line for all, so that no line of the next section is overwritten
        total = f"{len(analysis.data_report.dropped):,} dates"
        reasons = [(total, "; ".join(f"{count}: {text}" for count, text in reasons))]
    blank = [("", "")] * max(old - len(reasons), 0)
    write_rows(
        sheet, row, column, [[label or None, text or None] for label, text in reasons + blank]
    )


def _write_decided(sheet: Any, row: int, lines: list[tuple[str, str]]) -> None:
    """Write how the inputs were read in place of the old section, which is the last of About."""
    clear_below(sheet, row)
    rows = [(TITLE, None), *lines] if lines else []
    for below, (label, text) in enumerate(rows):
        look = "section" if text is None else "wrapped"
        cells = area(sheet, row + below, LABELS, 1, 2)
        dress(cells, look)
        cells.row_height = ROW if text is None else paragraph_height(text, ABOUT_WIDTH, look)
        write_rows(sheet, row + below, LABELS, [[label, text]])
