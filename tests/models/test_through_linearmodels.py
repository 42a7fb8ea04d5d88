"""The two estimators that linearmodels lends, labelled as ours."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from linearmodels.asset_pricing import LinearFactorModelGMM, TradedFactorModel
from panels import random_panel

import labfolio_xl as lf
from labfolio_xl.models.shared.through_linearmodels import ThroughLinearmodels


@pytest.fixture
def panel():
    return random_panel(120, 5, 2)


@pytest.mark.parametrize(
    "options",
    [{}, {"cov": "kernel"}, {"cov": "kernel", "lags": 6}, {"debiased": False}],
    ids=str,
)
def test_traded_is_linearmodels_own(panel, options):
    theirs = TradedFactorModel(*panel).fit(
        cov_type=options.get("cov", "robust"),
        debiased=options.get("debiased", True),
        **({"bandwidth": options["lags"]} if "lags" in options else {}),
    )
    ours = lf.factor_model(*panel, estimator="traded", **options)
    same(ours, theirs)
    pd.testing.assert_series_equal(ours.risk_premia, panel[1].mean(), check_names=False)
    assert ours.name == "TradedFactorModel"
    if "lags" in options:
        assert ours.inference.lags == (6,)
    assert bool(ours.inference.lags) == ("cov" in options)


@pytest.mark.parametrize("intercept", [False, True])
def test_gmm_is_linearmodels_own(panel, intercept):
    theirs = LinearFactorModelGMM(*panel, risk_free=intercept).fit(disp=0)
    ours = lf.factor_model(*panel, estimator="gmm", intercept=intercept)
    same(ours, theirs)
    assert ours.risk_premia.index[0] == ("zero_beta" if intercept else "F0")
    assert "LinearFactorModelGMM Estimation Summary" in ours.summary()


def same(ours, theirs):
    close = {"rtol": 1e-9}
    np.testing.assert_allclose(ours.risk_premia, theirs.risk_premia, **close)
    np.testing.assert_allclose(ours.std_errors, theirs.risk_premia_se, **close)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.cov)), ours.std_errors, **close)
    np.testing.assert_allclose(ours.params, theirs.params, **close)
    np.testing.assert_allclose(ours.params_std_errors, theirs.std_errors, **close)
    assert ours.j_statistic.statistic == pytest.approx(theirs.j_statistic.stat, rel=1e-9)
    assert ours.j_chi2.pvalue == pytest.approx(theirs.j_statistic.pval, rel=1e-9)
    assert ours.j_statistic.df == theirs.j_statistic.df
    assert ours.rsquared_time_series == pytest.approx(theirs.rsquared, rel=1e-9)


def test_traded_has_no_zero_beta_rate(panel):
    with pytest.raises(lf.InputError, match='"traded" has no zero-beta rate'):
        lf.factor_model(*panel, estimator="traded", intercept=True)


def test_gmm_refuses_a_search_that_would_not_end():
    with pytest.raises(lf.InputError, match="searches over all 180 betas"):
        lf.factor_model(*random_panel(200, 60, 3), estimator="gmm")


def test_what_linearmodels_cannot_solve_is_one_sentence(panel):
    assets, factors = panel
    with pytest.raises(lf.EstimationError, match='"gmm" of linearmodels cannot solve'):
        lf.factor_model(assets.iloc[:12], factors.iloc[:12], estimator="gmm")


def test_a_search_that_runs_off_is_one_sentence(panel, monkeypatch):
    """As one may with an asset that is a factor, whose moments have infinite weights."""
    large = np.full(2, 1e200)
    monkeypatch.setattr(ThroughLinearmodels, "_linearmodels", lambda *_: large @ large)
    with pytest.raises(lf.EstimationError, match='"gmm" of linearmodels cannot solve these data'):
        lf.factor_model(*panel, estimator="gmm")


def test_an_unknown_estimator_is_named(panel):
    with pytest.raises(lf.InputError, match='estimator is "sur"; choose one of "two-pass"'):
        lf.factor_model(*panel, estimator="sur")
