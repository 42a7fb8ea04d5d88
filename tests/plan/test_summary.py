"""The sentences on the first page of a report."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from panels_for_books import made_up, more_factors_than_assets
from reading import texts

from labfolio_xl.errors import EstimationError
from labfolio_xl.models.shared.inference import TestStatistic
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.summary import sentences
from labfolio_xl.workbook.writer import write_workbook


def test_the_sample_in_words():
    """The three largest exposures, no priced factor, J, the portfolio, the warnings."""
    exposures, premia, test, portfolio, warnings = sentences(analyse(sample_inputs()))
    assert exposures == (
        "The portfolio's largest exposures: SP500 0.45 (s.e. 0.12), VLUE 0.43 (s.e. 0.051), "
        "USMV 0.40 (s.e. 0.057); the factors explain 92% of the variance of its return over time."
    )
    assert premia == (
        "No factor paid a premium that differs from zero at 5% over these 249 periods: the span "
        "may be too short to tell."
    )
    assert test == (
        "The J test of the pricing errors (p 0.7630): no sign at 5% that mean returns differ from "
        "what betas and premia explain (0.0636% per period on average, whatever the sign); a short "
        "span may hide a difference."
    )
    assert portfolio == (
        "The portfolio earned 0.017% per period, 0.007% more than its exposures and the premia "
        "explain."
    )
    assert warnings == (
        "The data report has one warning (VIF): see Check before relying on a number."
    )


def test_priced_factors_are_named_with_their_reading():
    analysis = analyse(made_up())
    names = analysis.premia.premia.index
    premia = replace(
        analysis.premia,
        premia=pd.Series([0.01, -0.02, 0.0001], names),
        std_errors=pd.Series([0.001, 0.001, 0.001], names),
    )
    assert sentences(replace(analysis, premia=premia))[1] == (
        "Of the factors' premia, Factor 1 1.000% per period, priced and positive; Factor 2 "
        "-2.000% per period, priced and negative (a hedge); the others do not differ from zero "
        "at 5%."
    )


def test_a_rejected_model_misses_something():
    analysis = analyse(made_up())
    test = TestStatistic("J-statistic", "all pricing errors are zero", 99.0, 1e-9, 5)
    said = sentences(replace(analysis, model=replace(analysis.model, j_statistic=test)))[2]
    assert said.startswith(
        "The J test of the pricing errors (p <0.0001): mean returns differ at 5% from what betas "
        "and premia explain ("
    )


def test_a_model_without_a_test_says_so():
    analysis = analyse(made_up())
    null, why = "all pricing errors are zero", "not testable: 9 dates are too few"
    test = TestStatistic("J-statistic", null, 0.0, float("nan"), 0, missing=why)
    said = sentences(replace(analysis, model=replace(analysis.model, j_statistic=test)))
    assert f"The J test of the pricing errors: {why}." in said


def test_a_portfolio_that_earned_less_is_said_to_have_earned_less():
    analysis = analyse(made_up())
    row = pd.Series({"expected": 0.002, "realised": 0.0015, "pricing_error": -0.0005})
    expected = replace(analysis.expected, portfolio=row)
    assert sentences(replace(analysis, expected=expected))[3] == (
        "The portfolio earned 0.150% per period, 0.050% less than its exposures and the premia "
        "explain."
    )


def test_one_mistake_is_told_once():
    said = sentences(analyse(more_factors_than_assets()))
    assert sum(sentence.startswith("There are 3 assets for 5 premia") for sentence in said) == 1
    assert said[0].startswith("The portfolio's largest exposures")


def test_a_failed_exposure_is_told_in_its_own_words():
    analysis = replace(analyse(made_up()), exposure=EstimationError("Assets: no luck."))
    assert sentences(analysis)[0] == "Assets: no luck."


def test_a_report_begins_with_them(tmp_path):
    path = tmp_path / "report.xlsx"
    analysis = write_workbook(path, made_up(), "report")
    start = texts(path)["Start"]
    for sentence in sentences(analysis):
        assert sentence in start
