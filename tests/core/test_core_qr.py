"""The scaled QR: it solves, it does not touch its input, it tells which column repeats."""

from __future__ import annotations

import numpy as np
import pytest

from labfolio_xl.core.qr import design, factorise

ROUNDING = 1e-12


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", [(50, 1), (50, 6), (6, 6)], ids=str)
def test_q_is_orthonormal_and_the_matrix_times_the_inverse_of_r(shape, order):
    matrix = np.asarray(np.random.default_rng(0).normal(size=shape), order=order)
    before = matrix.copy()
    result = factorise(matrix)
    np.testing.assert_allclose(result.q.T @ result.q, np.eye(shape[1]), atol=ROUNDING)
    np.testing.assert_allclose(matrix @ result.r_inverse, result.q, atol=ROUNDING)
    np.testing.assert_allclose(np.tril(result.r_inverse, -1), 0.0, atol=0.0)
    np.testing.assert_array_equal(matrix, before)
    assert not np.shares_memory(result.q, matrix)


def test_solve_is_least_squares_and_gram_inverse_is_the_inverse():
    rng = np.random.default_rng(1)
    matrix, targets = rng.normal(size=(30, 4)), rng.normal(size=(30, 3))
    result = factorise(matrix)
    expected = np.linalg.lstsq(matrix, targets, rcond=None)[0]
    np.testing.assert_allclose(result.solve(targets), expected, rtol=1e-10)
    np.testing.assert_allclose(result.gram_inverse(), np.linalg.inv(matrix.T @ matrix), rtol=1e-10)


@pytest.mark.parametrize("scale", [1e-100, 1e-12, 1.0, 1e12, 1e100])
def test_units_do_not_make_a_column_dependent(scale):
    matrix = np.random.default_rng(2).normal(size=(40, 3))
    matrix[:, 1] *= scale
    assert factorise(matrix).dependent == ()


def test_dependent_columns_are_named_wherever_they_stand():
    rng = np.random.default_rng(3)
    a, b, c = rng.normal(size=(3, 40))
    assert factorise(np.column_stack([a, b, a, c])).dependent == (2,)
    assert factorise(np.column_stack([a, b, 2 * a - 3e5 * b, c])).dependent == (2,)
    assert factorise(np.column_stack([a, 0 * a, b])).dependent == (1,)
    assert factorise(design(np.column_stack([a, np.full(40, 0.1)]))).dependent == (2,)


def test_independence_is_the_share_that_the_columns_before_do_not_explain():
    matrix = np.array([[1.0, 3.0], [0.0, 4.0], [0.0, 0.0]])
    np.testing.assert_allclose(factorise(matrix).independence, [1.0, 0.8])


def test_design_puts_ones_first_in_a_new_matrix():
    factors = np.array([[2.0, 3.0], [4.0, 5.0]])
    matrix = design(factors)
    assert matrix.tolist() == [[1, 2, 3], [1, 4, 5]]
    matrix[:] = 0.0
    assert factors.tolist() == [[2, 3], [4, 5]]
