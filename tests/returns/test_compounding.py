"""Finer returns compounded to weeks, months, quarters and years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.compounding import compound, resample
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency

PANDAS = {"weekly": "W-SUN", "monthly": "M", "quarterly": "Q", "yearly": "Y"}


def table_of(dates, seed=0, n=3):
    draws = np.random.default_rng(seed).normal(0.0004, 0.01, (len(dates), n))
    return pd.DataFrame(draws, index=dates, columns=list("ABCDEFG")[:n]).rename_axis("date")


def by_pandas(table, target):
    return (1.0 + table).groupby(table.index.to_period(PANDAS[target])).prod() - 1.0


def names(table, target="monthly"):
    return table.index.to_period(PANDAS[target]).astype(str).tolist()


@given(
    st.sampled_from(["weekly", "monthly", "quarterly", "yearly"]),
    st.sampled_from(["B", "D"]),
    st.integers(0, 800),
    st.integers(800, 1500),
    st.integers(0, 9),
)
def test_compounds_as_pandas_does_all_but_the_incomplete_periods(
    target, offset, skip, length, seed
):
    dates = pd.date_range("2015-01-01", periods=skip + length, freq=offset)[skip:]
    table = table_of(dates, seed)
    ours, theirs = resample(table, target), by_pandas(table, target)
    kept = ours.index.to_period(PANDAS[target])
    np.testing.assert_allclose(ours, theirs.loc[kept], rtol=0, atol=1e-12)
    assert set(theirs.index[1:-1]) <= set(kept)
    last = table.index.to_series().groupby(table.index.to_period(PANDAS[target])).last()
    assert (ours.index == last.loc[kept]).all()


@given(st.integers(0, 10**6))
def test_the_order_of_the_rows_does_not_matter(seed):
    table = table_of(pd.date_range("2020-01-01", "2021-12-31", freq="B"))
    shuffled = table.sample(frac=1.0, random_state=seed)
    pd.testing.assert_frame_equal(resample(shuffled, "monthly"), resample(table, "monthly"))


def test_months_to_quarters_to_years_are_months_to_years():
    table = table_of(pd.date_range("2000-01-31", periods=120, freq="ME"))
    at_once, in_steps = resample(table, "yearly"), resample(resample(table, "quarterly"), "yearly")
    pd.testing.assert_frame_equal(at_once, in_steps)
    assert len(at_once) == 10


@pytest.mark.parametrize(
    ("first", "last", "kept_first", "kept_last"),
    [
        ("2018-01-01", "2020-12-31", "2018-01", "2020-12"),
        ("2018-01-02", "2020-12-30", "2018-01", "2020-11"),  # New Year's Day is no trading day
        ("2018-01-03", "2020-12-31", "2018-02", "2020-12"),  # prices from the 2nd on
        ("2018-09-03", "2020-08-31", "2018-09", "2020-08"),  # a Monday after a weekend
        ("2018-09-04", "2020-02-28", "2018-10", "2020-02"),  # a Friday, the 29th is a Saturday
        ("2018-05-31", "2020-07-01", "2018-06", "2020-06"),
    ],
)
def test_a_begun_month_is_left_out_at_both_ends(first, last, kept_first, kept_last):
    days = pd.date_range(first, last, freq="B")
    table = table_of(days[days.day_of_year > 1])
    months = names(resample(table, "monthly"))
    assert (months[0], months[-1]) == (kept_first, kept_last)


def test_a_day_that_is_closed_in_every_year_is_not_missing():
    """No trading on 31 December: the table that ends on the 30th has the whole December."""
    days = pd.date_range("2015-01-01", "2020-12-30", freq="B")
    closed = table_of(days[~((days.month == 12) & (days.day == 31))])
    assert names(resample(closed, "monthly"))[-1] == "2020-12"
    assert names(resample(table_of(days), "monthly"))[-1] == "2020-11"


def test_a_weekend_at_the_end_is_missing_from_days_with_weekends():
    days = pd.date_range("2021-01-01", "2021-10-29")  # the 30th and 31st are a weekend
    assert names(resample(table_of(days), "monthly"))[-1] == "2021-09"
    business = days[days.day_of_week < 5]
    assert names(resample(table_of(business), "monthly"))[-1] == "2021-10"


def test_months_beside_a_hole_are_left_out_and_told():
    days = pd.date_range("2018-01-01", "2020-12-31", freq="B")
    table = table_of(days[(days < "2018-06-12") | (days > "2018-11-20")])
    findings = Findings()
    months = names(compound(table, Frequency("daily"), "monthly", findings, "Assets"))
    assert [month for month in months if month.startswith("2018")] == [
        *(f"2018-0{month}" for month in range(1, 6)),
        "2018-12",
    ]
    (line,) = findings.lines
    assert line.severity == "note"
    assert "2018-06, 2018-11" in line.reading


def test_a_missing_month_costs_its_quarter():
    table = table_of(pd.date_range("2018-01-31", periods=24, freq="ME"))
    quarters = names(resample(table.drop(table.index[7]), "quarterly"), "quarterly")
    assert quarters == ["2018Q1", "2018Q2", "2018Q4", "2019Q1", "2019Q2", "2019Q3", "2019Q4"]


def test_a_missing_return_makes_the_month_missing_and_is_told():
    table = table_of(pd.date_range("2020-01-01", "2020-12-31", freq="B"))
    table.loc["2020-03-10", "B"] = np.nan
    table.loc[:"2020-05-14", "C"] = np.nan  # a fund that begins in May
    findings = Findings()
    months = compound(table, Frequency("daily"), "monthly", findings, "Assets")
    assert months["A"].notna().all()
    assert names(months[months["B"].isna()]) == ["2020-03"]
    assert names(months[months["C"].notna()])[0] == "2020-06"
    (line,) = [line for line in findings.lines if line.check == "missing"]
    assert (line.found, line.severity) == (2, "note")
    assert "B, C" in line.reading


def test_rows_that_are_blank_throughout_do_not_count():
    """Business days written on calendar days, with blank weekends and holidays."""
    table = table_of(pd.date_range("2020-01-01", "2020-12-31", freq="B")).drop("2020-07-03")
    blank = table.reindex(pd.date_range("2020-01-01", "2020-12-31"))
    pd.testing.assert_frame_equal(
        resample(blank, "monthly"), resample(table, "monthly"), check_names=False
    )


def test_a_closed_market_has_no_return_at_weekends_beside_a_coin():
    days = pd.date_range("2021-01-01", "2021-12-31")
    table = table_of(days)
    table.loc[days.day_of_week >= 5, "B"] = np.nan
    months = resample(table, "monthly")
    business = resample(table.loc[days.day_of_week < 5, ["B"]], "monthly")
    np.testing.assert_allclose(months["B"], business["B"], atol=1e-14)
    assert months.notna().all(axis=None)


def test_a_monthly_column_beside_daily_ones_keeps_its_returns():
    table = table_of(pd.date_range("2018-01-01", "2020-12-31", freq="B"))
    fund = table_of(pd.date_range("2018-01-31", "2020-12-31", freq="BME"), n=1)["A"]
    months = resample(table.assign(Fund=fund), "monthly")
    np.testing.assert_array_equal(months["Fund"], fund)


def test_weeks_in_months_are_doubted():
    table = table_of(pd.date_range("2018-01-05", "2020-12-25", freq="W-FRI"))
    findings = Findings()
    months = compound(table, Frequency("weekly"), "monthly", findings, "Factors")
    assert [line.severity for line in findings.lines] == ["note", "warning"]
    assert len(months) == 36
    with pytest.warns(UserWarning, match="weekly to monthly"):
        findings.issue_warnings()


def test_a_table_that_comes_so_already_stays():
    table = table_of(pd.date_range("2018-01-31", periods=24, freq="ME"))
    pd.testing.assert_frame_equal(resample(table, "monthly"), table, check_freq=False)


@pytest.mark.parametrize(
    ("offset", "frequency", "words"),
    [
        ("ME", "daily", "Returns: they are monthly, which cannot become daily"),
        ("QE", "monthly", "Returns: they are quarterly, which cannot become monthly"),
        ("45D", "monthly", "Returns: the dates follow no frequency"),
        ("ME", "fortnightly", "choose one of"),
    ],
)
def test_what_cannot_be_compounded_is_refused(offset, frequency, words):
    with pytest.raises(InputError, match=words):
        resample(table_of(pd.date_range("2018-01-31", periods=24, freq=offset)), frequency)


def test_no_whole_period_is_said():
    with pytest.raises(MissingDataError, match="no month is complete"):
        resample(table_of(pd.date_range("2018-01-08", "2018-02-20", freq="B")), "monthly")


def test_the_table_that_is_given_stays_as_it_is():
    table = table_of(pd.date_range("2020-01-01", "2020-12-31"))
    table.loc[table.index.day_of_week >= 5, "B"] = np.nan
    before = table.copy()
    compound(table, find_frequency(table.index), "monthly", Findings(), "Assets")
    pd.testing.assert_frame_equal(table, before)
