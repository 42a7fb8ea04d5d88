"""Numbers by name, however they are given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf
from labfolio_xl.models.shared.by_name import numbers_by_factor, numbers_by_name

FACTORS = pd.Index(["M", "S"])


@pytest.mark.parametrize(
    "values",
    [
        {" M": 1, "S": "0.5"},
        pd.Series([1, 0.5], index=["M", "S "]),
        pd.Series([np.float32(1), np.float32(0.5)], index=["M", "S"], dtype=object),
        {"S": np.float64(0.5), "\nM": True},
    ],
    ids=["mapping", "series", "objects", "numpy"],
)
def test_any_table_of_names_and_numbers_is_read(values):
    found = numbers_by_name(values, "shocks")
    assert found.to_dict() == {"M": 1.0, "S": 0.5}
    assert numbers_by_factor(values, FACTORS, "shocks").tolist() == [1.0, 0.5]


def test_a_factor_that_is_not_named_is_nan():
    np.testing.assert_equal(numbers_by_factor({"S": 2.0}, FACTORS, "shocks"), [np.nan, 2.0])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("M", "shocks: give names with numbers, such as a Series."),
        (None, "shocks: give names with numbers, such as a Series."),
        ([0.1, 0.2], "shocks: give names with numbers, such as a Series."),
        ({"M": "much"}, 'shocks: "M" holds "much"; type a number.'),
        ({"M": None}, 'shocks: the number of "M" is missing; type one.'),
        ({"M": np.inf}, 'shocks: the number of "M" is too large; type another.'),
        ({"M": -1e200}, 'shocks: the number of "M" is too large; type another.'),
        ({"M": 1, "M ": 2}, 'shocks: "M" occurs more than once; keep one number.'),
        ({}, "shocks names no factor; give names out of M, S."),
        ({"X": 1}, 'shocks names "X", which is no factor; give names out of M, S.'),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(values, words):
    with pytest.raises(lf.InputError) as error:
        numbers_by_factor(values, FACTORS, "shocks")
    assert str(error.value) == words
