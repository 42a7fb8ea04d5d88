"""Read the dates of a column of cells; the column as a whole decides how each cell is read."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.options import DateOrder, FrequencyName
from labfolio_xl.options.days import FIRST_YEAR, LAST_YEAR
from labfolio_xl.returns.dates.forms import (
    Cell,
    Label,
    date_of_serial,
    read_label,
    serials_known,
)
from labfolio_xl.returns.dates.orders import LabelColumn, settle_order, settle_serials
from labfolio_xl.returns.dates.time_zones import text_zone_findings
from labfolio_xl.returns.findings import Finding

__all__ = ["DateColumn", "may_be_date", "read_dates"]

_NAT = type(pd.NaT)
_PERIODS_OF: dict[str, tuple[FrequencyName, str]] = {
    "month": ("monthly", "months"),
    "quarter": ("quarterly", "quarters"),
    "year": ("yearly", "years"),
}
_MONTHS_OF: dict[FrequencyName, int] = {"monthly": 1, "quarterly": 3, "yearly": 12}
_MONTHS_A_YEAR = 12
_QUARTERS_A_YEAR = 4
_LAST_OF_ONE_DIGIT = 9
# If a step between numbers is longer than this many usual steps, the numbers are not serials.
_LONGEST_STEP = 12
# The most years between one row and the next in a column of years with two digits.
_LONGEST_JUMP = 50


@dataclass(frozen=True, slots=True)
class DateColumn:
    """The dates of a column, and how they were read.

    Attributes
    ----------
    dates : list of date or None
        One for each cell; None for a cell that is blank or holds no date.
    frequency : {"monthly", "quarterly", "yearly"} or None
        Set if the cells name periods, such as 201801. The dates are then the last days of these.
    findings : tuple of Finding
    """

    dates: list[dt.date | None]
    frequency: FrequencyName | None = None
    findings: tuple[Finding, ...] = ()


def may_be_date(cell: Cell, *, text_file: bool = False) -> bool:
    """Whether one cell may be a date, a month, a quarter or a year from 1678 to 2261.

    It may be one if :func:`read_dates` has a form for it: 2018 (a year), 201801 (a month) and,
    in workbooks but not in text files, each number from 7306 to 109938 (a serial of a date from
    1920 to 2199; 43101.75 has a time of day). AAPL, 0.012, 600519 (there is no month 19),
    "5 May" (no year) and blanks are not dates. Whether a column of such cells holds dates is
    decided by :func:`read_dates`.
    """
    label = read_label(cell, text_file=text_file, date_system=1900)
    if label is None or label.kind == "serial":
        return label is not None
    year = label.third if label.kind == "open" else label.first
    return FIRST_YEAR <= year <= LAST_YEAR


def read_dates(
    cells: Sequence[Cell],
    argument: str,
    *,
    order: DateOrder | None = None,
    text_file: bool = False,
    date_system: int = 1900,
    place: Callable[[int], str] | None = None,
) -> DateColumn:
    """Read the dates of a column of cells.

    Parameters
    ----------
    cells : sequence
        The cells as the host or the file gives them, from top to bottom.
    argument : str
        The name of the table in messages: "assets".
    order : {"dmy", "mdy"}, optional
        The order of day and month, if the user has given it.
    text_file : bool
        Whether the cells come from a text file, where no number is a serial.
    date_system : {1900, 1904}
        How serials are counted.
    place : callable, optional
        Gives the name of a cell in messages ("cell A2") for its number from zero.

    Returns
    -------
    DateColumn
        Its date is None for a cell that holds no date of any form. The caller, who knows the
        address of the cell, reports it.

    Raises
    ------
    InputError
        Two orders of day and month fit the column, or none does, or the given one does not; the
        cells have two forms, such as days and months; a number may be a quarter or a serial.

    Examples
    --------
    >>> read_dates(["28.02.2018", "31.03.2018"], "assets").dates
    [datetime.date(2018, 2, 28), datetime.date(2018, 3, 31)]
    >>> read_dates(["201802", "201803"], "assets").frequency
    'monthly'
    """
    plain = _plain_dates(cells, text_file=text_file, date_system=date_system)
    if plain is not None:
        return DateColumn(plain)
    labels = [read_label(cell, text_file=text_file, date_system=date_system) for cell in cells]
    column = LabelColumn(cells, labels, argument, place)
    column = replace(column, findings=text_zone_findings(cells, column.subject))
    column = settle_serials(column, date_system)
    column = settle_order(column, order)
    _check_short_years(column)
    return _dates_of(_settle_decimal_months(_settle_months(column)))


def _plain_dates(
    cells: Sequence[Cell], *, text_file: bool, date_system: int
) -> list[dt.date | None] | None:
    """Read a column that holds only dates or only serials, as nearly all columns do."""
    kinds = set(map(type, cells))
    if _NAT not in kinds and all(issubclass(kind, dt.date) for kind in kinds):
        if all(issubclass(kind, dt.datetime) for kind in kinds):
            return list(map(dt.datetime.date, cells))
        return [dt.date(cell.year, cell.month, cell.day) for cell in cells]
    if text_file or not kinds <= {int, float}:
        return None
    first, last = serials_known(date_system)
    # The cells are compared one by one, because some integers are too large for a float.
    known = all(first <= cell < last + 1 for cell in cells)
    if not known and not _continue_early_serials(cells, first, last):
        return None
    numbers = np.array(cells, dtype=np.float64)
    if _all_quarters(numbers):
        return None
    days = np.datetime64(date_of_serial(0, date_system)) + np.floor(numbers).astype(np.int64)
    return cast("list[dt.date | None]", days.tolist())


def _continue_early_serials(cells: Sequence[Cell], first: int, last: int) -> bool:
    """Whether the numbers run from serials before 1920 to later ones in steps of similar length.

    A column of early serials alone is not read as dates: they may be years or row numbers.
    """
    ends = sorted((cells[0], cells[-1])) if len(cells) else [0, 0]
    if not 0 < ends[0] < first <= ends[1] <= last:
        return False
    steps = np.diff(np.array(cells, dtype=np.float64)) * (1 if cells[0] < cells[-1] else -1)
    return bool(steps.min() > 0 and steps.max() <= _LONGEST_STEP * np.median(steps))


def _all_quarters(numbers: np.ndarray) -> bool:
    """Whether each number may be a quarter, as 20181 may be the first quarter of 2018."""
    quarters, years = numbers % 10, numbers // 10
    known = (years >= FIRST_YEAR) & (years <= LAST_YEAR)
    return bool((known & np.isin(quarters, (1, 2, 3, 4))).all())


def _settle_months(column: LabelColumn) -> LabelColumn:
    """Read 2018-1 as a month if the column shows that it is not a quarter.

    Raises
    ------
    InputError
        No number after a year is above 4, so all may be quarters.
    """
    number = column.of_kind("short month")
    if number is None:
        return column
    months = [x.second for x in column.labels if x and x.kind in ("month", "short month")]
    if max(months) <= _QUARTERS_A_YEAR:
        label = cast("Label", column.labels[number])
        raise InputError(
            f"{column.holds(number)}, which can be a month or a quarter; write "
            f"{label.first}-{label.second:02d} or {label.first}-Q{label.second}."
        )
    return column.mapped("short month", lambda label: label._replace(kind="month"))


def _settle_decimal_months(column: LabelColumn) -> LabelColumn:
    """Read 2018.1 as October if the column shows that January is written 2018.01.

    Raises
    ------
    InputError
        No cell has a zero after the point, so 2018.1 may be January, October or a quarter.
    """
    number = column.of_kind("decimal month")
    if number is None:
        return column
    months = {label.second for label in column.labels if label and label.kind == "decimal month"}
    if min(months) > _LAST_OF_ONE_DIGIT:
        year = cast("Label", column.labels[number]).first
        raise InputError(
            f"{column.holds(number)}, which can be a month or a quarter; write {year}-10, "
            f"{year}-01 or {year}-Q1."
        )
    return column.mapped("decimal month", lambda label: label._replace(kind="month"))


def _check_short_years(column: LabelColumn) -> None:
    """Refuse a column of years with two digits in which neighbouring rows lie decades apart."""
    if column.first(lambda label: label.short_year) is None:
        return
    known = [(i, label.first) for i, label in enumerate(column.labels) if label is not None]
    for (_, before), (number, after) in pairwise(known):
        if abs(after - before) > _LONGEST_JUMP:
            raise InputError(
                f"{column.holds(number)}, whose century is not known (after {before}); "
                "write the years with four digits."
            )


def _dates_of(column: LabelColumn) -> DateColumn:
    """Make dates of labels, which must all be of one kind.

    Raises
    ------
    InputError
        There are labels of two kinds, such as days and months.
    """
    kinds = dict.fromkeys(label.kind for label in column.labels if label is not None)
    if len(kinds) > 1:
        first, second = (cast("int", column.of_kind(kind)) for kind in list(kinds)[:2])
        raise InputError(
            f"{column.holds(second)} beside {column.quote(first)}; write all dates in one form, "
            "as YYYY-MM-DD."
        )
    kind = next(iter(kinds), "day")
    dates = [None if label is None else _last_day(label) for label in column.labels]
    if kind == "day":
        return DateColumn(dates, None, column.findings)
    frequency, words = _PERIODS_OF[kind]
    number = cast("int", column.of_kind(kind))
    column = column.noted(column.quote(number), f"read as {words}; each stands for its last day")
    return DateColumn(dates, _by_steps(dates, frequency), column.findings)


def _last_day(label: Label) -> dt.date:
    """The day that a label names, or the last day of the period that it names."""
    if label.kind == "day":
        return dt.date(label.first, label.second, label.third)
    month = {"month": label.second, "quarter": 3 * label.second, "year": 12}[label.kind]
    return dt.date(label.first, month, calendar.monthrange(label.first, month)[1])


def _by_steps(dates: Iterable[dt.date | None], frequency: FrequencyName) -> FrequencyName | None:
    """The frequency by the steps between periods: March, June and September are quarters."""
    months = sorted({_MONTHS_A_YEAR * date.year + date.month for date in dates if date is not None})
    steps = np.sort(np.diff(months))
    if len(steps) == 0:
        return frequency
    usual = int(steps[(len(steps) - 1) // 2])
    return next((name for name, n_months in _MONTHS_OF.items() if n_months == usual), None)
