"""LF_PORTFOLIO: what the portfolio earned and held on each date."""

import pandas as pd

from labfolio_xl.models.portfolio import portfolio
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Settings, Weights
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.layout import RULE, with_note


@worksheet("risk", asks=portfolio, formats={"Portfolio": "return", "cash": "weight"})
def LF_PORTFOLIO(
    assets: Assets,
    weights: Weights = None,
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Return of the portfolio and its weights by date, for weights that may change or drift.

    Returns
    -------
    One row for each date: the return of the portfolio; the weight of each asset at the start of
    the period that ends on the date; the cash, which is what the weights miss to one. The last
    column says how the weights were meant.

    Notes
    -----
    Weights are by asset, or a table of dates and assets: a row is in force in the periods that
    begin on its date or after it, with monthly returns from the next month on. The setting
    rebalance says when the portfolio returns to its weights: every period (the default), monthly,
    quarterly, yearly or never; in between they drift with the returns. Cash earns nothing here. A
    date on which an asset that is held has no return is left out.

    Examples
    --------
    =LF_PORTFOLIO(Assets, Weights)
    =LF_PORTFOLIO(Assets, Weights, "rebalance=never")
    =LF_PORTFOLIO(Assets, Weights, "rebalance=quarterly; portfolio=Growth")
    """
    path = settings.ask(portfolio, assets, weights)
    return with_note(path.to_frame(), path.rule, RULE)
