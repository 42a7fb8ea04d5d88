"""Tables that others printed, from data that their packages ship."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.datasets import french as french_data

import labfolio_xl as lf


@pytest.fixture(scope="module")
def six_portfolios():
    """Small and large, low to high value, above the Treasury bill; three factors."""
    table = french_data.load().set_index("dates")
    names = ["S1V1", "S1V3", "S1V5", "S5V1", "S5V3", "S5V5"]
    return table[names].sub(table["RF"], axis=0), table[["MktRF", "SMB", "HML"]]


def test_introduction_of_linearmodels(six_portfolios):
    """The summary in linearmodels' "Introduction" to asset pricing (printed in May 2017).

    Its sizes, R-squared and premia; the errors of that release were those of a kernel with
    another bandwidth and are not compared.
    """
    model = lf.factor_model(*six_portfolios)
    assert (model.n_assets, model.n_factors, model.n_obs) == (6, 3, 819)
    assert round(model.rsquared, 4) == 0.8879
    assert model.j_statistic.distribution == "chi2(3)"
    np.testing.assert_array_equal(model.risk_premia.round(4), [0.0060, 0.0001, 0.0045])
    premia = lf.estimate_lambdas(*six_portfolios).premia().premia
    np.testing.assert_array_equal(premia.round(4), [0.0060, 0.0001, 0.0045])


def test_carinos_coefficients_keep_the_order_of_the_parts():
    """Carino (1999): linked contributions sum to the compounded return, in any order of dates."""
    dates = pd.bdate_range("2024-01-01", periods=12)
    rng = np.random.default_rng(0)
    factors = pd.DataFrame({"M": rng.normal(0.01, 0.04, 12)}, index=dates)
    fund = pd.DataFrame({"F": 0.8 * factors["M"] + rng.normal(0, 0.01, 12)})
    forward = lf.attribution(fund, factors, linked=True)
    turned = lf.attribution(fund.set_axis(dates[::-1]), factors.set_axis(dates[::-1]), linked=True)
    np.testing.assert_allclose(turned.contributions, forward.contributions, rtol=1e-10, atol=1e-15)
    assert forward.realised == pytest.approx((1 + fund["F"]).prod() - 1)
