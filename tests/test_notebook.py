"""Every table that the reference notebook prints, at the precision at which it prints it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf

pytestmark = pytest.mark.notebook

# The inputs were rebuilt from public prices: betas move by up to 6e-4, other numbers by less.
BETAS, ALPHAS, LAMBDAS, RETURNS = 1e-3, 1e-6, 2e-6, 1e-6
# Printed digits.
THREE_DECIMALS, FOUR_DECIMALS, T_AND_P = 0.5e-3, 0.5e-4, 1e-4

ORDER = ["ITOT", "VLUE", "SIZE", "MTUM", "QUAL", "USMV"]


@pytest.fixture(scope="module")
def model(notebook):
    return lf.factor_model(notebook.assets, notebook.factors[ORDER])


def test_the_first_rows_of_both_inputs(notebook):
    for table, head in (
        (notebook.factors, notebook.factors_head),
        (notebook.assets, notebook.assets_head),
    ):
        rebuilt = table.loc[head.index, head.columns]
        assert np.abs(rebuilt - head).to_numpy().max() < RETURNS
    assert notebook.assets.shape == (249, 24)
    assert notebook.assets_head.shape[1] == 20, "the notebook elides four columns"


def test_betas_of_24_assets_on_six_factors(notebook):
    ours = lf.estimate_betas(notebook.assets, notebook.factors).betas
    printed = notebook.betas.loc[ours.index, ours.columns]
    assert printed.shape == (24, 6)
    assert np.abs(ours - printed).to_numpy().max() < BETAS


def test_the_equal_weighted_exposure_to_three_decimals(notebook):
    ours = lf.exposure(notebook.assets, notebook.factors).exposure
    printed = notebook.exposure["beta"].loc[ours.index]
    pd.testing.assert_series_equal(ours.round(3), printed, check_names=False)


def test_the_right_standard_errors_of_the_exposure(notebook):
    """The printed band is a bug; the regression of the portfolio itself has these.

    With cov="ols", as the notebook: by default errors allow for a variance that changes.
    """
    right = {
        "ITOT": 0.1002,
        "MTUM": 0.0265,
        "QUAL": 0.0655,
        "SIZE": 0.0633,
        "USMV": 0.0399,
        "VLUE": 0.0425,
    }
    ours = lf.exposure(notebook.assets, notebook.factors, cov="ols").std_errors
    assert ours.round(4).to_dict() == right


def test_the_printed_band_is_the_error_of_the_last_asset_over_the_root_of_24(notebook):
    """So the bug is understood, and what it hides can be said."""
    betas = lf.estimate_betas(notebook.assets, notebook.factors, cov="ols")
    last = betas.std_errors.loc["XOM"]
    printed = notebook.exposure
    assert list(notebook.assets.columns)[-1] == "XOM"
    bug = (last / np.sqrt(24)).loc[printed.index]
    assert np.abs(printed["plus_1sd"] - printed["beta"] - bug).max() < 2 * THREE_DECIMALS
    assert bug["ITOT"] == pytest.approx(0.129, abs=THREE_DECIMALS)


def test_lambdas_of_the_first_five_days(notebook):
    ours = lf.estimate_lambdas(notebook.assets, notebook.factors).by_period.head()
    assert list(ours.index.strftime("%Y-%m-%d")) == list(notebook.lambdas.index)
    printed = notebook.lambdas[list(ours.columns)].to_numpy()
    assert np.abs(ours.to_numpy() - printed).max() < LAMBDAS


def test_premia_errors_and_intervals_to_four_decimals(notebook, model):
    ours, printed = model.to_frame(), notebook.premia
    for name, column in (
        ("premium", "parameter"),
        ("std_error", "std_err"),
        ("low", "lower"),
        ("high", "upper"),
    ):
        assert np.abs(ours[name] - printed[column]).max() < FOUR_DECIMALS, name
    for name in ("t", "p"):
        assert np.abs(ours[name] - printed[name]).max() < T_AND_P, name
    assert ours.loc["ITOT", "low"] == pytest.approx(-3.633e-05, abs=5e-8)


def test_pricing_errors_are_the_alpha_of_the_model(notebook, model):
    printed = notebook.betas
    assert np.abs(model.params["alpha"] - printed["alpha"]).max() < ALPHAS
    assert np.abs(model.params - printed)[ORDER].to_numpy().max() < BETAS


def test_the_header_of_the_model(model):
    assert round(model.rsquared_time_series, 4) == 0.4538
    assert (model.n_assets, model.n_factors, model.n_obs) == (24, 6, 249)
    assert model.j_chi2.distribution == "chi2(18)"
    assert model.j_statistic.distribution == "F(18, 225) of 0.05165 J"


def test_the_betas_explain_most_of_the_differences_between_mean_returns(model):
    assert round(model.rsquared_means_ols, 2) == 0.89
    assert round(model.rsquared_means_gls, 2) == 0.55


@pytest.mark.parametrize(
    ("j", "statistic", "pvalue"), [("projected", 10.686, 0.9072), ("full", 11.798, 0.8575)]
)
def test_both_definitions_of_j(notebook, j, statistic, pvalue):
    model = lf.factor_model(notebook.assets, notebook.factors, j=j)
    assert round(model.j_statistic.statistic, 3) == statistic
    assert round(model.j_chi2.pvalue, 4) == pvalue


def test_the_summary_is_laid_out_as_printed(notebook):
    """The printed header has one R-squared, and the chi-squared p-value alone."""
    model = lf.factor_model(notebook.assets, notebook.factors[ORDER], j="full")
    now = dt.datetime(2024, 12, 7, 17, 49, 50, tzinfo=dt.UTC)
    assert model.summary(now).splitlines()[:20] == [
        "                     LinearFactorModel Estimation Summary",
        "=" * 78,
        "No. Test Portfolios:                24   R-squared (time series):       0.4538",
        "No. Factors:                         6   R-squared (means, OLS):        0.8940",
        "No. Observations:                  249   R-squared (means, GLS):        0.5525",
        "Date:                 Sat, Dec 07 2024   J-statistic:                   11.798",
        "Time:                         17:49:50   P-value (F):                   0.9026",
        "Cov. Estimator:                 robust   Distribution (F):          F(18, 219)",
        "                                         P-value (chi2):                0.8575",
        "                                         Distribution (chi2):         chi2(18)",
        "",
        "                            Risk Premia Estimates",
        "=" * 78,
        "         Parameter   Std. Err.      T-stat     P-value    Lower CI    Upper CI",
        "-" * 78,
        "ITOT        0.0012      0.0006      1.9041      0.0569  -3.630e-05      0.0025",
        "VLUE        0.0005      0.0007      0.7849      0.4325     -0.0008      0.0018",
        "SIZE        0.0010      0.0009      1.0810      0.2797     -0.0008      0.0028",
        "MTUM        0.0018      0.0013      1.3214      0.1864     -0.0009      0.0044",
        "QUAL        0.0015      0.0007      2.2505      0.0244      0.0002      0.0028",
    ]


def test_the_printed_betas_average_to_the_printed_exposure(notebook):
    """From the printed tables alone."""
    means = notebook.betas.drop(columns="alpha").mean()
    assert np.abs(means - notebook.exposure["beta"]).max() < THREE_DECIMALS + 1e-9


def test_the_printed_lambdas_are_the_pseudo_inverse_of_the_printed_betas(notebook):
    """From the printed tables alone: six equations a day, four elided returns to solve for."""
    printed = notebook.lambdas
    betas = notebook.betas[list(printed.columns)]
    inverse = pd.DataFrame(np.linalg.pinv(betas.to_numpy()), betas.columns, betas.index)
    known = notebook.assets_head.loc[printed.index]
    elided = betas.index.difference(known.columns)
    assert list(elided) == ["KO", "MA", "META", "MSFT"]
    rest = printed.T - inverse[known.columns] @ known.T
    solved, *_ = np.linalg.lstsq(inverse[elided].to_numpy(), rest.to_numpy(), rcond=None)
    assert np.abs(inverse[elided].to_numpy() @ solved - rest.to_numpy()).max() < LAMBDAS


def test_the_cross_section_of_the_returns_on_the_printed_betas(notebook):
    days = notebook.assets.loc[notebook.lambdas.index]
    ours = lf.cross_section(days, notebook.betas[list(notebook.lambdas.columns)]).by_period
    assert np.abs(ours.to_numpy() - notebook.lambdas.to_numpy()).max() < LAMBDAS


def test_the_printed_pricing_errors_are_orthogonal_to_the_printed_betas(notebook):
    """From the printed tables alone."""
    betas = notebook.betas.drop(columns="alpha")
    assert np.abs(betas.T @ notebook.betas["alpha"]).max() < 3e-6


def test_the_numbers_of_the_page_on_benchmarks(notebook):
    """labfolio_xl/docs/benchmark.md, at the precision of the page."""
    assets, factors = notebook.assets, notebook.factors
    year = {"periods_per_year": 252}
    equal = pd.Series(1 / 24, assets.columns)
    same = lf.active(assets, factors, benchmark=equal)
    assert (same.tracking_error, same.active_share) == (0.0, 0.0)
    twelve = pd.Series(1 / 12, assets.columns[:12])
    other = lf.active(assets, factors, weights=twelve, benchmark=equal, **year)
    row = other.summary.loc["Active"]
    told = (other.active_share, row["volatility_annual"], row["mean_annual"], row["ratio_annual"])
    assert [round(float(number), 3) for number in told] == [0.5, 0.046, -0.058, -1.245]
    assert round(other.risk.by_factor.loc["specific", "share"], 2) == 0.79
    market = lf.active(assets, factors, benchmark=factors["ITOT"], **year)
    means = market.summary["mean_annual"].round(3).to_dict()
    assert means == {"Portfolio": 0.299, "Benchmark": 0.249, "Active": 0.05}
    row = market.summary.loc["Active"]
    assert round(row["volatility_annual"], 3) == 0.045
    assert (round(row["ratio_annual"], 2), round(row["std_error_annual"], 2)) == (1.12, 1.01)
    assert round(market.summary.loc["Portfolio", "beta"], 2) == 0.94
    assert round(market.exposure["SIZE"], 2) == -0.69
    assert round(market.tstats["SIZE"], 1) == -9.2
    assert round(market.risk.by_factor.loc["SIZE", "share"], 2) == 0.9
    split = lf.attribution(assets, factors, benchmark=factors["ITOT"])
    assert (round(split.realised, 3), round(split.benchmark.realised, 3)) == (0.331, 0.267)
    parts = split.active.contributions[["ITOT", "SIZE", "alpha"]].round(3).tolist()
    assert parts == [0.168, -0.143, 0.008]
    assert round(split.active.std_errors["alpha"], 3) == 0.043
    falls = lf.performance(assets, factors, benchmark=factors["ITOT"]).portfolio["drawdown"]
    assert falls.iloc[:2].astype(float).round(3).tolist() == [-0.086, -0.108]
    held = {"rebalance": "never"}
    assert round(lf.portfolio(assets, **held).realised, 3) == 0.41
    exposures = (lf.exposure(assets, factors, **how).exposure["ITOT"] for how in ({}, held))
    assert [round(float(number), 2) for number in exposures] == [1.57, 1.94]
