"""What each Excel is asked: members of COM on Windows, terms of AppleScript on a Mac."""

from __future__ import annotations

import datetime as dt
import os
import sys
from types import SimpleNamespace

import pytest
from fake_book import FakeBook
from live_workbooks import sample_workbook

from labfolio_xl.excel.host import Excel, ExcelForMac, host, open_file

DAY = dt.datetime(2024, 1, 2)
MAC = ExcelForMac()


class MacObject:
    """A range or a workbook whose AppleScript knows some terms."""

    def __init__(self, raw_value=None, **terms):
        self.raw_value = raw_value
        self.api = SimpleNamespace(
            **{name: SimpleNamespace(get=lambda v=v: v) for name, v in terms.items()}
        )


@pytest.mark.parametrize(("system", "kind"), [("win32", Excel), ("darwin", ExcelForMac)])
def test_the_system_tells_which_excel_it_is(monkeypatch, system, kind):
    monkeypatch.setattr(sys, "platform", system)
    assert type(host()) is kind


@pytest.mark.parametrize(("dynamic", "mode"), [(False, "array"), (True, "spill")])
def test_an_excel_that_knows_unique_has_formulas_that_spill(dynamic, mode):
    book = FakeBook(sample_workbook())
    book.app.dynamic_arrays = dynamic
    assert Excel().results_as(book) == mode
    assert MAC.results_as(book) == "values"


def test_a_mac_gives_the_most_exact_values_that_it_knows():
    assert MAC.values(MacObject([[DAY]], value2=[[45293.0]])) == [[45293.0]]
    assert MAC.values(MacObject([[DAY]])) == [[DAY]]


def test_a_mac_says_how_its_workbook_counts_days_if_it_knows_the_term():
    assert MAC.counts_from_1904(MacObject(date_1904=True)) is True
    assert MAC.counts_from_1904(MacObject()) is False


def test_a_mac_leaves_charts_alone():
    """No member of an object without any is used."""
    chart = object()
    assert MAC.series_formulas(chart) == []
    MAC.set_series_formulas(chart, ["=SERIES(,A!$A$1,A!$B$1,1)"], [])
    MAC.set_error_bars(chart, 0, object())
    MAC.show_chart(chart, shown=True)
    MAC.indent(object(), 1)
    MAC.show_filtered_rows(object())
    for asked in (MAC.is_read_only, MAC.is_protected, MAC.has_fixed_structure):
        assert not asked(chart)


def test_only_windows_opens_a_file(monkeypatch):
    opened = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not open_file("errors.log")
    monkeypatch.setattr(sys, "platform", "win32")
    assert open_file("errors.log")
    assert opened == ["errors.log"]
