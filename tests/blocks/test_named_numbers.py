"""Names and numbers beside them: shocks, quantities, prices."""

import datetime as dt

import pandas as pd
import pytest

from labfolio_xl.blocks.named_numbers import parse_named_numbers, parse_prices
from labfolio_xl.errors import InputError

TOKYO = ((9984.0, 8000.0), (8306.0, 1500.0))
# 2024-01-02 and the days after it.
SERIALS = ((45293.0, 10.0), (45294.0, 11.0), (45295.0, 12.0))


@pytest.mark.parametrize(
    "rows",
    [
        TOKYO,
        TOKYO[::-1],
        (("code", "price"), *TOKYO),
        ((None, "price"), *TOKYO[::-1]),
        (("Ticker", "Last"), ("9984", 8000.0), ("8306", 1500.0)),
    ],
    ids=["bare", "ascending", "header", "blank header", "text"],
)
def test_tickers_that_are_numbers_are_no_dates(rows):
    prices = parse_prices(rows, "prices")
    assert isinstance(prices, pd.Series)
    assert prices.to_dict() == {"9984": 8000.0, "8306": 1500.0}


@pytest.mark.parametrize("header", [("code", "price"), ("Symbol", "Last")])
def test_tickers_that_could_be_serials_of_today_are_named_by_their_header(header):
    prices = parse_prices((header, (35420.0, 200.0), (35720.0, 50.0)), "prices")
    assert prices.to_dict() == {"35420": 200.0, "35720": 50.0}


def test_tickers_without_order_are_no_dates_even_below_an_unknown_header():
    rows = (("Listing", "Last"), (68270.0, 150.0), (35720.0, 50.0), (51910.0, 400.0))
    assert parse_prices(rows, "prices").index.tolist() == ["68270", "35720", "51910"]


@pytest.mark.parametrize(
    "rows",
    [
        (("Date", "A"), *SERIALS),
        ((None, "A"), *SERIALS),
        (("Fecha", "A"), *SERIALS[::-1]),
        (("Date", "A"), *((dt.datetime(2024, 1, 2 + i), row[1]) for i, row in enumerate(SERIALS))),
        ((None, "A"), *((f"2024-01-0{2 + i}", row[1]) for i, row in enumerate(SERIALS))),
        ((None, "A"), *((20240102.0 + i, row[1]) for i, row in enumerate(SERIALS))),
    ],
    ids=["serials", "no word", "another language", "dates", "text", "digits"],
)
def test_prices_by_date_are_a_table(rows):
    prices = parse_prices(rows, "prices").frame
    assert prices["A"].tolist() == [10.0, 11.0, 12.0]
    assert prices.index[0] == pd.Timestamp("2024-01-02")


def test_dates_of_prices_may_need_their_order():
    rows = ((None, "A"), ("01/02/2024", 10.0), ("02/02/2024", 11.0))
    assert parse_prices(rows, "prices", order="dmy").frame.index[0] == pd.Timestamp("2024-02-01")
    with pytest.raises(InputError, match="dates=dmy"):
        parse_prices(rows, "prices")


def test_quantities_of_numeric_tickers_need_no_header():
    for rows in (((600519.0, 100.0),), (("code", "shares"), (600519.0, 100.0))):
        table = parse_named_numbers(rows, "quantities", "quantity")
        assert table.iloc[:, 0].to_dict() == {"600519": 100.0}
