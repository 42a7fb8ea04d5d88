"""Bring a rate to the periods of the returns, which may have another frequency.

Rates are compounded as sums of the logarithms of 1 plus the rate.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.dates.periods import day_numbers, first_days, last_days, periods_of
from labfolio_xl.returns.frequency.detection import Frequency

__all__ = ["annual_at", "compounded", "matched", "spread"]

Rates: TypeAlias = "pd.Series[float]"  # by date, none missing
Logs = Rates

# The days that a row covers. Longer periods are those of the calendar.
_STEPS: Final = {"daily": 1, "weekly": 7}
# A weekend or a holiday makes a step longer by so many days; a longer step is a missing row.
_LONGER = 3
# The least share of the rates of a period that must be there. Holidays leave more, even in China.
_LEAST_SHARE = 0.6
# The most days without a rate at either end of a complete period.
_MOST_DAYS = 10
# By which share the number of dates in the first and in the last period may differ from the usual
# one if the period is complete.
_WHOLE = 0.15
# For so many periods the last known annual rate is used again.
_CARRIED = 5
_DAYS_A_YEAR = 365


def matched(
    rate: Rates, dates: pd.DatetimeIndex, own: Frequency | None, asked: Frequency | None
) -> np.ndarray:
    """The rate of the same period for each date; NaN if there is none.

    If one of the two is too short to have a frequency, the frequency of the other one is used.
    If some period then has two rows, rates are matched by date instead.
    """
    if rate.index.equals(dates):
        return rate.to_numpy()
    known = own or asked
    name: FrequencyName = "daily" if known is None else known.name
    there, wanted = periods_of(_days(rate), name), periods_of(day_numbers(dates), name)
    if None in (own, asked) and not (_are_single(there) and _are_single(wanted)):
        there, wanted = _days(rate), day_numbers(dates)
    rates = pd.Series(rate.to_numpy(), there)
    return rates[~rates.index.duplicated(keep="last")].reindex(wanted).to_numpy()


def _are_single(periods: np.ndarray) -> bool:
    return bool((np.diff(periods) != 0).all())


def compounded(logs: Logs, dates: pd.DatetimeIndex, fine: Frequency, wide: Frequency) -> np.ndarray:
    """Sum a finer rate over the period of each date; NaN if too many rates are missing in it."""
    starts, ends = _spans(day_numbers(dates), wide)
    first, after = _inside(logs, starts, ends)
    usual = fine.periods_per_year / wide.periods_per_year
    whole = after - first >= max(1, int(_LEAST_SHARE * usual))
    if fine.name not in _STEPS:  # a quarter or a year needs the rates of all its months
        whole = after - first == usual
    elif wide.name not in _STEPS:
        days = np.append(_days(logs), np.iinfo(np.int64).max)
        whole &= (days[first] <= starts + _MOST_DAYS) & (days[after - 1] >= ends - _MOST_DAYS)
    sums = _sums(logs)
    return np.where(whole, sums[after] - sums[first], np.nan)


def spread(logs: Logs, dates: pd.DatetimeIndex, wide: Frequency, fine: Frequency) -> np.ndarray:
    """Divide a coarser rate into equal parts for the dates of its period.

    If the dates do not cover a period, each date gets the part that it has in a usual period.
    """
    starts, ends = _spans(_days(logs), wide)
    place, known = _containing(starts, ends, dates)
    counts = np.bincount(place[known], minlength=len(logs))
    usual = np.maximum(1.0, np.round((ends - starts) * fine.periods_per_year / _DAYS_A_YEAR))
    tolerance = np.full(len(logs), 1.0 - _LEAST_SHARE if fine.name in _STEPS else _WHOLE)
    tolerance[place[known][:1]] = tolerance[place[known][-1:]] = _WHOLE
    parts = np.where(np.abs(counts - usual) <= tolerance * usual, counts, usual)
    return np.where(known, (logs.to_numpy() / parts)[place], np.nan)


def annual_at(
    logs: Logs, dates: pd.DatetimeIndex, own: Frequency | None, asked: Frequency | None
) -> tuple[np.ndarray, int]:
    """The annual rate at each date, and the number of dates at which an older rate is used.

    A finer rate is averaged over the period of the date; otherwise the rate of the period is
    used. If a period has no rate, the last known rate is used.
    """
    if own is None or asked is None or own.name == asked.name:
        rates = matched(logs, dates, own, asked)
    elif own.is_finer(asked):
        first, after = _inside(logs, *_spans(day_numbers(dates), asked))
        sums = _sums(logs)
        counts = np.where(after > first, after - first, np.nan)
        rates = (sums[after] - sums[first]) / counts
    else:
        place, known = _containing(*_spans(_days(logs), own), dates)
        rates = np.where(known, logs.to_numpy()[place], np.nan)
    unknown = np.isnan(rates)
    rates = np.where(unknown, _last_known(logs, dates, own), rates)
    return rates, int(np.count_nonzero(unknown & ~np.isnan(rates)))


def _last_known(logs: Logs, dates: pd.DatetimeIndex, own: Frequency | None) -> np.ndarray:
    """The last rate before each date; regular rates are used for a few periods only."""
    days, asked = _days(logs), day_numbers(dates)
    place = np.searchsorted(days, asked, "right") - 1
    longest = np.inf if own is None else _CARRIED * _DAYS_A_YEAR / own.periods_per_year
    known = (place >= 0) & (asked - days[place] <= longest)
    return np.where(known, logs.to_numpy()[place], np.nan)


def _spans(days: np.ndarray, frequency: Frequency) -> tuple[np.ndarray, np.ndarray]:
    """The last day before the period of each row, and the last day of the period.

    Months and longer periods are those of the calendar. A day or a week begins after the row
    before it, unless rows are missing in between.
    """
    if frequency.name not in _STEPS:
        periods = periods_of(days, frequency.name)
        return first_days(periods, frequency.name) - 1, last_days(periods, frequency.name)
    step = _STEPS[frequency.name]
    gaps = np.diff(days, prepend=days[:1] - step)
    return days - np.where(gaps <= step + _LONGER, gaps, step), days


def _inside(logs: Logs, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each span, the position of its first rate and the position after its last one."""
    days = _days(logs)
    return np.searchsorted(days, starts, "right"), np.searchsorted(days, ends, "right")


def _sums(logs: Logs) -> np.ndarray:
    """The sums of the rates before each position."""
    return np.append(0.0, np.cumsum(logs.to_numpy()))


def _containing(
    starts: np.ndarray, ends: np.ndarray, dates: pd.DatetimeIndex
) -> tuple[np.ndarray, np.ndarray]:
    """For each date, the position of the span that contains it, and whether there is one."""
    days = day_numbers(dates)
    place = np.minimum(np.searchsorted(ends, days, "left"), len(ends) - 1)
    return place, (starts[place] < days) & (days <= ends[place])


def _days(logs: Logs) -> np.ndarray:
    return day_numbers(pd.DatetimeIndex(logs.index))
