"""Update the sheet About of an open workbook: the program, inputs, options and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl import __version__
from labfolio_xl.excel.book.cells import (
    area,
    clear_below,
    labels_in,
    read_sheet,
    sheets_by_name,
    write_rows,
)
from labfolio_xl.excel.book.results import dress
from labfolio_xl.plan.decided import TITLE
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.sizes import ROW
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.workbook.canvas import paragraph_height
from labfolio_xl.workbook.sheets_about import ABOUT_WIDTH, decided_lines, option_lines
from labfolio_xl.workbook.sheets_dashboard import sizes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from labfolio_xl.plan.analysis import Analysis

__all__ = ["origins", "update_about"]

# The text by which About marks an input that came from a file. A user may have edited the cells of
# the input sheet since.
FROM_A_FILE = "SHA-256"
EDITED = "; with what was edited on the sheet since"


def update_about(book: Any, analysis: Analysis, now: dt.datetime) -> None:
    """Write the version, date, span, size and options into About, each beside its label."""
    sheet, data_report = sheets_by_name(book).get("About"), analysis.data_report
    if sheet is None:
        return
    lines = {
        "Made by": f"labfolio_xl {__version__}, refreshed {now:%Y-%m-%d %H:%M}",
        "Span": f"{day(data_report.first)} to {day(data_report.last)}, {data_report.n_obs} dates",
        "Size": sizes(data_report),
        **({"Subject": analysis.inputs.subject} if analysis.inputs.subject else {}),
        **dict(option_lines(analysis)),
        **_origins(analysis, origins(book)),
    }
    cells = read_sheet(sheet)
    labels = labels_in(cells)
    for label, text in lines.items():
        if label in labels:
            row, column = labels[label]
            write_rows(sheet, row, column + 1, [[text]])
    if "Dates that were not used" in labels:
        row, column = labels["Dates that were not used"]
        _write_dropped(sheet, cells, (row + 1, column), analysis)
    _write_decided(sheet, labels.get(TITLE, (len(cells) + 1, 1)), decided_lines(analysis))


def origins(book: Any) -> dict[str, str]:
    """Return the origin of each input that About names now, by the name of the input."""
    sheet = sheets_by_name(book).get("About")
    cells = [] if sheet is None else read_sheet(sheet)
    labels = labels_in(cells)
    places = {place.name: labels[place.name] for place in INPUTS if place.name in labels}
    return {name: str(cells[row][column + 1]) for name, (row, column) in places.items()}


def _origins(analysis: Analysis, before: Mapping[str, str]) -> dict[str, str]:
    """Return the origin of each input that About is to name.

    It is the file that a macro has loaded, or else the origin that About has named ``before`` as
    far as it is still true.
    """
    loaded = dict(note.split(": ", 1) for note in analysis.inputs.notes if ": " in note)
    lines = {}
    for place in INPUTS:
        said = before.get(place.name, "")
        if getattr(analysis.inputs, place.argument) is None:
            lines[place.name] = "not given"
        elif place.name in loaded:
            lines[place.name] = loaded[place.name]
        elif FROM_A_FILE in said:
            lines[place.name] = said.removesuffix(EDITED) + EDITED
        else:
            lines[place.name] = f"as on the sheet {place.sheet}"
    return lines


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


def _write_decided(sheet: Any, place: tuple[int, int], lines: list[tuple[str, str]]) -> None:
    """Write how the inputs were read in place of the old section, which is the last of About."""
    row, column = place
    clear_below(sheet, row)
    rows = [(TITLE, None), *lines] if lines else []
    for below, (label, text) in enumerate(rows):
        look = "section" if text is None else "wrapped"
        cells = area(sheet, row + below, column, 1, 2)
        dress(cells, look)
        cells.row_height = ROW if text is None else paragraph_height(text, ABOUT_WIDTH, look)
        write_rows(sheet, row + below, column, [[label, text]])
