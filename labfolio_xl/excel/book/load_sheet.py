"""The sheet Load of an open workbook: read what a user chose, and write what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.cells import area, labels_in, read_sheet, sheets_by_name, write_rows
from labfolio_xl.excel.book.path import path_of
from labfolio_xl.plan.load import (
    CELLS,
    DATES,
    FILE,
    FOUND,
    HEADER,
    INPUT,
    MESSAGE,
    SHEET,
    UNIT,
    WIDTHS,
    list_title,
    listed_sheets,
)
from labfolio_xl.plan.places import INPUTS, LOAD
from labfolio_xl.workbook.canvas import paragraph_height
from labfolio_xl.workbook.sheets_load import ROW_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.plan.places import InputPlace

__all__ = ["LoadRow", "LoadSheet"]

_CHOICES = (SHEET, UNIT, DATES, CELLS)
_GENERAL = "General"


@dataclass(frozen=True, slots=True)
class LoadRow:
    """What a user gave in the row of an input.

    Attributes
    ----------
    place : InputPlace
    file : str
        The path of the file; empty if none is named.
    choices : dict
        The choices for this file, by the header of their column; blank cells are left out.
    """

    place: InputPlace
    file: str
    choices: dict[str, str]


class LoadSheet:
    """The sheet Load. Its rows and columns are found by their labels, wherever they stand.

    Parameters
    ----------
    book : xlwings.Book

    Raises
    ------
    InputError
        The workbook has no such sheet, or a user has removed a label.
    """

    def __init__(self, book: Any) -> None:
        found = sheets_by_name(book).get(LOAD)
        if found is None:
            raise InputError(
                f"{book.name}: an earlier version made this workbook, it has no sheet {LOAD}; "
                "make it anew with New workbook on the Labfolio tab."
            )
        self.sheet = found
        self._folder = path_of(book)
        cells = read_sheet(found)
        self._labels = labels_in(cells)
        self._top = self._labels.get(MESSAGE, (-1, -1))[0]
        header = cells[self._top] if self._top >= 0 else []
        self._columns = {title: header.index(title) for title in HEADER if title in header}
        self._cells = cells
        self._rows = self._find_rows()

    def _find_rows(self) -> dict[str, int]:
        missing = [title for title in HEADER if title and title not in self._columns]
        if missing:
            raise _lost(missing[0])
        column = self._columns[INPUT]
        rows: dict[str, int] = {}
        for number, cells in enumerate(self._cells[self._top + 1 :], start=self._top + 1):
            rows.setdefault(str(cells[column]).strip(), number)
        for place in INPUTS:
            if place.name not in rows:
                raise _lost(place.name)
        return rows

    def rows(self) -> list[LoadRow]:
        """Return the row of each input, as it stands now."""
        return [self.row_of(place) for place in INPUTS]

    def row_of(self, place: InputPlace) -> LoadRow:
        """Return the row of an input."""
        cells = self._cells[self._rows[place.name]]
        said = {title: cells[self._columns[title]] for title in (FILE, *_CHOICES)}
        texts = {title: str(cell).strip() for title, cell in said.items() if not is_blank(cell)}
        # "Copy as path" of Windows puts the path between quotation marks.
        return LoadRow(place, texts.pop(FILE, "").strip('"'), texts)

    def path_of(self, row: LoadRow) -> Path:
        """Return the path of a file; a name alone is that of a file beside the workbook."""
        path = Path(row.file)
        return path if self._folder is None else self._folder.parent / path

    def choose(self, place: InputPlace, path: str) -> LoadRow:
        """Write the path of a file, and clear what was chosen for the sheet and range of another.

        The unit and the order of dates stay, because files of one source are alike.
        """
        self._write(place, FILE, path)
        for title in (SHEET, CELLS):
            self._write(place, title, None)
        kept = {t: c for t, c in self.row_of(place).choices.items() if t in (UNIT, DATES)}
        return LoadRow(place, path, kept)

    def tell(self, place: InputPlace, *, found: str = "", message: str = "") -> None:
        """Write what was found in a file, or the sentence with which it was refused."""
        self._write(place, FOUND, found or None)
        self._write(place, MESSAGE, message or None)
        widths = dict(zip(HEADER, WIDTHS, strict=True))
        texts = ((found, widths[FOUND]), (message, widths[MESSAGE]))
        heights = [paragraph_height(text, width, "wrapped") for text, width in texts]
        area(self.sheet, self._rows[place.name], 0).row_height = max(ROW_HEIGHT, *heights)

    def list_sheets(self, place: InputPlace, names: Sequence[str]) -> None:
        """Write the names of the sheets that the drop-down of an input offers."""
        title = self._labels.get(list_title(place))
        if title is not None:
            n_rows = listed_sheets(place).n_rows
            offered = [*names, *[None] * n_rows][:n_rows]
            write_rows(self.sheet, title[0] + 1, title[1], [[name] for name in offered])

    def _write(self, place: InputPlace, title: str, text: str | None) -> None:
        row, column = self._rows[place.name], self._columns[title]
        if title in (FOUND, MESSAGE):
            # In a cell that is formatted as text, older versions of Excel show a sentence of more
            # than 255 characters as number signs.
            area(self.sheet, row, column).number_format = _GENERAL
        write_rows(self.sheet, row, column, [[text]])


def _lost(label: str) -> InputError:
    return InputError(
        f'{LOAD}: the label "{label}" is missing on the sheet; make the workbook anew with New '
        "workbook on the Labfolio tab, or type the label again."
    )
