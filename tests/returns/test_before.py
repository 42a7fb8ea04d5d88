"""The date before the first: when the first period began."""

from __future__ import annotations

import pandas as pd
import pytest

from labfolio_xl.returns.frequency.before import date_before
from labfolio_xl.returns.frequency.detection import Frequency


@pytest.mark.parametrize(
    ("first", "frequency", "before"),
    [
        ("2022-01-03", Frequency("daily"), "2021-12-31"),  # a Monday
        ("2022-01-03", Frequency("daily", seven_days=True), "2022-01-02"),
        ("2022-01-07", Frequency("weekly"), "2021-12-31"),
        ("2022-03-31", Frequency("monthly"), "2022-02-28"),
        ("2022-07-29", Frequency("monthly"), "2022-06-30"),  # the last weekdays of their months
        ("2022-03-01", Frequency("monthly"), "2022-02-01"),
        ("2022-06-30", Frequency("quarterly"), "2022-03-31"),
        ("2022-12-31", Frequency("yearly"), "2021-12-31"),
        ("2022-12-15", Frequency("yearly"), "2021-12-15"),
    ],
)
def test_the_period_before(first, frequency, before):
    dates = pd.DatetimeIndex([first])
    assert date_before(dates, frequency) == pd.Timestamp(before)


def test_without_a_frequency_the_median_step_is_taken():
    dates = pd.DatetimeIndex(["2022-01-10", "2022-01-20", "2022-01-23", "2022-03-01"])
    assert date_before(dates, None) == pd.Timestamp("2021-12-31")
    assert date_before(dates[:1], None) == pd.Timestamp("2022-01-09")
