"""What an OpenDocument spreadsheet amounts to: it writes equal neighbours once, with a number."""

from __future__ import annotations

from typing import NamedTuple

from labfolio_xl.files.elements import walk_elements

__all__ = ["Amount", "amounts_of_ods"]

# The names as every spreadsheet writes them, and as calamine asks for them.
_SHEET, _ROW = "table:table", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_ROW_REPEATS, _CELL_REPEATS = "table:number-rows-repeated", "table:number-columns-repeated"


class Amount(NamedTuple):
    """Rows, columns and letters of a sheet as it is held in memory."""

    rows: int
    columns: int
    letters: int


def amounts_of_ods(xml: bytes) -> list[Amount]:
    """Return what each sheet of a document's content amounts to.

    Empty cells and rows count only where something stands behind them: every spreadsheet that
    LibreOffice saves ends with a million empty rows, written once.

    Raises
    ------
    ValueError
        It is no whole XML document, has a document type, or a number that is none.
    """
    return _Sheets(xml).amounts


class _Sheets:
    """Counts rows and cells as they begin and end."""

    def __init__(self, xml: bytes) -> None:
        self.amounts: list[Amount] = []
        self._rows = self._columns = self._letters = 0  # of the sheet
        self._empty = 0  # rows since the last one that holds anything
        self._row_repeats = self._cell_repeats = 1
        self._column = self._width = self._in_row = self._in_cell = 0
        walk_elements(xml, self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _SHEET:
            self._rows = self._columns = self._letters = self._empty = 0
        elif name == _ROW:
            self._row_repeats = _number(attributes.get(_ROW_REPEATS, "1"))
            self._column = self._width = self._in_row = 0
        elif name in _CELLS:
            self._cell_repeats = _number(attributes.get(_CELL_REPEATS, "1"))
            values = [value for key, value in attributes.items() if key.startswith("office:")]
            self._in_cell = sum(map(len, values))
        else:
            self._in_cell += 1

    def _text(self, text: str) -> None:
        self._in_cell += 0 if text.isspace() else len(text)

    def _end(self, name: str) -> None:
        if name in _CELLS:
            self._column += self._cell_repeats
            if self._in_cell:
                self._width = self._column
                self._in_row += self._in_cell * self._cell_repeats
        elif name == _ROW and self._width:
            self._rows += self._empty + self._row_repeats
            self._columns, self._empty = max(self._columns, self._width), 0
            self._letters += self._in_row * self._row_repeats
        elif name == _ROW:
            self._empty += self._row_repeats
        elif name == _SHEET:
            self.amounts.append(Amount(self._rows, self._columns, self._letters))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        message = "the document is damaged"
        raise ValueError(message)
    return int(text)
