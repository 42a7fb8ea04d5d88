"""Read the cells of a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) or a text (.csv, .txt, .tsv).

Files are only read and never changed. What is wrong with a file is an error of one sentence.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.blocks import Origin
from labfolio_xl.blocks.cells.values import is_blank
from labfolio_xl.errors import printable
from labfolio_xl.files import workbooks
from labfolio_xl.files.sheet_range import WHOLE, SheetRange
from labfolio_xl.reader.cells import column_letters
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.input_table import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from labfolio_xl.blocks import Rows
    from labfolio_xl.errors import InputError
    from labfolio_xl.files.child import FileReader

__all__ = ["SUFFIXES", "FileCells", "cell_name", "empty", "is_text", "read_cells"]

_TEXTS = frozenset({".csv", ".txt", ".tsv"})
SUFFIXES = _TEXTS | workbooks.SUFFIXES

# A larger file does not hold a table of returns, and reading it would take too much memory.
MAX_FILE_BYTES = 500 * 2**20


@dataclass(frozen=True, slots=True)
class FileCells:
    """The cells of one sheet or text file.

    Attributes
    ----------
    rows : sequence of sequences
    source : Source
    is_text : bool
    date_system : {1900, 1904}
    findings : tuple of Finding
        A note if a sheet other than the first one was used.
    """

    rows: Rows
    source: Source
    is_text: bool = False
    date_system: int = 1900
    findings: tuple[Finding, ...] = ()


def read_cells(
    reader: FileReader,
    path: Path,
    sheet: str | None,
    argument: str,
    has_data: Callable[[Rows], bool],
    *,
    cells: str | None = None,
) -> FileCells:
    """Read the cells of a text file, or of one sheet of a workbook.

    Parameters
    ----------
    reader : FileReader
    path : Path
    sheet : str or None
        The sheet of a workbook; by default the first one, or the only one that has data.
    argument : str
        The name of the argument in messages.
    has_data : callable
        Says whether the rows of a sheet may hold the wanted data.
    cells : str, optional
        The part of the sheet that is read, such as "B3:H200".

    Raises
    ------
    InputError
        The file cannot be read, has no such sheet, or is empty.
    """
    origin = Origin(argument)
    within = WHOLE if cells is None else SheetRange.read(cells, origin)
    digest = _digest(path, origin)
    suffix = path.suffix.lower()
    if is_text(path):
        if sheet is not None:
            raise origin.error(f'"{path}" is a text file without sheets; leave the sheet out.')
        rows = reader.text(path)
        found = FileCells(rows, _source(path, None, rows, digest), is_text=True)
    elif suffix in workbooks.SUFFIXES:
        page = workbooks.read_sheet(reader, path, sheet, origin, has_data)
        source = _source(path, printable(page.name), page.rows, digest)
        notes = _passed_over(page, argument)
        found = FileCells(page.rows, source, date_system=page.date_system, findings=notes)
    else:
        raise origin.error(
            f'"{path}" has a format that cannot be read; '
            "save it as .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .txt or .tsv."
        )
    rows = within.of(found.rows)
    source = _source(path, found.source.sheet, rows, digest)
    found = replace(found, rows=within.in_place(rows), source=source)
    if all(is_blank(cell) for row in found.rows for cell in row):
        raise empty(argument, found.source, cells)
    return found


def is_text(path: str | Path) -> bool:
    """Whether a file is read as text, by its suffix."""
    return Path(path).suffix.lower() in _TEXTS


def cell_name(row: int, column: int) -> str:
    """The address of a cell in a spreadsheet: (0, 0) is A1.

    Examples
    --------
    >>> cell_name(4, 27)
    'AB5'
    """
    return f"{column_letters(column + 1)}{row + 1}"


def empty(argument: str, source: Source, cells: str | None = None) -> InputError:
    """Make the error for an empty file or sheet, or for empty cells of it."""
    sheet = "" if source.sheet is None else f'sheet "{source.sheet}" of '
    if cells is not None:
        return Origin(argument).error(
            f'the range {cells} of {sheet}"{source.file}" is empty; name cells with values.'
        )
    return Origin(argument).error(
        f'{sheet}"{source.file}" is empty; name a sheet or file with values.'
    )


def _source(path: Path, sheet: str | None, rows: Rows, digest: str) -> Source:
    return Source(printable(path.name), sheet, len(rows), max(map(len, rows), default=0), digest)


def _passed_over(found: workbooks.Sheet, argument: str) -> tuple[Finding, ...]:
    if found.passed_over is None:
        return ()
    reading = f'taken, since the first sheet "{printable(found.passed_over)}" has no data'
    sheet = f'sheet "{printable(found.name)}"'
    return (Finding("sheet", Origin(argument).subject, sheet, "note", reading),)


def _digest(path: Path, origin: Origin) -> str:
    """Return the file's SHA-256.

    Raises
    ------
    InputError
        The file cannot be opened, or is too large.
    """
    if os.path.isdir(path):  # noqa: PTH112  unlike Path.is_dir, it accepts names that are too long
        raise origin.error(f'"{path}" is a folder; name a file in it.')
    try:
        status = path.stat()
        # A device or a named pipe may have no end, or wait for a writer that never comes.
        if not stat.S_ISREG(status.st_mode):
            raise origin.error(f'"{path}" is a device or a pipe; name a file on a disk.')
        if status.st_size > MAX_FILE_BYTES:
            raise origin.error(f'"{path}" is larger than {MAX_FILE_BYTES >> 20} MB; split it.')
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise origin.error(f'there is no file "{path}"; check its name and folder.') from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise origin.error(
            f'"{path}" cannot be opened ({reason}); close it elsewhere or copy it first.'
        ) from None
