"""A rectangle of raw cells becomes a labelled table, or one sentence."""

import datetime as dt
import math
import struct
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.blocks import parse_table
from labfolio_xl.errors import InputError, LabfolioError

D1, D2, D3 = (dt.datetime(2023, 5, day) for day in (2, 3, 4))
HEAD = ("date", "AAPL", "MSFT")
NA = -2146826246


def frame_of(*rows, **options):
    return parse_table(rows, argument="assets", **options).frame


def sentence_of(*rows, **options):
    with pytest.raises(InputError) as caught:
        parse_table(rows, argument=options.pop("argument", "assets"), **options)
    return str(caught.value)


def cell_name(row, column):
    return f"{'ABCDEFG'[column]}{row + 1}"


def test_a_table_has_dates_names_and_floats():
    frame = frame_of(HEAD, (D1, 0.01, -0.02), (D2, 1, 0.5))
    assert frame.index.tolist() == [pd.Timestamp("2023-05-02"), pd.Timestamp("2023-05-03")]
    assert frame.index.name == "date"
    assert frame.index.tz is None
    assert frame.columns.tolist() == ["AAPL", "MSFT"]
    assert frame.to_numpy().tolist() == [[0.01, -0.02], [1.0, 0.5]]
    assert (frame.dtypes == np.float64).all()


@pytest.mark.parametrize("corner", [None, "", "date", "Unnamed: 0", 0, "Datum"])
def test_the_first_column_holds_dates_whatever_its_header_is(corner):
    assert frame_of((corner, "A", "B"), (D1, 1.0, 2.0)).shape == (1, 2)


def test_rows_come_out_in_order_of_date():
    frame = frame_of(HEAD, (D3, 3.0, 3.5), (D1, 1.0, 1.5), (D2, 2.0, 2.5))
    assert frame["AAPL"].tolist() == [1.0, 2.0, 3.0]
    assert frame.index.is_monotonic_increasing


def test_rows_by_com_by_calc_and_from_a_file_are_the_same():
    """Tuples of tuples with zoned datetimes, serials with empty text, lists with dates."""
    com = (HEAD, (D1.replace(tzinfo=dt.UTC), 0.1, None), (D2.replace(tzinfo=dt.UTC), NA, 0.2))
    calc = (HEAD, (45048.0, 0.1, ""), (45049.0, "#N/A", 0.2))
    file = [list(HEAD), [D1.date(), 0.1, ""], [D2.date(), "", 0.2]]
    first, *others = (parse_table(rows, argument="assets").frame for rows in (com, calc, file))
    assert first.isna().to_numpy().tolist() == [[False, True], [True, False]]
    for other in others:
        pd.testing.assert_frame_equal(first, other)


@pytest.mark.parametrize("cell", [None, "", "   ", math.nan, NA, "#N/A", -2146826281, "#DIV/0!"])
def test_blanks_and_error_values_are_missing(cell):
    frame = frame_of(HEAD, (D1, cell, 1.0), (D2, 0.5, cell))
    assert frame.isna().to_numpy().tolist() == [[True, False], [False, True]]


def test_numbers_as_text_currency_and_decimals_are_read_and_text_is_noted():
    table = parse_table((HEAD, (D1, "0.01", " 1.2% "), (D2, Decimal("0.5"), 3)), argument="assets")
    assert table.frame.to_numpy().tolist() == [[0.01, 0.012], [0.5, 3.0]]
    assert table.notes == (
        "cells, Assets: 1 number stored as text; read as a number",
        "unit, Assets: 1 cell with a percent sign; read as fractions: 1.2% is 0.012",
    )


def test_empty_rows_and_columns_are_dropped_around_silently_and_within_with_a_note():
    rows = (
        (None,) * 6,
        ("", *HEAD[:2], None, HEAD[2], None),
        (None, D1, 1.0, None, 2.0, ""),
        (None,) * 6,
        (None, D2, 3.0, "", 4.0, None),
        *[(None,) * 6] * 1000,
    )
    table = parse_table(rows, argument="assets")
    assert table.frame.to_numpy().tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert table.notes == (
        "cells, Assets: 1 empty row; skipped",
        "cells, Assets: 1 empty column; skipped",
    )


def test_rows_of_different_length_are_filled_up():
    frame = frame_of(("date", "A", "B"), (D1, 1.0), [D2, 1.0, 2.0, None])
    assert frame["B"].isna().tolist() == [True, False]


def test_names_are_stripped_and_numbers_and_dates_become_text():
    frame = frame_of((None, " A ", 2330.0, D1, True), (D1, 1.0, 2.0, 3.0, 4.0))
    assert frame.columns.tolist() == ["A", "2330", "2023-05-02", "TRUE"]


def test_a_column_without_any_number_is_kept_when_it_has_a_name():
    """It is for the data report to say so, not to lose it."""
    assert frame_of(HEAD, (D1, 1.0, None), (D2, 2.0, None))["MSFT"].isna().all()


def test_zeros_and_ones_are_numbers_unless_they_are_truth_values():
    assert frame_of(HEAD, (D1, 0.0, 1.0), (D2, 0, 1)).to_numpy().tolist() == [[0, 1], [0, 1]]


def test_names_instead_of_dates_keep_their_order():
    frame = frame_of(("", "M"), ("B", 1.0), (" A ", 2.0), dates=False)
    assert frame.index.tolist() == ["B", "A"]


def test_the_frame_does_not_share_memory_with_the_cells():
    rows = [list(HEAD), [D1, 1.0, 2.0]]
    frame = parse_table(rows, argument="assets").frame
    rows[1][1] = 9.0
    assert frame.iloc[0, 0] == 1.0


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "Assets: the block is empty; select names in its first row and values below."),
        (((None, ""), ("", None)), "Assets: the block is empty; select names in its first row and"),
        ((("date",), (D1,)), "Assets: the block has one column; select dates and values beside"),
        ((HEAD,), "Assets: there are no rows below the names; select the whole block."),
        (
            ((D1, 0.1, 0.2), (D2, 0.1, 0.2)),
            "Assets: the first row holds data (the date 2023-05-02); put a row with names above",
        ),
        (
            (HEAD, (D1, 0.1, 0.2), (D2, "soon", 0.2)),
            'Assets: column "AAPL", 2023-05-03 holds "soon"; clear the cell or type a return.',
        ),
        (
            (HEAD, (D1, 0.1, True), (D2, "soon", "x")),
            'Assets: column "MSFT", 2023-05-02 holds TRUE, the first of 3 cells that hold no',
        ),
        (
            (HEAD, (D1, 0.1, True)),
            'Assets: column "MSFT", 2023-05-02 holds TRUE; clear the cell or',
        ),
        ((HEAD, (D1, 0.1, D2)), 'Assets: column "MSFT", 2023-05-02 holds the date 2023-05-03; cle'),
        (
            (HEAD, (D1, 0.1, math.inf)),
            'Assets: column "MSFT", 2023-05-02 holds an infinite number; clear the cell or type',
        ),
        (
            (HEAD, (D1, 0.1, "-inf")),
            'Assets: column "MSFT", 2023-05-02 holds "-inf"; clear the cel',
        ),
        ((HEAD, (D1, 0.1, 10**400)), 'Assets: column "MSFT", 2023-05-02 holds'),
        (
            (HEAD, (D1, 0.1, 0.2), (D2, 0.1, 0.2), (D1, 0.3, 0.4)),
            "Assets: the date 2023-05-02 occurs in rows 2 and 4; keep one row for each date.",
        ),
        (
            (HEAD, (D1, 0.1, 0.2), (D1.replace(hour=17), 0.1, 0.2)),
            "Assets: the date 2023-05-02 occurs in rows 2 and 3; keep one row for each date.",
        ),
        (
            (HEAD, (None, 0.1, 0.2), (D2, 0.1, 0.2)),
            "Assets: row 2, column 1 is blank where a date belongs; type one or clear the row.",
        ),
        (
            (HEAD, (D2, 0.1, 0.2), (NA, 0.1, 0.2)),
            "Assets: row 3, column 1 holds #N/A where a date belongs; type one or clear the row.",
        ),
        (
            (HEAD, (D2, 0.1, 0.2), ("2023-05-32", 0.1, 0.2)),
            'Assets: row 3, column 1 holds "2023-05-32", which is no date; type it as YYYY-MM',
        ),
        (
            (HEAD, ("AAPL", 0.1, 0.2), ("MSFT", 0.1, 0.2)),
            'Assets: the first column holds no dates (row 2, column 1 holds "AAPL"); put the dates',
        ),
        (
            (HEAD, (0.1, 0.1, 0.2), (0.3, 0.1, 0.2)),
            "Assets: the first column holds no dates (row 2, column 1 holds 0.1); put the dates",
        ),
        (
            (HEAD, ("03/04/2023", 0.1, 0.2)),
            'Assets: row 2, column 1 holds "03/04/2023", whose day and month can be mistaken, as',
        ),
        (
            (("date", "AAPL", " AAPL "), (D1, 0.1, 0.2)),
            'Assets: the name "AAPL" occurs in columns 2 and 3; rename one.',
        ),
        (
            (("date", "AAPL", None), (D1, 0.1, 0.2)),
            "Assets: row 1, column 3 has values but no name; type a name into the first row.",
        ),
        (
            (("date", NA, "A"), (D1, 0.1, 0.2)),
            "Assets: row 1, column 2 has #N/A for a name; type a name into the first row.",
        ),
    ],
)
def test_each_mistake_is_one_sentence_with_its_place_and_its_cure(rows, sentence):
    found = sentence_of(*rows)
    assert found.startswith(sentence)
    assert found.endswith(".")


def test_a_sentence_names_the_cell_when_the_host_knows_it_also_after_trimming():
    rows = ((None,) * 4, (None, *HEAD), (None, D1, 0.1, "x"))
    assert 'column "MSFT", 2023-05-02 (cell D3) holds "x"' in sentence_of(*rows, where=cell_name)
    assert "cell B3 holds" in sentence_of(
        (None,) * 4, (None, *HEAD), (None, "3.4.23", 0.1, 0.2), where=cell_name
    )


def test_a_sentence_says_what_belongs_into_the_cell():
    rows = (HEAD, (D1, 0.1, "x"))
    assert sentence_of(*rows, noun="price", argument="prices") == (
        'Prices: column "MSFT", 2023-05-02 holds "x"; clear the cell or type a price.'
    )


def test_text_from_a_file_cannot_break_the_sentence():
    found = sentence_of(HEAD, (D1, 0.1, "a\n\x1b[2Jb" + "x" * 1000))
    assert found.isprintable()
    assert len(found) < 150


def test_a_block_that_is_the_sentence_of_another_function_passes_it_on():
    """=LF_BETAS(LF_RETURNS(...), ...) shows why LF_RETURNS failed."""
    assert sentence_of(("#LF! Prices: something is wrong.",)) == "Prices: something is wrong."


def test_duplicate_labels_are_refused_when_they_are_names():
    assert sentence_of(("", "M"), ("A", 1.0), ("A", 2.0), dates=False) == (
        'Assets: the name "A" occurs in rows 2 and 3; rename one.'
    )
    assert "row 2, column 1 holds nothing; type a name" in sentence_of(
        ("", "M"), (None, 1.0), ("B", 2.0), dates=False
    )


@pytest.mark.parametrize("date", ["0001-01-01", dt.date.max, "1677-12-31", "2262-01-01"])
def test_a_date_that_an_index_would_wrap_around_is_refused(date):
    """Nanoseconds since 1970 in 64 bits: 9999-12-31 would be read as a day of 1816."""
    found = sentence_of(HEAD, (D1, 0.1, 0.2), (date, 0.1, 0.2))
    assert found.startswith("Assets: row 3, column 1 holds the date ")
    assert found.endswith("; only years from 1678 to 2261 can be read, correct it.")


@pytest.mark.parametrize("date", ["1678-01-01", "2261-12-31"])
def test_the_first_and_the_last_date_that_can_be_read_are_read(date):
    assert str(frame_of(HEAD, (date, 0.1, 0.2)).index[0].date()) == date


def test_a_long_name_of_a_row_does_not_fill_the_sentence():
    found = sentence_of(("", "M"), ("x" * 30_000, "soon"), dates=False)
    assert len(found) < 200
    assert 'column "M", xxx' in found


@pytest.mark.parametrize("name", ["x" * 32_768, "\N{CHART WITH UPWARDS TREND}" * 16_384])
def test_a_name_that_no_cell_can_hold_is_refused(name):
    """Signs beyond the first plane of Unicode count twice, as in Excel."""
    expected = f'the name "{name[:40]}..." has 32,768 characters; a cell holds 32,767, shorten it.'
    assert sentence_of(("date", name), (D1, 0.1)) == f"Assets: {expected}"
    assert expected in sentence_of(("", "M"), (name, 0.1), dates=False)
    assert frame_of(("date", name[:-1]), (D1, 0.1)).columns[0] == name[:-1]


numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20), st.randoms())
def test_numbers_come_through_bit_by_bit_whatever_the_order_of_rows(values, random):
    rows = [(D1 + dt.timedelta(day), *pair) for day, pair in enumerate(values)]
    shuffled = random.sample(rows, len(rows))
    frame = frame_of(HEAD, *shuffled)
    given_bits = [struct.pack("2d", *pair) for pair in values]
    assert [row.tobytes() for row in frame.to_numpy()] == given_bits


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.decimals(),
    st.sampled_from([NA, "#N/A", "2023-05-04", "1.2%", 45050, "AAPL", "", " "]),
)


@given(st.lists(st.lists(cells, max_size=5), max_size=6), st.booleans())
def test_whatever_the_cells_there_is_a_table_or_one_sentence(rows, dates):
    """No other error, no text, no infinity gets through."""
    try:
        frame = parse_table(rows, argument="assets", dates=dates).frame
    except LabfolioError as error:
        sentence = str(error)
    else:
        sentence = "one."
        assert (frame.dtypes == np.float64).all()
        assert not np.isinf(frame.to_numpy()).any()
        assert frame.index.is_unique
        assert frame.columns.is_unique
        assert "" not in frame.columns
    assert sentence.isprintable()
    assert sentence.endswith(".")
