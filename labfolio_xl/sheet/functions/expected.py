"""LF_EXPECTED: what the premia say that assets and portfolio should earn."""

import pandas as pd

from labfolio_xl.models import expected_returns
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cells import BLANK
from labfolio_xl.sheet.layout import HEADINGS, INFERENCE


@worksheet("premia", asks=expected_returns)
def LF_EXPECTED(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """What the premia say that assets and portfolio should earn, beside what they earned.

    Returns
    -------
    One row for each asset and a last one for the portfolio: expected, realised mean, pricing
    error, and the standard error of what is expected, which counts that of premia and betas.

    Examples
    --------
    =LF_EXPECTED(Assets, Factors, RiskFree, Weights)
    """
    result = settings.ask(expected_returns, assets, factors, risk_free, weights)
    table = result.to_frame()
    texts = [BLANK] * (len(table) - 1) + [str(result.inference)]
    return table.assign(**{INFERENCE: texts}).rename(columns=HEADINGS)
