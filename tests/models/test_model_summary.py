"""The summary of the factor model as text, and its header."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from panels import random_panel

import labfolio_xl as lf


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


def test_the_summary_of_the_model_shows_its_header_premia_and_rules(panel):
    model = lf.factor_model(*panel, intercept=True, cov="kernel", lags=3, debiased=False)
    text = model.summary(dt.datetime(2024, 12, 7, 17, 49, 50, tzinfo=dt.UTC))
    widths = {len(line) for line in text.splitlines() if line[:1] in ("=", "-", "z", "F")}
    assert widths == {81}, "a longer name widens the rules with the rows"
    for words in (
        "No. Test Portfolios:                 6",
        "Distribution (F):          F(3, 18.7)",
        "Distribution (chi2):          chi2(3)",
        "R-squared (means, GLS):  ",
        "Cov. Estimator:                 kernel",
        "Sat, Dec 07 2024",
        "zero_beta",
        "s.e.: kernel (Bartlett), 3 lags; over T squared (not debiased); normal",
        "J-statistic: all pricing errors are zero; F(3, 18.7) of 0.2861 J",
        model.j_reading,
    ):
        assert words in text


def test_long_factor_names_do_not_break_the_summary(panel):
    assets, factors = panel
    names = {"F0": "A factor with a name that is long", "F1": "x"}
    lines = lf.factor_model(assets, factors.rename(columns=names)).summary().splitlines()
    rows = [line for line in lines if line.startswith(("A factor", "x ", "===", "---"))]
    assert {len(line) for line in rows} == {24 + 72}


def test_a_model_without_a_test_shows_that_it_has_none(panel):
    assets, factors = panel
    model = lf.factor_model(assets[["A0", "A1"]], factors)
    assert (model.j_statistic.df, model.j_statistic.statistic) == (0, 0.0)
    assert np.isnan(model.j_statistic.pvalue)
    assert model.j_statistic.distribution == "none"
    assert "nan" in model.summary()
    assert "no pricing error is free" in model.summary()


def test_the_header_of_the_model(panel):
    header = lf.factor_model(*panel).header()
    assert header["No. Test Portfolios"] == 6
    assert header["Distribution"] == "F(4, 54) of 0.2368 J"
    assert header["Distribution (chi2)"] == "chi2(4)"
    assert header["Cov. Estimator"] == "robust"
