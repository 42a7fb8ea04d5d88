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
_HEADERS = {
    "Ljung-Box": "Test statistic. Null: the residuals do not depend on those of dates before.",
    "Ljung-Box p": "p-value of Ljung-Box; below 5% the residuals depend on earlier ones.",
    "White": "Test statistic. Null: the variance does not depend on the fitted return.",
    "White p": "p-value of White; below 5% the variance changes, which robust errors allow for.",
    "Jarque-Bera": "Test statistic. Null: the residuals are normally distributed.",
    "Jarque-Bera p": "p-value of Jarque-Bera; below 5% the residuals are not normal.",
    "skewness": "Lack of symmetry; 0 for the normal distribution.",
    "kurtosis": "Weight of the tails; 3 for the normal distribution.",
}


RESIDUALS_SHEET = ResultSheet(
    "Residuals",
    order=110,
    purpose="what the factors leave unexplained: tests by asset, and what moves together",
    title="What no factor explains (residuals)",
    note=(
        "A coloured pair moves together (orange) or against each other (blue) for a reason that no "
        "factor carries, such as an industry: a factor may be missing, and specific risk does not "
        "diversify. Beyond 250 assets there is no grid."
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
            headers={
                "check": "What is looked at.",
                "item": "The factor, the asset or the table that it concerns.",
                "value": "The measure or the test statistic.",
                "verdict": "ok, a note, or a warning: look at the reading before relying on the "
                "numbers.",
            },
            filtered=True,
            place=2,
        ),
        ShownTable(
            "residual_tests",
            "Are the residuals well-behaved? (tests by asset)",
            RESIDUALS_SHEET,
            "t",
            own={"show": "assets"},
            headers=_HEADERS,
            filtered=True,
        ),
        ShownTable(
            "residual_correlations",
            "Which assets move together all the same (correlations)",
            RESIDUALS_SHEET,
            "correlation",
            own={"show": "correlations"},
            names=(
                "One column for each asset: the correlation of the two residuals, from -1 to 1. "
                "Near zero is what one expects."
            ),
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
