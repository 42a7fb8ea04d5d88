"""LF_WEIGHTS: the weights of a portfolio from what it holds."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.holdings import weights_from_holdings
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.numbers import NamedNumbers, PriceList
from labfolio_xl.sheet.arguments.shared import NONE, Settings
from labfolio_xl.sheet.boundary import worksheet

WeightsShown = Literal["weights", "details"]
_HEADINGS = {"price_date": "price date"}


@worksheet("risk", asks=weights_from_holdings)
def LF_WEIGHTS(
    holdings: Annotated[
        "pd.Series[float]",
        NamedNumbers("quantity"),
        "Asset and quantity in two columns; a short position is negative.",
    ],
    prices: Annotated[
        "InputTable | pd.Series[float]",
        PriceList(),
        "Asset and price in two columns, or a table of prices by date, of which the last known "
        "price of each asset counts.",
    ],
    show: Annotated[
        WeightsShown, Choice(WeightsShown), "The weights alone, or quantity, price and value too."
    ] = "weights",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Weights of the portfolio from the quantities that it holds and their prices.

    Returns
    -------
    Asset and weight, as the argument weights of the other functions takes them, and the date of
    each price if the prices have dates; with quantity, price and value if asked for.

    Notes
    -----
    A price that is more than five rows older than the newest one is refused. With the setting nav
    the weights are shares of it, for longs and shorts that leave little.

    Examples
    --------
    =LF_WEIGHTS(A2:B25, D2:E25)
    =LF_WEIGHTS(A2:B25, D2:E25, "details", "nav=1000000")
    =LF_EXPOSURE(Assets, Factors, , LF_WEIGHTS(A2:B25, Prices))
    """
    result = settings.ask(weights_from_holdings, holdings, prices)
    table = result.to_frame().rename(columns=_HEADINGS)
    if show == "details":
        return table
    return table[["weight", *table.columns.intersection(["price date"])]]
