"""A rank test comforts where a factor is useless; the F test of the single factor does not."""

from __future__ import annotations

import numpy as np
import pytest
import rows_weak

pytestmark = pytest.mark.slow

N_PANELS = 1_500
MONTE_CARLO = 4.0 * np.sqrt(0.05 * 0.95 / N_PANELS)


@pytest.mark.parametrize(("n_obs", "comforted"), [(60, 0.4), (120, 0.18)])
def test_the_f_test_of_a_useless_factor_has_its_size_and_rank_tests_do_not(n_obs, comforted):
    """Exact for normal residuals; a useful factor is found in every panel."""
    found = rows_weak.comfort(N_PANELS, n_obs)
    assert abs(found.single - 0.05) <= MONTE_CARLO
    assert found.kleibergen_paap > comforted
    assert found.useful > 0.99
