"""Check frames of programmers: their dates, their names, their numbers; and rates."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, check_length, printable
from labfolio_xl.returns.dates.columns import may_be_date
from labfolio_xl.returns.dates.index import index_dates, is_blank_label
from labfolio_xl.returns.tables.frames import plain_frame
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.numbers import LARGEST, as_number, check_numbers

__all__ = [
    "LARGEST",
    "RiskFree",
    "as_input",
    "as_number",
    "check_names",
    "check_numbers",
    "check_rate",
    "check_table",
    "day",
    "plain_name",
    "refuse_names_for_rate",
]

# The only argument that holds prices in all functions that take it.
_PRICES = "Prices"

RiskFree: TypeAlias = "pd.Series[float] | pd.DataFrame | float | None"


def day(date: object) -> str:
    """A date as text: 2023-05-04."""
    return f"{pd.Timestamp(date):%Y-%m-%d}"  # type: ignore[arg-type]


def as_input(table: object, argument: str) -> InputTable:
    """Check a table of any supported type and return it as an ``InputTable``.

    Parameters
    ----------
    table : DataFrame, Series, InputTable, or a frame of polars or Arrow
        Dates in the index (datetimes, periods, or text; any order), names in the columns,
        numbers in the cells. NaN, None and NA are missing. A Series is a table of one column.
        If the index only numbers the rows, the dates may be in a column, if there is only one
        column of dates. Of price histories (Open, High, Low, Close, with or without tickers
        above or below) the adjusted close is used, or else the close.
    argument : str
        The name of the argument in messages.

    Returns
    -------
    InputTable
        The given one if it is an ``InputTable``; otherwise one with a checked copy of the frame:
        float64, ascending calendar dates named "date", names as stripped text.

    Raises
    ------
    InputError
        It is not a table, or has no rows or columns; a date is not valid or occurs twice; a name
        is empty or occurs twice; a cell holds text or an infinite number.
    """
    if isinstance(table, InputTable):
        return table
    plain = plain_frame(table, argument)
    frame = plain.frame
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        what = "row" if frame.shape[0] == 0 else "column"
        raise InputError(f"{argument}: the table has no {what} of numbers; add the returns.")
    dates, frequency, findings = index_dates(frame.index, argument)
    increasing = bool((np.diff(dates.asi8) > 0).all())
    if not increasing and not dates.is_unique:
        twice = dates[dates.duplicated()][0]
        raise InputError(f"{argument}: {day(twice)} occurs more than once; keep one row a date.")
    names = check_names(frame.columns, argument)
    values = check_numbers(frame, dates, names, argument)
    checked = pd.DataFrame(values, index=dates, columns=names, copy=False)
    return InputTable(
        checked if increasing else checked.sort_index(),
        kind=plain.kind,
        frequency=frequency,
        findings=(*plain.findings, *findings),
    )


def check_table(table: object, argument: str) -> pd.DataFrame:
    """Check a table of numbers by date without judging what the numbers are.

    Parameters
    ----------
    table : DataFrame, Series, InputTable, or a frame of polars or Arrow
        See :func:`as_input`.
    argument : str
        The name of the argument in messages; only "Prices" may be prices.

    Returns
    -------
    DataFrame
        The frame that :func:`as_input` gives.

    Raises
    ------
    InputError
        See :func:`as_input`. Also, the table is a price history, but the argument is not "Prices".
    """
    checked = as_input(table, argument)
    if checked.kind == "prices" and argument != _PRICES:
        raise InputError(
            f"{argument}: the table holds prices; make returns of them with returns_from_prices."
        )
    return checked.frame


def check_names(columns: pd.Index, argument: str) -> pd.Index:
    """Return names of columns as stripped text; the given index if it has that form already.

    Raises
    ------
    InputError
        A name is empty, too long, or occurs twice.
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
    """A label as text on one line, in the composed form (NFC) of Unicode; NaN and None become "".

    macOS writes "é" as a letter and an accent. Here it becomes one character.
    """
    text = label if isinstance(label, str) else "" if is_blank_label(label) else str(label)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip() if text.isprintable() else printable(text)


def refuse_names_for_rate(labels: Iterable[object]) -> None:
    """Refuse names in place of the dates of a risk-free rate, since these are weights.

    Parameters
    ----------
    labels : iterable
        The labels of the numbers: the index, the keys, or the cells of the first column.

    Raises
    ------
    InputError
        All labels are names. The sentence states the order of the arguments.
    """
    known = [label for label in labels if not is_blank_label(label)]
    names = [label for label in known if isinstance(label, str) and not may_be_date(label)]
    if names and len(names) == len(known):
        raise InputError(
            f'RiskFree: "{printable(names[-1])[:40]}" is given where a date or a rate is expected; '
            "the order of the arguments is assets, factors, risk_free, weights."
        )


def _labels_of(risk_free: object) -> list[object]:
    """The labels of a Series or a mapping; none for anything else."""
    if isinstance(risk_free, pd.Series):
        return risk_free.index.tolist()
    return list(risk_free) if isinstance(risk_free, Mapping) else []


def check_rate(risk_free: RiskFree) -> pd.Series[float] | float | None:
    """Check a risk-free rate: a number per period, or one rate for each date.

    Raises
    ------
    InputError
        There is more than one column, or a rate is not a finite number.
    """
    if risk_free is None:
        return None
    refuse_names_for_rate(_labels_of(risk_free))
    if isinstance(risk_free, InputTable | pd.DataFrame | pd.Series) or hasattr(
        risk_free, "to_pandas"
    ):
        table = as_input(risk_free, "RiskFree").frame  # the close of a yield's history is the rate
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
