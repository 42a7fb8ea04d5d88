"""The result sheets: titles, notes and tables."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from labfolio_xl.workbook.canvas import Canvas, block_widths
from labfolio_xl.workbook.layout import Block, Page
from labfolio_xl.workbook.styles import ACCENT, WARNING

__all__ = ["write_page"]

_SIGNIFICANT = 0.05
_PORTFOLIO = "Portfolio"  # how the last row of the expected returns is labelled
_NOTE_WIDTH = 96.0  # of the paragraph above the tables, in units of column width
_NOTES_ROW = 2


def write_page(canvas: Canvas, page: Page) -> None:
    """One result sheet."""
    sheet = canvas.add_sheet(page.sheet)
    widths = _widths(page)
    canvas.set_widths(sheet, widths)
    canvas.fit_paper(sheet, max(sum(widths.values()), _NOTE_WIDTH))
    last, width = _note_columns(widths)
    canvas.write_heading(sheet, page.sheet, page.subtitle, columns=last)
    for place, note in enumerate(page.notes):
        canvas.write_paragraph(sheet, _NOTES_ROW + place, (1, last), note, width=width)
    for block in page.blocks:
        canvas.write_block(block)
        _highlight(canvas, sheet, block)
    sheet.freeze_panes(*page.frozen)
    if page.frozen[0] > 1:
        sheet.repeat_rows(page.frozen[0] - 1)


def _widths(page: Page) -> dict[int, float]:
    widths: dict[int, float] = {}
    for block in page.blocks:
        for column, width in block_widths(block).items():
            widths[column] = max(width, widths.get(column, 0.0))
    return widths


def _note_columns(widths: dict[int, float]) -> tuple[int, float]:
    """The last column of the paragraph above the tables, and the width of all of it."""
    column, total = 1, widths.get(1, 8.43)
    while total < _NOTE_WIDTH:
        column += 1
        total += widths.get(column, 8.43)
    return column, total


def _highlight(canvas: Canvas, sheet: Any, block: Block) -> None:  # noqa: ANN401 - XlsxWriter
    """Bold p-values below 5%, warnings in colour, and a line above the portfolio."""
    if block.failed:
        return
    if block.key == "expected":
        _set_off_portfolio(canvas, sheet, block)
    rules: dict[str, tuple[dict[str, object], dict[str, object]]] = {
        "p": (
            {"type": "cell", "criteria": "<", "value": _SIGNIFICANT},
            {"bold": True, "font_color": ACCENT},
        ),
        "verdict": (
            {"type": "cell", "criteria": "==", "value": '"warning"'},
            {"bold": True, "font_color": WARNING},
        ),
    }
    for header, (rule, look) in rules.items():
        if header in block.header:
            area = block.column(header)
            sheet.conditional_format(
                *area.corners, {**rule, "format": canvas.book.add_format(look)}
            )


def _set_off_portfolio(canvas: Canvas, sheet: Any, block: Block) -> None:  # noqa: ANN401
    area = block.area
    label = xl_rowcol_to_cell(area.row + 1, area.column, col_abs=True)
    look = canvas.book.add_format({"bold": True, "top": 1, "top_color": ACCENT})
    rule = {"type": "formula", "criteria": f'={label}="{_PORTFOLIO}"', "format": look}
    sheet.conditional_format(area.row + 1, *area.corners[1:], rule)
