"""Standard errors against numbers recorded from R's sandwich (see sandwich.R)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf
from labfolio_xl.core.newey_west import most_lags

# These are numbers of any size, whatever returns may be; the gate doubts them.
pytestmark = pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")

RECORDED = pd.read_csv(Path(__file__).with_name("sandwich.csv"))

# R prints 17 digits; its lm and our QR differ by rounding times the condition of the factors.
RELATIVE = 1e-9

KINDS = [("ols", None), ("hc0", None), ("hc1", None), ("hac", 0), ("hac", 5), ("hac", 20)]


def recorded(data, asset, kind, lag=None):
    rows = RECORDED[
        (RECORDED["data"] == data) & (RECORDED["asset"] == asset) & (RECORDED["kind"] == kind)
    ]
    rows = rows if lag is None else rows[rows["lag"] == lag]
    assert len(rows) > 0
    return rows.set_index("term")["value"]


@pytest.mark.parametrize("asset", ["AAPL", "KO", "XOM"])
@pytest.mark.parametrize("n_obs", [100, 249])
@pytest.mark.parametrize(("cov", "lags"), KINDS)
def test_errors_are_those_of_sandwich(us2022, asset, n_obs, cov, lags):
    """As vcovHC's HC0 and HC1, and NeweyWest without prewhitening or adjustment."""
    assets, factors = us2022.assets[[asset]].iloc[:n_obs], us2022.factors.iloc[:n_obs]
    found = lf.estimate_betas(assets, factors, cov=cov, lags=lags)
    data = f"us2022 {n_obs}"
    estimates, errors = recorded(data, asset, "estimate"), recorded(data, asset, cov, lags)
    np.testing.assert_allclose(found.params.loc[asset, estimates.index], estimates, rtol=RELATIVE)
    np.testing.assert_allclose(found.std_errors.loc[asset, errors.index], errors, rtol=RELATIVE)


@pytest.mark.parametrize("asset", ["AAPL", "KO", "XOM"])
def test_the_automatic_lags_are_the_bandwidth_of_sandwich_rounded_up(us2022, asset):
    """As bwNeweyWest with weights 0 for the intercept, 1 / length of each factor's scores.

    At 100 dates both take four pilot lags; elsewhere sandwich rounds the pilot lags and the
    bandwidth down, while labfolio_xl rounds both up, as linearmodels does. sandwich knows no
    bound, which AAPL's 13 lags would pass.
    """
    found = lf.estimate_betas(
        us2022.assets[[asset]].iloc[:100], us2022.factors.iloc[:100], cov="hac"
    )
    bandwidth = int(np.ceil(recorded("us2022 100", asset, "bandwidth")["all"]))
    assert found.inference.lags == (min(bandwidth, most_lags(100)),)


def test_greenes_investment_equation():
    """Data of Greene (1993), Econometric Analysis, 2nd edition, table 15.1, as R ships them.

    Real investment on real GNP and the real interest rate, 1964 to 1982, four lags.
    """
    data = {name: recorded("greene", name, "data") for name in ("RealInv", "RealGNP", "RealInt")}
    table = pd.DataFrame(data)
    table.index = pd.to_datetime([f"{year}-12-31" for year in table.index])
    found = lf.estimate_betas(table[["RealInv"]], table[["RealGNP", "RealInt"]], cov="hac", lags=4)
    for ours, kind in ((found.params, "estimate"), (found.std_errors, "hac")):
        expected = recorded("greene", "RealInv", kind)
        np.testing.assert_allclose(ours.loc["RealInv", expected.index], expected, rtol=1e-8)
