"""Common dates, the rules for missing cells, excess returns, returns from prices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl import align, excess_returns, returns_from_prices
from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.returns.rates.excess import subtract_risk_free

DATES = pd.date_range("2024-01-01", periods=6)


@pytest.fixture
def assets():
    return pd.DataFrame(
        {
            "A": [0.01, 0.02, np.nan, 0.04, np.nan, 0.06],
            "B": [0.0, 0.01, 0.02, np.nan, np.nan, 0.05],
        },
        index=DATES,
    )


@pytest.fixture
def factors():
    return pd.DataFrame(
        {"M": [0.01, 0.02, 0.03, 0.04, 0.05, np.nan], "S": [0.0, 0.01, 0.0, 0.01, 0.0, 0.01]},
        index=DATES,
    )


def kept(aligned):
    return [date.day for date in aligned.factors.index]


def test_common_dates_of_all_three(assets, factors):
    rate = pd.Series(1e-4, index=DATES[:4])
    aligned = align(assets[1:], factors, rate)
    assert kept(aligned) == [2, 3, 4]
    for table in (aligned.assets, aligned.factors, aligned.risk_free):
        assert table.index.equals(aligned.factors.index)
    assert aligned.assets.loc["2024-01-04", "A"] == 0.04


def test_tables_of_the_same_dates_in_another_order_meet_date_by_date(assets, factors):
    """Whether or not their index already has the form that it should get."""
    for name in (None, "date"):
        left = assets.rename_axis(name).iloc[::-1]
        aligned = align(left, factors.rename_axis(name))
        pd.testing.assert_frame_equal(
            aligned.assets, assets.loc[aligned.assets.index], check_names=False, check_freq=False
        )
        assert kept(aligned) == [1, 2, 3, 4]


def test_available_keeps_dates_with_all_factors_and_any_asset(assets, factors):
    assert kept(align(assets, factors)) == [1, 2, 3, 4]


def test_complete_keeps_dates_with_everything(assets, factors):
    assert kept(align(assets, factors, missing="complete")) == [1, 2]


def test_a_date_without_a_rate_is_dropped(assets, factors):
    rate = pd.Series([1e-4, np.nan, 1e-4, 1e-4, 1e-4, 1e-4], index=DATES)
    assert kept(align(assets, factors, rate)) == [1, 3, 4]


@pytest.mark.parametrize(
    ("clean", "words"),
    [
        ("none", 'Assets: column "A", 2024-01-03 is empty (4 empty in all)'),
        ("assets", 'Factors: column "M", 2024-01-06 is empty (1 empty in all)'),
        ("both", 'RiskFree: column "risk_free", 2024-01-01 is empty (1 empty in all)'),
    ],
)
def test_error_says_where_a_cell_is_missing(assets, factors, clean, words):
    rate = pd.Series([np.nan, *[1e-4] * 5], index=DATES)
    assets = assets if clean == "none" else assets.fillna(0.0)
    factors = factors.fillna(0.0) if clean == "both" else factors
    with pytest.raises(MissingDataError) as error:
        align(assets, factors, rate, missing="error")
    assert str(error.value) == words + "; fill it or allow missing cells."


def test_error_passes_what_is_complete(assets, factors):
    assert len(align(assets.fillna(0.0), factors.fillna(0.0), missing="error").assets) == 6


def test_an_unknown_rule_is_refused(assets, factors):
    with pytest.raises(InputError) as error:
        align(assets, factors, missing="drop")
    assert str(error.value) == (
        'missing is "drop"; choose one of "available", "complete", "error".'
    )


def test_no_common_dates_names_both_spans(assets, factors):
    later = factors.set_axis(DATES + pd.Timedelta("365D"))
    with pytest.raises(MissingDataError) as error:
        align(assets, later)
    assert str(error.value) == (
        "Assets (2024-01-01 to 2024-01-06) and Factors (2024-12-31 to 2025-01-05) have no date "
        "in common; check the spans and how the dates are written."
    )
    with pytest.raises(MissingDataError) as error:
        align(assets, factors, pd.Series(1e-4, index=later.index))
    assert str(error.value) == (
        "The returns (2024-01-01 to 2024-01-06) and RiskFree (2024-12-31 to 2025-01-05) have no "
        "date in common; check the spans and how the dates are written."
    )


def test_nothing_left_is_said_with_its_cause(assets, factors):
    with pytest.raises(MissingDataError) as error:
        align(assets, factors.assign(S=np.nan))
    assert str(error.value) == (
        'Factors: column "S" is blank on every common date; fill it or remove it.'
    )
    with pytest.raises(MissingDataError) as error:
        align(assets * np.nan, factors)
    assert str(error.value) == (
        "Assets: every cell is blank on the common dates; fill in the returns."
    )


@pytest.mark.parametrize(
    ("missing", "cure"), [("available", ""), ("complete", ', or use missing "available"')]
)
def test_dates_that_lack_one_return_each_are_said(assets, factors, missing, cure):
    holes = factors.copy()
    holes.iloc[::2, 0] = np.nan
    holes.iloc[1::2, 1] = np.nan
    with pytest.raises(MissingDataError) as error:
        align(assets, holes, missing=missing)
    assert str(error.value) == (
        "No date has all the returns that are needed; fill blank cells or remove columns with "
        f"many of them{cure}."
    )


@pytest.mark.parametrize(
    ("frequency", "rate", "share"),
    [
        ("D", 0.03, "more than 1,000,000%"),
        ("W", 0.02, "180%"),
        ("ME", 0.05, "79.6%"),
        ("YE", 3.0, "300%"),
    ],
)
@pytest.mark.parametrize("form", ["number", "series"])
def test_a_rate_that_looks_annual_is_refused(frequency, rate, share, form):
    dates = pd.date_range("2020-01-31", periods=6, freq=frequency)
    table = pd.DataFrame({"A": [0.01, -0.01, 0.02, -0.02, 0.0, 0.01]}, index=dates)
    market = (table / 2.0).rename(columns={"A": "M"})
    given = rate if form == "number" else pd.Series(rate, index=dates)
    for call in (lambda: align(table, market, given), lambda: excess_returns(table, given)):
        with pytest.raises(InputError, match=rf"RiskFree: {rate:g} would be .* a year") as error:
            call()
        assert "risk_free_is=annual-percent" in str(error.value)
        assert share in str(error.value)
    declared = align(table, market, given, risk_free_is="period").risk_free
    assert declared.tolist() == [rate] * 6


def test_rates_that_exist_pass(french):
    """US bills at their highest, and a negative rate."""
    assert align(french.assets, french.factors, french.risk_free).risk_free.max() > 0.013
    daily = pd.DataFrame({"A": [0.01, 0.0, 0.02]}, index=DATES[:3])
    assert excess_returns(daily, -2e-5)["A"].tolist() == pytest.approx([0.01002, 2e-5, 0.02002])
    assert excess_returns(daily, 0.13 / 252)["A"].size == 3


def test_the_rate_is_subtracted_from_assets_and_from_factors_that_are_not_self_financing():
    assets = pd.DataFrame({"A": [0.01, 0.02]}, index=DATES[:2])
    factors = pd.DataFrame({"M": [0.03, 0.04], "SMB": [0.05, 0.06]}, index=DATES[:2])
    rate = pd.Series([1e-4, 2e-4], index=DATES[:2])
    expected = {
        "none": ([0.0299, 0.0398], [0.0499, 0.0598]),
        "SMB": ([0.0299, 0.0398], [0.05, 0.06]),
        "all": ([0.03, 0.04], [0.05, 0.06]),
    }
    for who, (market, size) in expected.items():
        excess = subtract_risk_free(align(assets, factors, rate, self_financing=who))
        assert excess.assets["A"].tolist() == pytest.approx([0.0099, 0.0198])
        assert excess.factors["M"].tolist() == pytest.approx(market), who
        assert excess.factors["SMB"].tolist() == pytest.approx(size), who


def test_without_a_rate_returns_are_excess_returns_already(assets, factors):
    aligned = align(assets, factors)
    assert subtract_risk_free(aligned) is aligned
    assert excess_returns(assets, None)["B"].iloc[1] == 0.01


def test_excess_returns_on_the_dates_that_both_have(assets):
    rate = pd.Series([1e-4, np.nan, 3e-4], index=DATES[1:4])
    excess = excess_returns(assets, rate)
    assert list(excess.index.day) == [2, 4]
    assert excess["A"].tolist() == pytest.approx([0.0199, 0.0397])
    assert np.isnan(excess["B"].iloc[1])
    with pytest.raises(MissingDataError, match=r"^Returns \(2024-01-01 .* and RiskFree \(2025-"):
        excess_returns(assets, rate.set_axis(DATES[:3] + pd.Timedelta("366D")))


def test_simple_returns():
    prices = pd.DataFrame({"A": [100.0, 110.0, 99.0], "B": [50.0, np.nan, 60.0]}, index=DATES[:3])
    simple = returns_from_prices(prices)
    assert simple["A"].tolist() == pytest.approx([0.1, -0.1])
    assert simple["B"].isna().all(), "both returns beside a missing price are missing"
    assert list(simple.index) == list(DATES[1:3])


def test_prices_in_any_order_of_rows():
    prices = pd.DataFrame({"A": [99.0, 100.0, 110.0]}, index=DATES[[2, 0, 1]])
    assert returns_from_prices(prices)["A"].tolist() == pytest.approx([0.1, -0.1])


@pytest.mark.parametrize(
    ("price", "more"), [(0.0, ""), (-1.5, ", or take the table as it is if these are returns")]
)
def test_a_price_that_is_none_is_named(price, more):
    prices = pd.DataFrame({"A": [1.0, 2.0], "B": [3.0, price]}, index=DATES[:2])
    with pytest.raises(InputError) as error:
        returns_from_prices(prices)
    assert str(error.value) == (
        f'Prices: column "B", 2024-01-02 holds {price:g}; a price must be above zero; '
        f"correct it{more}."
    )


def test_one_price_is_no_return():
    prices = pd.DataFrame({"A": [1.0, 2.0]}, index=DATES[:2])
    with pytest.raises(InputError) as error:
        returns_from_prices(prices[:1])
    assert str(error.value) == "Prices has one date only; a return needs two."


@pytest.mark.parametrize(("first", "second"), [(5e-324, 1.0), (1e100, 1e-10)])
def test_a_price_out_of_all_proportion_is_refused(first, second):
    """Found by the fuzzer: an infinite return, or the logarithm of zero."""
    dates = pd.date_range("2024-01-01", periods=2)
    prices = pd.DataFrame({"A": [first, second]}, index=dates)
    with pytest.raises(InputError) as caught:
        returns_from_prices(prices)
    assert str(caught.value) == (
        f'Prices: column "A", 2024-01-02 holds {second:g} after {first:g}; correct the wrong one.'
    )
