"""What is in the way of the results, of the key figures and of what is said on About.

All of it is asked before the first cell is written, and needs no more than one sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from labfolio_xl.blocks.values import error_text, is_blank
from labfolio_xl.errors import InputError
from labfolio_xl.excel.cells import area, last_used, read_sheet, sheets_by_name
from labfolio_xl.excel.obstacles import (
    asked,
    may_be_merged,
    may_have_array,
    require_plain,
    require_size,
)
from labfolio_xl.excel.own_cells import (
    FORMULA_ABOVE,
    TITLE_ABOVE,
    are_formulas,
    covers,
    heading,
    is_formula_text,
    overlap,
    own_tables,
    parts,
)
from labfolio_xl.workbook.places import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labfolio_xl.blocks import Rows
    from labfolio_xl.workbook.layout import Block, Page
    from labfolio_xl.workbook.places import Area

__all__ = ["require_free_cells", "require_free_pages"]

LONGEST_QUOTE = 30  # characters of a cell that are said


def require_free_pages(book: Any, pages: Iterable[Page]) -> None:  # noqa: ANN401  # xlwings is not typed
    """Refuse, before any table of results is written, what is in the way of one of them.

    Raises
    ------
    InputError
        If there are merged cells, a table, an array formula or anything else of the user in
        the cells of our tables, or if a table is larger than a sheet.
    """
    pages, found = list(pages), sheets_by_name(book)
    require_size(block.area for page in pages for block in page.blocks)
    for page in pages:
        if page.sheet in found:
            _require_free_page(found[page.sheet], page)


def _require_free_page(sheet: Any, page: Page) -> None:  # noqa: ANN401
    for block in page.blocks:
        require_plain(sheet, block.area, f"where {block.title} stands")
    rows = read_sheet(sheet)
    old = own_tables(sheet, rows)
    new = {block.formula.text: block.area for block in page.blocks}
    if old == new and are_formulas(sheet, page.blocks):
        return  # nothing is rewritten
    for place in old.values():
        for part in (heading(place), place):
            require_plain(sheet, part, f"in {_cells(part)}, where results stand")
    for block in page.blocks:
        require_plain(sheet, heading(block.area), f"where {block.title} stands")
    _require_no_array(sheet, page, old)
    _require_nothing_of_the_user(sheet, page, old, rows)


def _require_no_array(sheet: Any, page: Page, old: Mapping[str, Area]) -> None:  # noqa: ANN401
    """Refuse array formulas that are not ours, of which Excel changes no part."""
    own = list(old.values())
    for part in [*map(heading, own), *parts(block.area for block in page.blocks)]:
        cells = area(sheet, part.row, part.column, part.n_rows, part.n_columns)
        if any(overlap(part, place) for place in own):
            continue  # the array may be ours, which is emptied first
        if may_have_array(cells):
            raise InputError(
                f"{sheet.name}: an array formula stands in {_cells(part)}, where results belong; "
                "move it and press the button again."
            )
    for place in own:
        _require_whole_array(sheet, place)


def _require_whole_array(sheet: Any, place: Area) -> None:  # noqa: ANN401
    """Refuse an array of the user that reaches into values which once were results."""
    cells = area(sheet, place.row, place.column, place.n_rows, place.n_columns)
    first = area(sheet, place.row, place.column)
    if asked(lambda: first.api.HasFormula is False) and may_have_array(cells):
        raise InputError(
            f"{sheet.name}: an array formula reaches into {_cells(place)}, where results stand; "
            "clear it and press the button again."
        )


def _require_nothing_of_the_user(
    sheet: Any,  # noqa: ANN401
    page: Page,
    old: Mapping[str, Area],
    rows: Rows,
) -> None:
    own = parts(old.values())
    for block in page.blocks:
        for part in (heading(block.area), block.area):
            for row in range(part.row, min(part.last_row + 1, len(rows))):
                for column in range(part.column, min(part.last_column + 1, len(rows[row]))):
                    cell = rows[row][column]
                    if is_blank(cell) or _is_heading(block, row, cell):
                        continue
                    if not any(covers(place, row, column) for place in own):
                        raise InputError(
                            f"{sheet.name}: the cell {xl_rowcol_to_cell(row, column)} holds "
                            f'"{_quoted(cell)}", where {block.title} will stand; move it and '
                            "press the button again."
                        )


def _is_heading(block: Block, row: int, cell: object) -> bool:
    """Whether a cell is a heading of ours whose table was emptied."""
    if row == block.area.row - TITLE_ABOVE:
        return cell == block.title
    return row == block.area.row - FORMULA_ABOVE and is_formula_text(cell)


def _quoted(cell: object) -> str:
    text = " ".join(str(error_text(cell) or cell).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _cells(place: Area) -> str:
    return place.address.rpartition("!")[2].replace("$", "")


def require_free_cells(book: Any, wanted: Mapping[str, set[tuple[int, int]]]) -> None:  # noqa: ANN401
    """Refuse single cells into which nothing could be written, or in which it would be lost.

    Parameters
    ----------
    book : xlwings.Book
    wanted : mapping
        By sheet: rows and columns of the cells that are to be written.

    Raises
    ------
    InputError
        If one is within a merged area, but not its first cell, or in an array formula.
    """
    found = sheets_by_name(book)
    for name, places in wanted.items():
        sheet = found[name]
        whole = area(sheet, 0, 0, *last_used(sheet))
        # Mostly one question is enough. The rule above an input may be lost in a merged title.
        if name not in {place.sheet for place in INPUTS} and may_be_merged(whole):
            for row, column in sorted(places):
                _require_first(sheet, row, column)
        if may_have_array(whole):
            for row, column in sorted(places):
                _require_no_array_at(sheet, row, column)


def _require_first(sheet: Any, row: int, column: int) -> None:  # noqa: ANN401
    cell = area(sheet, row, column)
    if not asked(lambda: cell.merge_cells):
        return
    merged = asked(lambda: cell.merge_area)
    if merged is not None and (merged.row - 1, merged.column - 1) != (row, column):
        raise InputError(
            f"{sheet.name}: the cell {xl_rowcol_to_cell(row, column)} is merged with others, and "
            "what Labfolio writes there would be lost; unmerge it (Home, Merge & Center) and "
            "press the button again."
        )


def _require_no_array_at(sheet: Any, row: int, column: int) -> None:  # noqa: ANN401
    if asked(lambda: area(sheet, row, column).has_array):
        raise InputError(
            f"{sheet.name}: an array formula stands in the cell {xl_rowcol_to_cell(row, column)}, "
            "into which Labfolio writes; clear it and press the button again."
        )
