"""How often a year periods come."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.dates import calendar_dates, periods_a_year


@pytest.mark.parametrize(
    ("frequency", "found", "usual"),
    [
        ("D", 365.25, 252),
        ("B", 365.25, 252),
        ("W", 52.18, 52),
        ("ME", 11.78, 12),
        ("QE", 3.97, 4),
        ("YE", 1.0, 1),
    ],
)
def test_periods_as_they_come_and_as_one_counts_them(frequency, found, usual):
    dates = pd.date_range("2020-01-31", periods=24, freq=frequency)
    assert periods_a_year(dates) == (pytest.approx(found, rel=1e-3), usual)


def test_holidays_do_not_matter():
    dates = pd.bdate_range("2020-01-01", periods=100).delete([20, 21, 22, 60])
    assert periods_a_year(dates)[1] == 252


def test_one_date_has_no_spacing():
    assert periods_a_year(pd.DatetimeIndex(["2020-01-01"])) is None


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
