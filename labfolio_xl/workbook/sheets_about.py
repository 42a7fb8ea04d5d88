"""Write the sheets Start and About: what the workbook is, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from labfolio_xl import __version__
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.contents import SHEETS
from labfolio_xl.plan.decided import TITLE, all_decided
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.plan.wording import TRAPS
from labfolio_xl.returns.tables.checked import day
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.sheets_dashboard import sizes

__all__ = ["ABOUT_WIDTH", "decided_lines", "option_lines", "write_about", "write_start"]

_LABEL, ABOUT_WIDTH = 24.0, 88.0
_START_WIDTH = 105.0
_WHAT = (
    "Explains the returns of a portfolio by factors: how much of each factor it carries "
    "(exposure), what each factor paid (risk premium), and what that says it should have earned."
)
_REPORT_STEPS = (
    "Look at the Dashboard: what the portfolio is exposed to, and what that paid.",
    "Open the sheet behind a chart for its numbers, their standard errors and what they mean.",
    "Read Check and About before relying on a number: what was dropped, and what to keep in mind.",
)
_LIVE_STEPS = (
    "Press Load returns, or paste yours into Portfolio and Factors.",
    "Press Refresh: names, formulas and charts follow the new data and the sheet Settings.",
    "Press Prepare copy for a reader without Python: values and charts, no macros.",
)
BUTTONS = (
    ("Refresh", "LabfolioRefresh"),
    ("Load returns", "LabfolioLoadReturns"),
    ("Prepare copy", "LabfolioPrepareCopy"),
    ("Check numbers", "LabfolioCheckNumbers"),
    ("Check setup", "LabfolioCheckSetup"),
)


def write_start(canvas: Canvas, analysis: Analysis) -> None:
    """Write what the workbook is, three steps, the buttons of a live one, and the contents."""
    sheet = canvas.sheets["Start"]
    canvas.set_widths(sheet, {1: 18.0, **dict.fromkeys(range(2, 8), 15.0)})
    canvas.fit_paper(sheet, _LABEL + ABOUT_WIDTH)
    subject = analysis.inputs.subject or "Exposures, risk premia and expected returns"
    canvas.write_heading(sheet, "Factor model of a portfolio", subject, columns=7)
    canvas.write_paragraph(sheet, 3, (1, 7), _WHAT, width=_START_WIDTH, style="step")
    row = _write_steps(canvas, sheet, 5)
    if canvas.live:
        row = _write_buttons(sheet, row + 1)
    sheet.write_string(row + 1, 1, "Contents", canvas.styles["section"])
    for place, (name, purpose) in enumerate(_contents(canvas), start=row + 2):
        canvas.link(sheet, place, 1, name)
        sheet.write_string(place, 2, purpose, canvas.styles["text"])
    sheet.print_area(0, 0, row + 2 + len(_contents(canvas)), 7)  # to the end of the paragraphs
    canvas.color_tab(sheet)
    sheet.activate()


def _contents(canvas: Canvas) -> list[tuple[str, str]]:
    return [(name, text) for name, text in SHEETS.items() if name in canvas.sheets][1:]


def _write_steps(canvas: Canvas, sheet: Any, row: int) -> int:
    sheet.write_string(row, 1, "Three steps", canvas.styles["section"])
    steps = _LIVE_STEPS if canvas.live else _REPORT_STEPS
    for number, step in enumerate(steps, start=1):
        text = f"{number}.  {step}"
        canvas.write_paragraph(sheet, row + number, (1, 7), text, width=_START_WIDTH, style="step")
    return row + len(steps) + 1


def _write_buttons(sheet: Any, row: int) -> int:
    for place, (caption, macro) in enumerate(BUTTONS):
        options = {"macro": macro, "caption": caption, "width": 104, "height": 30}
        sheet.insert_button(row, 1, {**options, "x_offset": place * 116, "y_offset": 2})
    return row + 2


def write_about(canvas: Canvas, analysis: Analysis) -> None:
    """Write the version, the inputs, the options, the dates that were not used, and warnings."""
    sheet = canvas.sheets["About"]
    canvas.set_widths(sheet, {1: _LABEL, 2: ABOUT_WIDTH})
    canvas.fit_paper(sheet, _LABEL + ABOUT_WIDTH)
    canvas.write_heading(sheet, "About", "Where the numbers come from.", columns=2)
    row = 3
    for title, lines in _sections(analysis):
        sheet.write_string(row, 1, title, canvas.styles["section"])
        for label, text in lines:
            row += 1
            sheet.write_string(row, 1, label, canvas.styles["wrapped"])
            canvas.write_paragraph(sheet, row, (2, 2), text, width=ABOUT_WIDTH, style="wrapped")
        row += 2


def _sections(analysis: Analysis) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    inputs, data_report = analysis.inputs, analysis.data_report
    span = f"{day(data_report.first)} to {day(data_report.last)}, {data_report.n_obs} dates"
    yield (
        "Workbook",
        [
            ("Made by", f"labfolio_xl {__version__}"),
            ("Subject", inputs.subject or "not named"),
            ("Span", span),
            ("Size", sizes(data_report)),
        ],
    )
    yield "Inputs", list(_sources(analysis))
    yield "Options", list(option_lines(analysis))
    yield "Dates that were not used", list(_dropped(data_report.dropped))
    if inputs.notes or inputs.cautions:
        yield "Notes on the inputs", [("", note) for note in (*inputs.notes, *inputs.cautions)]
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
    defaults = {"risk_free": "none", "weights": "equal"}
    for place in INPUTS:
        source = analysis.inputs.sources.get(place.argument)
        if source is None:
            given = getattr(analysis.inputs, place.argument)
            known = defaults.get(place.argument, "given in memory")
            yield place.name, known if given is None else _in_memory(place.argument, analysis)
            continue
        sheet = f', sheet "{source.sheet}"' if source.sheet else ""
        size = f"{source.n_rows:,} rows, {source.n_columns:,} columns"
        yield place.name, f"{source.file}{sheet}: {size}; SHA-256 {source.sha256}"


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
