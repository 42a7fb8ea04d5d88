"""Links and errors of the parts of a realised return."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from labfolio_xl.core.attribution import carino_links, estimated_parts


def test_links_by_hand():
    """Half gained and half lost: R = -1/4; a return of zero has the link of the whole alone."""
    whole = np.log(0.75) / -0.25
    expected = np.array([np.log(1.5) / 0.5, 1.0, np.log(0.5) / -0.5]) / whole
    np.testing.assert_allclose(carino_links(np.array([0.5, 0.0, -0.5])), expected, rtol=1e-14)


def test_without_growth_the_links_are_those_of_the_periods():
    links = carino_links(np.array([1.0, -0.5]))
    np.testing.assert_allclose(links, [np.log(2.0), np.log(0.5) / -0.5], rtol=1e-14)
    np.testing.assert_array_equal(carino_links(np.zeros(3)), np.ones(3))


@given(arrays(float, st.integers(1, 40), elements=st.floats(-0.5, 1.0)))
def test_linked_returns_sum_to_the_compounded_return(returns):
    compounded = np.prod(1.0 + returns) - 1.0
    assert returns @ carino_links(returns) == pytest.approx(compounded, rel=1e-9, abs=1e-12)


def test_parts_carry_the_covariance_of_the_coefficients_only():
    """Alpha and two factors, the second of which lost: an error has no sign."""
    factors, links = np.array([[0.01, -0.02], [0.03, -0.01]]), np.array([1.0, 2.0])
    covariance = np.array([[4.0, 0.0, 0.0], [0.0, 9.0, 1.0], [0.0, 1.0, 16.0]])
    found = estimated_parts(np.array([0.5, 2.0, 3.0]), covariance, factors, links)
    earned = np.array([0.07, -0.04])
    np.testing.assert_allclose(found.std_errors, [6.0, 0.21, 0.16], rtol=1e-14)
    assert found.factors_total == pytest.approx(2.0 * 0.07 - 3.0 * 0.04)
    variance = 9.0 * earned[0] ** 2 + 16.0 * earned[1] ** 2 + 2.0 * earned.prod()
    assert found.factors_total_std_error == pytest.approx(np.sqrt(variance))
