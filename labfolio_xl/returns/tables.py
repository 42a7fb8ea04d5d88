"""Labelled tables in, checked tables out: names, numbers and rates."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from numbers import Real
from typing import TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, check_length, printable
from labfolio_xl.returns.dates import calendar_dates, is_blank_label

__all__ = [
    "LARGEST",
    "RiskFree",
    "as_number",
    "check_names",
    "check_numbers",
    "check_rate",
    "check_table",
    "day",
    "plain_name",
]

_FLOAT = np.dtype(np.float64)
# Squares of larger numbers overflow; no return and no price comes near.
LARGEST = 1e100
# What float() raises for text, a list, an integer of 400 digits, a signalling NaN.
_NO_NUMBER = (ValueError, TypeError, ArithmeticError)
_KINDS = {"b": "true and false", "M": "dates", "m": "durations", "c": "complex numbers"}

RiskFree: TypeAlias = "pd.Series[float] | pd.DataFrame | float | None"


def day(date: object) -> str:
    """A date as a sentence shows it: 2023-05-04."""
    return f"{pd.Timestamp(date):%Y-%m-%d}"  # type: ignore[arg-type]


def check_table(frame: pd.DataFrame, argument: str) -> pd.DataFrame:
    """Check a table of numbers by date, and put it into the form that all rooms expect.

    Parameters
    ----------
    frame : DataFrame
        Dates in the index (datetimes, periods, or ISO text; any order), names in the
        columns, numbers in the cells. NaN is missing.
    argument : str
        Name of the argument, for the sentences.

    Returns
    -------
    DataFrame
        A copy in float64: ascending calendar dates named "date", names as stripped text.

    Raises
    ------
    InputError
        No rows or columns, dates that are none or occur twice, names that are empty or
        occur twice, text or infinite numbers in the cells.
    """
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"{argument}: give a table with dates in its rows and names on top.")
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        what = "row" if frame.shape[0] == 0 else "column"
        raise InputError(f"{argument}: the table has no {what} of numbers; add the returns.")
    dates = calendar_dates(frame.index, argument)
    increasing = bool((np.diff(dates.asi8) > 0).all())
    if not increasing and not dates.is_unique:
        twice = dates[dates.duplicated()][0]
        raise InputError(f"{argument}: {day(twice)} occurs more than once; keep one row a date.")
    names = check_names(frame.columns, argument)
    values = check_numbers(frame, dates, names, argument)
    table = pd.DataFrame(values, index=dates, columns=names, copy=False)
    return table if increasing else table.sort_index()


def check_names(columns: pd.Index, argument: str) -> pd.Index:
    """Names of columns as stripped text; the very same index if it has that form.

    Raises
    ------
    InputError
        A name that is empty or occurs twice.
    """
    given = columns.tolist()
    names = [plain_name(name) for name in given]
    if "" in names:
        place = names.index("") + 1
        raise InputError(f"{argument}: column {place} has no name; write one in the first row.")
    if len(set(names)) != len(names):
        counts = Counter(names)
        twice = next(name for name in names if counts[name] > 1)
        raise InputError(f'{argument}: the name "{twice}" occurs more than once; rename one.')
    check_length(argument, names)
    return columns if given == names else pd.Index(names)


def plain_name(label: object) -> str:
    """A label as text on one line; an empty cell comes as NaN or None."""
    text = label if isinstance(label, str) else "" if is_blank_label(label) else str(label)
    return text.strip() if text.isprintable() else printable(text)


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
    try:
        return frame.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    except _NO_NUMBER:
        raise InputError(_text_found(frame, rows, names, argument)) from None


def _text_found(frame: pd.DataFrame, rows: pd.Index, names: pd.Index, argument: str) -> str:
    for column, name in enumerate(names):
        for row, cell in enumerate(frame.iloc[:, column]):
            if as_number(cell) is None:
                return (
                    f'{argument}: column "{name}", {_label(rows[row])} holds "{str(cell)[:40]}"; '
                    "clear the cell or type a return."
                )
    return f"{argument}: the table holds something that is not a number; clear it."


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
    return day(row) if isinstance(row, pd.Timestamp) else f'row "{row}"'


def check_rate(risk_free: RiskFree) -> pd.Series[float] | float | None:
    """Check a risk-free rate: a number per period, or one rate for each date.

    Raises
    ------
    InputError
        More than one column, something that is no number, or a number that is not finite.
    """
    if risk_free is None:
        return None
    if isinstance(risk_free, pd.Series):
        risk_free = risk_free.to_frame("rate")
    if isinstance(risk_free, pd.DataFrame):
        table = check_table(risk_free, "RiskFree")
        if table.shape[1] != 1:
            raise InputError(
                f"RiskFree has {table.shape[1]} columns of rates; give dates and one rate."
            )
        return table.iloc[:, 0].rename("risk_free")
    is_rate = isinstance(risk_free, Real | Decimal) and not isinstance(risk_free, bool)
    rate = as_number(risk_free) if is_rate else None
    if rate is None or not abs(rate) <= LARGEST:
        raise InputError(
            f'RiskFree is "{str(risk_free)[:40]}"; give dates and rates, one finite number per '
            "period, or none."
        )
    return rate
