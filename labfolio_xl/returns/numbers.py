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
    frame = frame.copy(deep=False)
    for place in range(frame.shape[1]):
        if frame.dtypes.iloc[place].kind not in _NUMBERS:
            cells = frame.iloc[:, place].to_numpy(dtype=object, copy=True)
            numbers, wrong = _numbers_of(cells)
            if wrong is not None:
                raise InputError(
                    f'{argument}: column "{names[place]}", {_label(rows[wrong])} holds '
                    f"{_quoted(cells[wrong])}; clear the cell or type a return."
                )
            frame.isetitem(place, numbers)
    return frame.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)


def _numbers_of(cells: np.ndarray) -> tuple[np.ndarray, int | None]:
    """Objects as numbers, and the place of the first that is none; true and false are none."""
    is_truth = bool(_TRUTHS & set(map(type, cells)))
    try:
        if not is_truth:
            return np.where(pd.isna(cells), np.nan, cells).astype(np.float64), None
    except _NO_NUMBER:
        pass
    numbers = [None if type(cell) in _TRUTHS else as_number(cell) for cell in cells]
    wrong = numbers.index(None) if None in numbers else None
    return np.array(numbers, dtype=np.float64), wrong


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
