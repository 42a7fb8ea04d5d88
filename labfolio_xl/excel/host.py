"""Read and change Excel itself, on Windows and on a Mac.

The macros use the members of xlwings, which are the same on both systems. Where xlwings has no
member, or one that is less exact, a member of Excel's own objects is used: on Windows a member of
the COM objects, on a Mac a term of AppleScript. All of these uses are in this module and in
:mod:`labfolio_xl.excel.host_charts`, so that no other module asks on which system it runs.

=======================  ======================================  ==========================
Method                   Excel for Windows                       Excel for Mac
=======================  ======================================  ==========================
``results_as``           formulas that spill, or arrays          values
``values``               ``Range.Value2``                        ``value2``, or ``value``
``holds_anything``       ``WorksheetFunction.CountA``            the values are read
``counts_from_1904``     ``Workbook.Date1904``                   ``date_1904``
``is_read_only``         ``Workbook.ReadOnly``                   not known: False
``saves_itself``         ``Workbook.AutoSaveOn``                 not known: False
``has_fixed_structure``  ``Workbook.ProtectStructure``           not known: False
``is_protected``         ``Worksheet.ProtectContents``, ...      not known: False
``show_filtered_rows``   ``Worksheet.ShowAllData``               nothing is done
``may_have_formulas``    ``Range.HasFormula``                    not asked
``indent``               ``Range.IndentLevel``                   nothing is done
``set_subject``          ``Workbook.BuiltinDocumentProperties``  nothing is done
``series_formulas``      ``Series.Formula``                      not known: none
``set_series_formulas``  ``Series.Formula``, ``NewSeries``, ...  nothing is done
``set_error_bars``       ``Series.ErrorBar``                     nothing is done
``colors_of``            ``Format.Line``, ``Format.Fill``        not known: none
``dress_series``         ``Series.Format``, ``DataLabels``, ...  nothing is done
``place_names``          ``DataLabels.Position``, ``Top``        nothing is done
``set_date_axis``        ``Axis.MinimumScale``, ...              nothing is done
``show_chart``           ``ChartObject.Visible``                 nothing is done
``size_note``            ``Comment.Shape``                       nothing is done
=======================  ======================================  ==========================

If a method cannot find out whether there is an obstacle, it says that there is none. Excel may then
refuse to write in the middle of a macro, and not before it. Tests replace the objects of Excel for
Windows by objects with the same members.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any, Literal

from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.excel.host_charts import ChartsOfExcel, for_looks
from labfolio_xl.sheet.cells import as_block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.plan.chart import DateAxis, Label
    from labfolio_xl.plan.chart_looks import Look

__all__ = ["CELLS_AT_ONCE", "Excel", "ExcelForMac", "Mode", "host", "open_file"]

# Results are written as formulas that spill, as array formulas of a fixed size, or as values if
# Excel cannot call Python from a cell.
Mode = Literal["spill", "array", "values"]

# The largest number of cells that are read at once.
CELLS_AT_ONCE = 200_000
_POINTS = 0.75  # of a pixel


class Excel(ChartsOfExcel):
    """Excel for Windows, through the members of its COM objects.

    Ranges, sheets, books and charts are those of xlwings.
    """

    def results_as(self, book: Any) -> Mode:
        """Return the form in which this version of Excel takes results."""
        try:
            # The same version of Excel introduced the function UNIQUE and dynamic arrays.
            book.app.api.WorksheetFunction.Unique("dummy")
        except Exception:  # noqa: BLE001  # an older Excel: COM raises an error of its own
            return "array"
        return "spill"

    def values(self, cells: Any) -> Any:
        """Return the values of cells; numbers have all digits, and dates are serial numbers."""
        return cells.api.Value2

    def holds_anything(self, cells: Any) -> bool:
        """Whether any cell has a value; cells in rows that a filter hides count too."""
        return bool(cells.sheet.book.app.api.WorksheetFunction.CountA(cells.api) > 0)

    def counts_from_1904(self, book: Any) -> bool:
        """Whether a workbook counts its days from 1904."""
        return bool(book.api.Date1904)

    def is_read_only(self, book: Any) -> bool:
        """Whether the file of a workbook cannot be saved."""
        return bool(book.api.ReadOnly)

    def saves_itself(self, book: Any) -> bool:
        """Whether Excel saves a workbook by itself (AutoSave), which older versions do not know."""
        try:
            return bool(book.api.AutoSaveOn)
        except Exception:  # noqa: BLE001  # COM raises an error of its own
            return False

    def has_fixed_structure(self, book: Any) -> bool:
        """Whether no sheet may be added, because the structure of the workbook is protected."""
        return bool(book.api.ProtectStructure)

    def is_protected(self, sheet: Any) -> bool:
        """Whether Excel would refuse that a macro changes cells or charts of a sheet."""
        page = sheet.api
        return not page.ProtectionMode and bool(page.ProtectContents or page.ProtectDrawingObjects)

    def show_filtered_rows(self, sheet: Any) -> None:
        """Show the rows that a filter hides.

        Otherwise Excel would write the first value of a block into all rows that are shown, and
        nothing into the hidden ones.
        """
        if sheet.api.FilterMode:
            sheet.api.ShowAllData()

    def may_have_formulas(self, sheet: Any) -> bool:
        """Whether any cell of a sheet may have a formula."""
        return sheet.used_range.api.HasFormula is not False

    def indent(self, cells: Any, letters: int) -> None:
        """Indent the texts of cells by the width of this number of letters."""
        with for_looks():
            cells.api.IndentLevel = letters

    def set_subject(self, book: Any, subject: str) -> None:
        """Set the subject among the properties of the document, which a search for files finds."""
        with for_looks():
            # Asked for a property by its name, some versions of pywin32 fail.
            for entry in book.api.BuiltinDocumentProperties:
                if entry.Name == "Subject":
                    entry.Value = subject
                    return

    def size_note(self, note: Any, width: int, height: int) -> None:
        """Give a note a width and a height in pixels, in which its text fits."""
        with for_looks():
            shape = note.api.Shape
            shape.Width, shape.Height = width * _POINTS, height * _POINTS


class ExcelForMac(Excel):
    """Excel for Mac, through AppleScript.

    A method does nothing, or returns a fixed answer, if no documentation says how to ask Excel for
    Mac.
    """

    def results_as(self, *_: object) -> Mode:
        """Return that results are written as values: no cell of Excel for Mac calls Python."""
        return "values"

    def values(self, cells: Any) -> Any:
        """Return the values of cells with as many digits as this Excel gives."""
        with contextlib.suppress(Exception):
            return cells.api.value2.get()
        return cells.raw_value

    def holds_anything(self, cells: Any) -> bool:
        """Whether any cell has a value; the cells are read in pieces."""
        (n_rows, n_columns), row, column = cells.shape, cells.row, cells.column
        step = max(CELLS_AT_ONCE // n_columns, 1)
        for first in range(row, row + n_rows, step):
            last = min(first + step, row + n_rows) - 1
            piece = cells.sheet.range((first, column), (last, column + n_columns - 1))
            if not all(is_blank(cell) for line in as_block(piece.raw_value) for cell in line):
                return True
        return False

    def counts_from_1904(self, book: Any) -> bool:
        """Whether a workbook counts its days from 1904; False if this Excel does not say."""
        with contextlib.suppress(Exception):
            return bool(book.api.date_1904.get())
        return False

    def is_read_only(self, *_: object) -> bool:
        """Return False, because it is not known."""
        return False

    def saves_itself(self, *_: object) -> bool:
        """Return False, because it is not known."""
        return False

    def has_fixed_structure(self, *_: object) -> bool:
        """Return False, because it is not known."""
        return False

    def is_protected(self, *_: object) -> bool:
        """Return False, because it is not known."""
        return False

    def show_filtered_rows(self, sheet: Any) -> None:
        """Leave the filter as it is."""

    def indent(self, cells: Any, letters: int) -> None:
        """Do not indent the texts."""

    def set_subject(self, book: Any, subject: str) -> None:
        """Leave the properties as they are."""

    def series_formulas(self, *_: object) -> list[str]:
        """Return no formulas, because they are not known."""
        return []

    def set_series_formulas(self, chart: Any, formulas: Sequence[str], now: Sequence[str]) -> None:
        """Leave the chart as it is."""

    def set_error_bars(self, chart: Any, number: int, cells: Any) -> None:
        """Leave the chart as it is."""

    def show_chart(self, chart: Any, *, shown: bool) -> None:
        """Leave the chart as it is."""

    def size_note(self, *_: object) -> None:
        """Leave the note as it is."""

    def colors_of(self, *_: object) -> dict[int, int]:
        """Return no colours, because they are not known."""
        return {}

    def dress_series(self, chart: Any, number: int, look: Look) -> None:
        """Leave the chart as it is."""

    def place_names(self, chart: Any, labels: Mapping[int, Label]) -> None:
        """Leave the chart as it is."""

    def set_date_axis(self, chart: Any, axis: DateAxis) -> None:
        """Leave the chart as it is."""


def host() -> Excel:
    """Return the Excel of this system."""
    return ExcelForMac() if sys.platform == "darwin" else Excel()


def open_file(path: str) -> bool:
    """Open a file in the program that shows such files, and return whether that was possible."""
    if sys.platform != "win32":
        return False
    import os

    os.startfile(path)  # noqa: S606  # the log file, in the text editor
    return True
