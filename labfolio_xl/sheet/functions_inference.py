"""The functions of the sheet that test, and that follow exposures over time."""
# ruff: noqa: N802 - a worksheet function is written in capitals, and has no other name
# ruff: noqa: FBT002, PLR0917 - a cell has no keywords, only positions

import pandas as pd

from labfolio_xl.models import (
    diagnostics,
    grs_test,
    rolling_exposure,
    spanning_test,
)
from labfolio_xl.sheet import inference_arguments as i
from labfolio_xl.sheet import inference_layout as layout
from labfolio_xl.sheet import shared_arguments as a
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.settings import NONE

__all__ = [
    "LF_DIAGNOSTICS",
    "LF_GRS",
    "LF_ROLLING",
    "LF_SPAN",
]


@worksheet()
def LF_ROLLING(
    assets: a.Assets,
    factors: a.Factors,
    weights: a.Weights = None,
    risk_free: a.RiskFree = None,
    window: i.Window = None,
    expanding: i.Expanding = False,
    cov: a.ErrorsOfSeries = "ols",
    lags: i.ErrorLags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Exposures of the portfolio in moving windows, with their bands of one standard error.

    Returns
    -------
    One row for each window, dated by its last day: for each factor the exposure, less and plus
    one standard error; then alpha and R-squared.

    Notes
    -----
    Neighbouring windows share most of their dates, so that a smooth line is no sign of precision.

    Examples
    --------
    =LF_ROLLING(Assets, Factors, Weights, RiskFree)
    =LF_ROLLING(Assets, Factors, Weights, , 120, TRUE, "hac")
    """
    result = once(rolling_exposure)(
        assets,
        factors,
        risk_free,
        weights,
        window=window,
        expanding=expanding,
        cov=cov,
        lags=lags,
        **settings.portfolio,
    )
    return layout.rolling_table(result)


@worksheet(blank_missing=True)
def LF_GRS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    cov: i.AlphaErrors = "hc1",
    lags: i.ErrorLags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Do the factors price the assets: the test of Gibbons, Ross and Shanken, and a robust one.

    Returns
    -------
    One row for each test: null, statistic, distribution, p, reading; then the mean absolute
    alpha and the highest Sharpe ratios.

    Notes
    -----
    The factors must be returns. The first test needs more dates than assets and factors together.

    Examples
    --------
    =LF_GRS(Assets, Factors, RiskFree)
    =LF_GRS(Assets, Factors, RiskFree, "hac", 5)
    """
    result = once(grs_test)(assets, factors, risk_free, cov=cov, lags=lags, **settings.data)
    return layout.grs_table(result)


@worksheet(blank_missing=True)
def LF_SPAN(
    new_factors: i.New,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    show: i.AlphasOrTests = "alphas",
    unit_betas: i.UnitBetas = False,
    cov: a.ErrorsOfSeries = "ols",
    lags: i.ErrorLags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Is a new factor spanned by the old ones: what an alpha factor adds.

    Returns
    -------
    One row for each new factor: alpha beside the old ones, standard error, t, p, R-squared,
    information ratio, reading. Or the joint tests: null, statistic, distribution, p, reading.

    Examples
    --------
    =LF_SPAN(NewFactor, Factors, RiskFree)
    =LF_SPAN(NewFactor, Factors, , "tests", TRUE)
    """
    result = once(spanning_test)(
        new_factors,
        factors,
        risk_free,
        unit_betas=unit_betas,
        cov=cov,
        lags=lags,
        **settings.data,
    )
    return layout.spanning_table(result, show)


@worksheet(blank_missing=True)
def LF_DIAGNOSTICS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    show: i.Diagnosed = "findings",
    lags: i.TestLags = None,
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """What the estimates assume, tested: collinear or weak factors, well-behaved residuals.

    Returns
    -------
    One row for each finding: check, item, null, value, distribution, p, verdict, reading. Or the
    residual tests by asset. Or the correlations of the residuals, assets down and across.

    Examples
    --------
    =LF_DIAGNOSTICS(Assets, Factors, RiskFree)
    =LF_DIAGNOSTICS(Assets, Factors, RiskFree, "correlations")
    """
    result = once(diagnostics)(assets, factors, risk_free, lags=lags, **settings.data)
    return layout.diagnostics_table(result, show)
