"""Read the cells of a workbook with calamine, which neither runs macros nor follows links."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import python_calamine as calamine

from labfolio_xl.reader.cells import column_letters
from labfolio_xl.reader.compound import read_stream
from labfolio_xl.reader.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from labfolio_xl.reader.records import xls_records, xlsb_records
from labfolio_xl.reader.unreadable import Unreadable, damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Workbook", "as_unreadable"]

_WORKBOOK, _BINARY_WORKBOOK = "xl/workbook.xml", "xl/workbook.bin"
_DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
# [MS-XLSB] 2.4.822 BrtWbProp, [MS-XLS] 2.4.77 Date1904.
_BRT_WB_PROP, _XLS_DATE_1904 = 153, 0x0022
# The errors that calamine and zipfile raise for damaged files and encrypted parts.
_DAMAGED = (
    calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
)


class Workbook:
    """A workbook whose sheets are read one by one on request.

    Parameters
    ----------
    path : str
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._book = calamine.load_workbook(path)

    def facts(self) -> dict[str, Any]:
        """Return the names of worksheets, the names of visible sheets, and the date system."""
        sheets = self._book.sheets_metadata
        shown = calamine.SheetVisibleEnum.Visible
        return {
            "names": [m.name for m in sheets if m.typ == calamine.SheetTypeEnum.WorkSheet],
            "visible": [m.name for m in sheets if m.visible == shown],
            "date_system": _date_system(Path(self._path)),
        }

    def rows(self, name: str) -> Iterator[list[Any]]:
        """Return the rows of a sheet, beginning with A1; empty cells are empty text.

        Raises
        ------
        Unreadable
            The rectangle around all cells is too large, because a cell is far away.
        """
        sheet = self._book.get_sheet_by_name(name)
        if sheet.start is None or sheet.end is None:
            return iter(())  # calamine 0.7 panics when it is asked for the rows of nothing
        last_row, last_column = sheet.end
        rows, columns = last_row + 1, last_column + 1
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
            corner = f"{column_letters(columns)}{rows}"
            raise Unreadable(
                f'sheet "{name}" of "{self._path}" reaches to cell {corner}; '
                "delete the stray cells beside and below the data."
            )
        left = [""] * sheet.start[1]
        return (left + row for row in sheet.iter_rows())


@contextmanager
def as_unreadable(path: str) -> Iterator[None]:
    """Convert the errors of all libraries to one sentence on what is wrong with a workbook.

    Raises
    ------
    Unreadable
        The workbook cannot be read.
    """
    try:
        yield
    except Unreadable:
        raise
    except calamine.PasswordError:
        raise Unreadable(f'"{path}" is protected by a password; save it without one.') from None
    except MemoryError:
        raise too_large(path) from None
    except _DAMAGED:
        raise damaged(path) from None
    except BaseException as error:
        # A panic of calamine is not an Exception, and its class can only be found by its name.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(path) from None


def _date_system(path: Path) -> int:
    """Return 1904 for a workbook that counts its dates from 1904, else 1900."""
    suffix = path.suffix.lower()
    if suffix == ".xls":
        stream = read_stream(path.read_bytes(), ("Workbook", "Book"))
        return _year_of_flag(xls_records(stream), _XLS_DATE_1904)
    if suffix == ".ods":
        return 1900
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if _WORKBOOK in names:
            return 1904 if _DATE_1904.search(package.read(_WORKBOOK)) else 1900
        if _BINARY_WORKBOOK in names:
            return _year_of_flag(xlsb_records(package.read(_BINARY_WORKBOOK)), _BRT_WB_PROP)
    return 1900


def _year_of_flag(records: Iterator[tuple[int, bytes]], kind: int) -> int:
    """Return 1904 if the first bit is set in a record of some kind, else 1900."""
    flags = (content[0] for found, content in records if found == kind and content)
    return 1904 if any(flag & 1 for flag in flags) else 1900
