"""LF_RISK: where the portfolio's risk comes from."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models import risk_decomposition
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import RULE, with_note

RiskShown = Literal["factors", "assets"]
_HEADINGS = {
    "volatility_annual": "annual volatility",
    "variance_factors": "variance, factors",
    "variance_specific": "variance, specific",
}


@worksheet("risk", asks=risk_decomposition, blank_missing=True)
def LF_RISK(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    show: Annotated[
        RiskShown, Choice(RiskShown), "The risk split by factor, or by asset."
    ] = "factors",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Where the portfolio's risk comes from: variance and volatility by factor or by asset.

    Returns
    -------
    One row for each factor, one for the specific part and the portfolio's total: exposure,
    marginal contribution, variance and volatility contributed, share. The parts sum to the whole.
    By asset: weight, marginal contribution, the parts through the factors and beside them.

    Notes
    -----
    A negative contribution is a hedge: more of it lowers the risk.

    Examples
    --------
    =LF_RISK(Assets, Factors, RiskFree, Weights)
    =LF_RISK(Assets, Factors, , Weights, "assets", "specific=diagonal; periods_per_year=252")
    """
    risk = settings.ask(risk_decomposition, assets, factors, risk_free, weights)
    table = risk.to_frame() if show == "factors" else risk.by_asset
    return with_note(table, risk.rule, RULE, headings=_HEADINGS)
