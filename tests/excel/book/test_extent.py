"""How far inputs and tables reach on a sheet."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labfolio_xl.excel.book.extent import FoundTable, find_tables, reach

DAY = dt.datetime(2024, 1, 2)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (0, 0)),
        ([[None, None]], (0, 0)),
        ([["", " "]], (0, 0)),
        ([[0.0001]], (1, 1)),
        ([["date", "A"], [DAY, 0.01]], (2, 2)),
        ([["date", "A", None], [DAY, 0.01, None], [None, None, None]], (2, 2)),
        # A gap in the middle is part of the block, and refused where the block is read.
        ([["date", "A"], [None, None], [DAY, 0.01]], (3, 2)),
        ([["date", None, "B"], [DAY, None, 0.01]], (2, 3)),
        # Missing cells at the edge of the last row or column do not shorten the block.
        ([["date", "A"], [DAY, None]], (2, 2)),
        # Zero and False are values.
        ([["asset", "weight"], ["A", 0.0]], (2, 2)),
    ],
)
def test_a_block_reaches_to_the_last_cell_that_is_not_blank(rows, expected):
    assert reach(rows) == expected


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3))
def test_blank_cells_around_a_block_do_not_count(n_rows, n_columns, more_rows, more_columns):
    rows = [[1.0] * n_columns + [None] * more_columns for _ in range(n_rows)]
    rows += [[None] * (n_columns + more_columns)] * more_rows
    assert reach(rows) == (n_rows, n_columns)


SHEET = [
    [None, "Exposure", None, None, None, None],
    [None, None, None, None, None, None],
    [None, " =LF_EXPOSURE(Assets,Factors)", None, None, " =LF_BETAS(Assets,Factors)", None],
    [None, "factor", "exposure", None, "asset", "MKT"],
    [None, "MKT", 1.0, None, "A", 0.9],
    [None, "SMB", None, None, None, 0.8],
    [None, None, None, None, None, None],
    [None, "a note", None, None, None, None],
]


def test_tables_are_found_below_the_texts_of_their_formulas():
    assert find_tables(SHEET) == [
        FoundTable("=LF_EXPOSURE(Assets,Factors)", 3, 1, 3, 2),
        FoundTable("=LF_BETAS(Assets,Factors)", 3, 4, 3, 2),
    ]


def test_a_table_knows_its_last_row_and_column():
    table = find_tables(SHEET)[0]
    assert (table.last_row, table.last_column) == (5, 2)


def test_a_sentence_in_place_of_a_result_is_a_table_of_one_cell():
    rows = [[" =LF_BETAS(Assets,Factors)"], ["#LF! Assets: ..."], [None]]
    assert find_tables(rows) == [FoundTable("=LF_BETAS(Assets,Factors)", 1, 0, 1, 1)]


@pytest.mark.parametrize(
    "rows",
    [
        [["=SUM(A1)"], ["x"]],
        [["LF_BETAS(Assets)"], ["x"]],
        [[" =LF_BETAS(Assets)"], [None]],
        [[" =LF_BETAS(Assets)"]],
        [["see =LF_BETAS(Assets)"], ["x"]],
    ],
)
def test_other_texts_start_no_table(rows):
    assert find_tables(rows) == []
