"""Update what stands around the tables of a result sheet: the status, and the notes on headers."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area
from labfolio_xl.excel.host import Mode, host
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.notes import header_notes, note_size
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.plan.status import STATUS, STATUS_CELL, status_formula
from labfolio_xl.plan.styles import properties
from labfolio_xl.sheet.headers import HEADERS

if TYPE_CHECKING:
    from labfolio_xl.plan.layout import Page

__all__ = ["move_notes", "write_status"]


def write_status(sheet: Any, page: Page, mode: Mode, *, has_check: bool) -> None:
    """Write the status of the inputs: as a formula, unless it stands there, or as a value.

    The sheets refer to the cell on the sheet Check. If a user has deleted that sheet, each calls
    the function itself. The first page tells the status in its line on the data.
    """
    if page.sheet == FIRST_PAGE:
        return
    cell = area(sheet, *STATUS_CELL)
    formula = status_formula(page.sheet) if has_check else STATUS.text
    stands = str(cell.formula).strip("{}").replace("=@", "=", 1)
    if mode != "values" and stands == formula:
        return
    cell.number_format = str(properties("status")["num_format"])
    if mode == "values":
        cell.value = page.status  # "ok" or a number and words, never the text of a formula
    elif mode == "spill":
        cell.formula2 = formula
    else:
        cell.formula = formula


def move_notes(sheet: Any, page: Page) -> None:
    """Put the notes on the headers where these stand now; notes of the user stay.

    Excel refuses a note where somebody has begun a discussion; such a cell is left alone.
    """
    notes = (pair for table in page.tables for pair in header_notes(table))
    wanted = {(cell.row, cell.column): text for cell, text in notes}
    ours = _texts()
    for note in list(sheet.notes):
        place = note.location.row - 1, note.location.column - 1
        if wanted.get(place) == note.text:
            del wanted[place]
        elif note.text in ours:
            note.delete()
    for place, text in wanted.items():
        cell = area(sheet, *place)
        if cell.note is None:
            with contextlib.suppress(Exception):
                host().size_note(cell.add_note(text), *note_size(text))


@cache
def _texts() -> frozenset[str]:
    """Return all notes that a workbook may have from us."""
    shown = [table.shown for sheet in CONTENTS for stack in sheet.stacks for table in stack]
    own = (text for table in shown for text in (*table.headers.values(), table.names))
    return frozenset((*HEADERS.values(), *own))
