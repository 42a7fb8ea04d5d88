"""Tables that others printed, from data that their packages ship."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.datasets import french as french_data
from statsmodels.datasets import macrodata

import labfolio_xl as lf

# These are numbers of any size, whatever returns may be; the gate doubts them.
pytestmark = pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")


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
    assert round(model.rsquared_time_series, 4) == 0.8879
    assert model.j_chi2.distribution == "chi2(3)"
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


# Coefficient and standard error of g_realgdp, L.realint and _cons, as Stata printed them.
STATA_ESTIMATES = [4.3742216647032, -0.61399696947899, -9.4816727746549]
STATA_ERRORS = {
    "hc0": [0.32114290415293, 0.32528567293437, 1.3588550094989],
    "hc1": [0.32355452428856, 0.32772840315987, 1.3690593206013],
    "hac": [0.32878742225811, 0.29361854972141, 1.1770944273439],
}


@pytest.mark.parametrize("cov", STATA_ERRORS)
def test_an_equation_of_investment_by_stata(cov):
    """US investment on output and the real rate, 1959 to 2009, quarterly.

    Stata's output as it is recorded in statsmodels (regression/tests/results,
    results_macro_ols_robust.py), whose data set macrodata it is computed from: "ivreg2, robust"
    is hc0, "regress, vce(robust)" hc1, "ivreg2, robust bw(5)" Newey-West with 4 lags.
    """
    data = macrodata.load_pandas().data
    growth = 400 * np.log(data[["realinv", "realgdp"]]).diff().iloc[1:]
    dates = pd.date_range("1959-06-30", periods=len(growth), freq="QE")
    factors = growth[["realgdp"]].assign(realint=data["realint"].shift().iloc[1:])
    found = lf.estimate_betas(
        growth[["realinv"]].set_axis(dates),
        factors.set_axis(dates),
        cov=cov,
        lags=4 if cov == "hac" else None,
    )
    terms = ["realgdp", "realint", "alpha"]
    np.testing.assert_allclose(found.params.loc["realinv", terms], STATA_ESTIMATES, rtol=1e-10)
    np.testing.assert_allclose(found.std_errors.loc["realinv", terms], STATA_ERRORS[cov], rtol=1e-9)
