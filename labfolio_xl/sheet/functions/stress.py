"""LF_STRESS: what shocks to the factors do to the assets and the portfolio."""

from typing import Annotated

import pandas as pd

from labfolio_xl.models.stress import stress
from labfolio_xl.sheet.arguments.numbers import Scenarios
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
    benchmark: Benchmark = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """What shocks to the factors do to each asset and to the portfolio.

    Returns
    -------
    The moves of the factors, below them the responses of the assets, then the portfolio's with
    its standard error. Each scenario has two columns: the factors without a shock move along as
    they did in the sample, and they are held at zero. Then the reading, in the portfolio's row.
    With a benchmark, its response and the active one with its standard error follow.

    Examples
    --------
    =LF_STRESS(Assets, Factors, A1:B2, , Weights)
    =LF_STRESS(Assets, Factors, A1:D7, RiskFree, Weights, , "cov=hc1")
    """
    result = settings.ask(stress, assets, factors, shocks, risk_free, weights, benchmark)
    along, zero = result.moving_along.inference, result.held_at_zero.inference
    note = f"others move along: {along} | others held at zero: {zero}"
    return with_note(result.to_frame().set_index("kind"), note)
