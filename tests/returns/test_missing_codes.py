"""Numbers that stand for a missing value."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pandas as pd
import pytest
from market_tables import SEEDS, judged

from labfolio_xl.core.time_series import fit_available
from labfolio_xl.errors import InputError

DECIMAL_CODES = [-0.9999, -9.99, -99.99, -999.0, -9999.0]
PERCENT_CODES = [-99.99, -999.0, -9999.0]


def with_code(code, rows=(3, 10, 11), column=0, frame=None):
    frame = made.monthly_stocks(np.random.default_rng(0)) if frame is None else frame
    coded = frame.copy()
    coded.iloc[list(rows), column] = code
    return coded, coded.mask(coded == code)


@pytest.mark.parametrize("argument", ["Assets", "Factors", "Returns"])
@pytest.mark.parametrize("code", DECIMAL_CODES)
def test_a_repeated_code_is_missing_with_a_note(code, argument):
    coded, right = with_code(code)
    for are in (None, "returns"):
        table, lines = judged(coded, argument, are, doubts="refuse")
        pd.testing.assert_frame_equal(table.frame, right)
        note = next(line for line in lines if line.check == "missing codes")
        assert (note.severity, note.found) == ("note", "3 cells")
        assert note.reading == f"{code:g} in C0 stands for a missing value: read as missing"


@pytest.mark.parametrize("unit", ["header", "declared"])
@pytest.mark.parametrize("code", PERCENT_CODES)
def test_so_it_is_in_percent_before_the_division(code, unit):
    percent = 100.0 * made.monthly_stocks(np.random.default_rng(0))
    coded, right = with_code(code, frame=percent)
    how = {"unit": "percent"} if unit == "header" else {"are": "percent"}
    table, _ = judged(coded, doubts="refuse", **how)
    pd.testing.assert_frame_equal(table.frame, right / 100.0)


def test_codes_do_not_hide_that_the_others_are_percent_or_prices():
    percent = 100.0 * made.monthly_stocks(np.random.default_rng(0))
    with pytest.raises(InputError, match="look like returns in percent"):
        judged(with_code(-99.99, frame=percent)[0], doubts="refuse")
    prices = made.monthly_prices(np.random.default_rng(0))
    with pytest.raises(InputError, match="look like prices"):
        judged(with_code(-999.0, frame=prices)[0], doubts="refuse")


@pytest.mark.parametrize("how", [{"are": "prices"}, {"kind": "prices"}])
def test_prices_have_missing_codes_too(how):
    coded, right = with_code(-999.0, frame=made.monthly_prices(np.random.default_rng(0)))
    table, _ = judged(coded, doubts="refuse", **how)
    pd.testing.assert_frame_equal(table.frame, right)


@pytest.mark.parametrize("are", [None, "returns"])
@pytest.mark.parametrize("argument", ["Assets", "Factors"])
@pytest.mark.parametrize("code", DECIMAL_CODES)
def test_a_single_code_is_an_error_with_its_place(code, argument, are):
    with pytest.raises(InputError) as error:
        judged(with_code(code, rows=[3], column=1)[0], argument, are, doubts="warn")
    assert str(error.value) == (
        f'{argument}: column "C1", 2010-04-30 holds {code:g}, which many files write for a missing '
        "value; clear the cell or type the right number."
    )


def test_the_first_of_several_single_codes_is_named_and_they_are_counted():
    coded, _ = with_code(-999.0, rows=[3], column=1)
    coded.iloc[5, 2] = -9999.0
    with pytest.raises(InputError, match=r'"C1", 2010-04-30 holds -999 \(the first of 2 such cell'):
        judged(coded, doubts="refuse")


def test_a_code_repeated_over_columns_but_not_in_one_is_single():
    coded = made.monthly_stocks(np.random.default_rng(0))
    coded.iloc[3] = -99.99
    lines = judged(coded)[1]
    assert [line.severity for line in lines if line.check == "missing codes"] == ["error"]


def test_one_note_for_a_code_in_500_columns():
    frame = made.named(np.random.default_rng(0).normal(0.0, 0.01, (60, 500)), made.days(60))
    frame.iloc[:20] = -99.99
    frame.iloc[20:22, 0] = -999.0
    lines = judged(frame)[1]
    assert [(line.found, line.severity) for line in lines] == [
        ("10000 cells", "note"),
        ("2 cells", "note"),
    ]


def test_a_code_divided_in_single_precision_is_one():
    coded, right = with_code(-0.9999)
    coded = coded.mask(coded == -0.9999, float(np.float32(-99.99) / np.float32(100.0)))
    pd.testing.assert_frame_equal(judged(coded)[0].frame, right)


@pytest.mark.parametrize("value", [-0.5, -0.05, -0.9998, 99.99])
def test_other_repeated_numbers_are_none(value):
    coded, _ = with_code(value)
    table, lines = judged(coded, are="returns")
    assert not table.frame.isna().any(axis=None)
    assert not [line for line in lines if line.check == "missing codes"]


@pytest.mark.parametrize("value", [-0.9999, -9.99])
def test_in_percent_a_hundredth_of_a_code_is_a_return(value):
    """Long tables in percent hold -0.9999 or -9.99 twice by chance."""
    percent = 100.0 * made.monthly_stocks(np.random.default_rng(0))
    coded, _ = with_code(value, frame=percent)
    table, lines = judged(coded, are="percent")
    pd.testing.assert_frame_equal(table.frame, coded / 100.0)
    assert [line.check for line in lines] == ["unit"]


def test_the_betas_are_those_of_the_months_that_are_known():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        factors = made.monthly_stocks(rng, 60, 2)
        assets = factors @ np.array([[1.2, 0.7], [0.4, -0.2]]) + rng.normal(0.0, 0.01, (60, 2))
        coded, right = with_code(-0.9999, rows=range(12), frame=assets)
        found = fit_available(judged(coded)[0].frame.to_numpy(), factors.to_numpy())
        known = fit_available(right.iloc[12:].to_numpy(), factors.iloc[12:].to_numpy())
        np.testing.assert_allclose(found.coefficients[:, 0], known.coefficients[:, 0], rtol=1e-12)
