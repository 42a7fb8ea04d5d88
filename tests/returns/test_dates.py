"""The index of a frame as calendar dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.dates.index import calendar_dates, index_dates


@pytest.mark.parametrize("year", ["-500", "0001", "1677", "2262", "9999", "11000"])
def test_a_year_that_other_indexes_cannot_hold_is_refused(year):
    """Found by the fuzzer: Python could not write the date into its sentence."""
    index = pd.DatetimeIndex(np.array([f"{year}-06-01", "2024-01-01"], "datetime64[s]"))
    with pytest.raises(InputError) as caught:
        calendar_dates(index, "Assets")
    assert f"row 1 has the date {year}-06-01; only years from 1678 to 2261" in str(caught.value)


def test_the_first_and_the_last_year_are_read():
    index = pd.DatetimeIndex(np.array(["1678-01-01", "2261-12-31"], "datetime64[s]"))
    assert len(calendar_dates(index, "Assets")) == 2


@pytest.mark.parametrize("label", [None, float("nan"), pd.NA, pd.NaT])
def test_a_date_that_is_none_names_its_row(label):
    index = pd.Index(["2024-01-01", label], dtype=object)
    with pytest.raises(InputError, match="row 2 has no date; give it one or delete the row"):
        calendar_dates(index, "Assets")


@pytest.mark.parametrize(
    ("frequency", "last", "name"),
    [
        ("D", "2018-01-01", None),
        ("W", "2018-01-07", "weekly"),
        ("M", "2018-01-31", "monthly"),
        ("Q", "2018-03-31", "quarterly"),
        ("Q-JAN", "2018-01-31", "quarterly"),
        ("Y", "2018-12-31", "yearly"),
        ("Y-JUN", "2018-06-30", "yearly"),
    ],
)
def test_a_period_stands_for_its_last_day_and_tells_the_frequency(frequency, last, name):
    read = index_dates(pd.period_range("2018-01-01", periods=3, freq=frequency), "Assets")
    assert str(read.dates[0].date()) == last
    assert read.frequency == name
    assert [line.severity for line in read.findings] == (["note"] if name else [])


def test_periods_that_are_missing_or_out_of_reach():
    with pytest.raises(InputError, match="row 2 has no date"):
        calendar_dates(pd.PeriodIndex(["2018-01", None], freq="M"), "Assets")
    with pytest.raises(InputError, match="run from 2260 to 2263; only years from 1678 to 2261"):
        calendar_dates(pd.period_range("2260", periods=4, freq="Y"), "Assets")


@pytest.mark.parametrize("as_objects", [False, True])
def test_a_zone_is_dropped_as_written_across_daylight_saving(as_objects):
    days = pd.bdate_range("2024-03-01", periods=20, tz="America/New_York")
    labels = [day.to_pydatetime() if as_objects else str(day) for day in days]
    assert len({str(label)[-6:] for label in labels}) == 2
    dates = calendar_dates(pd.Index(labels, dtype=object), "Assets")
    assert dates.tolist() == days.tz_localize(None).tolist()


@pytest.mark.parametrize("style", ["%Y-%m", "%Y%m", "%b %Y", "%m/%Y"])
def test_labels_of_months_become_month_ends(style):
    months = pd.date_range("2018-01-31", periods=24, freq="ME")
    read = index_dates(months.strftime(style), "Assets")
    assert read.dates.tolist() == months.tolist()
    assert read.frequency == "monthly"
    assert "months" in read.findings[0].reading


def test_the_rarer_forms_of_iso_8601():
    labels = pd.Index(["2024-01-31T09", "20240201T093000"], dtype=object)
    assert calendar_dates(labels, "Assets").strftime("%d.%m").tolist() == ["31.01", "01.02"]


def test_two_forms_in_one_index():
    with pytest.raises(InputError, match='holds "2024-02" beside "2024-01-31"; write all dates'):
        calendar_dates(pd.Index(["2024-01-31", "2024-02"]), "Assets")
