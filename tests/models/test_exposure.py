"""Exposures of a portfolio as a table."""

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


def test_exposure_with_its_band_sorted_for_a_chart(panel):
    result = lf.exposure(*panel)
    table = result.to_frame()
    columns = ["exposure", "minus_1sd", "plus_1sd", "std_error", "t", "p", "low", "high"]
    assert list(table.columns) == columns
    assert table.index.name == "factor"
    pd.testing.assert_series_equal(
        table["plus_1sd"] - table["minus_1sd"], 2 * result.std_errors, check_names=False
    )
    assert result.to_frame(sort=True)["exposure"].is_monotonic_increasing
    interval = result.conf_int()
    expected = stats.t.interval(0.95, 57, loc=result.exposure, scale=result.std_errors)
    np.testing.assert_allclose(interval.T, expected, rtol=1e-9)
    pd.testing.assert_frame_equal(table[["low", "high"]], interval, check_names=False)


def test_more_lags_than_a_span_bears_are_told(us2022):
    """With 200 lags in 249 dates the errors are half of what they should be."""
    for ask in (lf.exposure, lf.estimate_betas, lf.rolling_exposure):
        few = ask(us2022.assets, us2022.factors, cov="hac", lags=3)
        many = ask(us2022.assets, us2022.factors, cov="hac", lags=50)
        assert "too many lags" not in str(few.inference)
        assert "too many lags: beyond" in str(many.inference)
        automatic = ask(us2022.assets, us2022.factors, cov="hac")
        assert "too many lags" not in str(automatic.inference)
