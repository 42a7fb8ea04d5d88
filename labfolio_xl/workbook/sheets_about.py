"""Write the sheet About: where the numbers of the workbook come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from labfolio_xl import __version__
from labfolio_xl.blocks import Rows
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.contents import SHEETS
from labfolio_xl.plan.decided import TITLE, all_decided
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.provenance import (
    change_formula,
    digest,
    not_given,
    source_words,
)
from labfolio_xl.plan.wording import TRAPS
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.sheets_dashboard import sizes

__all__ = [
    "ABOUT_WIDTH",
    "CHANGE_COLUMN",
    "CHANGE_LOOK",
    "DIGEST_COLUMN",
    "DIGEST_HEADER",
    "DIGEST_LOOK",
    "FIRST_TITLE",
    "INPUTS_TITLE",
    "NOTES_TITLE",
    "NO_SUBJECT",
    "decided_lines",
    "note_lines",
    "option_lines",
    "write_about",
]

_LABEL, ABOUT_WIDTH = 24.0, 88.0
# Refresh finds the lines of About below these titles.
FIRST_TITLE, INPUTS_TITLE, NOTES_TITLE = "Workbook", "Inputs", "Notes on the inputs"
_NOTE_LINES = 2
NO_SUBJECT = "not named"
# Beside the origin of each input stand a formula, which is empty while the numbers are unchanged,
# and the digest of the cells.
CHANGE_COLUMN, CHANGE_LOOK, _CHANGE_WIDTH = 3, "changed", 22.0
DIGEST_COLUMN, DIGEST_LOOK, _DIGEST_WIDTH = 4, "note", 18.0
DIGEST_HEADER = "digest of the cells"


def write_about(canvas: Canvas, analysis: Analysis, rows: Mapping[str, Rows]) -> None:
    """Write the contents, the version, the inputs, the options, unused dates, and warnings.

    Parameters
    ----------
    canvas : Canvas
    analysis : Analysis
    rows : mapping
        The cells of each input that is given, by its argument.
    """
    sheet = canvas.sheets["About"]
    beside = {CHANGE_COLUMN: _CHANGE_WIDTH, DIGEST_COLUMN: _DIGEST_WIDTH} if canvas.live else {}
    canvas.set_widths(sheet, {1: _LABEL, 2: ABOUT_WIDTH, **beside})
    canvas.fit_paper(sheet, _LABEL + ABOUT_WIDTH + sum(beside.values()))
    canvas.write_heading(sheet, "About", "Where the numbers come from.", columns=2)
    row = _write_contents(canvas, sheet, 3)
    for title, lines in _sections(analysis, live=canvas.live):
        sheet.write_string(row, 1, title, canvas.styles["section"])
        if title == INPUTS_TITLE and canvas.live:
            _write_records(canvas, sheet, row, rows)
        for label, text in lines:
            row += 1
            sheet.write_string(row, 1, label, canvas.styles["wrapped"])
            canvas.write_paragraph(sheet, row, (2, 2), text, width=ABOUT_WIDTH, style="wrapped")
        row += 2


def _write_contents(canvas: Canvas, sheet: Any, row: int) -> int:
    """Write the name of each other sheet, as a link, with its purpose; return the next free row."""
    sheet.write_string(row, 1, "Contents", canvas.styles["section"])
    shown = [(name, SHEETS[name]) for name in SHEETS if name in canvas.sheets and name != "About"]
    for place, (name, purpose) in enumerate(shown, start=row + 1):
        canvas.link(sheet, place, 1, name)
        sheet.write_string(place, 2, purpose, canvas.styles["text"])
    return row + len(shown) + 2


def _write_records(canvas: Canvas, sheet: Any, row: int, rows: Mapping[str, Rows]) -> None:
    """Write the digest of each input, and the formula that tells when its numbers have changed."""
    sheet.write_string(row, DIGEST_COLUMN, DIGEST_HEADER, canvas.styles["note"])
    for below, place in enumerate(INPUTS, start=row + 1):
        cells = rows.get(place.argument, [])
        formula = change_formula(place, cells)
        sheet.write_formula(below, CHANGE_COLUMN, formula, canvas.styles[CHANGE_LOOK], "")
        sheet.write_string(below, DIGEST_COLUMN, digest(cells), canvas.styles[DIGEST_LOOK])


def _sections(analysis: Analysis, *, live: bool) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    inputs, data_report = analysis.inputs, analysis.data_report
    span = f"{day(data_report.first)} to {day(data_report.last)}, {data_report.n_obs} dates"
    yield (
        FIRST_TITLE,
        [
            ("Made by", f"labfolio_xl {__version__}"),
            ("Subject", inputs.subject or NO_SUBJECT),
            ("Span", span),
            ("Size", sizes(data_report)),
        ],
    )
    yield INPUTS_TITLE, list(_sources(analysis))
    yield "Options", list(option_lines(analysis))
    yield "Dates that were not used", list(_dropped(data_report.dropped))
    notes = [*inputs.notes, *inputs.cautions]
    if notes or live:
        yield NOTES_TITLE, [("", note) for note in (note_lines(notes) if live else notes)]
    yield "To keep in mind", list(TRAPS)
    # This section is the last one, because a refresh rewrites it with another number of lines.
    if lines := decided_lines(analysis):
        yield TITLE, lines


def decided_lines(analysis: Analysis) -> list[tuple[str, str]]:
    """Return the decisions of the input gate; the input sheets hold only their outcome."""
    kept = analysis.inputs.decided
    lines = (line for line in all_decided(analysis) if line.severity == "note" or line in kept)
    return [(line.check, line.about) for line in lines]


def _sources(analysis: Analysis) -> Iterator[tuple[str, str]]:
    for place in INPUTS:
        yield place.name, _origin(place.argument, analysis)


def note_lines(notes: Sequence[str]) -> list[str]:
    """Return the lines of the notes in a live workbook; their number never changes."""
    lines = list(notes) or ["none"]
    lines += [""] * (_NOTE_LINES - len(lines))
    return [*lines[: _NOTE_LINES - 1], " ".join(lines[_NOTE_LINES - 1 :])]


def _origin(argument: str, analysis: Analysis) -> str:
    """Return where an input comes from: an open workbook knows it, or else the file is named."""
    inputs = analysis.inputs
    if argument in inputs.origins:
        return inputs.origins[argument]
    if argument in inputs.sources:
        return source_words(inputs.sources[argument])
    if getattr(inputs, argument) is None:
        return not_given(argument)
    return _in_memory(argument, analysis)


def _in_memory(argument: str, analysis: Analysis) -> str:
    """Return the origin of an input that was not read from a file of its own."""
    rate = analysis.inputs.risk_free
    if argument == "risk_free" and isinstance(rate, pd.Series):
        if rate.min() == rate.max():  # a number, on every date
            return f"{rate.max():g} per period"
        if "factors" in analysis.inputs.sources:
            return "a column of Factors"
    return "given in memory, not from a file"


def option_lines(analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Return the decisions that options or the data made about the inputs, each with its label."""
    inputs, aligned = analysis.inputs, analysis.aligned
    charged = [name for name in aligned.factors.columns if name not in aligned.self_financing]
    if aligned.risk_free is None:
        yield "Risk-free rate", "none subtracted: all returns are taken as excess returns"
        yield "Self-financing", "not asked, since no rate is subtracted"
    else:
        free = ", ".join(aligned.self_financing) or "none"
        yield (
            "Risk-free rate",
            f"subtracted from the assets and from {', '.join(charged) or 'no factor'}",
        )
        yield "Self-financing", f"{free}: nothing subtracted from these factors"
    rules = {
        "available": "each estimate uses the dates and assets that have what it needs",
        "complete": "only dates on which everything is there were used",
        "error": "missing cells were refused, there are none",
    }
    yield "Missing cells", f"{aligned.missing}: {rules[aligned.missing]}"
    given = inputs.settings.given
    yield "Intercept, second pass", "estimated (zero_beta)" if given.get("intercept") else "none"
    per_year = given.get("periods_per_year")
    yield "Periods per year", "not given" if per_year is None else f"{per_year:g} (not compounded)"


def _dropped(dropped: pd.DataFrame) -> Iterator[tuple[str, str]]:
    if dropped.empty:
        yield "", "none: all dates were used"
    for reason, dates in dropped.groupby("reason", sort=True)["date"]:
        listed = ", ".join(day(date) for date in dates.iloc[:8])
        more = f" and {len(dates) - 8} more" if len(dates) > 8 else ""  # noqa: PLR2004
        noun = "date" if len(dates) == 1 else "dates"
        yield f"{len(dates):,} {noun}", f"{reason}: {listed}{more}"
