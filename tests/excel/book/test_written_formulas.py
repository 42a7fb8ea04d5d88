"""Refresh keeps the formulas that somebody wrote in place of those of the template."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fake_book import FakeBook
from live_workbooks import LiveWorkbooks

from labfolio_xl.excel.book.inputs import write_input
from labfolio_xl.excel.macros.input_file import cells_of
from labfolio_xl.excel.macros.refreshing import refresh
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.places import INPUTS

FULL = sample_inputs()
SHORT = replace(FULL, assets=FULL.assets.iloc[:120], factors=FULL.factors.iloc[:120])
BOOKS = LiveWorkbooks({"short": SHORT, "full": FULL})
FEWER = replace(SHORT, factors=SHORT.factors.iloc[:, :3])


def place_of(book, sheet, text):
    """Where the formula that begins so stands."""
    formulas = book.sheets[sheet].formulas
    return next(place for place, formula in formulas.items() if formula.startswith(text))


def formulas(book, sheet):
    """The formulas of the tables, without that of the status."""
    return [text for text in book.sheets[sheet].formulas.values() if text.startswith("=LF_")]


def captions(book, sheet):
    """The texts of formulas above the tables."""
    texts = book.sheets[sheet].cells.values()
    return [text.strip() for text in texts if isinstance(text, str) and text.startswith(" =LF_")]


def pasted(book, inputs):
    """Paste other inputs, refresh, and let the formulas spill what they give."""
    for place in INPUTS:
        write_input(book, place, cells_of(getattr(inputs, place.argument)))
    done = refresh(book, lambda _: None, mode="spill")
    for block in done.blocks.values():
        for below, row in enumerate(block.cells, block.area.row + 1):
            for beside, cell in enumerate(row, block.area.column + 1):
                # A cell of Excel knows no time zone.
                shown = cell.replace(tzinfo=None) if hasattr(cell, "tzinfo") else cell
                book.sheets[block.area.sheet].cells[below, beside] = shown
    return done


def edited(sheet, text, formula):
    """A workbook with another formula in the first cell of a table."""
    book = FakeBook(BOOKS["short"])
    book.sheets[sheet].formulas[place_of(book, sheet, text)] = formula
    return book


WINDOW = '=LF_ROLLING(Assets,Factors,RiskFree,Weights,,"window=36")'


def test_a_window_stays_when_dates_are_added_again_and_again():
    book = edited("Rolling", "=LF_ROLLING", WINDOW)
    for inputs, n_rows in ((FULL, 249), (SHORT, 120), (FULL, 249)):
        done = pasted(book, inputs)
        assert formulas(book, "Rolling") == [WINDOW]
        assert captions(book, "Rolling") == [WINDOW], "what stands above is what is there"
        block = done.blocks["rolling"]
        assert block.area.n_rows == n_rows - 36 + 1 + 1
        assert block.cells[1][-1].startswith("windows of 36 days; ")


def test_a_setting_below_those_of_the_sheet_overrules_one():
    formula = '=LF_ROLLING(Assets,Factors,RiskFree,Weights,,VSTACK(Settings,{"window",36}))'
    book = edited("Rolling", "=LF_ROLLING", formula)
    for inputs, n_rows in ((FULL, 249), (SHORT, 120)):
        done = pasted(book, inputs)
        assert formulas(book, "Rolling") == captions(book, "Rolling") == [formula]
        assert done.blocks["rolling"].area.n_rows == n_rows - 36 + 1 + 1


def test_without_more_dates_what_stands_above_follows_too():
    book = edited("Rolling", "=LF_ROLLING", WINDOW)
    refresh(book, lambda _: None, mode="spill")
    assert formulas(book, "Rolling") == captions(book, "Rolling") == [WINDOW]


@pytest.mark.parametrize(
    ("sheet", "text", "formula"),
    [
        ("Exposure", "=LF_EXPOSURE", '=LF_EXPOSURE(Assets,Factors,RiskFree,Weights,"cov=hac")'),
        ("Exposure", "=LF_BETA_MEANS", "=LF_BETA_MEANS(Assets,Factors)"),
        ("Attribution", "=LF_ATTRIBUTION", '=LF_ATTRIBUTION(Assets,Factors,,,,"linked=no")'),
        (
            "Risk",
            "=LF_RISK",
            '=LF_RISK(Assets, Factors, , Weights, , "factors", "specific=diagonal")',
        ),
        ("Lambdas", "=LF_LAMBDAS", '=LF_LAMBDAS(Assets,Factors,RiskFree,,"intercept")'),
    ],
)
def test_so_does_any_option_when_a_table_changes_its_size(sheet, text, formula):
    book = edited(sheet, text, formula)
    others = [found for found in formulas(book, sheet) if found != formula]
    pasted(book, FEWER)
    assert formula in formulas(book, sheet)
    assert [found for found in formulas(book, sheet) if found != formula] == others


def test_a_formula_that_python_cannot_follow_stays_as_it_is():
    """Its result is Excel's business; what stands above stays a formula that can be read."""
    formula = '=LF_ROLLING(Assets,Factors,RiskFree,Weights,,"window="&MIN(36,ROWS(Assets)/2))'
    book = edited("Rolling", "=LF_ROLLING", formula)
    before = captions(book, "Rolling")
    for inputs in (FULL, SHORT):
        pasted(book, inputs)
        assert formulas(book, "Rolling") == [formula]
        assert captions(book, "Rolling") == before


def test_a_formula_of_another_function_stays_too():
    formula = "=LF_BETAS(Assets,Factors,RiskFree)"
    book = edited("Exposure", "=LF_EXPOSURE", formula)
    pasted(book, FEWER)
    assert formula in formulas(book, "Exposure")


def test_settings_of_one_formula_are_no_settings_of_the_workbook():
    ours = formulas(FakeBook(BOOKS["short"]), "Premia")
    typed = '=LF_PREMIA(Assets,Factors,RiskFree,"kinds","periods_per_year=12")'
    book = edited("Premia", ours[0], typed)
    for inputs in (FEWER, SHORT):
        done = pasted(book, inputs)
        assert formulas(book, "Premia") == captions(book, "Premia") == [typed, *ours[1:]]
        assert done.analysis.inputs.settings.given["periods_per_year"] == 252


def test_our_formula_in_the_place_of_a_written_one_is_ours_again():
    book = edited("Rolling", "=LF_ROLLING", WINDOW)
    ours = formulas(FakeBook(BOOKS["short"]), "Rolling")
    pasted(book, FULL)
    book.sheets["Rolling"].formulas[place_of(book, "Rolling", "=LF_ROLLING")] = ours[0]
    done = pasted(book, SHORT)
    assert formulas(book, "Rolling") == captions(book, "Rolling") == ours
    assert done.blocks["rolling"].area.n_rows == 120 - 60 + 1 + 1


def test_a_mac_has_values_and_the_text_above_them_says_what_they_are():
    book = edited("Rolling", "=LF_ROLLING", WINDOW)
    pasted(book, FULL)
    for place in INPUTS:
        write_input(book, place, cells_of(getattr(SHORT, place.argument)))
    done = refresh(book, lambda _: None, mode="values")
    assert captions(book, "Rolling") == [WINDOW]
    assert done.blocks["rolling"].area.n_rows == 120 - 36 + 1 + 1


def test_without_a_change_there_is_nothing_of_anybody_in_the_book():
    book, new = FakeBook(BOOKS["short"]), FakeBook(BOOKS["full"])
    pasted(book, FULL)
    for sheet in ("Rolling", "Premia", "Exposure", "Lambdas"):
        assert formulas(book, sheet) == formulas(new, sheet)


def test_periods_in_a_year_that_are_not_those_of_new_dates_are_told_in_check():
    """A template of days, into which months are pasted."""
    book = FakeBook(BOOKS["short"])
    dates = pd.date_range("2010-01-31", periods=120, freq="ME", name="date")
    months = replace(
        SHORT, assets=SHORT.assets.set_axis(dates), factors=SHORT.factors.set_axis(dates)
    )
    done = pasted(book, months)
    [line] = [row for row in done.blocks["check"].cells if row[1] == "periods_per_year"]
    assert line[3] == "warning"
    assert "the returns are monthly, 12 a year" in line[4]


def test_figures_of_a_written_formula_are_those_of_its_options():
    book = edited(
        "Attribution", "=LF_ATTRIBUTION", '=LF_ATTRIBUTION(Assets,Factors,,,,"linked=no")'
    )
    done = pasted(book, FULL)
    total = done.blocks["attribution"].cells[-1][2]
    returns = FULL.assets.mean(axis=1)
    assert total == pytest.approx(returns.sum())
    assert not np.isclose(total, (1.0 + returns).prod() - 1.0, rtol=1e-3)
