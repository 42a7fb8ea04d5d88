"""The stationary bootstrap as a kind of error: its numbers, p-values, seeds and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes

import labfolio_xl as lf

# What the functions bootstrap_exposure and bootstrap_premia gave, which these options replaced.
BEFORE_EXPOSURE = {
    "exposure": [0.8606811966305115, 0.6313914952557911],
    "std_error": [0.1653478420443508, 0.0977672729530359],
    "bias": [0.0037096794377259323, -0.006342000749915533],
    "low": [0.5082987667825442, 0.4398659800772373],
    "high": [1.1638640475312145, 0.8155536392797551],
}
BEFORE_PREMIA = {
    "premium": [-0.00045357513802931227, -4.396248935521416e-05, 0.000663114577300071],
    "std_error": [0.0017939674781298103, 0.0021244148898822354, 0.0023353115856715803],
    "bias": [0.0003089189848222536, -0.00031218465535153234, -0.00015240333224171305],
    "low": [-0.0038957977207624, -0.004772460104325573, -0.003696589059274231],
    "high": [0.0029629865879901096, 0.004125852535892046, 0.005196440982549428],
}
BEFORE_SAMPLE = {
    "premium": [
        -0.0007073455977712671,
        0.0017669843220600803,
        -0.0007151042572732655,
        -0.0010614168438933004,
        -0.00023012867112292868,
        0.0003678495706086902,
    ],
    "low": [
        -0.0023264288215463645,
        -0.001847142037892464,
        -0.002718899560995336,
        -0.002982207095579186,
        -0.0015350438650218268,
        -0.0016214122790537441,
    ],
}
# Sums of the same numbers on another processor.
ROUNDING = 1e-9


@pytest.fixture
def panel():
    return random_panel(120, 8, 2)


def exposures(panel, **options):
    return lf.exposure(*panel, cov="bootstrap", **options)


def premia(panel, *, intercept=False, **options):
    return lf.estimate_lambdas(*panel, intercept=intercept).premia("bootstrap", **options)


BOTH = pytest.mark.parametrize("estimate", [exposures, premia])


def same_numbers(table, before):
    for column, values in before.items():
        np.testing.assert_allclose(table[column], values, rtol=ROUNDING, err_msg=column)


def test_exposures_have_the_numbers_of_the_function_that_was(panel):
    result = exposures(panel, weights={"A1": 1.0}, resamples=300, block=5, seed=3)
    same_numbers(result.to_frame(), BEFORE_EXPOSURE)
    assert str(result.inference) == (
        "s.e.: stationary bootstrap; 300 resamples, mean block 5.0, seed 3; percentile intervals "
        "and p-values; 120 dates, 2020-01-01 to 2020-06-16; weights constant"
    )


def test_premia_have_the_numbers_of_the_function_that_was(panel, us2022):
    result = premia(panel, intercept=True, resamples=300, seed=3)
    same_numbers(result.to_frame(), BEFORE_PREMIA)
    assert list(result.premia.index) == ["zero_beta", "F0", "F1"]
    sample = premia((us2022.assets, us2022.factors), resamples=200, seed=1)
    same_numbers(sample.to_frame(0.9), BEFORE_SAMPLE)


@BOTH
def test_the_same_seed_gives_the_same_intervals_and_is_shown(panel, estimate):
    first, again = (estimate(panel, resamples=200, seed=7) for _ in range(2))
    other = estimate(panel, resamples=200, seed=8)
    pd.testing.assert_frame_equal(first.draws.table, again.draws.table)
    assert not first.draws.table.equals(other.draws.table)
    assert "200 resamples, mean block " in str(first.inference)
    assert "seed 7" in str(first.inference)


def test_estimates_are_those_of_the_other_errors(panel):
    found = premia(panel, intercept=True, resamples=100, periods_per_year=252)
    expected = lf.estimate_lambdas(*panel, intercept=True).premia(periods_per_year=252)
    pd.testing.assert_series_equal(found.premia, expected.premia, rtol=1e-9)
    pd.testing.assert_series_equal(found.annual, expected.annual, rtol=1e-9)
    found, expected = exposures(panel, resamples=100), lf.exposure(*panel)
    pd.testing.assert_series_equal(found.exposure, expected.exposure)
    assert found.rsquared == expected.rsquared
    assert found.alpha == expected.alpha


def test_with_holes_premia_and_draws_rest_on_the_dates_that_all_assets_have(panel):
    assets, factors = panel
    holed = with_holes(assets)
    found = premia((holed, factors), resamples=100)
    complete = holed.dropna()
    expected = premia((complete, factors.loc[complete.index]), resamples=100)
    assert found.n_obs == len(complete) < len(assets)
    pd.testing.assert_frame_equal(found.to_frame(), expected.to_frame())


def test_intervals_are_quantiles_of_the_draws(panel):
    result = exposures(panel, weights={"A1": 1.0}, resamples=300, block=5)
    interval = result.conf_int(0.8)
    np.testing.assert_allclose(interval["low"], result.draws.table.quantile(0.1))
    np.testing.assert_allclose(interval["high"], result.draws.table.quantile(0.9))
    table = result.to_frame(0.8)
    pd.testing.assert_frame_equal(table[["low", "high"]], interval, check_names=False)
    assert list(table.columns[-3:]) == ["low", "high", "bias"]
    assert "bias" not in lf.exposure(*panel).to_frame()


@BOTH
@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95])
def test_a_p_value_never_contradicts_its_interval(estimate, level):
    """It is below 1 - level exactly where the interval leaves out zero."""
    outside = []
    for seed in range(12):
        table = estimate(random_panel(40, 4, 2, seed), resamples=100, seed=seed).to_frame(level)
        leaves_out_zero = (table["low"] > 0.0) | (table["high"] < 0.0)
        assert (leaves_out_zero == (table["p"] < 1.0 - level)).all()
        outside += leaves_out_zero.tolist()
    assert True in outside


def test_t_is_the_estimate_over_the_bootstraps_error(panel):
    result = exposures(panel, resamples=100)
    np.testing.assert_allclose(result.tstats, result.exposure / result.std_errors)
    np.testing.assert_allclose(result.std_errors, result.draws.table.std())


def test_readings_of_premia_follow_the_p_values_of_the_draws():
    assets, factors = random_panel(120, 8, 2)
    result = premia((assets + 0.05, factors), intercept=True, resamples=100)
    assert result.pvalues["zero_beta"] == 2 / 101, "no draw is on the other side of zero"
    assert result.readings["zero_beta"].startswith("above zero at 5% (+4.")


def test_errors_are_near_the_robust_ones(panel):
    """White's errors and the bootstrap by single dates estimate the same thing."""
    result = exposures(panel, resamples=2000, block=1)
    robust = lf.exposure(*panel, cov="hc0")
    np.testing.assert_allclose(result.std_errors, robust.std_errors, rtol=0.15)
    assert result.alpha_std_error == pytest.approx(robust.alpha_std_error, rel=0.15)


@BOTH
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"resamples": 99}, 'resamples is "99"; give a whole number from 100 to 100,000'),
        ({"resamples": 1e9}, 'resamples is "1000000000"; give a whole number from 100 to'),
        ({"block": 0.5}, 'block is "0.5"; give a mean length of 1 period or more'),
        ({"block": float("nan")}, 'block is "nan"'),
        ({"block": "long"}, 'block is "long"; give a mean length'),
        ({"seed": -1}, 'seed is "-1"'),
    ],
)
def test_wrong_options_are_named(panel, estimate, options, words):
    with pytest.raises(lf.InputError, match=words):
        estimate(panel, **options)


@pytest.mark.parametrize(
    "question",
    [lf.estimate_betas, lf.rolling_exposure, lf.spanning_test, lf.hedge, lf.attribution],
)
def test_questions_that_it_cannot_answer_name_the_errors_that_they_have(panel, question):
    with pytest.raises(lf.InputError, match='cov is "bootstrap"; choose one of "ols", "hc0"'):
        question(*panel, cov="bootstrap")


def test_premia_on_rolling_or_given_exposures_have_none(panel):
    assets, factors = panel
    rolling = lf.estimate_lambdas(assets, factors, beta_window=40)
    given = lf.cross_section(assets, lf.estimate_betas(assets, factors).betas)
    for lambdas in (rolling, given):
        with pytest.raises(lf.EstimationError, match='rolling exposures use "fm" or "hac"'):
            lambdas.premia("bootstrap")


def test_resamples_that_mostly_fail_are_refused():
    assets, factors = random_panel(30, 5, 2)
    factors["F1"] = 0.0
    factors.iloc[3, 1] = 0.02
    with (
        pytest.warns(lf.DataWarning, match="F1 is 0 on 97% of its dates"),
        pytest.raises(lf.EstimationError, match=r"of 100 resamples of the dates the factors or"),
    ):
        premia((assets, factors), resamples=100)


def test_resamples_that_fail_are_counted():
    """A factor that moves on four dates only stands still in some of the resamples."""
    assets, factors = random_panel(40, 5, 2)
    factors["F1"] = 0.0
    factors.iloc[[3, 12, 25, 33], 1] = [0.02, -0.01, 0.015, -0.02]
    with pytest.warns(lf.DataWarning):
        result = exposures((assets, factors), resamples=1000, block=1)
    n_failed = result.draws.n_failed
    assert 0 < n_failed < 100
    assert f"{1000 - n_failed} resamples" in str(result.inference)
    assert f"{n_failed} resamples failed" in str(result.inference)


def test_level_is_a_share_that_the_draws_can_show(panel):
    result = exposures(panel, resamples=100)
    with pytest.raises(lf.InputError, match='level is "95"'):
        result.to_frame(95)
    with pytest.raises(lf.InputError, match=r"100 resamples give intervals of less than 0\.9802"):
        result.conf_int(0.99)
