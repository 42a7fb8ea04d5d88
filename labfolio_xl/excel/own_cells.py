"""Which cells of a result sheet are ours: the tables that stand there now, with their headings.

What else stands on such a sheet is the user's: a note, a merged box, a table. Nothing of it is
emptied, and nothing is written over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks.values import is_blank
from labfolio_xl.excel.cells import area
from labfolio_xl.excel.extent import FORMULA_TEXT, Table, find_tables
from labfolio_xl.excel.obstacles import asked
from labfolio_xl.workbook.places import Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from labfolio_xl.blocks import Rows
    from labfolio_xl.workbook.layout import Block

__all__ = [
    "FORMULA_ABOVE",
    "TITLE_ABOVE",
    "are_formulas",
    "covers",
    "heading",
    "is_formula_text",
    "overlap",
    "own_tables",
    "parts",
]

# Above a table stand its title and the text of its formula.
TITLE_ABOVE, FORMULA_ABOVE = 2, 1


def own_tables(sheet: Any, rows: Rows) -> dict[str, Area]:  # noqa: ANN401  # xlwings is not typed
    """Return the cells of each table of results by the text of its formula.

    Of several below the same text the first is ours, the others are copies that a user made.

    Parameters
    ----------
    sheet : xlwings.Sheet
    rows : rows
        All its cells.
    """
    found: dict[str, Area] = {}
    for table in (*find_tables(rows), *_blank_tables(sheet, rows)):
        if table.formula not in found:
            found[table.formula] = _filled(sheet, table)
    return found


def _blank_tables(sheet: Any, rows: Rows) -> Iterator[Table]:  # noqa: ANN401
    """Formulas of ours that show nothing yet, so that they do not look like tables."""
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            below = rows[row + 1][column] if row + 1 < len(rows) else None
            if is_formula_text(cell) and is_blank(below):
                first = area(sheet, row + 1, column)
                if _has_formula(first):
                    yield Table(str(cell).strip(), row + 1, column, 1, 1)


def _has_formula(cell: Any) -> bool:  # noqa: ANN401
    return bool(asked(lambda: cell.api.HasFormula is True))


def _filled(sheet: Any, table: Table) -> Area:  # noqa: ANN401
    """Return what a table's formula fills, as Excel says it; else what looks like the table.

    A note that touches a table looks like a part of it.
    """
    cell = area(sheet, table.row, table.column)
    spilled = asked(lambda: cell.api.SpillingToRange)
    cells = spilled if spilled is not None else asked(lambda: cell.api.CurrentArray)
    size = asked(lambda: (cells.Rows.Count, cells.Columns.Count))
    if size is None:
        # A formula that fills one cell, such as one that says #SPILL!.
        size = (1, 1) if _has_formula(cell) else (table.n_rows, table.n_columns)
    return Area(sheet.name, table.row, table.column, *size)


def are_formulas(sheet: Any, blocks: Iterable[Block]) -> bool:  # noqa: ANN401
    """Whether the tables are formulas, not the values that a Mac wrote."""
    firsts = (area(sheet, block.area.row, block.area.column) for block in blocks)
    return all(str(first.formula).lstrip("{").startswith("=") for first in firsts)


def heading(place: Area) -> Area:
    """Return the cells of a table's title and of the text of its formula."""
    return Area(place.sheet, max(place.row - TITLE_ABOVE, 0), place.column, TITLE_ABOVE)


def parts(places: Iterable[Area]) -> list[Area]:
    """Return the headings and the cells of tables."""
    return [part for place in places for part in (heading(place), place)]


def covers(place: Area, row: int, column: int) -> bool:
    """Whether a cell is in a rectangle."""
    return place.row <= row <= place.last_row and place.column <= column <= place.last_column


def overlap(one: Area, other: Area) -> bool:
    """Whether two rectangles of a sheet have a cell in common."""
    return not (
        other.last_row < one.row
        or one.last_row < other.row
        or other.last_column < one.column
        or one.last_column < other.column
    )


def is_formula_text(cell: object) -> bool:
    """Whether a cell holds the text of a formula as it stands above a table."""
    return isinstance(cell, str) and FORMULA_TEXT.fullmatch(cell) is not None
