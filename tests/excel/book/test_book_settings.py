"""Settings in the formulas of a workbook: written, read back, and kept by Refresh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fake_book import FakeBook

from labfolio_xl.errors import InputError
from labfolio_xl.excel.book.formula_options import formula_options
from labfolio_xl.excel.book.inputs import parsed_inputs, read_inputs, write_input
from labfolio_xl.excel.macros.loading import _rows
from labfolio_xl.excel.macros.refreshing import refresh
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.places import INPUTS
from labfolio_xl.workbook.writer import workbook_bytes

RATE = 0.0001


def made_up(**changes):
    rng = np.random.default_rng(4)
    dates = pd.bdate_range("2021-01-04", periods=80, name="date")
    factors = pd.DataFrame(rng.normal(0, 0.01, (80, 2)), dates, ["F1", "F2"])
    noise = rng.normal(0.0002, 0.01, (80, 4))
    assets = pd.DataFrame(factors.to_numpy() @ rng.normal(1, 0.4, (2, 4)) + noise, dates)
    return replace(Inputs(assets.rename(columns="A{}".format), factors), **changes)


def book_of(inputs):
    return FakeBook(workbook_bytes(analyse(inputs), "365"))


def said_by(book):
    return formula_options(book).settings.given


def type_settings(book, text):
    """Put settings into the formula of the exposures, as somebody does who mends it."""
    formulas = book.sheets["Exposure"].formulas
    [place] = [at for at, formula in formulas.items() if formula.startswith("=LF_EXPOSURE(")]
    formulas[place] = f'=LF_EXPOSURE(Assets,Factors,Weights,RiskFree,,,,"{text}")'


@pytest.mark.parametrize(
    ("data", "settings"),
    [
        ({}, {}),
        ({"self_financing": "auto", "missing": "available", "doubts": "refuse"}, {}),
        ({"self_financing": "none"}, {"self_financing": "none"}),
        ({"self_financing": ["f2"]}, {"self_financing": "F2"}),
        ({"self_financing": "all"}, {"self_financing": "all"}),
    ],
)
def test_a_new_workbook_says_in_its_formulas_what_differs_from_the_rule(data, settings):
    assert said_by(book_of(made_up(data=data, risk_free=RATE))) == settings


def test_without_a_rate_there_is_nothing_to_say_of_factors_that_finance_themselves():
    assert said_by(book_of(made_up(data={"self_financing": "none"}))) == {}


def test_names_with_commas_and_semicolons_come_back():
    inputs = made_up(risk_free=RATE, data={"self_financing": ["A; b, c"]})
    named = replace(inputs, factors=inputs.factors.set_axis(["A; b, c", "F2"], axis=1))
    book = book_of(named)
    assert said_by(book) == {"self_financing": "A; b, c"}
    read = parsed_inputs(book, read_inputs(book))
    assert analyse(read).aligned.self_financing == ("A; b, c",)


def test_refresh_keeps_what_the_formulas_say_of_the_cells():
    """The sheets hold percent still: the formulas must not say that they are decimal."""
    inputs = made_up()
    book = book_of(inputs)
    percent = replace(inputs, assets=100 * inputs.assets)
    write_input(book, INPUTS[0], _rows(percent.assets))
    with pytest.raises(InputError, match="assets_are=percent"):
        refresh(book, lambda _: None, mode="values")
    type_settings(book, "assets_are=percent; dates=dmy")
    done = refresh(book, lambda _: None, mode="values")
    assert said_by(book) == {"assets_are": "percent", "dates": "dmy"}
    for block in done.blocks.values():
        text = block.formula.text
        assert "assets_are=percent" in text, text
        assert not block.failed, block.mistake
    decimal = analyse(inputs)
    found = {row[0]: row[1] for row in done.blocks["exposure"].cells[1:]}
    np.testing.assert_allclose(
        [found["F1"], found["F2"]], decimal.exposure.exposure[["F1", "F2"]], rtol=1e-9
    )
    again = refresh(book, lambda _: None, mode="values")
    assert said_by(book) == {"assets_are": "percent", "dates": "dmy"}
    assert again.blocks["exposure"].cells == done.blocks["exposure"].cells


def test_a_setting_that_there_is_not_stops_refresh_with_a_sentence():
    book = book_of(made_up())
    type_settings(book, "assets_ar=percent")
    with pytest.raises(InputError, match=r'^Settings: "assets_ar" is no setting; the nearest is'):
        refresh(book, lambda _: None, mode="spill")
