"""The functions of the sheet in a cell of Calc: what goes in, and what comes out."""

from __future__ import annotations

import numpy as np
import pytest
from cells import block_at, calculate, errors, put, rows_of, serial, sheet

import labfolio_xl
from labfolio_xl.samples import load_sample
from labfolio_xl.sheet.functions import REGISTRY

pytestmark = pytest.mark.calc

# The same numbers in another order of memory: BLAS adds them up in another order.
CLOSE = 1e-13
NOT_AVAILABLE = 32767


@pytest.fixture(scope="module")
def sample():
    assets, factors, _ = load_sample("us2022")
    return assets.iloc[:60, :5], factors.iloc[:60, :3]


@pytest.fixture
def page(document, sample):
    """Give a sheet with five assets at A1:F61 and three factors at H1:K61."""
    page = sheet(document)
    put(page, "A1", rows_of(sample[0]))
    put(page, "H1", rows_of(sample[1]))
    return page


def betas(page):
    return calculate(page, "M1", "=LF_BETAS(A1:F61;H1:K61)", 6, 4)


def numbers(table):
    return np.array([row[1:] for row in table[1:]], dtype=float)


def assert_equal(table, expected):
    """Compare the numbers of a table with those of a frame."""
    np.testing.assert_allclose(numbers(table), expected.to_numpy(), rtol=0, atol=CLOSE)


def test_numbers_go_in_and_come_out_with_not_one_digit_changed(page, sample):
    table = calculate(page, "M1", '=LF_ALIGN(A1:F61;H1:K61;"assets")', 61, 6)
    assert np.array_equal(numbers(table), sample[0].to_numpy())


def test_a_result_arrives_with_its_labels(page, sample):
    expected = labfolio_xl.estimate_betas(*sample).betas
    table = betas(page)
    assert table[0] == ("asset", *expected.columns)
    assert [row[0] for row in table[1:]] == list(expected.index)
    assert_equal(table, expected)


def test_error_cells_of_a_range_are_missing_cells(page, sample):
    """Whatever the error: Calc would not even ask a function that takes them as values."""
    assets = sample[0].copy()
    for row, error in ((3, "=NA()"), (4, "=1/0"), (5, "=SQRT(-1)"), (6, "=#REF!")):
        page.getCellRangeByName(f"B{row}").setFormula(error)
        assets.iloc[row - 2, 0] = np.nan
    page.getCellRangeByName("C7").setString("")
    assets.iloc[5, 1] = np.nan
    expected = labfolio_xl.estimate_betas(assets, sample[1]).betas
    assert_equal(betas(page), expected)


def test_a_mistake_is_one_sentence_in_the_first_cell(page, sample):
    page.getCellRangeByName("B3").setString("n/a?")
    date = sample[0].index[1].date()
    sentence = betas(page)[0][0]
    name = sample[0].columns[0]
    assert sentence == (
        f'#LF! Assets: column "{name}", {date} holds "n/a?"; clear the cell or type a return.'
    )


def test_a_missing_number_is_a_real_not_available(page):
    """Calc's own functions then see what they see in Excel: ISNA, IFNA."""
    few = calculate(page, "M1", "=LF_BETA_STATS(A1:F5;H1:K5)", 21, 9)
    shown = errors(block_at(page, "M1", 21, 9))
    assert few[0][0] == "asset"
    column = list(few[0]).index("t")
    assert {row[column] for row in shown[1:]} == {NOT_AVAILABLE}
    page.getCellRangeByName("Z1").setFormula(f"=IFNA({chr(ord('M') + column)}2;42)")
    assert page.getCellRangeByName("Z1").getValue() == 42


def test_dates_go_out_as_serials(page, sample):
    table = calculate(page, "M1", "=LF_LAMBDAS(A1:F61;H1:K61)", 61, 4)
    assert [row[0] for row in table[1:]] == [serial(date) for date in sample[0].index]


def test_dates_of_a_document_that_counts_from_1904_are_the_same_dates(
    office, page, document, sample
):
    days = 1462  # between the two day 0
    document.NullDate = office.struct("com.sun.star.util.Date", 1, 1, 1904)
    english = office.struct("com.sun.star.lang.Locale", "en", "US", "")
    date_format = document.NumberFormats.getStandardFormat(2, english)
    for first in ("A2", "H2"):
        block = block_at(page, first, 60, 1)
        block.setDataArray(tuple((serial(date) - days,) for date in sample[0].index))
        block.NumberFormat = date_format
    table = calculate(page, "M1", "=LF_LAMBDAS(A1:F61;H1:K61)", 61, 4)
    assert [row[0] for row in table[1:]] == [serial(date) - days for date in sample[0].index]
    page.getCellRangeByName("B3").setString("soon")
    table = calculate(page, "M1", "=LF_LAMBDAS(A1:F61;H1:K61)", 61, 4)
    assert f" {sample[0].index[1].date()} holds " in table[0][0]


def test_options_and_left_out_arguments(page, sample):
    expected = labfolio_xl.estimate_betas(*sample, 0.0001, cov="hac", lags=3)
    formula = '=LF_BETA_STATS(A1:F61;H1:K61;0.0001;"cov=HAC; lags=3")'
    table = calculate(page, "M1", formula, 21, 4)
    assert table[1][3] == pytest.approx(expected.std_errors.iloc[0, 0], rel=CLOSE)
    table = calculate(page, "M1", '=LF_BETA_STATS(A1:F61;H1:K61;;"cov=hac")', 21, 4)
    expected = labfolio_xl.estimate_betas(*sample, cov="hac")
    assert table[1][3] == pytest.approx(expected.std_errors.iloc[0, 0], rel=CLOSE)


def test_whole_columns_are_cut_to_what_the_sheet_uses(page, sample):
    expected = labfolio_xl.estimate_betas(*sample).betas
    assert_equal(calculate(page, "M1", "=LF_BETAS(A:F;H:K)", 6, 4), expected)


def test_every_function_has_its_help_in_the_function_wizard(office):
    known = office.service("com.sun.star.sheet.FunctionDescriptions")
    for function in REGISTRY.values():
        shown = {part.Name: part.Value for part in known.getByName(function.name)}
        assert shown["Description"] == function.summary
        arguments = [(a.Name, a.Description) for a in shown["Arguments"] or ()]
        assert arguments == [(a.name, a.help) for a in function.arguments]
        optional = [a.IsOptional for a in shown["Arguments"] or ()]
        assert all(o for o, a in zip(optional, function.arguments, strict=True) if a.optional)


def test_names_are_bound_whatever_their_case(page):
    table = calculate(page, "M1", "=lf_version()")
    assert table == ((labfolio_xl.__version__,),)


@pytest.mark.parametrize(
    "formula",
    [
        "=LF_BETAS(LF_EXCESS(A1:F61;0.0001);H1:K61)",  # a block that stands in no cells
        "=LF_BETAS(A1:F61;H1:K61;A1:B61)",  # an error cell in a block that may be left out
        "=LF_BETAS(A1:F61)",  # a block that may not
    ],
)
def test_what_calc_refuses_before_it_asks_a_function(page, formula):
    """The limits that the README names: Calc says Err:504, and Python is not asked."""
    page.getCellRangeByName("B3").setFormula("=NA()")
    calculate(page, "M1", formula, 6, 4)
    assert errors(block_at(page, "M1", 1, 1)) == [[504]]


def test_the_way_round_is_a_block_of_cells(page, sample):
    """What Err:504 refuses in one formula works in two."""
    calculate(page, "M1", "=LF_EXCESS(A1:F61;0.0001)", 61, 6)
    excess = labfolio_xl.excess_returns(sample[0], 0.0001)
    expected = labfolio_xl.estimate_betas(excess, sample[1]).betas
    assert_equal(calculate(page, "T1", "=LF_BETAS(M1:R61;H1:K61)", 6, 4), expected)


def test_iferror_takes_error_cells_to_a_block_that_may_be_left_out(page, sample):
    """A formula makes values of the range before Calc looks for errors in it; so in Excel too."""
    rate = sample[1].iloc[:, :1] * 0 + 0.0001
    put(page, "A70", rows_of(rate))
    page.getCellRangeByName("B72").setFormula("=NA()")
    page.getCellRangeByName("B74").setFormula("=1/0")
    rate.iloc[[1, 3]] = np.nan
    expected = labfolio_xl.estimate_betas(*sample, rate).betas
    assert_equal(
        calculate(page, "M1", '=LF_BETAS(A1:F61;H1:K61;IFERROR(A70:B130;""))', 6, 4), expected
    )


def test_a_formula_may_stand_inside_where_a_block_may_be_left_out(page, sample):
    quantities = [[name, 10.0 * (place + 1)] for place, name in enumerate(sample[0].columns)]
    prices = [[name, 5.0 + place] for place, name in enumerate(sample[0].columns)]
    put(page, "A70", [["asset", "quantity"], *quantities])
    put(page, "D70", [["asset", "price"], *prices])
    formula = "=LF_EXPOSURE(A1:F61;H1:K61;;LF_WEIGHTS(A70:B75;D70:E75))"
    values = {q[0]: q[1] * p[1] for q, p in zip(quantities, prices, strict=True)}
    weights = {name: value / sum(values.values()) for name, value in values.items()}
    expected = labfolio_xl.exposure(*sample, weights=weights).exposure
    shown = calculate(page, "M1", formula, 4, 2)
    assert [row[1] for row in shown[1:]] == pytest.approx(list(expected), rel=1e-12)
