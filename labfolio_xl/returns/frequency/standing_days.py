"""Find on which day of its week, month, quarter or year a table has its rows, and compare two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labfolio_xl.errors import counted
from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.dates.periods import first_days, last_days, periods_of
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.sides import Side

__all__ = ["StandingDay", "doubt_days", "standing_day"]

# How many days count as the start of a period: Monday; up to the first business day of a month.
_START = {"weekly": 1, "monthly": 4, "quarterly": 4, "yearly": 4}
# How many days count as its end: Friday to Sunday; from the last business day of a month on; the
# last month of a quarter or a year.
_END = {"weekly": 3, "monthly": 5, "quarterly": 30, "yearly": 31}
# By how many days two tables that are measured on the same day may still differ.
_SAME = {"weekly": 0, "monthly": 4, "quarterly": 4, "yearly": 4}

_SUNDAY = 6
# At least this share of the rows has the usual day. The last row of a running period may not.
_FIXED = 0.9


@dataclass(frozen=True, slots=True)
class StandingDay:
    """The usual day of a table's rows within their periods.

    Attributes
    ----------
    place : {"start", "middle", "end"}
        "start": the date names the period that begins. "middle": the date is the day on which
        the row was measured.
    offset : float
        Days since the beginning of the period.
    is_fixed : bool
        Whether the rows have the same calendar day in every period, also on weekends. The date
        is then a name of the period and not a day of measurement.
    """

    place: str
    offset: float
    is_fixed: bool


def standing_day(days: np.ndarray, name: FrequencyName) -> StandingDay:
    """Find the usual day of rows within their periods."""
    periods = periods_of(days, name)
    offsets = days - first_days(periods, name)
    offset = float(np.median(offsets))
    is_fixed = bool((offsets == offset).mean() >= _FIXED)
    to_end = float(np.median(last_days(periods, name) - days))
    if offset < _START[name]:
        return StandingDay("start", offset, is_fixed)
    return StandingDay("end" if to_end < _END[name] else "middle", offset, is_fixed)


def doubt_days(left: Side, right: Side, target: Frequency, findings: Findings) -> None:
    """Doubt two tables whose rows are measured on different days of the period.

    Values are not doubted for that, since they may be published on any day.
    """
    for side, other in ((left, right), (right, left)):
        if side.is_finer(target):
            continue
        if not _is_dated_at_start(other, target):
            _doubt_opening_days(side, other, target, findings)
        if target.name == "weekly" and not side.dates.isin(other.dates).any():
            _doubt_sundays(side, other, findings)
    if not any(side.kind == "values" or side.is_finer(target) for side in (left, right)):
        _doubt_other_days(left, right, target, findings)


def _is_dated_at_start(side: Side, target: Frequency) -> bool:
    """Whether a table has one row for each period, dated near its first day."""
    return not side.is_finer(target) and standing_day(side.days, target.name).place == "start"


def _doubt_other_days(left: Side, right: Side, frequency: Frequency, findings: Findings) -> None:
    """Doubt returns between days within the periods, if the other table has other days."""
    days = [standing_day(side.days, frequency.name) for side in (left, right)]
    apart = abs(days[0].offset - days[1].offset)
    if "middle" not in (days[0].place, days[1].place) or apart <= _SAME[frequency.name]:
        return
    findings.doubt(
        "dates",
        left.argument,
        f"{_n_days(apart)} apart",
        f"its {frequency.nouns} are dated {_n_days(apart)} apart from those of {right.argument} "
        f"({left.dates[-1]:%Y-%m-%d} and {right.dates[-1]:%Y-%m-%d} are the last ones), so that "
        f"the returns are not over the same days; give both on the same days, or say "
        f"frequency={frequency.name} if they are over the same {frequency.nouns}",
    )


def _n_days(number: float) -> str:
    return counted(round(number), "day")


def _doubt_opening_days(side: Side, other: Side, frequency: Frequency, findings: Findings) -> None:
    """Doubt prices on first business days, which may be the last prices of their periods."""
    day = standing_day(side.days, frequency.name)
    if side.kind != "prices" or day.place != "start" or day.is_fixed:
        return
    findings.doubt(
        "dates",
        side.argument,
        f"{side.dates[-1]:%Y-%m-%d}",
        f"its {side.words} prices stand on first business days, those of {other.argument} do not; "
        f"date them when they were seen, or say frequency={frequency.name} if each is the last "
        f"price of the {frequency.noun} that begins there",
    )


def _doubt_sundays(side: Side, other: Side, findings: Findings) -> None:
    """Doubt weeks dated by Sundays, since the week may end with its Sunday or begin after it."""
    if standing_day(side.days, "weekly").offset != _SUNDAY:
        return
    findings.doubt(
        "dates",
        side.argument,
        f"Sunday {side.dates[-1]:%Y-%m-%d}",
        f"its weeks are dated by Sundays, which end them or come before them, those of "
        f"{other.argument} are not; say frequency=weekly if the Sunday ends its week, or date the "
        "weeks by their Fridays",
    )
