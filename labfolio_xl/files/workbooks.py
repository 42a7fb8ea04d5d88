"""Rows of cells from a workbook, through calamine, which neither runs macros nor follows links."""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import python_calamine as calamine

from labfolio_xl.errors import LabfolioError
from labfolio_xl.files.compound import read_stream
from labfolio_xl.files.records import xls_records, xlsb_records
from labfolio_xl.files.size import check_package, check_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from labfolio_xl.blocks import Origin, Rows

__all__ = ["SUFFIXES", "Sheet", "read_sheet"]

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})

_STDERR = 2
_WORKBOOK, _BINARY_WORKBOOK = "xl/workbook.xml", "xl/workbook.bin"
_DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
# [MS-XLSB] 2.4.822 BrtWbProp, [MS-XLS] 2.4.77 Date1904.
_BRT_WB_PROP, _XLS_DATE_1904 = 153, 0x0022
# What calamine, zipfile (also for an encrypted part) and the checks of size raise.
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, from A1 on.

    Attributes
    ----------
    rows : sequence of sequences
        Error cells and empty cells are empty text, dates are dates, percentages are fractions.
    name : str
    date_system : {1900, 1904}
    passed_over : str or None
        The first sheet of the workbook, where this one was taken in its place.
    """

    rows: Rows
    name: str
    date_system: int
    passed_over: str | None = None


def read_sheet(
    path: Path, sheet: str | None, origin: Origin, has_data: Callable[[Rows], bool]
) -> Sheet:
    """Read the sheet that is named, or else the first; or the only one that has data.

    Parameters
    ----------
    path : Path
    sheet : str or None
        Its name, without regard to case.
    origin : Origin
    has_data : callable
        Whether the rows of a sheet may be what is sought.

    Raises
    ------
    InputError
        A damaged, protected or oversized workbook; a sheet that it does not have; data not on
        the first sheet, but on several others.
    """
    with _one_sentence(path, origin), _without_panics_on_stderr():
        check_package(path, origin)
        with calamine.load_workbook(path) as book:
            names = _names(book, path, origin)
            first = names[0] if sheet is None else _named(names, sheet, path, origin)
            rows = _cells(book, first, path, origin)
            if sheet is not None or has_data(rows):
                return Sheet(rows, first, _date_system(path))
            others = {
                name: cells
                for name in _visible(book, names[1:])
                if has_data(cells := _cells(book, name, path, origin))
            }
            if len(others) > 1:
                raise _which(path, first, list(others), origin)
            for name, cells in others.items():
                return Sheet(cells, name, _date_system(path), passed_over=first)
            return Sheet(rows, first, _date_system(path))


def _cells(book: calamine.CalamineWorkbook, name: str, path: Path, origin: Origin) -> Rows:
    check_sheet(path, book.sheet_names.index(name), name, origin)
    return cast("Rows", book.get_sheet_by_name(name).to_python(skip_empty_area=False))


@contextmanager
def _one_sentence(path: Path, origin: Origin) -> Iterator[None]:
    """Say in one sentence what is wrong with a workbook, whichever library found it."""
    try:
        yield
    except LabfolioError:
        raise
    except calamine.PasswordError:
        raise origin.error(f'"{path}" is protected by a password; save it without one.') from None
    except MemoryError:
        raise origin.error(
            f'"{path}" takes more memory than there is; save the values alone in a new workbook.'
        ) from None
    except _DAMAGED:
        raise _damaged(path, origin) from None
    except BaseException as error:
        # Calamine's own mistakes come as a panic, which is no Exception and has no other name.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path, origin) from None


@contextmanager
def _without_panics_on_stderr() -> Iterator[None]:
    """Rust writes about a panic to the file descriptor 2, past Python: nobody should read it."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # no console, as in Excel's server
        yield
        return
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


def _damaged(path: Path, origin: Origin) -> LabfolioError:
    return origin.error(
        f'"{path}" is damaged or not a workbook; open it in a spreadsheet and save it again.'
    )


def _names(book: calamine.CalamineWorkbook, path: Path, origin: Origin) -> list[str]:
    names = [m.name for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    if not names:
        raise origin.error(f'"{path}" has no worksheet; save the data in one.')
    return names


def _named(names: list[str], sheet: str, path: Path, origin: Origin) -> str:
    for name in names:
        if name.casefold() == sheet.strip().casefold():
            return name
    raise origin.error(f'"{path}" has no sheet "{sheet}"; it has {_quoted(names)}.')


def _visible(book: calamine.CalamineWorkbook, names: list[str]) -> list[str]:
    shown = {m.name for m in book.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible}
    return [name for name in names if name in shown]


def _which(path: Path, first: str, others: list[str], origin: Origin) -> LabfolioError:
    return origin.error(
        f'"{path}" has no data on its first sheet "{first}", but on {_quoted(others)}; '
        f'name one of them: sheet="{others[0]}".'
    )


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


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
