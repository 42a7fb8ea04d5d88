"""Files of returns, rates and weights, with where each came from.

Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) and text (.csv). A file is opened for reading only;
what is wrong with it is one sentence.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labfolio_xl.blocks import Origin, parse_table
from labfolio_xl.blocks.pairs import parse_risk_free, parse_weights
from labfolio_xl.blocks.values import is_blank
from labfolio_xl.errors import printable
from labfolio_xl.files import text, workbooks
from labfolio_xl.returns.input_table import Source

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from labfolio_xl.blocks import Rows

__all__ = [
    "FileRiskFree",
    "FileTable",
    "FileWeights",
    "Source",
    "cell_name",
    "read_risk_free",
    "read_table",
    "read_weights",
]

# A larger file is no block of returns, and reading it would take the machine's memory.
MAX_FILE_BYTES = 500 * 2**20


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table that was read from a file, notes on what was repaired, and its source."""

    frame: pd.DataFrame
    notes: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class FileWeights:
    """Weights that were read from a file (by name, or in the order of the assets)."""

    weights: pd.Series[float] | NDArray[np.float64]
    source: Source


@dataclass(frozen=True, slots=True)
class FileRiskFree:
    """A risk-free rate that was read from a file (by date, or one number per period)."""

    risk_free: pd.Series[float] | float
    source: Source


@dataclass(frozen=True, slots=True)
class _Cells:
    rows: Rows
    date_system: int
    source: Source


def read_table(
    path: str | Path, *, sheet: str | None = None, argument: str = "assets", noun: str = "return"
) -> FileTable:
    """Read a table with dates in its first column and names in its first row.

    Parameters
    ----------
    path : str or Path
        An .xlsx, .xlsm, .xlsb, .xls, .ods or .csv file.
    sheet : str, optional
        The sheet of a workbook, without regard to case; the first one by default.
    argument : str
        What the file holds, for the sentence of an error.
    noun : str
        What belongs into a cell: a return, a price.

    Returns
    -------
    FileTable
        The frame as ``blocks.parse_table`` gives it.

    Raises
    ------
    InputError
        The file cannot be read, has no such sheet, or holds what ``parse_table`` refuses.
    """
    cells = _read_cells(Path(path), sheet, argument)
    table = parse_table(
        cells.rows, argument=argument, date_system=cells.date_system, where=cell_name, noun=noun
    )
    return FileTable(table.frame, table.notes, cells.source)


def read_weights(
    path: str | Path, *, sheet: str | None = None, argument: str = "weights"
) -> FileWeights:
    """Read weights: assets and weights in two columns, or one column of numbers.

    Raises
    ------
    InputError
        The file cannot be read, or holds what ``pairs.parse_weights`` refuses.
    """
    cells = _read_cells(Path(path), sheet, argument)
    weights = parse_weights(cells.rows, argument, where=cell_name)
    if weights is None:
        raise _empty(argument, cells.source)
    return FileWeights(weights, cells.source)


def read_risk_free(
    path: str | Path, *, sheet: str | None = None, argument: str = "RiskFree"
) -> FileRiskFree:
    """Read a risk-free rate: dates and one rate in two columns, or one number.

    Raises
    ------
    InputError
        The file cannot be read, or holds what ``pairs.parse_risk_free`` refuses.
    """
    cells = _read_cells(Path(path), sheet, argument)
    rate = parse_risk_free(cells.rows, argument, date_system=cells.date_system, where=cell_name)
    if rate is None:
        raise _empty(argument, cells.source)
    return FileRiskFree(rate, cells.source)


def cell_name(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does: (0, 0) is A1.

    Examples
    --------
    >>> cell_name(4, 27)
    'AB5'
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _read_cells(path: Path, sheet: str | None, argument: str) -> _Cells:
    origin = Origin(argument)
    digest = _digest(path, origin)
    suffix, system, name = path.suffix.lower(), 1900, None
    rows: Rows
    if suffix == ".csv":
        if sheet is not None:
            raise origin.error(f'"{path}" is a text file without sheets; leave the sheet out.')
        rows = text.read_rows(path, origin)
    elif suffix in workbooks.SUFFIXES:
        rows, name, system = workbooks.read_rows(path, sheet, origin)
    else:
        raise origin.error(
            f'"{path}" is of no kind that can be read; '
            "save it as .xlsx, .xlsm, .xlsb, .xls, .ods or .csv."
        )
    n_columns = max(map(len, rows), default=0)
    shown = None if name is None else printable(name)
    source = Source(printable(path.name), shown, len(rows), n_columns, digest)
    if all(is_blank(cell) for row in rows for cell in row):
        raise _empty(argument, source)
    return _Cells(rows, system, source)


def _digest(path: Path, origin: Origin) -> str:
    """Return the file's SHA-256; that it can be opened is found out on the way."""
    if os.path.isdir(path):  # noqa: PTH112  a name that is too long is found out below
        raise origin.error(f'"{path}" is a folder; name a file in it.')
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
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


def _empty(argument: str, source: Source) -> Exception:
    what = (
        f'"{source.file}"' if source.sheet is None else f'sheet "{source.sheet}" of "{source.file}"'
    )
    return Origin(argument).error(f"{what} is empty; name a sheet or file with values.")
