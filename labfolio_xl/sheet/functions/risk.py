"""LF_RISK: where the portfolio's risk comes from."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.risk import risk_decomposition
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import RULE, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

_FORMATS = {
    "variance": "variance",
    "variance, factors": "variance",
    "variance, specific": "variance",
    "share": "percent",
    "annual volatility": "percent",
}
RiskShown = Literal["factors", "assets"]
_HEADINGS = {
    "volatility_annual": "annual volatility",
    "variance_factors": "variance, factors",
    "variance_specific": "variance, specific",
}


RISK_SHEET = ResultSheet(
    "Risk",
    order=70,
    purpose="where the portfolio's risk comes from: factors, assets, the rest",
    subtitle=(
        "Where the portfolio's risk comes from: each factor, each asset, and what no factor "
        "explains."
    ),
    note=(
        "Volatility is the standard deviation of the return per period; the variances and the "
        "contributions to volatility sum to those of the portfolio. A contribution is the "
        "exposure (or weight) times the marginal one, which says what a little more of it would "
        "add. A negative one is a hedge. Factors that move together share their risk: look at the "
        "sum of such factors rather than at one of them."
    ),
)


@worksheet(
    "risk",
    asks=risk_decomposition,
    blank_missing=True,
    formats=_FORMATS,
    shows=[
        ShownTable("risk", "Risk by factor", RISK_SHEET, "return", widest={"rule": 30.0}),
        ShownTable(
            "risk_assets",
            "Risk by asset",
            RISK_SHEET,
            "return",
            own={"show": "assets"},
            widest={"rule": 44.0},
            place=1,
        ),
    ],
)
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
