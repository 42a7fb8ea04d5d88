"""The tables of linearmodels' own documentation, to the last printed digit.

"Examples" of asset pricing (bashtage.github.io/linearmodels/asset-pricing/examples/examples.html,
run on 16 December 2021 by the release of that time; linearmodels is under the NCSA licence):
monthly returns 1949 to 2017 from Kenneth French's data library, which linearmodels ships. The
printed numbers are written down here; what is compared is computed in closed form by this
project, or, where the test says so, by linearmodels through it.
"""

from __future__ import annotations

import numpy as np
import pytest
from linearmodels.datasets import french as french_data

import labfolio_xl as lf

SIZE_VALUE = ["S1V1", "S1V3", "S1V5", "S3V1", "S3V3", "S3V5", "S5V1", "S5V3", "S5V5"]
SIZE_MOMENTUM = [name.replace("V", "M") for name in SIZE_VALUE]
INDUSTRIES = ["NoDur", "Durbl", "Manuf", "Enrgy", "Chems", "BusEq"]
INDUSTRIES += ["Telcm", "Utils", "Shops", "Hlth", "Money", "Other"]
THREE = ["MktRF", "SMB", "HML"]
# Parameter, Std. Err., T-stat, P-value, Lower CI, Upper CI.
COLUMNS = ["premium", "std_error", "t", "p", "low", "high"]


@pytest.fixture(scope="module")
def table():
    """Give the data set, its portfolios above the Treasury bill."""
    data = french_data.load().set_index("dates")
    portfolios = data.columns[5:]
    return data.assign(**data[portfolios].sub(data["RF"], axis=0))


def assert_printed(frame, printed):
    """Compare premia with the rows of a summary, which shows four decimals."""
    np.testing.assert_array_equal(frame[COLUMNS].round(4).to_numpy() + 0.0, printed)


TRADED = [
    (SIZE_VALUE, ["MktRF"], 0.6910, 70.034),
    (SIZE_VALUE, THREE, 0.8971, 53.271),
    (INDUSTRIES, THREE, 0.7118, 61.617),
]
TRADED_PREMIA = [
    [0.0065, 0.0015, 4.3553, 0.0000, 0.0035, 0.0094],
    [0.0016, 0.0010, 1.6021, 0.1091, -0.0004, 0.0035],
    [0.0035, 0.0009, 3.6993, 0.0002, 0.0016, 0.0053],
]


@pytest.mark.parametrize(("portfolios", "factors", "rsquared", "j"), TRADED)
def test_alphas_are_jointly_tested_as_printed(table, portfolios, factors, rsquared, j):
    """In [3] to [5]: the robust J that all alphas are zero is that of a TradedFactorModel."""
    test = lf.grs_test(table[portfolios], table[factors]).j_chi2
    assert (round(test.statistic, 3), test.df) == (j, len(portfolios))
    assert round(test.pvalue, 4) == 0.0
    model = lf.factor_model(table[portfolios], table[factors], estimator="traded")
    assert (model.n_assets, model.n_factors, model.n_obs) == (len(portfolios), len(factors), 819)
    assert round(model.rsquared_time_series, 4) == rsquared
    assert round(model.j_statistic.statistic, 3) == j
    assert_printed(model.to_frame(), TRADED_PREMIA[: len(factors)])


def test_betas_and_alphas_of_the_industries_are_those_printed(table):
    """In [6] and [8]: three factors; alphas times twelve."""
    found = lf.estimate_betas(table[INDUSTRIES], table[THREE])
    betas = {
        "NoDur": (0.803334, -0.029383, 0.080556),
        "Durbl": (1.176659, 0.104124, 0.466510),
        "Manuf": (1.129601, 0.094600, 0.197135),
        "Enrgy": (0.913425, -0.234012, 0.264609),
        "Chems": (0.970844, -0.179466, 0.092021),
        "BusEq": (1.152119, 0.182299, -0.543462),
        "Telcm": (0.782811, -0.158395, 0.044042),
        "Utils": (0.605203, -0.175549, 0.260051),
        "Shops": (0.942997, 0.135802, -0.010064),
        "Hlth": (0.864135, -0.213336, -0.315180),
        "Money": (1.112368, -0.053364, 0.378365),
        "Other": (1.109851, 0.304442, 0.237830),
    }
    np.testing.assert_array_equal(found.betas.round(6), list(betas.values()))
    alphas = [0.023360, -0.030919, -0.010643, 0.012009, 0.002783, 0.024215]
    alphas += [0.009726, 0.017078, 0.009952, 0.050760, -0.015197, -0.033345]
    np.testing.assert_array_equal((12 * found.alpha).round(6), alphas)


FOUR_FACTORS = [
    [0.0070, 0.0015, 4.5385, 0.0000, 0.0040, 0.0100],
    [0.0005, 0.0014, 0.3381, 0.7353, -0.0023, 0.0033],
    [0.0084, 0.0025, 3.3085, 0.0009, 0.0034, 0.0133],
    [0.0084, 0.0014, 5.8072, 0.0000, 0.0056, 0.0112],
]
WITHOUT_SIZE = [
    [0.0073, 0.0017, 4.3856, 0.0000, 0.0040, 0.0105],
    [0.0091, 0.0027, 3.4361, 0.0006, 0.0039, 0.0143],
    [0.0084, 0.0015, 5.7507, 0.0000, 0.0055, 0.0113],
]
ZERO_BETA = [
    [-0.0045, 0.0079, -0.5607, 0.5750, -0.0200, 0.0111],
    [0.0111, 0.0076, 1.4636, 0.1433, -0.0038, 0.0259],
    [0.0110, 0.0053, 2.0946, 0.0362, 0.0007, 0.0214],
    [0.0086, 0.0014, 5.9315, 0.0000, 0.0058, 0.0114],
]
KERNEL = [
    [0.0073, 0.0017, 4.3094, 0.0000, 0.0040, 0.0106],
    [0.0091, 0.0031, 2.9499, 0.0032, 0.0031, 0.0152],
    [0.0084, 0.0014, 5.8371, 0.0000, 0.0056, 0.0112],
]
# The J of that release is the one that is called "full" here. That of the zero-beta model,
# 36.023, is not compared: its covariance has a direction of pure rounding, which was inverted.
TWO_PASSES = [
    ([*THREE, "Mom"], {}, 0.9051, (36.929, 5), FOUR_FACTORS),
    (["MktRF", "HML", "Mom"], {}, 0.7915, (36.406, 6), WITHOUT_SIZE),
    (["MktRF", "HML", "Mom"], {"intercept": True}, 0.7915, None, ZERO_BETA),
    (["MktRF", "HML", "Mom"], {"cov": "kernel"}, 0.7915, (25.841, 6), KERNEL),
]


@pytest.mark.parametrize("printed", TWO_PASSES)
def test_the_two_pass_model_is_printed(table, printed):
    """In [9] and [12] to [14]; the bandwidth of the last is automatic, and printed as 12."""
    factors, options, rsquared, j, premia = printed
    model = lf.factor_model(table[SIZE_MOMENTUM], table[factors], j="full", **options)
    assert round(model.rsquared_time_series, 4) == rsquared
    assert_printed(model.to_frame(), premia)
    if j is not None:
        assert (round(model.j_statistic.statistic, 3), model.j_statistic.df) == j
    if options == {"cov": "kernel"}:
        assert model.inference.lags == (12,)
        assert round(model.j_chi2.pvalue, 4) == 0.0002


GMM = [
    ("robust", 0.7904, 22.067, 0.0012, [0.0067, 0.0135, 0.0094], [4.4335, 5.8706, 6.5139]),
    ("kernel", 0.7901, 13.833, 0.0316, [0.0074, 0.0137, 0.0078], [5.1450, 4.5918, 6.0849]),
]


@pytest.mark.parametrize("printed", GMM)
def test_the_gmm_model_is_printed(table, printed):
    """In [15] and [16], by linearmodels through the option; where its search ends varies."""
    cov, rsquared, j, p, premia, t = printed
    factors = table[["MktRF", "HML", "Mom"]]
    model = lf.factor_model(table[SIZE_MOMENTUM], factors, estimator="gmm", cov=cov)
    assert model.rsquared_time_series == pytest.approx(rsquared, abs=1e-4)
    assert model.j_statistic.statistic == pytest.approx(j, abs=2e-3)
    assert model.j_chi2.pvalue == pytest.approx(p, abs=1e-4)
    np.testing.assert_allclose(model.risk_premia, premia, atol=1e-4)
    np.testing.assert_allclose(model.tstats, t, atol=1e-3)
