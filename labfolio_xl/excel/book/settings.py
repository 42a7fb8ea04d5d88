"""The sheet Settings of an open workbook: its rows, and new values for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.excel.book.cells import area, labels_in, read_sheet, write_rows
from labfolio_xl.options import OPTIONS
from labfolio_xl.options.checks import spelled
from labfolio_xl.options.settings import settings_text
from labfolio_xl.plan.places import SETTINGS, Area
from labfolio_xl.plan.settings import HEADER, setting_cell, setting_look
from labfolio_xl.plan.styles import properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["read_settings", "write_settings"]

_PAIR = 2  # the name of a setting and its value


def read_settings(book: Any) -> tuple[Rows, Area]:
    """The rows of name and value with their header, and the cells in which they stand.

    The header is looked for, since somebody may have added rows above it.
    """
    cells = read_sheet(book.sheets[SETTINGS.sheet])
    top, left = labels_in(cells).get(HEADER[0], (SETTINGS.row, SETTINGS.column))
    rows = [[*row[left : left + _PAIR], *[None] * _PAIR][:_PAIR] for row in cells[top:]]
    while rows and all(map(is_blank, rows[-1])):
        rows.pop()
    return rows, Area(SETTINGS.sheet, top, left, max(len(rows), _PAIR), _PAIR)


def write_settings(book: Any, new: Mapping[str, Any]) -> list[str]:
    """Write values beside the names of settings, and leave all other cells as they are.

    Parameters
    ----------
    book : xlwings.Book
    new : mapping
        Checked values by the name of their option; None where nothing is to be said any more. A
        setting that has no row gets one below the last.

    Returns
    -------
    list of str
        Sentences: what the sheet says now, and what it says no more.
    """
    rows, place = read_settings(book)
    now: dict[str, Any] = {}
    no_more: dict[str, Any] = {}
    for name, value in new.items():
        cell, found = setting_cell(value), _rows_of(name, rows)
        said = [rows[row][1] for row in found if not is_blank(rows[row][1])]
        if cell is not None:
            now[name] = cell
            # A later row wins.
            _write(book, place, found[-1] if found else len(rows), name, cell)
            rows = rows if found else [*rows, [name, cell]]
        elif said:
            no_more[name] = said[-1]
            for row in found:
                _write(book, place, row, name, None)
    ends = ((now, "now"), (no_more, "no more"))
    return [f"The sheet {SETTINGS.sheet} says {settings_text(s)} {end}." for s, end in ends if s]


def _rows_of(name: str, rows: Rows) -> list[int]:
    """The rows of a setting, whatever the spelling of its name."""
    return [at for at, (label, _) in enumerate(rows) if spelled(str(label)) == spelled(name)]


def _write(book: Any, place: Area, row: int, name: str, cell: Cell) -> None:
    sheet = book.sheets[SETTINGS.sheet]
    value = area(sheet, place.row + row, place.column + 1)
    # A number in a cell of text would be a text.
    look = properties(setting_look(OPTIONS[name]))
    value.number_format = str(look.get("num_format", "General"))
    if row >= place.n_rows:
        write_rows(sheet, place.row + row, place.column, [[name]])
    write_rows(sheet, place.row + row, place.column + 1, [[cell]])
