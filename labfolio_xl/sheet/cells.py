"""Convert arguments to rows of cells and results to rows of cells, without any host.

The cells of a result are numbers, texts and dates, which every host accepts. NaN stands for a
number that does not exist. A blank is an empty text, because Excel shows an empty cell inside a
spilled array as 0.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.blocks.cells.values import Cell, is_blank
from labfolio_xl.options.days import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from labfolio_xl.blocks import Row, Rows

__all__ = [
    "BLANK",
    "CellsOf1904",
    "CellsReadOnce",
    "Result",
    "as_block",
    "as_cell",
    "counted_from",
    "date_system",
    "is_empty",
    "to_cells",
    "with_serials_of_1904",
]

BLANK = ""

Result: TypeAlias = "pd.DataFrame | pd.Series[float] | str | float | list[list[Cell]]"


def as_block(value: Cell) -> Rows:
    """Return rows of cells, whatever shape a host gave: a cell, a row or a rectangle.

    A sequence of cells without rows is one row, as an array constant is in Excel.
    """
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return ((value,),)
    if value and isinstance(value[0], (list, tuple)):
        return value
    return (value,) if value else ()


class CellsOf1904(tuple[Any, ...]):
    """Rows of cells from a workbook that counts its days from 1904.

    A host that passes dates as numbers marks the cells of each argument with this class, since
    each argument of a formula may come from another workbook.
    """

    __slots__ = ()


class CellsReadOnce(list[Any]):
    """Rows of cells that do not change while several formulas read them.

    Each argument reads them once, and the formulas share what it has read.
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """Return what was read before for this key, or else read it now."""
        if key not in self._found:
            self._found[key] = read()
        return self._found[key]


def counted_from(value: Cell, *, is_1904: bool) -> Cell:
    """Return the cells of an argument with the date system of the workbook that they are from."""
    return CellsOf1904(as_block(value)) if is_1904 else value


def date_system(value: Cell) -> int:
    """Return the year from which the dates of an argument are counted where they are numbers."""
    return 1904 if isinstance(value, CellsOf1904) else 1900


def is_empty(value: Cell) -> bool:
    """Whether an argument is left out: missing, a blank cell, or a range of blank cells."""
    if not isinstance(value, (list, tuple)):
        return is_blank(value)
    return all(map(_is_empty_row, as_block(value)))


def _is_empty_row(row: Row) -> bool:
    return row.count(None) == len(row) or all(map(is_blank, row))


def as_cell(value: Cell) -> Cell:
    """Return the only cell of an argument that takes one, None when it is blank.

    Raises
    ------
    ValueError
        It is a range of several cells that are not blank.
    """
    if not isinstance(value, (list, tuple)):
        return None if is_blank(value) else value
    cells = [cell for row in as_block(value) for cell in row if not is_blank(cell)]
    if len(cells) > 1:
        message = "more than one cell"
        raise ValueError(message)
    return cells[0] if cells else None


def to_cells(result: Result, *, blank_missing: bool = False) -> Rows:
    """Turn a result into rows of cells with its labels around them.

    Parameters
    ----------
    result : DataFrame, Series, text, number or rows
        A frame gets a header row and, unless its index only counts, a first column of labels.
        Rows are passed on.
    blank_missing : bool
        Whether a missing number is a blank (data) instead of NaN (a number that does not
        exist, such as a standard error without degrees of freedom).

    Returns
    -------
    list of lists
        Numbers as floats, dates as datetimes in UTC (as COM wants them; the calendar date is
        what counts), everything else as text.
    """
    if isinstance(result, pd.Series):
        result = result.to_frame()
    if isinstance(result, pd.DataFrame):
        return _frame_cells(result, blank_missing=blank_missing)
    if isinstance(result, list):
        return [[_plain(cell, blank_missing=blank_missing) for cell in row] for row in result]
    return [[_plain(result, blank_missing=blank_missing)]]


def with_serials_of_1904(rows: Rows) -> Rows:
    """Return a result with numbers for its dates, as a workbook that counts from 1904 has them."""
    return [[_serial_of_1904(cell) for cell in row] for row in rows]


def _serial_of_1904(cell: Cell) -> Cell:
    if not isinstance(cell, dt.datetime):
        return cell
    return float((cell.date() - EPOCH[1904]).days)


def _frame_cells(frame: pd.DataFrame, *, blank_missing: bool) -> Rows:
    header: list[Cell] = [_plain(name, blank_missing=True) for name in frame.columns]
    body = _body(frame, blank_missing=blank_missing)
    if isinstance(frame.index, pd.RangeIndex):
        return [header, *body]
    header.insert(0, "" if frame.index.name is None else str(frame.index.name))
    for label, row in zip(_labels(frame.index), body, strict=True):
        row.insert(0, label)
    body.insert(0, header)
    return body


def _body(frame: pd.DataFrame, *, blank_missing: bool) -> list[list[Cell]]:
    if all(dtype == np.float64 for dtype in frame.dtypes):
        values = frame.to_numpy()
        rows: list[list[Cell]] = values.tolist()
        if blank_missing:
            for row, column in np.argwhere(np.isnan(values)).tolist():
                rows[row][column] = BLANK
        return rows
    columns = [
        _column(frame.iloc[:, i], blank_missing=blank_missing) for i in range(frame.shape[1])
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(column: pd.Series[float], *, blank_missing: bool) -> list[Cell]:
    if column.dtype.kind in "iu":
        return column.to_numpy(dtype=float).tolist()
    # A missing text or date is a blank whatever is asked for: only a number can be NaN.
    blank = blank_missing or isinstance(column.dtype, pd.StringDtype) or column.dtype.kind == "M"
    return [_plain(cell, blank_missing=blank) for cell in column.tolist()]


def _labels(index: pd.Index[Any]) -> list[Cell]:
    if isinstance(index, pd.DatetimeIndex):
        return index.tz_localize("UTC").to_pydatetime().tolist()
    return [_plain(label, blank_missing=True) for label in index]


def _plain(cell: Cell, *, blank_missing: bool) -> Cell:
    """Return a cell as the plain number, text or date that every host takes."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell is pd.NaT:
        return BLANK
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day, tzinfo=dt.UTC)
    if isinstance(cell, (bool, np.bool_)):
        return bool(cell)
    number = float(cell)
    return BLANK if blank_missing and number != number else number  # noqa: PLR0124 - NaN
