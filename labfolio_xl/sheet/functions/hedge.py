"""LF_HEDGE: what to hold in each factor to reach the exposures one wants."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.hedge import hedge
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.numbers import NumberOrNamed
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import HEADINGS, with_inference

HedgeShown = Literal["holdings", "summary"]
_HEADINGS = {
    "exposure_after": "exposure after",
    "volatility_before": "volatility before",
    "volatility_after": "volatility after",
    "volatility_specific": "volatility that cannot be hedged",
    "variance_removed": "variance removed",
}


@worksheet("risk", asks=hedge)
def LF_HEDGE(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    targets: Annotated[
        "pd.Series[float] | float",
        NumberOrNamed("target exposure"),
        "Exposure to reach: one number for all factors, or factor and exposure in two columns; a "
        "factor that is not named keeps what it has. Zero if left out.",
    ] = 0.0,
    show: Annotated[
        HedgeShown, Choice(HedgeShown), "What to hold in each factor, or the risk before and after."
    ] = "holdings",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """What to hold in each factor so that the portfolio has the exposures you want.

    Returns
    -------
    One row for each factor: exposure, standard error, target, what to hold as a share of the
    portfolio's value and in its currency (with the setting nav), exposure after. The summary:
    volatility before and after, what cannot be hedged, turnover.

    Examples
    --------
    =LF_HEDGE(Assets, Factors, RiskFree, Weights, 0, , "nav=1000000")
    =LF_HEDGE(Assets, Factors, , Weights, A1:B2, "summary")
    """
    result = settings.ask(hedge, assets, factors, risk_free, weights, targets=targets)
    if show == "summary":
        summary = result.summary().rename(index={**HEADINGS, **_HEADINGS})
        return summary.to_frame("value").rename_axis("item")
    return with_inference(result.to_frame().rename(columns=_HEADINGS), result.inference)
