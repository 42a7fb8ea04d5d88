"""Tables that were aligned before, and periods in a year that are not those of the dates."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import labfolio_xl as lf
from labfolio_xl.samples import load_sample
from labfolio_xl.sheet.boundary import REGISTRY
from labfolio_xl.sheet.functions import LF_PREMIA

ASSETS, FACTORS, _ = load_sample()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"assets_are": "percent"},
            'assets_are is "percent", but Assets and Factors were aligned without it; give it',
        ),
        ({"missing": "complete"}, 'aligned with missing="available"'),
        ({"self_financing": ["VLUE"]}, 'aligned with self_financing="auto"'),
        ({"frequency": "monthly"}, "aligned without it"),
        ({"risk_free_is": "annual"}, "aligned without it"),
    ],
)
def test_an_option_that_comes_after_align_is_refused(options, sentence):
    aligned = lf.align(ASSETS, FACTORS)
    with pytest.raises(lf.InputError) as error:
        lf.exposure(aligned, None, **options)
    assert sentence in str(error.value)


def test_a_rate_or_factors_that_come_after_align_are_refused():
    aligned = lf.align(ASSETS, FACTORS)
    with pytest.raises(lf.InputError, match="RiskFree: the assets are aligned already"):
        lf.exposure(aligned, None, 0.0001, None)
    with pytest.raises(lf.InputError, match="Factors: the assets are aligned already"):
        lf.exposure(aligned, FACTORS)


def test_the_options_of_align_may_be_said_again():
    aligned = lf.align(ASSETS * 100, FACTORS, assets_are="percent", self_financing="VLUE")
    same = lf.exposure(
        aligned, None, assets_are="Percent", self_financing=["VLUE"], missing="available"
    )
    other = lf.exposure(ASSETS, FACTORS, self_financing="VLUE")
    pd.testing.assert_frame_equal(same.to_frame(), other.to_frame())


def annual_questions():
    lambdas = lf.estimate_lambdas(ASSETS, FACTORS)
    known = lf.cross_section(ASSETS, lambdas.exposures)
    return {
        "risk": lambda year: lf.risk_decomposition(ASSETS, FACTORS, periods_per_year=year),
        "expected": lambda year: lf.expected_returns(ASSETS, FACTORS, periods_per_year=year),
        "premia": lambda year: lambdas.premia(periods_per_year=year),
        "compare": lambda year: lambdas.compare(periods_per_year=year),
        "given exposures": lambda year: known.premia(periods_per_year=year),
    }


@pytest.mark.parametrize("name", annual_questions())
def test_periods_in_a_year_far_from_those_of_the_dates_are_warned_of_once(name):
    ask = annual_questions()[name]
    for usual in (250, 252, 262, None):
        ask(usual)  # warnings are errors here
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        ask(12)
    (warning,) = told
    assert warning.category is lf.DataWarning
    assert "12, the returns are daily, 252 a year" in str(warning.message)
    assert warning.filename == __file__


def cells(frame):
    rows = [
        [date.to_pydatetime(), *row]
        for date, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    ]
    return [["date", *frame.columns], *rows]


@pytest.mark.parametrize("name", ["LF_PREMIA", "LF_EXPECTED", "LF_RISK"])
def test_a_cell_names_periods_in_a_year_that_are_not_those_of_the_dates(name):
    entry = REGISTRY[name]
    places = {argument.name: place for place, argument in enumerate(entry.arguments)}

    def how(a_year):
        given = [cells(ASSETS), cells(FACTORS), *[None] * (len(places) - 2)]
        given[places["settings"]] = f"periods_per_year={a_year}"
        return " ".join(str(row[-1]) for row in entry.call(*given)[1:])

    assert "data warning" not in how(252)
    assert "data warning: frequency, periods_per_year: 12; the returns are daily" in how(12)


def test_a_cell_that_asks_for_no_annual_figures_names_nothing():
    assert "data warning" not in str(LF_PREMIA(cells(ASSETS), cells(FACTORS)))
