"""Months such as Jan-18 that Excel took for days of the year in which they were typed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.dates.days_for_years import days_for_years
from labfolio_xl.returns.dates.index import index_dates
from labfolio_xl.returns.dates.periods import day_numbers


def _typed(first, last, year=2026):
    """What Excel makes of the months from the first to the last, typed as Mmm-yy."""
    months = pd.period_range(first, last, freq="M")
    return pd.DatetimeIndex([f"{year}-{m.month:02d}-{m.year % 100:02d}" for m in months])


@pytest.mark.parametrize(
    "dates",
    [
        _typed("2018-01", "2024-12"),
        _typed("2018-07", "2023-03"),
        _typed("2018-01", "2024-12")[::-1],
        _typed("2018-01", "2024-12").sort_values(),
        _typed("2001-01", "2009-12"),
        _typed("2018-10", "2019-03"),
        # Before 2001 Excel can only take the first of the month, which is right.
        pd.date_range("1996-01-01", "2000-12-01", freq="MS").append(_typed("2001-01", "2020-06")),
        # The rows of another year were typed in that year.
        _typed("2018-01", "2024-12", 2025).append(_typed("2026-01", "2026-04")),
        _typed("2018-01", "2024-12").repeat(3),
    ],
)
def test_years_taken_for_days_are_told(dates):
    assert "in place of the year" in str(days_for_years(day_numbers(dates)))
    if dates.is_unique:
        with pytest.raises(InputError, match=r"^Assets: the dates go through the months of 202"):
            index_dates(dates, "Assets")


def test_the_sentence_names_the_month_that_was_meant():
    found = days_for_years(day_numbers(_typed("2018-07", "2023-03")))
    assert found is not None
    assert "Jul-18 as day 18" in found
    assert "2018-07-01" in found


@pytest.mark.parametrize(
    "dates",
    [
        pd.date_range("2018-01-18", periods=84, freq="MS") + pd.Timedelta(days=17),
        _typed("2018-01", "2018-12"),
        # One year alone, with the rows in the order of the calendar.
        _typed("2018-10", "2019-03").sort_values(),
        pd.bdate_range("2026-01-01", "2026-12-31"),
        pd.date_range("2026-01-01", "2026-12-31"),
        pd.date_range("2026-01-01", "2026-12-31")[::-1],
        pd.date_range("2026-01-02", periods=52, freq="W"),
        pd.date_range("2026-01-15", "2026-12-31", freq="SMS"),
        pd.DatetimeIndex(["2026-12-18", "2026-01-19"]),
        pd.DatetimeIndex([]),
        pd.date_range("2018-01-31", periods=84, freq="ME"),
    ],
)
def test_real_dates_are_none(dates):
    assert days_for_years(day_numbers(dates)) is None


def test_days_at_random_are_none():
    rng = np.random.default_rng(5)
    days = np.sort(rng.choice(np.arange(20_000, 21_000), size=60, replace=False))
    assert days_for_years(days) is None
