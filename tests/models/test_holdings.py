"""Weights from quantities and prices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panels import random_panel

import labfolio_xl as lf

quantities = st.lists(st.floats(1.0, 1e6), min_size=1, max_size=8)


@given(quantities, st.floats(0.01, 1e4))
def test_weights_sum_to_one_whatever_the_currency(numbers, rate):
    names = [f"A{i}" for i in range(len(numbers))]
    held = pd.Series(numbers, index=names)
    prices = pd.Series(np.linspace(1.0, 9.0, len(names)), index=names)
    before, after = (lf.weights_from_holdings(held, p) for p in (prices, rate * prices))
    assert before.weights.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(after.weights, before.weights, rtol=1e-12)
    assert after.total == pytest.approx(rate * before.total)


def test_a_short_position_has_a_negative_weight():
    """10 at 20 less 1 at 50 is 150: weights 4/3 and -1/3."""
    holdings = lf.weights_from_holdings({"A": 10, "B": -1}, {"B": 50.0, "A": 20.0, "C": 1.0})
    np.testing.assert_allclose(holdings.weights.loc[["A", "B"]], [4 / 3, -1 / 3])
    table = holdings.to_frame()
    assert list(table.columns) == ["quantity", "price", "value", "weight"]
    assert table.loc["B", "value"] == -50.0


def test_of_a_table_the_last_date_with_all_prices_counts():
    dates = pd.date_range("2024-01-01", periods=3)
    prices = pd.DataFrame({"A": [1.0, 2.0, 4.0], "B": [1.0, 6.0, np.nan], "C": np.nan}, index=dates)
    holdings = lf.weights_from_holdings({"A": 3, "B": 1}, prices)
    assert holdings.date == dates[1]
    assert holdings.weights.tolist() == [0.5, 0.5]


def test_the_weights_fit_the_other_functions():
    assets, factors = random_panel(40, 3, 1)
    holdings = lf.weights_from_holdings({"A2": 1, "A0": 3}, {"A0": 10.0, "A2": 10.0})
    found = lf.exposure(assets, factors, holdings.weights).exposure
    expected = lf.exposure(assets, factors, [0.75, 0.0, 0.25]).exposure
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("quantity", "price", "error", "words"),
    [
        ({"A": 1}, {"B": 2.0}, lf.MissingDataError, 'Prices: there is none for "A"'),
        ({"A": 1}, {"A": -2.0}, lf.InputError, '"A" costs -2; a price must be above zero'),
        ({"A": 1, "B": -1}, {"A": 2.0, "B": 2.0}, lf.InputError, "worth 0 in all"),
        ({}, {"A": 2.0}, lf.InputError, "Quantities is empty"),
        ({"A": np.nan}, {"A": 2.0}, lf.InputError, 'Quantities: the number of "A" is missing'),
        ("A", {"A": 2.0}, lf.InputError, "Quantities: give names with numbers"),
        ({"A": 1e300}, {"A": 1e300}, lf.InputError, 'Quantities: the number of "A" is too large'),
        (pd.Series([1, 2], ["A", "A "]), {"A": 2.0}, lf.InputError, '"A" occurs more than once'),
    ],
)
def test_wrong_holdings_are_named(quantity, price, error, words):
    with pytest.raises(error, match=words):
        lf.weights_from_holdings(quantity, price)


def test_no_date_with_all_prices():
    dates = pd.date_range("2024-01-01", periods=2)
    prices = pd.DataFrame({"A": [1.0, np.nan], "B": [np.nan, 2.0]}, index=dates)
    with pytest.raises(lf.MissingDataError, match="no date between 2024-01-01 and 2024-01-02"):
        lf.weights_from_holdings({"A": 1, "B": 1}, prices)
