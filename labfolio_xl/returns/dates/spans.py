"""Read the first or last date of a span; a month, quarter or year stands for all of its days."""

from __future__ import annotations

import re
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

from labfolio_xl.errors import InputError

__all__ = ["span_date"]

_PERIOD = re.compile(r"(\d{4})(?:-?Q([1-4])|-(\d{1,2}))?", re.IGNORECASE)


def span_date(value: date | str | pd.Period, argument: str, *, last: bool = False) -> pd.Timestamp:
    """Return a calendar date without time zone and time of day, as in the index of a table.

    Parameters
    ----------
    value : date, text or Period
        "2021-03", "2021-Q1" and "2021" mean all of their days.
    argument : str
        The name of the argument in messages.
    last : bool
        Whether the last day of a period is meant, instead of its first.

    Raises
    ------
    InputError
        The value is no date.

    Examples
    --------
    >>> span_date("2021-02", "end", last=True)
    Timestamp('2021-02-28 00:00:00')
    """
    try:
        period = _period(value)
        if period is not None:
            return (period.end_time if last else period.start_time).normalize()
        # pandas would read a number as nanoseconds since 1970.
        given: Any = None if isinstance(value, Real) else value
        stamp = pd.to_datetime(given, format="ISO8601" if isinstance(given, str) else None)
    except (ValueError, TypeError):
        stamp = None
    if not isinstance(stamp, pd.Timestamp):
        raise InputError(
            f'{argument} is "{value!s:.40}"; give a date, such as 2023-05-04, or a month, such as '
            "2023-05."
        )
    return stamp.tz_localize(None).normalize()


def _period(value: object) -> pd.Period | None:
    """Read a month, quarter or year; None for a value that may be a day."""
    if isinstance(value, pd.Period):
        return value
    found = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, quarter, month = found.groups()
    if quarter:
        return pd.Period(f"{year}Q{quarter}", "Q")
    return pd.Period(f"{year}-{int(month):02d}", "M") if month else pd.Period(year, "Y")
