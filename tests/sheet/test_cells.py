"""Blocks of cells in and out, without any host."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from labfolio_xl.blocks import parse_table
from labfolio_xl.sheet.cells import (
    as_block,
    as_cell,
    counted_from,
    date_system,
    is_empty,
    to_cells,
    with_serials_of_1904,
)

DATES = pd.DatetimeIndex(["2023-05-02", "2023-05-03"], name="date")
D1, D2 = (dt.datetime(2023, 5, day, tzinfo=dt.UTC) for day in (2, 3))


@pytest.mark.parametrize(
    ("value", "block"),
    [
        (1.5, ((1.5,),)),
        ("x", (("x",),)),
        (None, ((None,),)),
        ((1, 2), ((1, 2),)),
        ([1, 2], ([1, 2],)),
        (((1, 2), (3, 4)), ((1, 2), (3, 4))),
        ([[1], [2]], [[1], [2]]),
        (np.array([[1.0, 2.0]]), [[1.0, 2.0]]),
        ((), ()),
    ],
)
def test_a_block_has_rows_whatever_shape_the_host_gave(value, block):
    assert as_block(value) == block


@pytest.mark.parametrize(
    "value", [None, "", " ", math.nan, (), ((),), ((None, ""), ("", None)), [None, ""]]
)
def test_missing_blank_and_an_empty_range_are_the_same(value):
    assert is_empty(value)
    assert as_cell(value) is None


@pytest.mark.parametrize("value", [0, False, "x", ((None, 0),), -2146826246])
def test_zero_false_and_an_error_are_not_empty(value):
    assert not is_empty(value)


def test_one_cell_may_come_in_a_range_with_blanks_around_it():
    assert as_cell(((None, "hac"), ("", None))) == "hac"
    with pytest.raises(ValueError, match="more than one cell"):
        as_cell((("hac", "ols"),))


def test_a_million_empty_rows_are_empty_at_once():
    assert is_empty([(None,) * 25] * 1_000_000)


def test_a_frame_gets_its_labels_and_dates_are_in_utc():
    """COM turns a datetime without a zone into UTC first, which would move the date."""
    frame = pd.DataFrame({"A": [0.1, math.nan], "B": [1.0, 2.0]}, index=DATES)
    cells = to_cells(frame)
    assert cells[0] == ["date", "A", "B"]
    assert cells[1] == [D1, 0.1, 1.0]
    assert math.isnan(cells[2][1])
    assert [type(cell) for cell in cells[1]] == [dt.datetime, float, float]


def test_a_missing_number_is_nan_in_statistics_and_blank_in_data():
    """An empty cell in a spilled array shows as 0, so a blank is empty text."""
    frame = pd.DataFrame({"A": [0.1, math.nan]}, index=DATES)
    assert to_cells(frame, blank_missing=True) == [["date", "A"], [D1, 0.1], [D2, ""]]


def test_text_counts_and_dates_in_columns_are_plain():
    frame = pd.DataFrame(
        {
            "name": ["x", None],
            "n": [1, 2],
            "day": [pd.Timestamp(D1.replace(tzinfo=None)), pd.NaT],
            "mixed": pd.Series(["", np.float64(2.5)], dtype=object),
            "flag": [True, False],
        }
    )
    cells = to_cells(frame)
    assert cells == [
        ["name", "n", "day", "mixed", "flag"],
        ["x", 1.0, D1, "", True],
        ["", 2.0, "", 2.5, False],
    ]
    assert all(type(c) in (str, float, bool, dt.datetime) for row in cells for c in row)


def test_an_index_that_only_counts_is_not_shown():
    assert to_cells(pd.DataFrame({"A": [1.0]})) == [["A"], [1.0]]
    assert to_cells(pd.Series([1.0], index=["x"], name="A")) == [["", "A"], ["x", 1.0]]


def test_columns_of_the_same_name_are_kept():
    frame = pd.DataFrame([[1.0, 2]], columns=["A", "A"])
    assert to_cells(frame) == [["A", "A"], [1.0, 2.0]]


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ("text", [["text"]]),
        (1, [[1.0]]),
        (np.float64(1.5), [[1.5]]),
        ([["a", None], [np.int64(2), True]], [["a", ""], [2.0, True]]),
        ([[dt.date(2023, 5, 2)]], [[D1]]),
        (None, [[""]]),
    ],
)
def test_texts_numbers_and_rows_become_plain_cells(value, cells):
    assert to_cells(value) == cells


def test_writing_does_not_touch_the_frame():
    frame = pd.DataFrame({"A": [0.1, 0.2]}, index=DATES)
    cells = to_cells(frame)
    cells[1][1] = 9.0
    assert frame["A"].tolist() == [0.1, 0.2]


@given(arrays(float, (2, 3), elements=st.floats(allow_infinity=False)))
def test_what_is_written_can_be_read_again(values):
    """The output of one function is the input of the next, bit by bit."""
    frame = pd.DataFrame(values, index=DATES, columns=["A", "B", "C"])
    again = parse_table(to_cells(frame, blank_missing=True), argument="assets").frame
    pd.testing.assert_frame_equal(again, frame, check_exact=True, check_index_type=False)


def test_cells_of_a_workbook_that_counts_from_1904_say_so():
    rows = ((43831.0, 0.5), (43832.0, None))
    told = counted_from(rows, is_1904=True)
    assert as_block(told) is told
    assert told == rows
    assert (date_system(told), date_system(rows)) == (1904, 1900)
    assert counted_from(rows, is_1904=False) is rows


@pytest.mark.parametrize("cell", [43831.0, "2024-01-02", None])
def test_one_cell_of_such_a_workbook_says_so_too(cell):
    told = counted_from(cell, is_1904=True)
    assert date_system(told) == 1904
    assert as_cell(told) == cell
    assert is_empty(told) == (cell is None)


def test_a_result_has_the_serial_numbers_of_1904():
    """1904-01-01 is 0 there, and 2024-01-02 is 43831; Excel's own pages give 1462 days between."""
    rows = to_cells(pd.DataFrame({"A": [0.5, 0.25], "name": ["x", ""]}, index=DATES[:2]))
    told = with_serials_of_1904(rows)
    since_1900 = [(day - pd.Timestamp("1899-12-30")).days for day in DATES[:2]]
    assert [row[0] for row in told[1:]] == [float(day - 1462) for day in since_1900]
    assert [row[1:] for row in told] == [row[1:] for row in rows]
    assert with_serials_of_1904([[dt.datetime(1904, 1, 1, tzinfo=dt.UTC)]]) == [[0.0]]
