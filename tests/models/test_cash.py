"""An asset that never moves: cash in the portfolio, a column of a stale price."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes

import labfolio_xl as lf

PARTS = ["A0", "A1", "A2"]


@pytest.fixture
def panel():
    return random_panel(n_obs=60, n_assets=6, n_factors=2)


@pytest.fixture(params=[0.0, 0.0001, -0.0002])
def with_cash(request, panel):
    assets, factors = panel
    return assets.assign(Cash=request.param), factors, request.param


def test_its_betas_and_errors_are_zero(with_cash, panel):
    assets, factors, rate = with_cash
    found, without = lf.estimate_betas(assets, factors), lf.estimate_betas(*panel)
    assert found.betas.loc["Cash"].tolist() == [0.0, 0.0]
    assert found.std_errors.loc["Cash"].tolist() == [0.0, 0.0, 0.0]
    assert found.alpha["Cash"] == pytest.approx(rate, abs=1e-18)
    assert np.isnan(found.rsquared["Cash"])
    pd.testing.assert_frame_equal(found.params.drop("Cash"), without.params)


def test_premia_without_a_zero_beta_rate_do_not_know_it(with_cash, panel):
    assets, factors, _ = with_cash
    found = lf.estimate_lambdas(assets, factors).by_period
    pd.testing.assert_frame_equal(found, lf.estimate_lambdas(*panel).by_period, rtol=1e-9)


def test_it_should_earn_nothing_and_its_return_is_the_pricing_error(with_cash):
    assets, factors, rate = with_cash
    held = {"A0": 0.5, "A1": 0.3, "Cash": 0.2}
    found = lf.expected_returns(assets, factors, weights=held)
    row = found.by_asset.loc["Cash"]
    assert row["expected"] == 0.0
    assert row["realised"] == row["pricing_error"] == pytest.approx(rate, abs=1e-18)
    expected = held["A0"] * found.by_asset["expected"]["A0"]
    expected += held["A1"] * found.by_asset["expected"]["A1"]
    assert found.portfolio["expected"] == pytest.approx(expected)
    assert 0.0 < found.portfolio_std_error < np.inf


@pytest.mark.parametrize("question", [lf.exposure, lf.attribution, lf.rolling_exposure, lf.hedge])
def test_questions_about_the_portfolio_take_it_as_a_weight_without_exposure(panel, question):
    assets, factors = panel
    held = {"A0": 0.5, "A1": 0.3}
    found = question(assets.assign(Cash=0.0), factors, weights={**held, "Cash": 0.2})
    expected = question(assets, factors, weights={**held, "Cash": 0.2})
    pd.testing.assert_frame_equal(found.to_frame(), expected.to_frame(), rtol=1e-9)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (lf.factor_model, lambda found: found.params),
        (lf.factor_covariance, lambda found: found.matrix),
        (lf.grs_test, lambda found: found.to_frame()[["statistic", "p"]]),
        (lf.diagnostics, lambda found: found.by_asset),
        (
            lambda *tables: lf.estimate_lambdas(*tables).premia("bootstrap", resamples=100),
            lambda found: found.draws.table,
        ),
    ],
)
def test_questions_that_it_has_no_part_in_leave_it_out_with_a_warning(panel, question, answer):
    """Without a row for an asset whose covariance would be singular."""
    assets, factors = panel
    holed = with_holes(assets)
    cash = pd.Series(0.0, assets.index, name="Cash").where(assets.index != assets.index[50])
    with pytest.warns(lf.DataWarning, match=r"Assets: constant column: Cash, .*weight without"):
        found = question(holed.join(cash), factors)
    expected = question(holed, factors)
    pd.testing.assert_frame_equal(answer(found), answer(expected))
    assert found.n_obs == expected.n_obs, "a blank of what is left out costs no date"


def test_the_residual_of_a_portfolio_with_cash_is_tested(panel):
    assets, factors = panel
    held = {"A0": 0.5, "A1": 0.3, "Cash": 0.2}
    with pytest.warns(lf.DataWarning, match="left out here"):
        found = lf.diagnostics(assets.assign(Cash=0.0), factors, weights=held).portfolio
    expected = lf.diagnostics(assets, factors, weights=held).portfolio
    pd.testing.assert_series_equal(found, expected)


def test_with_a_rate_cash_without_interest_moves_and_stays(panel):
    """What it earns above the rate is the rate with the other sign."""
    assets, factors = panel
    rate = pd.Series(0.0001 + 0.00002 * np.sin(np.arange(60.0)), assets.index)
    found = lf.factor_model(assets.assign(Cash=0.0), factors, rate, self_financing="all")
    assert "Cash" in found.params.index
