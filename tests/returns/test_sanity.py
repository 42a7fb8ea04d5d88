"""Returns that cannot be, or can hardly be."""

from __future__ import annotations

import market_tables as made
import numpy as np
import pytest
from market_tables import SEEDS, judged

from labfolio_xl.errors import InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.units.sanity import check_returns


def checked(frame, argument="Assets", doubts="list"):
    findings = Findings(doubts)
    check_returns(frame, argument, findings)
    return findings.lines


def with_cell(value, row=5, column=0, frame=None):
    frame = made.monthly_stocks(np.random.default_rng(0)) if frame is None else frame
    changed = frame.copy()
    changed.iloc[row, column] = value
    return changed


@pytest.mark.parametrize("doubts", ["warn", "refuse"])
def test_an_asset_cannot_lose_more_than_all(doubts):
    frame = with_cell(-1.5)
    with pytest.raises(InputError) as error:
        checked(frame, doubts=doubts)
    assert str(error.value) == (
        'Assets: column "C0", 2010-06-30 holds -1.5, a return below -100%; correct it or clear the '
        "cell."
    )


def test_an_undeclared_one_may_be_in_percent():
    with pytest.raises(InputError, match="or say assets_are=percent if all are in percent"):
        judged(with_cell(-1.5), doubts="refuse")
    with pytest.raises(InputError, match=r"clear the cell\.$"):
        judged(with_cell(-1.5), are="returns", doubts="refuse")
    percent = 100.0 * made.monthly_stocks(np.random.default_rng(0))
    with pytest.raises(InputError, match=r'"C0", 2010-06-30 holds -150, a return below -100%'):
        judged(with_cell(-150.0, frame=percent), are="percent", doubts="refuse")


def test_such_returns_are_counted_in_one_line():
    frame = with_cell(-1.5)
    frame.iloc[7, :4] = -3.0
    lines = checked(frame)
    assert [(line.check, line.found) for line in lines] == [("below -100%", "5 returns")]
    assert "(the first of 5 such cells in 4 columns)" in lines[0].reading


def test_a_long_short_factor_can():
    lines = checked(with_cell(-1.5), "Factors", "refuse")
    assert [(line.check, line.severity) for line in lines] == [("below -100%", "warning")]
    assert lines[0].reading == (
        'column "C0", 2010-06-30 holds -1.5: below -100%, which only a long-short portfolio can '
        "lose"
    )


def test_a_default_is_a_warning():
    lines = checked(with_cell(-1.0), doubts="refuse")
    assert [(line.check, line.found, line.severity) for line in lines] == [
        ("total loss", "1 return", "warning")
    ]
    assert lines[0].reading.startswith('column "C0", 2010-06-30 holds -1: all is lost')


@pytest.mark.parametrize("value", [0.0, 0.0004])
@pytest.mark.parametrize("n_rows", [40, 700])
def test_a_price_that_is_seldom_set_is_a_warning(n_rows, value):
    for seed in SEEDS:
        frame = made.stocks(np.random.default_rng(seed), n_rows)
        moved = np.arange(n_rows) % 10 == 0
        for column in ("C1", "C3"):
            frame[column] = frame[column].where(moved, value)
            frame.loc[frame.index[10], column] = -0.01
        lines = checked(frame, doubts="refuse")
        assert [(line.check, line.found, line.severity) for line in lines] == [
            ("stale column", "C1, C3", "warning")
        ]
        assert f"C1 is {value:g} on 90% of its dates" in lines[0].reading


def test_one_line_for_500_stale_columns():
    frame = made.named(np.random.default_rng(0).normal(0.0, 0.01, (60, 500)), made.days(60))
    frame[np.arange(60) % 4 > 0] = 0.0
    lines = checked(frame)
    assert [line.found for line in lines] == ["C0, C1, C2, C3 and 496 more"]


def test_weeks_that_are_written_on_every_day_are_stale_too():
    """The price moves on Fridays: a sample by weekday would miss it, or see nothing else."""
    frame = made.stocks(np.random.default_rng(0), 1500)
    friday = frame.index.day_of_week == 4
    assert [line.check for line in checked(frame.mul(friday, axis=0))] == ["stale column"]


def test_an_appraised_asset_that_never_falls_is_stale():
    frame = made.monthly_stocks(np.random.default_rng(0), 60)
    frame["C0"] = np.where(np.arange(60) % 12 == 11, 0.06, 0.0)
    assert [line.found for line in checked(frame)] == ["C0"]


@pytest.mark.parametrize("value", [1e6, 1e99, 50.0, 3.0])
@pytest.mark.parametrize("argument", ["Assets", "Factors"])
def test_a_single_value_out_of_all_proportion_is_a_warning(value, argument):
    frame = with_cell(value, frame=made.market_neutral(np.random.default_rng(0)))
    table, lines = judged(frame, argument, doubts="refuse")
    assert table.frame is frame
    assert [(line.check, line.severity) for line in lines] == [("out of proportion", "warning")]
    assert lines[0].reading.startswith(f'column "C0", 2018-01-08 holds {value:.6g}, out of all')


def test_so_are_two_and_three_of_them():
    frame = made.market_neutral(np.random.default_rng(0))
    for row in (5, 70, 200):
        frame.iloc[row, 2] = 1e6
        found = checked(frame)[0]
        assert found.check == "out of proportion"
    assert found.found == "3 returns"
    assert "(the first of 3 such cells)" in found.reading


def test_a_factor_that_falls_out_of_all_proportion():
    frame = with_cell(-40.0, frame=made.market_neutral(np.random.default_rng(0)))
    assert [line.check for line in checked(frame, "Factors")] == [
        "below -100%",
        "out of proportion",
    ]


def test_a_fall_to_almost_nothing_is_a_default_and_not_out_of_proportion():
    assert checked(with_cell(-0.97, frame=made.market_neutral(np.random.default_rng(0)))) == []


def test_returns_made_from_prices_are_looked_at_as_well():
    prices = made.prices(np.random.default_rng(0))
    prices.iloc[100, 1] *= 1000.0
    returns = prices.pct_change(fill_method=None)
    assert [line.check for line in checked(returns)] == ["out of proportion"]


def test_few_rows_and_blank_columns_have_no_usual_size():
    frame = made.monthly_stocks(np.random.default_rng(0), 6).assign(Blank=np.nan, Still=0.01)
    frame["C0"] = [0.0, 0.0, 0.0, 0.0, 0.01, 0.9]
    assert checked(frame) == []


def test_interest_that_is_paid_now_and_then_is_no_stale_price():
    """By the month on daily dates, by the quarter on monthly ones."""
    daily = made.stocks(np.random.default_rng(0))
    daily["Cash"] = np.where(np.arange(len(daily)) % 21 == 20, 0.003, 0.0)
    monthly = made.monthly_stocks(np.random.default_rng(0))
    monthly["Cash"] = np.where(np.arange(len(monthly)) % 3 == 2, 0.01, 0.0)
    assert checked(daily) == checked(monthly) == []
