"""A split that the prices are not adjusted for is told, and honest jumps are not."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pytest

from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.units.sanity import check_returns


def _found(frame):
    findings = Findings("list")
    check_returns(frame, "Assets", findings)
    return [line for line in findings.lines if line.check == "split"]


def _stock(seed=0, n=750):
    return made.named(np.random.default_rng(seed).normal(0.0004, 0.012, (n, 3)), made.days(n))


@pytest.mark.parametrize(
    ("factor", "words"),
    [(1 / 2, "2 for 1"), (1 / 3, "3 for 1"), (1 / 10, "10 for 1"), (2.0, "1 for 2")],
)
def test_a_split_is_told_with_its_place(factor, words):
    frame = _stock()
    frame.iloc[400, 1] = (1 + frame.iloc[400, 1]) * factor - 1
    (line,) = _found(frame)
    assert line.severity == "warning"
    assert f'column "C1", {frame.index[400]:%Y-%m-%d}' in line.reading
    assert f"a split of {words} " in line.reading


def test_splits_of_several_stocks_are_one_line():
    frame = _stock()
    frame.iloc[100, 0], frame.iloc[600, 2] = -0.505, -0.748
    (line,) = _found(frame)
    assert line.found == "2 returns"
    assert "the first of 2 such returns in 2 columns" in line.reading


def test_a_fall_that_is_no_split_passes():
    frame = _stock()
    frame.iloc[400, 1] = -0.6
    assert _found(frame) == []


def test_a_fall_among_others_of_its_size_passes():
    frame = _stock()
    frame.iloc[[100, 400], 1] = -0.5, -0.3
    assert _found(frame) == []


def test_a_price_that_is_seldom_set_may_jump():
    frame = _stock()
    frame.iloc[::3, 1] = 0.0
    frame.iloc[400, 1] = -0.5
    assert _found(frame) == []
