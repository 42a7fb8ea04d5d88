"""LF_BETAS, LF_BETA_STATS and LF_BETA_MEANS: how each asset moves with the factors."""

import pandas as pd

from labfolio_xl.models.betas import estimate_betas
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.functions.exposure import EXPOSURE_SHEET
from labfolio_xl.sheet.layout import with_inference
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

BETAS_SHEET = ResultSheet(
    "Betas",
    order=60,
    purpose="how each asset moves with each factor",
    title="How each asset moves with the factors (betas)",
    note=(
        "A beta of 1: the asset moves one for one with the factor while the others stand still. "
        "Factors that move together (see Check, VIF) make single betas uncertain. Blue: negative; "
        "orange: positive; bold: the strongest of its column."
    ),
    apart=True,
)


@worksheet(
    "exposures",
    asks=estimate_betas,
    reads=["sort"],
    shows=[
        ShownTable(
            "betas",
            "How much each asset moves with each factor (betas)",
            BETAS_SHEET,
            "beta",
            names=(
                "One column for each factor: how much the asset moves when the factor moves by 1 "
                "and the other factors stand still (beta)."
            ),
        )
    ],
)
def LF_BETAS(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """Betas of each asset to the factors.

    Returns
    -------
    Assets down, factors across. LF_BETA_STATS gives their standard errors. With the setting sort
    the assets stand in the order of their betas to the first factor, the highest first.

    Examples
    --------
    =LF_BETAS(Assets, Factors)
    =LF_BETAS(Assets, Factors, RiskFree, "self_financing=SMB, HML; risk_free_is=annual")
    """
    estimates = settings.ask(estimate_betas, assets, factors, risk_free)
    return estimates.by_asset(sort=settings["sort"]).rename_axis("asset")


@worksheet(
    "exposures",
    asks=estimate_betas,
    reads=["level"],
    shows=[
        ShownTable(
            "beta_stats",
            "How sure each beta is (every coefficient)",
            BETAS_SHEET,
            "coefficient",
            # One line: its row is a row of the heat map too, which would be torn by a higher one.
            widest={"inference": 110.0},
            headers={"dates": "On how many dates the regression of this asset rests."},
            filtered=True,
            stack=1,
        )
    ],
)
def LF_BETA_STATS(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """Alpha and betas of each asset with standard errors, t, p and intervals.

    Returns
    -------
    One row for each asset and term: estimate, standard error, t, p, low and high end of the
    interval, R-squared of its own regression over time, dates used; the last column says how the
    errors were made.

    Examples
    --------
    =LF_BETA_STATS(Assets, Factors, RiskFree, "cov=hac; lags=5")
    """
    estimates = settings.ask(estimate_betas, assets, factors, risk_free)
    level = settings["level"]
    return with_inference(estimates.to_frame(level), estimates.inference, level)


@worksheet(
    "exposures",
    asks=estimate_betas,
    reads=["sort"],
    shows=[
        ShownTable(
            "mean_betas",
            "How much the assets differ (betas over the assets)",
            EXPOSURE_SHEET,
            "beta",
            headers={
                "mean": "The mean of the assets' betas; all assets weigh the same here.",
                "std": "How far the betas of the assets spread: their standard deviation.",
                "lowest": "The smallest beta of any asset.",
                "highest": "The largest beta of any asset.",
            },
            place=1,
        )
    ],
)
def LF_BETA_MEANS(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """Betas over the assets: mean, standard deviation, lowest and highest for each factor.

    Returns
    -------
    One row for each factor: mean, standard deviation over the assets, lowest, highest.

    Examples
    --------
    =LF_BETA_MEANS(Assets, Factors, RiskFree, "sort")
    """
    estimates = settings.ask(estimate_betas, assets, factors, risk_free)
    return estimates.over_assets(sort=settings["sort"])
