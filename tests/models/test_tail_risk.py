"""Value at risk and expected shortfall from the factor model, and their parts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import labfolio_xl as lf

WEEKS = pd.date_range("2020-01-03", periods=120, freq="W-FRI", name="date")
RNG = np.random.default_rng(3)
FACTORS = pd.DataFrame(RNG.normal(0.002, 0.02, (120, 2)), WEEKS, ["MKT", "VAL"])
BETAS = np.array([[1.0, 0.8, 1.2, 0.2], [0.3, -0.4, 0.1, 0.6]])
NOISE = RNG.normal(0.0, 0.01, (120, 4))
ASSETS = pd.DataFrame(FACTORS.to_numpy() @ BETAS + NOISE + 0.001, WEEKS, list("ABCD"))
WEIGHTS = {"A": 0.4, "B": 0.3, "C": 0.2}
HELD = np.array([0.4, 0.3, 0.2, 0.0])


def test_the_sum_is_the_normal_tail_of_the_portfolios_own_moments():
    found = lf.tail_risk(ASSETS, FACTORS, weights=WEIGHTS, level=0.99)
    returns = ASSETS.to_numpy() @ HELD
    own = stats.norm(returns.mean(), returns.std(ddof=1))
    assert found.value_at_risk == pytest.approx(own.ppf(0.01), rel=1e-9)
    below = own.expect(lambda x: x, ub=own.ppf(0.01), conditional=True)
    assert found.expected_shortfall == pytest.approx(below, rel=1e-5)
    assert "99%" in found.rule


def test_the_volatility_is_that_of_the_risk_decomposition():
    for specific in ("full", "diagonal"):
        asked = {"weights": WEIGHTS, "specific": specific}
        tail = lf.tail_risk(ASSETS, FACTORS, **asked).by_factor["volatility"]
        risk = lf.risk_decomposition(ASSETS, FACTORS, **asked)
        np.testing.assert_allclose(tail.iloc[:-1], risk.by_factor["volatility"], rtol=1e-12)
        assert tail["Portfolio"] == pytest.approx(risk.volatility, rel=1e-12)


def test_the_parts_of_a_factor_are_its_mean_and_its_share_of_the_tail():
    """Against derivatives: Euler's part is the exposure times what one more of it adds."""
    found = lf.tail_risk(ASSETS, FACTORS, weights=WEIGHTS)
    exposures = found.by_factor.loc[["MKT", "VAL"], "exposure"].to_numpy()
    residual = ASSETS.to_numpy() @ HELD - FACTORS.to_numpy() @ exposures
    z = stats.norm.ppf(0.05)

    def value_at_risk(b):
        mean = FACTORS.to_numpy().mean(axis=0) @ b + residual.mean()
        return mean + z * np.sqrt(b @ FACTORS.cov().to_numpy() @ b + residual.var(ddof=1))

    for place, name in enumerate(FACTORS):
        step = np.eye(2)[place] * 1e-5
        slope = (value_at_risk(exposures + step) - value_at_risk(exposures - step)) / 2e-5
        part = found.by_factor.loc[name, "value_at_risk"]
        assert part == pytest.approx(exposures[place] * slope, rel=1e-6)


def test_the_rate_is_part_of_the_mean_and_not_of_the_active_return():
    found = lf.tail_risk(ASSETS, FACTORS, 0.001, WEIGHTS, {"D": 1.0}, self_financing="all")
    assert found.by_factor.loc["risk_free", "mean"] == pytest.approx(0.001)
    assert found.by_factor.loc["risk_free", "volatility"] == 0.0
    total = ASSETS.to_numpy() @ HELD + 0.1 * 0.001  # a tenth in cash
    assert found.by_factor.loc["Portfolio", "mean"] == pytest.approx(total.mean(), rel=1e-9)
    assert "risk_free" not in found.active.by_factor.index
    active = total - ASSETS["D"]
    assert found.active.by_factor.loc["Portfolio", "mean"] == pytest.approx(active.mean())
    assert found.active.by_factor.loc["Portfolio", "volatility"] == pytest.approx(active.std())
    table = found.to_frame()
    assert table["benchmark_value_at_risk"]["Portfolio"] == found.benchmark.value_at_risk
    assert table["active_expected_shortfall"]["Portfolio"] == found.active.expected_shortfall


def test_a_portfolio_that_is_its_benchmark_has_no_active_tail():
    found = lf.tail_risk(ASSETS, FACTORS, 0.001, WEIGHTS, WEIGHTS)
    assert (found.active.by_factor.drop(columns="exposure") == 0.0).to_numpy().all()


def test_bad_input_is_one_sentence():
    named = FACTORS.rename(columns={"VAL": "specific"})
    with pytest.raises(lf.InputError, match='the name "specific" is taken by a row'):
        lf.tail_risk(ASSETS, named)
    with pytest.raises(lf.InputError, match='level is "1"; give a share'):
        lf.tail_risk(ASSETS, FACTORS, level=1)
    with pytest.raises(lf.InputError, match='specific is "some"'):
        lf.tail_risk(ASSETS, FACTORS, specific="some")


@given(
    st.lists(st.floats(-1.0, 2.0), min_size=4, max_size=4).filter(
        lambda w: max(map(abs, w)) > 0.01
    ),
    st.floats(0.6, 0.995),
    st.sampled_from(["full", "diagonal"]),
)
def test_the_parts_sum_to_the_whole(weights, level, specific):
    options = {"weights_are": "fractions", "doubts": "list"}
    found = lf.tail_risk(
        ASSETS, FACTORS, 0.0005, weights, level=level, specific=specific, **options
    )
    table = found.by_factor.drop(columns="exposure")
    whole = table.loc["Portfolio"]
    np.testing.assert_allclose(table.drop("Portfolio").sum(), whole, rtol=1e-9, atol=1e-12)
    z = stats.norm.ppf(1.0 - level)
    assert whole["value_at_risk"] == pytest.approx(whole["mean"] + z * whole["volatility"])
    ratio = stats.norm.pdf(z) / (1.0 - level)
    assert whole["expected_shortfall"] == pytest.approx(whole["mean"] - ratio * whole["volatility"])
    assert whole["expected_shortfall"] <= whole["value_at_risk"]


@given(st.floats(0.1, 10.0))
def test_a_factor_in_another_unit_has_the_same_part(scale):
    before = lf.tail_risk(ASSETS, FACTORS, weights=WEIGHTS)
    scaled = FACTORS.assign(VAL=FACTORS["VAL"] * scale)
    after = lf.tail_risk(ASSETS, scaled, weights=WEIGHTS, factors_are="values", doubts="list")
    for column in ("mean", "volatility", "value_at_risk", "expected_shortfall"):
        np.testing.assert_allclose(
            after.by_factor[column], before.by_factor[column], rtol=1e-7, atol=1e-12
        )
