"""The scaled form of J keeps its size where the chi-squared distribution does not."""

from __future__ import annotations

import numpy as np
import pytest
from designs import truth_of_sample
from rows_j import p_of_grs, p_of_model, rejected

pytestmark = pytest.mark.slow

N_PANELS = 1_000
MONTE_CARLO = 4.0 * np.sqrt(0.05 * 0.95 / N_PANELS)


@pytest.fixture(scope="module")
def truth():
    return truth_of_sample()


def test_the_model_in_60_dates(truth):
    """The form takes out the estimation of the covariance, not that of the betas: 1% is left."""
    before, after = rejected(p_of_model(truth, N_PANELS, 60))
    assert before > 0.2
    assert -MONTE_CARLO <= after - 0.05 <= MONTE_CARLO + 0.02


def test_the_model_in_249_dates_does_not_reject_too_often(truth):
    """Premia of collinear factors fit some of the noise too, so that J is a little small."""
    _, after = rejected(p_of_model(truth, N_PANELS, 249))
    assert 0.0 < after <= 0.05 + MONTE_CARLO


def test_the_full_inverse_takes_its_own_degrees(truth):
    """Its rank is N. With that of the other definition, 15% would be rejected."""
    before, after = rejected(p_of_model(truth, N_PANELS, 60, full=True))
    assert before > 0.35
    assert after <= 0.05 + MONTE_CARLO + 0.03


@pytest.mark.parametrize("residuals", ["normal", "factor squared"])
def test_the_robust_j_of_grs(truth, residuals):
    before, after = rejected(p_of_grs(truth, N_PANELS, 120, residuals=residuals))
    assert before > 0.2
    assert -MONTE_CARLO <= after - 0.05 <= MONTE_CARLO + 0.03


@pytest.mark.parametrize("lags", [1, 2, 5])
def test_lags_that_are_not_refused_keep_the_size(truth, lags):
    """Five are the most for 20 assets in 249 dates."""
    pvalues = p_of_grs(truth, N_PANELS, 249, cov="hac", lags=lags)
    assert not np.isnan(pvalues).any()
    before, after = rejected(pvalues)
    assert before > 0.1
    assert abs(after - 0.05) <= MONTE_CARLO


def test_more_lags_are_refused(truth):
    assert np.isnan(p_of_grs(truth, 3, 249, cov="hac", lags=6)[:, 1]).all()


def test_the_kernel_j_of_the_model_with_lags(truth):
    """At most seven lags for 14 free pricing errors."""
    for lags in (3, 7):
        before, after = rejected(p_of_model(truth, N_PANELS, 249, lags=lags))
        assert before > after
        assert after <= 0.05 + MONTE_CARLO
