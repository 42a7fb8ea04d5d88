"""Every table agrees with statsmodels and linearmodels, through the tables themselves."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from panels import random_panel, with_holes

import labfolio_xl as lf
from labfolio_xl import reference
from labfolio_xl.reference.compare import difference

TABLES = {
    *(
        f"{name} ({cov})"
        for name in ("Betas", "Exposure")
        for cov in ("ols", "hc0", "hc1", "hc3", "hac")
    ),
    "Lambdas",
    *(f"Premia ({cov})" for cov in ("robust", "fm", "hac", "shanken")),
    "Joint test",
    "Expected",
    *("Attribution", "Risk", "Residual tests", "GRS", "Rolling"),
    *(
        f"Model {name} ({cov})"
        for name in ("premia", "params", "params s.e.")
        for cov in ("robust", "kernel")
    ),
    *(
        f"Model header ({cov}, J {j})"
        for cov in ("robust", "kernel")
        for j in ("projected", "full")
    ),
}


def assert_all_agree(comparison):
    assert set(comparison["table"]) == TABLES
    assert (comparison["verdict"] == "agrees").all(), comparison.to_string()
    assert (comparison["difference"] <= comparison["tolerance"]).all()


@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("shape", [(120, 10, 3), (60, 6, 1)], ids=str)
def test_random_panels(shape, intercept):
    assets, factors = random_panel(*shape, seed=11)
    weights = np.random.default_rng(0).normal(size=shape[1])
    comparison = reference.compare(assets, factors, weights=weights, intercept=intercept)
    assert_all_agree(comparison)
    wider = {"Rolling": pytest.approx(1e-8)}
    for table, tolerance in zip(comparison["table"], comparison["tolerance"], strict=True):
        assert tolerance == wider.get(table, 1e-9), table


def test_an_asset_called_portfolio():
    """The table of expected returns then has two rows of that name."""
    assets, factors = random_panel(60, 4, 2, seed=11)
    assert_all_agree(reference.compare(assets.rename(columns={"A1": "Portfolio"}), factors))


@pytest.mark.parametrize("intercept", [False, True])
def test_2022(us2022, intercept):
    assert_all_agree(reference.compare(us2022.assets, us2022.factors, intercept=intercept))


@pytest.mark.parametrize(("intercept", "months"), [(False, 819), (True, 240)])
def test_french_with_its_rate_and_self_financing_factors(french, intercept, months):
    comparison = reference.compare(
        french.assets[-months:],
        french.factors,
        french.risk_free,
        intercept=intercept,
        self_financing="all",
    )
    assert_all_agree(comparison)


@pytest.mark.notebook
def test_the_reference_notebook(notebook):
    assert_all_agree(reference.compare(notebook.assets, notebook.factors))


def test_missing_cells_follow_the_same_rules():
    """The expected return of linearmodels stands on complete dates; the rest is compared."""
    assets, factors = random_panel(n_obs=150, n_assets=6)
    comparison = reference.compare(
        with_holes(assets, share=0.02), factors, weights=[1, 0, 1, 0, 0, 0]
    )
    assert comparison["verdict"].ne("differs").all(), comparison.to_string()
    assert set(comparison["table"]) == TABLES


def test_an_attribution_of_sums_is_compared_and_one_that_cannot_be_compounded_is_left_out():
    assets, factors = random_panel()
    assert_all_agree(reference.compare(assets, factors, linked=False))
    assets.iloc[4] = -0.6
    twice = {"A0": 2.0, **dict.fromkeys(assets.columns[1:], 0.0)}
    options = {"weights": twice, "assets_are": "returns"}
    compounded = reference.compare(assets, factors, **options)
    summed = reference.compare(assets, factors, linked=False, **options)
    assert set(summed["table"]) - set(compounded["table"]) == {"Attribution"}


def test_a_wrong_number_is_found(monkeypatch):
    """One beta that is off by a millionth."""
    assets, factors = random_panel()
    module = sys.modules[reference.compare.__module__]
    right = module.estimate_betas

    def wrong(*args, **options):
        result = right(*args, **options)
        result.params.iloc[3, 1] *= 1 + 1e-6
        return result

    monkeypatch.setattr(module, "estimate_betas", wrong)
    comparison = reference.compare(assets, factors).set_index("table")
    assert comparison.loc["Betas (ols)", "verdict"] == "differs"
    assert 1e-7 < comparison.loc["Betas (ols)", "difference"] < 1e-5
    assert comparison.loc["Exposure (ols)", "verdict"] == "agrees"


def test_a_j_that_is_refused_is_not_compared():
    """Here it is NaN with ten lags; linearmodels gives a number, and the rest agrees."""
    assets, factors = random_panel()
    model = lf.factor_model(assets, factors, cov="kernel", lags=10)
    assert np.isnan(model.j_statistic.statistic)
    assert_all_agree(reference.compare(assets, factors, lags=10))


def test_what_would_take_linearmodels_minutes_is_not_compared(monkeypatch):
    """Eight assets and three factors make 43 moments."""
    module = sys.modules["labfolio_xl.reference.compare"]  # the name itself is the function
    monkeypatch.setattr(module, "_LARGEST", 39)
    assets, factors = random_panel()
    comparison = reference.compare(assets, factors)
    skipped = comparison[comparison["verdict"] == "not compared"]
    assert skipped["table"].tolist() == ["Model"]
    assert (comparison.drop(index=skipped.index)["verdict"] == "agrees").all()


def test_mistakes_are_told_as_the_functions_tell_them():
    assets, factors = random_panel()
    with pytest.raises(lf.EstimationError, match='"Again" is a linear combination of "F0"'):
        reference.compare(assets, factors.assign(Again=factors["F0"]))


def test_difference_is_relative_to_the_cell_or_a_thousandth_of_its_column():
    def column(*cells):
        return pd.DataFrame({"x": cells}, index=["a", "b", "c"])

    right = column(1.0, 1000.0, 0.0)
    assert difference(right, right) == 0.0
    assert difference(column(1.0, 1001.0, 0.0), right) == pytest.approx(1e-3)
    assert difference(column(1.5, 1000.0, 0.0), right) == pytest.approx(0.5)
    assert difference(column(1.0, 1000.0, 1e-3), right) == pytest.approx(1e-3)
    assert difference(right.loc[["c", "a", "b"]], right) == 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        pd.DataFrame({"x": [1.0, np.nan], "word": ["t", "u"]}, index=["a", "b"]),
        pd.DataFrame({"x": [1.0, 2.0], "word": ["t", "v"]}, index=["a", "b"]),
        pd.DataFrame({"x": [1.0, 2.0], "word": ["t", "u"]}, index=["a", "c"]),
        pd.DataFrame({"x": [1.0, 2.0]}, index=["a", "b"]),
    ],
    ids=["a blank", "a word", "a label", "a column"],
)
def test_a_blank_a_word_or_a_label_that_has_no_match_is_an_infinite_difference(wrong):
    right = pd.DataFrame({"x": [1.0, 2.0], "word": ["t", "u"]}, index=["a", "b"])
    assert difference(wrong, right) == np.inf


def test_layouts_are_those_of_the_results():
    assets, factors = random_panel()
    data = reference.excess(assets, factors)
    betas = lf.estimate_betas(assets, factors).to_frame()
    pd.testing.assert_frame_equal(reference.betas(data), betas, rtol=1e-9, atol=1e-14)
    portfolio = lf.exposure(assets, factors).to_frame()
    pd.testing.assert_frame_equal(reference.exposure(data), portfolio, rtol=1e-9)
    by_period = lf.estimate_lambdas(assets, factors).by_period
    pd.testing.assert_frame_equal(reference.lambdas(data), by_period, rtol=1e-9, check_freq=False)
    premia = lf.estimate_lambdas(assets, factors).premia().to_frame()
    assert list(premia.columns) == [*reference.robust_premia(data).columns, "reading"]
    model = lf.factor_model(assets, factors)
    ours = model.header().drop(["P-value", "Distribution"])  # those of the scaled form of J
    theirs = reference.factor_model_header(reference.fit_factor_model(data))
    assert theirs.index.equals(ours.index)
    expected = lf.expected_returns(assets, factors).to_frame()
    assert set(expected.pop("n_obs")) == {len(data.factors)}
    pd.testing.assert_frame_equal(reference.expected_returns(data), expected, rtol=1e-9, atol=1e-14)
