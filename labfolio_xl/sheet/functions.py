"""The functions of the sheet: a signature, a help text, one call.

The docstrings are what Excel's function wizard, LF_HELP and the manual show; the help of an
argument stands beside its kind in ``shared_arguments``. An empty cell or range is an argument
left out.
"""
# ruff: noqa: N802 - a worksheet function is written in capitals, and has no other name
# ruff: noqa: FBT002, PLR0917 - a cell has no keywords, only positions

import pandas as pd

import labfolio_xl
from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.models import (
    estimate_betas,
    estimate_lambdas,
    expected_returns,
    exposure,
    factor_model,
)
from labfolio_xl.sheet import help as sheet_help
from labfolio_xl.sheet import inference_arguments as i
from labfolio_xl.sheet import layout
from labfolio_xl.sheet import shared_arguments as a
from labfolio_xl.sheet.boundary import ERRORS, REGISTRY, worksheet
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.inference_layout import premia_table
from labfolio_xl.sheet.settings import NONE

# xlwings finds the functions by their marks; everybody else asks the registry, filled here.
__all__ = ["REGISTRY"]


# First, because the manual lists the functions in the order in which they stand here, and into
# this module, because xlwings looks for them in it.
from labfolio_xl.sheet.functions_data import *  # noqa: F403


def _list_here(part: str) -> None:
    """Let the functions of a part stand here in the manual, also when it was imported before."""
    names = [n for n, entry in REGISTRY.items() if entry.call.__module__ == f"{__package__}.{part}"]
    for name in names:
        REGISTRY[name] = REGISTRY.pop(name)


_list_here("functions_data")


@worksheet()
def LF_BETAS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Betas of each asset to the factors.

    Returns
    -------
    Assets down, factors across. LF_BETA_STATS gives their standard errors.

    Examples
    --------
    =LF_BETAS(Assets, Factors)
    =LF_BETAS(Assets, Factors, RiskFree, "self_financing=SMB, HML; risk_free_is=annual")
    """
    estimates = once(estimate_betas)(assets, factors, risk_free, **settings.data)
    return estimates.betas.rename_axis("asset")


@worksheet()
def LF_BETA_STATS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    cov: a.ErrorsOfSeries = "ols",
    lags: a.Lags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Alpha and betas of each asset with standard errors, t, p and 95% intervals.

    Returns
    -------
    One row for each asset and term: estimate, standard error, t, p, low and high end of the
    interval, R-squared, dates used; the last column says how the errors were made.

    Examples
    --------
    =LF_BETA_STATS(Assets, Factors, RiskFree, "hac", 5)
    """
    estimates = once(estimate_betas)(
        assets, factors, risk_free, cov=cov, lags=lags, **settings.data
    )
    return layout.with_inference(estimates.to_frame(), estimates.inference)


@worksheet()
def LF_BETA_MEANS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    sort: a.Sort = False,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Betas over the assets: mean, standard deviation, lowest and highest for each factor.

    Returns
    -------
    One row for each factor: mean, standard deviation over the assets, lowest, highest.

    Examples
    --------
    =LF_BETA_MEANS(Assets, Factors, RiskFree, TRUE)
    """
    estimates = once(estimate_betas)(assets, factors, risk_free, **settings.data)
    return estimates.over_assets(sort=sort)


@worksheet()
def LF_LAMBDAS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    intercept: a.Intercept = False,
    cumulative: a.Cumulative = False,
    window: i.BetaWindow = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Premia of the factors period by period: Fama and MacBeth's second pass.

    Returns
    -------
    Dates down, factors across (the zero-beta rate first).

    Examples
    --------
    =LF_LAMBDAS(Assets, Factors, RiskFree)
    =LF_LAMBDAS(Assets, Factors, RiskFree, FALSE, TRUE)
    =LF_LAMBDAS(Assets, Factors, RiskFree, , , 60)
    """
    return once(estimate_lambdas)(
        assets,
        factors,
        risk_free,
        intercept=intercept,
        window=window,
        **settings.data,
    ).to_frame(cumulative=cumulative)


@worksheet()
def LF_PREMIA(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    intercept: a.Intercept = False,
    cov: i.ErrorsOfPremia = "fm",
    lags: a.Lags = None,
    per_year: a.PerYear = None,
    sort: a.Sort = False,
    window: i.BetaWindow = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Risk premia of the factors: means over time with standard errors, in words too.

    Returns
    -------
    One row for each factor: premium, standard error, t, p, low and high end of the 95%
    interval, the annual premium if asked for, its reading; the last column says how the errors
    were made. With "all": standard error, t and p of each kind.

    Examples
    --------
    =LF_PREMIA(Assets, Factors, RiskFree)
    =LF_PREMIA(Assets, Factors, RiskFree, FALSE, "shanken", , 252, TRUE)
    =LF_PREMIA(Assets, Factors, RiskFree, , "all")
    """
    lambdas = once(estimate_lambdas)(
        assets,
        factors,
        risk_free,
        intercept=intercept,
        window=window,
        **settings.data,
    )
    return premia_table(lambdas, cov, lags, settings.per_year(per_year), sort=sort)


@worksheet()
def LF_EXPOSURE(
    assets: a.Assets,
    factors: a.Factors,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    cov: a.ErrorsOfSeries = "ols",
    lags: a.Lags = None,
    sort: a.Sort = False,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Exposures of the portfolio to the factors, with their band of one standard error.

    Returns
    -------
    One row for each factor: exposure, less and plus one standard error, standard error, t, p;
    the last column says how the errors were made.

    Notes
    -----
    The errors are those of the portfolio's own regression, which knows that the assets' residuals
    move together.

    Examples
    --------
    =LF_EXPOSURE(Assets, Factors, Weights, RiskFree)
    =LF_EXPOSURE(Assets, Factors, , , "hac", , TRUE)
    """
    result = once(exposure)(
        assets, factors, risk_free, weights, cov=cov, lags=lags, **settings.portfolio
    )
    return layout.with_inference(result.to_frame(sort=sort), result.inference)


@worksheet()
def LF_EXPECTED(
    assets: a.Assets,
    factors: a.Factors,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    intercept: a.Intercept = False,
    per_year: a.PerYear = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """What the premia say that assets and portfolio should earn, beside what they earned.

    Returns
    -------
    One row for each asset and a last one for the portfolio: expected, realised mean, pricing
    error, and the standard error of what is expected, which counts that of premia and betas.

    Examples
    --------
    =LF_EXPECTED(Assets, Factors, Weights, RiskFree)
    """
    result = once(expected_returns)(
        assets,
        factors,
        risk_free,
        weights,
        intercept=intercept,
        periods_per_year=settings.per_year(per_year),
        **settings.portfolio,
    )
    return layout.expected_table(result)


@worksheet()
def LF_MODEL(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    zero_beta: a.ZeroBeta = False,
    j: a.JKind = "projected",
    estimator: i.EstimatorOfModel = "two-pass",
    settings: a.Settings = NONE,
) -> list[list[Cell]]:
    """The linear factor model: sizes, R-squared, and the J test of its pricing errors.

    Returns
    -------
    Two columns, item and value: assets, factors, dates, covariance, R-squared, J with its
    p-value, distribution and null.

    Examples
    --------
    =LF_MODEL(Assets, Factors, RiskFree)
    """
    return layout.model_rows(
        once(factor_model)(
            assets,
            factors,
            risk_free,
            estimator=estimator,
            zero_beta=zero_beta,
            j=j,
            **settings.data,
        )
    )


@worksheet()
def LF_MODEL_PREMIA(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    zero_beta: a.ZeroBeta = False,
    estimator: i.EstimatorOfModel = "two-pass",
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Risk premia of the linear factor model with robust standard errors.

    Returns
    -------
    One row for each factor: premium, standard error, t, p, low and high end of the 95%
    interval, its reading; the last column says how the errors were made.

    Examples
    --------
    =LF_MODEL_PREMIA(Assets, Factors, RiskFree)
    """
    model = once(factor_model)(
        assets,
        factors,
        risk_free,
        estimator=estimator,
        zero_beta=zero_beta,
        j="projected",
        **settings.data,
    )
    return layout.with_inference(model.to_frame(), model.inference)


@worksheet()
def LF_MODEL_PARAMS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    zero_beta: a.ZeroBeta = False,
    estimator: i.EstimatorOfModel = "two-pass",
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Pricing error (alpha) and betas of each asset in the linear factor model.

    Returns
    -------
    Assets down; alpha (mean return less what the premia explain, not an intercept) and betas
    across.

    Examples
    --------
    =LF_MODEL_PARAMS(Assets, Factors, RiskFree)
    """
    model = once(factor_model)(
        assets,
        factors,
        risk_free,
        estimator=estimator,
        zero_beta=zero_beta,
        j="projected",
        **settings.data,
    )
    return model.params.rename_axis("asset")


from labfolio_xl.sheet.functions_inference import *  # noqa: E402, F403
from labfolio_xl.sheet.functions_risk import *  # noqa: E402, F403

_list_here("functions_inference")
_list_here("functions_risk")


@worksheet()
def LF_HELP(name: a.FunctionName = None) -> list[list[Cell]]:
    """The list of functions, the help of one, or the list of settings.

    Returns
    -------
    Each function with one line; or the arguments, options and examples of one; or each setting
    with what it takes.

    Examples
    --------
    =LF_HELP()
    =LF_HELP("LF_BETAS")
    =LF_HELP("settings")
    """
    return sheet_help.help_rows(REGISTRY, name)


@worksheet()
def LF_VERSION() -> str:
    """The version of labfolio_xl.

    Returns
    -------
    One cell.

    Examples
    --------
    =LF_VERSION()
    """
    return labfolio_xl.__version__


@worksheet()
def LF_LAST_ERROR() -> str:
    """When and where the last unexpected error happened, and the place of the log.

    Returns
    -------
    One cell.

    Examples
    --------
    =LF_LAST_ERROR()
    """
    return ERRORS.last()
