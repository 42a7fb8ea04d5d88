"""Read the index of a frame as calendar dates."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.options import FrequencyName
from labfolio_xl.options.days import FIRST_YEAR, LAST_YEAR
from labfolio_xl.returns.dates.columns import DateColumn, may_be_date, read_dates
from labfolio_xl.returns.dates.days_for_years import days_for_years
from labfolio_xl.returns.dates.forms import read_label
from labfolio_xl.returns.dates.orders import OpenOrderError
from labfolio_xl.returns.dates.periods import day_numbers
from labfolio_xl.returns.dates.time_zones import zone_findings
from labfolio_xl.returns.findings import Finding

__all__ = [
    "DateColumn",
    "IndexDates",
    "are_date_numbers",
    "calendar_dates",
    "index_dates",
    "is_blank_label",
    "may_be_date",
    "read_dates",
]

_FREQUENCY_OF: dict[str, FrequencyName] = {
    "W": "weekly",
    "M": "monthly",
    "Q": "quarterly",
    "Y": "yearly",
    "A": "yearly",
}


class IndexDates(NamedTuple):
    """The calendar dates of an index, the frequency that its labels name, and the findings."""

    dates: pd.DatetimeIndex
    frequency: FrequencyName | None = None
    findings: tuple[Finding, ...] = ()


def calendar_dates(index: pd.Index, argument: str) -> pd.DatetimeIndex:
    """Return an index as calendar dates, named "date"; an index of this form is not copied.

    Raises
    ------
    InputError
        See :func:`index_dates`.
    """
    return index_dates(index, argument).dates


def index_dates(index: pd.Index, argument: str) -> IndexDates:
    """Return an index as calendar dates, named "date", with the frequency and the findings.

    A time zone is dropped without a conversion. Periods, and labels such as 2018-01 or 201801,
    become their last days. Text is read like the text of a file, but dates such as 02/03/2018
    are refused if no label shows the order of day and month.

    Raises
    ------
    InputError
        A label is empty, is no date, or has another form than the others; Excel read the years
        of months as days.
    """
    dates, frequency, findings = _as_datetimes(index, argument)
    if dates.hasnans:
        row = int(np.flatnonzero(dates.isna())[0]) + 1
        raise InputError(f"{argument}: row {row} has no date; give it one or delete the row.")
    if dates.tz is not None:
        findings = (*findings, *zone_findings(dates, argument))
        dates = dates.tz_localize(None)
    _check_years(dates, argument)
    if (dates.asi8 % _ticks_a_day(dates)).any():
        dates = dates.normalize()
    mistaken = days_for_years(day_numbers(dates))
    if mistaken is not None:
        raise InputError(f"{argument}: {mistaken}.")
    dates = dates if dates.name == "date" else dates.rename("date")
    return IndexDates(dates, frequency, findings)


def _as_datetimes(index: pd.Index, argument: str) -> IndexDates:
    if isinstance(index, pd.DatetimeIndex):
        return IndexDates(index)
    if isinstance(index, pd.PeriodIndex):
        return _last_days(index, argument)
    if isinstance(index, pd.MultiIndex):
        raise InputError(
            f"{argument}: each row has {index.nlevels} labels where one date is expected; "
            "put the dates alone first."
        )
    return _dates_of_labels(index, argument)


def _last_days(index: pd.PeriodIndex, argument: str) -> IndexDates:
    """The last days of periods, since the return of a period is known at its end."""
    known = index.dropna()
    if len(known) and not (known.min().year >= FIRST_YEAR and known.max().year <= LAST_YEAR):
        raise InputError(
            f"{argument}: the periods run from {known.min()} to {known.max()}; only years from "
            f"{FIRST_YEAR} to {LAST_YEAR} can be read, correct them."
        )
    dates = index.to_timestamp(how="end").normalize()
    name = _FREQUENCY_OF.get(index.freqstr.partition("-")[0])
    if name is None or not len(known):
        return IndexDates(dates)
    note = Finding("dates", argument, str(known[0]), "note", "each period stands for its last day")
    return IndexDates(dates, name, (note,))


def _dates_of_labels(index: pd.Index, argument: str) -> IndexDates:
    """Read labels that are objects, texts, or whole numbers such as 20180131 and 201801."""
    labels = [pd.NaT if is_blank_label(label) else label for label in index]
    numbers = [label for label in labels if isinstance(label, Real)]
    if numbers and not are_date_numbers(labels):
        years = all(_kind(label) == "year" for label in labels)
        cure = "make text of years" if years else 'put the dates there, as set_index("Date") does'
        found = str(numbers[0])[:40]
        raise InputError(f"{argument}: the index holds {found} where a date is expected; {cure}.")
    try:
        column = read_dates(labels, argument, text_file=True)
    except OpenOrderError:
        open_label = next(label for label in labels if _kind(label) == "open")
        raise _no_date(open_label, argument) from None
    for label, date in zip(labels, column.dates, strict=True):
        if date is None and label is not pd.NaT:
            return IndexDates(_iso_dates(labels, label, argument))
    dates = pd.DatetimeIndex(np.array(column.dates, dtype="datetime64[s]"))
    if not dates.hasnans:
        _check_years(dates, argument)
        dates = dates.as_unit("ns")
    return IndexDates(dates, column.frequency, column.findings)


def _iso_dates(labels: list[object], unread: object, argument: str) -> pd.DatetimeIndex:
    """Read the rarer forms of ISO 8601, such as 2024-01-31T09, with pandas.

    Raises
    ------
    InputError
        Some labels are no dates; the sentence shows the first one that was not read.
    """
    try:
        return pd.DatetimeIndex(pd.to_datetime(pd.Index(labels, dtype=object), format="ISO8601"))
    except (ValueError, TypeError):
        raise _no_date(unread, argument) from None


def _no_date(label: object, argument: str) -> InputError:
    return InputError(
        f'{argument}: the first column holds "{str(label)[:40]}" where a date is expected; '
        "write dates as YYYY-MM-DD."
    )


def are_date_numbers(labels: Iterable[object]) -> bool:
    """Whether all labels are whole numbers such as 20180131, or all such as 201801.

    Numbers such as 2018 are not read as years, because they may count the rows.
    """
    kinds = {_kind(label) if isinstance(label, Real) else None for label in labels}
    return kinds in ({"day"}, {"month"})


def _kind(label: object) -> str | None:
    read = read_label(label, text_file=True, date_system=1900)
    return read.kind if read is not None else None


def is_blank_label(label: object) -> bool:
    """Whether the label of a row or column is missing: None, NA or NaN."""
    return label is None or label is pd.NA or (isinstance(label, Real) and label != label)  # noqa: PLR0124


def _check_years(dates: pd.DatetimeIndex, argument: str) -> None:
    """Refuse dates outside the years that an index of nanoseconds can hold."""
    ticks, a_day = dates.asi8, _ticks_a_day(dates)
    for place in (int(ticks.argmin()), int(ticks.argmax())) if len(ticks) else ():
        date = np.datetime64(int(ticks[place]) // a_day, "D")
        if not FIRST_YEAR <= int(date.astype("datetime64[Y]").astype(int)) + 1970 <= LAST_YEAR:
            raise InputError(
                f"{argument}: row {place + 1} has the date {date}; only years from {FIRST_YEAR} "
                f"to {LAST_YEAR} can be read, correct it."
            )


def _ticks_a_day(dates: pd.DatetimeIndex) -> int:
    """The number of ticks in a day, in the unit of the index."""
    return 86_400 * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[dates.unit]
