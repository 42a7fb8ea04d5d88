"""Update the sheet About of an open workbook: the program, options and dates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from labfolio_xl import __version__
from labfolio_xl.blocks.cells.values import is_blank
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

__all__ = ["LABELS", "TEXTS", "About", "read_about", "update_about"]

LABELS, TEXTS = 1, 2  # the columns of About


@dataclass(frozen=True)
class About:
    """The sheet About as it was read.

    Attributes
    ----------
    sheet : xlwings.Sheet or None
        None if a user has deleted it.
    cells : list of list
        All cells from A1 on.
    """

    sheet: Any
    cells: list[list[Any]]

    @cached_property
    def labels(self) -> dict[str, int]:
        """The row of each title and label, without the list of contents above them.

        A label that stands twice, such as a name of an input among the options, is found where it
        stands first.
        """
        labels: dict[str, int] = {}
        for row in range(len(self.cells)):
            label = self.text(row, LABELS)
            if label and (label == FIRST_TITLE or FIRST_TITLE in labels):
                labels.setdefault(label, row)
        return labels

    def text(self, row: int, column: int) -> str:
        """Return what stood in a cell; an empty text for a blank cell."""
        line = self.cells[row] if row < len(self.cells) else []
        cell = line[column] if column < len(line) else None
        return "" if is_blank(cell) else str(cell).strip()

    def write(self, row: int, column: int, text: str) -> bool:
        """Write a text unless it stands there, and return whether it was written."""
        if self.text(row, column) == text:
            return False
        write_rows(self.sheet, row, column, [[text or None]])
        return True


def read_about(book: Any) -> About:
    """Read the sheet About; it has no cells if there is no such sheet."""
    sheet = sheets_by_name(book).get("About")
    return About(sheet, [] if sheet is None else read_sheet(sheet))


def update_about(about: About, analysis: Analysis, now: dt.datetime) -> None:
    """Write the version, date, span, size and options into About, each beside its label."""
    sheet, cells, data_report = about.sheet, about.cells, analysis.data_report
    if sheet is None:
        return
    lines = {
        "Made by": f"labfolio_xl {__version__}, refreshed {now:%Y-%m-%d %H:%M}",
        "Span": f"{day(data_report.first)} to {day(data_report.last)}, {data_report.n_obs} dates",
        "Size": sizes(data_report),
        **dict(option_lines(analysis)),
    }
    labels = about.labels
    for label, text in lines.items():
        if label in labels:
            about.write(labels[label], TEXTS, text)
    if "Dates that were not used" in labels:
        row = labels["Dates that were not used"]
        _write_dropped(sheet, cells, (row + 1, LABELS), analysis)
    decided = decided_lines(analysis)
    if decided or TITLE in labels:
        _write_decided(sheet, labels.get(TITLE, len(cells) + 1), decided)


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
    written = [[label or None, text or None] for label, text in reasons + blank]
    if written != [line[column : column + 2] for line in cells[row : row + len(written)]]:
        write_rows(sheet, row, column, written)


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
