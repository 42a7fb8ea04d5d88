"""The rules of arguments and settings, which hold for every function of the registry."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

from labfolio_xl.options import OPTIONS
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments.kinds import SettingsBlock
from labfolio_xl.sheet.cells import counted_from, to_cells
from labfolio_xl.sheet.functions import REGISTRY

assets, factors = random_panel(60, 5, 2)
ORDER = ["assets", "factors", "risk_free", "weights", "benchmark"]
DATA = {*ORDER, "prices", "returns", "holdings", "candidates"}
MOST_OF_ITS_OWN = 2


def block(table):
    return tuple(tuple(row) for row in to_cells(table, blank_missing=True))


A, F = block(assets), block(factors)
W = (("asset", "weight"), *((name, 0.2) for name in assets.columns))
# The sheet Settings: a row for each setting, most of them blank, and settings of all functions.
SHEET = (("Setting", "Value"), *((name, None) for name in OPTIONS))
USED = (*SHEET, ("nav", 1e6), ("cov", "hac"), ("lags", 2.0), ("window", 24.0), ("level", 0.9))


def call(name, *cells):
    return REGISTRY[name].call(*cells)


def column(rows, name):
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


def sentence(rows):
    """Give the sentence of a mistake, which is all that stands there."""
    [[text]] = rows
    return text.removeprefix("#LF! ")


WITH_DATA = [name for name, e in REGISTRY.items() if DATA & {a.name for a in e.arguments}]
WITH_SETTINGS = [name for name, entry in REGISTRY.items() if entry.uses.words]


def test_every_function_of_data_has_settings():
    assert WITH_DATA == WITH_SETTINGS


@pytest.mark.parametrize("name", WITH_SETTINGS)
def test_settings_stand_last_may_be_left_out_and_are_no_other_argument(name):
    *others, last = REGISTRY[name].arguments
    assert (last.name, last.optional) == ("settings", True)
    assert isinstance(last.kind, SettingsBlock)
    assert not {argument.name for argument in others} & set(OPTIONS) - {"frequency"}


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=REGISTRY)
def test_a_function_has_at_most_two_arguments_of_its_own_behind_its_data(entry):
    """What is required stands before what is not, and the data in one order."""
    names = [argument.name for argument in entry.arguments if argument.name != "settings"]
    own = [name for name in names if name not in DATA]
    assert len(own) <= MOST_OF_ITS_OWN
    shared = [name for name in names if name in ORDER]
    assert shared == sorted(shared, key=ORDER.index)
    for optional in (False, True):
        part = [a.name for a in entry.arguments if a.optional is optional and a.name in names]
        assert part == sorted(part, key=lambda name: name in own)
    flags = [argument.optional for argument in entry.arguments]
    assert flags == sorted(flags)


@pytest.mark.parametrize("name", OPTIONS)
def test_every_setting_is_used(name):
    assert any(name in entry.uses.words for entry in REGISTRY.values())


def test_settings_of_tables_that_a_function_does_not_take_are_none_of_its_settings():
    of_weights, of_the_rate = (
        {"weights_are", "nav", "unmatched"},
        {"risk_free_is", "self_financing"},
    )
    for name in WITH_SETTINGS:
        names = {argument.name for argument in REGISTRY[name].arguments}
        used = set(REGISTRY[name].uses.words)
        if "weights" not in names and name != "LF_WEIGHTS":
            assert not used & of_weights, name
        if "risk_free" not in names:
            assert not used & of_the_rate, name
    assert of_weights < set(REGISTRY["LF_EXPOSURE"].uses.words)


@pytest.mark.parametrize(
    "settings",
    [
        "cov=hac; lags=2",
        " COV = Newey-West ;LAGS=2; ",
        (("cov", "HAC"), ("lags", 2.0)),
        (("Setting", "Value"), ("Cov", "newey west"), ("Lags", "2")),
        (("cov=hac",), ("lags=2",)),
        ("cov=hac; lags=2",),
        (*SHEET, ("cov", "hac"), ("lags", 2.0)),
        (("cov", "ols"), ("lags", 7.0), ("Setting", "Value"), ("cov", "hac"), ("lags", 2.0)),
    ],
    ids=["text", "spelling", "range", "header", "texts", "cell", "sheet", "stacked"],
)
def test_a_text_a_range_and_stacked_ranges_say_the_same(settings):
    expected = call("LF_BETA_STATS", A, F, None, "cov=hac; lags=2")
    assert call("LF_BETA_STATS", A, F, None, settings) == expected
    assert "Newey-West (Bartlett), 2 lags" in column(expected, "inference")[0]


def test_a_later_row_overrules_one_row_of_the_sheet_settings():
    """VSTACK(Settings, {"window",36}); nothing else of the sheet changes."""
    found = call("LF_ROLLING", A, F, None, W, None, (*USED, ("window", 36.0)))
    assert found == call(
        "LF_ROLLING", A, F, None, W, None, "cov=hac; lags=2; window=36; nav=1000000"
    )
    assert len(found) == 60 - 36 + 2


@pytest.mark.parametrize(
    ("cell", "text"),
    [(True, "TRUE"), (1.0, "1"), ("Yes", "yes"), ("on", "On"), ("TRUE", " true ")],
)
def test_yes_may_be_written_in_many_ways_and_stand_alone(cell, text):
    sorted_rows = call("LF_EXPOSURE", A, F, None, W, "sort")
    assert call("LF_EXPOSURE", A, F, None, W, (("sort", cell),)) == sorted_rows
    assert call("LF_EXPOSURE", A, F, None, W, f"sort={text}") == sorted_rows
    assert column(sorted_rows, "exposure") == sorted(column(sorted_rows, "exposure"))


@pytest.mark.parametrize("cell", [False, 0.0, "no", "FALSE", "Off"])
def test_no_is_the_same_as_nothing(cell):
    plain = call("LF_EXPOSURE", A, F, None, W)
    assert call("LF_EXPOSURE", A, F, None, W, (("sort", cell),)) == plain


def test_a_number_may_have_a_decimal_comma_or_be_a_percentage():
    expected = call("LF_PREMIA", A, F, None, None, (("level", 0.9),))
    assert call("LF_PREMIA", A, F) != expected
    for text in ("0,9", "0.9", "90%", ",9"):
        assert call("LF_PREMIA", A, F, None, None, f"level={text}") == expected
        assert call("LF_PREMIA", A, F, None, None, (("level", text),)) == expected


def test_a_setting_that_there_is_not_is_told_the_nearest():
    for settings in ("windw=36", (*SHEET, ("windw", 36.0))):
        found = sentence(call("LF_ROLLING", A, F, None, W, None, settings))
        assert found == 'Settings: "windw" is no setting; the nearest is window.'


@pytest.mark.parametrize("name", WITH_SETTINGS)
def test_a_text_with_a_setting_that_the_function_does_not_use_is_refused(name):
    """It is a slip, and the sentence lists what the function uses; a range holds them all."""
    entry = REGISTRY[name]
    needless = "expanding" if "linked" in entry.uses.words else "linked"
    used = ", ".join(option for option in OPTIONS if option in entry.uses.words)
    expected = f"Settings: {name} does not use {needless}; leave it out, or choose among {used}."
    given = [None if a.optional else cells_of(a.name) for a in entry.arguments[:-1]]
    rows = call(name, *given, f"{needless}=yes")
    assert expected[:480] in str(rows)


def cells_of(name):
    """Give cells for an argument that cannot be left out."""
    prices = block(100 * (1 + assets).cumprod())
    candidates = block(assets[["A0"]])
    return {
        "assets": A,
        "factors": F,
        "returns": A,
        "prices": prices,
        "candidates": candidates,
        "holdings": (("A0", 3.0), ("A1", 1.0)),
        "shocks": (("F0", -0.1),),
        "frequency": "monthly",
        "market": "F0",
        "risk_free": 0.0001,
    }[name]


@pytest.mark.parametrize("name", WITH_SETTINGS)
def test_a_range_may_hold_the_settings_of_all_functions(name):
    entry = REGISTRY[name]
    given = [None if a.optional else cells_of(a.name) for a in entry.arguments[:-1]]
    of_others = [row for row in USED[len(SHEET) :] if row[0] not in entry.uses.words]
    assert of_others
    assert call(name, *given, (*SHEET, *of_others)) == call(name, *given)


def test_a_word_that_a_function_does_not_offer_leaves_it_its_own_and_is_named():
    """Of the sheet Settings; in a text it is refused with the words that are offered."""
    rows = call("LF_GRS", A, F, None, (*SHEET, ("cov", "ols")))
    assert rows == call("LF_GRS", A, F)
    assert "White" in column(rows, "inference")[0]
    found = sentence(call("LF_GRS", A, F, None, "cov=ols"))
    assert found == (
        'Settings: cov is "ols", which LF_GRS does not offer; choose one of hc0, hc1, hac.'
    )
    other = call("LF_GRS", A, F, None, (*SHEET, ("cov", "hac"), ("lags", 3.0)))
    assert "Newey-West (Bartlett), 3 lags" in column(other, "inference")[0]


def test_dates_among_the_settings_of_a_workbook_that_counts_from_1904():
    expected = call("LF_EXPOSURE", A, F, None, W, "start=2020-02-03; end=2020-03-13")
    first, last = (dt.date(2020, 2, 3), dt.date(2020, 3, 13))
    assert "2020-02-03 to 2020-03-13" in column(expected, "inference")[0]
    for is_1904, day_0 in ((False, dt.date(1899, 12, 30)), (True, dt.date(1904, 1, 1))):
        rows = [["start", float((first - day_0).days)], ["end", float((last - day_0).days)]]
        settings = counted_from([["Setting", "Value"], *rows, ["lags", 5.0]], is_1904=is_1904)
        assert call("LF_EXPOSURE", A, F, None, W, settings) == expected


def test_the_settings_say_how_the_other_arguments_are_read():
    """They are read first, although they stand last."""
    text = [["date", "A", "B", "M"]]
    for day, row in zip(assets.index, assets.to_numpy()[:, :3].tolist(), strict=True):
        text.append([f"{day:%d/%m/%Y}", *row])
    tables = [row[:3] for row in text], [[row[0], row[3]] for row in text]
    rows = call("LF_LAMBDAS", *tables, None, None, "dates=dmy")
    assert [row[0].date() for row in rows[1:]] == [day.date() for day in assets.index]


@pytest.mark.parametrize("settings", ["cov=hac", "sort", (*SHEET, ("lags", 5.0), ("cov", "hac"))])
@pytest.mark.parametrize(("place", "name"), [(2, "RiskFree"), (3, "Weights")])
def test_settings_in_another_place_are_told_the_order(place, name, settings):
    cells = [A, F, None, None]
    cells[place] = settings
    assert sentence(call("LF_EXPOSURE", *cells)) == (
        f"{name}: settings are given here, which stand last; the order of the arguments is "
        "assets, factors, risk_free, weights, settings."
    )


# What each argument is in Python, for the functions that take tables.
FRAMES = {
    "assets": assets,
    "factors": factors,
    "returns": assets,
    "prices": 100 * (1 + assets).cumprod(),
    "candidates": assets[["A0"]],
    "holdings": pd.Series({"A0": 3.0, "A1": 1.0}),
    "shocks": pd.Series({"F0": -0.1}),
    "frequency": "monthly",
    "market": "F0",
    "risk_free": 0.0001,
    "weights": pd.Series(0.2, assets.columns),
}
CELLS = {"weights": W}


def as_read(value):
    """Give a frame as ``read_table`` does."""
    return InputTable(value) if isinstance(value, pd.DataFrame) else value


def assert_same(found, expected):
    """Compare cell by cell: numbers as far as the memory layout of a table reaches."""
    assert [len(row) for row in found] == [len(row) for row in expected]
    for row, expected_row in zip(found, expected, strict=True):
        for cell, other in zip(row, expected_row, strict=True):
            if isinstance(other, float):
                np.testing.assert_allclose(cell, other, rtol=1e-9, atol=1e-15)
            else:
                assert cell == other


@pytest.mark.parametrize("whole", [False, True], ids=["required", "all"])
@pytest.mark.parametrize("name", WITH_DATA)
def test_frames_give_the_words_and_numbers_of_cells(name, whole):
    """The workbook is written from frames; a live sheet asks with cells."""
    entry = REGISTRY[name]
    arguments = [a for a in entry.arguments[:-1] if not a.optional or (whole and a.name in FRAMES)]
    cells = {a.name: CELLS.get(a.name) or cells_of(a.name) for a in arguments}
    frames = {a.name: as_read(FRAMES[a.name]) for a in arguments}
    found = entry.call(*(cells.get(a.name) for a in entry.arguments))
    assert not str(found[0][0]).startswith("#LF!"), found[0][0]
    assert_same(entry.answer(**frames), found)
