"""Write the notes on the headers of tables."""

from __future__ import annotations

from typing import Any

from labfolio_xl.plan.layout import Cells
from labfolio_xl.plan.notes import NOTE_AUTHOR, header_notes, note_size
from labfolio_xl.plan.styles import FONT, NOTE

__all__ = ["write_header_notes"]


def write_header_notes(sheet: Any, table: Cells) -> None:
    """Explain the columns of a table in notes, which appear under the mouse."""
    for cell, text in header_notes(table):
        width, height = note_size(text)
        size = {"width": width, "height": height}
        look = {"author": NOTE_AUTHOR, "font_name": FONT, "font_size": 9, "color": NOTE}
        sheet.write_comment(cell.row, cell.column, text, {**size, **look})
