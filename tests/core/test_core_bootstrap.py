"""The stationary bootstrap: its draws, its block length against arch, its sums."""

from __future__ import annotations

import numpy as np
import pytest
from arch.bootstrap import optimal_block_length
from panels import random_arrays

from labfolio_xl.core import bootstrap
from labfolio_xl.core.cross_section import with_zero_beta
from labfolio_xl.core.time_series import betas


def autocorrelated(n_obs, persistence, seed):
    series = np.random.default_rng(seed).normal(size=n_obs)
    for row in range(1, n_obs):
        series[row] += persistence * series[row - 1]
    return series


@pytest.mark.parametrize("persistence", [-0.4, 0.0, 0.3, 0.8])
def test_block_length_is_that_of_arch_but_at_least_one(persistence):
    """Equal to nine digits unless a correlation lies just at the limit of small ones.

    arch divides the products at a lag by the sums of squares of the overlap, here it is by
    those of the whole series, as Politis and White (2004) do.
    """
    equal = []
    for n_obs in (60, 250, 1000):
        for seed in range(10):
            series = autocorrelated(n_obs, persistence, seed)
            theirs = float(optimal_block_length(series)["stationary"].iloc[0])
            ours = bootstrap.block_length(series)
            equal.append(ours == pytest.approx(max(1.0, theirs), rel=1e-9))
    assert np.mean(equal) >= 0.8


def test_block_length_does_not_depend_on_the_unit():
    series = np.random.default_rng(3).normal(size=200).cumsum()
    expected = bootstrap.block_length(series)
    for unit in (1e-200, 1e150):
        assert bootstrap.block_length(series * unit) == pytest.approx(expected, rel=1e-9)


def test_a_constant_series_needs_no_blocks():
    assert bootstrap.block_length(np.full(50, 0.2)) == 1.0


def test_every_resample_has_as_many_dates_and_the_same_seed_the_same_draws():
    first = bootstrap.stationary_counts(37, 200, 4.0, np.random.default_rng(3))
    again = bootstrap.stationary_counts(37, 200, 4.0, np.random.default_rng(3))
    assert (first.sum(axis=1) == 37).all()
    np.testing.assert_array_equal(first, again)


def test_the_variance_of_the_mean_is_that_of_politis_and_romano():
    """Var* of the mean in closed form, against 40,000 draws.

    Politis and Romano (1994), lemma 1: circular autocovariances c_i weighted by
    (1 - i/n) (1 - p)^i + (i/n) (1 - p)^(n - i), with p the reciprocal of the block length.
    """
    n_obs, block = 60, 6.0
    series = autocorrelated(n_obs, 0.6, seed=1)
    deviations = series - series.mean()
    circular = np.array([deviations @ np.roll(deviations, lag) for lag in range(n_obs)]) / n_obs
    lags, p = np.arange(1, n_obs), 1.0 / block
    weights = (1 - lags / n_obs) * (1 - p) ** lags + lags / n_obs * (1 - p) ** (n_obs - lags)
    expected = (circular[0] + (weights * circular[1:]).sum()) / n_obs
    counts = bootstrap.stationary_counts(n_obs, 40_000, block, np.random.default_rng(0))
    found = (counts @ series / n_obs).var()
    # The relative error of a variance of so many draws has deviation sqrt(2 / 40,000) = 0.7%.
    assert found == pytest.approx(expected, rel=0.03)


def test_blocks_of_one_are_the_plain_bootstrap():
    counts = bootstrap.stationary_counts(50, 20_000, 1.0, np.random.default_rng(1))
    # Multinomial: variance of a count is (n - 1) / n.
    assert counts.var() == pytest.approx(49 / 50, rel=0.02)


def test_weighted_sums_are_regressions_on_resampled_rows():
    returns, factors = random_arrays(40, 5, 2, seed=2)
    drawn = list(bootstrap.resampled_coefficients(returns, factors, 30, 3.0, seed=7))
    coefficients = np.concatenate([part for part, _ in drawn])
    means = np.concatenate([part for _, part in drawn])
    generator = np.random.default_rng(7)
    sizes = [len(part) for part, _ in drawn]
    counts = np.concatenate(
        [bootstrap.stationary_counts(40, size, 3.0, generator) for size in sizes]
    ).astype(int)
    assert len(counts) == 30
    for place, count in enumerate(counts):
        rows = np.repeat(np.arange(40), count)
        expected, _ = betas(returns[rows], factors[rows])
        np.testing.assert_allclose(coefficients[place], expected, rtol=1e-7, atol=1e-10)
        np.testing.assert_allclose(means[place], returns[rows].mean(axis=0), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("intercept", [False, True])
def test_premia_of_a_resample_are_the_second_pass_on_its_means(intercept):
    returns, factors = random_arrays(60, 6, 2, seed=3)
    coefficients, _ = betas(returns, factors)
    exposures = coefficients[1:].T
    exposures = with_zero_beta(exposures) if intercept else exposures
    mean = returns.mean(axis=0)
    expected = np.linalg.lstsq(exposures, mean, rcond=None)[0]
    found = bootstrap.resampled_premia(coefficients[None], mean[None], intercept=intercept)
    np.testing.assert_allclose(found[0], expected, rtol=1e-10)


def test_a_resample_that_cannot_be_estimated_is_nan():
    """A factor that moves on one date only stands still where that date is not drawn."""
    returns, factors = random_arrays(30, 4, 2, seed=4)
    factors[:, 1] = 0.0
    factors[11, 1] = 0.02
    drawn = bootstrap.resampled_coefficients(returns, factors, 200, 1.0, seed=0)
    coefficients, means = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    failed = np.isnan(coefficients).any(axis=(1, 2))
    assert 0.2 < failed.mean() < 0.55, "(1 - 1/30)^30 = 0.36"
    premia = bootstrap.resampled_premia(coefficients, means)
    assert np.isnan(premia[failed]).all()
    assert np.isfinite(premia[~failed]).all()


def test_p_values_are_shares_of_the_draws_beyond_zero():
    """Of 11 draws in steps of one tenth: zero is their quantile of the given probability."""
    steps = np.arange(11) / 10
    draws = np.column_stack([steps - 0.5, steps - 0.15, steps + 1.0, -steps - 1.0])
    expected = [1.0, 0.3, 2 / 12, 2 / 12]
    np.testing.assert_allclose(bootstrap.percentile_pvalues(draws), expected)


def test_draws_that_are_all_equal_have_no_p_value():
    draws = np.column_stack([np.zeros(5), np.full(5, 2.0), [0.0, 0.0, 0.0, 1.0, 2.0]])
    pvalues = bootstrap.percentile_pvalues(draws)
    assert np.isnan(pvalues[:2]).all()
    assert pvalues[2] == 1.0, "every interval has zero as its low end"
