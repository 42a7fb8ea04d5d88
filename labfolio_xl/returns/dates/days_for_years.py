"""Find months such as Jan-18 that Excel read as 18 January of the year in which they were typed."""

from __future__ import annotations

import calendar

import numpy as np

__all__ = ["days_for_years"]

_MONTHS = 12
# A year of monthly rows has 12; a few of its months may have two rows.
_FEWEST = 15
# So many rows suffice if they still are in the order of the months that were meant.
_FEWEST_IN_ORDER = 4


def days_for_years(days: np.ndarray) -> str | None:
    """Describe the mistake if Excel read the years of months as days; None if it did not.

    Jan-18 to Dec-24, typed into a US English Excel, become 84 days of one year: the 18th of each
    month, then the 19th of each month, and so on to the 24th. Real dates do not follow this
    pattern, in which every month has the same few days and no others.

    Parameters
    ----------
    days : array
        Days since 1970, in the order of the rows.

    Returns
    -------
    str or None
        A sentence about the dates without its subject, the table, and without its full stop.

    Examples
    --------
    >>> import pandas as pd
    >>> from labfolio_xl.returns.dates.periods import day_numbers
    >>> typed = [f"2026-{month:02d}-{day}" for day in (18, 19) for month in range(1, 13)]
    >>> days_for_years(day_numbers(pd.DatetimeIndex(typed)))[:66]
    'the dates go through the months of 2026 on day 18, then on day 19,'
    >>> days_for_years(day_numbers(pd.bdate_range("2026-01-01", "2026-12-31")))
    """
    if len(days) == 0:
        return None
    given = days[np.append(np.True_, np.diff(days) != 0)]
    is_ascending = bool((np.diff(given) > 0).all())
    years, keys = _years_and_keys(given if is_ascending else np.unique(given))
    starts = np.flatnonzero(np.diff(years, prepend=-1) != 0)
    lowest, highest = (np.array(each.reduceat(keys, starts)) for each in (np.minimum, np.maximum))
    counts = np.diff(np.append(starts, len(keys)))
    filled = np.flatnonzero((highest - lowest + 1 == counts) & (counts >= _FEWEST))
    if len(filled):
        year, key = int(years[starts[filled[0]]]), int(lowest[filled[0]])
    elif len(starts) == 1 and len(given) >= _FEWEST_IN_ORDER and _begins_again(given):
        year, key = int(years[0]), int(lowest[0])
    else:
        return None
    day, month = key // _MONTHS, calendar.month_abbr[key % _MONTHS + 1]
    return (
        f"the dates go through the months of {year} on day {day}, then on day {day + 1}, as if "
        f"Excel had read {month}-{day:02d} as day {day} of the month in place of the year; type "
        f"the months as 20{day:02d}-{key % _MONTHS + 1:02d}-01, or read the file from which they "
        "come"
    )


def _years_and_keys(days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The year of each day, and a number that grows by one from month to month.

    If 18 is the day of December in this number, the next number is January with day 19: if the
    day is the year that was meant, January of the next year follows.
    """
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    day = (dates - months).astype(np.int64) + 1
    return (
        dates.astype("datetime64[Y]").astype(np.int64) + 1970,
        day * _MONTHS + months.astype(np.int64) % _MONTHS,
    )


def _begins_again(days: np.ndarray) -> bool:
    """Whether December is followed by January of the same year, with the day one higher."""
    _, keys = _years_and_keys(days)
    steps, moves = np.diff(keys), np.diff(days)
    in_order = bool((steps == 1).all() or (steps == -1).all())
    return in_order and bool((moves * steps < 0).any())
