"""Frames that programmers hand over: the public reports of bugs, and their neighbours."""

from __future__ import annotations

import io
import unicodedata
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from invented_market import (
    ASSETS,
    FACTORS,
    MONTHLY,
    MONTHLY_FACTORS,
    PRICES,
    by_hand,
    last_of,
)

import labfolio_xl as lf

ATOL = 1e-9
RIGHT, DAILY = by_hand(MONTHLY, MONTHLY_FACTORS), by_hand(ASSETS, FACTORS)
_RATE = pd.Series(np.linspace(0.0005, 0.004, len(MONTHLY)), MONTHLY.index, name="RF")


def _right(assets, factors, expected, weights=None, risk_free=None, **options):
    """The coefficients are right, and nothing is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", lf.DataWarning)
        found = lf.exposure(assets, factors, risk_free, weights, **options)
    np.testing.assert_allclose([found.alpha, *found.exposure], expected, rtol=0, atol=ATOL)


def _indexed(labels, table=ASSETS):
    return table.set_axis(list(labels), axis=0)


_ZONE = ASSETS.index.tz_localize("America/New_York")
_DOWNLOAD = pd.concat(
    {"Close": PRICES, "Open": 1.01 * PRICES, "Volume": 1e6 + 0 * PRICES},
    axis=1,
    names=["Price", "Ticker"],
)
_HOLES = ASSETS.copy()
_HOLES.iloc[5, 0] = np.nan

DAYS = {
    "dates in a column": ASSETS.reset_index(),
    "dates in the second column": ASSETS.reset_index().iloc[:, [1, 0, 2, 3, 4]],
    "text dates": _indexed(ASSETS.index.strftime("%Y-%m-%d")),
    "text dates, day first": _indexed(ASSETS.index.strftime("%d/%m/%Y")),
    "text dates across daylight saving": _indexed(map(str, _ZONE)),
    "dates of a zone": ASSETS.set_axis(_ZONE),
    "the close of New York": ASSETS.set_axis(_ZONE + pd.Timedelta(hours=16)),
    "yyyymmdd": _indexed(ASSETS.index.strftime("%Y%m%d").astype(int)),
    "the newest first": ASSETS[::-1],
    "numbers as text": ASSETS.astype(str),
    "decimal numbers": ASSETS.map(lambda v: Decimal(repr(float(v)))),
    "yfinance's two rows of names": _DOWNLOAD,
    "the same by ticker": _DOWNLOAD.swaplevel(axis=1),
}


@pytest.mark.parametrize("table", DAYS.values(), ids=DAYS)
def test_a_frame_of_any_form_gives_the_right_betas(table):
    _right(table, FACTORS, DAILY)


@pytest.mark.parametrize(
    "table",
    [
        _HOLES.astype("Float64"),
        _HOLES.astype(object),
        _HOLES.astype(object).where(_HOLES.notna(), None),
        _HOLES.astype(object).where(_HOLES.notna(), pd.NA),
    ],
    ids=["Float64", "NaN", "None", "pd.NA"],
)
def test_each_kind_of_missing_cell_is_missing(table):
    _right(table, FACTORS, by_hand(_HOLES, FACTORS))


@pytest.mark.parametrize(
    "labels",
    [
        MONTHLY.index.to_period("M"),
        MONTHLY.index.strftime("%Y%m").astype(int),
        MONTHLY.index.strftime("%Y-%m"),
        last_of(ASSETS, "M").index,
        MONTHLY.index - pd.offsets.MonthBegin(1),
    ],
    ids=["periods", "yyyymm", "yyyy-mm", "last business days", "first days"],
)
def test_months_match_as_months(labels):
    _right(MONTHLY.set_axis(labels), MONTHLY_FACTORS, RIGHT)


def test_a_series_is_a_table_of_one_column():
    _right(ASSETS["AAA"], FACTORS, by_hand(ASSETS[["AAA"]], FACTORS))


DECLARED = {
    "daily returns, monthly factors": (ASSETS, MONTHLY_FACTORS, RIGHT, {"frequency": "monthly"}),
    "percent": (100 * ASSETS, FACTORS, DAILY, {"assets_are": "percent"}),
    "prices": (PRICES, FACTORS, DAILY, {"assets_are": "prices"}),
    "both in percent": (
        100 * ASSETS,
        100 * FACTORS,
        DAILY,
        {"assets_are": "percent", "factors_are": "percent"},
    ),
    "a rate of ten percent a month": (
        MONTHLY + 0.1,
        MONTHLY_FACTORS + 0.1,
        RIGHT,
        {"risk_free": 0.1, "risk_free_is": "period"},
    ),
    "a rate of three percent a year": (
        MONTHLY,
        MONTHLY_FACTORS,
        by_hand(MONTHLY - (1.03 ** (1 / 12) - 1), MONTHLY_FACTORS - (1.03 ** (1 / 12) - 1)),
        {"risk_free": 0.03, "risk_free_is": "annual"},
    ),
}


@pytest.mark.parametrize(
    ("assets", "factors", "expected", "options"), DECLARED.values(), ids=DECLARED
)
def test_a_declaration_settles_it(assets, factors, expected, options):
    _right(assets, factors, expected, **options)


@pytest.mark.parametrize(
    ("table", "option"), [(100 * ASSETS, "assets_are=percent"), (PRICES, "assets_are=prices")]
)
def test_what_is_likely_is_one_warning_that_names_the_option(table, option):
    with pytest.warns(lf.DataWarning, match=option) as issued:
        lf.exposure(table, FACTORS)
    assert len(issued) == 1


def _with(table, cell):
    changed = table.astype(object)
    changed.iloc[10, 0] = cell
    return changed


REFUSED = {
    "daily returns, monthly factors": (ASSETS, MONTHLY_FACTORS, {}, "frequency=monthly"),
    "TRUE in a number's place": (_with(ASSETS, True), FACTORS, {}, "2019-01-15 holds TRUE"),  # noqa: FBT003
    "text in a number's place": (_with(ASSETS, "see note"), FACTORS, {}, 'holds "see note"'),
    "a column of truth values": (
        ASSETS.assign(up=ASSETS["AAA"] > 0),
        FACTORS,
        {},
        '"up" holds true',
    ),
    "one missing code": (_with(ASSETS, -99.99), FACTORS, {}, "2019-01-15 holds -99.99"),
    "one -999 in a factor": (ASSETS, _with(FACTORS, -999.0), {}, "2019-01-15 holds -999"),
    "a loss of more than all": (_with(ASSETS, -1.5), FACTORS, {}, "2019-01-15 holds -1.5"),
    "row numbers": (ASSETS.reset_index(drop=True), FACTORS, {}, "set_index"),
    "several labels a row": (ASSETS.set_index("AAA", append=True), FACTORS, {}, "2 labels"),
    "one table twice": (ASSETS, ASSETS, {}, "each explains itself"),
    "a rate that is annual": (MONTHLY, MONTHLY_FACTORS, {"risk_free": 0.03}, "risk_free_is=annual"),
    "an unknown word": (ASSETS, FACTORS, {"assets_are": "logs"}, 'assets_are is "logs"'),
    "a word of another option": (
        ASSETS,
        FACTORS,
        {"frequency": "montly"},
        'the nearest is "monthly"',
    ),
    "an unknown option": (ASSETS, FACTORS, {"frequenzy": "monthly"}, "the nearest is frequency"),
}


@pytest.mark.parametrize(
    ("assets", "factors", "options", "sentence"), REFUSED.values(), ids=REFUSED
)
def test_what_is_certain_is_refused(assets, factors, options, sentence):
    with pytest.raises(lf.InputError) as refusal:
        lf.exposure(assets, factors, **options)
    assert sentence in str(refusal.value)


def test_midnights_of_tokyo_in_universal_time_are_a_day_early_and_told():
    tokyo = ASSETS.set_axis(ASSETS.index.tz_localize("Asia/Tokyo").tz_convert("UTC"))
    with pytest.warns(lf.DataWarning) as issued:  # one table each: Sundays are told too
        lf.exposure(tokyo, FACTORS)
    assert 'tz_convert("Asia/Tokyo")' in str(issued[0].message)


def test_weights_are_matched_by_the_names_that_are_meant():
    codes = MONTHLY.set_axis([7203, 9984, 8306, 600519], axis=1)
    mac = MONTHLY.set_axis(
        [unicodedata.normalize("NFC", "Soci\u00e9t\u00e9"), "B", "C", "D"], axis=1
    )
    held = [0.4, 0.3, 0.2, 0.1]
    expected = by_hand(MONTHLY, MONTHLY_FACTORS, held)
    floats = dict(zip([7203.0, 9984.0, 8306.0, 600519.0], held, strict=True))
    there = dict(zip([unicodedata.normalize("NFD", n) for n in mac], held, strict=True))
    _right(codes, MONTHLY_FACTORS, expected, floats)
    _right(mac, MONTHLY_FACTORS, expected, there)
    _right(MONTHLY, MONTHLY_FACTORS, expected, [40, 30, 20, 10])


def test_french_columns_are_known_by_name():
    french = pd.DataFrame(
        {"Mkt-RF": MONTHLY_FACTORS["MKT"] - _RATE, "SMB": MONTHLY_FACTORS["SIZE"], "RF": _RATE}
    )
    expected = by_hand(MONTHLY.sub(_RATE, axis=0), french[["Mkt-RF", "SMB"]])
    _right(MONTHLY, french, expected)
    _right(MONTHLY, french[["Mkt-RF", "SMB"]], expected, None, _RATE)


def test_a_file_of_weights_without_a_header_does_not_lose_its_first_row():
    lines = "AAA,0.4\nBBB,0.6\n"
    with pytest.raises(lf.InputError, match='"AAA" without a number'):
        lf.exposure(MONTHLY, MONTHLY_FACTORS, weights=pd.read_csv(io.StringIO(lines)))
    held = pd.read_csv(io.StringIO("AAA,weight\nAAA,0.4\nBBB,0.6\n"))
    expected = by_hand(MONTHLY[["AAA", "BBB"]], MONTHLY_FACTORS, [0.4, 0.6])
    _right(MONTHLY, MONTHLY_FACTORS, expected, held)


@pytest.mark.parametrize("true", [True, np.True_])
def test_true_is_no_weight(true):
    with pytest.raises(lf.InputError, match='Weights holds "True"'):
        lf.exposure(MONTHLY, MONTHLY_FACTORS, weights=[true, 0.0, 0.0, 0.0])
