"""Write the manual of the worksheet functions, and the hidden sheet for IntelliSense."""

from __future__ import annotations

from typing import Any

from labfolio_xl.plan.places import INTELLISENSE
from labfolio_xl.sheet import functions as _functions  # noqa: F401 - fills the registry
from labfolio_xl.sheet.boundary import REGISTRY, WorksheetFunction
from labfolio_xl.sheet.help import argument_text
from labfolio_xl.workbook.canvas import Canvas

__all__ = ["write_functions", "write_intellisense"]

_NAME, _TEXT = 20.0, 96.0


def write_functions(canvas: Canvas) -> None:
    """Write a list of all functions, then the arguments, the result and an example of each."""
    sheet = canvas.sheets["Functions"]
    canvas.set_widths(sheet, {1: _NAME, 2: _TEXT})
    canvas.fit_paper(sheet, _NAME + _TEXT)
    subtitle = "The manual. Type = and a name in any cell; =LF_HELP() lists the same."
    canvas.write_heading(sheet, "Functions", subtitle, columns=2)
    first = 4 + len(REGISTRY) + 2
    sheet.write_string(3, 1, "Contents", canvas.styles["section"])
    row = first
    for place, entry in enumerate(REGISTRY.values(), start=4):
        target = f"internal:'Functions'!B{row + 1}"
        sheet.write_url(place, 1, target, canvas.styles["link"], string=entry.name)
        sheet.write_string(place, 2, entry.summary, canvas.styles["text"])
        row = _write_entry(canvas, sheet, row, entry) + 1
    sheet.freeze_panes(2, 0)


def _write_entry(canvas: Canvas, sheet: Any, row: int, entry: WorksheetFunction) -> int:
    """Write the manual of one function, and return the row below it."""
    sheet.write_string(row, 1, entry.name, canvas.styles["section"])
    sheet.write_string(row, 2, entry.summary, canvas.styles["label"])
    lines = [("type", entry.signature), ("gives", entry.spills)]
    lines += [(argument.name, argument_text(argument)) for argument in entry.arguments]
    lines += [("note", entry.notes)] if entry.notes else []
    lines += [("example", example) for example in entry.examples[:1]]
    for name, text in lines:
        row += 1
        style = "code" if name in ("type", "example") else "wrapped"
        sheet.write_string(row, 1, name, canvas.styles["note"])
        canvas.write_paragraph(sheet, row, (2, 2), text, width=_TEXT, style=style)
    return row + 1


def write_intellisense(canvas: Canvas) -> None:
    """Write the hidden sheet from which Excel-DNA's IntelliSense reads what it shows.

    It must be the last sheet, and its first cell must hold "FunctionInfo". Each row below describes
    a function: name, description, help topic, and name and description of each argument. See
    github.com/Excel-DNA/IntelliSense, WorkbookIntelliSenseProvider.
    """
    sheet = canvas.sheets[INTELLISENSE]
    sheet.write_string(0, 0, "FunctionInfo")
    for row, entry in enumerate(REGISTRY.values(), start=1):
        cells = [entry.name, entry.summary, ""]
        for argument in entry.arguments:
            cells += [argument.name, argument.help]
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
    sheet.hide()
