"""Tails and quantiles equal those of scipy.stats, which takes a second to import."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from labfolio_xl.core.distributions import chi2_sf, f_sf, t_quantile, t_two_sided, tstats

RELATIVE = 1e-11
STATISTICS = np.array([-40.0, -3.0, -1e-9, 0.0, 0.5, 1.96, 8.0, 37.0])


@pytest.mark.parametrize("df", [1, 2, 18, 242, 1e6])
def test_two_sided_p_values_keep_their_digits_in_the_far_tail(df):
    expected = 2.0 * stats.t.sf(np.abs(STATISTICS), df)
    np.testing.assert_allclose(t_two_sided(STATISTICS, df), expected, rtol=RELATIVE)


def test_infinite_degrees_of_freedom_are_the_normal_distribution():
    expected = 2.0 * stats.norm.sf(np.abs(STATISTICS))
    np.testing.assert_allclose(t_two_sided(STATISTICS, np.inf), expected, rtol=RELATIVE)
    assert t_quantile(0.975, np.inf) == pytest.approx(stats.norm.ppf(0.975), rel=RELATIVE)


def test_degrees_of_freedom_go_with_their_statistic():
    ours = t_two_sided(np.array([2.0, 2.0]), np.array([5.0, np.inf]))
    np.testing.assert_allclose(ours, [2 * stats.t.sf(2, 5), 2 * stats.norm.sf(2)], rtol=RELATIVE)


@pytest.mark.parametrize("probability", [0.025, 0.5, 0.9, 0.995])
def test_quantiles(probability):
    degrees = np.array([1.0, 3.0, 242.0])
    expected = stats.t.ppf(probability, degrees)
    np.testing.assert_allclose(t_quantile(probability, degrees), expected, rtol=1e-9, atol=1e-12)


def test_no_degrees_of_freedom_have_no_p_value_and_no_quantile():
    assert np.isnan(t_two_sided(2.0, 0))
    assert np.isnan(t_quantile(0.975, 0))
    assert np.isnan(chi2_sf(1.0, 0))
    assert np.isnan(f_sf(1.0, 0, 5))
    assert np.isnan(f_sf(1.0, 5, 0))


def test_chi_squared_and_f():
    assert chi2_sf(10.686, 18) == pytest.approx(stats.chi2.sf(10.686, 18), rel=RELATIVE)
    assert chi2_sf(500.0, 18) == pytest.approx(stats.chi2.sf(500.0, 18), rel=1e-9)
    assert f_sf(2.5, 24, 218) == pytest.approx(stats.f.sf(2.5, 24, 218), rel=RELATIVE)


def test_an_error_of_zero_or_none_gives_no_t_statistic():
    ours = tstats(np.array([1.0, 1.0, 1.0, np.nan]), np.array([2.0, 0.0, np.nan, 1.0]))
    np.testing.assert_array_equal(ours, [0.5, np.nan, np.nan, np.nan])
