"""The tables of results on the sheets of an open workbook, and the formulas in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.book.cells import area, read_sheet, sheets_by_name
from labfolio_xl.excel.book.extent import find_tables
from labfolio_xl.plan.contents import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.excel.book.extent import FoundTable

__all__ = ["ResultCells", "read_results"]


@dataclass(frozen=True, slots=True)
class ResultCells:
    """What a result sheet holds.

    Attributes
    ----------
    cells : list of list
        All cells from A1 on.
    tables : mapping
        Each table that has the text of its formula above it, and the formula in its first cell; an
        empty text for a table of values, as in Excel for Mac.
    """

    cells: list[list[Any]]
    tables: Mapping[FoundTable, str]

    @property
    def are_formulas(self) -> bool:
        """Whether no table consists of values."""
        return all(self.tables.values())


def read_results(book: Any) -> dict[str, ResultCells]:
    """Read all result sheets of a workbook, each once; sheets that are missing are left out."""
    found = sheets_by_name(book)
    names = (contents.sheet for contents in CONTENTS)
    return {name: _read(found[name]) for name in names if name in found}


def _read(sheet: Any) -> ResultCells:
    cells = read_sheet(sheet)
    return ResultCells(cells, {table: _formula(sheet, table) for table in find_tables(cells)})


def _formula(sheet: Any, table: FoundTable) -> str:
    text = str(area(sheet, table.row, table.column).formula).strip("{}").replace("=@", "=", 1)
    return text if text.startswith("=") else ""
