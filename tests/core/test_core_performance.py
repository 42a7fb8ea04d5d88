"""Figures of one series of returns, by hand, by definition, and by other packages."""

from __future__ import annotations

import math

import empyrical
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from labfolio_xl.core import performance as core

# Hundreds of products and sums, each with a rounding of its own.
RELATIVE = 1e-9
RETURNS = arrays(float, st.integers(5, 80), elements=st.floats(-0.6, 0.9))
LEVELS = st.floats(0.5, 0.995)


def spread(returns):
    """Returns of which a ratio can be told: they are no constant with a little rounding."""
    return returns.std() > 1e-4


def test_growth_begins_with_one_and_compounds():
    np.testing.assert_allclose(core.growth_of_one(np.array([0.5, -0.5])), [1.0, 1.5, 0.75])


def test_a_year_and_more_is_annual_and_less_is_not():
    assert core.annual_return(1.21, 24, 12.0) == pytest.approx(0.1)
    assert core.annual_return(1.1, 12, 12.0) == pytest.approx(0.1)
    assert math.isnan(core.annual_return(1.1, 11, 12.0))
    assert core.annual_return(0.0, 24, 12.0) == -1.0


def test_falls_have_the_places_of_peak_trough_and_recovery():
    """Wealth 1, 0.9, 1, 1.1, 1.1, 0.88, 0.99, 1.21, 1.089: the last peak is not reached again."""
    wealth = np.array([1.0, 0.9, 1.0, 1.1, 1.1, 0.88, 0.99, 1.21, 1.089])
    found = core.fall_list(core.falls_from_peak(wealth))
    assert [(fall.peak, fall.trough, fall.recovery) for fall in found] == [
        (0, 1, 2),
        (4, 5, 7),
        (7, 8, None),
    ]
    assert [fall.depth for fall in found] == pytest.approx([-0.1, -0.2, -0.1])


def test_a_rise_has_no_fall_and_a_loss_of_everything_has_one():
    assert core.fall_list(core.falls_from_peak(core.growth_of_one(np.array([0.1, 0.0])))) == []
    (fall,) = core.fall_list(core.falls_from_peak(core.growth_of_one(np.array([0.1, -1.0, 0.5]))))
    assert fall == core.Fall(1, 2, None, -1.0)


def test_a_peak_that_is_reached_but_for_rounding_is_reached():
    wealth = core.growth_of_one(np.array([-0.1, 1.0 / 0.9 - 1.0] * 500))
    falls = core.fall_list(core.falls_from_peak(wealth))
    assert len(falls) == 500
    assert all(fall.recovery == fall.peak + 2 for fall in falls)


@given(RETURNS)
def test_the_deepest_fall_is_that_of_empyrical(returns):
    falls = core.falls_from_peak(core.growth_of_one(returns))
    expected = empyrical.max_drawdown(returns)
    assert falls.min() == pytest.approx(expected, rel=RELATIVE, abs=1e-11)
    deepest = min((fall.depth for fall in core.fall_list(falls)), default=0.0)
    assert deepest == falls.min()


@given(RETURNS)
def test_ratio_and_annual_return_are_those_of_empyrical(returns):
    assume(spread(returns))
    ratio, _ = core.sharpe_ratio(returns)
    assert ratio * math.sqrt(12.0) == pytest.approx(
        empyrical.sharpe_ratio(returns, period="monthly"), rel=RELATIVE, abs=1e-12
    )
    growth = core.growth_of_one(returns)[-1]
    if len(returns) >= 12:
        assert core.annual_return(growth, len(returns), 12.0) == pytest.approx(
            empyrical.annual_return(returns, period="monthly"), rel=RELATIVE, abs=1e-12
        )


def test_the_error_of_the_sharpe_ratio_is_that_of_lo():
    """Lo (2002), Table 1 (independent returns): S.E. of 0.50 with 24 dates, of 1.50 with 60."""
    for ratio, n_obs, expected in ((0.50, 24, 0.217), (1.50, 60, 0.188)):
        base = np.tile([-1.0, 1.0], n_obs // 2)
        returns = base / base.std(ddof=1) + ratio
        found, error = core.sharpe_ratio(returns)
        assert found == pytest.approx(ratio)
        assert round(error, 3) == expected


def test_returns_that_never_move_have_no_ratio_and_no_moments():
    still = np.full(10, 0.001)
    assert all(map(math.isnan, core.sharpe_ratio(still)))
    assert math.isnan(core.skewness(still))
    assert math.isnan(core.excess_kurtosis(still))


@given(RETURNS)
def test_moments_are_those_of_scipy(returns):
    assume(spread(returns))
    assert core.skewness(returns) == pytest.approx(
        stats.skew(returns, bias=False), rel=1e-7, abs=1e-9
    )
    assert core.excess_kurtosis(returns) == pytest.approx(
        stats.kurtosis(returns, bias=False), rel=1e-7, abs=1e-9
    )


def test_moments_need_three_and_four_returns():
    few = np.array([0.1, -0.2, 0.05, 0.3])
    assert math.isnan(core.skewness(few[:2]))
    assert not math.isnan(core.skewness(few[:3]))
    assert math.isnan(core.excess_kurtosis(few[:3]))
    assert not math.isnan(core.excess_kurtosis(few))


def test_the_tail_by_hand():
    """Of 30 returns the tail of 5% is one and a half: the second lowest, which counts half."""
    returns = np.arange(30.0)[::-1] / 100.0 - 0.10
    tail = core.historical_tail(returns, 0.95)
    assert tail.value_at_risk == pytest.approx(-0.09)
    assert tail.expected_shortfall == pytest.approx((-0.10 + 0.5 * -0.09) / 1.5)


def test_of_twenty_returns_the_tail_of_a_twentieth_is_the_lowest():
    assert core.tail_rank(20, 0.95) == 1
    assert core.tail_rank(21, 0.95) == 2
    assert core.tail_rank(100, 0.99) == 1
    assert core.tail_rank(5, 0.95) == 1
    tail = core.historical_tail(np.linspace(-0.2, 0.3, 20), 0.95)
    assert (tail.value_at_risk, tail.expected_shortfall) == pytest.approx((-0.2, -0.2))


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_where_empyrical_interpolates_nothing_it_has_the_same_value_at_risk(twenties, seed):
    returns = np.random.default_rng(seed).normal(0.0, 0.05, 20 * twenties + 1)
    assert core.historical_tail(returns, 0.95).value_at_risk == pytest.approx(
        empyrical.value_at_risk(returns, 0.05), rel=RELATIVE, abs=1e-12
    )


@given(RETURNS, LEVELS)
def test_the_value_at_risk_is_numpys_quantile_of_the_distribution(returns, level):
    # Where T (1 - level) is whole but for rounding, either neighbour is right to numpy.
    size = (1.0 - level) * len(returns)
    assume(abs(size - round(size)) > 1e-6)
    expected = np.quantile(returns, 1.0 - level, method="inverted_cdf")
    assert core.historical_tail(returns, level).value_at_risk == expected


@given(RETURNS, LEVELS)
def test_the_shortfall_solves_the_problem_of_rockafellar_and_uryasev(returns, level):
    """Their theorem: it is the least of c + E[(loss - c)+] / (1 - level) over c."""
    losses = -returns.astype(float)
    at = [c + np.maximum(losses - c, 0.0).mean() / (1.0 - level) for c in losses]
    found = core.historical_tail(returns, level).expected_shortfall
    assert -found == pytest.approx(min(at), rel=1e-7, abs=1e-9)


@given(st.integers(5, 60), st.integers(0, 10_000), LEVELS)
def test_the_shortfall_is_subadditive(n_obs, seed, level):
    one, other = np.random.default_rng(seed).standard_t(3, (2, n_obs))
    apart = sum(core.historical_tail(x, level).expected_shortfall for x in (one, other))
    together = core.historical_tail(one + other, level).expected_shortfall
    assert together >= apart - 1e-9


@given(RETURNS, LEVELS, st.floats(0.1, 5.0), st.floats(-0.5, 0.5))
def test_tails_scale_and_shift_with_the_returns(returns, level, scale, shift):
    tail = core.historical_tail(returns, level)
    moved = core.historical_tail(scale * returns + shift, level)
    for name in ("value_at_risk", "expected_shortfall"):
        expected = scale * getattr(tail, name) + shift
        assert getattr(moved, name) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert tail.expected_shortfall <= tail.value_at_risk + 1e-12


@given(LEVELS)
def test_the_normal_tail_is_its_integral(level):
    tail = core.normal_tail(level)
    assert stats.norm.cdf(tail.value_at_risk) == pytest.approx(1.0 - level)
    mean = stats.norm.expect(lambda x: x, ub=tail.value_at_risk, conditional=True)
    assert tail.expected_shortfall == pytest.approx(mean, rel=1e-6)


def test_a_long_normal_history_has_the_normal_tail():
    drawn = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    found, expected = core.historical_tail(drawn, 0.95), core.normal_tail(0.95)
    assert found.value_at_risk == pytest.approx(expected.value_at_risk, abs=1e-4)
    assert found.expected_shortfall == pytest.approx(expected.expected_shortfall, abs=1e-4)


@given(RETURNS, st.floats(0.1, 0.9))
def test_a_multiple_of_excess_returns_has_the_same_ratio_and_moments(returns, scale):
    assume(spread(returns))
    for figure in (core.sharpe_ratio, core.skewness, core.excess_kurtosis):
        np.testing.assert_allclose(figure(scale * returns), figure(returns), rtol=1e-6, atol=1e-9)
