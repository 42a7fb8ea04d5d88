"""Whether the cells of a benchmark are returns, weights or dated weights."""

import datetime as dt

import pandas as pd
import pytest

from labfolio_xl.blocks import parse_benchmark
from labfolio_xl.blocks.weights.dated import has_weights_by_date
from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable

D1, D2, D3 = (dt.datetime(2023, 5, day) for day in (2, 3, 4))
ASSETS = ["AAPL", "XOM", "9984"]
SERIES = (("Date", "Index Value"), (D1, 0.01), (D2, -0.02), (D3, 0.0))
DATED = (("date", "AAPL", "XOM"), (D1, 0.5, 0.5), (D2, 0.4, 0.6))


@pytest.mark.parametrize(
    "rows",
    [
        SERIES,
        SERIES[1:],
        (("S&P 500 index", None), (None, None), *SERIES),
        (("Date", "AAPL"), *SERIES[1:]),
        tuple((f"{day:%Y-%m-%d}", f"{number}") for day, number in SERIES[1:]),
        tuple((float(45048 + n), 0.01 * n) for n in range(3)),
    ],
    ids=["header", "no header", "title", "name of an asset", "text", "serials"],
)
@pytest.mark.parametrize("assets", [ASSETS, []])
def test_dates_beside_one_column_of_numbers_are_returns(rows, assets):
    found = parse_benchmark(rows, assets=assets)
    assert isinstance(found, InputTable)
    assert found.frame.shape == (3, 1)


@pytest.mark.parametrize(
    "rows",
    [
        (("asset", "weight"), ("AAPL", 0.6), ("XOM", 0.4)),
        (("AAPL", 0.6), ("XOM", 0.4)),
        ((9984.0, 0.6), ("XOM", 0.4)),
        (("Ticker", "weight"), (9984.0, 0.6), (7974.0, 0.4)),
        (("As of", "Ticker", "Weight (%)"), (D1, "AAPL", 60.0), (D1, "XOM", 40.0)),
        (("Fund holdings", D1), ("Ticker", "Weight (%)"), ("AAPL", 60.0), ("XOM", 40.0)),
        ((0.2,), (0.3,), (0.5,)),
    ],
    ids=["pairs", "no header", "digits", "digits of others", "dates too", "a title", "bare"],
)
@pytest.mark.parametrize("known", [True, False])
def test_names_or_numbers_alone_are_weights(rows, known):
    if not known and rows[0][0] == 9984.0:
        return  # without the names of the assets nobody can tell this ticker from a date
    assert isinstance(parse_benchmark(rows, assets=ASSETS if known else []), WeightTable)


@pytest.mark.parametrize("assets", [ASSETS, []])
def test_dates_beside_columns_of_assets_are_dated_weights(assets):
    found = parse_benchmark(DATED, assets=assets)
    assert isinstance(found, pd.DataFrame)
    assert found.to_dict("list") == {"AAPL": [0.5, 0.4], "XOM": [0.5, 0.6]}
    assert list(found.index) == [D1, D2]


def test_several_columns_of_returns_are_one_sentence():
    rows = (("date", "SPX", "NDX"), *DATED[1:])
    with pytest.raises(InputError, match=r"Benchmark: it has 2 columns of returns; select one"):
        parse_benchmark(rows, assets=ASSETS)


@pytest.mark.parametrize("rows", [(), ((None,),), (("", None), (" ", ""))])
def test_an_empty_block_is_no_benchmark(rows):
    assert parse_benchmark(rows, assets=ASSETS) is None


def test_weights_are_dated_only_if_their_header_has_assets_and_each_row_a_date():
    assert has_weights_by_date(DATED, ASSETS)
    assert has_weights_by_date((("", None, None), *DATED, (None, None, None)), ASSETS)
    assert not has_weights_by_date(DATED, [])
    assert not has_weights_by_date(DATED[:1], ASSETS)
    assert not has_weights_by_date((("Ticker", "Name", "Weight"), ("AAPL", "Apple", 0.5)), ASSETS)
    assert not has_weights_by_date((*DATED, ("Total", 0.9, 1.1)), ASSETS)
    assert not has_weights_by_date((("AAPL", 0.5), ("XOM", 0.5)), ASSETS)
