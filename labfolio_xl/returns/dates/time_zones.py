"""Warn of dates that a time zone has moved: midnight in Tokyo is the day before in UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from labfolio_xl.returns.findings import Finding

__all__ = ["text_zone_findings", "zone_findings"]

_UTC = frozenset({"UTC", "Etc/UTC", "GMT", "UTC+00:00", "tzutc()", "Zulu"})
_NOON, _HALF_HOUR, _SUMMER_AND_WINTER = 12.0, 0.5, 2
_TEXT = re.compile(r".*\d:\d\d.*(?:Z|UTC|[+-]00:?00)")
# The hours in UTC at which a day begins in time zones further east. 20 and 21 are left out: a day
# begins then in Dubai and Moscow, but New York's stock exchange closes then.
_MIDNIGHTS = {
    0.0: "Europe/London",
    13.0: "Australia/Sydney",
    14.0: "Australia/Sydney",
    15.0: "Asia/Tokyo",
    16.0: "Asia/Shanghai",
    18.5: "Asia/Kolkata",
    22.0: "Europe/Berlin",
    23.0: "Europe/Berlin",
}
_FRIDAY, _SUNDAY = 4, 6
_LONGEST_WEEK = 7


def zone_findings(dates: pd.DatetimeIndex, argument: str) -> tuple[Finding, ...]:
    """Warn if times of day in UTC look like midnights of a time zone further east.

    The days of the week decide if they can: business days that were moved to the day before fall
    on Sundays and never on Fridays.
    """
    if str(dates.tz) not in _UTC or len(dates) == 0:
        return ()
    plain = dates.tz_localize(None)
    hours = np.unique((plain - plain.normalize()) / pd.Timedelta(hours=1))
    if not _look_like_midnights(hours) or not _are_early(plain, hours):
        return ()
    zone = next((_MIDNIGHTS[hour] for hour in hours if hour in _MIDNIGHTS), "Asia/Dubai")
    reading = (
        "the dates may be a day early, since a day begins then further east; give the dates of "
        f'the market, as tz_convert("{zone}") does'
    )
    times = " or ".join(f"{int(hour):02d}:{round(hour % 1 * 60):02d}" for hour in hours)
    found = f"every time of day is {times} in UTC"
    return (Finding("dates", argument, found, "warning", reading),)


def text_zone_findings(cells: Sequence[object], argument: str) -> tuple[Finding, ...]:
    """Warn in the same way of texts such as 2024-01-04 15:00:00+00:00."""
    if not (isinstance(cells[0], str) and _TEXT.fullmatch(cells[0].strip())):
        return ()
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    if not all(map(_TEXT.fullmatch, texts)):
        return ()
    dates = pd.to_datetime(pd.Index(texts), format="ISO8601", errors="coerce", utc=True).dropna()
    return zone_findings(pd.DatetimeIndex(dates), argument)


def _look_like_midnights(hours: np.ndarray) -> bool:
    """Whether all hours may be midnights further east: in the afternoon, on the (half) hour.

    There may be two, for summer and winter time, of which one may be 0 (London in winter).
    """
    late = hours[hours > 0.0]
    if len(late) == 0 or len(hours) > _SUMMER_AND_WINTER:
        return False
    return bool(((late >= _NOON) & (late % _HALF_HOUR == 0.0)).all())


def _are_early(dates: pd.DatetimeIndex, hours: np.ndarray) -> bool:
    """Whether the dates are a day early, by the days of the week or else by the hours."""
    days = set(dates.day_of_week)
    if _SUNDAY in days and _FRIDAY not in days:
        return True
    steps = np.diff(np.sort(dates.to_numpy())) / np.timedelta64(1, "D")
    if _FRIDAY in days and _SUNDAY not in days and len(steps) and np.median(steps) <= _LONGEST_WEEK:
        return False
    return bool(np.isin(hours[hours > 0.0], list(_MIDNIGHTS)).all())
