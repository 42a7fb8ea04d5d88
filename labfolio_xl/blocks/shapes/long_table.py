"""Read a long table, which has a row for each date and name, as a column for each name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from labfolio_xl.blocks.cells.kinds import are_texts, is_number, names_names
from labfolio_xl.blocks.cells.values import quote, read_name, read_number, shortened
from labfolio_xl.blocks.shapes.price_fields import price_column
from labfolio_xl.blocks.shapes.wide import read_columns, settle_unit
from labfolio_xl.errors import check_length, counted
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.tables.input_table import InputTable

if TYPE_CHECKING:
    from labfolio_xl.blocks.shapes.sheet_part import SheetPart

__all__ = ["name_column", "read_long"]


def name_column(part: SheetPart) -> int | None:
    """The column of names if the table is a long one, otherwise None.

    In a long table dates repeat, but a date occurs only once with each name. Names are words, or
    numbers below a header such as Ticker.
    """
    dates = [read_name(part.block[row][part.region.first]) for row in part.region.rows]
    repeat = len(set(dates)) < len(dates)
    called = [column for column in part.columns if names_names(part.header.names[column])]
    for column in called or (part.columns if repeat else ()):
        cells = [part.block[row][column] for row in part.region.rows]
        if not (are_texts(cells) or (repeat and column in called and _are_codes(cells))):
            continue
        if called or len(set(zip(dates, map(read_name, cells), strict=True))) == len(dates):
            return column
    return None


def _are_codes(cells: list[object]) -> bool:
    """Whether all cells are names or whole numbers."""
    numbers = [read_number(cell) for cell in cells if not isinstance(cell, str)]
    return all(number is not None and number.is_integer() for number in numbers)


def read_long(part: SheetPart, names: int) -> InputTable:
    """Read a long table.

    Raises
    ------
    InputError
        There is no column of numbers, or there are several and none is the price; there are two
        rows for a date and a name.
    """
    column, is_price = _number_column(part, names)
    labels = part.labels([column])
    dates = labels.read_dates()
    index = labels.days(dates)
    called = [read_name(part.block[row][names]) or "" for row in part.region.rows]
    _check_rows(part, called, index, names)

    def describe(row: int, _: int) -> str:
        return f'"{shortened(called[row])}", {index[row]:%Y-%m-%d} ({labels.place(row, 0)})'

    numbers = read_columns(labels, describe)
    unit = settle_unit(labels, part.names([column]), numbers, percent=part.says_percent)
    frame = _pivoted(index, called, numbers.array[:, 0])
    _note_columns(part, names, column, frame.shape[1])
    findings = (*part.notes, *dates.findings, *numbers.findings(part.origin.subject))
    if is_price:
        return InputTable(frame, "prices", None, dates.frequency, findings)
    return InputTable(frame, None, unit, dates.frequency, findings)


def _number_column(part: SheetPart, names: int) -> tuple[int, bool]:
    """The column of numbers, and whether it holds the prices among the fields of a history."""
    cells = {
        column: [part.block[row][column] for row in part.region.rows]
        for column in part.columns
        if column != names
    }
    columns = [column for column, below in cells.items() if any(map(is_number, below))]
    called = part.names(columns)
    price = price_column(called)
    if price is not None:
        return columns[called.index(price)], True
    if len(columns) == 1:
        return columns[0], False
    found = f"{len(columns)} columns of numbers ({listed(called)})" if columns else "no numbers"
    raise part.origin.error(
        f"it is a long table, with a row for each date and name, and has {found}; keep the dates, "
        "the names and one column of numbers."
    )


def _check_rows(part: SheetPart, called: list[str], index: pd.DatetimeIndex, names: int) -> None:
    """Refuse a row without a name, and a name that has two rows for a date."""
    check_length(part.origin.argument, called)
    rows = part.region.rows
    if "" in called:
        place = part.origin.place(rows[called.index("")], names)
        raise part.origin.error(f"{place} is blank where a name belongs; type one.")
    first: dict[tuple[str, pd.Timestamp], int] = {}
    for row, key in zip(rows, zip(called, index, strict=True), strict=True):
        if key in first:
            count = part.origin.row + 1
            raise part.origin.error(
                f"{quote(key[0])} has two numbers for {key[1]:%Y-%m-%d}, in rows "
                f"{first[key] + count} and {row + count}; keep one of them."
            )
        first[key] = row


def _pivoted(index: pd.DatetimeIndex, called: list[str], numbers: np.ndarray) -> pd.DataFrame:
    """A column for each name, in the order of their first rows."""
    names = list(dict.fromkeys(called))
    dates, rows = np.unique(index.to_numpy(), return_inverse=True)
    place = {name: column for column, name in enumerate(names)}
    values = np.full((len(dates), len(names)), np.nan)
    values[rows, [place[name] for name in called]] = numbers
    days = pd.DatetimeIndex(dates, name="date")
    return pd.DataFrame(values, index=days, columns=pd.Index(names, dtype="str"))


def _note_columns(part: SheetPart, names: int, column: int, n_names: int) -> None:
    used = part.names([column, names])
    others = [other for other in part.columns if other not in (column, names)]
    left = f"; {listed(part.names(others))} left out" if others else ""
    reading = f"a column for each name in {quote(used[1])}, with the numbers of {quote(used[0])}"
    part.note(f"a long table of {counted(n_names, 'name')}", f"{reading}{left}")
