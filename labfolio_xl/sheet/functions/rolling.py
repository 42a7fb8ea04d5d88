"""LF_ROLLING: how the exposures changed over time."""

import pandas as pd

from labfolio_xl.models.rolling import rolling_exposure
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
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

ROLLING_SHEET = ResultSheet(
    "Rolling",
    order=70,
    purpose="how the exposures changed over time",
    title="How the exposures changed (rolling windows)",
    note=(
        "Each window is dated by its last date; the column inference tells its length. Thin lines: "
        "one standard error. Neighbouring windows share most dates: a smooth line is no sign of "
        "precision. Charts show six factors, the table all."
    ),
)


@worksheet(
    "exposures",
    asks=rolling_exposure,
    shows=[
        ShownTable(
            "rolling",
            "Exposures in moving windows",
            ROLLING_SHEET,
            "beta",
            headers={
                "date": "The last date of the window.",
                "alpha": "The intercept in this window: the mean return per period beside the "
                "factors.",
                "R-squared (time series)": "Which part of the portfolio's variance the factors "
                "explain in this window.",
            },
            names=(
                "Three columns for each factor: the exposure in this window, and the exposure less "
                "and plus one standard error. With a benchmark, its exposures and the active ones "
                "follow at the end."
            ),
        )
    ],
)
def LF_ROLLING(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Exposures of the portfolio in moving windows, with their bands of one standard error.

    Returns
    -------
    One row for each window, dated by its last day: for each factor the exposure, less and plus
    one standard error; then alpha and R-squared, that of the regression in the window. With a
    benchmark, its exposure to each factor and the active one follow.

    Notes
    -----
    Neighbouring windows share most of their dates, so that a smooth line is no sign of precision.

    Examples
    --------
    =LF_ROLLING(Assets, Factors, RiskFree, Weights)
    =LF_ROLLING(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_ROLLING(Assets, Factors, , Weights, , "window=120; expanding; cov=hac")
    """
    result = settings.ask(rolling_exposure, assets, factors, risk_free, weights, benchmark)
    table = result.to_frame()
    names = {
        column: column.replace("minus_1sd", "less 1 sd").replace("plus_1sd", "plus 1 sd")
        for column in table.columns
    }
    return with_note(table.rename(columns=names), f"{result.rule}; {result.inference}")
