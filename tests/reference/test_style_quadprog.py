"""Style weights against numbers recorded from R's quadprog (see style.R)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf

RECORDED = pd.read_csv(Path(__file__).with_name("style.csv"))

# quadprog takes a Cholesky factor of the covariance, whose condition is the square of ours.
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


@pytest.mark.parametrize("n_obs", [60, 249])
def test_the_styles_of_twenty_stocks_are_those_of_quadprog(us2022, n_obs):
    found = lf.style(us2022.assets.iloc[:n_obs], us2022.factors.iloc[:n_obs])
    rows = RECORDED[RECORDED["n_obs"] == n_obs]
    expected = rows.pivot_table(index="fund", columns="item", values="value")
    assert list(found.weights.index) == list(us2022.assets) == list(rows["fund"].unique())
    for table in (found.weights, found.by_fund[["rsquared", "selection", "tracking_error"]]):
        recorded = expected.loc[table.index, list(table.columns)]
        np.testing.assert_allclose(table, recorded, **CLOSE)
