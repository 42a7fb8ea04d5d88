"""How often dates come, and what follows: periods a year, windows, doubts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.returns.dates.periods import day_numbers, periods_of
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import (
    Frequency,
    check_periods_per_year,
    default_window,
    find_frequency,
)

CONVENTIONS = {
    "B": "daily",
    "W-FRI": "weekly",
    "W-WED": "weekly",
    "W-SUN": "weekly",
    "W-MON": "weekly",
    "MS": "monthly",
    "ME": "monthly",
    "BMS": "monthly",
    "BME": "monthly",
    "WOM-3FRI": "monthly",
    "QS": "quarterly",
    "QE": "quarterly",
    "BQE-NOV": "quarterly",
    "YS": "yearly",
    "YE-JUN": "yearly",
    "BYE": "yearly",
}


def dates_of(offset, periods=60):
    return pd.date_range("2009-03-02", periods=periods, freq=offset)


@pytest.mark.parametrize(("offset", "name"), CONVENTIONS.items())
def test_every_convention_is_known_from_three_dates_on(offset, name):
    for periods in (3, 4, 60, 150):
        assert find_frequency(dates_of(offset, periods)) == Frequency(name), periods


@pytest.mark.parametrize("periods", [7, 30, 727])
def test_days_with_weekends_are_365_a_year(periods):
    found = find_frequency(dates_of("D", periods))
    assert found == Frequency("daily", seven_days=True)
    assert found.periods_per_year == 365


def test_a_saturday_session_or_a_sunday_to_thursday_week_has_no_weekends():
    six = pd.date_range(
        "1930-01-01", periods=300, freq=pd.offsets.CustomBusinessDay(weekmask="1111110")
    )
    gulf = pd.date_range(
        "2015-01-04", periods=300, freq=pd.offsets.CustomBusinessDay(weekmask="1111001")
    )
    assert find_frequency(six) == find_frequency(gulf) == Frequency("daily")


def test_fewer_than_three_dates_have_no_frequency():
    assert find_frequency(dates_of("ME", 2)) is None
    assert find_frequency(dates_of("ME", 1)) is None


@pytest.mark.parametrize("offset", ["2W", "28D", "SMS", "6ME", "2YE", "45D", "10D"])
def test_other_rhythms_have_no_frequency(offset):
    """Two weeks, four weeks, half months, half years: none of them is annualised by a guess."""
    assert find_frequency(dates_of(offset)) is None


@pytest.mark.parametrize("seed", range(30))
def test_dates_at_random_over_years_have_no_frequency(seed):
    days = pd.date_range("2012-01-02", "2022-12-30", freq="B")
    chosen = np.random.default_rng(seed).choice(len(days), 9, replace=False)
    assert find_frequency(days[np.sort(chosen)]) is None


@given(
    st.sampled_from(sorted(CONVENTIONS)),
    st.integers(40, 200),
    st.lists(st.integers(0, 199), max_size=6),
)
def test_missing_rows_and_a_missing_stretch_hide_no_frequency(offset, periods, missing):
    dates = dates_of(offset, periods)
    keep = ~np.isin(np.arange(periods), missing)
    keep[periods // 3 : periods // 3 + 6] = False
    assert find_frequency(dates[keep]) == Frequency(CONVENTIONS[offset])


def test_holidays_of_a_week_and_a_half_hide_no_days():
    days = pd.date_range("2019-01-01", "2021-12-31", freq="B")
    open_days = days[
        ~((days.month == 10) & (days.day < 9)) & ~((days.month == 2) & (days.day < 10))
    ]
    assert find_frequency(open_days) == Frequency("daily")


def test_months_with_a_last_row_of_the_running_one_are_months():
    dates = dates_of("MS", 36).append(
        pd.DatetimeIndex([dates_of("MS", 36)[-1] + pd.Timedelta(days=14)])
    )
    assert find_frequency(dates) == Frequency("monthly")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_the_unit_of_the_index_does_not_matter(unit):
    assert find_frequency(dates_of("BME").as_unit(unit)) == Frequency("monthly")


@pytest.mark.parametrize(
    ("name", "code"),
    [("weekly", "W-SUN"), ("monthly", "M"), ("quarterly", "Q"), ("yearly", "Y")],
)
def test_periods_are_those_of_pandas(name, code):
    """Neighbours differ by one, before 1970 too."""
    dates = pd.date_range("1965-12-20", "1974-01-10")
    steps = np.diff(dates.to_period(code).astype("int64"))
    np.testing.assert_array_equal(np.diff(periods_of(day_numbers(dates), name)), steps)


@pytest.mark.parametrize(
    ("frequency", "n_dates", "window"),
    [
        (Frequency("daily"), 2520, 60),
        (Frequency("daily", seven_days=True), 700, 60),
        (Frequency("weekly"), 520, 52),
        (Frequency("monthly"), 120, 36),
        (Frequency("monthly"), 36, 18),
        (Frequency("quarterly"), 100, 20),
        (Frequency("yearly"), 50, 10),
        (None, 500, 60),
        (None, 1, 1),
    ],
)
def test_default_window(frequency, n_dates, window):
    assert default_window(frequency, n_dates) == window


@pytest.mark.parametrize(
    ("value", "frequency"),
    [(value, Frequency("daily")) for value in (250, 252, 256, 260, 261, 262, 252.75)]
    + [(value, Frequency("daily", seven_days=True)) for value in (360, 365, 365.25, 366)]
    + [(52.18, Frequency("weekly")), (12, Frequency("monthly")), (None, Frequency("daily"))]
    + [(252, None)],
)
def test_usual_periods_per_year_are_not_doubted(value, frequency):
    findings = Findings(doubts="refuse")
    check_periods_per_year(value, frequency, findings)
    assert findings.lines == []


@pytest.mark.parametrize(
    ("value", "frequency", "usual"),
    [
        (252, Frequency("monthly"), "12"),
        (12, Frequency("daily"), "252"),
        (365, Frequency("daily"), "252"),
        (252, Frequency("daily", seven_days=True), "365"),
        (48, Frequency("weekly"), "52"),
        (1, Frequency("quarterly"), "4"),
    ],
)
def test_periods_per_year_far_from_the_dates_are_a_warning(value, frequency, usual):
    findings = Findings(doubts="refuse")
    check_periods_per_year(value, frequency, findings)
    (line,) = findings.lines
    assert line.severity == "warning"
    assert usual in line.reading
    assert frequency.name in line.reading
