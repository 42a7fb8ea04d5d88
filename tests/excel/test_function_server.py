"""The short way of a worksheet function from VBA to Python, without Windows."""

import datetime as dt
from decimal import Decimal

import pytest

from labfolio_xl.excel import function_server
from labfolio_xl.excel.function_server import FUNCTIONS, LEFT_OUT, with_short_way
from labfolio_xl.sheet.functions import REGISTRY

START = dt.datetime(2023, 5, 2, tzinfo=dt.UTC)
FACTORS = (("date", "M"), *((START + dt.timedelta(i), i % 3 / 100) for i in range(9)))
ASSETS = (
    ("date", "A", "B"),
    *((START + dt.timedelta(i), i % 3 / 70, i % 4 / 100) for i in range(9)),
)


class FakeObject:
    """Stands in for what pywin32 makes of an object of Excel's."""

    numbers = (
        "Application",
        "CountLarge",
        "Intersect",
        "UsedRange",
        "Value",
        "Worksheet",
        "Value2",
    )

    def __init__(self, value=None, count=1, used="used", exact=None):
        self.value, self.count, self.used, self.exact = value, count, used, exact
        self.asked = []

    def GetIDsOfNames(self, locale, name):  # noqa: N802 - pywin32's name
        """Give the number of a member."""
        assert locale == 0
        self.asked.append(name)
        return self.numbers.index(name)

    def Invoke(self, number, locale, flags, with_result, *arguments):  # noqa: N802
        """Give the value of a member."""
        assert (locale, flags, with_result) == (0, 3, True)
        name = self.numbers[number]
        self.asked.append(name)
        if name == "CountLarge":
            return self.count
        if name == "Value":
            return self.value
        if name == "Value2":
            return self.exact
        if name == "Intersect":
            assert arguments == (self, self)
            return None if self.used is None else FakeObject(self.used)
        return self  # its own sheet, used range and application


class Xlwings:
    """Stands in for xlwings' server."""

    def CallUDF(self, script, fname, args, *of_workbook_and_cell):  # noqa: N802
        """Tell what it got."""
        return "xlwings", script, fname, args, of_workbook_and_cell


@pytest.fixture
def server(monkeypatch):
    """Make a server that knows no numbers of members yet."""
    monkeypatch.setattr(function_server, "_NUMBERS", {})
    return with_short_way(Xlwings, FakeObject)()


def test_a_range_is_asked_for_its_size_and_its_values_and_nothing_else(server):
    """Each question is a call into Excel; the numbers of the two members are asked for once."""
    first, second = FakeObject(ASSETS, count=30), FakeObject(FACTORS, count=20)
    rows = server.CallUDF(FUNCTIONS, "LF_BETAS", (first, second), object(), object())
    assert rows == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)
    assert first.asked == ["CountLarge", "CountLarge", "Value", "Value"]
    assert second.asked == ["CountLarge", "Value"]


def test_cells_with_a_currency_format_are_read_with_all_digits(server):
    """Excel cuts them to four decimals in Range.Value, which would give wrong numbers."""
    cut = (ASSETS[0], *((day, Decimal(f"{a:.4f}"), b) for day, a, b in ASSETS[1:]))
    serials = (ASSETS[0], *((45000.0 + i, a, b) for i, (_, a, b) in enumerate(ASSETS[1:])))
    rows = server.CallUDF(FUNCTIONS, "LF_BETAS", (FakeObject(cut, exact=serials), FACTORS))
    assert rows == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)


def test_arrays_arrive_as_they_are_and_arguments_left_out_are_nothing(server):
    given = (ASSETS, FACTORS, LEFT_OUT, "none")
    assert server.CallUDF(FUNCTIONS, "LF_BETAS", given) == REGISTRY["LF_BETAS"].call(
        ASSETS, FACTORS
    )


def test_of_a_whole_column_the_used_part_is_read(server):
    huge = FakeObject("all", count=26 * 2**20, used=ASSETS)
    rows = server.CallUDF(FUNCTIONS, "LF_BETAS", (huge, FakeObject(FACTORS)))
    assert rows == REGISTRY["LF_BETAS"].call(ASSETS, FACTORS)
    nothing = FakeObject("all", count=26 * 2**20, used=None)
    assert "the cells are empty" in server.CallUDF(FUNCTIONS, "LF_BETAS", (nothing, FACTORS))


def test_results_have_the_shape_that_xlwings_gives_them(server, monkeypatch):
    """A cell, a row, or rows; see CallUDF of xlwings.com_server."""
    assert isinstance(server.CallUDF(FUNCTIONS, "LF_VERSION", ()), str)
    entry = type("Entry", (), {"call": lambda: [[1.0, 2.0]]})
    monkeypatch.setitem(REGISTRY, "LF_ROW", entry)
    assert server.CallUDF(FUNCTIONS, "LF_ROW", ()) == [1.0, 2.0]


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
    other = FakeObject()
    other.numbers = ("Name",)
    found = server.CallUDF(FUNCTIONS, "LF_BETAS", (other, FACTORS))
    assert found[:4] == ("xlwings", FUNCTIONS, "LF_BETAS", (other, FACTORS))
