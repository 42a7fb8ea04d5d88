"""Weights and risk-free rates from small blocks."""

# ruff: noqa: DTZ001 - the cells of a spreadsheet have no zone

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.blocks import parse_risk_free, parse_weights
from labfolio_xl.errors import InputError

D1, D2 = dt.datetime(2023, 5, 2), dt.datetime(2023, 5, 3)
NA = -2146826246


def test_weights_are_pairs_with_or_without_a_header_down_or_across():
    down = (("A", 0.6), ("B", "40%"))
    across = (("A", "B"), (0.6, 0.4))
    labelled = (("Asset", "A", "B"), ("Weight", 0.6, 0.4))
    for rows in (down, (("Asset", "Weight"), *down), ((None, "w"), *down), across, labelled):
        weights = parse_weights(rows)
        assert weights.weights.to_dict() == {"A": 0.6, "B": 0.4}


def test_a_bare_column_or_row_of_weights_has_no_names():
    for rows in (((0.6,), (0.4,)), ((0.6, 0.4),), (("weight",), (0.6,), (0.4,))):
        weights = parse_weights(rows).weights
        assert isinstance(weights, np.ndarray)
        assert weights.tolist() == [0.6, 0.4]


def test_a_number_may_be_the_name_of_an_asset():
    weights = parse_weights(((2330.0, 0.6), (2454.0, 0.4))).weights
    assert weights.to_dict() == {"2330": 0.6, "2454": 0.4}


@pytest.mark.parametrize("rows", [None, (), ((None,),), (("", None), (" ", ""))])
def test_an_empty_block_of_weights_is_none(rows):
    assert parse_weights(rows) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((("A", 0.5), ("B", None)), 'Weights: "B" has no weight; type a number, 0 for none.'),
        ((("A", 0.5), ("B", NA)), 'Weights: "B" has no weight; type a number, 0 for none.'),
        (
            (("A", 0.5), ("B", "half")),
            'Weights: column "weight", B holds "half"; clear the cell or type a weight.',
        ),
        ((("A", 0.5), ("A", 0.5)), 'Weights: the name "A" stands in rows 1 and 2; rename one.'),
        ((("A", 0.5), (None, 0.5)), "Weights: row 2, column 1 holds nothing; type a name."),
        (
            (("A", 0.5, 1), ("B", 0.5, 1), ("C", 0.5, 1)),
            "Weights: the block has 3 columns; select two, the asset and its weight, or "
            "write Ticker and Weight above them.",
        ),
        (((0.5,), ("x",)), 'Weights: row 2, column 1 holds "x"; type a weight.'),
        (((0.5,), (None,), (0.5,)), "Weights: row 2, column 1 holds nothing; type a weight."),
        (((0.5,), (float("inf"),)), "Weights: row 2, column 1 holds an infinite number; type a"),
    ],
)
def test_each_mistake_in_weights_is_one_sentence(rows, sentence):
    with pytest.raises(InputError) as caught:
        parse_weights(rows)
    assert str(caught.value).startswith(sentence)


def test_a_risk_free_rate_is_dates_and_rates_with_or_without_a_header():
    rows = ((D2, 0.0002), (D1, "0.01%"))
    for block in (rows, (("date", "RF"), *rows), ((None, "RF", None), *rows)):
        rate = parse_risk_free(block)
        assert isinstance(rate, pd.Series)
        assert rate.index.tolist() == [pd.Timestamp(D1), pd.Timestamp(D2)]
        assert rate.tolist() == [0.0001, 0.0002]


@pytest.mark.parametrize("cell", [0.0001, "0.0001", "0.01%", ((0.0001,),), ((None, 0.0001),)])
def test_a_risk_free_rate_may_be_one_number(cell):
    assert parse_risk_free(cell) == 0.0001


@pytest.mark.parametrize("rows", [None, "", " ", (), ((None,),), (("",), (None,))])
def test_an_empty_risk_free_rate_is_none(rows):
    assert parse_risk_free(rows) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("high", 'RiskFree: row 1, column 1 holds "high"; type a rate.'),
        (NA, "RiskFree: row 1, column 1 holds #N/A; type a rate."),
        (True, "RiskFree: row 1, column 1 holds TRUE; type a rate."),
        (
            ((0.1,), (0.2,)),
            "RiskFree: the block has one column; select dates and one rate, or one number.",
        ),
        (
            (("date", "a", "b"), (D1, 1, 2)),
            "RiskFree: the block has 3 columns; select dates and one rate, or one number.",
        ),
        (
            ((D1, 0.1), (D1, 0.1)),
            "RiskFree: the date 2023-05-02 stands in rows 1 and 2; keep one row for each date.",
        ),
        (
            ((D1, 0.1), (D2, "low")),
            'RiskFree: column "risk_free", 2023-05-03 holds "low"; clear the cell or type a rate.',
        ),
    ],
)
def test_each_mistake_in_a_rate_is_one_sentence(rows, sentence):
    with pytest.raises(InputError) as caught:
        parse_risk_free(rows)
    assert str(caught.value) == sentence


def test_a_sentence_names_the_cell_also_where_a_header_was_put_in_or_the_block_turned():
    def where(row, column):
        return f"{'ABC'[column]}{row + 1}"

    with pytest.raises(InputError, match=r"\(cell B2\) holds"):
        parse_risk_free(((D1, 0.1), (D2, "low")), where=where)
    with pytest.raises(InputError, match=r"\(cell B2\) holds"):
        parse_weights((("A", 0.5), ("B", "x")), where=where)
    with pytest.raises(InputError, match=r"cell B1 holds nothing"):
        parse_weights((("A", None, "C"), (0.5, 0.5, 0.5)), where=where)
