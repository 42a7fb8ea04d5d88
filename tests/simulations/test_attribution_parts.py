"""Intervals of the parts of an attribution hold the true exposure times what the factor earned."""

from __future__ import annotations

import numpy as np
import pytest
from rows_attribution import coverages, shares_beyond_the_quantile

from labfolio_xl.options import LEVEL

pytestmark = pytest.mark.slow

N_PANELS = 1000
MONTE_CARLO = 4.0 * np.sqrt(LEVEL * (1.0 - LEVEL) / N_PANELS)


@pytest.mark.parametrize("linked", [False, True])
def test_intervals_of_all_parts_cover(linked):
    """The classical ones of the sums are exact; the links depend a little on the residuals."""
    for share in coverages(N_PANELS, 60, "normal", "ols", linked=linked):
        assert share == pytest.approx(LEVEL, abs=MONTE_CARLO)


def test_robust_intervals_cover_where_the_variance_follows_the_factor():
    classical = coverages(N_PANELS, 249, "factor squared", "ols", linked=True)[1]
    robust = coverages(N_PANELS, 249, "factor squared", "hc1", linked=True)[1]
    assert classical < 0.8
    assert LEVEL - MONTE_CARLO - 0.015 <= robust <= LEVEL + MONTE_CARLO


def test_a_part_far_from_zero_in_its_errors_says_nothing_of_what_the_factor_pays():
    """All factors have a mean of zero; a t of their parts would call most of them paid."""
    alpha, *factors = shares_beyond_the_quantile(N_PANELS, 249)
    assert max(factors) > 0.99
    assert np.mean(factors) > 0.5
    assert alpha == pytest.approx(1.0 - LEVEL, abs=MONTE_CARLO), "the t of alpha is a test"
