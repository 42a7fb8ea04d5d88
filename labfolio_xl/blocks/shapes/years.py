"""Read one series that is written as a table of years by months, or of years by quarters."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from labfolio_xl.blocks.cells.kinds import header_key, is_text
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.shapes.wide import read_columns, settle_unit
from labfolio_xl.returns.dates.words import MONTH_OF, plain_words
from labfolio_xl.returns.findings import listed
from labfolio_xl.returns.tables.input_table import InputTable

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.shapes.sheet_part import SheetPart
    from labfolio_xl.options import FrequencyName

__all__ = ["last_months", "read_years"]

_MONTHS, _QUARTERS = 12, 4
_NUMBERED = {str(month): month for month in range(1, _MONTHS + 1)}
_QUARTER = re.compile(r"q([1-4])|([1-4])q")


def last_months(names: dict[int, Cell]) -> dict[int, int] | None:
    """The last month of the period of each column; None unless there are all months or quarters.

    Parameters
    ----------
    names : dict
        The names of the columns, by column.
    """
    months = {column: _month(name) for column, name in names.items()}
    found = {column: month for column, month in months.items() if month is not None}
    if sorted(found.values()) == list(range(1, _MONTHS + 1)):
        return found
    quarters = {column: _quarter(name) for column, name in names.items()}
    found = {column: month for column, month in quarters.items() if month is not None}
    return found if sorted(found.values()) == [3, 6, 9, 12] else None


def _month(name: Cell) -> int | None:
    text = plain_words(read_name(name) or "").rstrip(".")
    return MONTH_OF.get(text) or _NUMBERED.get(text)


def _quarter(name: Cell) -> int | None:
    found = _QUARTER.fullmatch(header_key(name))
    return None if found is None else 3 * int(found[1] or found[2])


def read_years(part: SheetPart, months: dict[int, int]) -> InputTable:
    """Read a table of years by months as one column; other columns are left out.

    Raises
    ------
    InputError
        See :func:`read_columns`.
    """
    columns = sorted(months)
    labels = part.labels(columns)
    years = [date.year for date in labels.read_dates().dates if date is not None]
    labels.read()
    numbers = read_columns(labels)
    frequency: FrequencyName = "monthly" if len(months) == _MONTHS else "quarterly"
    unit = settle_unit(labels, part.names(columns), numbers, percent=part.says_percent)
    dates = [_last_day(year, months[column]) for year in years for column in columns]
    name = part.name or _title(part) or part.origin.noun
    series = pd.Series(numbers.array.ravel(), pd.DatetimeIndex(dates, name="date")).sort_index()
    known = np.flatnonzero(series.notna())
    if len(known):
        series = series.iloc[known[0] : known[-1] + 1]
    _note_columns(part, columns, "months" if frequency == "monthly" else "quarters")
    findings = (*part.notes, *numbers.findings(part.origin.subject))
    return InputTable(series.to_frame(name), None, unit, frequency, findings)


def _last_day(year: int, month: int) -> dt.date:
    following = dt.date(year + month // _MONTHS, month % _MONTHS + 1, 1)
    return following - dt.timedelta(days=1)


def _title(part: SheetPart) -> str:
    """The text in the row above the names, if it is the only one in that row."""
    above = part.block[part.header.rows[0] - 1] if part.header.rows[0] else ()
    texts = [cell for cell in above if not is_blank(cell)]
    return (read_name(texts[0]) or "") if len(texts) == 1 and is_text(texts[0]) else ""


def _note_columns(part: SheetPart, columns: list[int], periods: str) -> None:
    others = [column for column in part.columns if column not in columns]
    left = f"; {listed(part.names(others))} left out" if others else ""
    part.note(f"years by {periods}", f"read as one series{left}")
