"""The sheet Settings as it is written: a row for every option, what may be chosen, what is said."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import get_args

import openpyxl
import pytest

from labfolio_xl.options import OPTIONS
from labfolio_xl.options.kinds import Count, Day, Flag, Name, Names, Number, Words
from labfolio_xl.options.settings import parse_settings
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.settings import setting_rows
from labfolio_xl.workbook.writer import workbook_bytes


@cache
def sample():
    return analyse(sample_inputs())


@pytest.fixture(scope="module", params=["report", "365", "2019"])
def flavour(request):
    return request.param


@pytest.fixture(scope="module")
def book(flavour):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(sample(), flavour)))


@pytest.fixture(scope="module")
def live():
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(sample(), "365")))


def rules(book):
    """What Excel takes beside the name of each setting."""
    sheet = book["Settings"]
    return {
        sheet.cell(cell.min_row, 1).value: rule
        for rule in sheet.data_validations.dataValidation
        for cell in rule.sqref.ranges
    }


def test_every_option_has_a_row_with_its_help(book):
    rows = list(book["Settings"].iter_rows(min_row=4, max_col=4, values_only=True))
    assert rows[0] == ("Setting", "Value", "What it does", "What to type")
    assert [row[0] for row in rows[1:]] == list(OPTIONS)
    for name, _, what, kind in rows[1:]:
        assert what == OPTIONS[name].help
        assert OPTIONS[name].kind.takes in kind


def test_the_sheet_stands_between_results_and_inputs(book):
    names = book.sheetnames
    between = names[names.index("Residuals") + 1 : names.index("Portfolio")]
    assert between == (["Settings", "Load"] if "Load" in names else ["Settings"])


def test_the_name_covers_names_and_values(live):
    defined = live.defined_names["Settings"].attr_text
    assert defined == f"Settings!$A$4:$B${4 + len(OPTIONS)}"


def test_a_drop_down_offers_the_words_of_its_setting(live):
    found = rules(live)
    for name, option in OPTIONS.items():
        if isinstance(option.kind, Words | Flag):
            flag = isinstance(option.kind, Flag)
            words = ("yes", "no") if flag else get_args(option.kind.allowed)
            assert found[name].type == "list"
            assert found[name].formula1 == f'"{",".join(words)}"'
            assert found[name].errorStyle == "warning", "another spelling of a word is fine too"


def test_numbers_have_their_bounds(live):
    found = rules(live)
    kinds = {Number: "decimal", Count: "whole"}
    for name, option in OPTIONS.items():
        if type(option.kind) in kinds:
            assert found[name].type == kinds[type(option.kind)]
            assert found[name].errorTitle == name
    assert (float(found["level"].formula1), float(found["level"].formula2)) == (0, 1)
    assert float(found["resamples"].formula1) == 100
    assert found["resamples"].error == "Give a whole number, 100 or more."


def test_dates_and_names_are_typed_as_text(live):
    """Excel would make the first of December of the month 2023-12."""
    sheet = live["Settings"]
    for row in range(5, 5 + len(OPTIONS)):
        kind = OPTIONS[sheet.cell(row, 1).value].kind
        is_text = isinstance(kind, Day | Name | Names)
        assert sheet.cell(row, 2).number_format == ("@" if is_text else "General")


def test_nothing_can_be_chosen_in_a_report():
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(sample(), "report")))
    assert not rules(book)
    assert "Settings" not in book.defined_names


def test_what_the_sheet_says_is_what_was_given():
    given = {
        "cov": "hac",
        "lags": 4,
        "linked": False,
        "sort": False,
        "span_end": dt.date(2022, 6, 30),
        "start": "2022-02",
        "use_factors": ("SP500", "VLUE"),
        "level": 0.9,
    }
    read = parse_settings(setting_rows(given))
    assert {name: read[name] for name in given} == {**given, "use_factors": "SP500, VLUE"}
    others = {name: option.default for name, option in OPTIONS.items() if name not in given}
    assert {name: read.get(name) for name in others} == others
