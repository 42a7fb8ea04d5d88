"""How often a year periods come."""

from __future__ import annotations

import pandas as pd
import pytest

from labfolio_xl.dates import periods_a_year


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
