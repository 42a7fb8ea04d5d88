"""Intervals of exposures cover, lags that are bounded help, White's test finds what it should.

The pieces of ``rows_standard_errors.py`` with fewer panels. Bounds are four Monte Carlo deviations,
and on top a bias where theory only promises large samples, which is said beside each.
"""

from __future__ import annotations

import numpy as np
import pytest
from rows_standard_errors import coverages, coverages_of_lags, rejections, rows, unbounded_lags
from scipy.signal import lfilter

from labfolio_xl.core.newey_west import automatic_lags, most_lags
from labfolio_xl.core.qr import design, factorise
from labfolio_xl.models.rolling import rolling_exposure
from labfolio_xl.samples import load_sample

pytestmark = pytest.mark.slow

N_PANELS = 600
MONTE_CARLO = 4.0 * np.sqrt(0.05 * 0.95 / N_PANELS)


@pytest.mark.parametrize("n_obs", [36, 60])
def test_hc3_covers_where_the_variance_follows_the_factor(n_obs):
    """hc3 falls short by 2 percentage points at most, hc1 by twice as much, ols by 20."""
    found = coverages(N_PANELS, n_obs, 1, "factor squared")
    assert found["ols"] < 0.82
    assert 0.95 - MONTE_CARLO - 0.02 <= found["hc3"] <= 0.95 + MONTE_CARLO
    assert found["hc1"] < found["hc3"] - 0.01


@pytest.mark.parametrize("n_factors", [1, 6])
@pytest.mark.parametrize("n_obs", [36, 249])
def test_hc3_costs_little_where_the_variance_is_constant(n_obs, n_factors):
    """Seven coefficients in 36 dates make intervals that are a little long, not short."""
    found = coverages(N_PANELS, n_obs, n_factors, "normal", ("ols", "hc3"))
    assert abs(found["ols"] - 0.95) <= MONTE_CARLO
    assert 0.95 - MONTE_CARLO <= found["hc3"] <= 0.95 + MONTE_CARLO + 0.015
    assert found["hc3"] - found["ols"] < 0.025


@pytest.mark.parametrize("residuals", ["normal", "persistent"])
def test_intervals_with_bounded_lags_cover_better_in_few_dates(residuals):
    without, bounded = coverages_of_lags(N_PANELS, 36, residuals)
    assert bounded > without + 0.015


def test_the_bound_costs_nothing_in_many_dates():
    without, bounded = coverages_of_lags(N_PANELS, 249, "persistent")
    assert bounded >= without - 0.003


def test_the_lags_without_a_bound_are_the_automatic_ones_below_it():
    rng = np.random.default_rng(5)
    series = lfilter([1.0], [1.0, -0.4], rng.normal(size=(120, 200)), axis=0)
    free = np.array([unbounded_lags(column) for column in series.T])
    assert np.minimum(free, most_lags(120)).tolist() == automatic_lags(series).tolist()
    assert (free > most_lags(120)).any()


def test_windows_of_the_sample_would_take_as_many_lags_as_dates():
    """Of 190 windows of 60 days four in ten pass the bound, and 7 would take 59 lags."""
    assets, factors, _ = load_sample("us2022")
    portfolio, known = assets.to_numpy().mean(axis=1), factors.to_numpy()
    free = []
    for start in range(len(portfolio) - 59):
        rows_of_window = slice(start, start + 60)
        regressors, returns = known[rows_of_window], portfolio[rows_of_window]
        basis = factorise(design(regressors)).q
        residual = returns - basis @ (basis.T @ returns)
        scores = residual[:, None] * regressors
        free.append(unbounded_lags((scores / np.sqrt((scores**2).sum(axis=0))).sum(axis=1)))
    bounded = rolling_exposure(assets, factors, window=60, cov="hac").inference.lags
    assert np.minimum(free, most_lags(60)).tolist() == list(bounded)
    assert free.count(59) == 7
    assert np.mean(np.array(free) > most_lags(60)) == pytest.approx(0.416, abs=0.001)


def test_whites_test_finds_a_variance_that_follows_the_squared_factor():
    """Breusch and Pagan's on levels misses it; both have their size."""
    n_panels = 200  # of 20 assets each, whose residuals are correlated
    for share in rejections(n_panels, 249, "normal"):
        assert abs(share - 0.05) < 4.0 * np.sqrt(0.05 * 0.95 / n_panels) / 2.0
    pagan, white = rejections(n_panels, 249, "factor squared")
    assert pagan < 0.4
    assert white > 0.8


def test_every_row_has_shares():
    found = list(rows(2))
    assert len({row.item for row in found}) + 3 == len(found)  # the tests stand with both nulls
    assert all(0.0 <= share <= 1.0 for row in found for share in (row.before, row.after))
