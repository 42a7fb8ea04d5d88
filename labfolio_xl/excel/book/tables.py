"""The tables of results on the sheets of an open workbook, and the formulas in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area, read_sheet, sheets_by_name
from labfolio_xl.excel.book.extent import find_tables

if TYPE_CHECKING:
    from labfolio_xl.excel.book.extent import FoundTable

__all__ = ["tables_of", "typed_formula"]


def tables_of(book: Any, sheet: str) -> list[FoundTable]:
    """Return the tables of results on a sheet; an empty list if there is no such sheet."""
    found = sheets_by_name(book)
    return find_tables(read_sheet(found[sheet])) if sheet in found else []


def typed_formula(sheet: Any, table: FoundTable) -> str:
    """Return the formula in the first cell of a table.

    If the table consists of values, as in Excel for Mac, it is the text above the table.
    """
    formula = str(area(sheet, table.row, table.column).formula).strip("{}").replace("=@", "=", 1)
    return formula if formula.startswith("=") else table.formula
