"""The input gate as cells over COM see it: units, layouts, date systems, ways to write settings."""

from decimal import Decimal

import numpy as np
import pytest
from com_data import block
from com_values import MISSING, CellError, Currency, Range, Row
from function_cases import ASSETS, EXPECTED, FACTORS
from test_com_functions import assert_same

pytestmark = pytest.mark.wine

PERCENT = block(100 * ASSETS)
SETTINGS = {
    "text": "assets_are=percent; missing=available",
    "two columns": Range([["assets_are", "percent"], ["missing", "available"]]),
    "with a heading": Range([["setting", "value"], ["assets_are", "percent"]]),
    "array constant": [["assets_are", "percent"], ["missing", "available"]],
    "array constant of one row": Row(["assets_are", "percent"]),
}
TITLES = [["Returns of the portfolio", *[None] * ASSETS.shape[1]], [None] * (1 + ASSETS.shape[1])]


def each(table, change):
    """Lay a table out with every number changed."""
    head, *rows = block(table)
    return [head, *([row[0], *map(change, row[1:])] for row in rows)]


@pytest.fixture(params=[False, True], ids=["our wrapper", "xlwings' wrapper"])
def ask(request, com):
    """Call a function as each kind of wrapper does."""

    def call(*formula, **options):
        return com.run(*formula, wrapper_of_xlwings=request.param, **options).value

    return call


def test_percent_is_refused_with_the_setting_that_settles_it(ask):
    found = ask("LF_BETAS", Range(PERCENT), Range(block(FACTORS)))
    assert found.startswith("#LF! Assets: ")
    assert "assets_are=percent" in found
    assert "\n" not in found


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_settings_are_read_however_they_are_written(ask, settings):
    found = ask("LF_BETAS", Range(PERCENT), Range(block(FACTORS)), MISSING, settings)
    assert_same(found, EXPECTED["LF_BETAS"](ASSETS, FACTORS), 1e-9)


@pytest.mark.parametrize(
    "settings", ["asset_are=percent", Range([["assets_are", "per"]]), CellError.NA, Range(1.0)]
)
def test_a_wrong_setting_is_one_sentence(ask, settings):
    found = ask("LF_BETAS", Range(PERCENT), Range(block(FACTORS)), MISSING, settings)
    assert found.startswith("#LF! ")
    assert "\n" not in found


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("above", [[], TITLES], ids=["bare", "titles above"])
def test_a_table_is_found_in_workbooks_of_both_systems(ask, above, date1904):
    assets = Range([*above, *block(ASSETS)], date1904=date1904)
    found = ask("LF_LAMBDAS", assets, Range(block(FACTORS)))
    assert_same(found, EXPECTED["LF_LAMBDAS"](ASSETS, FACTORS))


@pytest.mark.parametrize("wrap", [list, Range], ids=["array", "range"])
def test_numbers_as_german_text_and_truth_values_and_errors(ask, wrap):
    german = each(ASSETS.round(8), lambda x: f"{x:.8f}".replace(".", ","))
    found = ask("LF_BETAS", wrap(german), wrap(block(FACTORS)))
    assert_same(found, EXPECTED["LF_BETAS"](ASSETS.round(8), FACTORS))
    german[5][1] = True
    assert ask("LF_BETAS", wrap(german), wrap(block(FACTORS))).startswith("#LF! Assets: ")
    german[5][1] = CellError.DIV0
    missing = ASSETS.round(8)
    missing.iloc[4, 0] = np.nan
    found = ask("LF_BETAS", wrap(german), wrap(block(FACTORS)))
    assert_same(found, EXPECTED["LF_BETAS"](missing, FACTORS))


def test_cells_with_a_currency_format_beside_plain_ones(ask):
    money = each(ASSETS.round(4), lambda x: Currency(Decimal(f"{x:.4f}")))
    found = ask("LF_BETAS", Range(money), Range(block(FACTORS)))
    assert_same(found, EXPECTED["LF_BETAS"](ASSETS.round(4), FACTORS))


def test_the_status_and_the_check_never_fail(ask):
    tables = Range(PERCENT), Range(block(FACTORS))
    assert ask("LF_STATUS", *tables).startswith("1 error: ")
    rows = ask("LF_CHECK", *tables)
    assert [row[3] for row in rows].count("error") == 1
    settled = ask("LF_STATUS", *tables, MISSING, MISSING, MISSING, "assets_are=percent")
    assert not settled.startswith("#LF!")
    assert "error" not in settled


@pytest.mark.parametrize("date1904", [False, True])
def test_months_of_days_end_on_the_dates_of_their_workbook(ask, date1904):
    days = Range(block(ASSETS), date1904=date1904)
    found = ask("LF_RESAMPLE", days, "monthly", date1904=date1904)
    expected = EXPECTED["LF_RESAMPLE"](ASSETS, frequency="monthly")
    assert [row[1:] for row in found[1:]] == [
        pytest.approx(row[1:], rel=1e-12) for row in expected[1:]
    ]
    assert all(isinstance(row[0], float) for row in found[1:]) == date1904
