"""Choose the sheet of a workbook that holds the data, and read its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labfolio_xl.errors import printable
from labfolio_xl.files.child import FileReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from labfolio_xl.blocks import Origin, Rows
    from labfolio_xl.errors import LabfolioError

__all__ = ["SUFFIXES", "Sheet", "read_sheet", "sheet_names"]

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, beginning with A1.

    Attributes
    ----------
    rows : sequence of sequences
        Error cells and empty cells are empty text, dates are dates, percentages are fractions.
    name : str
    date_system : {1900, 1904}
    passed_over : str or None
        The name of the first sheet, if this one was used in its place.
    """

    rows: Rows
    name: str
    date_system: int
    passed_over: str | None = None


def read_sheet(
    reader: FileReader,
    path: Path,
    sheet: str | None,
    origin: Origin,
    has_data: Callable[[Rows], bool],
) -> Sheet:
    """Read the named sheet; without a name, the first one, or the only one that has data.

    Parameters
    ----------
    reader : FileReader
    path : Path
    sheet : str or None
        The name of the sheet, without regard to case.
    origin : Origin
    has_data : callable
        Says whether the rows of a sheet may hold the wanted data.

    Raises
    ------
    InputError
        The workbook is damaged, protected or too large; it has no such sheet; or there are data
        on several sheets, but not on the first one.
    """
    book = reader.workbook(path)
    names, year = book["names"], book["date_system"]
    if not names:
        raise origin.error(f'"{path}" has no worksheet; save the data in one.')
    first = names[0] if sheet is None else _sheet_named(names, sheet, path, origin)
    rows = reader.sheet(path, first)
    if sheet is not None or has_data(rows):
        return Sheet(rows, first, year)
    others = {
        name: cells
        for name in names[1:]
        if name in book["visible"] and has_data(cells := reader.sheet(path, name))
    }
    if len(others) > 1:
        raise _several_sheets_error(path, first, list(others), origin)
    for name, cells in others.items():
        return Sheet(cells, name, year, passed_over=first)
    return Sheet(rows, first, year)


def sheet_names(path: Path, argument: str) -> list[str]:
    """Return the names of the sheets that a user sees in a workbook; none for a text file.

    Raises
    ------
    InputError
        The workbook cannot be read.
    """
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return []
    with FileReader(argument) as reader:
        book = reader.workbook(path)
    return [printable(name) for name in book["names"] if name in book["visible"]]


def _sheet_named(names: list[str], sheet: str, path: Path, origin: Origin) -> str:
    for name in names:
        if name.casefold() == sheet.strip().casefold():
            return name
    raise origin.error(f'"{path}" has no sheet "{sheet}"; it has {_quoted(names)}.')


def _several_sheets_error(
    path: Path, first: str, others: list[str], origin: Origin
) -> LabfolioError:
    return origin.error(
        f'"{path}" has no data on its first sheet "{first}", but on {_quoted(others)}; '
        f'name one of them: sheet="{others[0]}".'
    )


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
