"""Read the sheet Settings of an open workbook, and write new values into it."""

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
    from collections.abc import Iterable, Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.blocks.cells.values import Cell

__all__ = ["changed_rows", "read_settings", "settings_now", "write_settings"]

_PAIR = 2  # the name of a setting and its value


def read_settings(book: Any) -> tuple[Rows, Area]:
    """Return the rows of names and values with their header, and the cells that they fill.

    The header is searched for, because a user may have added rows above it.
    """
    cells = read_sheet(book.sheets[SETTINGS.sheet])
    top, left = labels_in(cells).get(HEADER[0], (SETTINGS.row, SETTINGS.column))
    rows = [[*row[left : left + _PAIR], *[None] * _PAIR][:_PAIR] for row in cells[top:]]
    while rows and all(map(is_blank, rows[-1])):
        rows.pop()
    return rows, Area(SETTINGS.sheet, top, left, max(len(rows), _PAIR), _PAIR)


def settings_now(book: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the cells beside the names of settings; None for one that is blank or has no row."""
    rows, _ = read_settings(book)
    found = {name: _rows_of(name, rows) for name in names}
    # If a setting has several rows, the last one counts.
    return {name: rows[places[-1]][1] if places else None for name, places in found.items()}


def changed_rows(rows: Rows, new: Mapping[str, Any]) -> Rows:
    """Return the rows of names and values as they are when :func:`write_settings` has ended."""
    known = [list(row) for row in rows]
    for name, value in new.items():
        cell, found = setting_cell(value), _rows_of(name, known)
        for row in found if cell is None else found[-1:]:
            known[row][1] = cell
        if cell is not None and not found:
            known.append([name, cell])
    return known


def write_settings(book: Any, new: Mapping[str, Any]) -> list[str]:
    """Write values beside the names of settings, and leave all other cells as they are.

    Parameters
    ----------
    book : xlwings.Book
    new : mapping
        The checked values by the name of their option. None clears the value of a setting. A
        setting without a row gets a new one below the last row.

    Returns
    -------
    list of str
        Sentences on the settings that were written and on those that were cleared.
    """
    rows, place = read_settings(book)
    now: dict[str, Any] = {}
    no_more: dict[str, Any] = {}
    for name, value in new.items():
        cell, found = setting_cell(value), _rows_of(name, rows)
        said = [rows[row][1] for row in found if not is_blank(rows[row][1])]
        if cell is not None:
            now[name] = cell
            # If a setting has several rows, the last one counts.
            _write(book, place, found[-1] if found else len(rows), name, cell)
            rows = rows if found else [*rows, [name, cell]]
        elif said:
            no_more[name] = said[-1]
            for row in found:
                _write(book, place, row, name, None)
    ends = ((now, "now"), (no_more, "no more"))
    return [f"The sheet {SETTINGS.sheet} says {settings_text(s)} {end}." for s, end in ends if s]


def _rows_of(name: str, rows: Rows) -> list[int]:
    """Return the numbers of the rows of a setting, in any spelling of its name."""
    return [at for at, (label, _) in enumerate(rows) if spelled(str(label)) == spelled(name)]


def _write(book: Any, place: Area, row: int, name: str, cell: Cell) -> None:
    sheet = book.sheets[SETTINGS.sheet]
    value = area(sheet, place.row + row, place.column + 1)
    # In a cell that is formatted as text, Excel would make a text of a number.
    look = properties(setting_look(OPTIONS[name]))
    value.number_format = str(look.get("num_format", "General"))
    if row >= place.n_rows:
        write_rows(sheet, place.row + row, place.column, [[name]])
    write_rows(sheet, place.row + row, place.column + 1, [[cell]])
