"""Every worksheet function over COM gives what the Python face gives, in the cells it should.

The Python face computes here, on Linux; the worksheet functions on Windows Python under Wine.
"""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from com_data import block, day, sample
from com_expected import EXPECTED as EXPECTED_BASE
from com_expected_risk import EXPECTED_RISK
from com_values import MISSING, CellError, Currency, Range

import labfolio_xl
from labfolio_xl.sheet import functions

pytestmark = pytest.mark.wine

# Between the two builds of OpenBLAS the last bits of sums differ.
RELATIVE = 1e-12

ASSETS, FACTORS, RATE = sample(120, 8, 3)
PRICES = 100 * (1 + ASSETS).cumprod()
WEIGHTS = pd.Series(np.arange(1.0, 9.0) / 36, ASSETS.columns)
HOLES = ASSETS.mask(np.random.default_rng(3).uniform(size=ASSETS.shape) < 0.02)
TABLES = {"assets": ASSETS, "factors": FACTORS}
WITH_RATE = {**TABLES, "risk_free": RATE}
SPAN = {"new_factors": ASSETS[["A000"]], "factors": FACTORS, "risk_free": RATE}
SPRING = (dt.date(2015, 3, 2), dt.date(2015, 5, 29))
TARGET = pd.Series({"F0": 1.0, "F2": -0.25})
SHOCKS = pd.DataFrame({"crash": [-0.1, 0.02], "boom": [0.08, 0.0]}, ["F0", "F1"])
QUANTITIES = pd.Series(np.arange(-2.0, 6.0) * 10, ASSETS.columns)

CASES = [
    ("LF_RETURNS", {"prices": PRICES}),
    ("LF_RETURNS", {"prices": PRICES.where(ASSETS < 0.03), "kind": "log"}),
    ("LF_ALIGN", TABLES),
    ("LF_ALIGN", {"assets": HOLES[5:], "factors": FACTORS[:-7]}),
    ("LF_ALIGN", {**TABLES, "which": "assets"}),
    ("LF_ALIGN", {**TABLES, "which": "factors"}),
    ("LF_EXCESS", {"returns": HOLES, "risk_free": RATE}),
    ("LF_EXCESS", {"returns": ASSETS, "risk_free": 0.0001}),
    ("LF_CHECK", TABLES),
    ("LF_CHECK", {"assets": 100 * HOLES[5:], "factors": FACTORS[:-7], "risk_free": RATE}),
    ("LF_CHECK", {**WITH_RATE, "self_financing": "F1"}),
    ("LF_BETAS", TABLES),
    ("LF_BETAS", {**WITH_RATE, "assets": HOLES}),
    ("LF_BETAS", {**WITH_RATE, "self_financing": "F1"}),
    ("LF_BETAS", {**TABLES, "risk_free": 0.0001, "self_financing": "all"}),
    ("LF_BETA_STATS", TABLES),
    ("LF_BETA_STATS", {**WITH_RATE, "assets": HOLES, "cov": "hac", "lags": 5}),
    ("LF_BETA_STATS", {**WITH_RATE, "cov": "hac", "self_financing": "F1"}),
    ("LF_BETA_STATS", {**TABLES, "cov": "hc0"}),
    ("LF_BETA_STATS", {**TABLES, "cov": "hc1"}),
    ("LF_BETA_MEANS", TABLES),
    ("LF_BETA_MEANS", {**WITH_RATE, "sort": True, "self_financing": "F2"}),
    ("LF_LAMBDAS", TABLES),
    ("LF_LAMBDAS", {**WITH_RATE, "assets": HOLES, "intercept": True}),
    ("LF_LAMBDAS", {**WITH_RATE, "cumulative": True, "self_financing": "F0"}),
    ("LF_PREMIA", TABLES),
    ("LF_PREMIA", {**WITH_RATE, "intercept": True, "cov": "hac", "lags": 3, "sort": True}),
    ("LF_PREMIA", {**WITH_RATE, "cov": "shanken", "per_year": 252.0, "self_financing": "all"}),
    ("LF_PREMIA", {**TABLES, "assets": HOLES, "cov": "hac"}),
    ("LF_EXPOSURE", TABLES),
    ("LF_EXPOSURE", {**WITH_RATE, "weights": WEIGHTS, "sort": True}),
    ("LF_EXPOSURE", {**TABLES, "assets": HOLES, "cov": "hac", "lags": 2}),
    ("LF_EXPOSURE", {**WITH_RATE, "cov": "hc1", "self_financing": "F1"}),
    ("LF_EXPECTED", TABLES),
    ("LF_EXPECTED", {**WITH_RATE, "weights": WEIGHTS, "intercept": True, "per_year": 252.0}),
    ("LF_EXPECTED", {**WITH_RATE, "assets": HOLES, "self_financing": "F2"}),
    ("LF_MODEL", TABLES),
    ("LF_MODEL", {**WITH_RATE, "zero_beta": True}),
    ("LF_MODEL", {**WITH_RATE, "j": "full", "self_financing": "F1"}),
    ("LF_MODEL_PREMIA", TABLES),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "zero_beta": True, "self_financing": "F1"}),
    ("LF_MODEL_PARAMS", TABLES),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "zero_beta": True, "self_financing": "F1"}),
]
CASES += [
    ("LF_LAMBDAS", {**WITH_RATE, "window": 60}),
    ("LF_PREMIA", {**WITH_RATE, "cov": "all", "per_year": 12.0}),
    ("LF_PREMIA", {**WITH_RATE, "window": 60}),
    ("LF_MODEL", {**WITH_RATE, "estimator": "traded"}),
    ("LF_MODEL_PREMIA", {**WITH_RATE, "estimator": "traded"}),
    ("LF_MODEL_PARAMS", {**WITH_RATE, "estimator": "traded"}),
    ("LF_ROLLING", TABLES),
    ("LF_ROLLING", {**WITH_RATE, "weights": WEIGHTS, "window": 90, "expanding": True}),
    ("LF_ROLLING", {**WITH_RATE, "cov": "hac", "lags": 4, "self_financing": "F1"}),
    ("LF_GRS", TABLES),
    ("LF_GRS", {**WITH_RATE, "cov": "hac", "lags": 4, "self_financing": "F1"}),
    ("LF_SPAN", {"new_factors": ASSETS[["A000", "A001"]], "factors": FACTORS}),
    ("LF_SPAN", {**SPAN, "cov": "hac", "lags": 2, "self_financing": "F0"}),
    ("LF_SPAN", {**SPAN, "risk_free": None, "show": "tests", "unit_betas": True}),
    ("LF_DIAGNOSTICS", TABLES),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "show": "assets", "lags": 5}),
    ("LF_DIAGNOSTICS", {**WITH_RATE, "show": "correlations", "self_financing": "F1"}),
    ("LF_BOOT_PREMIA", TABLES),
    (
        "LF_BOOT_PREMIA",
        {**WITH_RATE, "intercept": True, "resamples": 200, "block": 7.0, "seed": 3}
        | {"self_financing": "F1"},
    ),
    ("LF_BOOT_EXPOSURE", TABLES),
    (
        "LF_BOOT_EXPOSURE",
        {**WITH_RATE, "weights": WEIGHTS, "resamples": 200, "block": 7.0, "seed": 3}
        | {"self_financing": "F1"},
    ),
    ("LF_RISK", TABLES),
    ("LF_RISK", {**WITH_RATE, "weights": WEIGHTS, "by": "assets", "specific": "diagonal"}),
    ("LF_RISK", {**WITH_RATE, "per_year": 252.0, "self_financing": "F1"}),
    ("LF_COV", TABLES),
    ("LF_COV", {**WITH_RATE, "show": "correlation", "self_financing": "F1"}),
    ("LF_ATTRIBUTION", TABLES),
    ("LF_ATTRIBUTION", {**WITH_RATE, "weights": WEIGHTS, "first_date": SPRING[0]}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "last_date": SPRING[1]}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "linked": True, "cov": "hac", "lags": 3}),
    ("LF_ATTRIBUTION", {**WITH_RATE, "self_financing": "F1"}),
    ("LF_HEDGE", TABLES),
    ("LF_HEDGE", {**WITH_RATE, "weights": WEIGHTS, "target": TARGET, "value": 1e6}),
    ("LF_HEDGE", {**WITH_RATE, "show": "summary", "cov": "hac", "lags": 2}),
    ("LF_HEDGE", {**WITH_RATE, "target": 0.5, "self_financing": "F1"}),
    ("LF_STRESS", {**TABLES, "shocks": SHOCKS["crash"]}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS, "weights": WEIGHTS, "correlated": True}),
    ("LF_STRESS", {**WITH_RATE, "shocks": SHOCKS["crash"], "self_financing": "F1"}),
    ("LF_WEIGHTS", {"quantities": QUANTITIES, "prices": PRICES}),
    ("LF_WEIGHTS", {"quantities": QUANTITIES, "prices": PRICES.iloc[-1], "details": True}),
]
EXPECTED = {**EXPECTED_BASE, **EXPECTED_RISK}
# These have no numbers to compare; a test below reads what they say.
WORDS = {"LF_HELP", "LF_VERSION", "LF_LAST_ERROR"}


def cells(value):
    """Lay an argument out as an analyst's sheet has it."""
    if value is SHOCKS:
        return [["factor", *SHOCKS], *([name, *row] for name, row in SHOCKS.iterrows())]
    if isinstance(value, pd.DataFrame) or value is RATE:
        return block(value)
    if isinstance(value, pd.Series):
        return [["name", "number"], *map(list, value.items())]
    return value


def in_range(value):
    """Pass cells as the Range object that a formula with a reference passes."""
    return Range(value) if value is not MISSING else value


def ask(com, name, given, wrap):
    """Call a worksheet function, with what is not given left out as VBA leaves it out."""
    names = [argument.name for argument in functions.REGISTRY[name].arguments]
    assert set(given) <= set(names)
    arguments = [wrap(cells(given[n])) if n in given else MISSING for n in names]
    return com.call(name, *arguments)


def assert_same(found, expected):
    """Compare cell by cell: numbers to RELATIVE, all else exactly, nothing empty or null."""
    assert [len(row) for row in found] == [len(row) for row in expected]
    for found_row, expected_row in zip(found, expected, strict=True):
        for one, other in zip(found_row, expected_row, strict=True):
            assert_same_cell(one, other, expected_row)


def assert_same_cell(one, other, row):
    """Compare one cell; a missing number is a NaN, a blank is empty text."""
    if isinstance(other, float):
        assert type(one) is float, row
        assert math.isclose(one, other, rel_tol=RELATIVE) or one != one and other != other, row  # noqa: PLR0124, RUF021
    else:
        assert type(one) is type(other), row
        assert one == other, row


def test_every_function_has_a_case():
    assert {name for name, _ in CASES} | WORDS == set(functions.REGISTRY)
    for name in EXPECTED:
        tried = {argument for case, given in CASES if case == name for argument in given}
        assert tried == {argument.name for argument in functions.REGISTRY[name].arguments}, name


@pytest.mark.parametrize("wrap", [lambda value: value, in_range], ids=["array", "range"])
@pytest.mark.parametrize(("name", "given"), CASES, ids=[name for name, _ in CASES])
def test_a_function_gives_what_the_python_face_gives(com, name, given, wrap):
    assert_same(ask(com, name, given, wrap), EXPECTED[name](**given))


GIVEN = {
    **WITH_RATE,
    "prices": PRICES,
    "returns": ASSETS,
    "new_factors": ASSETS[["A000"]],
    "shocks": SHOCKS,
    "quantities": QUANTITIES,
}
OMITTED = {
    "missing": MISSING,
    "blank": None,
    "blank cell": Range(None),
    "empty range": Range([[None, None], [None, None]]),
    "empty text": "",
}


@pytest.mark.parametrize("left_out", OMITTED.values(), ids=OMITTED)
@pytest.mark.parametrize("name", EXPECTED)
def test_missing_blank_and_an_empty_range_mean_the_same(com, name, left_out):
    arguments = functions.REGISTRY[name].arguments
    given = {a.name: GIVEN[a.name] for a in arguments if not a.optional}
    n_optional = len(arguments) - len(given)
    found = com.call(name, *map(cells, given.values()), *[left_out] * n_optional)
    assert_same(found, EXPECTED[name](**given))


def changed(table, change):
    """Lay a table out and change every cell of its body, or of its dates."""
    head, *rows = block(table)
    return [head, *(change(list(row)) for row in rows)]


def at_half_past_four(row):
    """Give the date a time of day."""
    return [row[0] + dt.timedelta(hours=16, minutes=30), *row[1:]]


def as_serial(row):
    """Give the date as the number that a formula makes of it."""
    return [float((row[0] - day(1899, 12, 30)).days), *row[1:]]


def as_text(row):
    """Store date and numbers as text."""
    return [row[0].strftime("%Y-%m-%d"), *map(repr, row[1:])]


def with_errors(row):
    """Put #N/A where a return is missing."""
    return [CellError.NA if cell is None else cell for cell in row]


@pytest.mark.parametrize("wrap", [lambda value: value, in_range], ids=["array", "range"])
@pytest.mark.parametrize(
    ("assets", "change"),
    [
        (ASSETS, at_half_past_four),
        (ASSETS, as_serial),
        (ASSETS, as_text),
        (HOLES, list),
        (HOLES, with_errors),
        (
            ASSETS,
            lambda row: [row[0], *(Decimal(repr(x)).quantize(Decimal("1e-20")) for x in row[1:])],
        ),
    ],
    ids=["time of day", "serial dates", "text", "blanks", "#N/A", "decimals"],
)
def test_cells_are_read_as_an_analyst_means_them(com, assets, change, wrap):
    found = com.call("LF_BETAS", wrap(changed(assets, change)), wrap(block(FACTORS)))
    assert_same(found, EXPECTED["LF_BETAS"](assets, FACTORS))


def test_cells_formatted_as_currency_are_numbers(com):
    prices = PRICES.round(4)
    money = changed(prices, lambda row: [row[0], *(Currency(Decimal(f"{x:.4f}")) for x in row[1:])])
    assert_same(com.call("LF_RETURNS", Range(money)), EXPECTED["LF_RETURNS"](prices))


def test_whole_columns_are_read_to_their_last_used_row(com):
    found = com.run("LF_BETAS", *(Range(block(t), rows=1_048_576) for t in TABLES.values()))
    assert_same(found.value, EXPECTED["LF_BETAS"](ASSETS, FACTORS))
    assert found.call_seconds[0] < 2.0


def test_empty_inputs_return_at_once(com):
    """Excel calls with empty cells when the inputs are not calculated yet."""
    empty = Range([[None] * 9] * 250)
    found = com.call("LF_MODEL", empty, empty)
    assert found == (
        "#LF! Assets: the cells are empty; select a range with names in its first row and dates "
        "in its first column."
    )


def test_a_number_that_does_not_exist_is_nan(com):
    """Four dates determine four coefficients: no degree of freedom is left for errors."""
    table = com.call("LF_BETA_STATS", block(ASSETS[:4]), block(FACTORS[:4]))
    errors = [row[3] for row in table[1:]]
    assert all(type(error) is float and math.isnan(error) for error in errors)


def test_version_help_and_last_error_answer(com):
    assert com.call("LF_VERSION") == labfolio_xl.__version__
    assert com.call("LF_LAST_ERROR") == "No unexpected error since Python was started."
    head, *lines = com.call("LF_HELP", MISSING)
    assert head == ["function", "what it gives"]
    assert [line[0].partition("(")[0] for line in lines] == list(functions.REGISTRY)
    assert [
        "LF_BETAS(assets, factors, [risk_free], [self_financing])",
        "Betas of each asset to the factors.",
    ] in lines
    one = dict(com.call("LF_HELP", "lf_betas"))
    assert one["spills"].startswith("Assets down, factors across.")
    assert one["example"].startswith(" =LF_BETAS(")


def test_options_are_read_whatever_their_case(com):
    tables = [block(table) for table in TABLES.values()]
    found = com.call("LF_BETA_STATS", *tables, MISSING, "HAC", 5)
    assert_same(found, EXPECTED["LF_BETA_STATS"](**TABLES, cov="hac", lags=5))
