"""Bootstrap intervals as tables: seeds, progress, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf


@pytest.fixture
def panel():
    return random_panel(120, 8, 2)


def test_the_same_seed_gives_the_same_intervals_and_is_shown(panel):
    first, again = (lf.bootstrap_premia(*panel, n_resamples=200, seed=7) for _ in range(2))
    other = lf.bootstrap_premia(*panel, n_resamples=200, seed=8)
    pd.testing.assert_frame_equal(first.draws, again.draws)
    assert not first.draws.equals(other.draws)
    assert "200 resamples, " in str(first)
    assert str(first).endswith("; 120 dates, 2020-01-01 to 2020-06-16")
    assert "seed 7" in str(first)
    assert f"mean block {first.block:.1f}" in str(first)


def test_estimates_are_those_of_the_passes(panel):
    premia = lf.bootstrap_premia(*panel, n_resamples=100, intercept=True)
    expected = lf.estimate_lambdas(*panel, intercept=True).premia().premia
    pd.testing.assert_series_equal(premia.estimates, expected, rtol=1e-9)
    exposures = lf.bootstrap_exposure(*panel, n_resamples=100)
    expected = lf.exposure(*panel).exposure
    pd.testing.assert_series_equal(exposures.estimates, expected, rtol=1e-9)


def test_intervals_are_quantiles_of_the_draws(panel):
    result = lf.bootstrap_exposure(*panel, weights={"A1": 1.0}, n_resamples=300, block=5)
    interval = result.conf_int(0.8)
    np.testing.assert_allclose(interval["low"], result.draws.quantile(0.1))
    np.testing.assert_allclose(interval["high"], result.draws.quantile(0.9))
    table = result.to_frame()
    assert list(table.columns) == ["exposure", "std_error", "bias", "low", "high"]
    assert ((table["low"] < table["exposure"]) & (table["exposure"] < table["high"])).all()
    assert result.block == 5.0


def test_errors_are_near_the_robust_ones(panel):
    """White's errors and the bootstrap by single dates estimate the same thing."""
    result = lf.bootstrap_exposure(*panel, n_resamples=2000, block=1)
    robust = lf.exposure(*panel, cov="hc0").std_errors
    np.testing.assert_allclose(result.std_errors, robust, rtol=0.15)


def test_progress_goes_up_to_all_resamples(panel):
    seen = []
    lf.bootstrap_premia(*panel, n_resamples=230, progress=lambda *steps: seen.append(steps))
    done = [step for step, _ in seen]
    assert done == sorted(done)
    assert seen[-1] == (230, 230)
    assert len(seen) == 10, "25 at once"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n_resamples": 99}, 'n_resamples is "99"; give a whole number from 100 to 100,000'),
        ({"n_resamples": 1e9}, 'n_resamples is "1000000000"; give a whole number from 100 to'),
        ({"block": 0.5}, 'block is "0.5"; give a mean length of 1 period or more'),
        ({"block": float("nan")}, 'block is "nan"'),
        ({"block": "long"}, 'block is "long"; give a mean length'),
        ({"seed": -1}, 'seed is "-1"'),
    ],
)
def test_wrong_options_are_named(panel, options, words):
    for function in (lf.bootstrap_premia, lf.bootstrap_exposure):
        with pytest.raises(lf.InputError, match=words):
            function(*panel, **options)


def test_resamples_that_mostly_fail_are_refused():
    assets, factors = random_panel(30, 5, 2)
    factors["F1"] = 0.0
    factors.iloc[3, 1] = 0.02
    with (
        pytest.warns(lf.DataWarning, match="F1 is 0 on 97% of its dates"),
        pytest.raises(lf.EstimationError, match=r"of 100 resamples .* leave factors or exposures"),
    ):
        lf.bootstrap_premia(assets, factors, n_resamples=100)


def test_level_is_a_share(panel):
    with pytest.raises(lf.InputError, match='level is "95"'):
        lf.bootstrap_exposure(*panel, n_resamples=100).conf_int(95)
