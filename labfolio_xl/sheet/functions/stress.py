"""LF_STRESS: what shocks to the factors do to the assets and the portfolio."""

from typing import Annotated

import pandas as pd

from labfolio_xl.models.stress import stress
from labfolio_xl.sheet.arguments.numbers import Scenarios
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import with_note


@worksheet("risk", asks=stress)
def LF_STRESS(
    assets: Assets,
    factors: Factors,
    shocks: Annotated[
        "pd.Series[float] | pd.DataFrame",
        Scenarios("shock"),
        "Factor and shock in two columns (-0.1 is a fall of 10%), or a column for each scenario "
        "under its name.",
    ],
    risk_free: RiskFree = None,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """What shocks to the factors do to each asset and to the portfolio.

    Returns
    -------
    The moves of the factors, below them the responses of the assets, then the portfolio's with
    its standard error; a column for each scenario.

    Examples
    --------
    =LF_STRESS(Assets, Factors, A1:B2, , Weights)
    =LF_STRESS(Assets, Factors, A1:D7, RiskFree, Weights, "correlated")
    """
    result = settings.ask(stress, assets, factors, shocks, risk_free, weights)
    table = result.to_frame().set_index("kind")
    moved = "conditional expectation" if result.correlated else "zero"
    return with_note(table, f"other factors: {moved}; portfolio {result.inference}")
