"""LF_MODEL, LF_MODEL_PREMIA and LF_MODEL_PARAMS: premia and pricing errors estimated together."""

import pandas as pd

from labfolio_xl.blocks.values import Cell
from labfolio_xl.models import factor_model
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference

_RENAMED = {"cov": "model_cov", "zero_beta": "intercept", "bandwidth": "lags"}


@worksheet("premia", asks=factor_model, renamed=_RENAMED)
def LF_MODEL(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> list[list[Cell]]:
    """The linear factor model: sizes, R-squared, and the J test of its pricing errors.

    Returns
    -------
    Two columns, item and value: assets, factors, dates, covariance, R-squared, J with its
    p-value, distribution and null.

    Examples
    --------
    =LF_MODEL(Assets, Factors, RiskFree)
    =LF_MODEL(Assets, Factors, RiskFree, "intercept; estimator=gmm")
    """
    model = settings.ask(factor_model, assets, factors, risk_free)
    return [
        ["item", "value"],
        *([name, value] for name, value in model.header().items()),
        ["From", model.dates.first],
        ["To", model.dates.last],
        ["Null of J", model.j_statistic.null],
        ["Inference", str(model.inference)],
    ]


@worksheet("premia", asks=factor_model, renamed=_RENAMED, reads=["level"])
def LF_MODEL_PREMIA(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """Risk premia of the linear factor model with robust standard errors.

    Returns
    -------
    One row for each factor: premium, standard error, t, p, low and high end of the interval, its
    reading; the last column says how the errors were made.

    Examples
    --------
    =LF_MODEL_PREMIA(Assets, Factors, RiskFree)
    """
    model = settings.ask(factor_model, assets, factors, risk_free)
    return with_inference(model.to_frame(settings["level"]), model.inference)


@worksheet("premia", asks=factor_model, renamed=_RENAMED)
def LF_MODEL_PARAMS(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
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
    return settings.ask(factor_model, assets, factors, risk_free).params.rename_axis("asset")
