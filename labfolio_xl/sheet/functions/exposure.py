"""LF_EXPOSURE: how much of each factor the portfolio carries."""

import pandas as pd

from labfolio_xl.models.exposure import exposure
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_inference
from labfolio_xl.sheet.shown import LINES, ResultSheet, ShownTable

EXPOSURE_SHEET = ResultSheet(
    "Exposure",
    order=10,
    purpose="how much of each factor the portfolio carries",
    title="What moves the portfolio (factor exposure)",
    note=(
        "An exposure of 0.5: when the factor gains 1% and the others stand still, the portfolio "
        "gains 0.5% on average. Bold p: the exposure differs from zero. The errors are those of "
        "the portfolio's own regression."
    ),
)


@worksheet(
    "exposures",
    asks=exposure,
    reads=["level", "sort"],
    shows=[
        ShownTable("exposure", "Exposure of the portfolio", EXPOSURE_SHEET, "beta", widest=LINES)
    ],
)
def LF_EXPOSURE(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Exposures of the portfolio to the factors, with standard errors and intervals.

    Returns
    -------
    One row for each factor: exposure, less and plus one standard error, standard error, t, p,
    low and high end of the interval; the last column says how the errors were made.

    Notes
    -----
    The errors are those of the portfolio's own regression, which knows that the assets' residuals
    move together.

    Examples
    --------
    =LF_EXPOSURE(Assets, Factors, RiskFree, Weights)
    =LF_EXPOSURE(Assets, Factors, , , "cov=hac; sort")
    """
    result = settings.ask(exposure, assets, factors, risk_free, weights)
    level = settings["level"]
    return with_inference(result.to_frame(level, sort=settings["sort"]), result.inference, level)
