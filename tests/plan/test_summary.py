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
    """Exposures, premia, J, the portfolio, the warnings, and the caution of the sample."""
    exposures, premia, test, portfolio, warnings, caution = sentences(analyse(sample_inputs()))
    assert exposures == (
        "The portfolio's largest exposures: SP500 0.45 (s.e. 0.13), VLUE 0.43 (s.e. 0.055), "
        "USMV 0.40 (s.e. 0.058). With an exposure of 1 it moves one for one with a factor while "
        "the others stand still. The factors explain 92% of the variance of its return over time "
        "(249 dates, 2022-01-03 to 2022-12-28)."
    )
    assert premia == (
        "There is no sign at 5% that a factor paid a premium, over 249 dates; the clearest one is "
        "that of MTUM (+0.177% per period, p 0.3649). The span may be too short to see a premium "
        "that is there."
    )
    assert test == (
        "The J test of the pricing errors: no sign that mean returns differ from what exposures "
        "and premia explain (p 0.7630, over 249 dates); the average difference is 0.064% per "
        "period, whatever the sign, which chance alone can bring; this does not prove the model."
    )
    assert portfolio == (
        "The portfolio earned 0.017% per period over 249 dates, 0.007% more than its exposures and "
        "the premia explain; what they explain has a standard error of 0.082%."
    )
    assert warnings == (
        "The data report has one warning (VIF): see Check before relying on a number."
    )
    assert caution == (
        "The 20 stocks of the sample, all of them listed from 1990 to 2022, were chosen among "
        "companies that lasted. Their mean returns and alphas are higher than an investor could "
        "expect who did not know which companies would last."
    )


def test_premia_that_differ_from_zero_are_named():
    analysis = analyse(made_up())
    names = analysis.premia.premia.index
    premia = replace(
        analysis.premia,
        premia=pd.Series([0.01, -0.02, 0.0001], names),
        std_errors=pd.Series([0.001, 0.001, 0.001], names),
    )
    assert sentences(replace(analysis, premia=premia))[1] == (
        "A premium that differs from zero at 5% was paid by Factor 1 (+1.000% per period, p "
        "<0.0001) and Factor 2 (-2.000% per period, p <0.0001), over 120 dates; there is no sign "
        "that the others did. Among 3 premia one may differ by chance."
    )


def test_a_rejected_model_misses_mean_returns():
    analysis = analyse(made_up())
    test = TestStatistic("J-statistic", "all pricing errors are zero", 99.0, 1e-9, 5)
    said = sentences(replace(analysis, model=replace(analysis.model, j_statistic=test)))[2]
    assert said.startswith(
        "The J test of the pricing errors: mean returns differ at 5% from what exposures and "
        "premia explain (p <0.0001, over 120 dates); the average difference is 0."
    )


def test_a_model_without_a_test_says_so():
    analysis = analyse(made_up())
    null, why = "all pricing errors are zero", "not testable: 9 dates are too few"
    test = TestStatistic("J-statistic", null, 0.0, float("nan"), 0, missing=why)
    said = sentences(replace(analysis, model=replace(analysis.model, j_statistic=test)))
    assert f"The J test of the pricing errors: {why}." in said


def test_a_portfolio_that_earned_less_is_said_to_have_earned_less():
    analysis = analyse(made_up())
    row = pd.Series({"expected": 0.002, "realised": 0.0015, "pricing_error": -0.0005, "n_obs": 60})
    expected = replace(analysis.expected, portfolio=row, portfolio_std_error=float("nan"))
    assert sentences(replace(analysis, expected=expected))[3] == (
        "The portfolio earned 0.150% per period over 60 dates, 0.050% less than its exposures and "
        "the premia explain."
    )


def test_few_dates_are_a_caution():
    assert sentences(analyse(made_up(n_obs=48)))[-1] == (
        "The estimates rest on 48 dates, fewer than 60: standard errors and p-values are rough, "
        "and what is there may not be seen."
    )
    assert not any("fewer than" in sentence for sentence in sentences(analyse(made_up(n_obs=60))))


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
    first = texts(path)["Dashboard"]
    for sentence in sentences(analysis):
        assert sentence in first
