"""Labelled tables in: what is put right silently, and what is refused in one sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.checked import check_rate, check_table, day

DATES = pd.date_range("2024-01-01", periods=3)


@pytest.fixture
def table():
    return pd.DataFrame({"A": [0.01, np.nan, 0.03], "B": [0.0, -0.01, 0.02]}, index=DATES)


def refused(frame, words, argument="Assets"):
    with pytest.raises(InputError) as error:
        check_table(frame, argument)
    assert str(error.value) == words


def test_a_good_table_keeps_its_numbers_and_gets_a_named_index(table):
    checked = check_table(table, "Assets")
    pd.testing.assert_frame_equal(checked, table.rename_axis("date"), check_freq=False)
    assert table.index.name is None


def test_rows_are_sorted_by_date_even_if_nothing_else_is_to_be_done(table):
    """Two tables of the same dates in another order would be put together row by row."""
    shuffled = table.rename_axis("date").iloc[[2, 0, 1]]
    checked = check_table(shuffled, "Assets")
    assert checked.index.is_monotonic_increasing
    np.testing.assert_array_equal(checked["B"], [0.0, -0.01, 0.02])


@pytest.mark.parametrize(
    "index",
    [
        ["2024-01-01", "2024-01-02", "2024-01-03"],
        ["20240101", "20240102", "20240103"],
        [dt.date(2024, 1, 1), dt.date(2024, 1, 2), dt.date(2024, 1, 3)],
        pd.period_range("2024-01-01", periods=3, freq="D"),
        DATES + pd.Timedelta("17h"),
        (DATES + pd.Timedelta("23h")).tz_localize("America/New_York"),
        DATES.as_unit("s"),
    ],
    ids=["ISO text", "ISO text without dashes", "dates", "periods", "times", "zones", "seconds"],
)
def test_dates_in_any_form_become_calendar_dates(table, index):
    checked = check_table(table.set_axis(index), "Assets")
    assert [day(date) for date in checked.index] == ["2024-01-01", "2024-01-02", "2024-01-03"]
    assert checked.index.name == "date"
    assert checked.index.tolist() == check_table(table, "Factors").index.tolist()


@pytest.mark.parametrize("kind", [object, "Float64", "float32", str])
def test_numbers_in_any_form_become_floats(table, kind):
    """Numbers as text too; a missing cell is missing in each."""
    cells = table.astype(kind)
    checked = check_table(cells, "Assets")
    assert (checked.dtypes == np.float64).all()
    np.testing.assert_allclose(checked, table, rtol=1e-6)


def test_whole_numbers_become_floats():
    whole = pd.DataFrame({"A": [1, 2, 3]}, index=DATES)
    assert check_table(whole, "Assets")["A"].tolist() == [1.0, 2.0, 3.0]


def test_names_become_stripped_text(table):
    checked = check_table(table.set_axis([" A ", 7], axis=1), "Assets")
    assert list(checked.columns) == ["A", "7"]


def test_something_else_than_a_table_is_refused():
    refused(
        [[1.0]], "Assets: give a table with dates in its rows and names in its columns.", "Assets"
    )


def test_an_empty_table_is_refused(table):
    words = "Factors: the table has no {} of numbers; add the returns."
    refused(table.iloc[:0], words.format("row"), "Factors")
    refused(table.iloc[:, :0], words.format("column"), "Factors")


def test_numbers_where_dates_belong_are_refused(table):
    words = (
        "Assets: the index holds {} where a date is expected; put the dates there, as "
        'set_index("Date") does.'
    )
    refused(table.set_axis([1, 2, 3]), words.format(1))
    refused(table.set_axis([0.5, 2.0, 3.0]), words.format(0.5))
    refused(
        table.set_axis(pd.Index(["2024-01-01", 45293, 45294], dtype=object)), words.format(45293)
    )


@pytest.mark.parametrize("text", ["03/04/2023", "1.2.2023", "AAPL"])
def test_text_that_is_no_iso_date_is_refused_by_what_it_says(table, text):
    refused(
        table.set_axis(["2024-01-01", text, "2024-01-03"]),
        f'Assets: the first column holds "{text}" where a date is expected; '
        "write dates as YYYY-MM-DD.",
    )


def test_a_row_without_a_date_is_refused(table):
    refused(
        table.set_axis([DATES[0], pd.NaT, DATES[2]]),
        "Assets: row 2 has no date; give it one or delete the row.",
    )


def test_a_date_that_occurs_twice_is_refused(table):
    words = "Assets: 2024-01-02 occurs more than once; keep one row a date."
    refused(table.set_axis([DATES[0], DATES[1], DATES[1]]), words)
    refused(table.set_axis([DATES[1], DATES[0], DATES[1] + pd.Timedelta("3h")]), words)


@pytest.mark.parametrize("name", ["", "  ", None, np.nan])
def test_a_column_without_a_name_is_refused(table, name):
    refused(
        table.set_axis(["A", name], axis=1),
        "Assets: column 2 has no name; write one in the first row.",
    )


def test_a_name_that_occurs_twice_is_refused(table):
    refused(
        table.set_axis(["A", "A "], axis=1),
        'Assets: the name "A" occurs more than once; rename one.',
    )


def test_text_in_a_numbers_place_is_named_by_column_and_date(table):
    """Not the missing cell before it."""
    cells = table.astype(object)
    cells.loc[DATES[1], "A"] = None
    cells.loc[DATES[2], "A"] = "n/a"
    refused(cells, 'Assets: column "A", 2024-01-03 holds "n/a"; clear the cell or type a return.')


def test_an_infinite_number_is_named_by_column_and_date(table):
    words = (
        'Assets: column "B", 2024-01-02 holds an infinite number; clear the cell or type a return.'
    )
    for value in (np.inf, -np.inf):
        cells = table.copy()
        cells.loc[DATES[1], "B"] = value
        refused(cells, words)


def test_a_number_whose_square_would_be_infinite_is_named(table):
    table.loc[DATES[2], "A"] = -1e200
    refused(table, 'Assets: column "A", 2024-01-03 holds -1e+200; clear the cell or type a return.')


@pytest.mark.parametrize(
    ("cells", "what"), [(DATES, "dates"), ([True, False, True], "true and false")]
)
def test_columns_of_another_kind_are_refused_not_counted(table, cells, what):
    refused(table.assign(C=cells), f'Assets: column "C" holds {what}; remove the column.')


def test_categories_that_pandas_cannot_compare_are_refused_as_text(table):
    cells = pd.Series([("A", "B"), 0.5, 0.5], dtype="category").to_numpy()
    mixed = pd.Categorical(cells, categories=pd.Index([("A", "B"), 0.5], tupleize_cols=False))
    refused(
        table.assign(C=mixed),
        "Assets: column \"C\", 2024-01-01 holds \"('A', 'B')\"; clear the cell or type a return.",
    )


def test_categories_that_are_numbers_are_read_as_numbers(table):
    checked = check_table(table.assign(C=pd.Categorical([0.5, None, 0.5])), "Assets")
    assert checked["C"].tolist() == pytest.approx([0.5, np.nan, 0.5], nan_ok=True)


def test_a_rate_may_be_a_series_a_table_a_number_or_nothing():
    series = pd.Series([1e-4, 2e-4, 3e-4], index=DATES[::-1])
    for rate in (series, series.to_frame("RF")):
        checked = check_rate(rate)
        assert checked.name == "risk_free"
        assert checked.tolist() == [3e-4, 2e-4, 1e-4]
    assert check_rate(np.float64(1e-4)) == 1e-4
    assert check_rate(0) == 0.0
    assert check_rate(Decimal("0.0001")) == 1e-4
    assert check_rate(None) is None


@pytest.mark.parametrize("rate", ["3%", np.nan, np.inf, [1e-4, 2e-4], False, np.True_])
def test_a_rate_that_is_no_number_is_refused(rate):
    with pytest.raises(InputError) as error:
        check_rate(rate)
    assert str(error.value) == (
        f'RiskFree is "{rate}"; give dates and rates, one finite number per period, or none.'
    )


def test_two_columns_of_rates_are_refused(table):
    with pytest.raises(InputError) as error:
        check_rate(table)
    assert str(error.value) == "RiskFree has 2 columns of rates; give dates and one rate."


def test_what_is_no_number_to_a_float_is_one_sentence():
    """Found by the fuzzer: each raised something else."""
    dates = pd.date_range("2024-01-01", periods=1)
    for cell in (10**400, Decimal("sNaN"), (), {}, 1j):
        column = pd.Series([cell], index=dates, dtype=object)
        with pytest.raises(InputError, match='column "A", 2024-01-01 holds'):
            check_table(pd.DataFrame({"A": column}), "Assets")
    with pytest.raises(InputError, match='column "A" holds complex numbers; remove the column'):
        check_table(pd.DataFrame({"A": [1j]}, index=dates), "Assets")
    for rate in (10**400, 1.7e308, -np.inf, np.nan):
        with pytest.raises(InputError, match="one finite number per period, or none"):
            check_rate(rate)


def test_labels_of_several_parts_are_one_sentence():
    index = pd.MultiIndex.from_arrays([pd.date_range("2024-01-01", periods=2), [1, 2]])
    frame = pd.DataFrame({"A": [0.1, 0.2]}, index=index)
    with pytest.raises(InputError, match="each row has 2 labels where one date is expected"):
        check_table(frame, "Assets")


def test_names_print_and_fit_into_a_cell():
    frame = pd.DataFrame([[0.1]], index=pd.date_range("2024-01-01", periods=1))
    table = check_table(frame.set_axis(["A\n\u202eB\ud800"], axis=1), "Assets")
    assert table.columns.tolist() == ["A B"]
    with pytest.raises(InputError, match="has 32,768 characters; a cell holds 32,767, shorten it"):
        check_table(frame.set_axis(["x" * 32_768], axis=1), "Assets")
