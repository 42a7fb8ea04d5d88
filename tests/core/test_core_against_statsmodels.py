"""The first pass equals statsmodels, asset by asset, whatever the covariance."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_arrays
from statsmodels.api import OLS, add_constant

from labfolio_xl.core import time_series
from labfolio_xl.core.distributions import t_two_sided, tstats
from labfolio_xl.errors import InputError

# Rounding of two right answers. A p-value is compared relative to itself, far tails included;
# the tail multiplies the relative error of t by about t squared.
RELATIVE = 1e-9
SHAPES = [(250, 24, 6), (120, 10, 1), (300, 40, 3), (40, 7, 5), (1000, 6, 10)]
COVARIANCES = [
    *[(cov, None) for cov in ("ols", "hc0", "hc1", "hc3")],
    *[("hac", lags) for lags in (0, 5, 30)],
]


def statsmodels_fit(returns, factors, cov, lags):
    model = OLS(returns, add_constant(factors), missing="drop")
    if cov == "ols":
        return model.fit()
    options = {"maxlags": lags, "use_correction": False} if cov == "hac" else {}
    return model.fit(cov_type=cov.upper(), cov_kwds=options, use_t=True)


def assert_equal_to_statsmodels(fit, returns, factors, cov, rtol=RELATIVE):
    pvalues = t_two_sided(
        tstats(fit.coefficients, fit.std_errors), fit.n_obs - factors.shape[1] - 1
    )
    for asset in range(returns.shape[1]):
        theirs = statsmodels_fit(returns[:, asset], factors, cov, int(fit.lags[asset]))
        for ours, expected in (
            (fit.coefficients[:, asset], theirs.params),
            (fit.std_errors[:, asset], theirs.bse),
            (tstats(fit.coefficients, fit.std_errors)[:, asset], theirs.tvalues),
            (pvalues[:, asset], theirs.pvalues),
            (fit.rsquared[asset], theirs.rsquared),
            (fit.residual_variance[asset], theirs.mse_resid),
            (fit.n_obs[asset], theirs.nobs),
        ):
            np.testing.assert_allclose(ours, expected, rtol=rtol, atol=0)


@pytest.mark.parametrize(("cov", "lags"), COVARIANCES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_random_panels(shape, cov, lags):
    returns, factors = random_arrays(*shape, seed=sum(shape))
    fit = time_series.fit(returns, factors, cov, lags)
    assert set(fit.lags) == {lags or 0}
    assert_equal_to_statsmodels(fit, returns, factors, cov)


@pytest.mark.parametrize(("cov", "lags"), COVARIANCES)
@pytest.mark.parametrize("sample", ["us2022", "french"])
def test_samples(sample, cov, lags, request):
    data = request.getfixturevalue(sample)
    returns, factors = data.assets.to_numpy(), data.factors.to_numpy()
    fit = time_series.fit(returns, factors, cov, lags)
    assert_equal_to_statsmodels(fit, returns, factors, cov)


@pytest.mark.parametrize(("cov", "lags"), COVARIANCES)
def test_each_asset_on_the_rows_that_it_has(cov, lags):
    returns, factors = random_arrays(150, 12, 3, seed=5)
    returns[np.random.default_rng(0).random(returns.shape) < 0.05] = np.nan
    returns[:50, 3:6] = np.nan
    fit = time_series.fit_available(returns, factors, cov, lags)
    assert len(set(fit.n_obs)) > 3
    assert_equal_to_statsmodels(fit, returns, factors, cov)


def test_automatic_lags_are_those_of_the_asset_and_enter_its_error():
    """Each asset's error is that of statsmodels at the number of lags that is reported."""
    returns, factors = random_arrays(300, 15, 2, seed=8)
    returns[1:] += 0.6 * returns[:-1]
    fit = time_series.fit(returns, factors, "hac")
    assert len(set(fit.lags)) > 2
    assert fit.lags.max() > 3
    assert_equal_to_statsmodels(fit, returns, factors, "hac")


def test_as_many_lags_as_dates_are_refused():
    returns, factors = random_arrays(20, 2, 1)
    with pytest.raises(InputError, match="lags is 20, but the errors come from 20 dates; give at"):
        time_series.fit(returns, factors, "hac", 20)
    fit = time_series.fit(returns, factors, "hac", 19)
    assert fit.lags.tolist() == [19, 19]
    assert_equal_to_statsmodels(fit, returns, factors, "hac")


def test_a_date_that_alone_settles_a_coefficient_leaves_only_that_one_without_an_error():
    """A factor that is one on a single date: its beta makes the residual there zero.

    The other errors are those of the regression without the date. Where the date has almost all
    of the leverage, errors are large and not missing.
    """
    returns, factors = random_arrays(60, 3, 2, seed=7)
    event = np.zeros((60, 1))
    event[20] = 0.01
    fit = time_series.fit(returns, np.column_stack([factors, event]), "hc3")
    assert np.isnan(fit.std_errors[3]).all()
    assert np.isfinite(fit.coefficients).all()
    without = time_series.fit(np.delete(returns, 20, 0), np.delete(factors, 20, 0), "hc3")
    np.testing.assert_allclose(fit.std_errors[:3], without.std_errors, rtol=RELATIVE)
    event[21] = 1e-4
    known = np.column_stack([factors, event])
    fit = time_series.fit(returns, known, "hc3")
    assert_equal_to_statsmodels(fit, returns, known, "hc3", rtol=1e-8)


def test_assets_in_blocks_are_the_assets_together(monkeypatch):
    """The blocks that keep residuals in the cache change nothing."""
    returns, factors = random_arrays(100, 70, 2, seed=3)
    whole = time_series.fit(returns, factors, "hac")
    monkeypatch.setattr(time_series, "_CELLS_AT_ONCE", 1)
    parts = time_series.fit(returns, factors, "hac")
    np.testing.assert_allclose(parts.std_errors, whole.std_errors, rtol=1e-12)
    np.testing.assert_array_equal(parts.lags, whole.lags)


@pytest.mark.parametrize("cov", ["ols", "hc0", "hc1", "hc3", "hac"])
def test_no_degrees_of_freedom_give_coefficients_without_errors(cov):
    """T = K + 1: the line goes through all points, and nothing is left to judge it by."""
    returns, factors = random_arrays(4, 3, 3)
    fit = time_series.fit(returns, factors, cov)
    np.testing.assert_allclose(
        np.column_stack([np.ones(4), factors]) @ fit.coefficients, returns, atol=1e-12
    )
    assert np.isnan(fit.std_errors).all()
    assert np.isnan(fit.residual_variance).all()


@pytest.mark.parametrize("cov", ["ols", "hc0", "hc1", "hc3", "hac"])
def test_one_degree_of_freedom_is_enough_for_errors(cov):
    returns, factors = random_arrays(5, 3, 3)
    fit = time_series.fit(returns, factors, cov, 1 if cov == "hac" else None)
    assert (fit.std_errors > 0).all()
    assert_equal_to_statsmodels(fit, returns, factors, cov)


def test_an_asset_that_its_rows_cannot_estimate_is_missing():
    """Too few rows, or rows on which a factor stands still."""
    returns, factors = random_arrays(40, 4, 2)
    returns[2:, 0] = np.nan
    factors[20:, 1] = 0.01
    returns[:20, 1] = np.nan
    fit = time_series.fit_available(returns, factors)
    assert np.isnan(fit.coefficients[:, :2]).all()
    assert np.isfinite(fit.coefficients[:, 2:]).all()
    assert list(fit.n_obs) == [2, 20, 40, 40]


def test_assets_with_the_same_rows_share_one_factorisation():
    present = np.array([[1, 0, 1], [1, 1, 1], [0, 1, 0]], dtype=bool)
    groups = {tuple(columns): list(rows) for rows, columns in time_series.row_patterns(present)}
    assert groups == {(0, 2): [True, True, False], (1,): [False, True, True]}


def test_rsquared_of_a_constant_return_does_not_exist():
    _, factors = random_arrays(30, 1, 2)
    for value in (0.1, 1e-3, 0.0):
        fit = time_series.fit(np.full((30, 1), value), factors)
        assert np.isnan(fit.rsquared[0]), value
