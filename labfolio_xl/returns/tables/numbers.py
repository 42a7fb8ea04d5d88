"""The cells of a table as numbers, and what is none told by its column and row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError

__all__ = ["LARGEST", "as_number", "check_numbers"]

_FLOAT = np.dtype(np.float64)
# Squares of larger numbers overflow; no return and no price comes near.
LARGEST = 1e100
# What float() raises for text, a list, an integer of 400 digits, a signalling NaN.
_NO_NUMBER = (ValueError, TypeError, ArithmeticError)
# Kinds of types: of numbers, and of what is none in any cell.
_NUMBERS = "iuf"
_TRUTHS = frozenset({bool, np.bool_})
# What float() takes, but is no number to anybody.
_NO_NUMBERS = frozenset({*_TRUTHS, np.datetime64, np.timedelta64})
_KINDS = {"b": "true and false", "M": "dates", "m": "durations", "c": "complex numbers"}


def check_numbers(
    frame: pd.DataFrame, rows: pd.Index, names: pd.Index, argument: str
) -> np.ndarray:
    """The cells as numbers in an array of their own; NaN is missing.

    Raises
    ------
    InputError
        Text, dates, true and false, infinite numbers or such that their squares would be; the
        sentence names column and row.
    """
    # Asked one by one: pandas seeks a type for all columns with a hash that some do not have.
    if all(dtype is _FLOAT for dtype in frame.dtypes):
        values = frame.to_numpy(copy=True)
    else:
        values = _converted(frame, rows, names, argument)
    if (values > LARGEST).any() or (values < -LARGEST).any():
        row, column = np.argwhere(np.abs(values) > LARGEST)[0]
        cell = values[row, column]
        what = "an infinite number" if np.isinf(cell) else f"{cell:g}"
        raise InputError(
            f'{argument}: column "{names[column]}", {_label(rows[row])} holds {what}; '
            "clear the cell or type a return."
        )
    return values


def _converted(frame: pd.DataFrame, rows: pd.Index, names: pd.Index, argument: str) -> np.ndarray:
    """Numbers out of cells of other types; refuses dates, true and false, and other text."""
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
    """Objects as numbers; None and NA are missing, true and false are no numbers.

    Raises
    ------
    InputError
        A cell holds anything else.
    """
    cells = frame.to_numpy(dtype=object)
    try:
        if _NO_NUMBERS.isdisjoint(map(type, cells.ravel())):
            return np.where(pd.isna(cells), np.nan, cells).astype(np.float64)
    except _NO_NUMBER:
        pass
    wrong = np.frompyfunc(_is_no_number, 1, 1)(cells).astype(bool)
    if wrong.any():
        column, row = np.argwhere(wrong.T)[0]
        more = f" (the first of {wrong.sum()} such cells)" if wrong.sum() > 1 else ""
        raise InputError(
            f'{argument}: column "{names[column]}", {_label(rows[row])} holds '
            f"{_quoted(cells[row, column])}{more}; clear the cell or type a return."
        )
    return np.vectorize(as_number, otypes=[np.float64])(cells)


def _is_no_number(cell: object) -> bool:
    return type(cell) in _NO_NUMBERS or as_number(cell) is None


def _quoted(cell: object) -> str:
    """A cell as a sentence shows it; true and false as a cell of a worksheet does."""
    return str(cell).upper() if type(cell) in _TRUTHS else f'"{str(cell)[:40]}"'


def as_number(cell: object) -> float | None:
    """A cell as a float, NaN when it is missing, None when it is no number."""
    try:
        if cell is None or cell is pd.NA or cell is pd.NaT:
            return np.nan
        return float(cell)  # type: ignore[arg-type]
    except _NO_NUMBER:
        return None


def _label(row: object) -> str:
    """A row as a sentence shows it: its date, its asset, or both."""
    if isinstance(row, tuple):
        return ", ".join(_label(part) for part in row)
    return f"{row:%Y-%m-%d}" if isinstance(row, pd.Timestamp) else f'row "{row}"'
