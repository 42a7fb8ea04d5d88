"""What all results share: they are frozen, tell how errors were made, and use plain words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes

import labfolio_xl as lf
from labfolio_xl.models.shared import readings
from labfolio_xl.models.shared.inference import Inference, TestStatistic
from labfolio_xl.returns.dates.used import UsedDates


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


def test_results_are_frozen(panel):
    for result in (
        lf.estimate_betas(*panel),
        lf.exposure(*panel),
        lf.estimate_lambdas(*panel),
        lf.estimate_lambdas(*panel).premia(),
        lf.expected_returns(*panel),
        lf.factor_model(*panel),
    ):
        field = dataclasses.fields(result)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(result, field, None)


NO_SIGN = "no sign at 5% that it differs from zero"
CHANCE = " by its own test, but among 6 premia chance can bring one like it"


@pytest.mark.parametrize(
    ("premium", "pvalue", "holm", "words"),
    [
        (0.01, 0.001, 0.006, "priced and positive (+1.000% per period, over 60 dates)"),
        (-0.01, 0.0499, 0.04, "priced and negative (a hedge) (-1.000% per period, over 60 dates)"),
        (0.01, 0.01, 0.05, f"priced and positive{CHANCE} (+1.000% per period, over 60 dates)"),
        (0.01, 0.05, 0.3, f"{NO_SIGN} (+1.000% per period, over 60 dates)"),
        (-0.0001, 0.9, 1.0, f"{NO_SIGN} (-0.010% per period, over 60 dates)"),
        (0.01, np.nan, np.nan, "not testable (+1.000% per period, over 60 dates)"),
    ],
)
def test_what_a_premium_means_in_words(premium, pvalue, holm, words):
    assert readings.premium(premium, pvalue, holm, 6, 60) == words
    few = words.replace("60 dates", "59 dates, too few for a firm answer")
    assert readings.premium(premium, pvalue, holm, 6, 59) == few


@pytest.mark.parametrize(
    ("rate", "pvalue", "words"),
    [(0.01, 0.01, "above zero at 5%"), (-0.01, 0.01, "below zero at 5%"), (0.01, 0.2, NO_SIGN)],
)
def test_what_a_zero_beta_rate_means_in_words(rate, pvalue, words):
    assert (
        readings.zero_beta_rate(rate, pvalue, 60)
        == f"{words} ({rate:+.3%} per period, over 60 dates)"
    )


def test_a_premium_that_differs_from_what_the_factor_earned_says_so():
    assert readings.premium_beside_mean(0.002, 0.049) == (
        "; differs at 5% from what the factor itself earned (+0.200%)"
    )
    assert readings.premium_beside_mean(0.002, 0.05) == ""
    assert readings.premium_beside_mean(0.002, np.nan) == ""


@pytest.mark.parametrize(
    ("pvalue", "words"),
    [
        (0.01, "at least one of the 6 premia differs from zero at 5% (p 0.0100, over 60 dates)"),
        (
            0.05,
            (
                "no sign at 5% that any of the 6 premia differs from zero (p 0.0500, over 60 "
                "dates); this does not prove that there is none"
            ),
        ),
        (np.nan, "not testable: the premia cannot be told apart, or there are too few periods"),
    ],
)
def test_what_the_joint_test_of_premia_means_in_words(pvalue, words):
    assert readings.all_premia(pvalue, 6, 60) == words


@pytest.mark.parametrize(
    ("kind", "lags", "words"),
    [
        ("ols", (), "s.e.: OLS; rule; t(9)"),
        ("hac", (4, 4), "s.e.: Newey-West (Bartlett), 4 lags; rule; t(9)"),
        ("hac", (1,), "s.e.: Newey-West (Bartlett), 1 lag; rule; t(9)"),
        ("hac", (2, 7, 4), "s.e.: Newey-West (Bartlett), 2 to 7 lags; rule; t(9)"),
    ],
)
def test_how_errors_were_made_in_one_line(kind, lags, words):
    dates = UsedDates.of(pd.date_range("2024-01-31", periods=12, freq="ME"))
    inference = Inference(kind, lags, "rule", "t(9)", dates)
    assert str(inference) == f"{words}; 12 dates, 2024-01-31 to 2024-12-31"


ROBUST = "robust (White); over T (T - K - 1), holds where the factors leave pricing errors; normal"


def test_every_result_says_how_its_errors_were_made(panel):
    assets, factors = panel
    lines = {
        str(lf.estimate_betas(assets, factors, cov="hc1").inference),
        str(lf.exposure(assets, factors, cov="hac", lags=2).inference).removesuffix(
            "; weights constant"
        ),
        str(lf.estimate_lambdas(assets, factors).premia("shanken").inference),
        str(lf.estimate_lambdas(assets, factors).premia().inference),
        str(lf.factor_model(assets, factors).inference),
        str(lf.estimate_betas(with_holes(assets), factors).inference),
    }
    assert lines == {
        f"s.e.: {words}; 60 dates, 2020-01-01 to 2020-03-24"
        for words in (
            "White HC1; times T / (T - K - 1); t(57)",
            "Newey-West (Bartlett), 2 lags; no small-sample factor; t(57)",
            "Shanken; divisor T - 1; t(59)",
            ROBUST,
            "robust (White); over T (T - K - 1); normal",
            "White HC3; residuals over 1 - leverage; t(33 to 52)",
        )
    }


def test_distributions_of_tests():
    assert TestStatistic("J", "null", 1.0, 0.5, 18).distribution == "chi2(18)"
    assert TestStatistic("GRS", "null", 1.0, 0.5, 24, 218).distribution == "F(24, 218)"
    scaled = TestStatistic("J", "null", 1.0, 0.5, 18, 51.77, 0.051652)
    assert scaled.distribution == "F(18, 51.8) of 0.05165 J"
    assert TestStatistic("J", "null", 1.0, np.nan, 18, -3, np.nan).distribution == "none"
    assert TestStatistic("J", "null", 0.0, np.nan, 0).distribution == "none"


def test_a_table_does_not_name_the_axes_of_what_was_given(panel):
    """An index is shared between frames, so that its name must not be set in place."""
    assets, factors = panel
    lambdas = lf.estimate_lambdas(assets, factors)
    for result in (
        lf.estimate_betas(assets, factors),
        lf.exposure(assets, factors),
        lambdas,
        lambdas.premia(),
        lf.expected_returns(assets, factors),
        lf.factor_model(assets, factors),
        lf.risk_decomposition(assets, factors),
        lf.attribution(assets, factors),
    ):
        assert result.to_frame() is not None
    assert lf.exposure(assets, factors).exposure.index.name is None
    assert lambdas.by_period.columns.name is None
    assert factors.columns.name is None
