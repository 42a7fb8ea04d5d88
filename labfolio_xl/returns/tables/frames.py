"""Bring tables of programmers to one form: a frame with dates as index and one label per column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_numeric_dtype

from labfolio_xl.errors import InputError, printable
from labfolio_xl.returns.dates.columns import may_be_date, read_dates
from labfolio_xl.returns.dates.index import are_date_numbers, is_blank_label
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.input_table import Kind
from labfolio_xl.returns.tables.price_history import (
    MOST_FIELDS,
    are_price_fields,
    closing_field,
)
from labfolio_xl.returns.tables.row_numbers import counts_rows

__all__ = ["PlainFrame", "from_other_library", "plain_frame"]

# The kinds of dtypes of integers.
_WHOLE = "iu"
# The kinds of dtypes of floats, complex numbers and truth values.
_FRACTIONS = "fcb"


class PlainFrame(NamedTuple):
    """A frame with one label per column, the kind of its numbers if known, and the findings."""

    frame: pd.DataFrame
    kind: Kind | None = None
    findings: tuple[Finding, ...] = ()


def plain_frame(table: object, argument: str) -> PlainFrame:
    """Bring a Series or a frame of pandas or another library to a frame of dates and names.

    Raises
    ------
    InputError
        It is not a table, or the user has to choose which columns or dates are meant.
    """
    frame, dates = _with_dates(_as_frame(table, argument), argument)
    frame, counts = _without_counts(frame, argument)
    frame, closes = _with_one_header(frame, argument)
    return PlainFrame(frame, "prices" if closes else None, (*dates, *counts, *closes))


def _as_frame(table: object, argument: str) -> pd.DataFrame:
    if not isinstance(table, pd.DataFrame | pd.Series):
        table = from_other_library(table)
    if isinstance(table, pd.Series):
        return table.to_frame(argument.removesuffix("s") if table.name is None else table.name)
    if not isinstance(table, pd.DataFrame):
        raise InputError(
            f"{argument}: give a table with dates in its rows and names in its columns."
        )
    return table


def from_other_library(table: object) -> object:
    """Convert a frame of polars, Arrow or another library to pandas, if it can be converted."""
    if hasattr(table, "collect") and hasattr(table, "collect_schema"):  # a lazy frame of polars
        table = table.collect()
    try:
        return table.to_pandas() if hasattr(table, "to_pandas") else table
    except ImportError:  # polars needs pyarrow for this, which may not be installed
        columns = table.to_dict(as_series=False) if hasattr(table, "to_dict") else None
        return table if columns is None else pd.DataFrame(columns)


def _with_dates(frame: pd.DataFrame, argument: str) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """If the index only numbers the rows, make the column of dates the index.

    Raises
    ------
    InputError
        There are several columns of dates, or the dates repeat because the table is a long one.
    """
    if not _is_numbered(frame.index):
        return frame, ()
    kinds = [dtype.kind for dtype in frame.dtypes]
    columns = {i: frame.iloc[:, i] for i, kind in enumerate(kinds) if kind not in _FRACTIONS}
    places = [place for place, column in columns.items() if _holds_dates(column)]
    if not places:
        _refuse_numbers(columns.values(), argument)
        return frame, ()
    dates = columns[places[0]]
    if len(places) > 1:
        names = " and ".join(_quoted(columns[place].name) for place in places[:2])
        raise InputError(
            f"{argument}: the columns {names} hold dates; choose one, as "
            f"set_index({_quoted(dates.name)}) does, and drop the other."
        )
    _refuse_long(columns.values(), dates, argument)
    others = [place for place in range(frame.shape[1]) if place != places[0]]
    found = f"column {_quoted(dates.name)}"
    note = Finding("dates", argument, found, "note", "taken as the dates of the rows")
    return frame.iloc[:, others].set_axis(pd.Index(dates)), (note,)


def _without_counts(frame: pd.DataFrame, argument: str) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Leave out columns that count the rows, such as the index of a frame that was saved."""
    whole = [place for place, dtype in enumerate(frame.dtypes) if dtype.kind in _WHOLE]
    counts = [
        place
        for place in whole
        if len(frame)
        and counts_rows(_label_text(frame.columns[place]), frame.iloc[:, place].tolist())
    ]
    if not counts or len(counts) == frame.shape[1]:
        return frame, ()
    found = f"column {_quoted(frame.columns[counts[0]])}"
    note = Finding("columns", argument, found, "note", "left out: it counts the rows")
    return frame.iloc[:, [p for p in range(frame.shape[1]) if p not in counts]], (note,)


def _is_numbered(index: pd.Index) -> bool:
    """Whether the index only numbers the rows, as after reading a file."""
    return index.dtype.kind in _WHOLE and not are_date_numbers(index)


def _holds_dates(column: pd.Series) -> bool:
    """Whether all cells of a column are dates or texts of dates; numbers do not count as dates."""
    if isinstance(column.dtype, pd.DatetimeTZDtype | pd.PeriodDtype) or column.dtype.kind == "M":
        return True
    cells = column.tolist() if column.dtype.kind in "OU" else []
    known = [cell for cell in cells if cell is not pd.NaT and not is_blank_label(cell)]
    if not known or not all(map(_is_no_number, known)) or not may_be_date(known[0]):
        return False
    try:
        return all(read_dates(known, "", text_file=True).dates)
    except InputError:  # these are dates; the error is raised when the index is read
        return True


def _refuse_numbers(columns: Iterable[pd.Series], argument: str) -> None:
    """Refuse a column of numbers such as 201801, which may be meant as dates.

    Raises
    ------
    InputError
        There is one. Numbers are dates only if the user makes them the index.
    """
    for column in columns:
        if column.dtype.kind in _WHOLE and are_date_numbers(column):
            raise InputError(
                f"{argument}: the rows are only numbered, and the column {_quoted(column.name)} "
                f"holds {column.iloc[0]}; make it the dates with set_index({_quoted(column.name)})."
            )


def _is_no_number(cell: object) -> bool:
    return isinstance(cell, dt.date) or (isinstance(cell, str) and not cell.strip().isdigit())


def _refuse_long(columns: Iterable[pd.Series], dates: pd.Series, argument: str) -> None:
    """Refuse a long table, which has a row for each date and name.

    Raises
    ------
    InputError
        Dates repeat, and another column holds text.
    """
    names = [c.name for c in columns if c is not dates and not is_numeric_dtype(c.dtype)]
    if names and dates.duplicated().any():
        name = _quoted(names[0])
        raise InputError(
            f"{argument}: each date has several rows, told apart by the column {name}; give one "
            f"row a date, as pivot(index={_quoted(dates.name)}, columns={name}, values=...) does."
        )


def _with_one_header(
    frame: pd.DataFrame, argument: str
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Give each column one label; of price histories, keep only the closing prices.

    Raises
    ------
    InputError
        Columns have several labels, and they are not tickers and fields of price histories.
    """
    columns = frame.columns
    if columns.nlevels == 1 and len(columns) > MOST_FIELDS:
        return frame, ()
    levels = (columns.get_level_values(level) for level in range(columns.nlevels))
    labels = [names for names in (list(map(_label_text, level)) for level in levels) if any(names)]
    if columns.nlevels == 1 or len(labels) == 1:
        names = labels[0] if labels else []
        if len(names) > 1 and are_price_fields(names):  # as in files and cells
            return _closing_columns(frame, names, [""] * len(names), argument)
        return frame if columns.nlevels == 1 else frame.set_axis(names, axis=1), ()
    if len(labels) == len(("field", "ticker")):
        for fields, tickers in (labels, labels[::-1]):
            if are_price_fields(fields):
                return _closing_columns(frame, fields, tickers, argument)
    raise InputError(_several_labels(labels, argument))


def _closing_columns(
    frame: pd.DataFrame, fields: Sequence[str], tickers: Sequence[str], argument: str
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Keep the adjusted close of each ticker, or else its close, under the name of the ticker.

    Raises
    ------
    InputError
        A ticker has neither.
    """
    places: list[int] = []
    for ticker in dict.fromkeys(tickers):
        own = {i: field for i, field in enumerate(fields) if tickers[i] == ticker}
        close = closing_field(own.values())
        if close is None or list(own.values()).count(close) > 1:
            found = "no closing price" if close is None else f"several columns {close}"
            raise InputError(
                f'{argument}: "{ticker}" has {found} among {", ".join(own.values())}; '
                "keep one for each name."
            )
        places.append(next(place for place, field in own.items() if field == close))
    taken = list(dict.fromkeys(fields[place] for place in places))
    left_out = [field for field in dict.fromkeys(fields) if field not in taken]
    reading = f"prices; {', '.join(left_out)} left out" if left_out else "prices"
    note = Finding("columns", argument, " and ".join(taken), "note", f"taken as {reading}")
    names = [tickers[place] or fields[place] for place in places]
    return frame.iloc[:, places].set_axis(names, axis=1), (note,)


def _several_labels(labels: Sequence[Sequence[str]], argument: str) -> str:
    """The sentence about a table with several header rows, which shows how to choose a part."""
    level = min(range(len(labels)), key=lambda each: len(set(labels[each])))
    part = labels[level][0]
    cure = f'["{part}"]' if level == 0 else f'.xs("{part}", axis=1, level={level})'
    shown = " and ".join(f'"{level[0]}"' for level in labels)
    return (
        f"{argument}: each column has {len(labels)} labels ({shown} the first one) where one name "
        f"is expected; take one part, as frame{cure} does."
    )


def _label_text(label: object) -> str:
    parts = label if isinstance(label, tuple) else (label,)
    return " ".join(filter(None, (printable(str(part)) for part in parts)))


def _quoted(label: object) -> str:
    """A label as it is written in Python."""
    text = _label_text(label)[:40]
    return text if isinstance(label, int) else f'"{text}"'
