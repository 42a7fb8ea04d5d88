"""Weights by name or in order."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.weights import check_weights

NAMES = ["A", "B", "C"]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (None, [1 / 3, 1 / 3, 1 / 3]),
        ([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]),
        (np.array([[0.1], [0.2], [0.7]]), [0.1, 0.2, 0.7]),
        ({"C": 1.0, "A": -1}, [-1, 0, 1]),
        (pd.Series({" B ": "0.5"}), [0, 0.5, 0]),
        (pd.DataFrame({"weight": [0.7, 0.3]}, index=["B", "A"]), [0.3, 0.7, 0]),
        ({"\u202eA\n": 1.0}, [1, 0, 0]),
    ],
    ids=["none", "in order", "a column", "mapping", "series", "table", "printed as a name is"],
)
def test_weights_go_by_name_or_in_order(weights, expected):
    np.testing.assert_allclose(check_weights(weights, NAMES), expected)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (
            {"A": 0.5, "Z": 0.5},
            'Weights: "Z" is not a column of Assets (A, B, C); correct the name, or say '
            "unmatched=drop to go on without its 50.00%.",
        ),
        ([0.0, 0.0, 0.0], "Weights are all zero; give at least one asset a weight."),
        ({"A": 0.0}, "Weights are all zero; give at least one asset a weight."),
        ({"A": None, "B": 1.0}, 'Weights: the weight of "A" is missing; type a number.'),
        ([0.5, np.nan, 0.5], 'Weights: the weight of "B" is missing; type a number.'),
        ([0.5, np.inf, 0.5], 'Weights: the weight of "B" is infinite; type a number.'),
        (
            [0.5, 0.5],
            "Weights has 2 numbers for 3 assets; give one each, or names and weights.",
        ),
        (
            pd.Series([0.5, 0.5], index=["A", "A "]),
            'Weights: the asset "A" occurs more than once; keep one weight.',
        ),
        ({"A": "half"}, 'Weights holds "half"; type a number for each asset.'),
        ([1.0, -1e60, 1.0], 'Weights: "B" has -1e+60; type a decimal one.'),
        ("equal", 'Weights holds "equal"; type a number for each asset.'),
        (
            pd.DataFrame({"weight": [1.0], "price": [2.0]}, index=["A"]),
            "Weights has 2 columns of numbers; give assets and one weight each.",
        ),
    ],
)
def test_weights_that_cannot_be_meant_are_refused(weights, words):
    with pytest.raises(InputError) as error:
        check_weights(weights, NAMES)
    assert str(error.value) == words


def test_a_long_list_of_assets_is_cut_in_the_sentence():
    with pytest.raises(InputError, match=r"\(A0, A1, A2, A3, A4, A5, A6, A7, \.\.\.\)"):
        check_weights({"Z": 1.0}, [f"A{i}" for i in range(20)])


@pytest.mark.parametrize("cell", [10**400, Decimal("sNaN"), (), {}, 1j])
def test_what_is_no_number_to_a_float_is_one_sentence(cell):
    with pytest.raises(InputError, match="type a number for each asset"):
        check_weights([cell, 1.0], ["A", "B"])


def test_labels_of_several_parts_are_one_sentence():
    index = pd.MultiIndex.from_product([["A"], [1, 2]])
    with pytest.raises(InputError, match="each row has 2 labels where one asset is expected"):
        check_weights(pd.Series([0.5, 0.5], index=index), ["A"])
