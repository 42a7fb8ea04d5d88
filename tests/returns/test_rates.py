"""The risk-free rate per period of the returns, whatever its unit and however often it comes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labfolio_xl.blocks import parse_risk_free
from labfolio_xl.errors import InputError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.rates.units import in_percent
from labfolio_xl.returns.tables.checked import check_rate
from labfolio_xl.returns.tables.input_table import InputTable

MONTHS = pd.date_range("2018-01-31", "2022-12-31", freq="ME", name="date")
DAYS = pd.date_range("2018-01-01", "2022-12-31", freq="B", name="date")
EVERY_DAY = pd.date_range("2018-01-01", "2022-12-31", freq="D", name="date")
WEEKS = pd.date_range("2018-01-05", "2022-12-30", freq="W-FRI", name="date")
QUARTERS = pd.date_range("2018-03-31", "2022-12-31", freq="QE", name="date")
YEARS = pd.date_range("2018-12-31", "2022-12-31", freq="YE", name="date")
# A business calendar with holes: about one weekday in twenty is a holiday.
TRADED = DAYS[np.random.default_rng(3).random(len(DAYS)) > 0.05]

rates = st.floats(-0.5, 3.0)


def asked(rate, declared, dates, doubts="refuse", frequency=None):
    findings = Findings(doubts)
    frequency = frequency or find_frequency(dates)
    return per_period(rate, declared, dates, frequency, findings), findings


def on(rate, declared, dates):
    """The rate on the dates, checked to stand on exactly these."""
    result, _ = asked(rate, declared, dates)
    assert result.index is dates
    assert result.name == "risk_free"
    return result.to_numpy()


def told(rate, declared, dates):
    return [line.reading for line in asked(rate, declared, dates)[1].lines]


def refused(rate, declared, dates, doubts="warn", frequency=None):
    with pytest.raises(InputError) as error:
        asked(rate, declared, dates, doubts, frequency)
    return str(error.value)


def series(value, dates):
    return pd.Series(value, dates)


def months_of(dates):
    return pd.DatetimeIndex(dates).to_period("M")


# Units.


def test_no_rate_stays_none():
    assert asked(None, "annual", MONTHS)[0] is None


@pytest.mark.parametrize(
    ("dates", "periods"),
    [(DAYS, 252), (EVERY_DAY, 365), (WEEKS, 52), (MONTHS, 12), (QUARTERS, 4), (YEARS, 1)],
)
@given(rate=rates)
@settings(max_examples=20)
def test_the_four_units_of_one_rate_are_one_rate(dates, periods, rate):
    per = (1.0 + rate) ** (1.0 / periods) - 1.0
    for value, unit in [
        (per, "period"),
        (100 * per, "percent"),
        (rate, "annual"),
        (100 * rate, "annual-percent"),
    ]:
        for given_rate in (value, series(value, dates)):
            np.testing.assert_allclose(on(given_rate, unit, dates), per, rtol=1e-9, atol=1e-13)


def test_a_rate_per_period_on_the_dates_is_taken_to_the_last_digit():
    rate = series(np.linspace(1e-5, 3e-4, len(DAYS)), DAYS)
    np.testing.assert_array_equal(on(rate, None, DAYS), rate.to_numpy())
    np.testing.assert_array_equal(on(0.0123, "period", MONTHS), 0.0123)


def test_what_was_subtracted_is_told_per_period_and_per_year():
    assert told(0.000163, None, MONTHS) == [
        "subtracted on average 0.0163% per period, 0.196% a year"
    ]
    (reading,) = told(2.0, "annual-percent", DAYS)
    assert reading == (
        "annual and in percent, converted to the day; "
        "subtracted on average 0.00786% per period, 2% a year"
    )
    (line,) = asked(0.01, "period", MONTHS)[1].lines
    assert (line.check, line.item, line.severity) == ("risk-free rate", "RiskFree", "note")
    assert line.found == pytest.approx(0.01)


def test_without_a_frequency_there_is_no_figure_per_year():
    assert told(0.002, None, MONTHS[:2]) == ["subtracted on average 0.2% per period"]


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.000163, "0.0163%"),
        (8.57, "857%"),
        (-0.005, "-0.5%"),
        (1e-8, "0.000001%"),
        (123.4, "12,340%"),
        (0.0, "0%"),
        (1e9, "more than 1,000,000%"),
    ],
)
def test_a_share_is_shown_with_three_digits_and_never_as_a_power(share, shown):
    assert in_percent(share) == shown


# Undeclared.


@pytest.mark.parametrize("doubts", ["warn", "refuse"])
def test_an_annual_rate_on_months_names_the_units_that_make_sense_of_it(doubts):
    assert refused(0.02, None, MONTHS, doubts) == (
        "RiskFree: 0.02 would be 26.8% a year as a decimal rate per month; declare what it is: "
        "risk_free_is=annual (2% a year), risk_free_is=percent (0.24% a year), "
        "risk_free_is=annual-percent (0.02% a year) or risk_free_is=period if it is so."
    )


def test_a_daily_rate_in_percent_names_percent_first():
    sentence = refused(series(0.009, DAYS), None, DAYS)
    assert sentence.startswith(
        "RiskFree: 0.009 would be 856% a year as a decimal rate per day; declare what it is: "
        "risk_free_is=percent (2.29% a year), risk_free_is=annual (0.9% a year), "
    )
    np.testing.assert_allclose(on(series(0.009, DAYS), "percent", DAYS), 0.00009, rtol=1e-12)


@pytest.mark.parametrize(
    ("rate", "dates", "first"),
    [
        (2.0, MONTHS, "annual-percent (2% a year) or"),
        (5.0, DAYS, "annual-percent (5% a year) or"),
        (0.4, MONTHS, "percent (4.91% a year), "),
        (0.07, QUARTERS, "annual (7% a year), "),
        (-0.005, MONTHS, "annual (-0.5% a year), "),
        (-0.75, MONTHS, "annual-percent (-0.75% a year) or"),
    ],
)
def test_the_most_usual_reading_is_named_first(rate, dates, first):
    assert f"; declare what it is: risk_free_is={first}" in refused(rate, None, dates)


def test_a_rate_that_no_unit_makes_usual_is_to_be_corrected():
    assert refused(1e6, None, MONTHS).endswith(
        "; correct it, or declare what it is: risk_free_is=period, risk_free_is=annual, "
        "risk_free_is=percent or risk_free_is=annual-percent."
    )


@pytest.mark.parametrize(
    ("rate", "dates"),
    [
        (0.0, DAYS),
        (0.0135, MONTHS),  # the dearest month of US bills, in 1981
        (0.0006, DAYS),
        (0.2, YEARS),
        (-0.0016, MONTHS),
        (series([0.0] * 30 + [0.0135] * 30, MONTHS), MONTHS),
        # A weekend is paid on its Monday.
        (series(np.where(DAYS.day_of_week == 0, 6e-4, 2e-4), DAYS), DAYS),
    ],
)
def test_no_alarm_at_usual_rates(rate, dates):
    result, findings = asked(rate, None, dates)
    assert result.notna().all()
    assert [line.severity for line in findings.lines] == ["note"]


def test_years_near_zero_do_not_hide_an_annual_rate():
    """The mean, 1.04% a month, would pass as 13% a year."""
    annual = series(np.where(MONTHS.year == 2022, 0.05, 0.0005), MONTHS)
    assert "0.05 on average in 2022 would be 79.6% a year" in refused(annual, None, MONTHS)


@pytest.mark.parametrize("rate", [0.03, 0.05, 0.10, series(0.10, MONTHS)])
def test_declared_anything_goes(rate):
    """Argentina in 2023: about 10% a month."""
    np.testing.assert_array_equal(on(rate, "period", MONTHS), rate)
    assert "risk_free_is=period if it is so" in refused(rate, None, MONTHS)


def test_a_check_of_the_data_lists_the_refusal():
    result, findings = asked(0.02, None, MONTHS, "list")
    assert [line.severity for line in findings.lines] == ["error"]
    assert result.iloc[0] == 0.02


@pytest.mark.parametrize("declared", ["Annual", " ANNUAL "])
def test_a_unit_is_known_whatever_its_case(declared):
    np.testing.assert_allclose(on(0.02, declared, MONTHS), 1.02 ** (1 / 12) - 1)


def test_an_unknown_unit_is_refused():
    assert refused(0.02, "monthly", MONTHS).startswith('risk_free_is is "monthly"; choose one of ')


@pytest.mark.parametrize(
    ("rate", "declared", "found"),
    [
        (-2.0, "period", "the rate of 2018-01-31 is -200%"),
        (-2.0, None, "-2 would be -100% a year"),
        (series([0.01] * 59 + [-150.0], MONTHS), "annual-percent", "of 2022-12-31 is -150%"),
        (-1.0, "annual", "is -100%"),
    ],
)
def test_a_rate_that_leaves_nothing_is_refused(rate, declared, found):
    assert found in refused(rate, declared, MONTHS)
    _, findings = asked(rate, declared, MONTHS, "list")
    assert findings.lines[0].severity == "error"


def test_a_rate_that_grows_beyond_all_numbers_is_refused():
    assert "infinite one by 2018-01-31" in refused(series(1e99, DAYS), "period", MONTHS)


def test_an_annual_rate_needs_a_frequency():
    assert refused(0.02, "annual", MONTHS[:2]) == (
        "RiskFree: an annual rate cannot be converted, as the returns come at no known frequency; "
        "give the rate per period."
    )
    assert asked(0.02, "annual", MONTHS[:2], "list")[0].isna().all()


# Tables that say percent.


def rate_table(value, dates, **facts):
    return InputTable(pd.DataFrame({"Rate (%)": value}, dates), **{"unit": "percent", **facts})


def test_percent_of_a_header_that_may_be_per_month_or_per_year_is_to_be_declared():
    assert refused(rate_table(0.2, MONTHS), None, MONTHS) == (
        "RiskFree: 0.2 is in percent, but it may be per month or per year; declare what it is: "
        "risk_free_is=percent (2.43% a year) or risk_free_is=annual-percent (0.2% a year)."
    )


@pytest.mark.parametrize(
    ("value", "dates", "per"),
    [
        (5.0, MONTHS, 1.05 ** (1 / 12) - 1),
        (2.0, DAYS, 1.02 ** (1 / 252) - 1),
        (4.0, YEARS, 0.04),
    ],
)
def test_percent_of_a_header_with_one_usual_reading_is_read_so_and_told(value, dates, per):
    np.testing.assert_allclose(on(rate_table(value, dates), None, dates), per, rtol=1e-9)
    assert "in percent" in told(rate_table(value, dates), None, dates)[0]


@pytest.mark.parametrize(
    ("declared", "per"),
    [
        ("period", 0.002),
        ("percent", 0.002),
        ("annual", 1.002 ** (1 / 12) - 1),
        ("annual-percent", 1.002 ** (1 / 12) - 1),
    ],
)
def test_percent_of_a_header_stays_percent_when_its_time_is_declared(declared, per):
    np.testing.assert_allclose(on(rate_table(0.2, MONTHS), declared, MONTHS), per, rtol=1e-9)


def test_percent_that_no_reading_makes_usual_is_refused():
    assert "500 would be" in refused(rate_table(500.0, MONTHS), None, MONTHS)


@pytest.mark.parametrize("declared", ["annual", "annual-percent", None])
def test_a_table_that_was_divided_when_it_was_read_is_not_divided_twice(declared):
    read = rate_table(0.02, MONTHS, kind="returns")
    np.testing.assert_allclose(on(read, declared, MONTHS), 1.02 ** (1 / 12) - 1, rtol=1e-9)
    assert "0.2 is in percent, but" in refused(
        rate_table(0.002, MONTHS, kind="returns"), None, MONTHS
    )


def test_a_table_in_decimals_is_judged_as_a_series_is():
    table = rate_table(0.002, MONTHS, kind="returns", unit="decimal")
    np.testing.assert_array_equal(on(table, None, MONTHS), 0.002)


def test_a_table_of_months_says_how_often_it_comes():
    """Two months have no frequency of their own."""
    firsts = pd.DatetimeIndex(["2018-01-01", "2018-02-01"], name="date")
    table = rate_table(1.0, firsts, unit=None, frequency="monthly", kind="returns")
    result = on(table, "period", DAYS)
    assert np.count_nonzero(~np.isnan(result)) == np.count_nonzero(DAYS < "2018-03-01")
    assert "monthly, spread over the days of each month" in told(table, "period", DAYS)[0]


# The same periods.


@pytest.mark.parametrize("freq", ["MS", "BME", "ME"])
def test_months_match_whichever_day_stands_for_them(freq):
    dates = pd.date_range("2018-01-01", periods=60, freq=freq)
    rate = series(np.linspace(0.001, 0.002, 60), dates)
    np.testing.assert_array_equal(on(rate, None, MONTHS), rate.to_numpy())


def test_of_two_rows_in_the_running_month_the_last_counts():
    rate = series(np.linspace(0.001, 0.002, 60), MONTHS)
    rate = pd.concat([rate.iloc[:-1], series([0.004, 0.005], MONTHS[-2:] + pd.Timedelta(days=20))])
    moved = rate.set_axis(rate.index[:-2].append(pd.DatetimeIndex(["2022-12-15", "2022-12-30"])))
    assert on(moved, None, MONTHS)[[57, 58, 59]].tolist() == [*rate.iloc[[57, 58]], 0.005]


def test_weeks_and_quarters_and_years_match_too():
    for dates, shift in ((WEEKS, 2), (QUARTERS, 80), (YEARS, 300)):
        rate = series(np.linspace(0.0001, 0.0002, len(dates)), dates - pd.Timedelta(days=shift))
        np.testing.assert_array_equal(on(rate, None, dates), rate.to_numpy())


def test_dates_without_a_rate_have_none():
    rate = series(1e-4, DAYS).drop(DAYS[[3, 7]])
    rate.iloc[0] = np.nan
    assert np.flatnonzero(np.isnan(on(rate, None, DAYS))).tolist() == [0, 3, 7]


def test_a_few_rows_match_by_period_where_that_is_unique():
    rate = series([0.001, 0.002], pd.DatetimeIndex(["2018-01-15", "2018-03-15"]))
    result = on(rate, None, MONTHS)
    assert result[[0, 2]].tolist() == [0.001, 0.002]
    assert np.isnan(result[[1, 3]]).all()
    assert on(series(0.001, pd.date_range("2018-01-01", periods=60, freq="MS")), None, MONTHS[:2])[
        1
    ] == pytest.approx(0.001)


def test_rows_that_would_share_a_period_match_by_day():
    rate = series([0.001, 0.002], pd.DatetimeIndex(["2018-01-15", "2018-01-31"]))
    result = on(rate, None, MONTHS)
    assert result[0] == 0.002
    assert np.isnan(on(rate.shift(-1, freq="D"), None, MONTHS)).all()


@pytest.mark.parametrize("rate", [series(np.nan, DAYS), series([], DAYS[:0])])
def test_a_rate_without_a_number_is_unknown_everywhere(rate):
    result, findings = asked(rate.astype(float), None, DAYS)
    assert result.isna().all()
    assert findings.lines == []


# Finer and coarser.


@given(seed=st.integers(0, 2**32 - 1), every=st.booleans())
@settings(max_examples=25)
def test_a_daily_rate_compounds_to_months_as_the_product_of_its_days(seed, every):
    days = EVERY_DAY if every else TRADED
    rate = series(np.random.default_rng(seed).uniform(-1e-4, 5e-4, len(days)), days)
    by_hand = (1 + rate).groupby(months_of(days)).prod() - 1
    for dates in (MONTHS, MONTHS - pd.offsets.MonthBegin()):
        np.testing.assert_allclose(on(rate, None, dates), by_hand, rtol=1e-10, atol=1e-14)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_a_monthly_rate_on_days_compounds_back_to_the_month(seed):
    rate = series(np.random.default_rng(seed).uniform(-0.001, 0.015, len(MONTHS)), MONTHS)
    for days in (DAYS, TRADED, EVERY_DAY):
        daily = series(on(rate, None, days), days)
        back = (1 + daily).groupby(months_of(days)).prod() - 1
        # The first and the last month could be begun, and get the days of a usual one.
        np.testing.assert_allclose(back.iloc[1:-1], rate.iloc[1:-1], rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(back, rate, rtol=0.2, atol=1e-4)
        assert daily.groupby(months_of(days)).nunique().eq(1).all()


@pytest.mark.parametrize(
    ("fine", "wide", "group"),
    [(MONTHS, QUARTERS, "Q"), (MONTHS, YEARS, "Y"), (QUARTERS, YEARS, "Y"), (DAYS, YEARS, "Y")],
)
def test_every_finer_rate_compounds_and_every_coarser_one_compounds_back(fine, wide, group):
    rate = series(np.linspace(1e-5, 3e-4, len(fine)), fine)
    by_hand = (1 + rate).groupby(fine.to_period(group)).prod() - 1
    np.testing.assert_allclose(on(rate, None, wide), by_hand, rtol=1e-10)
    coarse = series(np.linspace(0.001, 0.02, len(wide)), wide)
    back = (1 + series(on(coarse, None, fine), fine)).groupby(fine.to_period(group)).prod() - 1
    np.testing.assert_allclose(back, coarse, rtol=1e-2 if fine is DAYS else 1e-10)


def test_a_daily_rate_compounds_to_the_days_of_each_week():
    """Wednesday to Wednesday, and a week that ended a day early."""
    dates = pd.date_range("2018-01-10", periods=100, freq="W-WED")
    dates = dates.delete(20).insert(20, dates[20] - pd.Timedelta(days=1))
    rate = series(np.linspace(1e-5, 3e-4, len(DAYS)), DAYS)
    result = on(rate, None, dates)
    for row in (1, 20, 21, 99):
        days = rate[(rate.index > dates[row - 1]) & (rate.index <= dates[row])]
        assert result[row] == pytest.approx(np.prod(1 + days) - 1, rel=1e-10)


def test_a_month_that_the_daily_rate_does_not_cover_has_none():
    rate = series(1e-4, DAYS)
    for first, last in (("2018-01-19", "2022-12-08"), ("2018-01-13", "2022-12-20")):
        result = on(rate[first:last], None, MONTHS)
        assert np.isnan(result[[0, -1]]).all()
        assert not np.isnan(result[1:-1]).any()


def test_a_month_of_which_the_daily_rate_lacks_half_has_none():
    rate = series(1e-4, DAYS)
    rate = rate.drop(rate["2019-03-06":"2019-03-22"].index)
    assert np.flatnonzero(np.isnan(on(rate, None, MONTHS))).tolist() == [14]


def test_a_week_after_a_missing_row_has_the_rate_of_one_week():
    result = on(series(1e-4, DAYS), None, WEEKS.delete(40))
    np.testing.assert_allclose(result[1:], 1.0001**5 - 1, rtol=1e-10)


def test_a_year_without_one_of_its_months_has_no_rate():
    result = on(series(0.001, MONTHS).drop(MONTHS[14]), None, YEARS)
    assert np.flatnonzero(np.isnan(result)).tolist() == [1]


@pytest.mark.parametrize("closed", [("2019-02-04", "2019-02-11"), ("2020-10-01", "2020-10-09")])
def test_long_holidays_leave_a_month_whole(closed):
    """The Chinese ones."""
    rate = series(1e-4, DAYS)
    rate = rate[(rate.index < closed[0]) | (rate.index >= closed[1])]
    assert not np.isnan(on(rate, None, MONTHS)).any()


def test_a_month_of_which_the_returns_have_a_few_days_gives_each_the_usual_part():
    days = DAYS[DAYS >= "2018-01-25"]
    result = on(series(0.0042, MONTHS), None, days)
    assert result[0] == pytest.approx(1.0042 ** (1 / 21) - 1, rel=0.05)


def test_months_spread_in_a_quarter_with_a_missing_month_keep_their_third():
    result = on(series(0.03, QUARTERS), "period", MONTHS.delete(4))
    np.testing.assert_allclose(result, 1.03 ** (1 / 3) - 1, rtol=1e-10)


def test_days_with_weekends_beside_business_days():
    """A rate of business days is spread over the weekend; one of all days is compounded over it."""
    business = series(3e-4, DAYS)
    spread = series(on(business, None, EVERY_DAY), EVERY_DAY)
    assert spread["2018-06-11"] == pytest.approx(1e-4, rel=1e-3)  # a Monday
    assert spread["2018-06-12"] == pytest.approx(3e-4)
    total = np.prod(1 + business["2018-06-05":"2018-06-11"]) - 1
    assert np.prod(1 + spread["2018-06-05":"2018-06-11"]) - 1 == pytest.approx(total, rel=1e-10)
    assert "daily, spread over the weekends" in told(business, None, EVERY_DAY)[0]
    every = series(on(series(1e-4, EVERY_DAY), None, DAYS), DAYS)
    assert every["2018-06-11"] == pytest.approx(1.0001**3 - 1)
    assert every["2018-06-12"] == pytest.approx(1e-4)


def test_a_weekly_rate_on_days():
    daily = series(on(series(0.001, WEEKS), None, DAYS), DAYS)
    assert np.prod(1 + daily["2018-06-04":"2018-06-08"]) - 1 == pytest.approx(0.001, rel=1e-10)


@pytest.mark.parametrize(
    ("rate", "dates", "said"),
    [
        (series(9e-5, DAYS), MONTHS, "daily, compounded to the month; subtracted on average 0.19"),
        (series(0.002, MONTHS), DAYS, "monthly, spread over the days of each month; subtracted"),
        (series(0.001, QUARTERS), MONTHS, "quarterly, spread over the months of each quarter; "),
        (series(0.001, WEEKS), MONTHS, "weekly, compounded to the month; "),
    ],
)
def test_what_was_done_to_the_frequency_is_told(rate, dates, said):
    (reading,) = told(rate, None, dates)
    assert reading.startswith(said)


def test_the_unit_of_a_rate_is_judged_at_its_own_frequency():
    """1.5% a quarter is usual, and would not be a day."""
    assert on(series(0.015, QUARTERS), None, DAYS).max() < 3e-4
    assert "per day" in refused(series(0.015, DAYS), None, QUARTERS)


# Annual rates.


def test_annual_quotes_of_days_are_averaged_over_the_month():
    quotes = series(np.linspace(0.01, 0.05, len(DAYS)), DAYS)
    mean = np.expm1(np.log1p(quotes).groupby(months_of(DAYS)).mean() / 12)
    np.testing.assert_allclose(on(quotes, "annual", MONTHS), mean, rtol=1e-10)


def test_annual_quotes_of_months_hold_on_the_days_of_the_month():
    quotes = series(np.linspace(0.01, 0.05, len(MONTHS)), MONTHS - pd.offsets.MonthBegin())
    daily = series(on(quotes, "annual", DAYS), DAYS)
    assert daily["2018-03-05"] == pytest.approx((1 + quotes.iloc[2]) ** (1 / 252) - 1, rel=1e-10)
    assert daily["2018-03-30"] == daily["2018-03-05"]


def test_the_last_quote_stands_where_none_is_but_not_for_long():
    quotes = series(np.linspace(0.01, 0.05, len(DAYS)), DAYS)
    quotes = quotes.drop(DAYS[[50, 51]])[: DAYS[-20]]
    result, findings = asked(quotes, "annual", DAYS)
    assert result.iloc[50] == result.iloc[51] == result.iloc[49]
    assert result.iloc[-1:].isna().all()
    (carried, _) = findings.lines
    assert carried.found == 2 + 5
    assert carried.severity == "note"


def test_a_policy_rate_stands_until_it_is_changed():
    changes = series(
        [0.01, 0.0125, 0.0075], pd.DatetimeIndex(["2017-12-14", "2018-02-01", "2021-06-18"])
    )
    result = series(on(changes, "annual", DAYS), DAYS)
    assert result["2018-01-31"] == pytest.approx(1.01 ** (1 / 252) - 1, rel=1e-10)
    assert result["2018-02-01"] == pytest.approx(1.0125 ** (1 / 252) - 1, rel=1e-10)
    assert result["2022-12-30"] == pytest.approx(1.0075 ** (1 / 252) - 1, rel=1e-10)


def test_before_the_first_quote_no_annual_rate_is_known():
    quotes = series([0.01, 0.02], pd.DatetimeIndex(["2018-02-01", "2019-02-01"]))
    result = on(quotes, "annual", DAYS)
    assert np.isnan(result[DAYS < "2018-02-01"]).all()
    assert not np.isnan(result[DAYS >= "2018-02-01"]).any()


def test_a_rate_of_one_frequency_named_by_the_caller():
    """The returns were compounded to months that they are too few to show."""
    dates = MONTHS[:2]
    result, _ = asked(0.02, "annual", dates, frequency=Frequency("monthly"))
    np.testing.assert_allclose(result, 1.02 ** (1 / 12) - 1)


@pytest.mark.parametrize(
    "weights", [{"A": 0.5, "B": 0.5}, pd.Series({"A": 0.5, "B": 0.5})], ids=["dict", "series"]
)
def test_weights_in_the_place_of_the_rate_are_told_the_order(weights):
    """Weights stood there in earlier versions, and pandas would make dates of some names."""
    with pytest.raises(
        InputError, match=r'"B" is given where a date or a rate is expected; .*order'
    ):
        check_rate(weights)


def test_cells_with_names_in_the_place_of_the_rate_are_told_the_order():
    with pytest.raises(InputError, match="the order of the arguments is assets, factors"):
        parse_risk_free([["Asset", "Weight"], ["AAPL", 0.5], ["MSFT", 0.5]])
