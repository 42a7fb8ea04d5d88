"""Tests of premia keep their size, and errors of expected returns are on the safe side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from rows_premia import LEVEL, expected_errors, useless_factor, zero_premia

import labfolio_xl as lf
from labfolio_xl.core.joint import holm_adjusted

pytestmark = pytest.mark.slow

N_PANELS = 500
MONTE_CARLO = 4.0 * np.sqrt(LEVEL * (1.0 - LEVEL) / N_PANELS)


def share(flags):
    assert len(flags) == N_PANELS
    return float(np.mean(flags))


@pytest.fixture(scope="module", params=[60, 249])
def zero(request):
    return zero_premia(N_PANELS, request.param)


def test_a_zero_premium_is_rarely_priced(zero):
    """Weak factors make the robust errors too wide rather than too narrow."""
    each = np.array([verdicts.robust < LEVEL for verdicts in zero])
    assert each.mean(axis=0).max() <= LEVEL + MONTE_CARLO
    assert each.mean() > 0.01


def test_chance_brings_one_among_six_premia_unless_holms_rule_is_kept(zero):
    alone = share([(verdicts.fm < LEVEL).any() for verdicts in zero])
    assert alone > LEVEL + MONTE_CARLO
    together = share([(holm_adjusted(verdicts.robust) < LEVEL).any() for verdicts in zero])
    assert together <= LEVEL + MONTE_CARLO


def test_the_joint_test_keeps_its_size(zero):
    assert share([verdicts.joint < LEVEL for verdicts in zero]) <= LEVEL + MONTE_CARLO


def test_a_useless_factor_is_priced_by_errors_that_trust_the_model():
    found = useless_factor(N_PANELS, 249)
    plain, shanken, robust = (
        share([getattr(verdicts, kind)[1] < LEVEL for verdicts in found])
        for kind in ("fm", "shanken", "robust")
    )
    assert plain > 0.15
    assert plain > shanken > robust
    assert robust <= LEVEL + MONTE_CARLO


@pytest.mark.parametrize(("n_obs", "most"), [(60, 1.35), (249, 1.2)])
def test_errors_of_expected_returns_are_at_least_the_true_ones(n_obs, most):
    """As documented: about 1.2 times the true ones in 60 periods, 1.1 times in 249."""
    assets, portfolio = expected_errors(N_PANELS, n_obs)
    least = 1.0 - 4.0 / np.sqrt(2.0 * N_PANELS)
    assert assets.min() > least
    assert 1.0 < np.median(assets) < most
    assert least < portfolio[0] < most


def test_premia_of_factors_that_price_the_assets_differ_from_their_means_by_chance_only():
    """Three factors of strong betas in 60 months; 1,500 differences, dependent within a panel."""
    rng = np.random.default_rng(45)
    betas = rng.normal(0.5, 1.0, (20, 3))
    dates = pd.date_range("2015-01-31", periods=60, freq="ME")
    flags = []
    for _ in range(N_PANELS):
        factors = pd.DataFrame(0.005 + 0.04 * rng.normal(size=(60, 3)), dates, list("ABC"))
        noise = 0.03 * rng.normal(size=(60, 20))
        assets = pd.DataFrame(factors.to_numpy() @ betas.T + noise, dates).add_prefix("N")
        earned = lf.estimate_lambdas(assets, factors).premia().earned
        flags.append((earned["less_mean_p"] < LEVEL).mean())
    assert abs(share(flags) - LEVEL) <= MONTE_CARLO
