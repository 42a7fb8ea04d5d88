"""What one raw cell means."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.blocks.cells.values import (
    error_text,
    is_blank,
    quote,
    read_date,
    read_name,
    read_number,
    read_number_text,
)

MAY = dt.date(2023, 5, 4)


@pytest.mark.parametrize(
    "cell",
    [
        dt.datetime(2023, 5, 4),
        dt.datetime(2023, 5, 4, 23, 59, 59),
        dt.datetime(2023, 5, 4, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        dt.date(2023, 5, 4),
        pd.Timestamp("2023-05-04 12:00"),
        "2023-05-04",
        " 2023-05-04 ",
        "2023/05/04",
        "2023.5.4",
        "20230504",
        "2023-05-04T17:30:00",
        "2023-05-04 17:30",
        "2023-05-04T17:30:00.123Z",
        "2023-05-04T23:30:00-05:00",
        "2023-05-04 17:30:00+0200",
        45050,
        45050.0,
        45050.999,
        20230504,
        20230504.0,
        Decimal(45050),
        np.float64(45050),
    ],
)
def test_a_date_is_the_calendar_date_as_it_is_written(cell):
    """A time of day is dropped and a zone is not converted."""
    assert read_date(cell) == MAY


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/2023",
        "13/04/2023",
        "4.5.2023",
        "May 4, 2023",
        "2023-05",
        "2023-13-01",
        "2023-02-30",
        "2023-05/04",
        "2023-05-04 noon",
        "20231301",
        "AAPL",
        "",
        None,
        True,
        2023,
        1,
        0.012,
        202305,
        20231301,
        20230504.5,
        math.nan,
        math.inf,
        -1e300,
        1e300,
        100_000_000,
        1_000_000,
        10**400,
        pd.NaT,
        dt.time(12),
        object(),
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(cell):
    assert read_date(cell) is None


def test_a_serial_counts_from_the_start_of_its_system():
    """Excel's two systems lie 1462 days apart."""
    assert read_date(45050 - 1462, 1904) == MAY
    assert read_date(45050 - 1462, 1900) == dt.date(2019, 5, 3)


@given(st.dates(dt.date(1920, 1, 1), dt.date(2199, 12, 31)))
def test_a_date_survives_every_way_to_write_it(date):
    serial = (date - dt.date(1899, 12, 30)).days
    for cell in (serial, date.isoformat(), f"{date:%Y%m%d}", f"{date:%Y/%m/%d 12:00}"):
        assert read_date(cell) == date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.012", 0.012),
        (" -1.5e-3 ", -0.0015),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1.2%", 0.012),
        ("-7 %", -0.07),
        ("1e2%", 1.0),
    ],
)
def test_numbers_in_text_are_read_as_typed(text, number):
    assert read_number_text(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "n/a", "nan", "inf", "-inf", "1_000", "1,5", "1,000.5", "0x10", "%", "1.2%%", "1 2"],
)
def test_text_that_python_or_a_person_might_take_for_a_number_is_none(text):
    assert read_number_text(text) is None


@given(st.decimals(-1000, 1000, allow_nan=False, places=4))
def test_a_percentage_is_the_float_of_its_decimal(number):
    """1.2% is the float that 0.012 is, not 1.2 / 100 rounded twice."""
    assert read_number_text(f"{number}%") == float(number.scaleb(-2))


@pytest.mark.parametrize("cell", [None, "", "  ", "\n", math.nan, np.nan, pd.NaT, Decimal("sNaN")])
def test_blanks_are_blank_and_missing(cell):
    assert is_blank(cell)
    assert math.isnan(read_number(cell))
    assert read_name(cell) == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (-2146826246, "#N/A"),
        (-2146826281, "#DIV/0!"),
        (-2146826288, "#NULL!"),
        (-2146826273, "#VALUE!"),
        (-2146826265, "#REF!"),
        (-2146826259, "#NAME?"),
        (-2146826252, "#NUM!"),
        (-2146826243, "#SPILL!"),
        ("#N/A", "#N/A"),
        (" #div/0! ", "#DIV/0!"),
    ],
)
def test_an_error_value_is_missing_and_no_name(cell, text):
    assert error_text(cell) == text
    assert math.isnan(read_number(cell))
    assert read_name(cell) is None
    assert quote(cell) == text


@pytest.mark.parametrize("cell", ["#1 fund", "N/A", -2146826246.0, -1, True, None, "#LF! x"])
def test_what_only_looks_like_an_error_value_is_none(cell):
    assert error_text(cell) is None


@pytest.mark.parametrize(
    "cell", [True, False, dt.datetime(2023, 5, 4), dt.time(1), "x", [1], 10**400]
)
def test_what_is_no_number_is_none(cell):
    assert read_number(cell) is None


@pytest.mark.parametrize("cell", [1.5, Decimal("1.5"), np.float32(1.5), "1.5"])
def test_currency_and_decimals_are_numbers(cell):
    assert read_number(cell) == 1.5


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (" AAPL ", "AAPL"),
        ("Mkt  \n RF", "Mkt RF"),
        ("A\x1b\u200bB", "AB"),
        (2330.0, "2330"),
        (2330, "2330"),
        (0.5, "0.5"),
        (Decimal(7), "7"),
        (True, "TRUE"),
        (dt.datetime(2023, 5, 4), "2023-05-04"),
        (dt.datetime(2023, 5, 4, 9, 30), "2023-05-04 09:30"),
        (dt.date(2023, 5, 4), "2023-05-04"),
    ],
)
def test_a_name_is_text_without_surrounding_blanks(cell, name):
    assert read_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("n/a", '"n/a"'),
        ("a\x00b\x1b[31m", '"ab[31m"'),
        ("x" * 41, '"' + "x" * 39 + '…"'),
        (None, "nothing"),
        (True, "TRUE"),
        (math.inf, "an infinite number"),
        (dt.datetime(2023, 5, 4), "the date 2023-05-04"),
        (dt.time(9, 30), "the time 09:30:00"),
        (dt.timedelta(hours=1), "the duration 1:00:00"),
        (1.5, "1.5"),
    ],
)
def test_a_quoted_cell_is_short_and_on_one_line(cell, shown):
    assert quote(cell) == shown


@given(st.text())
def test_quoted_text_never_breaks_the_line_or_grows(text):
    shown = quote(text)
    assert len(shown) <= 42
    assert shown.isprintable()
