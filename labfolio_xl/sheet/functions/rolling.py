"""LF_ROLLING: how the exposures changed over time."""

import pandas as pd

from labfolio_xl.models import rolling_exposure
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_note


@worksheet("exposures", asks=rolling_exposure)
def LF_ROLLING(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Exposures of the portfolio in moving windows, with their bands of one standard error.

    Returns
    -------
    One row for each window, dated by its last day: for each factor the exposure, less and plus
    one standard error; then alpha and R-squared.

    Notes
    -----
    Neighbouring windows share most of their dates, so that a smooth line is no sign of precision.

    Examples
    --------
    =LF_ROLLING(Assets, Factors, RiskFree, Weights)
    =LF_ROLLING(Assets, Factors, , Weights, "window=120; expanding; cov=hac")
    """
    result = settings.ask(rolling_exposure, assets, factors, risk_free, weights)
    table = result.to_frame()
    names = {
        column: column.replace("minus_1sd", "less 1 sd").replace("plus_1sd", "plus 1 sd")
        for column in table.columns
    }
    return with_note(table.rename(columns=names), f"{result.rule}; {result.inference}")
