"""LF_DIAGNOSTICS: what the estimates assume, tested."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models import diagnostics
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet

DiagnosticsShown = Literal["findings", "assets", "correlations"]
_HEADINGS = {
    "ljung_box": "Ljung-Box",
    "ljung_box_p": "Ljung-Box p",
    "breusch_pagan": "Breusch-Pagan",
    "breusch_pagan_p": "Breusch-Pagan p",
    "jarque_bera": "Jarque-Bera",
    "jarque_bera_p": "Jarque-Bera p",
}


@worksheet("tests", asks=diagnostics, blank_missing=True)
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
