"""The short way of a worksheet function from VBA to Python, without Windows."""

import datetime as dt
import threading
from itertools import pairwise

import numpy as np
import pytest
from fake_com import ComObject, Money, com_range, convert_all, hand_over, value2

from labfolio_xl.excel.server import function_server
from labfolio_xl.excel.server.function_server import LEFT_OUT, with_fast_calls
from labfolio_xl.sheet.boundary import SMALL_RANGE
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.vba.modules import own_modules
from labfolio_xl.vba.wrapper import FUNCTIONS

START = dt.datetime(2023, 5, 2, tzinfo=dt.UTC)
DAYS = [START + dt.timedelta(days=i) for i in range(9)]
FACTORS = (("date", "M"), *((day, i % 3 / 100) for i, day in enumerate(DAYS)))
ASSETS = (("date", "A", "B"), *((day, i % 3 / 70, i % 4 / 100) for i, day in enumerate(DAYS)))
PRICES = (("date", "A"), *((day, 0.05 * 1.001 ** (i * i)) for i, day in enumerate(DAYS)))
NOT_AVAILABLE = -2146826246
VALUES = ["CountLarge", "Value2", "Worksheet", "Parent", "Date1904"]


class Xlwings:
    """Stands in for xlwings' server."""

    _public_methods_ = ("CallUDF",)

    def CallUDF(self, script, fname, args, *of_workbook_and_cell):
        """Tell what it got."""
        return "xlwings", script, fname, args, of_workbook_and_cell


@pytest.fixture
def server(monkeypatch):
    """Make a server that knows no numbers of members yet."""
    monkeypatch.setattr(function_server, "_NUMBERS", {})
    return with_fast_calls(Xlwings, ComObject)()


@pytest.fixture
def ask_ranges(server):
    """Ask for a function from a cell of a workbook that counts from 1900, or from 1904."""

    def call(name, *arguments, date1904=False):
        caller = com_range(None, date1904=date1904)
        return server.CallUDF(FUNCTIONS, name, arguments, object(), caller)

    return call


@pytest.fixture(params=["our wrapper", "xlwings' wrapper"])
def ask(request, server, ask_ranges):
    """Ask for a function as our VBA does, or as a wrapper that xlwings has imported."""

    def call(name, *arguments, date1904=False):
        return hand_over(server, name, arguments, com_range(None, date1904=date1904))

    return call if request.param == "our wrapper" else ask_ranges


def serials(cells, *, date1904):
    """Give the cells of an array: Excel's calculation knows no dates."""
    return convert_all(cells, lambda cell: value2(cell, date1904=date1904))


def as_texts(table):
    """Write the dates of a table as text."""
    return (table[0], *((f"{row[0]:%Y-%m-%d}", *row[1:]) for row in table[1:]))


def dates_of(rows):
    """Give the first column below the header."""
    return [row[0] for row in rows[1:]]


def test_nothing_is_asked_of_excel_where_vba_hands_over_the_values(server):
    ranges = [com_range(table) for table in (ASSETS, FACTORS)]
    caller = com_range(None)
    rows = hand_over(server, "LF_BETAS", ranges, caller)
    assert rows == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)
    assert [cells.asked for cells in (*ranges, caller)] == [[], [], []]
    assert server._public_methods_ == ["CallUDF", "CallWithValues"]


def test_vba_reads_the_used_part_of_as_large_ranges_as_python():
    code = next(m.code for m in own_modules(addin=False) if m.name == "LabfolioCalls")
    assert f"Const SMALL_RANGE As Long = {SMALL_RANGE}\n" in code
    assert f'Const FUNCTIONS As String = "{FUNCTIONS}"' in code


def test_a_range_is_asked_for_size_values_and_date_system_and_nothing_else(ask_ranges):
    """Each question is a call into Excel; the number of a member is asked for once."""
    first, second = com_range(ASSETS), com_range(FACTORS)
    ask_ranges("LF_VERSION")  # knows the numbers of the members of its cell
    rows = ask_ranges("LF_BETAS", first, second)
    assert rows == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)
    new = [f"number of {name}" for name in VALUES[:2]]
    assert sorted(first.asked) == sorted(new + VALUES)
    assert second.asked == VALUES


def test_the_calling_cell_is_asked_for_its_date_system(server):
    caller = com_range(None)
    server.CallUDF(FUNCTIONS, "LF_BETAS", (ASSETS, FACTORS), object(), caller)
    assert [name for name in caller.asked if name in VALUES] == VALUES[2:]


def test_numbers_with_a_currency_format_have_all_digits(ask):
    """Range.Value cuts them to four decimals, which would give wrong returns."""
    exact = [row[1] for row in PRICES[1:]]
    money = (PRICES[0], *((day, Money(price)) for day, price in PRICES[1:]))
    rows = ask("LF_RETURNS", com_range(money))
    np.testing.assert_array_equal(
        [row[1] for row in rows[1:]],
        [after / before - 1 for before, after in pairwise(exact)],
    )
    assert dates_of(rows) == DAYS[1:]


def test_a_single_cell_with_a_currency_format_has_all_digits(ask):
    """A risk-free rate of a day has its first digit in the fifth place."""
    rows = ask("LF_EXCESS", com_range(ASSETS), com_range(Money(0.00004)))
    assert rows[1][1] == pytest.approx(ASSETS[1][1] - 0.00004, abs=1e-17)


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_are_those_of_the_workbook_that_the_range_is_from(ask, date1904):
    """And the same result for both systems, at a table that is kept from the other one too."""
    ranges = [com_range(table, date1904=date1904) for table in (ASSETS, FACTORS)]
    rows = ask("LF_LAMBDAS", *ranges)
    assert rows == REGISTRY["LF_LAMBDAS"].call(ASSETS, FACTORS)
    assert dates_of(rows) == DAYS


def test_one_formula_reads_workbooks_of_both_systems(ask):
    rows = ask("LF_LAMBDAS", com_range(ASSETS, date1904=True), com_range(FACTORS))
    assert rows == REGISTRY["LF_LAMBDAS"].call(ASSETS, FACTORS)


def test_a_result_in_a_workbook_of_1904_has_its_serial_numbers(ask):
    """2023-05-02 is 45048 from 1900 on, and 1462 less from 1904 on."""
    rows = ask("LF_LAMBDAS", com_range(ASSETS, date1904=True), com_range(FACTORS), date1904=True)
    assert dates_of(rows) == [45048.0 - 1462 + i for i in range(9)]
    expected = REGISTRY["LF_LAMBDAS"].call(ASSETS, FACTORS)
    assert [row[1:] for row in rows] == [row[1:] for row in expected]


@pytest.mark.parametrize("date1904", [False, True])
def test_an_array_has_the_dates_of_the_workbook_that_its_formula_is_in(ask, date1904):
    """The result of one function is the argument of the next, as numbers."""
    given = [serials(table, date1904=date1904) for table in (ASSETS, FACTORS)]
    rows = ask("LF_LAMBDAS", *given, date1904=date1904)
    first = 45048.0 - 1462 if date1904 else START
    assert dates_of(rows)[0] == first
    # Excel's calculation keeps of a date its number.
    nested = serials(tuple(map(tuple, rows)), date1904=date1904)
    assert dates_of(ask("LF_EXCESS", nested, 0.0, date1904=date1904)) == dates_of(rows)


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("as_cells", [True, False])
def test_a_span_given_by_dates_is_counted_as_its_workbook_counts(ask, date1904, as_cells):
    """A range of settings with dates, or {"span_start",45050} typed into the formula."""
    span = (("span_start", DAYS[2]), ("span_end", DAYS[6]))
    given = com_range(ASSETS), com_range(FACTORS), LEFT_OUT, LEFT_OUT, LEFT_OUT
    if as_cells:
        settings = com_range(span, date1904=date1904)
    else:
        settings = tuple((name, value2(day, date1904=date1904)) for name, day in span)
    rows = ask("LF_ATTRIBUTION", *given, settings, date1904=date1904)
    assert rows == REGISTRY["LF_ATTRIBUTION"].call(ASSETS, FACTORS, None, None, None, span)
    assert rows != ask("LF_ATTRIBUTION", *given)


@pytest.mark.parametrize("date1904", [False, True])
def test_prices_of_holdings_have_dates_of_their_workbook(ask, date1904):
    holdings = (("A", 2.0),)
    rows = ask("LF_WEIGHTS", com_range(holdings), com_range(PRICES, date1904=date1904))
    assert rows == REGISTRY["LF_WEIGHTS"].call(holdings, PRICES)


@pytest.mark.parametrize("date1904", [False, True])
def test_a_time_of_day_is_dropped(ask, date1904):
    at_four = tuple(
        (row[0] + dt.timedelta(hours=16, minutes=30) if number else row[0], *row[1:])
        for number, row in enumerate(ASSETS)
    )
    rows = ask("LF_LAMBDAS", com_range(at_four, date1904=date1904), com_range(FACTORS))
    assert dates_of(rows) == DAYS


def test_a_result_in_a_workbook_of_1904_has_them_where_no_argument_has_any(ask):
    """Excel's text dates, or ranges of other workbooks."""
    for tables in (
        map(com_range, (ASSETS, FACTORS)),
        map(com_range, map(as_texts, (ASSETS, FACTORS))),
    ):
        rows = ask("LF_LAMBDAS", *tables, date1904=True)
        assert dates_of(rows) == [45048.0 - 1462 + i for i in range(9)]


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_written_as_text_are_the_same_in_both_systems(ask, date1904):
    rows = ask("LF_LAMBDAS", com_range(as_texts(ASSETS), date1904=date1904), com_range(FACTORS))
    assert dates_of(rows) == DAYS


def test_a_date_before_march_1900_is_an_error_that_names_its_cell(ask):
    """Excel counts a 29th of February then, so that Value and Value2 are a day apart."""
    early = tuple(
        (dt.datetime(1900, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=row), number)
        for row, (_, number) in enumerate(FACTORS[1:])
    )
    found = ask("LF_BETAS", com_range(ASSETS), com_range((FACTORS[0], *early)))
    assert found.startswith("#LF! Factors: ")
    assert "2" in found


def test_errors_and_blanks_are_missing_and_truth_values_are_names(ask):
    holes = (
        ("date", True, "B"),
        (DAYS[0], NOT_AVAILABLE, 0.01),
        *((day, number, None if day == DAYS[4] else other) for day, number, other in ASSETS[2:]),
    )
    rows = ask("LF_ALIGN", com_range(holes), com_range(FACTORS))
    assert rows == REGISTRY["LF_ALIGN"].call(holes, FACTORS)
    assert rows[0][1] == "TRUE"
    assert rows[1][1] == ""
    assert rows[5][2] == ""


def test_arguments_left_out_are_nothing(ask):
    given = (ASSETS, FACTORS, LEFT_OUT)
    assert ask("LF_BETAS", *given) == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)


@pytest.mark.parametrize("date1904", [False, True])
def test_of_a_whole_column_the_used_part_is_read(ask, date1904):
    huge = com_range((), count=26 * 2**20, used=ASSETS, date1904=date1904)
    rows = ask("LF_LAMBDAS", huge, com_range(FACTORS))
    assert rows == REGISTRY["LF_LAMBDAS"].call(ASSETS, FACTORS)
    nothing = com_range((), count=26 * 2**20, used=None, date1904=date1904)
    assert "the cells are empty" in ask("LF_BETAS", nothing, com_range(FACTORS))


def test_an_empty_cell_of_a_workbook_of_1904_is_nothing(ask):
    rows = ask("LF_BETAS", com_range(ASSETS), com_range(FACTORS), com_range(None, date1904=True))
    assert rows == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)


def test_two_formulas_at_once_keep_their_systems(server):
    """Excel asks in the middle of another call, and a host may have several threads."""
    answers = {}

    def run(date1904):
        for _ in range(20):
            caller = com_range(None)
            ranges = [com_range(table, date1904=date1904) for table in (ASSETS, FACTORS)]
            rows = server.CallUDF(FUNCTIONS, "LF_LAMBDAS", ranges, object(), caller)
            answers.setdefault(date1904, []).append(dates_of(rows))

    threads = [threading.Thread(target=run, args=(date1904,)) for date1904 in (False, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {False: [DAYS] * 20, True: [DAYS] * 20}


def test_a_host_without_such_workbooks_counts_from_1900(ask_ranges):
    """Another host's range may have values and no sheet."""
    other = com_range(ASSETS)
    del other.answers["Worksheet"]
    assert dates_of(ask_ranges("LF_LAMBDAS", other, com_range(FACTORS))) == DAYS


def test_results_have_the_shape_that_xlwings_gives_them(ask, monkeypatch):
    """A cell, a row, or rows; see CallUDF of xlwings.com_server."""
    assert isinstance(ask("LF_VERSION"), str)
    entry = type("Entry", (), {"call": lambda: [[1.0, 2.0]]})
    monkeypatch.setitem(REGISTRY, "LF_ROW", entry)
    assert ask("LF_ROW") == [1.0, 2.0]


def test_a_call_from_no_cell_is_answered(server):
    """As from Word: without a workbook and a cell, or with an error in its place."""
    expected = REGISTRY["LF_LAMBDAS"].call(ASSETS, FACTORS)
    given = [serials(table, date1904=False) for table in (ASSETS, FACTORS)]
    assert server.CallUDF(FUNCTIONS, "LF_LAMBDAS", given) == expected
    assert server.CallUDF(FUNCTIONS, "LF_LAMBDAS", given, object(), -2146826265) == expected


@pytest.mark.parametrize(("script", "name"), [("other", "LF_BETAS"), (FUNCTIONS, "other")])
def test_functions_of_others_go_the_way_of_xlwings(server, script, name):
    assert server.CallUDF(script, name, (1,), "book", "cell") == (
        "xlwings",
        script,
        name,
        (1,),
        ("book", "cell"),
    )


def test_an_object_that_is_no_range_goes_the_way_of_xlwings(server):
    """It has no such members; xlwings says so, or knows what it is."""
    other = com_range(None)
    other.answers = {"Name": lambda: "a shape"}
    found = server.CallUDF(FUNCTIONS, "LF_BETAS", (other, FACTORS))
    assert found[:4] == ("xlwings", FUNCTIONS, "LF_BETAS", (other, FACTORS))
