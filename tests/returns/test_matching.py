"""Assets and factors that come differently often, or stand under different days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.errors import InputError, LabfolioError
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.matching import match
from labfolio_xl.returns.tables.input_table import InputTable

FIRST, LAST = "2018-01-01", "2021-12-31"
BUSINESS = pd.date_range(FIRST, LAST, freq="B")
ALL_DAYS = pd.date_range(FIRST, LAST)
MONTHS = pd.period_range("2018-01", "2021-12", freq="M")
LABELS = {
    "start": MONTHS.to_timestamp(),
    "first business day": pd.date_range(FIRST, LAST, freq="BMS"),
    "last business day": pd.date_range(FIRST, LAST, freq="BME"),
    "end": MONTHS.to_timestamp(how="end").normalize(),
}


def table_of(dates, names="AB", seed=0):
    draws = np.random.default_rng(seed).normal(0.0004, 0.01, (len(dates), len(names)))
    return pd.DataFrame(draws, index=dates, columns=list(names)).rename_axis("date")


def prices_of(returns):
    """A price on the day before the first return, and after each."""
    before = returns.index[:1] - pd.Timedelta(days=1)
    growth = pd.concat([pd.DataFrame(0.0, before, returns.columns), returns])
    return 100.0 * (1.0 + growth).cumprod().rename_axis("date")


def compounded(returns, code):
    return (1.0 + returns).groupby(returns.index.to_period(code)).prod() - 1.0


DAILY = table_of(BUSINESS)
DAILY_FACTORS = table_of(BUSINESS, "MS", seed=1)
MONTHLY = compounded(DAILY, "M")
MONTHLY_FACTORS = compounded(DAILY_FACTORS, "M")


def matched(assets, factors, kinds="returns returns", frequency=None, doubts="refuse"):
    """The rows that both have, the frequency, and the lines of the report."""
    kind, factor_kind = kinds.split()
    findings = Findings(doubts=doubts)
    left, right, found = match(
        InputTable(assets, kind), InputTable(factors, factor_kind), frequency, findings
    )
    dates = left.index.intersection(right.index)
    return left.loc[dates], right.loc[dates], found, findings.lines


def severities(lines):
    return sorted({line.severity for line in lines})


def check(left, right, assets, factors):
    """The matched numbers are those of the same periods of two tables by period."""
    code = assets.index.freqstr
    periods = left.index.to_period(code)
    np.testing.assert_allclose(left, assets.loc[periods], rtol=0, atol=1e-12)
    np.testing.assert_allclose(right, factors.loc[periods], rtol=0, atol=1e-12)


# --- nothing to do


@pytest.mark.parametrize("offset", ["B", "D", "W-FRI", "BME", "QE", "YS", "10D"])
def test_tables_of_the_same_dates_are_returned_as_they_are(offset):
    dates = pd.date_range("2000-01-03", periods=40, freq=offset)
    assets, factors = table_of(dates), table_of(dates, "M", seed=1)
    findings = Findings(doubts="refuse")
    left, right, _ = match(
        InputTable(assets, "returns"), InputTable(factors, "values"), None, findings
    )
    assert left is assets
    assert right is factors
    assert findings.lines == []


def test_spans_that_differ_are_no_business_of_the_match_and_a_holiday_is_told():
    assets, factors = DAILY.iloc[300:].drop(DAILY.index[400]), DAILY_FACTORS.iloc[:900]
    findings = Findings(doubts="refuse")
    left, right, frequency = match(
        InputTable(assets, "returns"), InputTable(factors, "returns"), None, findings
    )
    assert left is assets
    assert right is factors
    assert frequency == Frequency("daily")
    assert severities(findings.lines) == ["note"]


def test_blank_rows_of_a_table_that_needs_nothing_stay():
    """A rule that refuses missing cells must still find them."""
    assets = DAILY.copy()
    assets.iloc[5] = np.nan
    left, _, _ = match(
        InputTable(assets, "returns"), InputTable(DAILY_FACTORS, "returns"), None, Findings()
    )
    assert left is assets


# --- different frequencies of returns


@pytest.mark.parametrize(
    ("assets", "factors", "finer", "words"),
    [
        (
            DAILY,
            MONTHLY_FACTORS.set_axis(LABELS["last business day"]),
            "Assets",
            "daily, the returns of Factors are monthly; say frequency=monthly",
        ),
        (
            MONTHLY.set_axis(LABELS["start"]),
            DAILY_FACTORS,
            "Factors",
            "daily, the returns of Assets are monthly; say frequency=monthly",
        ),
        (
            table_of(ALL_DAYS),
            table_of(pd.date_range(FIRST, LAST, freq="W-FRI"), "M"),
            "Assets",
            "daily with weekends, the returns of Factors are weekly; say frequency=weekly",
        ),
        (
            MONTHLY.set_axis(LABELS["end"]),
            table_of(pd.date_range(FIRST, LAST, freq="QE"), "M"),
            "Assets",
            "say frequency=quarterly",
        ),
    ],
)
@pytest.mark.parametrize("doubts", ["refuse", "warn"])
def test_returns_that_come_differently_often_are_refused(assets, factors, finer, words, doubts):
    """In a frame too: the numbers would certainly be wrong."""
    with pytest.raises(InputError) as raised:
        matched(assets, factors, doubts=doubts)
    assert str(raised.value).startswith(f"{finer}: the returns are ")
    assert words in str(raised.value)


def test_daily_returns_beside_monthly_values_are_refused():
    with pytest.raises(InputError, match="the values of Factors are monthly"):
        matched(DAILY, MONTHLY_FACTORS.set_axis(LABELS["end"]), "returns values")


def test_a_check_lists_the_frequencies_and_goes_on():
    *_, lines = matched(DAILY, MONTHLY_FACTORS.set_axis(LABELS["end"]), doubts="list")
    assert [line.severity for line in lines] == ["error"]
    assert "daily" in lines[0].found
    assert "monthly" in lines[0].found


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("swap", [False, True])
def test_frequency_compounds_the_finer_returns(label, swap):
    factors = MONTHLY_FACTORS.set_axis(LABELS[label])[1:]
    if swap:
        right, left, found, lines = matched(factors, DAILY, frequency="monthly")
    else:
        left, right, found, lines = matched(DAILY, factors, frequency="monthly")
    check(left, right, MONTHLY, MONTHLY_FACTORS)
    assert len(left) == 47
    assert found == Frequency("monthly")
    assert severities(lines) == ["note"]
    assert "compounded from daily returns" in lines[0].reading


@pytest.mark.parametrize(
    ("frequency", "code"), [("weekly", "W-SUN"), ("quarterly", "Q-DEC"), ("yearly", "Y-DEC")]
)
def test_frequency_compounds_both(frequency, code):
    left, right, found, _ = matched(DAILY, DAILY_FACTORS, frequency=frequency)
    check(left, right, compounded(DAILY, code), compounded(DAILY_FACTORS, code))
    assert found == Frequency(frequency)


@pytest.mark.parametrize(("frequency", "offset"), [("daily", "BME"), ("monthly", "QE")])
def test_a_frequency_finer_than_a_table_is_refused(frequency, offset):
    coarse = table_of(pd.date_range(FIRST, LAST, freq=offset), "M")
    with pytest.raises(InputError, match=f"Factors: .* cannot become {frequency}"):
        matched(DAILY, coarse, frequency=frequency)


# --- prices


@pytest.mark.parametrize("label", ["start", "last business day", "end"])
@pytest.mark.parametrize("kind", ["prices", "returns"])
def test_daily_prices_beside_monthly_tables_give_monthly_returns(label, kind):
    """Sampled before returns are taken: the answer of two monthly tables."""
    monthly = MONTHLY_FACTORS.set_axis(LABELS[label])
    factors = monthly if kind == "returns" else prices_of(monthly).iloc[1:]
    left, right, found, lines = matched(prices_of(DAILY), factors, f"prices {kind}")
    check(left, right, MONTHLY, MONTHLY_FACTORS)
    assert len(left) == (48 if kind == "returns" else 47)
    assert found == Frequency("monthly")
    assert severities(lines) == ["note"]


def test_monthly_prices_beside_daily_prices_of_factors():
    assets = prices_of(MONTHLY.set_axis(LABELS["last business day"])).iloc[1:]
    left, right, found, lines = matched(assets, prices_of(DAILY_FACTORS), "prices prices")
    check(left, right, MONTHLY, MONTHLY_FACTORS)
    assert len(left) == 47
    assert found == Frequency("monthly")
    assert "daily prices" in lines[0].sentence


@pytest.mark.parametrize(
    ("offset", "code"), [("W-FRI", "W-SUN"), ("BQE", "Q-DEC"), ("BYE", "Y-DEC")]
)
def test_daily_prices_beside_weeks_quarters_and_years(offset, code):
    coarse = compounded(DAILY_FACTORS, code)
    factors = coarse.set_axis(pd.date_range(FIRST, periods=len(coarse), freq=offset))
    left, right, _, _ = matched(prices_of(DAILY), factors, "prices returns")
    check(left, right, compounded(DAILY, code), coarse)
    assert len(left) >= len(coarse) - 1


def test_prices_are_sampled_on_days_of_measurement():
    """Third Fridays, from one to the next."""
    days = pd.date_range(FIRST, LAST, freq="WOM-3FRI")
    prices, factor_prices = prices_of(DAILY), prices_of(DAILY_FACTORS)
    factors = factor_prices.loc[days].pct_change().iloc[1:]
    left, right, _, _ = matched(prices, factors, "prices returns")
    expected = prices.loc[days].pct_change().iloc[1:]
    np.testing.assert_allclose(left, expected.iloc[1:], atol=1e-12)
    assert right.index.equals(days[2:])


def test_a_last_row_of_the_running_month_is_read_on_its_own_day():
    """Monthly downloads on first days end with a row of the day of the download."""
    until = DAILY_FACTORS[:"2021-12-15"]
    labels = LABELS["start"].append(pd.DatetimeIndex(["2021-12-15"]))
    last = compounded(until, "M")
    index = prices_of(last.set_axis(LABELS["start"])).iloc[1:]
    factors = pd.concat([index, index.iloc[-1:]]).set_axis(labels)
    left, right, _, _ = matched(prices_of(DAILY), factors, "prices prices")
    np.testing.assert_allclose(left.iloc[-1], compounded(DAILY[:"2021-12-15"], "M").iloc[-1])
    np.testing.assert_allclose(right.iloc[-1], last.iloc[-1])


def test_a_begun_month_of_daily_prices_is_left_out():
    prices = prices_of(DAILY)[:"2021-12-20"]
    factors = MONTHLY_FACTORS.set_axis(LABELS["end"])
    left, _, _, _ = matched(prices, factors, "prices returns")
    assert left.index[-1] == pd.Timestamp("2021-11-30")


def test_a_price_that_is_a_week_old_is_missing():
    prices = prices_of(DAILY)
    prices.loc["2019-06-25":"2019-06-30", "A"] = np.nan  # known on the 24th, six days before
    prices.loc["2019-09-23":"2019-09-30", "A"] = np.nan  # known on the 20th
    left, _, _, _ = matched(prices, MONTHLY_FACTORS.set_axis(LABELS["end"]), "prices returns")
    missing = left.index[left["A"].isna()]
    assert missing.strftime("%Y-%m").tolist() == ["2019-09", "2019-10"]
    through = prices.loc["2019-06-24", "A"] / prices.loc["2019-05-31", "A"] - 1.0
    assert left.loc["2019-06", "A"].item() == pytest.approx(through)


def test_returns_of_months_without_a_price_are_left_out():
    prices = prices_of(MONTHLY.set_axis(LABELS["end"])).iloc[1:]
    assets = prices.drop(prices.index[[10, 11]])
    left, right, _, lines = matched(
        assets, MONTHLY_FACTORS.set_axis(LABELS["end"]), "prices returns"
    )
    check(left, right, MONTHLY, MONTHLY_FACTORS)
    assert len(left) == 44
    assert "1 hole" in [line.found for line in lines]


# --- weekends


def weekend_data():
    coin, factor = table_of(ALL_DAYS, "C"), table_of(ALL_DAYS, "M", seed=1)
    is_open = ALL_DAYS.day_of_week < 5
    step = np.append(0, np.cumsum(is_open)[:-1])
    days = ALL_DAYS[is_open]

    def over(table):
        return ((1.0 + table).groupby(step).prod() - 1.0).iloc[: len(days)].set_axis(days)

    return coin, factor, over(coin), over(factor)


@pytest.mark.parametrize(
    "kinds", ["prices prices", "prices returns", "returns prices", "returns returns"]
)
@pytest.mark.parametrize("swap", [False, True])
def test_seven_days_beside_five_are_taken_from_friday_to_monday(kinds, swap):
    coin, _, coin_steps, factor_steps = weekend_data()
    kind, factor_kind = kinds.split()
    seven = prices_of(coin) if kind == "prices" else coin
    five = prices_of(factor_steps) if factor_kind == "prices" else factor_steps
    if swap:
        right, left, found, lines = matched(five, seven, f"{factor_kind} {kind}")
    else:
        left, right, found, lines = matched(seven, five, kinds)
    np.testing.assert_allclose(left, coin_steps.loc[left.index], atol=1e-12)
    np.testing.assert_allclose(right, factor_steps.loc[right.index], atol=1e-12)
    assert len(left) >= len(factor_steps) - 1
    assert found == Frequency("daily")
    assert severities(lines) == ["note"]


def test_two_coins_keep_their_weekends():
    coin, factor, _, _ = weekend_data()
    left, _, found, lines = matched(prices_of(coin), prices_of(factor), "prices prices")
    assert found == Frequency("daily", seven_days=True)
    assert len(left) == len(ALL_DAYS)
    assert lines == []


def test_a_step_with_a_missing_day_is_left_out():
    """A Monday cannot be compounded without its Sunday."""
    coin, _, coin_steps, factor_steps = weekend_data()
    left, _, _, _ = matched(coin.drop(pd.Timestamp("2019-05-05")), factor_steps)
    assert set(coin_steps.index[1:]) - set(left.index) == {pd.Timestamp("2019-05-06")}


def test_stocks_beside_a_coin_have_their_own_mondays():
    coin, _, coin_steps, factor_steps = weekend_data()
    stock = factor_steps["M"] * 1.5
    left, _, _, _ = matched(coin.assign(Stock=stock), factor_steps)
    np.testing.assert_allclose(left["Stock"], stock.loc[left.index], atol=1e-12)
    np.testing.assert_allclose(left["C"], coin_steps["C"].loc[left.index], atol=1e-12)


@pytest.mark.parametrize("kinds", ["prices prices", "returns returns"])
def test_months_of_a_coin_end_with_those_of_business_days(kinds):
    """On a Friday, where the month ends on a Sunday."""
    coin, _, coin_steps, factor_steps = weekend_data()
    seven, five = coin, factor_steps
    if kinds == "prices prices":
        seven, five = prices_of(coin), prices_of(factor_steps)
    left, right, found, _ = matched(seven, five, kinds, frequency="monthly")
    check(left, right, compounded(coin_steps, "M"), compounded(factor_steps, "M"))
    assert len(left) >= 46
    assert found == Frequency("monthly")


# --- holidays, holes, missing rows


def test_returns_over_holidays_of_one_market_cover_the_same_days():
    prices, factors = prices_of(DAILY), prices_of(DAILY_FACTORS)
    here = prices.drop(pd.to_datetime(["2019-07-04", "2020-05-25"]))
    there = factors.drop(pd.to_datetime(["2019-05-01"]))
    left, right, _, lines = matched(here, there, "prices prices")
    common = here.index.intersection(there.index)
    np.testing.assert_allclose(left, prices.loc[common].pct_change().iloc[1:], atol=1e-12)
    np.testing.assert_allclose(right, factors.loc[common].pct_change().iloc[1:], atol=1e-12)
    assert severities(lines) == ["note"]


def test_no_return_over_a_hole():
    prices = prices_of(DAILY)
    assets = prices[(prices.index < "2019-03-01") | (prices.index > "2019-09-01")]
    left, right, _, lines = matched(assets, prices_of(DAILY_FACTORS), "prices prices")
    np.testing.assert_allclose(left, DAILY.loc[left.index], atol=1e-12)
    np.testing.assert_allclose(right, DAILY_FACTORS.loc[right.index], atol=1e-12)
    assert pd.Timestamp("2019-09-02") not in left.index
    assert "1 hole" in [line.found for line in lines]


@given(st.lists(st.integers(0, len(MONTHS) - 1), max_size=12), st.sampled_from(sorted(LABELS)))
def test_missing_months_leave_the_others_as_they_are(missing, label):
    keep = ~np.isin(np.arange(len(MONTHS)), missing)
    assets = MONTHLY.set_axis(LABELS[label])[keep]
    left, right, _, _ = matched(assets, MONTHLY_FACTORS.set_axis(LABELS["end"]))
    check(left, right, MONTHLY, MONTHLY_FACTORS)
    assert len(left) == keep.sum()


# --- one row a period


@pytest.mark.parametrize("assets_label", LABELS)
@pytest.mark.parametrize("factors_label", LABELS)
@pytest.mark.parametrize("kinds", ["returns returns", "returns values", "values returns"])
def test_months_match_whichever_day_stands_for_them(assets_label, factors_label, kinds):
    assets = MONTHLY.set_axis(LABELS[assets_label])
    factors = MONTHLY_FACTORS.set_axis(LABELS[factors_label])
    left, right, found, lines = matched(assets, factors, kinds)
    check(left, right, MONTHLY, MONTHLY_FACTORS)
    assert len(left) == 48
    assert found == Frequency("monthly")
    assert [line.severity for line in lines] == ["note"] * (assets_label != factors_label)


def test_the_note_names_a_pair_of_days_and_their_number():
    *_, lines = matched(
        MONTHLY.set_axis(LABELS["last business day"]), MONTHLY_FACTORS.set_axis(LABELS["end"])
    )
    (line,) = lines
    apart = int((LABELS["last business day"] != LABELS["end"]).sum())
    assert line.found == f"{apart} of 48 months"
    assert "2018-03-30 and 2018-03-31" in line.reading


def test_first_days_mean_the_month_that_they_begin():
    *_, lines = matched(MONTHLY.set_axis(LABELS["start"]), MONTHLY_FACTORS.set_axis(LABELS["end"]))
    assert "a first day means the month that it begins" in lines[0].reading


@pytest.mark.parametrize(
    ("offset", "other", "code"),
    [
        ("W-FRI", "W-SAT", "W-SUN"),
        ("QS", "BQE", "Q-DEC"),
        ("YS", "YE", "Y-DEC"),
    ],
)
def test_weeks_quarters_and_years_match_too(offset, other, code):
    assets, factors = compounded(DAILY, code), compounded(DAILY_FACTORS, code)
    left, right, _, lines = matched(
        assets.set_axis(pd.date_range(FIRST, periods=len(assets), freq=offset)),
        factors.set_axis(pd.date_range(FIRST, periods=len(factors), freq=other)),
    )
    check(left, right, assets, factors)
    assert len(left) == len(assets)
    assert severities(lines) == ["note"]


def test_a_monday_names_the_week_that_it_begins():
    weeks, factors = compounded(DAILY, "W-SUN"), compounded(DAILY_FACTORS, "W-SUN")
    mondays = weeks.set_axis(weeks.index.to_timestamp())
    fridays = factors.set_axis(weeks.index.to_timestamp() + pd.Timedelta(days=4))
    left, right, _, lines = matched(mondays, fridays)
    check(left, right, weeks, factors)
    assert "from Monday to Sunday" in lines[0].reading


@pytest.mark.parametrize(
    ("offset", "other", "frequency"),
    [
        ("W-WED", "W-FRI", "weekly"),
        ("W-THU", "W-FRI", "weekly"),
        ("W-TUE", "W-WED", "weekly"),
        ("W-MON", "W-TUE", "weekly"),
        ("WOM-3FRI", "BME", "monthly"),
        ("QE-FEB", "QE-MAR", "quarterly"),
        ("YE-JUN", "YE-DEC", "yearly"),
    ],
)
def test_periods_measured_on_other_days_are_doubted(offset, other, frequency):
    assets = table_of(pd.date_range(FIRST, LAST, freq=offset))
    factors = table_of(pd.date_range(FIRST, LAST, freq=other), "M")
    with pytest.raises(InputError, match=f"say frequency={frequency}"):
        matched(assets, factors)
    *_, lines = matched(assets, factors, doubts="warn")
    assert severities(lines) == ["note", "warning"]
    *_, lines = matched(assets, factors, frequency=frequency)
    assert severities(lines) == ["note"]


@pytest.mark.parametrize("kind", ["returns", "prices"])
def test_weeks_dated_by_sundays_are_doubted(kind):
    """Some vendors date a week by the Sunday before it, others by the one that ends it."""
    weeks, ends = compounded(DAILY, "W-SUN"), pd.date_range(FIRST, periods=209, freq="W-SUN")
    factors = compounded(DAILY_FACTORS, "W-SUN").set_axis(ends - pd.Timedelta(days=2))
    if kind == "prices":
        factors = prices_of(DAILY_FACTORS)
    with pytest.raises(InputError, match="say frequency=weekly if the Sunday ends its week"):
        matched(weeks.set_axis(ends), factors, f"returns {kind}")
    left, right, _, lines = matched(
        weeks.set_axis(ends), factors, f"returns {kind}", frequency="weekly"
    )
    check(left, right, weeks, compounded(DAILY_FACTORS, "W-SUN"))
    assert severities(lines) == ["note"]


def test_two_tables_of_sundays_are_no_doubt():
    ends = pd.date_range(FIRST, periods=209, freq="W-SUN")
    weeks = compounded(DAILY, "W-SUN").set_axis(ends)
    *_, lines = matched(weeks, compounded(DAILY_FACTORS, "W-SUN").set_axis(ends)[5:])
    assert lines == []


def test_nothing_is_raised_but_sentences_for_tables_with_a_row_or_two():
    for assets in (prices_of(DAILY)[:1], prices_of(DAILY)[-2:]):
        with pytest.raises(LabfolioError):
            matched(assets, MONTHLY_FACTORS.set_axis(LABELS["end"]), "prices returns", "monthly")


def test_values_may_be_published_on_any_day():
    factors = table_of(LABELS["start"] + pd.Timedelta(days=14), "V")
    left, _, _, lines = matched(MONTHLY.set_axis(LABELS["end"]), factors, "returns values")
    assert len(left) == 48
    assert severities(lines) == ["note"]


def test_prices_on_first_business_days_are_doubted_beside_month_ends():
    """The price of that day, or of the month that it begins: a month lies between them."""
    assets = prices_of(MONTHLY.set_axis(LABELS["first business day"])).iloc[1:]
    for factors, kind in (
        (MONTHLY_FACTORS.set_axis(LABELS["end"]), "returns"),
        (prices_of(DAILY_FACTORS), "prices"),
    ):
        with pytest.raises(InputError, match="say frequency=monthly if each is the last price"):
            matched(assets, factors, f"prices {kind}")
        left, right, _, _ = matched(assets, factors, f"prices {kind}", frequency="monthly")
        check(left, right, MONTHLY, MONTHLY_FACTORS)


def test_two_returns_of_one_month_are_refused():
    dates = LABELS["end"].insert(5, pd.Timestamp("2018-06-12"))
    with pytest.raises(InputError, match="2018-06-12 and 2018-06-30 are both in 2018-06"):
        matched(table_of(dates), MONTHLY_FACTORS.set_axis(LABELS["start"]))


def test_dates_written_as_periods_overrule_what_the_days_show():
    """Two years of a table that has a row for each of three quarters only."""
    dates = pd.PeriodIndex(["2018Q1", "2018Q3", "2019Q3", "2020Q4"], freq="Q").to_timestamp()
    factors = compounded(DAILY_FACTORS, "Q-DEC")
    left, right, found = match(
        InputTable(table_of(dates), "returns", frequency="quarterly"),
        InputTable(factors.set_axis(factors.index.to_timestamp(how="end").normalize()), "returns"),
        None,
        Findings(doubts="refuse"),
    )
    assert len(left.index.intersection(right.index)) == 4
    assert found == Frequency("quarterly")


# --- values


@pytest.mark.parametrize("label", LABELS)
def test_daily_values_take_the_last_of_the_month(label):
    left, right, _, lines = matched(
        MONTHLY.set_axis(LABELS[label]), DAILY_FACTORS, "returns values"
    )
    last = DAILY_FACTORS.groupby(DAILY_FACTORS.index.to_period("M")).last()
    check(left, right, MONTHLY, last)
    assert len(left) == 48
    assert severities(lines) == ["note"]


def test_a_monthly_value_beside_daily_ones_is_known_all_month():
    """Published on the fifth: it stands for its month, while a price that old would not."""
    macro = DAILY_FACTORS.copy()
    fifth = (macro.index.day >= 5) & (np.append(0, macro.index.day[:-1]) < 5)
    macro.loc[~fifth, "S"] = np.nan
    left, right, _, _ = matched(MONTHLY.set_axis(LABELS["end"]), macro, "returns values")
    assert right.notna().all(axis=None)
    assert len(left) == 48


def test_values_become_monthly_beside_compounded_returns():
    left, right, _, _ = matched(DAILY, DAILY_FACTORS, "returns values", frequency="monthly")
    check(left, right, MONTHLY, DAILY_FACTORS.groupby(DAILY_FACTORS.index.to_period("M")).last())


# --- few and irregular dates


def irregular():
    days = np.sort(np.random.default_rng(3).choice(len(BUSINESS), 9, replace=False))
    return BUSINESS[days]


def test_few_or_irregular_dates_match_by_date():
    for dates in (irregular(), BUSINESS[:2]):
        left, right, found, lines = matched(DAILY.loc[dates], DAILY_FACTORS)
        assert left.index.equals(dates)
        assert right.index.equals(dates)
        assert found == Frequency("daily")
        assert severities(lines) == ["note"]


def test_two_irregular_tables_have_no_frequency():
    left, _, found, lines = matched(DAILY.loc[irregular()], DAILY_FACTORS.loc[irregular()[1:]])
    assert (len(left), found, lines) == (8, None, [])


def test_prices_of_irregular_dates_are_compared_from_one_to_the_next():
    dates = irregular()
    prices, factors = prices_of(DAILY), prices_of(DAILY_FACTORS)
    left, right, _, _ = matched(prices.loc[dates], factors, "prices prices")
    np.testing.assert_allclose(left, prices.loc[dates].pct_change().iloc[1:], atol=1e-12)
    np.testing.assert_allclose(right, factors.loc[dates].pct_change().iloc[1:], atol=1e-12)


def test_prices_of_irregular_dates_beside_daily_returns_are_doubted():
    with pytest.raises(InputError, match="days apart, mostly, on irregular dates"):
        matched(prices_of(DAILY).loc[irregular()], DAILY_FACTORS, "prices returns")


def test_tables_without_a_common_date_come_back_for_who_joins_them():
    early, late = DAILY[:"2018-12-31"], DAILY_FACTORS["2020-01-01":]
    left, right, _, _ = matched(prices_of(early), prices_of(late), "prices prices")
    assert left.empty
    assert right.empty


# --- mixed tables


def test_a_monthly_column_among_daily_ones_is_doubted_and_settled():
    fund = MONTHLY["A"].set_axis(LABELS["last business day"])
    assets = DAILY.assign(Fund=fund)
    with pytest.raises(InputError, match='"Fund" has monthly returns, other columns daily ones'):
        matched(assets, DAILY_FACTORS)
    left, _, _, lines = matched(assets, DAILY_FACTORS, frequency="monthly")
    np.testing.assert_allclose(left["Fund"], MONTHLY["A"], atol=1e-12)
    assert severities(lines) == ["note"]


def test_many_monthly_columns_are_one_line():
    funds = {f"Fund{i}": MONTHLY["A"].set_axis(LABELS["last business day"]) for i in range(50)}
    *_, lines = matched(DAILY.assign(**funds), DAILY_FACTORS, doubts="warn")
    (line,) = lines
    assert "and 46 more" in line.found


def test_columns_that_begin_late_or_have_gaps_are_no_doubt():
    assets = DAILY.copy()
    assets.loc[:"2021-06-30", "A"] = np.nan
    assets.loc[assets.index.day_of_week == 2, "B"] = np.nan
    *_, lines = matched(assets, DAILY_FACTORS)
    assert lines == []


def test_a_history_that_is_monthly_first_is_doubted():
    months = MONTHLY.set_axis(LABELS["last business day"])[:"2019-12-31"]
    mixed = pd.concat([months, DAILY["2020-01-01":]])
    with pytest.raises(InputError, match="some of the returns are monthly, others daily"):
        matched(mixed, DAILY_FACTORS)
    left, right, _, _ = matched(mixed, DAILY_FACTORS, frequency="monthly")
    check(left, right, MONTHLY, MONTHLY_FACTORS)


# --- the same whatever the order


@given(
    st.sampled_from(["prices prices", "prices returns", "returns prices", "returns returns"]),
    st.sampled_from(["daily", "weekly", "monthly", "quarterly"]),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_prices_and_returns_of_the_same_data_agree(kinds, frequency, skip, cut):
    """However both tables are given, the matched returns are those of the periods."""
    kind, factor_kind = kinds.split()
    assets, factors = DAILY.iloc[skip:], DAILY_FACTORS.iloc[: len(DAILY) - cut]
    left, right, found, _ = matched(
        prices_of(assets) if kind == "prices" else assets,
        prices_of(factors) if factor_kind == "prices" else factors,
        kinds,
        frequency,
    )
    code = {"daily": "D", "weekly": "W-SUN", "monthly": "M", "quarterly": "Q-DEC"}[frequency]
    check(left, right, compounded(DAILY, code), compounded(DAILY_FACTORS, code))
    assert found == Frequency(frequency)
    assert len(left) > 0


@pytest.mark.parametrize(("step", "severity"), [(60, "note"), (10, "warning")])
def test_days_on_which_only_the_factors_have_returns_are_told(step, severity):
    closed = np.arange(5, len(DAILY) - 5, step)
    assets = DAILY.drop(DAILY.index[closed])
    *_, lines = matched(assets, DAILY_FACTORS)
    (line,) = (line for line in lines if line.check == "closed days")
    assert (line.item, line.severity) == ("Assets", severity)
    assert line.found == f"{len(closed)} dates"
    assert f"{DAILY.index[closed[0]]:%Y-%m-%d}" in line.reading


@pytest.mark.parametrize("kinds", ["returns values", "prices returns"])
def test_closed_days_of_values_and_prices_are_no_matter(kinds):
    assets = (1.0 + DAILY).cumprod() if kinds.startswith("prices") else DAILY
    *_, lines = matched(assets.drop(DAILY.index[[20, 40]]), DAILY_FACTORS, kinds)
    assert not [line for line in lines if line.check == "closed days"]


def test_dates_before_and_after_the_other_table_are_no_closed_days():
    *_, lines = matched(DAILY.iloc[30:-30], DAILY_FACTORS)
    assert not [line for line in lines if line.check == "closed days"]
