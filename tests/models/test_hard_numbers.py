"""Numbers that are hard: an error or a warning comes before a wrong digit is shown.

The judge is arithmetic with 50 digits, over the numbers as they are stored.
"""

from __future__ import annotations

import re

import mpmath as mp
import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf
from labfolio_xl.core.qr import design

# These are numbers of any size, whatever returns may be; the gate doubts them.
pytestmark = pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")

# Where nothing warns, more digits are right than a cell shows. Where LF_CHECK warns of a factor, at
# least four, at the edge of what is refused; seen there: 1.5e-5 at most.
TEN_DIGITS, FOUR_DIGITS = 1e-10, 1e-4
COLLINEARITY = [10.0**-power for power in range(17)]
SCALES = [1e-8, 1.0, 1e8]
NAMES = ["A0", "A1", "A2", "A3", "A4", "A5"]
FACTORS = ["MKT", "SMB", "HML", "TWIN"]


def panel(n_obs=60, *, collinearity=1.0, scale=1.0):
    """Six assets and four factors; TWIN is MKT and a little of its own, SMB in other units."""
    rng = np.random.default_rng(20)
    dates = pd.bdate_range("2023-01-02", periods=n_obs, name="date")
    factors = 0.01 * rng.normal(size=(n_obs, 4))
    returns = factors @ rng.normal(1.0, 0.5, (4, 6)) + 0.005 * rng.normal(size=(n_obs, 6))
    factors[:, 3] = factors[:, 0] + collinearity * factors[:, 3]
    factors[:, 1] *= scale
    return pd.DataFrame(returns, dates, NAMES), pd.DataFrame(factors, dates, FACTORS)


def exact(assets, factors):
    """Coefficients (P, N), and their errors by kind, in 50 digits, rounded at the end."""
    with mp.workdps(50):
        X, Y = (mp.matrix(m.tolist()) for m in (design(factors.to_numpy()), assets.to_numpy()))
        inverse = (X.T * X) ** -1
        coefficients = inverse * (X.T * Y)
        residuals = Y - X * coefficients
        influence = X * inverse
        gaps = [1 - (influence[t, :] * X[t, :].T)[0] for t in range(X.rows)]
        errors = {cov: mp.matrix(X.cols, Y.cols) for cov in ("ols", "hc3")}
        for i in range(Y.cols):
            rss = mp.fsum(e * e for e in residuals[:, i])
            missed = [residuals[t, i] / gaps[t] for t in range(X.rows)]
            for k in range(X.cols):
                errors["ols"][k, i] = mp.sqrt(inverse[k, k] * rss / (X.rows - X.cols))
                scores = [influence[t, k] * missed[t] for t in range(X.rows)]
                errors["hc3"][k, i] = mp.sqrt(mp.fsum(score * score for score in scores))
    return rounded(coefficients), {cov: rounded(matrix) for cov, matrix in errors.items()}


def rounded(matrix):
    return np.array(matrix.tolist(), dtype=float)


def answer(question, *tables):
    """Return the answer to a question, or the error with which it is refused."""
    try:
        return question(*tables)
    except lf.LabfolioError as refused:
        return refused


def largest_difference(assets, factors):
    """The largest relative difference of alphas, betas and errors to the exact ones."""
    coefficients, errors = exact(assets, factors)
    differences = []
    for cov, expected in errors.items():
        fitted = lf.estimate_betas(assets, factors, cov=cov)
        ours = np.vstack([fitted.alpha.to_numpy(), fitted.betas.to_numpy().T])
        differences += [ours / coefficients - 1.0, fitted.std_errors.to_numpy().T / expected - 1.0]
    return max(float(np.abs(difference).max()) for difference in differences)


def warned(assets, factors):
    """What LF_CHECK says of the factors that move together: reading by factor."""
    warnings = lf.data_report(lf.align(assets, factors)).warnings
    lines = [f for f in warnings if f.check == "VIF"]
    return {name: line.reading for line in lines for name in line.found.split(", ")}


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("collinearity", COLLINEARITY)
def test_the_warning_comes_before_a_wrong_digit(collinearity, scale):
    """From independent factors to equal ones: right, then warned of, then refused by name."""
    assets, factors = panel(collinearity=collinearity, scale=scale)
    said = warned(assets, factors)
    fitted = answer(lf.estimate_betas, assets, factors)
    if isinstance(fitted, lf.EstimationError):
        assert "TWIN" in str(fitted)
        assert "MKT" in str(fitted)
        assert {"MKT", "TWIN"} <= set(said)
        return
    difference = largest_difference(assets, factors)
    assert difference < (FOUR_DIGITS if said else TEN_DIGITS)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("collinearity", [1e-3, 1e-8, 1e-12, 0.0])
def test_the_check_tells_which_factor_to_drop(collinearity, scale):
    """Whoever follows it has no warning left, and ten right digits."""
    assets, factors = panel(collinearity=collinearity, scale=scale)
    said = warned(assets, factors)
    assert set(said) == {"MKT", "TWIN"}
    drop = re.search(r"drop (\w+) first", said["TWIN"])[1]
    rest = factors.drop(columns=drop)
    assert warned(assets, rest) == {}
    assert largest_difference(assets, rest) < TEN_DIGITS


@pytest.mark.parametrize("scale", SCALES)
def test_one_degree_of_freedom(scale):
    """T = K + 2 is the least that has errors; they are right, and few dates are warned of."""
    assets, factors = panel(6, scale=scale)
    fitted = lf.estimate_betas(assets, factors)
    assert largest_difference(assets, factors) < TEN_DIGITS
    # With one degree of freedom Student's t is Cauchy's distribution.
    cauchy = 1.0 - 2.0 * np.arctan(np.abs(fitted.tstats)) / np.pi
    np.testing.assert_allclose(fitted.pvalues, cauchy, rtol=1e-9)
    checks = {finding.check for finding in lf.data_report(lf.align(assets, factors)).warnings}
    assert "dates per coefficient" in checks


def test_without_a_degree_of_freedom_there_are_no_errors():
    """T = K + 1: the betas are those of the exact fit, and nothing is said of their errors."""
    assets, factors = panel(5)
    fitted = lf.estimate_betas(assets, factors)
    assert fitted.std_errors.isna().all().all()
    assert fitted.pvalues.isna().all().all()


@pytest.mark.parametrize("question", [lf.grs_test, lf.factor_model])
def test_a_joint_test_of_more_assets_than_dates_allow_is_no_number(question):
    """T = K + 2 leaves no test of six assets: a sentence, or no statistic at all."""
    assets, factors = panel(6)
    result = answer(question, assets, factors)
    if isinstance(result, lf.EstimationError):
        assert "\n" not in str(result)
        return
    test = result.f_test if question is lf.grs_test else result.j_statistic
    assert np.isnan(test.statistic)


@pytest.mark.parametrize("zeros", [0.5, 0.9])
def test_returns_of_zero_on_most_dates(zeros):
    """An asset that hardly trades is regressed like any other."""
    assets, factors = panel()
    quiet = np.random.default_rng(1).random(len(assets)) < zeros
    assets.loc[quiet, "A2"] = 0.0
    assert largest_difference(assets, factors) < TEN_DIGITS


COMBINATIONS = {
    "a factor": {"MKT": 1.0},
    "twice a factor less another": {"MKT": 2.0, "SMB": -1.0},
    "ten times a factor": {"HML": 10.0},
}


@pytest.mark.parametrize("cov", ["ols", "hc0", "hc1", "hc3", "hac"])
@pytest.mark.parametrize("what", COMBINATIONS)
def test_an_asset_that_is_a_combination_of_factors_has_no_t_and_no_p(what, cov):
    """Without a residual t and p would be those of rounding errors."""
    assets, factors = panel()
    weights = pd.Series(COMBINATIONS[what]).reindex(FACTORS, fill_value=0.0)
    before = lf.estimate_betas(assets, factors, cov=cov)
    assets["A1"] = factors @ weights
    fitted = lf.estimate_betas(assets, factors, cov=cov)
    np.testing.assert_allclose(fitted.betas.loc["A1"], weights, rtol=1e-12, atol=1e-13)
    assert abs(fitted.alpha["A1"]) < 1e-13 * float(weights.abs().max())
    assert fitted.rsquared["A1"] == 1.0
    assert (fitted.std_errors.loc["A1"] == 0.0).all()
    for table in (fitted.tstats, fitted.pvalues):
        assert table.loc["A1"].isna().all()
    others = fitted.std_errors.drop("A1")
    pd.testing.assert_frame_equal(others, before.std_errors.drop("A1"), rtol=1e-12)


def test_the_check_names_an_asset_that_is_a_combination_of_factors():
    assets, factors = panel()
    assets["A1"] = 2.0 * factors["MKT"] - factors["SMB"]
    found = [
        f
        for f in lf.data_report(lf.align(assets, factors)).warnings
        if f.check == "explained column"
    ]
    assert [f.found for f in found] == ["A1"]
    assert [(f.item, f.reading) for f in found] == [
        (
            "Assets",
            "a factor or a combination of them: no alpha to test; remove the column",
        )
    ]


def test_the_check_takes_neither_a_constant_nor_a_close_asset_for_an_explained_one():
    assets, factors = panel()
    assets["A1"] = 0.0
    assets["A2"] = 0.0001
    assets["A3"] = factors["MKT"] + 1e-8 * assets["A4"]
    checks = {f.check for f in lf.data_report(lf.align(assets, factors)).warnings}
    assert "explained column" not in checks
    assert "constant column" in checks


def test_a_joint_test_with_an_asset_that_is_a_factor_is_no_number():
    """Its residual covariance is singular; the rest of the answer stands."""
    assets, factors = panel()
    assets["A1"] = factors["MKT"]
    found = lf.grs_test(assets, factors)
    assert np.isnan(found.f_test.statistic)
    assert np.isnan(found.j_test.statistic)
    assert found.alphas.drop("A1").notna().all()
