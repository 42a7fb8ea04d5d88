"""Shanken's errors against his formula, evaluated with 50 digits."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pandas as pd
import pytest
from panels import random_panel

import labfolio_xl as lf

# These are numbers of any size, whatever returns may be; the gate doubts them.
pytestmark = pytest.mark.filterwarnings("ignore::labfolio_xl.DataWarning")

# What double precision leaves of 50 digits.
RELATIVE = 1e-11


def as_matrix(array):
    return mp.matrix(np.asarray(array, dtype=float).tolist())


def deviations(matrix):
    means = [mp.fsum(matrix[:, j]) / matrix.rows for j in range(matrix.cols)]
    out = matrix.copy()
    for i in range(matrix.rows):
        for j in range(matrix.cols):
            out[i, j] -= means[j]
    return out, mp.matrix(means)


def shanken(assets, factors, *, intercept):
    """Errors of the premia by theorem 1 of Shanken (1992), for ordinary least squares.

    (1 + c) A Sigma A' / T + bordered S / T with A = (X'X)^-1 X', X the exposures, Sigma and S
    the covariances of residuals and factors with divisor T - 1, c = lambda' S^-1 lambda.
    Nothing of it is computed as labfolio_xl does, which starts from Fama and MacBeth's
    covariance of the premia by period.
    """
    with mp.workdps(50):
        returns, factor = as_matrix(assets), as_matrix(factors)
        n_obs, n_factors = factor.rows, factor.cols
        centred, _ = deviations(factor)
        centred_returns, mean = deviations(returns)
        betas = mp.inverse(centred.T * centred) * centred.T * centred_returns
        residuals = centred_returns - centred * betas
        sigma = residuals.T * residuals / (n_obs - 1)
        factor_covariance = centred.T * centred / (n_obs - 1)
        first = 1 if intercept else 0
        exposures = mp.ones(returns.cols, n_factors + first)
        for i in range(returns.cols):
            for k in range(n_factors):
                exposures[i, k + first] = betas[k, i]
        project = mp.inverse(exposures.T * exposures) * exposures.T
        premia = project * mean
        slopes = mp.matrix([premia[k + first] for k in range(n_factors)])
        c = (slopes.T * mp.inverse(factor_covariance) * slopes)[0]
        covariance = (1 + c) * project * sigma * project.T / n_obs
        for i in range(n_factors):
            for j in range(n_factors):
                covariance[i + first, j + first] += factor_covariance[i, j] / n_obs
        return [float(mp.sqrt(covariance[k, k])) for k in range(covariance.rows)]


@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("shape", [(40, 6, 1), (60, 9, 3)], ids=str)
def test_random_panels(shape, intercept):
    assets, factors = random_panel(*shape, seed=3)
    found = lf.estimate_lambdas(assets, factors, intercept=intercept).premia("shanken")
    expected = shanken(assets, factors, intercept=intercept)
    np.testing.assert_allclose(found.std_errors, expected, rtol=RELATIVE)


def test_french_portfolios(french):
    assets = french.assets.iloc[-60:, :8].sub(french.risk_free.iloc[-60:], axis=0)
    factors = french.factors[["MktRF", "SMB", "HML"]].iloc[-60:]
    found = lf.estimate_lambdas(assets, factors).premia("shanken")
    np.testing.assert_allclose(
        found.std_errors, shanken(assets, factors, intercept=False), rtol=RELATIVE
    )


def test_one_factor_by_hand():
    """Two assets, exposures 1 and 2, a residual e of the first alone.

    Of f = 0.5 + (1, -1, 2, -2, 2, -2) the variance is 18/5; e = (1, 1, 0, 0, -1, -1) is
    orthogonal to it. The projection is A = (1, 2) / 5, so A Sigma A' = (1/25) (4/5).
    """
    dates = [f"2024-01-0{day}" for day in range(1, 7)]
    f = np.array([1.0, -1.0, 2.0, -2.0, 2.0, -2.0]) + 0.5
    e = np.array([1.0, 1.0, 0.0, 0.0, -1.0, -1.0])
    factors = pd.DataFrame({"F": f}, index=pd.to_datetime(dates))
    assets = pd.DataFrame({"A": f + e, "B": 2.0 * f}, index=factors.index)
    found = lf.estimate_lambdas(assets, factors).premia("shanken")
    assert found.premia["F"] == pytest.approx(0.5)
    c = 0.25 / 3.6
    expected = (1 + c) * (0.8 / 25) / 6 + 3.6 / 6
    assert found.std_errors["F"] ** 2 == pytest.approx(expected, rel=1e-12)
