"""LF_RISK: where the portfolio's risk comes from."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.risk import risk_decomposition
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import (
    NONE,
    Assets,
    Benchmark,
    Factors,
    RiskFree,
    Settings,
    Weights,
)
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import RULE, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

_FORMATS = {
    "variance": "variance",
    "variance, factors": "variance",
    "variance, specific": "variance",
    "share": "percent",
    "annual volatility": "percent",
    **dict.fromkeys(("benchmark exposure", "active exposure"), "beta"),
    **dict.fromkeys(("benchmark share", "active share of variance"), "percent"),
}
RiskShown = Literal["factors", "assets"]
_HEADINGS = {
    "volatility_annual": "annual volatility",
    "variance_factors": "variance, factors",
    "variance_specific": "variance, specific",
    "benchmark_exposure": "benchmark exposure",
    "benchmark_volatility": "benchmark volatility",
    "benchmark_share": "benchmark share",
    "active_exposure": "active exposure",
    "active_volatility": "active volatility",
    "active_share": "active share of variance",
}
_HEADERS = {
    "volatility": "The part of the portfolio's volatility (standard deviation of its return per "
    "period): exposure or weight times marginal.",
    "share": "The part in percent of the portfolio's variance; negative for a hedge.",
    "annual volatility": "The part of the volatility of a year: times the root of the number of "
    "periods in a year.",
}
_BESIDE = {
    "benchmark exposure": "The exposure of the benchmark.",
    "benchmark volatility": "The part of the benchmark's volatility.",
    "benchmark share": "The part in percent of the benchmark's variance.",
    "active exposure": "Exposure of the portfolio less that of the benchmark.",
    "active volatility": "The part of the tracking error, the volatility of the portfolio's return "
    "less the benchmark's; the parts sum to it.",
    "active share of variance": "The part in percent of the variance of the active return.",
}


RISK_SHEET = ResultSheet(
    "Risk",
    order=20,
    purpose="where the portfolio's risk comes from: factors, assets, the rest",
    title="Where the risk comes from (risk decomposition)",
    note=(
        "The parts sum to the volatility of the portfolio; a negative part is a hedge. Factors "
        "that move together share their risk: look at the sum of such factors rather than at one "
        "of them."
    ),
)


@worksheet(
    "risk",
    asks=risk_decomposition,
    blank_missing=True,
    formats=_FORMATS,
    shows=[
        ShownTable(
            "risk",
            "Which factors make the risk",
            RISK_SHEET,
            "return",
            widest={"rule": 30.0},
            headers={
                **_HEADERS,
                **_BESIDE,
                "factor": "A factor; specific is what no factor explains; Portfolio is the sum.",
                "marginal": "What a little more of the exposure adds to the volatility, for each "
                "unit of it.",
                "variance": "The part of the portfolio's variance.",
            },
        ),
        ShownTable(
            "risk_assets",
            "Which assets make the risk",
            RISK_SHEET,
            "return",
            own={"show": "assets"},
            widest={"rule": 44.0},
            headers={
                **_HEADERS,
                "asset": "An asset; Portfolio is the sum.",
                "marginal": "What a little more of the asset adds to the volatility, for each unit "
                "of weight.",
                "variance, factors": "The part of the variance that comes from the factors.",
                "variance, specific": "The part of the variance that no factor explains.",
            },
            filtered=True,
            place=1,
        ),
    ],
)
def LF_RISK(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
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
    By asset: weight, marginal contribution, the parts through the factors and beside them. With a
    benchmark the table by factor goes on with the exposure, volatility and share of the benchmark
    and of the active part, whose volatility is the tracking error.

    Notes
    -----
    A negative contribution is a hedge: more of it lowers the risk.

    Examples
    --------
    =LF_RISK(Assets, Factors, RiskFree, Weights)
    =LF_RISK(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_RISK(Assets, Factors, , Weights, , "assets", "specific=diagonal; periods_per_year=252")
    """
    risk = settings.ask(risk_decomposition, assets, factors, risk_free, weights, benchmark)
    table = risk.to_frame() if show == "factors" else risk.by_asset
    return with_note(table, risk.rule, RULE, headings=_HEADINGS)
