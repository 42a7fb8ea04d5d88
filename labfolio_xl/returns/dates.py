"""Calendar dates: the index of every table, and how often a year its periods come."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.returns.date_columns import DateColumn, may_be_date, read_dates

__all__ = [
    "DateColumn",
    "calendar_dates",
    "is_blank_label",
    "may_be_date",
    "periods_a_year",
    "read_dates",
]

# The whole years that nanoseconds since 1970 can count in 64 bits.
_FIRST_YEAR, _LAST_YEAR = 1678, 2261
_DAYS_PER_YEAR = 365.25
_USUAL_PERIODS = (1, 4, 12, 52, 252)


def calendar_dates(index: pd.Index, argument: str) -> pd.DatetimeIndex:
    """Calendar dates of an index, named "date"; the very same index if it has that form.

    Raises
    ------
    InputError
        A label that is empty or no date; ISO text is one, other text is not.
    """
    dates = _as_datetimes(index, argument)
    if dates.hasnans:
        row = int(np.flatnonzero(dates.isna())[0]) + 1
        raise InputError(f"{argument}: row {row} has no date; give it one or delete the row.")
    if dates.tz is not None:
        dates = dates.tz_localize(None)
    _check_years(dates, argument)
    if (dates.asi8 % _ticks_a_day(dates)).any():
        dates = dates.normalize()
    return dates if dates.name == "date" else dates.rename("date")


def _as_datetimes(index: pd.Index, argument: str) -> pd.DatetimeIndex:
    if isinstance(index, pd.DatetimeIndex):
        return index
    if isinstance(index, pd.PeriodIndex):
        return index.to_timestamp()
    if isinstance(index, pd.MultiIndex):
        raise InputError(
            f"{argument}: each row has {index.nlevels} labels where one date is expected; "
            "put the dates alone first."
        )
    index = pd.Index([pd.NaT if is_blank_label(cell) else cell for cell in index], dtype=object)
    numbers = [cell for cell in index if isinstance(cell, Real)]
    if numbers:
        raise InputError(
            f"{argument}: the first column holds {str(numbers[0])[:40]} where a date is expected; "
            "put the dates first."
        )
    try:
        return pd.DatetimeIndex(pd.to_datetime(index, format="ISO8601"))
    except (ValueError, TypeError):
        raise InputError(
            f'{argument}: the first column holds "{_no_date(index)}" where a date is '
            "expected; write dates as YYYY-MM-DD."
        ) from None


def _no_date(index: pd.Index) -> str:
    """The first label that is no date, cut to what a sentence can hold."""
    for cell in index:
        try:
            pd.to_datetime(cell, format="ISO8601")
        except (ValueError, TypeError):
            return str(cell)[:40]
    return str(index[0])[:40]


def is_blank_label(label: object) -> bool:
    """Whether a label of a row or column is none at all: None, NA, or a number that is NaN."""
    return label is None or label is pd.NA or (isinstance(label, Real) and label != label)  # noqa: PLR0124


def _check_years(dates: pd.DatetimeIndex, argument: str) -> None:
    """Refuse dates that other indexes cannot hold, and that Python cannot write."""
    ticks, a_day = dates.asi8, _ticks_a_day(dates)
    for place in (int(ticks.argmin()), int(ticks.argmax())) if len(ticks) else ():
        date = np.datetime64(int(ticks[place]) // a_day, "D")
        if not _FIRST_YEAR <= int(date.astype("datetime64[Y]").astype(int)) + 1970 <= _LAST_YEAR:
            raise InputError(
                f"{argument}: row {place + 1} has the date {date}; only years from {_FIRST_YEAR} "
                f"to {_LAST_YEAR} can be read, correct it."
            )


def _ticks_a_day(dates: pd.DatetimeIndex) -> int:
    """Ticks of a day in the unit in which the index counts."""
    return 86_400 * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[dates.unit]


def periods_a_year(dates: pd.DatetimeIndex) -> tuple[float, int] | None:
    """Periods of a year, as the dates come and as one counts them; None for a single date.

    From the median spacing: 365.25 and 252 for business days, 12 for months.
    """
    if len(dates) < 2:  # noqa: PLR2004 - a spacing needs two dates
        return None
    spacing = float(np.median(np.diff(dates.to_numpy()) / np.timedelta64(1, "D")))
    found = _DAYS_PER_YEAR / max(spacing, 1.0)
    return found, min(_USUAL_PERIODS, key=lambda usual: abs(np.log(found / usual)))
