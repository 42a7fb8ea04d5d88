"""LF_DIAGNOSTICS: what the estimates assume, tested."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.diagnostics import diagnostics
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.functions.grs import TESTS_SHEET
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

DiagnosticsShown = Literal["findings", "assets", "correlations"]
_HEADINGS = {
    "ljung_box": "Ljung-Box",
    "ljung_box_p": "Ljung-Box p",
    "white": "White",
    "white_p": "White p",
    "jarque_bera": "Jarque-Bera",
    "jarque_bera_p": "Jarque-Bera p",
}


RESIDUALS_SHEET = ResultSheet(
    "Residuals",
    order=110,
    purpose="what the factors leave unexplained: tests by asset, and what moves together",
    subtitle=(
        "What the factors leave unexplained in each asset, and which assets move together all the "
        "same."
    ),
    note=(
        "A coloured pair moves together (orange) or against each other (blue) for a reason that "
        "no factor carries, such as an industry: a factor may be missing, and risk that counts as "
        "specific does not diversify. Around white is what one expects. With more than 250 assets "
        "the grid is left out; LF_DIAGNOSTICS gives it in a cell. Null of each test: residuals "
        "are not autocorrelated (Ljung-Box), their variance does not depend on the fitted return "
        "(White), they are normal (Jarque-Bera; kurtosis of the normal is 3). A p-value above 5% "
        "is no proof of the null."
    ),
    apart=True,
)


@worksheet(
    "tests",
    asks=diagnostics,
    blank_missing=True,
    formats=dict.fromkeys(("Ljung-Box p", "White p", "Jarque-Bera p"), "p"),
    shows=[
        ShownTable(
            "findings",
            "Do the data fit what the estimates assume?",
            TESTS_SHEET,
            "mixed",
            widest={"check": 26.0, "null": 28.0, "reading": 72.0},
            place=2,
        ),
        ShownTable(
            "residual_tests", "Tests by asset", RESIDUALS_SHEET, "t", own={"show": "assets"}
        ),
        ShownTable(
            "residual_correlations",
            "Correlations of the residuals",
            RESIDUALS_SHEET,
            "correlation",
            own={"show": "correlations"},
            stack=1,
            is_grid=True,
        ),
    ],
)
def LF_DIAGNOSTICS(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        DiagnosticsShown,
        Choice(DiagnosticsShown),
        "All findings, the residual tests by asset, or the correlations of the residuals.",
    ] = "findings",
    settings: Settings = NONE,
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
    result = settings.ask(diagnostics, assets, factors, risk_free)
    if show == "assets":
        return result.by_asset.rename(columns=_HEADINGS)
    if show == "correlations":
        return result.residual_correlation.rename_axis("asset")
    return result.to_frame().set_index("check")
