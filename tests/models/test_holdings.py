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


def test_of_a_table_each_asset_has_its_last_known_price():
    dates = pd.date_range("2024-01-01", periods=3)
    prices = pd.DataFrame({"A": [1.0, 2.0, 4.0], "B": [1.0, 6.0, np.nan], "C": np.nan}, index=dates)
    holdings = lf.weights_from_holdings({"A": 3, "B": 2}, prices)
    assert holdings.weights.tolist() == [0.5, 0.5]
    assert holdings.date == dates[2]
    assert holdings.price_dates.tolist() == [dates[2], dates[1]]
    assert holdings.notes == ("1 price older than 2024-01-03, the last known: B (2024-01-02)",)
    assert holdings.to_frame()["price_date"].tolist() == [dates[2], dates[1]]


def test_rows_without_any_held_price_are_not_counted():
    dates = pd.date_range("2024-01-01", periods=12)
    prices = pd.DataFrame({"A": 1.0, "B": np.arange(12.0)}, index=dates)
    prices.loc[dates[2] :, "A"] = np.nan
    holdings = lf.weights_from_holdings({"A": 3}, prices)
    assert (holdings.date, holdings.notes) == (dates[1], ())


@pytest.mark.parametrize(("age", "refused"), [(1, False), (5, False), (6, True), (100, True)])
def test_a_price_more_than_five_rows_older_than_the_others_is_refused(age, refused):
    dates = pd.date_range("2024-01-01", periods=120, freq="B")
    prices = pd.DataFrame({"A": 10.0, "B": 30.0}, index=dates)
    prices.iloc[120 - age :, 0] = np.nan
    last = f"{dates[119 - age]:%Y-%m-%d}"
    if not refused:
        holdings = lf.weights_from_holdings({"A": 1, "B": 1}, prices)
        assert holdings.weights.tolist() == [0.25, 0.75]
        assert f"A ({last})" in holdings.notes[0]
        return
    with pytest.raises(lf.InputError) as error:
        lf.weights_from_holdings({"A": 1, "B": 1}, prices)
    assert str(error.value) == (
        f'Prices: the last price of "A" is of {last}, {age} rows before the newest (2024-06-14); '
        "add a price, or remove the asset from Holdings."
    )


def test_several_old_prices_are_one_sentence():
    prices = pd.DataFrame(10.0, pd.date_range("2024-01-01", periods=20), ["A", "B", "C"])
    prices.iloc[3:, 0] = prices.iloc[9:, 1] = np.nan
    with pytest.raises(lf.InputError, match=r'of "A" is of 2024-01-03, .* and those of B are old'):
        lf.weights_from_holdings({"C": 1, "B": 1, "A": 1}, prices)


@pytest.mark.parametrize(
    ("quantity", "nav", "expected"),
    [
        ({"A": 100, "B": -100}, 2000.0, [0.5, -0.5]),
        ({"A": 100, "B": -99}, 1000.0, [1.0, -0.99]),
        ({"A": -50}, 1000.0, [-0.5]),
        ({"A": 50}, 1000.0, [0.5]),
    ],
    ids=["exactly neutral", "nearly neutral", "short", "the rest is cash"],
)
def test_weights_are_shares_of_what_the_portfolio_is_said_to_be_worth(quantity, nav, expected):
    holdings = lf.weights_from_holdings(quantity, {"A": 10.0, "B": 10.0}, nav=nav)
    np.testing.assert_allclose(holdings.weights, expected, rtol=1e-15)


@pytest.mark.parametrize("nav", [0.0, -1.0, np.nan, "much"])
def test_a_value_of_the_portfolio_is_above_zero(nav):
    with pytest.raises(lf.InputError, match=r"nav is .*; give what the portfolio is worth"):
        lf.weights_from_holdings({"A": 1}, {"A": 10.0}, nav=nav)


def test_cash_is_worth_its_amount_and_needs_no_price():
    by_date = pd.DataFrame({"A": [10.0, 20.0]}, pd.date_range("2024-01-01", periods=2))
    for prices in ({"A": 20.0}, by_date):
        assert lf.weights_from_holdings({"Cash": 60, "A": 2}, prices).weights.tolist() == [0.6, 0.4]
    with pytest.raises(lf.InputError, match="nothing but cash"):
        lf.weights_from_holdings({"Cash": 60}, by_date)


def test_names_match_as_elsewhere():
    for quantities in ({7203.0: 3, "aapl ": 1}, {"7203": 3, "AAPL": 1}, {7203: 3, "Aapl": 1}):
        holdings = lf.weights_from_holdings(quantities, {"AAPL": 30.0, "7203": 10.0})
        assert holdings.weights.tolist() == [0.5, 0.5]


def test_the_weights_fit_the_other_functions():
    assets, factors = random_panel(40, 3, 1)
    holdings = lf.weights_from_holdings({"A2": 1, "A0": 3}, {"A0": 10.0, "A2": 10.0})
    found = lf.exposure(assets, factors, weights=holdings.weights).exposure
    expected = lf.exposure(assets, factors, weights=[0.75, 0.0, 0.25]).exposure
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("quantity", "price", "error", "words"),
    [
        ({"A": 1}, {"B": 2.0}, lf.MissingDataError, 'Prices: there is none for "A"'),
        ({"A": 1}, {"A": -2.0}, lf.InputError, '"A" costs -2; a price must be above zero'),
        ({"A": 1, "B": -1}, {"A": 2.0, "B": 2.0}, lf.InputError, "net 0 and gross 4.*as in nav="),
        ({"A": 100, "B": -99}, {"A": 2.0, "B": 2.0}, lf.InputError, "net 2 and gross 398, .*nav="),
        ({"A": 1, "B": 1}, {"C": 2.0}, lf.MissingDataError, 'none for "A", "B"; add them'),
        ({}, {"A": 2.0}, lf.InputError, "Holdings is empty"),
        ({"A": np.nan}, {"A": 2.0}, lf.InputError, 'Holdings: the number of "A" is missing'),
        ("A", {"A": 2.0}, lf.InputError, "Holdings: give names with numbers"),
        ({"A": 1e300}, {"A": 1e300}, lf.InputError, 'Holdings: the number of "A" is too large'),
        (pd.Series([1, 2], ["A", "A "]), {"A": 2.0}, lf.InputError, '"A" occurs more than once'),
    ],
)
def test_wrong_holdings_are_named(quantity, price, error, words):
    with pytest.raises(error, match=words):
        lf.weights_from_holdings(quantity, price)


def test_an_asset_without_any_price():
    dates = pd.date_range("2024-01-01", periods=2)
    prices = pd.DataFrame({"A": [1.0, np.nan], "B": np.nan}, index=dates)
    with pytest.raises(
        lf.MissingDataError, match='no date from 2024-01-01 to 2024-01-02 has a price of "B"'
    ):
        lf.weights_from_holdings({"A": 1, "B": 1}, prices)
