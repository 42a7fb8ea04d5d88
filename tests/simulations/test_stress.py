"""The error of a stress in which the other factors move along carries that moves are estimated."""

from __future__ import annotations

import numpy as np
import pytest
import rows_stress

pytestmark = pytest.mark.slow

N_PANELS = 1_500
MONTE_CARLO = 4.0 * np.sqrt(0.05 * 0.95 / N_PANELS)


@pytest.mark.parametrize(("cov", "n_obs", "short"), [("ols", 249, 0.0), ("hc1", 60, 0.015)])
def test_intervals_cover_in_both_cases(cov, n_obs, short):
    """Exact with "ols" and normal factors; White's fall a little short in 60 dates."""
    found = rows_stress.coverage(N_PANELS, cov, n_obs)
    assert found.along_before < 0.95 - 2 * MONTE_CARLO
    assert -MONTE_CARLO - short <= found.along - 0.95 <= MONTE_CARLO
    assert -MONTE_CARLO - 2 * short <= found.zero - 0.95 <= MONTE_CARLO


def test_robust_intervals_cover_where_the_variance_follows_the_shocked_factor():
    found = rows_stress.coverage(N_PANELS, "hc1", 249, "factor squared")
    assert found.along_before < 0.95 - MONTE_CARLO
    assert abs(found.along - 0.95) <= MONTE_CARLO + 0.015
