"""Dates that a zone has moved by a day."""

from __future__ import annotations

import pandas as pd
import pytest

from labfolio_xl.returns.dates.index import index_dates

WINTER = pd.bdate_range("2024-01-01", periods=30)
YEAR = pd.bdate_range("2024-01-01", periods=260)
MONTHS = pd.date_range("2022-01-31", periods=30, freq="ME")


def findings(dates):
    return index_dates(dates, "Assets").findings


def in_utc(dates, zone, time="0h"):
    return (dates + pd.Timedelta(time)).tz_localize(zone).tz_convert("UTC")


@pytest.mark.parametrize("dates", [WINTER, YEAR, MONTHS], ids=["winter", "year", "months"])
@pytest.mark.parametrize(
    "zone",
    ["Asia/Tokyo", "Asia/Shanghai", "Asia/Kolkata", "Australia/Sydney", "Europe/Berlin"],
)
def test_midnights_further_east_are_a_warning(dates, zone):
    (warning,) = findings(in_utc(dates, zone))
    assert (warning.check, warning.item, warning.severity) == ("dates", "Assets", "warning")
    assert warning.found.startswith("every time of day is ")
    assert "may be a day early" in warning.reading
    assert f'tz_convert("{zone}")' in warning.reading


def test_midnights_of_a_london_summer():
    assert findings(in_utc(WINTER, "Europe/London")) == ()
    (warning,) = findings(in_utc(MONTHS, "Europe/London"))
    assert warning.found == "every time of day is 00:00 or 23:00 in UTC"
    assert 'tz_convert("Europe/London")' in warning.reading


def test_midnights_of_dubai_are_told_by_the_weekdays():
    assert 'tz_convert("Asia/Dubai")' in findings(in_utc(WINTER, "Asia/Dubai"))[0].reading


@pytest.mark.parametrize(
    "dates",
    [
        in_utc(YEAR, "America/New_York"),
        in_utc(YEAR, "America/New_York", "16h"),
        in_utc(MONTHS, "America/New_York", "16h"),
        in_utc(YEAR, "Europe/Berlin", "17h30min"),
        in_utc(YEAR, "Asia/Tokyo", "15h"),
        in_utc(YEAR[YEAR.day_of_week == 4], "UTC", "16h"),
        in_utc(pd.date_range("2024-01-01", periods=60), "UTC"),
        in_utc(pd.date_range("2024-01-01", periods=60), "UTC", "23h59min"),
        YEAR.tz_localize("Asia/Tokyo"),
        YEAR + pd.Timedelta("15h"),
        YEAR[:0].tz_localize("UTC"),
        (YEAR + pd.to_timedelta(range(260), unit="min") + pd.Timedelta("14h")).tz_localize("UTC"),
    ],
    ids=[
        *("New York", "its close", "its months", "close of Berlin", "of Tokyo", "weekly"),
        *("crypto", "its last minute", "local zone", "no zone", "none", "intraday"),
    ],
)
def test_other_times_of_day_are_no_reason_to_warn(dates):
    assert findings(dates) == ()
