"""What stood where an input is written, so that it can be put back: values and formulas."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks.values import error_text
from labfolio_xl.excel.cells import area, read_sheet
from labfolio_xl.excel.obstacles import asked
from labfolio_xl.sheet.cells import as_block
from labfolio_xl.workbook.places import Area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labfolio_xl.blocks import Rows

__all__ = ["Kept", "enter_kept", "keep"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the cells that it fills.

    Attributes
    ----------
    member : str
        The member of a range by which it is entered.
    """

    place: Area
    text: str
    member: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands from a row on.

    Attributes
    ----------
    rows : rows
        The values; blank where a formula gives them.
    formulas : tuple of Formula
    """

    rows: Rows
    formulas: tuple[Formula, ...]


def keep(sheet: Any, row: int) -> Kept:  # noqa: ANN401  # xlwings is not typed
    """Read everything from a row on, counted from zero."""
    rows = [[None if error_text(c) else c for c in line] for line in read_sheet(sheet)[row:]]
    formulas = tuple(_formulas(sheet, row, rows)) if rows else ()
    for place in (formula.place for formula in formulas):
        for line in rows[place.row - row : place.last_row + 1 - row]:
            line[place.column : place.last_column + 1] = [None] * place.n_columns
    return Kept(rows, formulas)


def _formulas(sheet: Any, row: int, rows: Rows) -> Iterator[Formula]:  # noqa: ANN401
    cells = area(sheet, row, 0, len(rows), len(rows[0]))
    if asked(lambda: cells.api.HasFormula is False):
        return
    # Without the newer member an Excel has no formula that spills.
    member, texts = "formula2", asked(lambda: cells.formula2)
    if texts is None:
        member, texts = "formula", cells.formula
    for i, line in enumerate(as_block(texts)):
        for j, text in enumerate(line):
            # A text that looks like a formula is its own value.
            if isinstance(text, str) and text.startswith("=") and text != rows[i][j]:
                found = _whole(sheet, (row + i, j), text, member)
                if (found.place.row, found.place.column) == (row + i, j):
                    yield found


def _whole(sheet: Any, at: tuple[int, int], text: str, member: str) -> Formula:  # noqa: ANN401
    """Return a cell's formula with all cells that it fills, from the first of them."""
    cell = area(sheet, *at)
    array = asked(lambda: cell.api.CurrentArray if cell.has_array else None)
    if array is not None:
        return Formula(_place(sheet, array), text, "formula_array")
    spill = asked(lambda: cell.api.SpillParent.SpillingToRange)
    return Formula(Area(sheet.name, *at) if spill is None else _place(sheet, spill), text, member)


def _place(sheet: Any, cells: Any) -> Area:  # noqa: ANN401
    size = cells.Rows.Count, cells.Columns.Count
    return Area(sheet.name, cells.Row - 1, cells.Column - 1, *size)


def enter_kept(sheet: Any, kept: Kept) -> None:  # noqa: ANN401
    """Enter the formulas again, into cells whose values have been put back."""
    for formula in kept.formulas:
        place = formula.place
        size = (place.n_rows, place.n_columns) if formula.member == "formula_array" else (1, 1)
        cells = area(sheet, place.row, place.column, *size)
        # One that Excel refuses must not keep the others from coming back.
        with contextlib.suppress(Exception):
            cells.number_format = "General" if cells.number_format == "@" else cells.number_format
            setattr(cells, formula.member, formula.text)
