"""R-squared of the mean returns, against statsmodels' OLS and GLS."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from statsmodels.regression.linear_model import GLS, OLS

from labfolio_xl.core.fit_of_means import rsquared_of_means
from labfolio_xl.core.time_series import betas


def arrays(n_obs=90, n_assets=12, n_factors=3, seed=4):
    returns, factors = random_arrays(n_obs, n_assets, n_factors, seed)
    return returns, betas(returns, factors)[0][1:].T


@pytest.mark.parametrize("seed", range(3))
def test_with_the_zero_beta_rate_it_is_that_of_statsmodels(seed):
    """The total of statsmodels, with a constant, is about the (weighted) mean."""
    returns, exposures = arrays(seed=seed)
    mean, matrix = returns.mean(axis=0), np.column_stack([np.ones(12), exposures])
    ols, gls = rsquared_of_means(returns, exposures, intercept=True)
    assert ols == pytest.approx(OLS(mean, matrix).fit().rsquared, rel=1e-9)
    covariance = np.cov(returns, rowvar=False)
    assert gls == pytest.approx(GLS(mean, matrix, sigma=covariance).fit().rsquared, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_without_it_the_total_is_still_about_the_mean(seed):
    returns, exposures = arrays(seed=seed)
    mean, ones = returns.mean(axis=0), np.ones(12)
    sigmas = (np.eye(12), np.cov(returns, rowvar=False))
    found = rsquared_of_means(returns, exposures, intercept=False)
    for ours, sigma in zip(found, sigmas, strict=True):
        left, total = (GLS(mean, columns, sigma=sigma).fit().ssr for columns in (exposures, ones))
        assert ours == pytest.approx(1.0 - left / total, rel=1e-9, abs=1e-12)


def test_betas_that_explain_less_than_one_mean_have_a_negative_figure():
    returns, _ = arrays()
    returns += 0.05
    far = np.linspace(-1.0, 1.0, 12)[:, None]
    assert rsquared_of_means(returns, far, intercept=False)[0] < 0.0
    assert rsquared_of_means(returns, far, intercept=True)[0] >= 0.0


def test_a_singular_covariance_has_no_gls():
    returns, exposures = arrays(n_obs=12)
    ols, gls = rsquared_of_means(returns, exposures, intercept=False)
    assert np.isfinite(ols)
    assert np.isnan(gls), "dates do not outnumber assets"
    returns, _ = arrays()
    returns[:, 1] = 0.5 * returns[:, 0] + 0.5 * returns[:, 2]
    assert np.isnan(rsquared_of_means(returns, exposures, intercept=False)[1])


def test_equal_means_have_nothing_to_explain():
    returns, exposures = arrays()
    returns += 0.001 - returns.mean(axis=0)
    assert np.isnan(rsquared_of_means(returns, exposures, intercept=False)).all()
