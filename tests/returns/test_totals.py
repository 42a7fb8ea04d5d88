"""A column that is the sum or the mean of all others is told; share classes and funds are not."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pandas as pd
import pytest
from market_tables import SEEDS, judged


def told(frame, argument="Assets"):
    lines = [line for line in judged(frame, argument)[1] if line.check == "total"]
    return [(line.severity, line.found) for line in lines]


@pytest.mark.parametrize("decimals", [4, 6, 17])
@pytest.mark.parametrize("make", [made.stocks, made.monthly_stocks, made.crypto])
def test_a_sum_is_a_warning_and_a_mean_is_a_note(make, decimals):
    for seed in SEEDS:
        frame = make(np.random.default_rng(seed)).iloc[:, 1:]
        total, mean = frame.sum(axis=1), frame.mean(axis=1)
        assert told(frame.assign(Total=total).round(decimals)) == [("warning", "Total")]
        assert told(frame.assign(Average=mean).round(decimals)) == [("note", "Average")]
        assert told(frame) == []


def test_a_sum_in_the_first_place_and_with_holes_is_found():
    rng = np.random.default_rng(0)
    frame = made.stocks(rng)
    total = frame.sum(axis=1)
    frame = frame.mask(rng.random(frame.shape) < 0.05)
    frame.insert(0, "Total", total)
    assert told(frame) == [("warning", "Total")]


def test_what_is_no_total_is_no_concern():
    rng = np.random.default_rng(0)
    frame = made.stocks(rng, k=4)
    weighted = frame.assign(Fund=frame @ [0.4, 0.3, 0.2, 0.1])
    assert told(weighted) == []
    classes = frame[["C0"]].assign(B=frame["C0"] - 2e-5, C=frame["C0"] - 4e-5)
    assert told(classes) == []
    assert told(classes[["C0", "B"]].assign(Cash=0.0)) == []
    assert told(frame.assign(Cash=0.0)) == []
    assert told(pd.DataFrame({"A": [0.01, 0.02], "B": [0.02, 0.01], "C": 0.03}, made.days(2))) == []


def test_factors_may_be_totals():
    frame = made.stocks(np.random.default_rng(0))
    assert told(frame.assign(Total=frame.sum(axis=1)), "Factors") == []


def test_a_total_from_some_date_on_is_none():
    frame = made.stocks(np.random.default_rng(0))
    total = frame.sum(axis=1)
    total.iloc[:250] = frame["C0"].iloc[:250]
    assert told(frame.assign(Total=total)) == []
