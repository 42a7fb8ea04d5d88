"""LF_EXPECTED: what the premia say that assets and portfolio should earn."""

import pandas as pd

from labfolio_xl.models.expected import expected_returns
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cells import BLANK
from labfolio_xl.sheet.layout import HEADINGS, INFERENCE
from labfolio_xl.sheet.shown import LINES, ResultSheet, ShownTable

EXPECTED_SHEET = ResultSheet(
    "Expected",
    order=40,
    purpose="what the premia say each asset should earn, beside what it earned",
    title="What each asset should earn (expected return)",
    note=(
        "Expected: betas times premia, plus the zero-beta rate if it was estimated. Returns are "
        "above the risk-free rate, if one was given, and per period unless the header says annual."
    ),
)


@worksheet(
    "premia",
    asks=expected_returns,
    formats={"annual expected": "percent", "annual realised": "percent"},
    shows=[
        ShownTable(
            "expected",
            "What each asset should have earned, and what it earned",
            EXPECTED_SHEET,
            "return",
            widest=LINES,
            headers={
                "asset": "An asset; Portfolio holds them with their weights.",
                "expected": "What betas and premia say it should earn per period: the sum of beta "
                "times premium.",
                "realised": "What it earned per period on average, over the dates of the premia "
                "on which it has a return.",
                "pricing error": "Realised less expected: what the model does not explain.",
                "s.e.": "Standard error of the expected return: how far it may be off by chance.",
                "dates": "On how many dates the realised mean rests.",
                "annual expected": "Expected times the number of periods in a year; not "
                "compounded.",
                "annual realised": "Realised times the number of periods in a year; not "
                "compounded.",
            },
            filtered=True,
        )
    ],
)
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
    error, and the standard error of what is expected, which counts that of premia and betas and is
    on the safe side in a short span.

    Examples
    --------
    =LF_EXPECTED(Assets, Factors, RiskFree, Weights)
    """
    result = settings.ask(expected_returns, assets, factors, risk_free, weights)
    table = result.to_frame()
    texts = [BLANK] * (len(table) - 1) + [str(result.inference)]
    return table.assign(**{INFERENCE: texts}).rename(columns=HEADINGS)
