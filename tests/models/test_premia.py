"""Risk premia as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel
from scipy import stats

import labfolio_xl as lf


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


def test_premia_with_intervals_annual_figures_and_readings(panel):
    result = lf.estimate_lambdas(*panel).premia(periods_per_year=252)
    table = result.to_frame()
    assert list(table.columns) == [
        "premium",
        "std_error",
        "t",
        "p",
        "low",
        "high",
        "premium_annual",
        "reading",
    ]
    pd.testing.assert_series_equal(table["premium_annual"], 252 * result.premia, check_names=False)
    expected = stats.t.interval(0.95, 59, loc=result.premia, scale=result.std_errors)
    np.testing.assert_allclose(table[["low", "high"]].T, expected, rtol=1e-9)
    assert lf.estimate_lambdas(*panel).premia().annual is None
    assert result.to_frame(sort=True)["premium"].is_monotonic_increasing
