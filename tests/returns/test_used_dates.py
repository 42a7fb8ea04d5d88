"""The dates behind a result: their number, their span, and the asset that costs most of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.returns.dates.used import UsedDates

DATES = pd.bdate_range("2024-01-01", periods=40)


def used(**blanks):
    """Dates with all of five assets; blanks are slices of rows by asset."""
    names = ["A", "B", "C", "D", "E"]
    absent = np.zeros((40, 5), dtype=bool)
    for name, rows in blanks.items():
        absent[rows, names.index(name)] = True
    return UsedDates.with_all(DATES, absent, names)


@pytest.mark.parametrize(
    ("blanks", "words"),
    [
        ({}, "40 dates, 2024-01-01 to 2024-02-23"),
        ({"A": slice(4)}, "36 of 40 dates, 2024-01-05 to 2024-02-23"),
        (
            {"A": slice(5)},
            "35 of 40 dates, 2024-01-08 to 2024-02-23; without A there would be 40",
        ),
        (
            {"A": slice(10), "B": slice(4)},
            "30 of 40 dates, 2024-01-15 to 2024-02-23; without A there would be 36",
        ),
        (
            {"D": slice(30, None)},
            "30 of 40 dates, 2024-01-01 to 2024-02-09; without D there would be 40",
        ),
        (
            {"A": slice(20), "B": slice(20)},
            "20 of 40 dates, 2024-01-29 to 2024-02-23; A lacks 20",
        ),
        (
            {"A": slice(20), "B": slice(22)},
            "18 of 40 dates, 2024-01-31 to 2024-02-23; B lacks 22",
        ),
        (
            {"A": slice(0, 3), "B": slice(10, 13), "C": slice(20, 23), "D": slice(30, 33)},
            "28 of 40 dates, 2024-01-04 to 2024-02-23",
        ),
        (
            {"C": slice(1, None)},
            "1 of 40 dates, 2024-01-01 to 2024-01-01; without C there would be 40",
        ),
    ],
)
def test_an_asset_is_named_that_costs_more_than_a_tenth(blanks, words):
    assert str(used(**blanks)) == words


def test_what_would_be_gained_is_what_is_there_without_the_asset():
    found = used(B=slice(12), E=slice(8, 20))
    assert (found.costly, found.n_obs, found.gained) == ("B", 20, 8)
    assert used(E=slice(8, 20)).n_obs == found.n_obs + found.gained


def test_a_single_date():
    assert str(UsedDates.of(DATES[:1])) == "1 date, 2024-01-01 to 2024-01-01"
