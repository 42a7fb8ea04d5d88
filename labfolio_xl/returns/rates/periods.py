"""A rate on the periods of returns, which may come at another frequency.

Logarithms are those of what one grows to: they add up over time.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.periods import day_numbers, first_days, last_days, periods_of

__all__ = ["annual_at", "compounded", "matched", "spread"]

Rates: TypeAlias = "pd.Series[float]"  # by date, none missing
Logs = Rates

# Days that a row stands for, where no calendar says it.
_STEPS: Final = {"daily": 1, "weekly": 7}
# A weekend or a holiday makes a step longer by so many days; more is a missing row.
_LONGER = 3
# Share of the rates of a period that holidays leave, even in China.
_LEAST_SHARE = 0.6
# Days without a rate at either end of a period that is whole.
_MOST_DAYS = 10
# By how much the first and the last period may differ from a usual one, and still be whole.
_WHOLE = 0.15
# Periods for which the last known annual rate stands.
_CARRIED = 5
_DAYS_A_YEAR = 365


def matched(
    rate: Rates, dates: pd.DatetimeIndex, own: Frequency | None, asked: Frequency | None
) -> np.ndarray:
    """The rates of the same periods, whichever day stands for a period; NaN for others.

    Where one side is too short to have a frequency, its periods are those of the other, unless
    two rows would be in one: then only the same days match.
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
    """Rates that come finer than the dates, over the period of each; NaN where some are missing."""
    starts, ends = _spans(day_numbers(dates), wide)
    first, after = _inside(logs, starts, ends)
    usual = fine.periods_per_year / wide.periods_per_year
    whole = after - first >= max(1, int(_LEAST_SHARE * usual))
    if fine.name not in _STEPS:  # months in quarters and years: all of them
        whole = after - first == usual
    elif wide.name not in _STEPS:
        days = np.append(_days(logs), np.iinfo(np.int64).max)
        whole &= (days[first] <= starts + _MOST_DAYS) & (days[after - 1] >= ends - _MOST_DAYS)
    sums = _sums(logs)
    return np.where(whole, sums[after] - sums[first], np.nan)


def spread(logs: Logs, dates: pd.DatetimeIndex, wide: Frequency, fine: Frequency) -> np.ndarray:
    """Rates that come wider than the dates, in equal parts on the dates of their period.

    A period that the dates do not cover gives each the part that it has in a usual one.
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
    """Rates per year that hold at the dates, and for how many of these none was quoted.

    A finer rate is averaged over the period, another one is that of the period; where it has
    none, the last rate that was known stands.
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
    """The last rate before each date; one that comes regularly holds for a few periods only."""
    days, asked = _days(logs), day_numbers(dates)
    place = np.searchsorted(days, asked, "right") - 1
    longest = np.inf if own is None else _CARRIED * _DAYS_A_YEAR / own.periods_per_year
    known = (place >= 0) & (asked - days[place] <= longest)
    return np.where(known, logs.to_numpy()[place], np.nan)


def _spans(days: np.ndarray, frequency: Frequency) -> tuple[np.ndarray, np.ndarray]:
    """Last day before the period of each row, and last day of it.

    A month is that of the calendar. A day or week begins after the row before, unless rows are
    missing between.
    """
    if frequency.name not in _STEPS:
        periods = periods_of(days, frequency.name)
        return first_days(periods, frequency.name) - 1, last_days(periods, frequency.name)
    step = _STEPS[frequency.name]
    gaps = np.diff(days, prepend=days[:1] - step)
    return days - np.where(gaps <= step + _LONGER, gaps, step), days


def _inside(logs: Logs, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each span the place of its first rate, and that after its last."""
    days = _days(logs)
    return np.searchsorted(days, starts, "right"), np.searchsorted(days, ends, "right")


def _sums(logs: Logs) -> np.ndarray:
    """Sums of the rates before each place."""
    return np.append(0.0, np.cumsum(logs.to_numpy()))


def _containing(
    starts: np.ndarray, ends: np.ndarray, dates: pd.DatetimeIndex
) -> tuple[np.ndarray, np.ndarray]:
    """For each date the place of the span that holds it, and whether there is one."""
    days = day_numbers(dates)
    place = np.minimum(np.searchsorted(ends, days, "left"), len(ends) - 1)
    return place, (starts[place] < days) & (days <= ends[place])


def _days(logs: Logs) -> np.ndarray:
    return day_numbers(pd.DatetimeIndex(logs.index))
