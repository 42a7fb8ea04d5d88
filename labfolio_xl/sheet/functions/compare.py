"""LF_COMPARE: several portfolios beside each other."""

import pandas as pd

from labfolio_xl.models.compare import compare
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

_HEADINGS = {
    "mean_annual": "annual mean return",
    "volatility_annual": "annual volatility",
    "sharpe_annual": "Sharpe ratio",
    "tracking_error_annual": "tracking error",
    "information_ratio": "information ratio",
}


@worksheet(
    "risk",
    asks=compare,
    blank_missing=True,
    formats={
        "portfolio": "text",
        **dict.fromkeys(("annual mean return", "annual volatility", "tracking error"), "percent"),
        **dict.fromkeys(("Sharpe ratio", "information ratio"), "correlation"),
    },
)
def LF_COMPARE(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Return, risk and exposures of several portfolios, a row for each.

    Returns
    -------
    One row for each column of weights: annual mean excess return, annual volatility, Sharpe ratio;
    with a benchmark the tracking error and the information ratio; R-squared, dates, the exposure
    to each factor; what is wrong with the weights, if anything; the last column says how the
    numbers were made.

    Notes
    -----
    Weights has the assets in its first column and one column for each portfolio, under its name; a
    blank cell is an asset that the portfolio does not hold. All other functions take the first
    portfolio, or the one that the setting portfolio names.

    Examples
    --------
    =LF_COMPARE(Assets, Factors, RiskFree, Weights)
    =LF_COMPARE(Assets, Factors, , Weights, Benchmark, "rebalance=monthly")
    """
    result = settings.ask(compare, assets, factors, risk_free, weights, benchmark)
    return with_note(result.to_frame(), result.rule, RULE, headings=_HEADINGS)
