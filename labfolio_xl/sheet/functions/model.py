"""LF_MODEL, LF_MODEL_PREMIA and LF_MODEL_PARAMS: premia and pricing errors estimated together."""

import pandas as pd

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.models.factor_model import factor_model
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference
from labfolio_xl.sheet.shown import LINES, ResultSheet, ShownTable

_RENAMED = {"cov": "model_cov"}


MODEL_SHEET = ResultSheet(
    "Model",
    order=90,
    purpose="premia and pricing errors estimated together, with their test",
    title="Premia and pricing errors at once (GMM model)",
    note=(
        "J tests whether all pricing errors are zero (generalised inverse of rank N - K): a "
        "p-value below 5% says that the factors leave something unexplained. The first p-value is "
        "that of a scaled form of J; About says why."
    ),
    apart=True,
)


@worksheet(
    "premia",
    asks=factor_model,
    renamed=_RENAMED,
    shows=[
        ShownTable(
            "model",
            "How well the model fits (linear factor model)",
            MODEL_SHEET,
            "item",
            headers={
                "item": "A size of the model, a measure of its fit, or a part of its J test.",
                "value": "Its value; what both tests say stands in the last rows.",
            },
        )
    ],
)
def LF_MODEL(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> list[list[Cell]]:
    """The linear factor model: sizes, R-squared, and the J test of its pricing errors.

    Returns
    -------
    Two columns, item and value: assets, factors, dates, covariance; R-squared of the returns over
    time, and of the mean returns on the betas by OLS and GLS; J with the p-value of its scaled
    form and the chi-squared one, their distributions, and the null; what both say.

    Notes
    -----
    The chi-squared p-value is that of linearmodels. It rejects true models too often unless dates
    far outnumber assets; the first p-value does not.

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
        ["Reading of J", model.j_reading],
        ["Reading of R-squared", model.rsquared_reading],
        ["Inference", str(model.inference)],
    ]


@worksheet(
    "premia",
    asks=factor_model,
    renamed=_RENAMED,
    reads=["level"],
    blank_missing=True,
    shows=[
        ShownTable(
            "model_premia",
            "What each factor paid, estimated with the errors (premia)",
            MODEL_SHEET,
            "return",
            widest={"reading": 66.0, **LINES},
            place=1,
        )
    ],
)
def LF_MODEL_PREMIA(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """Risk premia of the linear factor model with robust standard errors.

    Returns
    -------
    One row for each factor: premium, standard error, t, p, Holm's p that allows for the number of
    premia, low and high end of the interval, its reading; the last column says how the errors were
    made.

    Examples
    --------
    =LF_MODEL_PREMIA(Assets, Factors, RiskFree)
    """
    model = settings.ask(factor_model, assets, factors, risk_free)
    level = settings["level"]
    return with_inference(model.to_frame(level), model.inference, level)


@worksheet(
    "premia",
    asks=factor_model,
    renamed=_RENAMED,
    shows=[
        ShownTable(
            "model_params",
            "What stays unexplained (pricing errors), and betas",
            MODEL_SHEET,
            "beta",
            headers={
                "alpha": "The pricing error per period: mean return less beta times premium. It is "
                "not the intercept of a regression."
            },
            names="One column for each factor: the asset's beta to it.",
            stack=1,
        )
    ],
)
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
