"""LF_STYLE: which mix of style indices a fund moves as."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.style import style
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import RULE, with_note

StyleShown = Literal["weights", "rolling"]
_HEADINGS = {
    "rsquared": "R-squared",
    "rsquared_out_of_sample": "R-squared, out of sample",
    "selection": "selection return",
    "tstat": "t",
    "pvalue": "p",
    "selection_annual": "annual selection return",
    "tracking_error": "tracking error",
    "tracking_error_annual": "annual tracking error",
    "n_out_of_sample": "dates, out of sample",
}


@worksheet("exposures", asks=style, blank_missing=True)
def LF_STYLE(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    show: Annotated[
        StyleShown,
        Choice(StyleShown),
        "The style of each fund over all its dates, or its weights in moving windows.",
    ] = "weights",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Which long-only mix of style indices each fund moves as, and what it earned beside it.

    Returns
    -------
    One row for each fund: the weight of each style, R-squared, R-squared out of sample, selection
    return with standard error, t and p, annual selection return, tracking error, annual tracking
    error, dates, dates out of sample, first and last date. Or the weights in moving windows: one
    row for each fund and last date of a window. The last column says how they were made.

    Notes
    -----
    Assets are the funds, and Factors the returns of indices that can be held. The weights are not
    negative and sum to one, and make the variance of the difference from the fund least; its mean
    is the selection return. Out of sample, each date has the weights of the window before it.
    Styles that move together take each other's weight by chance.

    Examples
    --------
    =LF_STYLE(Funds, Styles)
    =LF_STYLE(Funds, Styles, , "rolling", "window=36")
    """
    result = settings.ask(style, assets, factors, risk_free)
    if show == "rolling":
        return with_note(result.rolling_frame(), result.rule, RULE)
    return with_note(result.to_frame(), result.rule, RULE, headings=_HEADINGS)
