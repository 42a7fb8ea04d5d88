"""The arguments ``benchmark`` and ``weights`` of a function: what they are by the form of cells."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pandas as pd
import pytest

from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.weights.judgement import WeightTable
from labfolio_xl.sheet.arguments.shared import Benchmark, ListedBenchmark, Weights
from labfolio_xl.sheet.boundary import Argument

DAYS = [dt.datetime(2023, 5, day) for day in (2, 3, 4, 5)]
RETURNS = [0.01, -0.02, 0.005, -0.001]
SERIES = (("date", "SPX"), *zip(DAYS, RETURNS, strict=True))
DATED = (("date", "A", "B"), (DAYS[0], 0.5, 0.5), (DAYS[1], 0.4, 0.6))


def argument(annotated, name="benchmark"):
    _, kind, text = get_args(annotated)
    return Argument(name, text, kind, optional=True, default=None)


def read(cells, annotated=Benchmark):
    return argument(annotated).read(cells, assets=["A", "B"])


def test_one_column_beside_dates_is_a_series():
    for cells in (SERIES, (("date", "A"), *SERIES[1:])):
        found = read(cells)
        assert isinstance(found, InputTable)
        assert found.frame.iloc[:, 0].tolist() == RETURNS


def test_names_beside_numbers_are_weights_and_columns_of_assets_beside_dates_are_dated_ones():
    found = read((("A", 0.6), ("B", 0.4)))
    assert isinstance(found, WeightTable)
    assert found.weights.to_dict() == {"A": 0.6, "B": 0.4}
    assert read(DATED)["B"].tolist() == [0.5, 0.6]


@pytest.mark.parametrize("cells", [None, "", ((None,), ("",))])
def test_an_empty_range_is_left_out(cells):
    assert read(cells) is None


def test_what_cannot_be_read_is_an_error_that_a_listing_function_gets_as_a_value():
    wrong = (("date", "SPX"), (DAYS[0], "x"))
    with pytest.raises(InputError, match="Benchmark: "):
        read(wrong)
    assert isinstance(read(wrong, ListedBenchmark), LabfolioError)


def test_weights_of_the_portfolio_may_be_dated():
    weights = argument(Weights, "weights")
    found = weights.read(DATED).weights
    assert isinstance(found, pd.DataFrame)
    assert found["B"].tolist() == [0.5, 0.6]
    text = (("date", "A", "B"), ("03/04/2023", 0.5, 0.5), ("04/04/2023", 0.4, 0.6))
    read_so = weights.read(text, "dmy").weights
    assert list(read_so.index) == [pd.Timestamp(2023, 4, 3), pd.Timestamp(2023, 4, 4)]
    plain = weights.read((("A", 0.5), ("B", 0.5))).weights
    assert plain.to_dict() == {"A": 0.5, "B": 0.5}


def test_a_ticker_of_digits_is_no_date():
    weights = argument(Weights, "weights")
    found = weights.read((("ticker", "weight"), (45000.0, 0.5), (45001.0, 0.5))).weights
    assert list(found.index) == ["45000", "45001"]
