"""Dates by column: forms that are read, orders that are settled, doubts that are told."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.errors import InputError
from labfolio_xl.returns.dates.index import may_be_date, read_dates

DAY = dt.date(2018, 1, 31)
MONTH_ENDS = pd.date_range("2017-11-30", periods=30, freq="ME")
MONTH_STARTS = pd.date_range("2017-11-01", periods=30, freq="MS")
BUSINESS_DAYS = pd.bdate_range("2017-12-20", periods=40)


def written(dates, style):
    return [date.strftime(style) for date in dates]


def days(dates):
    return [date.date() for date in dates]


def refused(cells, **options):
    with pytest.raises(InputError) as error:
        read_dates(cells, "assets", **options)
    return str(error.value)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        dt.datetime(2018, 1, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        pd.Timestamp("2018-01-31 12:00"),
        43131,
        43131.75,
        np.float64(43131),
        Decimal(43131),
        20180131,
        "20180131",
        "2018-01-31",
        "2018/1/31",
        "2018.01.31",
        " 2018-01-31T16:00:00.000Z ",
        "2018-01-31 00:00:00-05:00",
        "2018-01-31 16:00 EST",
        "31-Jan-2018",
        "31JAN2018",
        "31-Jan-18",
        "31 January 2018",
        "January 31, 2018",
        "Jan 31st, 2018",
        "Wed, 31 Jan 2018",
        "Wednesday, January 31, 2018",
        "2018-Jan-31",
        "31. Januar 2018",
        "31 janv. 2018",
        "31 de enero de 2018",
        "31 gennaio 2018",
        "31 januari 2018",
        "mercredi 31 janvier 2018",
        "01/31/2018",
        "1/31/18",
        "01/31/2018 4:00 PM",
        "31.01.2018",
        "31. 1. 2018",
        "31-01-2018",
        "Mi. 31.01.2018",
        "Wed 1/31/2018",
    ],
)
def test_one_day_in_every_form(cell):
    assert may_be_date(cell)
    assert read_dates([cell], "assets").dates == [DAY]
    assert read_dates([cell], "assets").frequency is None


@pytest.mark.parametrize(
    ("cell", "last", "frequency"),
    [
        ("201802", "2018-02-28", "monthly"),
        (201802, "2018-02-28", "monthly"),
        (201802.0, "2018-02-28", "monthly"),
        ("2018-02", "2018-02-28", "monthly"),
        ("2016/02", "2016-02-29", "monthly"),
        ("02/2018", "2018-02-28", "monthly"),
        ("2018M02", "2018-02-28", "monthly"),
        ("2018-M2", "2018-02-28", "monthly"),
        ("Feb-18", "2018-02-28", "monthly"),
        ("Feb 2018", "2018-02-28", "monthly"),
        ("Feb. 2018", "2018-02-28", "monthly"),
        ("FEB2018", "2018-02-28", "monthly"),
        ("Feb '18", "2018-02-28", "monthly"),
        ("2018 Feb", "2018-02-28", "monthly"),
        ("März 2018", "2018-03-31", "monthly"),
        ("Mrz 18", "2018-03-31", "monthly"),
        ("mar 2018", "2018-03-31", "monthly"),
        ("août 2018", "2018-08-31", "monthly"),
        ("dic-18", "2018-12-31", "monthly"),
        ("Okt 2018", "2018-10-31", "monthly"),
        ("2018Q1", "2018-03-31", "quarterly"),
        ("2018-Q4", "2018-12-31", "quarterly"),
        ("Q2 2018", "2018-06-30", "quarterly"),
        ("Q2'18", "2018-06-30", "quarterly"),
        ("3Q18", "2018-09-30", "quarterly"),
        ("2018:Q3", "2018-09-30", "quarterly"),
        ("T3 2018", "2018-09-30", "quarterly"),
        ("20183", "2018-09-30", "quarterly"),
        ("2018", "2018-12-31", "yearly"),
        (2018, "2018-12-31", "yearly"),
    ],
)
def test_a_period_becomes_its_last_day_and_says_so(cell, last, frequency):
    assert may_be_date(cell)
    column = read_dates([cell], "assets")
    assert [str(date) for date in column.dates] == [last]
    assert column.frequency == frequency
    (note,) = column.findings
    assert (note.check, note.item, note.severity) == ("dates", "Assets", "note")
    assert note.reading.endswith("each stands for its last day")


@pytest.mark.parametrize(
    "cell",
    [
        *(None, "", "  ", float("nan"), pd.NaT, pd.NA, True, False, dt.time(9)),
        *("AAPL", "MARA", "DEC", "May", "5 May", "18-Jan", "12/31", "Q1", "FY2018", "Total"),
        *(0.012, -0.5, 100, 7305, 109_939, 600519, 999_999, 20_181_301, 1e300, float("inf")),
        *("0.012", "1,234", "2018.5", "1.5", "600519", "20185", "20181301", "43131", "002415"),
        *("99/99/2018", "31/31/2018", "2018-13", "2018-02-30", "30 Feb 2018", "1/2/3", "#N/A"),
        *(-2146826246, 10**400, "x" * 5000, "1" * 5000, "31 jui 2018"),
    ],
)
def test_what_is_no_date_in_any_reading(cell):
    assert not may_be_date(cell)
    assert read_dates([cell], "assets").dates == [None]


@pytest.mark.parametrize("number", [43131, 43131.75, 8306, 9984, 101_000])
def test_a_number_of_a_text_file_is_no_serial(number):
    """Nor is the number of a Japanese share."""
    assert may_be_date(number)
    assert not may_be_date(number, text_file=True)
    assert read_dates([number], "assets", text_file=True).dates == [None]
    assert read_dates([str(number)], "assets").dates == [None]


@pytest.mark.parametrize("year", ["1677", "2262", "0001", "6999"])
def test_years_out_of_reach_do_not_look_like_dates(year):
    assert not may_be_date(f"{year}-01-31")
    assert not may_be_date(dt.datetime(int(year), 1, 31))
    assert not may_be_date(f"{year}01")
    assert not may_be_date(int(year))


def test_serials_of_both_systems():
    assert read_dates([43131, 43132.5], "assets").dates == [DAY, dt.date(2018, 2, 1)]
    assert read_dates([41669], "assets", date_system=1904).dates == [DAY]
    assert read_dates([43131, None], "assets").dates == [DAY, None]


@pytest.mark.parametrize(
    ("style", "order"),
    [
        ("%m/%d/%Y", "month, day, year"),
        ("%m/%d/%y", "month, day, year"),
        ("%d/%m/%Y", "day, month, year"),
        ("%d.%m.%Y", "day, month, year"),
        ("%d.%m.%y", "day, month, year"),
        ("%d-%m-%Y 00:00:00", "day, month, year"),
        ("%a %d/%m/%Y", "day, month, year"),
        ("%y-%m-%d", "year, month, day"),
    ],
)
@pytest.mark.parametrize("dates", [MONTH_ENDS, BUSINESS_DAYS, MONTH_ENDS[::-1], MONTH_STARTS])
def test_the_order_that_alone_fits_is_taken_with_a_note(style, order, dates):
    column = read_dates(written(dates, style), "assets")
    assert column.dates == days(dates)
    (note,) = column.findings
    assert note.reading.startswith(f"read as {order}: the only order")
    assert note.severity == "note"


def test_names_of_months_leave_nothing_open():
    assert read_dates(written(MONTH_ENDS, "%d %b %Y"), "assets").findings == ()


def test_dates_that_repeat_for_each_name_of_a_long_table_are_judged_once():
    cells = [cell for cell in written(MONTH_STARTS, "%d/%m/%Y") for _ in range(3)]
    assert read_dates(cells, "assets").dates == [d for d in days(MONTH_STARTS) for _ in range(3)]
    assert read_dates(written(MONTH_STARTS, "%d/%m/%Y") * 2, "assets").dates == 2 * days(
        MONTH_STARTS
    )


@pytest.mark.parametrize(
    "cells",
    [
        ["03/04/2018"],
        ["03/04/2018", "04/04/2018", "05/04/2018", "06/04/2018"],
        written(pd.bdate_range("2018-01-01", periods=7), "%d/%m/%Y"),
        written(MONTH_STARTS[2:12], "%m/%d/%Y"),
        ["01/12/2017", "01/12/2018", "01/12/2019"],
        ["03.04.2018", "01.04.2018", "02.04.2018"],
        ["12-01-02", "12-01-03", "12-01-04"],
    ],
    ids=["one", "days", "a week", "months of one year", "years", "unsorted", "short years"],
)
def test_an_open_order_names_both_options(cells):
    sentence = refused(cells, place=lambda number: f"cell A{number + 2}")
    assert sentence == (
        f'Assets: cell A2 holds "{cells[0]}", whose day and month can be mistaken, as in all '
        "rows; say dates=dmy or dates=mdy, or type the dates as YYYY-MM-DD."
    )
    both = [read_dates(cells, "assets", order=order) for order in ("dmy", "mdy")]
    assert both[0].dates != both[1].dates
    assert both[0].findings == both[1].findings == ()


def test_an_order_that_makes_no_difference_is_not_asked_for():
    cells = ["01/01/2018", "02/02/2018"]
    assert read_dates(cells, "assets").dates == [dt.date(2018, 1, 1), dt.date(2018, 2, 2)]


def test_a_given_order_that_does_not_fit_names_the_first_row_that_contradicts():
    cells = ["03/04/2018", "03/25/2018", "03/26/2018"]
    assert refused(cells, order="dmy", place=lambda number: f"cell A{number + 2}") == (
        'Assets: cell A3 holds "03/25/2018", which is no date in the order of dates=dmy; '
        "say dates=mdy."
    )
    assert read_dates(cells, "assets", order="mdy").dates[0] == dt.date(2018, 3, 4)
    assert refused(["25/03/2018", "03/25/2018"], order="mdy").endswith(
        "dates=mdy; type the dates as YYYY-MM-DD."
    )


def test_a_given_order_does_not_touch_what_is_not_open():
    for order in ("dmy", "mdy"):
        assert read_dates(["2018-01-31", 43131, DAY], "assets", order=order).dates == [DAY] * 3


def test_both_orders_in_one_column():
    assert refused(["03/04/2018", "25/03/2018", "03/25/2018"]) == (
        'Assets: the first column holds "25/03/2018", where only the day can stand first, and '
        '"03/25/2018", where only the month can; type the dates as YYYY-MM-DD.'
    )


def test_a_text_among_dates_is_read_if_the_dates_show_that_excel_knew_the_order():
    dates = [dt.date(2015, 11, 30), "31/12/2015", dt.date(2016, 1, 31)]
    assert read_dates(dates, "assets").dates[1] == dt.date(2015, 12, 31)


@pytest.mark.parametrize(
    "cells",
    [
        ["13/02/2018", dt.date(2018, 2, 3), dt.date(2018, 3, 3)],
        [dt.datetime(2018, 2, 1), dt.datetime(2018, 2, 12), "13/02/2018"],
        [43102, 43133, "13/01/2018"],
    ],
)
def test_what_excel_of_another_language_made_of_a_text_file_is_refused(cells):
    """02/03/2018 became 3 February, 13/02/2018 stayed a text."""
    assert "as if Excel had taken days for months while it opened a text file" in refused(cells)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["2018-01-31", "2018-02"], '"2018-02" beside "2018-01-31"'),
        ([43131, 201802], "201802 beside 43131"),
        ([201801, 2018], "2018 beside 201801"),
        (["Q1 2018", "Apr 2018"], '"Apr 2018" beside "Q1 2018"'),
        ([DAY, "2018Q1"], '"2018Q1" beside the date 2018-01-31'),
    ],
)
def test_two_forms_in_one_column(cells, found):
    assert refused(cells) == (
        f"Assets: the first column holds {found}; write all dates in one form, as YYYY-MM-DD."
    )


def test_forms_of_days_may_stand_together():
    cells = [DAY, 43132, "2018-02-02", 20180203, "4 Feb 2018"]
    assert read_dates(cells, "assets").dates == days(pd.date_range("2018-01-31", periods=5))


@pytest.mark.parametrize("kind", [int, float])
def test_yyyyq_in_a_workbook_is_decided_by_the_steps(kind):
    quarters = [kind(10 * year + quarter) for year in (2018, 2019) for quarter in (1, 2, 3, 4)]
    column = read_dates(quarters, "assets")
    assert column.dates[:2] == [dt.date(2018, 3, 31), dt.date(2018, 6, 30)]
    assert column.frequency == "quarterly"
    assert read_dates(quarters[::-1], "assets").dates == column.dates[::-1]
    assert read_dates([kind(20184), kind(20194), kind(20204)], "assets").frequency == "yearly"


@pytest.mark.parametrize(
    "numbers",
    [
        [20181],
        [20181, 20182, 20183, 20184],
        [20184, 20191],
        [20181, 20212, 20304],
    ],
    ids=["one", "days in a row", "a week", "irregular"],
)
def test_yyyyq_that_may_be_serials_is_refused(numbers):
    assert refused(numbers).startswith(
        f"Assets: the first column holds {numbers[0]}, which can be a quarter or the serial "
        "number of 1955-04-0"
    )
    read = read_dates([str(number) for number in numbers], "assets", text_file=True)
    assert str(read.dates[0]).startswith("2018-")


def test_serials_of_1955_stay_serials():
    """Days, weeks, and months have other last digits than 1 to 4."""
    assert read_dates(list(range(20181, 20200)), "assets").dates[0] == dt.date(1955, 4, 2)
    assert read_dates([20180, 20211, 20241], "assets").frequency is None


def test_single_digits_after_a_year_may_be_quarters():
    assert refused(["2018-1", "2018-2", "2018-3", "2018-4", "2019-1"]) == (
        'Assets: the first column holds "2018-1", which can be a month or a quarter; write '
        "2018-01 or 2018-Q1."
    )
    assert read_dates(["2018-8", "2018-9", "2018-10"], "assets").frequency == "monthly"


@pytest.mark.parametrize(
    ("cells", "frequency"),
    [
        ([201803, 201806, 201809, 201812], "quarterly"),
        (["Dec 2016", "Dec 2017", "Dec 2018"], "yearly"),
        (["2016Q4", "2017Q4"], "yearly"),
        ([201801, 201802, 201804, 201805], "monthly"),
        (["2018-01", "2018-07", "2019-01"], None),
    ],
)
def test_labels_of_months_need_not_come_monthly(cells, frequency):
    assert read_dates(cells, "assets").frequency == frequency


def test_years_of_two_digits():
    assert read_dates(["12/31/49"], "assets").dates == [dt.date(2049, 12, 31)]
    assert read_dates(["12/31/50"], "assets").dates == [dt.date(1950, 12, 31)]
    assert read_dates(["Dec-99", "Jan-00"], "assets").dates == [
        dt.date(1999, 12, 31),
        dt.date(2000, 1, 31),
    ]


@pytest.mark.parametrize(
    "cells", [["Dec-49", "Jan-50"], ["11/30/49", "12/31/49", "1/31/50"], ["31-Dec-49", "31-Jan-50"]]
)
def test_a_jump_of_a_century_is_refused(cells):
    assert refused(cells) == (
        f'Assets: the first column holds "{cells[-1]}", whose century is not known (after 2049); '
        "write the years with four digits."
    )


def test_cells_without_a_date_are_left_to_the_caller():
    cells = ["31/01/2018", None, "28/02/2018", "Source: Bloomberg", "#N/A"]
    column = read_dates(cells, "assets")
    assert column.dates == [DAY, None, dt.date(2018, 2, 28), None, None]
    assert read_dates([], "assets").dates == []
    assert read_dates([None, pd.NaT], "assets").dates == [None, None]


def test_midnights_of_tokyo_in_utc_are_warned_of():
    tokyo = pd.bdate_range("2024-01-01", periods=20, tz="Asia/Tokyo").tz_convert("UTC")
    (warning,) = read_dates([str(date) for date in tokyo], "assets", text_file=True).findings
    assert warning.severity == "warning"
    assert 'tz_convert("Asia/Tokyo")' in warning.reading


@given(
    st.lists(st.dates(dt.date(1951, 1, 1), dt.date(2048, 12, 31)), min_size=1, max_size=30),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y", "%Y%m%d"]),
)
def test_a_column_is_read_as_it_was_written_or_refused(dates, style):
    order = {"%d/%m/%Y": "dmy", "%d.%m.%Y": "dmy", "%m/%d/%Y": "mdy"}.get(style)
    cells = [date.strftime(style) for date in dates]
    assert read_dates(cells, "assets", order=order).dates == dates
    if order is not None:
        regular = len(set(dates)) > 1 and sorted(set(dates)) == list(dict.fromkeys(dates))
        try:
            read = read_dates(cells, "assets").dates
        except InputError:
            assert all(date.day <= 12 for date in dates)
        else:
            assert read == dates or not regular


def test_usual_columns_take_no_time():
    first = dt.datetime(2010, 1, 1)
    columns = [
        [first + dt.timedelta(days=day) for day in range(2500)],
        [float(day) for day in range(40_000, 42_500)],
    ]
    for cells in columns:
        durations = []
        for _ in range(10):
            start = time.perf_counter()
            read_dates(cells, "assets")
            durations.append(time.perf_counter() - start)
        assert min(durations) < 0.01


anything = st.one_of(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.complex_numbers(),
    st.dates() | st.datetimes() | st.times() | st.timedeltas() | st.binary(max_size=3),
    st.text(max_size=12) | st.from_regex(r"\A\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}\Z"),
    st.from_regex(r"\A[A-Za-z]{3,9}[-/. ']{0,2}\d{1,4}\Z") | st.integers(1900, 210_000),
)


@given(
    st.lists(anything, max_size=6),
    st.sampled_from([None, "dmy", "mdy"]),
    st.booleans(),
    st.sampled_from([1900, 1904]),
)
def test_whatever_cells_hold_there_are_dates_or_one_sentence(cells, order, text_file, system):
    how = {"order": order, "text_file": text_file, "date_system": system}
    try:
        dates, sentence = read_dates(cells, "assets", **how).dates, None
    except InputError as error:
        dates, sentence = [], str(error)
    assert sentence is None or (sentence.startswith("Assets: ") and sentence.endswith("."))
    assert sentence is not None or len(dates) == len(cells)
    for cell, date in zip(cells, dates, strict=sentence is None):
        assert date is None or type(date) is dt.date
        assert date is not None or not may_be_date(cell, text_file=text_file)
