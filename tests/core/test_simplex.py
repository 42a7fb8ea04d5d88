"""Long-only mixtures: against every active set, against other solvers, and where they are known."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize, nnls

from labfolio_xl.core.simplex import mixture, repeated, rolling_mixtures

# The search over all active sets solves each of them by least squares: both have rounding errors
# of the weights times the condition of the parts, which is below 100 here.
EXACT = 1e-9


def drawn(seed, n_obs, n_parts, noise, scale=1.0):
    """Parts that move together, and a target that is one of their mixtures and a noise."""
    rng = np.random.default_rng(seed)
    parts = 0.02 * rng.standard_normal((n_obs, n_parts)) + 0.03 * rng.standard_normal((n_obs, 1))
    own = rng.dirichlet(np.full(n_parts, 0.5))
    return scale * (parts @ own + noise * rng.standard_normal(n_obs)), scale * parts


problems = st.builds(
    drawn,
    seed=st.integers(0, 100_000),
    n_obs=st.integers(9, 40),
    n_parts=st.integers(1, 7),
    noise=st.sampled_from([1e-6, 1e-3, 0.01, 0.1]),
    scale=st.sampled_from([1e-8, 1.0, 100.0]),
)


def centred(target, parts):
    differences = target[:, None] - parts
    return differences - differences.mean(axis=0)


def variance(weights, target, parts):
    return float(np.var(target - parts @ weights))


def by_enumeration(target, parts):
    """The best of the mixtures of each set of parts, on which no sign is asked for."""
    differences, n_parts = centred(target, parts), parts.shape[1]
    best, least = None, np.inf
    for size in range(1, n_parts + 1):
        for chosen in combinations(range(n_parts), size):
            first, *others = (differences[:, place] for place in chosen)
            rest = np.zeros(0)
            if others:
                edges = np.column_stack(others) - first[:, None]
                rest = np.linalg.lstsq(edges, -first, rcond=None)[0]
            weights = np.zeros(n_parts)
            weights[list(chosen)] = [1.0 - rest.sum(), *rest]
            found = float(np.sum((differences @ weights) ** 2))
            if weights.min() >= 0.0 and found < least:
                best, least = weights, found
    return best


@given(problems)
def test_the_weights_are_those_of_the_best_active_set(problem):
    np.testing.assert_allclose(mixture(*problem), by_enumeration(*problem), atol=EXACT)


@given(problems)
def test_the_conditions_of_kuhn_and_tucker_hold(problem):
    """No move of weight from one part to another lessens the variance."""
    target, parts = problem
    weights = mixture(target, parts)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-14)
    differences = centred(target, parts)
    slopes = differences.T @ (differences @ weights)
    size = np.linalg.norm(differences, axis=0).max() ** 2
    assert np.ptp(slopes[weights > 0.0]) <= 1e-12 * size
    assert slopes.min() >= slopes[weights > 0.0].max() - 1e-12 * size


@given(problems)
def test_non_negative_least_squares_of_scipy_has_the_same_weights(problem):
    target, parts = problem
    differences = centred(target, parts)
    differences /= np.linalg.norm(differences, axis=0).max()
    system = np.vstack([differences, np.ones(parts.shape[1])])
    goal = np.append(np.zeros(len(differences)), 1.0)
    found = nnls(system, goal)[0]
    np.testing.assert_allclose(mixture(target, parts), found / found.sum(), atol=EXACT)


@pytest.mark.parametrize("seed", range(10))
def test_slsqp_of_scipy_finds_no_smaller_variance(seed):
    target, parts = drawn(seed, 120, 6, 0.02)
    scale = np.var(target)
    found = minimize(
        lambda w: variance(w, target, parts) / scale,
        np.full(6, 1.0 / 6.0),
        method="SLSQP",
        bounds=[(0.0, 1.0)] * 6,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1.0},
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    assert found.success
    ours = mixture(target, parts)
    assert variance(ours, target, parts) <= variance(found.x, target, parts) + 1e-12 * scale
    np.testing.assert_allclose(ours, found.x, atol=1e-5)


def test_two_parts_by_hand():
    """The slope of the differences in closed form, cut off at none and all."""
    rng = np.random.default_rng(4)
    parts = 0.02 * rng.standard_normal((30, 2))
    for share in (-0.4, 0.3, 1.6):
        target = share * parts[:, 0] + (1.0 - share) * parts[:, 1] + 0.01
        edge = parts[:, 0] - parts[:, 1]
        slope = np.cov(edge, target - parts[:, 1])[0, 1] / np.var(edge, ddof=1)
        expected = np.clip(slope, 0.0, 1.0)
        np.testing.assert_allclose(mixture(target, parts), [expected, 1.0 - expected], atol=1e-13)


@given(problems, st.data())
def test_a_target_that_is_a_part_is_that_part_alone(problem, data):
    _, parts = problem
    place = data.draw(st.integers(0, parts.shape[1] - 1))
    expected = np.zeros(parts.shape[1])
    expected[place] = 1.0
    assert mixture(parts[:, place], parts).tolist() == expected.tolist()


@given(problems)
def test_a_constant_added_to_a_target_or_a_part_changes_nothing(problem):
    target, parts = problem
    size = np.abs(parts).max()
    moved = parts + size * np.arange(parts.shape[1])
    expected = mixture(target, parts)
    np.testing.assert_allclose(mixture(target + size, moved), expected, atol=1e-8)


def test_one_part_has_all_the_weight():
    target, parts = drawn(1, 20, 1, 0.1)
    assert mixture(target, parts).tolist() == [1.0]
    assert mixture(parts[:, 0], parts).tolist() == [1.0]
    assert mixture(target, np.full((20, 1), 0.01)).tolist() == [1.0]


def test_cash_takes_what_the_fund_does_not_invest():
    rng = np.random.default_rng(2)
    stocks = 0.04 * rng.standard_normal(40)
    parts = np.column_stack([np.full(40, 0.002), stocks])
    np.testing.assert_allclose(mixture(0.3 * stocks + 0.001, parts), [0.7, 0.3], atol=1e-14)
    assert repeated(parts) is None


@given(problems)
def test_equal_parts_share_the_weight_of_one(problem):
    target, parts = problem
    both = np.column_stack([parts, parts])
    weights = mixture(target, both)
    n_parts = parts.shape[1]
    np.testing.assert_allclose(
        weights[:n_parts] + weights[n_parts:], mixture(target, parts), atol=EXACT
    )
    assert repeated(both[:, : n_parts + 1]) == (n_parts, [0])


def test_a_part_that_repeats_others_is_found_with_those():
    _, parts = drawn(3, 30, 3, 0.1)
    assert repeated(parts) is None
    assert repeated(np.column_stack([parts, parts[:, 1] + 0.5])) == (3, [1])
    mix = 1.5 * parts[:, 0] - 0.5 * parts[:, 2]
    assert repeated(np.column_stack([parts, mix])) == (3, [0, 2])
    # Twice a part is no mixture: its weights would sum to two.
    assert repeated(np.column_stack([parts, 2.0 * parts[:, 0]])) is None
    assert repeated(np.column_stack([np.full(30, 0.01), parts, np.full(30, 0.02)])) == (4, [0])


def test_numbers_of_any_size_have_the_same_weights():
    target, parts = drawn(5, 30, 4, 0.02)
    for size in (1e-280, 1e280):
        np.testing.assert_allclose(mixture(size * target, size * parts), mixture(target, parts))


@given(problems, st.booleans())
def test_each_window_has_the_weights_of_its_dates(problem, expanding):
    target, parts = problem
    window = parts.shape[1] + 1
    found = rolling_mixtures(target, parts, window, expanding=expanding)
    assert found.shape == (len(target) - window + 1, parts.shape[1])
    for place, weights in enumerate(found):
        rows = slice(0 if expanding else place, place + window)
        np.testing.assert_array_equal(weights, mixture(target[rows], parts[rows]))


def test_a_window_in_which_parts_repeat_each_other_has_no_weights():
    target, parts = drawn(6, 20, 2, 0.1)
    parts[5:12, 1] = parts[5:12, 0]
    found = rolling_mixtures(target, parts, 5)
    assert np.isnan(found).all(axis=1).nonzero()[0].tolist() == [5, 6, 7]
    assert not np.isnan(found[[0, 4, 8, 15]]).any()
