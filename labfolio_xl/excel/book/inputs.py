"""Find, read and write the inputs of an open workbook, and set their defined names."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import labfolio_xl.sheet.functions  # noqa: F401  # fills the registry
from labfolio_xl.blocks.cells.values import error_text
from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.excel.book.cells import (
    clear_below,
    read_sheet,
    sheets_by_name,
    write_rows,
)
from labfolio_xl.excel.book.decisions import decisions, read_check
from labfolio_xl.excel.book.extent import reach
from labfolio_xl.excel.book.obstacles import (
    require_free,
    require_open_sheets,
    require_room,
    require_writable,
)
from labfolio_xl.excel.book.settings import read_settings
from labfolio_xl.excel.host import host
from labfolio_xl.plan.input_looks import column_looks
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.places import BENCHMARK, INPUTS, SETTINGS, Area, InputPlace
from labfolio_xl.plan.styles import properties
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.sheet.cells import counted_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labfolio_xl.blocks import Rows

__all__ = [
    "BookInputs",
    "counted_rows",
    "parsed_inputs",
    "place_of",
    "read_inputs",
    "repoint",
    "require_inputs",
    "require_labfolio",
    "write_input",
]

# This function takes all inputs and the settings, so they are read as its arguments are.
READER = "LF_CHECK"


@dataclass(frozen=True, slots=True)
class BookInputs:
    """The cells of the input sheets and of the sheet Settings.

    Attributes
    ----------
    rows : dict
        Raw cells by argument ("assets", ..., "settings"); an input that is not given is absent.
    areas : dict
        The cells that each defined name has to refer to, by name ("Assets", ..., "Settings").
    """

    rows: dict[str, Rows]
    areas: dict[str, Area]


def require_labfolio(book: Any) -> None:
    """Refuse a workbook that was not made by this package, or by an earlier version of it.

    Raises
    ------
    InputError
        An input sheet is missing, or one that earlier versions did not make: Settings, Benchmark.
    """
    names = sheets_by_name(book)
    missing = [place.sheet for place in INPUTS if place.sheet not in names]
    later = [SETTINGS.sheet, BENCHMARK.sheet]
    if set(missing) - set(later):
        raise InputError(
            f"{book.name}: no Labfolio workbook, it has no sheet {missing[0]}; "
            "press New workbook on the Labfolio tab."
        )
    absent = next((sheet for sheet in later if sheet not in names), None)
    if absent is not None:
        raise InputError(
            f"{book.name}: an earlier version made this workbook, it has no sheet "
            f"{absent}; make it anew with New workbook on the Labfolio tab or with "
            "labfolio-xl new."
        )


def place_of(name: str) -> InputPlace:
    """Return the place of the input that has a defined name.

    Raises
    ------
    InputError
        There is no such input.
    """
    for place in INPUTS:
        if place.name.lower() == name.strip().lower():
            return place
    known = ", ".join(place.name for place in INPUTS)
    raise InputError(f"{name}: there is no such input; choose one of {known}.")


def read_inputs(book: Any) -> BookInputs:
    """Read all cells of the inputs and of the settings, whatever their size is now."""
    rows: dict[str, Rows] = {}
    areas: dict[str, Area] = {}
    for place in INPUTS:
        cells = _from(read_sheet(book.sheets[place.sheet]), place)
        n_rows, n_columns = reach(cells)
        if n_rows:
            rows[place.argument] = [row[:n_columns] for row in cells[:n_rows]]
        # A defined name that refers to blank cells means that the input is not given.
        size = (n_rows, n_columns) if n_rows else (2, 2)
        areas[place.name] = Area(place.sheet, place.row, place.column, *size)
    rows[SETTINGS.argument], areas[SETTINGS.name] = read_settings(book)
    return BookInputs(rows, areas)


def repoint(book: Any, areas: Mapping[str, Area]) -> None:
    """Change the defined names of the workbook so that they refer to the cells of the inputs now.

    A copy of a sheet has defined names of its own. Excel would find these first while the copy is
    the active sheet, so the names of the workbook are looked up among all names.
    """
    found = {defined.name.lower(): defined for defined in book.names}
    for name, place in areas.items():
        defined = found.get(name.lower())
        if defined is None:
            book.names.add(name, place.address)
        elif defined.refers_to != place.address:
            defined.refers_to = place.address


def parsed_inputs(book: Any, found: BookInputs, check: list[list[Any]] | None = None) -> Inputs:
    """Return the inputs as tables, with the settings of the workbook.

    Parameters
    ----------
    book : xlwings.Book
    found : BookInputs
    check : list of list, optional
        The cells of the sheet Check, if they have been read already.

    Raises
    ------
    InputError
        A table or a setting cannot be read; the sentence names the cell.
    """
    rows = counted_rows(book, found)
    reader = {argument.name: argument for argument in REGISTRY[READER].arguments}
    settings = reader[SETTINGS.argument].read(rows[SETTINGS.argument])
    tables: dict[str, Any] = {}
    for name in (place.argument for place in INPUTS):
        names = tables["assets"].frame.columns if "assets" in tables else ()
        table = reader[name].read(rows.get(name), settings.order, assets=names)
        if isinstance(table, LabfolioError):  # this function lists the mistakes of a benchmark
            raise table
        tables[name] = table
    decided = decisions(read_check(book) if check is None else check, rows)
    return Inputs(**tables, decided=decided, settings=settings)


def counted_rows(book: Any, found: BookInputs) -> dict[str, Rows]:
    """Return the cells of each input, marked if the workbook counts its days from 1904."""
    is_1904 = host().counts_from_1904(book)
    return {name: counted_from(rows, is_1904=is_1904) for name, rows in found.rows.items()}


def require_inputs(book: Any, inputs: Mapping[str, Rows]) -> None:
    """Refuse inputs that could not be written, before anything in the workbook is changed.

    The sheet Settings is checked too. It is written together with an input, because it states how
    the cells of the input are to be read.

    Parameters
    ----------
    book : xlwings.Book
    inputs : mapping
        The rows that are to be written, by name ("Assets", ...).

    Raises
    ------
    InputError
        A sheet cannot be written to, or is too small for the rows.
    """
    require_writable(book)
    require_open_sheets([book.sheets[SETTINGS.sheet]])
    for name, rows in inputs.items():
        place = place_of(name)
        require_room(place, rows)
        size = len(rows), place.column + max(map(len, rows), default=0)
        require_free(book.sheets[place.sheet], place.row, size)


def write_input(book: Any, place: InputPlace, rows: Rows) -> None:
    """Write the cells of an input in place of the old ones.

    If an error happens while they are written, the old values are put back.

    Raises
    ------
    InputError
        Excel refuses to empty the cells; nothing is changed then.
    """
    sheet = book.sheets[place.sheet]
    host().show_filtered_rows(sheet)
    before = read_sheet(sheet)[place.row :]
    try:
        clear_below(sheet, place.row)
    except Exception as refused:  # any error of COM, such as for a part of an array
        raise InputError(
            f"{sheet.name}: Excel does not let the cells from row {place.row + 1} on be emptied; "
            "clear them yourself, to see why, and press the button again."
        ) from refused
    try:
        _write(sheet, place, rows)
    except Exception:
        with contextlib.suppress(Exception):  # if this fails too, the first error is reported
            clear_below(sheet, place.row)
            _write(sheet, place, [[None if error_text(c) else c for c in row] for row in before])
        raise


def _write(sheet: Any, place: InputPlace, rows: Rows) -> None:
    if rows:
        formats = [
            str(properties(look).get("num_format", "General")) for look in column_looks(place, rows)
        ]
        write_rows(sheet, place.row, place.column, rows, formats)


def _from(cells: list[list[Any]], place: InputPlace) -> list[list[Any]]:
    return [row[place.column :] for row in cells[place.row :]]
