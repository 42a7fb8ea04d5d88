"""Every worksheet function over COM spills the cells that are expected from the Python functions.

The Python functions run on Linux, and the worksheet functions on a Windows Python under Wine.
"""

import datetime as dt
import math
from decimal import Decimal

import pytest
from com_data import block, day
from com_values import MISSING, CellError, Currency, Range
from function_cases import (
    ASSETS,
    CASES,
    DERIVED,
    EXPECTED,
    FACTORS,
    HOLES,
    PRICES,
    SEARCHED,
    TABLES,
    WORDS,
    cells,
    required,
    settings_rows,
    settings_text,
    split,
)

import labfolio_xl
from labfolio_xl.sheet import functions

pytestmark = pytest.mark.wine

# Between the two builds of OpenBLAS the last bits of sums differ.
RELATIVE = 1e-12
# Where an optimiser stops moves by 1e-7 with the last bits of its data.
CLOSE = 1e-5


def as_array(value):
    """Pass cells as the array that a formula with another formula inside passes."""
    return value


def in_range(value):
    """Pass cells as the Range object that a formula with a reference passes."""
    return Range(value) if value is not MISSING else value


as_array.settings, in_range.settings = settings_text, settings_rows


def ask(com, name, given, wrap):
    """Call a worksheet function, with what is not given left out as VBA leaves it out."""
    arguments, settings = split(name, given)
    found = {argument: wrap(cells(value)) for argument, value in arguments.items()}
    if settings:
        found["settings"] = wrap(wrap.settings(settings))
    return com.call(name, *(found.get(a.name, MISSING) for a in functions.REGISTRY[name].arguments))


def assert_same(found, expected, relative=RELATIVE):
    """Compare cell by cell: numbers to `relative`, all else exactly, nothing empty or null."""
    found = [[found]] if isinstance(found, str) else found  # one cell comes as itself
    assert [len(row) for row in found] == [len(row) for row in expected]
    for found_row, expected_row in zip(found, expected, strict=True):
        for one, other in zip(found_row, expected_row, strict=True):
            assert_same_cell(one, other, expected_row, relative)


def assert_same_cell(one, other, row, relative):
    """Compare one cell; a missing number is a NaN, a blank is empty text."""
    if isinstance(other, float):
        assert type(one) is float, row
        assert math.isclose(one, other, rel_tol=relative) or one != one and other != other, row  # noqa: RUF021
    else:
        assert type(one) is type(other), row
        assert one == other, row


def test_every_function_has_a_case():
    assert {name for name, _ in CASES} | WORDS == set(functions.REGISTRY)
    for name in EXPECTED:
        tried = [split(name, given) for case, given in CASES if case == name]
        found = {argument for arguments, _ in tried for argument in arguments}
        if name not in DERIVED:
            found |= {"settings"} if any(settings for _, settings in tried) else set()
            assert found == {a.name for a in functions.REGISTRY[name].arguments}, name


@pytest.mark.parametrize("wrap", [as_array, in_range], ids=["array", "range"])
@pytest.mark.parametrize(("name", "given"), CASES, ids=[name for name, _ in CASES])
def test_a_function_gives_what_the_python_function_gives(com, name, given, wrap):
    assert_same(ask(com, name, given, wrap), EXPECTED[name](**given))


@pytest.mark.parametrize(("name", "given"), SEARCHED, ids=[name for name, _ in SEARCHED])
def test_an_estimator_that_searches_gives_what_the_python_function_gives(com, name, given):
    assert_same(ask(com, name, given, in_range), EXPECTED[name](**given), CLOSE)


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
    arguments, given = functions.REGISTRY[name].arguments, required(name)
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


@pytest.mark.parametrize("wrap", [as_array, in_range], ids=["array", "range"])
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


@pytest.mark.parametrize("date1904", [(True, False), (False, True), (True, True)])
def test_each_range_has_the_dates_of_its_own_workbook(com, date1904):
    tables = [Range(block(t), date1904=d) for t, d in zip(TABLES.values(), date1904, strict=True)]
    found = com.call("LF_LAMBDAS", *tables)
    assert_same(found, EXPECTED["LF_LAMBDAS"](ASSETS, FACTORS))


def test_a_formula_in_a_workbook_of_1904_gets_and_gives_its_numbers(com):
    """An array contains a date as the serial number that the workbook of the formula uses."""

    def as_serial_of_1904(row):
        return [as_serial(row)[0] - 1462.0, *row[1:]]

    expected = com.call("LF_EXCESS", Range(block(ASSETS)), 0.0)
    dates = [row[0] for row in changed(ASSETS, as_serial_of_1904)]
    for assets in (Range(block(ASSETS), date1904=True), changed(ASSETS, as_serial_of_1904)):
        found = com.run("LF_EXCESS", assets, 0.0, date1904=True).value
        assert [row[0] for row in found[1:]] == dates[1:]
        assert [row[1:] for row in found] == [row[1:] for row in expected]


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
        "LF_BETAS(assets, factors, [risk_free], [settings])",
        "Betas of each asset to the factors.",
    ] in lines
    one = dict(com.call("LF_HELP", "lf_betas"))
    assert one["spills"].startswith("Assets down, factors across.")
    assert one["example"].startswith(" =LF_BETAS(")
    found = com.call("LF_HELP", "beta_window")
    assert [line[0].partition("(")[0] for line in found] == [
        "found in",
        "LF_SUMMARY",
        "LF_LAMBDAS",
        "LF_PREMIA",
        "setting premia_cov",
        "setting beta_window",
    ]


def test_the_settings_of_a_function_are_listed(com):
    head, *lines = com.call("LF_SETTINGS", "lf_rolling")
    assert head == ["setting", "what it does", "takes", "left out", "used by"]
    used = set(functions.REGISTRY["LF_ROLLING"].uses.words)
    assert {line[0] for line in lines} - {""} == used


def test_options_are_read_whatever_their_case(com):
    tables = [block(table) for table in TABLES.values()]
    found = com.call("LF_BETA_STATS", *tables, MISSING, "COV=Hac; Lags=5")
    assert_same(found, EXPECTED["LF_BETA_STATS"](**TABLES, cov="hac", lags=5))
