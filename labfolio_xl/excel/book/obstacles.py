"""Find out whether Excel would refuse to write into a workbook, before anything is written.

If a sheet is protected or cells are merged, Excel stops in the middle of a macro with "error 1004".
The functions of this module raise one sentence with a cure instead, while the workbook is still
unchanged. The rules of Excel are listed in docs/excel-rules.md.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.cells import area, last_used, sheets_by_name
from labfolio_xl.excel.host import host
from labfolio_xl.plan.contents import CONTENTS
from labfolio_xl.plan.places import INPUTS, MAX_COLUMNS, MAX_ROWS, Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labfolio_xl.blocks import Rows
    from labfolio_xl.plan.layout import Page
    from labfolio_xl.plan.places import InputPlace

__all__ = [
    "require_adding",
    "require_free",
    "require_free_pages",
    "require_open_sheets",
    "require_room",
    "require_writable",
]

FIRST_DAY = dt.date(1900, 1, 1)  # a cell of Excel cannot contain an earlier date
# The sheets that a refresh writes to.
WRITTEN = (
    *(place.sheet for place in INPUTS),
    *(contents.sheet for contents in CONTENTS),
    *("Dashboard", "About"),
)


def require_writable(book: Any) -> None:
    """Refuse a workbook in which a refresh could not write to every sheet.

    Raises
    ------
    InputError
        The workbook is read-only, it counts its days from 1904, or one of the sheets that are
        written is protected.
    """
    if host().is_read_only(book):
        raise InputError(
            f"{book.name}: the workbook is open read-only, so that nothing could be kept; save it "
            "under another name (File, Save As) and press the button again."
        )
    if host().counts_from_1904(book):
        raise InputError(
            f"{book.name}: the workbook counts days from 1904, and the dates of its results would "
            'be four years off; untick "Use 1904 date system" in File, Options, Advanced.'
        )
    found = sheets_by_name(book)
    require_open_sheets(found[name] for name in WRITTEN if name in found)


def require_open_sheets(sheets: Iterable[Any]) -> None:
    """Refuse sheets whose protection applies to macros too."""
    for sheet in sheets:
        if host().is_protected(sheet):
            raise InputError(
                f"{sheet.name}: the sheet is protected; take the protection off (Review, "
                "Unprotect Sheet) and press the button again."
            )


def require_adding(book: Any, name: str) -> None:
    """Refuse a workbook to which no sheet may be added.

    Raises
    ------
    InputError
        The structure of the workbook is protected.
    """
    if host().has_fixed_structure(book):
        raise InputError(
            f"{book.name}: the workbook is protected, so that it takes no sheet {name}; take the "
            "protection off (Review, Protect Workbook) and press the button again."
        )


def require_room(place: InputPlace, rows: Rows) -> None:
    """Refuse cells that a sheet cannot contain: too many rows or columns, or dates before 1900.

    Raises
    ------
    InputError
        The sentence names what was found, and what a sheet can contain.
    """
    n_rows, n_columns = len(rows), max(map(len, rows), default=0)
    if place.row + n_rows > MAX_ROWS or place.column + n_columns > MAX_COLUMNS:
        raise InputError(
            f"{place.name}: {n_rows:,} rows and {n_columns:,} columns; the sheet {place.sheet} "
            f"holds {MAX_ROWS - place.row:,} and {MAX_COLUMNS - place.column:,}, take fewer."
        )
    for row in rows:
        if row and isinstance(row[0], dt.date) and _day(row[0]) < FIRST_DAY:
            raise InputError(
                f"{place.name}: the date {_day(row[0])}; a cell of Excel holds no date before "
                f"{FIRST_DAY}, leave out the earlier rows."
            )


def _day(date: dt.date) -> dt.date:
    return date.date() if isinstance(date, dt.datetime) else date


def require_free(sheet: Any, row: int, size: tuple[int, int]) -> None:
    """Refuse cells of an input in which values would be lost, or that Excel would not empty.

    All cells from a row on that are used now, or will be used, are looked at.

    Parameters
    ----------
    sheet : xlwings.Sheet
    row : int
        The first row, from zero.
    size : tuple of int
        The number of rows from there on, and of columns from the first one on, that are to be
        written.

    Raises
    ------
    InputError
        There are merged cells, or a table (ListObject) of the user.
    """
    last = last_used(sheet)
    n_rows, n_columns = max(last[0] - row, size[0], 1), max(last[1], size[1], 1)
    where = f"in row {row + 1} or below"
    _require_plain(sheet, Area(sheet.name, row, 0, n_rows, n_columns), where)


def require_free_pages(book: Any, pages: Sequence[Page]) -> None:
    """Refuse pages of results if one of their tables cannot be written.

    Raises
    ------
    InputError
        The cells of a table contain merged cells or a table (ListObject) of the user, or the
        table is larger than a sheet.
    """
    found = sheets_by_name(book)
    _require_size(block.area for page in pages for block in page.blocks)
    for page in pages:
        for block in page.blocks if page.sheet in found else ():
            _require_plain(found[page.sheet], block.area, f"where {block.title} stands")


def _require_plain(sheet: Any, place: Area, where: str) -> None:
    cells = area(sheet, place.row, place.column, place.n_rows, place.n_columns)
    if cells.merge_cells is not False:
        raise InputError(
            f"{sheet.name}: there are merged cells {where}; unmerge them (Home, Merge & Center) "
            "and press the button again."
        )
    for name, other in _tables(sheet):
        apart = (
            other.last_row < place.row
            or place.last_row < other.row
            or other.last_column < place.column
            or place.last_column < other.column
        )
        if not apart:
            raise InputError(
                f"{sheet.name}: the cells {where} are the table {name}; make them plain cells "
                "again (Table Design, Convert to Range) and press the button again."
            )


def _require_size(areas: Iterable[Area]) -> None:
    for place in areas:
        if place.last_row >= MAX_ROWS or place.last_column >= MAX_COLUMNS:
            raise InputError(
                f"{place.sheet}: a table of {place.n_rows:,} rows and {place.n_columns:,} columns; "
                f"a sheet holds {MAX_ROWS:,} and {MAX_COLUMNS:,}, take fewer assets or factors."
            )


def _tables(sheet: Any) -> list[tuple[str, Area]]:
    """Return the tables (ListObjects) of the user with their cells."""
    found = [(table.name, table.range) for table in sheet.tables]
    return [
        (name, Area(sheet.name, cells.row - 1, cells.column - 1, *cells.shape))
        for name, cells in found
    ]
