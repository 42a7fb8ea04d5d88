"""Cells of Calc as COM would give them, and the other way."""

from __future__ import annotations

import datetime as dt

import uno

DAY_0 = dt.datetime(1899, 12, 30)
DATE = uno.getConstantByName("com.sun.star.util.NumberFormat.DATE")
CONTENTS = 1 | 2 | 4 | 16  # numbers, dates, texts, formulas (com.sun.star.sheet.CellFlags)
FORMULAS, ERRORS_OF_FORMULAS = 7, 4  # com.sun.star.sheet.FormulaResult

# The errors of Calc as COM's error numbers; what Excel does not know is #VALUE!.
VALUE_ERROR = -2146826273
COM_ERRORS = {32767: -2146826246, 532: -2146826281, 503: -2146826252, 524: -2146826265}


class Cells:
    """The values of one range."""

    def __init__(self, document, block):
        self._document, self._block = document, block
        self._address = block.RangeAddress

    def read(self, *, dates=True):
        """Return rows: numbers, texts, datetimes, None for empty, numbers of errors.

        Without `dates`, a date is its serial number.
        """
        rows = [
            [None if cell == "" else cell for cell in row] for row in self._block.getDataArray()
        ]
        for area in self._dates() if dates else ():
            for i, j in places(area, self._address):
                if isinstance(rows[i][j], float):
                    rows[i][j] = DAY_0 + dt.timedelta(days=rows[i][j])
        for area in self._block.queryFormulaCells(ERRORS_OF_FORMULAS).RangeAddresses:
            for i, j in places(area, self._address):
                code = self._block.getCellByPosition(j, i).getError()
                rows[i][j] = COM_ERRORS.get(code, VALUE_ERROR)
        return tuple(map(tuple, rows))

    def _dates(self):
        """Return the areas whose cells show dates."""
        known = {}
        for group in self._block.UniqueCellFormatRanges:
            key = group.getByIndex(0).NumberFormat
            if key not in known:
                known[key] = bool(self._document.NumberFormats.getByKey(key).Type & DATE)
            if known[key]:
                yield from group.RangeAddresses

    def write(self, value):
        """Write one value into all cells, or rows of values."""
        address = self._address
        n_rows = address.EndRow - address.StartRow + 1
        n_columns = address.EndColumn - address.StartColumn + 1
        if not isinstance(value, (list, tuple)):
            value = [[value] * n_columns] * n_rows
        self._block.setDataArray(tuple(tuple(map(plain, row)) for row in value))
        for column in range(n_columns):
            dated = [i for i, row in enumerate(value) if isinstance(row[column], dt.date)]
            if dated:
                self._show_dates(column, dated[0], dated[-1])

    def _show_dates(self, column, first, last):
        """Let cells that show no date show one, as Excel does when dates are written."""
        cells = self._block.getCellRangeByPosition(column, first, column, last)
        formats = self._document.NumberFormats
        if not formats.getByKey(cells.NumberFormat).Type & DATE:
            cells.NumberFormat = formats.getStandardFormat(DATE, english())

    def clear(self):
        """Remove values and formulas."""
        self._block.clearContents(CONTENTS)
        if self._block.queryFormulaCells(FORMULAS).RangeAddresses:
            with_small_names(self._document, lambda: self._block.clearContents(CONTENTS))

    def show_as(self, code):
        """Set the number format."""
        formats = self._document.NumberFormats
        key = formats.queryKey(code, english(), False)  # noqa: FBT003
        self._block.NumberFormat = formats.addNew(code, english()) if key == -1 else key


def with_small_names(document, action):
    """Do something while every defined name stands for one cell.

    LibreOffice 25.2 can neither clear nor overwrite an array formula whose result has outgrown
    its cells since a defined name in it was pointed elsewhere; with a small result it can.
    """
    names = [document.NamedRanges.getByIndex(i) for i in range(document.NamedRanges.Count)]
    before = [name.Content for name in names]
    sheet = document.Sheets.getByIndex(0).Name
    for name in names:
        name.setContent(f"$'{sheet}'.$A$1")
    document.calculate()
    action()
    for name, content in zip(names, before, strict=True):
        name.setContent(content)


def plain(cell):
    """Return a value as UNO takes it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return (cell.replace(tzinfo=None) - DAY_0) / dt.timedelta(days=1)
    if isinstance(cell, dt.date):
        return float((cell - DAY_0.date()).days)
    return cell if isinstance(cell, str) else float(cell)


def places(area, origin):
    """Return row and column, counted from the first cell of `origin`, of all cells of an area."""
    for row in range(area.StartRow, area.EndRow + 1):
        for column in range(area.StartColumn, area.EndColumn + 1):
            yield row - origin.StartRow, column - origin.StartColumn


def english():
    """Return the locale of the format codes that Excel keeps in files."""
    return uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
