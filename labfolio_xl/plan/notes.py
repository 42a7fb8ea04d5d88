"""The notes on the headers of tables: what a column holds."""

from __future__ import annotations

from collections.abc import Iterator

from labfolio_xl.plan.layout import Cells
from labfolio_xl.plan.places import Area
from labfolio_xl.sheet.headers import HEADERS

__all__ = ["NOTE_AUTHOR", "header_notes", "note_size"]

# Excel shows the author of a note in its status bar.
NOTE_AUTHOR = "labfolio_xl"

# Pixels of a note: its width, a line of text, and what surrounds the text; letters in a line.
_WIDTH, _LINE, _AROUND, _LETTERS = 260, 17, 14, 38


def header_notes(table: Cells) -> Iterator[tuple[Area, str]]:
    """Yield the header cells that have a note, each with its text.

    Columns whose headers are names of factors or assets share one note, on the first of them: a
    table may have hundreds.
    """
    if table.failed or table.about.is_source:
        return
    named = table.about.names
    for place, name in enumerate(table.header):
        text = table.about.headers.get(name) or HEADERS.get(name, "")
        if not text and named:
            text, named = named, ""
        if text:
            yield table.head(place), text


def note_size(text: str) -> tuple[int, int]:
    """Return width and height of a note in pixels, so that its text fits."""
    return _WIDTH, _LINE * (-(-len(text) // _LETTERS) + 1) + _AROUND
