"""Expected returns as a table that ends with the portfolio."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_panel

import labfolio_xl as lf


@pytest.fixture(scope="module")
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


def test_expected_returns_end_with_the_portfolio(panel):
    result = lf.expected_returns(*panel, weights={"A0": 0.5, "A1": 0.5}, periods_per_year=252)
    table = result.to_frame()
    assert list(table.index) == [*panel[0].columns, "Portfolio"]
    assert list(table.columns) == [
        "expected",
        "realised",
        "pricing_error",
        "std_error",
        "n_obs",
        "expected_annual",
        "realised_annual",
    ]
    errors = [*result.std_errors, result.portfolio_std_error]
    assert table["std_error"].tolist() == errors
    assert min(errors) > 0.0
    half = table.loc[["A0", "A1"], "expected"].mean()
    assert table.loc["Portfolio", "expected"] == pytest.approx(half)
    assert table.loc["A2", "realised_annual"] == pytest.approx(252 * panel[0]["A2"].mean())
    assert result.by_asset.shape == (6, 4), "the table must not grow the result"


def test_an_asset_may_be_called_portfolio(panel):
    """The row of the portfolio comes last, and does not take the asset's place."""
    assets, factors = panel
    named = lf.expected_returns(assets.rename(columns={"A0": "Portfolio"}), factors).to_frame()
    expected = lf.expected_returns(assets, factors).to_frame()
    np.testing.assert_allclose(named, expected)
    assert named.index.tolist() == ["Portfolio", *expected.index[1:]]
