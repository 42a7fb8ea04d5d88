"""Data that no model can be estimated from: one sentence that names the column and the cure."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf

EVERY = {
    "betas": lf.estimate_betas,
    "exposure": lf.exposure,
    "lambdas": lf.estimate_lambdas,
    "model": lf.factor_model,
    "expected": lf.expected_returns,
}
SECOND_PASS = {name: EVERY[name] for name in ("lambdas", "model", "expected")}


@pytest.fixture
def panel():
    return random_panel(n_obs=40, n_assets=6, n_factors=2)


def refused(error, words, function, *args, **options):
    with pytest.raises(error) as raised:
        function(*args, **options)
    assert str(raised.value) == words
    assert raised.type is error


@pytest.mark.parametrize("name", SECOND_PASS)
def test_more_factors_than_assets(panel, name):
    """Such as two tables that were swapped."""
    assets, factors = panel
    refused(
        lf.EstimationError,
        "There are 2 assets for 6 premia (A0, A1, A2, A3, A4, A5): a cross-section needs at "
        "least as many assets; add assets, remove factors, or check whether Assets and Factors "
        "were swapped.",
        EVERY[name],
        factors,
        assets,
    )
    refused(
        lf.EstimationError,
        "There is 1 asset for 2 premia (F0, F1): a cross-section needs at least as many assets; "
        "add assets, remove factors, or check whether Assets and Factors were swapped.",
        EVERY[name],
        assets[["A0"]],
        factors,
    )


@pytest.mark.parametrize("name", ["lambdas", "model", "expected"])
def test_the_zero_beta_rate_needs_one_asset_more(panel, name):
    assets, factors = panel
    EVERY[name](assets[["A0", "A1"]], factors)
    with pytest.raises(lf.EstimationError, match=r"2 assets for 3 premia \(zero_beta, F0, F1\)"):
        EVERY[name](assets[["A0", "A1"]], factors, intercept=True)


@pytest.mark.parametrize("name", EVERY)
def test_fewer_dates_than_parameters(panel, name):
    assets, factors = panel
    refused(
        lf.EstimationError,
        "Assets and Factors share 2 complete dates, but a regression on 2 factors and an "
        "intercept needs at least 3; add dates or remove factors.",
        EVERY[name],
        assets[:2],
        factors,
    )
    refused(
        lf.EstimationError,
        "Assets and Factors share 1 complete date, but a regression on 1 factor and an "
        "intercept needs at least 2; add dates or remove factors.",
        EVERY[name],
        assets[:1],
        factors[["F0"]],
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_factor_whose_squares_vanish_is_named(panel, name):
    assets, factors = panel
    size = f"{(factors['F0'] * 1e-200).abs().max():.0e}"
    refused(
        lf.EstimationError,
        f'Factors: column "F0" holds no number above {size}, too small to compute with; give it in '
        "another unit.",
        EVERY[name],
        assets,
        factors.assign(F0=factors["F0"] * 1e-200),
    )


@pytest.mark.parametrize("name", EVERY)
def test_factors_that_repeat_each_other_are_named(panel, name):
    assets, factors = panel
    twice = factors.assign(Sum=factors["F0"] - 2 * factors["F1"], Again=3 * factors["F0"])
    refused(
        lf.EstimationError,
        'Factors: column "Sum" is a linear combination of "F0", "F1"; remove one of them.',
        EVERY[name],
        assets,
        twice,
    )
    refused(
        lf.EstimationError,
        'Factors: column "Again" is a linear combination of "F0"; remove one of them.',
        EVERY[name],
        assets,
        twice.drop(columns="Sum"),
    )


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("value", [0.0, 0.01])
def test_a_constant_factor_is_named(panel, name, value):
    assets, factors = panel
    refused(
        lf.EstimationError,
        f'Factors: column "F1" is constant ({value:g} on every date), like the intercept; '
        "remove the column.",
        EVERY[name],
        assets,
        factors.assign(F1=value),
    )


@pytest.mark.parametrize("name", ["betas", "lambdas", "model", "expected"])
def test_assets_that_are_all_constant_are_named(panel, name):
    """One of several is cash; see test_cash."""
    _, factors = panel
    refused(
        lf.EstimationError,
        'Assets: column "A3" is constant (0.002 on every date); it has no exposure to estimate, '
        "remove the column (a weight without returns is cash).",
        EVERY[name],
        pd.DataFrame({"A3": 0.002, "A4": 0.001}, factors.index),
        factors,
    )


def test_a_portfolio_may_hold_cash(panel):
    """What never moves has no exposure, and dilutes that of the rest."""
    assets, factors = panel
    cash = lf.exposure(assets.assign(Cash=0.0001), factors, weights={"A0": 0.5, "Cash": 0.5})
    alone = lf.exposure(assets, factors, weights={"A0": 1.0})
    np.testing.assert_allclose(cash.exposure, 0.5 * alone.exposure)


@pytest.mark.parametrize("name", ["betas", "lambdas", "expected"])
def test_an_asset_with_too_few_returns_is_named(panel, name):
    assets, factors = panel
    assets.iloc[2:, 4] = np.nan
    refused(
        lf.EstimationError,
        'Assets: column "A4" has 2 returns on the common dates, but 3 coefficients need at least '
        "3; remove it or add returns.",
        EVERY[name],
        assets,
        factors,
    )


@pytest.mark.parametrize("name", ["lambdas", "expected"])
def test_an_asset_whose_dates_do_not_tell_its_betas_is_named(panel, name):
    """Not the factor, which moves on other dates."""
    assets, factors = panel
    assets.iloc[20:, 0] = np.nan
    factors.iloc[:20, 1] = 0.01
    refused(
        lf.EstimationError,
        'Assets: column "A0" has returns only on dates on which a factor is constant or repeats '
        "the others, so its betas cannot be estimated; remove it or add returns.",
        EVERY[name],
        assets,
        factors,
    )
    betas = lf.estimate_betas(assets, factors)
    assert betas.params.loc["A0"].isna().all()
    assert betas.params.drop("A0").notna().all(axis=None)


@pytest.mark.parametrize("name", ["exposure", "model"])
def test_no_date_with_every_asset(panel, name):
    assets, factors = panel
    assets.iloc[:20, 0], assets.iloc[20:, 1] = np.nan, np.nan
    refused(
        lf.MissingDataError,
        "Assets: no date between 2020-01-01 and 2020-02-25 has a return of every asset; remove "
        'the assets with the shortest history, "A0" first.',
        EVERY[name],
        assets,
        factors,
    )


def test_the_model_needs_a_degree_of_freedom(panel):
    assets, factors = panel
    refused(
        lf.EstimationError,
        "The factor model has 3 dates on which every asset has a return; 2 factors need at least "
        "4; add dates or remove factors.",
        lf.factor_model,
        assets[:3],
        factors,
    )
    assert lf.factor_model(assets[:4], factors).n_obs == 4


@pytest.mark.parametrize("name", EVERY)
def test_the_common_mistakes_of_tables_reach_every_function(panel, name):
    assets, factors = panel
    function = EVERY[name]
    inf, text = assets.copy(), assets.astype(object)
    inf.iloc[3, 1] = np.inf
    text.iloc[3, 1] = "n/a"
    cases = [
        (lf.InputError, 'Assets: column "A1", 2020-01-06 holds an infinite number', inf, factors),
        (lf.InputError, 'Assets: column "A1", 2020-01-06 holds "n/a"', text, factors),
        (lf.InputError, "Factors: 2020-01-01 occurs more than once", assets, factors.iloc[[0, 0]]),
        (
            lf.InputError,
            'Factors: the name "F0" occurs more than once',
            assets,
            factors.set_axis(["F0", "F0"], axis=1),
        ),
        (
            lf.InputError,
            'Factors: the name "alpha" is taken by the intercept; rename the column.',
            assets,
            factors.rename(columns={"F0": "alpha"}),
        ),
        (
            lf.InputError,
            'Factors: the name "zero_beta" is taken by the intercept; rename the column.',
            assets,
            factors.rename(columns={"F0": "zero_beta"}),
        ),
        (
            lf.MissingDataError,
            "have no date in common",
            assets,
            factors.set_axis(factors.index + pd.Timedelta("999D")),
        ),
        (lf.InputError, "Assets: the table has no row of numbers", assets[:0], factors),
        (lf.InputError, "Assets: give a table with dates", assets.to_numpy(), factors),
    ]
    for error, words, *tables in cases:
        with pytest.raises(error) as raised:
            function(*tables)
        assert words in str(raised.value)
        assert raised.type is error


@pytest.mark.parametrize("name", EVERY)
def test_a_rate_that_looks_annual_reaches_every_function(panel, name):
    with pytest.raises(lf.InputError, match=r"risk_free_is=annual \(4\.5% a year\)"):
        EVERY[name](*panel, risk_free=0.045)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        (
            "betas",
            {"cov": "white"},
            'cov is "white"; choose one of "ols", "hc0", "hc1", "hc3", "hac".',
        ),
        (
            "exposure",
            {"cov": "hc4"},
            'cov is "hc4"; choose one of "ols", "hc0", "hc1", "hc3", "hac", "bootstrap".',
        ),
        ("model", {"cov": "hc1"}, 'cov is "hc1"; choose one of "robust", "kernel".'),
        ("model", {"j": "both"}, 'j is "both"; choose one of "projected", "full".'),
        ("betas", {"lags": -1}, 'lags is "-1"; give a whole number of 0 or more.'),
        ("exposure", {"lags": 2.5}, 'lags is "2.5"; give a whole number of 0 or more.'),
        ("model", {"lags": -2}, 'lags is "-2"; give a whole number of 0 or more.'),
        (
            "expected",
            {"periods_per_year": 0},
            'periods_per_year is "0"; give 252, 52, 12 or 4.',
        ),
        (
            "lambdas",
            {"missing": "ignore"},
            'missing is "ignore"; choose one of "available", "complete", "error".',
        ),
        (
            "model",
            {"self_financing": "SMB"},
            (
                'self_financing names "SMB", which is no factor; '
                'say "auto", "none", "all", or names out of F0, F1.'
            ),
        ),
        (
            "exposure",
            {"weights": {"AAPL": 1.0}},
            (
                'Weights: "AAPL" is not a column of Assets (A0, A1, A2, A3, A4, A5); '
                "correct the name."
            ),
        ),
    ],
)
def test_unknown_options_list_those_that_exist(panel, name, options, words):
    refused(lf.InputError, words, EVERY[name], *panel, **options)


def _flags():
    """Each public function that has a flag, and the name of the flag."""
    public = {name: getattr(lf, name) for name in lf.__all__}
    for name, function in public.items():
        if not inspect.isfunction(function):
            continue
        for option, parameter in inspect.signature(function).parameters.items():
            if isinstance(parameter.default, bool):
                yield name, option


@pytest.mark.parametrize(("name", "option"), list(_flags()))
def test_a_word_is_no_truth_value(panel, name, option):
    """It would count as true, whatever it says; only yes and no are read."""
    given = {"stress": ({"F0": -0.1},), "cross_section": ()}.get(name, ())
    first, second = panel
    if name == "cross_section":
        second = lf.estimate_betas(*panel).betas
    if name == "spanning_test":
        first = first.iloc[:, :2]
    with pytest.raises(
        lf.InputError, match=rf'^{option} is "never"; give yes or no \(True or False\)\.$'
    ):
        getattr(lf, name)(first, second, *given, **{option: "never"})


def test_premia_options(panel):
    lambdas = lf.estimate_lambdas(*panel)
    refused(
        lf.InputError,
        'cov is "ols"; choose one of "robust", "fm", "hac", "shanken", "bootstrap".',
        lambdas.premia,
        "ols",
    )
    refused(
        lf.InputError, 'lags is "-3"; give a whole number of 0 or more.', lambdas.premia, "hac", -3
    )


def test_one_period_is_no_mean(panel):
    assets, factors = panel
    one = lf.cross_section(assets[:1], lf.estimate_betas(assets, factors).betas)
    refused(
        lf.EstimationError,
        "1 period has a cross-section; a mean with a standard error needs two.",
        one.premia,
    )
    assert len(one.by_period) == 1


def test_shanken_needs_the_factors_behind_the_betas(panel):
    assets, factors = panel
    given = lf.cross_section(assets, lf.estimate_betas(assets, factors).betas)
    refused(
        lf.EstimationError,
        'cov "shanken" corrects for betas estimated over the whole span; with given or rolling '
        'exposures use "fm" or "hac".',
        given.premia,
        "shanken",
    )


@pytest.mark.parametrize("level", [0.0, 1.0, 95, -0.5])
def test_a_level_is_a_share(panel, level):
    for result in (lf.exposure(*panel), lf.estimate_betas(*panel), lf.factor_model(*panel)):
        refused(
            lf.InputError,
            f'level is "{level:g}"; give a share between 0 and 1, such as 0.95.',
            result.conf_int,
            level,
        )


def test_one_is_not_said_as_many(panel):
    assets, factors = panel
    assets = assets.copy()
    assets.iloc[1:, 4] = np.nan
    with pytest.raises(lf.EstimationError, match=r'"A4" has 1 return on the common dates, but 3 '):
        lf.estimate_betas(assets, factors)
    with pytest.raises(lf.EstimationError, match=r"share 1 complete date, but a regression on 1 "):
        lf.estimate_betas(assets[:1], factors[["F0"]][:1])
    with pytest.raises(lf.InputError, match=r"^Weights has 1 number for \d+ assets; give one "):
        lf.exposure(assets, factors, weights=[1.0])


def test_a_window_that_cannot_be_says_how_many_dates_are_needed(panel):
    """Not "it must have 4 to 3"."""
    assets, factors = panel
    refused(
        lf.InputError,
        "beta_window is 60 dates, but with 2 factors and 3 common dates no window fits; add dates, "
        "5 are the least.",
        lambda: lf.estimate_lambdas(assets[:3], factors[:3], beta_window=60),
    )


@pytest.mark.parametrize("missing", [0, 3])
def test_an_asset_that_moves_late_is_not_constant(missing):
    """Only the first dates of an asset are looked at, unless it stands still there."""
    assets, factors = random_panel(60, 6, 2)
    assets.iloc[:30, 2] = 0.001
    assets.iloc[:missing, 2] = np.nan
    assert lf.estimate_betas(assets, factors).betas.ne(0.0).all(axis=None)
    assets.iloc[30:, 2] = 0.001
    assert lf.estimate_betas(assets, factors).betas.loc["A2"].eq(0.0).all()
