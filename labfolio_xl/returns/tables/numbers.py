"""Convert the cells of a frame to numbers; a cell that is not a number is named in the error."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError

__all__ = ["LARGEST", "as_number", "check_numbers"]

_FLOAT = np.dtype(np.float64)
# The squares of much larger numbers overflow; returns and prices are far smaller.
LARGEST = 1e100
# The errors of float() for text, a list, an integer of 400 digits, a signalling NaN.
_CONVERSION_ERRORS = (ValueError, TypeError, ArithmeticError)
# The kinds of dtypes of numbers.
_NUMBERS = "iuf"
_TRUTHS = frozenset({bool, np.bool_})
# float() converts these types, but they are not numbers for a user.
_TYPES_OF_NO_NUMBER = frozenset({*_TRUTHS, np.datetime64, np.timedelta64})
_KINDS = {"b": "true and false", "M": "dates", "m": "durations", "c": "complex numbers"}


def check_numbers(
    frame: pd.DataFrame, rows: pd.Index, names: pd.Index, argument: str
) -> np.ndarray:
    """Return the cells of a frame as numbers in a new array; NaN is missing.

    Raises
    ------
    InputError
        A cell holds text, a date, a truth value, or a number that is infinite or so large that
        its square would be. The sentence names the column and the row.
    """
    # The dtypes are compared one by one, because some dtypes cannot be hashed.
    if all(dtype is _FLOAT for dtype in frame.dtypes):
        values = frame.to_numpy(copy=True)
    else:
        values = _converted(frame, rows, names, argument)
    if (values > LARGEST).any() or (values < -LARGEST).any():
        row, column = np.argwhere(np.abs(values) > LARGEST)[0]
        cell = values[row, column]
        what = "an infinite number" if np.isinf(cell) else f"{cell:g}"
        raise InputError(
            f'{argument}: column "{names[column]}", {_row_label(rows[row])} holds {what}; '
            "clear the cell or type a return."
        )
    return values


def _converted(frame: pd.DataFrame, rows: pd.Index, names: pd.Index, argument: str) -> np.ndarray:
    """Convert columns of other dtypes to numbers; refuse dates, truth values and text."""
    for name, dtype in zip(names, frame.dtypes, strict=True):
        if dtype.kind in _KINDS:
            what = _KINDS[dtype.kind]
            raise InputError(f'{argument}: column "{name}" holds {what}; remove the column.')
    places = [i for i, dtype in enumerate(frame.dtypes) if dtype.kind not in _NUMBERS]
    numbers = np.empty(frame.shape)
    if places:
        numbers[:, places] = _of_objects(frame.iloc[:, places], rows, names[places], argument)
    others = [i for i, dtype in enumerate(frame.dtypes) if dtype.kind in _NUMBERS]
    numbers[:, others] = frame.iloc[:, others].to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers


def _of_objects(frame: pd.DataFrame, rows: pd.Index, names: pd.Index, argument: str) -> np.ndarray:
    """Convert objects to numbers; None and NA are missing.

    Raises
    ------
    InputError
        A cell holds a truth value or anything else that is not a number.
    """
    cells = frame.to_numpy(dtype=object)
    try:
        if _TYPES_OF_NO_NUMBER.isdisjoint(map(type, cells.ravel())):
            return np.where(pd.isna(cells), np.nan, cells).astype(np.float64)
    except _CONVERSION_ERRORS:
        pass
    wrong = np.frompyfunc(_is_no_number, 1, 1)(cells).astype(bool)
    if wrong.any():
        column, row = np.argwhere(wrong.T)[0]
        more = f" (the first of {wrong.sum()} such cells)" if wrong.sum() > 1 else ""
        raise InputError(
            f'{argument}: column "{names[column]}", {_row_label(rows[row])} holds '
            f"{_quoted(cells[row, column])}{more}; clear the cell or type a return."
        )
    return np.vectorize(as_number, otypes=[np.float64])(cells)


def _is_no_number(cell: object) -> bool:
    return type(cell) in _TYPES_OF_NO_NUMBER or as_number(cell) is None


def _quoted(cell: object) -> str:
    """A cell as a message shows it; truth values are written TRUE and FALSE, as in Excel."""
    return str(cell).upper() if type(cell) in _TRUTHS else f'"{str(cell)[:40]}"'


def as_number(cell: object) -> float | None:
    """A cell as a float; NaN if it is missing, None if it is not a number."""
    try:
        if cell is None or cell is pd.NA or cell is pd.NaT:
            return np.nan
        return float(cell)  # type: ignore[arg-type]
    except _CONVERSION_ERRORS:
        return None


def _row_label(row: object) -> str:
    """The label of a row in a message: its date, its asset, or both."""
    if isinstance(row, tuple):
        return ", ".join(_row_label(part) for part in row)
    return f"{row:%Y-%m-%d}" if isinstance(row, pd.Timestamp) else f'row "{row}"'
