"""The span of dates of a question, and whether the returns cover it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.returns.dates.spans import span_date
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.panel import Panel
from labfolio_xl.returns.tables.checked import day

__all__ = ["Date", "check_reach", "span_of"]

Date: TypeAlias = "date | str | pd.Period | None"

# The longest usual time from one row to the next. Between two business days there may be a weekend
# with a holiday beside it.
_STEPS = {
    "daily": pd.DateOffset(days=5),
    "weekly": pd.DateOffset(weeks=1),
    "monthly": pd.DateOffset(months=1),
    "quarterly": pd.DateOffset(months=3),
    "yearly": pd.DateOffset(years=1),
}


def span_of(dates: pd.Index, start: Date, end: Date) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last date of a span; without a start or an end, those of the common dates.

    Raises
    ------
    InputError
        A start or an end that is no date, or a start after the end.
    """
    first = dates[0] if start is None else span_date(start, "span_start")
    last = dates[-1] if end is None else span_date(end, "span_end", last=True)
    if first > last:
        raise InputError(
            f"The span begins on {day(first)}, after its end on {day(last)}; exchange the dates."
        )
    return first, last


def check_reach(
    panel: Panel, first: pd.Timestamp, last: pd.Timestamp, asked: tuple[bool, bool]
) -> None:
    """Refuse a span that begins a period or more before the returns, or ends as much after them.

    Parameters
    ----------
    panel : Panel
        The returns on the dates of the portfolio.
    first, last : Timestamp
    asked : pair of bool
        Whether the start was given, and whether the end was.

    Raises
    ------
    MissingDataError
        The returns do not cover the span. The sentence says which dates there are, and which
        asset lacks most of the others.
    """
    dates, used = panel.dates, panel.used
    if not ((dates >= first) & (dates <= last)).any():
        raise MissingDataError(
            f"No date between {day(first)} and {day(last)}; the returns of the portfolio are on "
            f"{used.span}."
        )
    step = _step(panel.aligned.frequency, dates)
    if asked[0] and dates[0] - step >= first:
        raise _short("span_start", first, f"begin on {day(dates[0])}", panel)
    if asked[1] and dates[-1] + step <= last:
        raise _short("span_end", last, f"end on {day(dates[-1])}", panel)


def _short(argument: str, asked: pd.Timestamp, found: str, panel: Panel) -> MissingDataError:
    costly = panel.used.costly
    cure = "" if costly is None else f', or take "{costly}" out of the portfolio'
    return MissingDataError(
        f"{argument} is {day(asked)}, but the returns of the portfolio {found} "
        f"({panel.used.span}); give that date{cure}."
    )


def _step(frequency: Frequency | None, dates: pd.Index) -> pd.DateOffset:
    if frequency is None:
        days = np.diff(dates.to_numpy()).astype("timedelta64[D]").astype(int)
        return pd.DateOffset(days=int(np.median(days)) if len(days) else 1)
    return pd.DateOffset(days=1) if frequency.seven_days else _STEPS[frequency.name]
