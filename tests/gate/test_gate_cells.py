"""Cells as a host hands them over: the public reports of bugs, and their neighbours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from invented_market import ASSETS, FACTORS, MONTHLY, MONTHLY_FACTORS, PRICES, by_hand
from written_files import grid

from labfolio_xl.excel.server.function_server import with_fast_calls
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.vba.wrapper import FUNCTIONS

ATOL = 1e-9
A, F = grid(MONTHLY), grid(MONTHLY_FACTORS)
RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)[1:]
_HELD = [0.4, 0.3, 0.2, 0.1]
_LATE = MONTHLY.copy()
_LATE.iloc[:30, 0] = np.nan
LATE = grid(_LATE)


def _call(name, *cells):
    return REGISTRY[name].call(*cells)


def _status(*cells):
    return _call("LF_STATUS", *cells)[0][0]


def _exposures(*cells):
    """The second column of LF_EXPOSURE, below its name."""
    return [row[1] for row in _call("LF_EXPOSURE", *cells)[1:]]


def _labelled(labels):
    return [A[0], *([label, *row[1:]] for label, row in zip(labels, A[1:], strict=True))]


def _serial(day):
    return float((day - dt.datetime(1899, 12, 30)).days)


FORMS = {
    "a title above": (A, [["Factor returns", None, None], [None] * 3, *F]),
    "serials": (_labelled(map(_serial, MONTHLY.index)), F),
    "31/12/2019, where one order is possible": (grid(MONTHLY, dates="%d/%m/%Y"), F),
    "yyyymm as numbers": (_labelled(float(f"{day:%Y%m}") for day in MONTHLY.index), F),
    "Mmm-yy": (grid(MONTHLY, dates="%b-%y"), F),
    "numbers as text": ([A[0], *([row[0], *map(repr, row[1:])] for row in A[1:])], F),
    "zones that change": (_labelled(map(str, MONTHLY.index.tz_localize("America/New_York"))), F),
}


@pytest.mark.parametrize("tables", FORMS.values(), ids=FORMS)
def test_a_range_of_any_form_gives_the_right_exposures(tables):
    np.testing.assert_allclose(_exposures(*tables), RIGHT, rtol=0, atol=ATOL)


@pytest.mark.parametrize(
    "settings",
    ["assets_are=percent", "Assets_are = PERCENT; missing=available", [["assets_are", "percent"]]],
    ids=["a text", "two settings", "two columns"],
)
def test_a_setting_settles_the_unit(settings):
    cells = grid(100 * MONTHLY)
    assert "assets_are=percent" in _status(cells, F)
    assert _status(cells, F, None, None, None, settings) == "ok"
    found = [row[1] for row in _call("LF_BETAS", cells, F, None, settings)[1:]]
    right = [by_hand(MONTHLY[[name]], MONTHLY_FACTORS)[1] for name in MONTHLY]
    np.testing.assert_allclose(found, right, rtol=0, atol=ATOL)


STATUS = {
    "ok": ((A, F), "ok"),
    "two frequencies": ((grid(ASSETS), F), "1 error: frequency, Assets: daily, Factors monthly"),
    "dates that few assets have": ((LATE, F), "2 warnings: dates used"),
    "one table twice": ((A, A), "1 error: same table"),
    "an annual rate": ((A, F, 0.02), "1 error: risk-free rate, RiskFree: 0.02"),
    "unknown names": (
        (A, F, None, [["AAA", 0.5], ["X", 0.3], ["Y", 0.2]]),
        '"X" (30.00%), "Y" (20.00%)',
    ),
    "an unknown word": ((A, F, None, None, None, "assets_are=pct"), 'assets_are is "pct"'),
    "a missing code": ((grid(_LATE.fillna(-99.99).iloc[29:]), F), "holds -99.99"),
}


@pytest.mark.parametrize(("cells", "says"), STATUS.values(), ids=STATUS)
def test_one_cell_says_what_the_gate_thinks(cells, says):
    assert says in _status(*cells)


def test_the_check_lists_errors_as_rows_and_never_fails():
    rows = _call("LF_CHECK", grid(100 * ASSETS), grid(FACTORS), 0.5, [["AAA", 40.0], ["XXX", 60.0]])
    errors = {row[1] for row in rows if row[3] == "error"}
    assert {"Assets", "RiskFree", "Weights"} <= errors


@pytest.mark.parametrize(
    "weights",
    [[40.0, 30.0, 20.0, 10.0], [4e6, 3e6, 2e6, 1e6], ["40%", "30%", "20%", "10%"], _HELD],
    ids=["percent", "dollars", "signs", "fractions"],
)
def test_weights_are_read_in_their_unit(weights):
    pairs = [list(pair) for pair in zip(MONTHLY, weights, strict=True)]
    expected = by_hand(MONTHLY, MONTHLY_FACTORS, _HELD)[1:]
    np.testing.assert_allclose(_exposures(A, F, None, pairs), expected, rtol=0, atol=ATOL)
    stress = _call("LF_STRESS", A, F, [["MKT", -0.1]], None, pairs)
    held_at_zero = stress[0].index("others held at zero")
    (total,) = [row[held_at_zero] for row in stress if row[1] == "Portfolio"]
    assert total == pytest.approx(-0.1 * expected[0], abs=ATOL)


@pytest.mark.parametrize("head", [[], [["asset", "weight"]]], ids=["no header", "a header"])
def test_numeric_tickers_are_names(head):
    cells = [[None, 600519.0, 700.0], *(row[:3] for row in A[1:])]
    expected = by_hand(MONTHLY[["AAA"]], MONTHLY_FACTORS)[1:]
    held = [*head, [600519.0, 1.0]]
    np.testing.assert_allclose(_exposures(cells, F, None, held), expected, rtol=0, atol=ATOL)
    codes, prices = [[9984.0, 100.0], [8306.0, 50.0]], [[9984.0, 8000.0], [8306.0, 1500.0]]
    weights = _call("LF_WEIGHTS", [*head, *codes], [*head, *prices])
    assert weights[1:] == [["9984", pytest.approx(8 / 8.75)], ["8306", pytest.approx(0.75 / 8.75)]]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("LF_EXPOSURE", (A, F, None, [["AAA", "0.4x"], ["BBB", 0.6]])),
        ("LF_STRESS", (A, F, [["MKT", "-10 points"], ["SIZE", -0.1]])),
        ("LF_HEDGE", (A, F, None, None, [["MKT", "none"], ["SIZE", 0.0]])),
        ("LF_WEIGHTS", ([["AAA", "10 pcs"], ["BBB", 5.0]], [["AAA", 8.0], ["BBB", 4.0]])),
        ("LF_WEIGHTS", ([["AAA", "10 pcs"], ["BBB", 5.0]], grid(PRICES))),
    ],
    ids=["weights", "shocks", "targets", "quantities", "quantities beside dated prices"],
)
def test_a_known_name_beside_a_text_is_no_header(name, cells):
    assert "without a number and is taken for a header" in _call(name, *cells)[0][0]


def test_a_header_that_is_called_as_one_of_its_rows_is_a_header():
    held = [["AAA", "of net assets"], ["AAA", 1.0]]
    right = by_hand(MONTHLY[["AAA"]], MONTHLY_FACTORS)[1:]
    np.testing.assert_allclose(_exposures(A, F, None, held), right, rtol=0, atol=ATOL)


def _prices_until(row):
    prices = PRICES.copy()
    prices.iloc[row:, 0] = np.nan
    return grid(prices)


def test_the_date_of_each_price_is_shown_and_an_old_price_refused():
    held = [["AAA", 1.0], ["BBB", 1.0]]
    dates = [row[-1].date() for row in _call("LF_WEIGHTS", held, _prices_until(-3), "details")[1:]]
    assert dates == [PRICES.index[-4].date(), PRICES.index[-1].date()]
    assert "780 rows before the newest" in _call("LF_WEIGHTS", held, _prices_until(5))[0][0]


def test_attribution_says_its_span_and_refuses_one_that_its_data_do_not_reach():
    asked = MONTHLY.index[0].to_pydatetime(), MONTHLY.index[-1].to_pydatetime()
    span = list(zip(("span_start", "span_end"), asked, strict=True))
    (refusal,) = _call("LF_ATTRIBUTION", LATE, F, None, None, None, span)[0]
    assert "begin on 2021-07-31 (6 of 36 dates" in refusal
    assert "36 dates, 2019-01-31 to 2021-12-31" in _call("LF_ATTRIBUTION", A, F)[1][-1]


def test_a_column_of_cash_stops_no_question_that_needs_no_beta_of_it():
    cash = grid(MONTHLY.assign(Cash=0.0))
    held = [["AAA", 0.95], ["Cash", 0.05]]
    right = by_hand(MONTHLY[["AAA"]], MONTHLY_FACTORS)[1:] * 0.95
    np.testing.assert_allclose(_exposures(cash, F, None, held), right, rtol=0, atol=ATOL)
    betas = {row[0]: row[1:3] for row in _call("LF_BETAS", cash, F)[1:]}
    assert betas["Cash"] == [0.0, 0.0]


def test_a_window_fits_months_and_is_told():
    first = _call("LF_ROLLING", A, F)[1]
    assert first[0].date() == MONTHLY.index[17].date()
    assert "windows of 18 months (half of the dates)" in first[-1]


class _Range:
    """A range whose numbers are formatted as money, as COM hands it over."""

    members = ("CountLarge", "Value", "Value2")

    def __init__(self, rows):
        self.rows = rows

    def GetIDsOfNames(self, _, name):
        return self.members.index(name)

    def Invoke(self, number, *_):
        if self.members[number] == "CountLarge":
            return len(self.rows) * len(self.rows[0])
        money = self.members[number] == "Value"
        return tuple(
            tuple(_as_money(c) if money else _as_serial(c) for c in row) for row in self.rows
        )


def _as_money(cell):
    return Decimal(repr(cell)).quantize(Decimal("0.0001")) if isinstance(cell, float) else cell


def _as_serial(cell):
    return _serial(cell) if isinstance(cell, dt.datetime) else cell


class _Server:
    _public_methods_ = ("CallUDF",)

    def CallUDF(self, *_):
        raise AssertionError("the call went the long way")


@pytest.mark.parametrize("level", [0.05, 1.0, 20.0])
def test_numbers_formatted_as_money_keep_their_digits(level):
    prices = (level / 50) * PRICES[:60]
    server = with_fast_calls(_Server, _Range)()
    rows = server.CallUDF(FUNCTIONS, "LF_RETURNS", (_Range(grid(prices)),))
    found = np.array([row[1:] for row in rows[1:]], dtype=float)
    right = prices.to_numpy()[1:] / prices.to_numpy()[:-1] - 1
    np.testing.assert_allclose(found, right, rtol=0, atol=1e-15)
    assert pd.Timestamp(rows[1][0]).date() == prices.index[1].date()
