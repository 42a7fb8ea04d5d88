"""Percentile intervals of the bootstrap: what they hold in short and in long spans."""

from __future__ import annotations

import numpy as np
import pytest
from rows_bootstrap import coverages

from labfolio_xl.options import LEVEL

pytestmark = pytest.mark.slow

N_PORTFOLIOS = 600
MONTE_CARLO = 4.0 * np.sqrt(LEVEL * (1.0 - LEVEL) / N_PORTFOLIOS)
# What the page on statistics says of 36 dates, and of 120 and more.
SHORT_BY, LONG_BY = 0.05, 0.02


@pytest.mark.parametrize(("n_obs", "short"), [(36, SHORT_BY), (120, LONG_BY)])
def test_percentile_intervals_fall_a_little_short(n_obs, short):
    classical, percentile = coverages(N_PORTFOLIOS, n_obs, "normal", n_resamples=400)
    assert classical == pytest.approx(LEVEL, abs=MONTE_CARLO)
    assert LEVEL - short - MONTE_CARLO <= percentile <= LEVEL


@pytest.mark.parametrize(("n_obs", "short"), [(36, SHORT_BY), (120, LONG_BY)])
def test_they_hold_where_the_variance_follows_the_factor(n_obs, short):
    classical, percentile = coverages(N_PORTFOLIOS, n_obs, "factor squared", n_resamples=400)
    assert classical < 0.8
    assert LEVEL - short - MONTE_CARLO <= percentile <= LEVEL + MONTE_CARLO
