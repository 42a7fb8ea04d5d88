"""Codes for missing returns, returns that cannot be, and returns that may be."""

from __future__ import annotations

import numpy as np
import pytest
from cases_of_files import Case, holds
from invented_market import MONTHLY, MONTHLY_FACTORS, by_hand
from written_files import text

TABLE, FACTOR_TABLE = text(MONTHLY), text(MONTHLY_FACTORS)


def _with(table, cells, column):
    changed = table.copy()
    changed.iloc[cells, changed.columns.get_loc(column)] = np.nan
    return changed


def _coded(table, code, *, scale=1.0, column="AAA", rows=slice(0, 6)):
    """The file with a code in some rows, and the table with holes in its place."""
    holes = _with(table, rows, column)
    written = (scale * table).copy()
    written.iloc[rows, written.columns.get_loc(column)] = code
    return text(written), holes


def _code_case(name, code, *, scale=1.0, says="missing codes", rows=slice(0, 6), words=""):
    written, holes = _coded(MONTHLY, code, scale=scale, rows=rows)
    files = {"assets.csv": written, "factors.csv": FACTOR_TABLE}
    return Case(name, files, by_hand(holes, MONTHLY_FACTORS), words, says=says)


def _single(name, code, says, *, scale=1.0, words=""):
    written, _ = _coded(MONTHLY, code, scale=scale, rows=slice(9, 10))
    return Case(
        name, {"assets.csv": written, "factors.csv": FACTOR_TABLE}, words=words, refused=says
    )


def _factor_code():
    written, holes = _coded(MONTHLY_FACTORS, -9.99, column="SIZE")
    return Case(
        "-999 over 100 in a factor",
        {"assets.csv": TABLE, "factors.csv": written},
        by_hand(MONTHLY, holes),
        says="missing codes, Factors",
    )


CODES = [
    _code_case("-99.99 over 100, twelve times", -0.9999, rows=slice(0, 12)),
    _code_case("-99.99 among decimals", -99.99),
    _code_case("-999 in a file in percent", -999, scale=100, words="--assets-are percent"),
    _code_case("-9999", -9999.0),
    _code_case(
        "-99.99 in percent, twice", -99.99, scale=100, rows=[3, 9], words="--assets-are percent"
    ),
    _factor_code(),
    _single("one -99.99 alone", -99.99, '"AAA", 2019-10-31 holds -99.99'),
    _single("one -9999 alone", -9999.0, '"AAA", 2019-10-31 holds -9999'),
    _single("a return below -100%", -1.37, '"AAA", 2019-10-31 holds -1.37'),
    _single(
        "the same in percent",
        -137.0,
        '"AAA", 2019-10-31 holds -1',
        scale=100,
        words="--assets-are percent",
    ),
]


@pytest.mark.parametrize("case", CODES, ids=lambda case: case.name)
def test_codes_are_no_returns(case, folder, report):
    holds(case, folder, report)


def _doubtful(code, rows):
    written, _ = _coded(MONTHLY, code, rows=rows)
    table = MONTHLY.copy()
    table.iloc[rows, 0] = code
    files = {"assets.csv": written, "factors.csv": FACTOR_TABLE}
    return files, by_hand(table, MONTHLY_FACTORS)


@pytest.mark.parametrize(
    ("code", "rows", "says"),
    [
        (-1.0, [9], "all is lost"),
        (0.0, range(2, 30), "AAA"),
        (1e6, [9], "AAA"),
        (0.0123, range(2, 30), "AAA"),
    ],
    ids=["a default", "a stale price", "out of all proportion", "a repeated value"],
)
def test_numbers_stand_with_a_warning(code, rows, says, folder, report):
    files, right = _doubtful(code, rows)
    case = Case("doubt", files, right)
    done = report(*case.write(folder))
    np.testing.assert_allclose(done.coefficients, right, rtol=1e-9)
    assert [line for line in done.warnings if says in line]
