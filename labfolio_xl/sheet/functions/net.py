"""LF_NET: factors net of the market."""

from typing import Annotated

import pandas as pd

from labfolio_xl.models.net import net_of
from labfolio_xl.sheet.arguments.kinds import Text
from labfolio_xl.sheet.arguments.shared import NONE, Factors, Settings
from labfolio_xl.sheet.boundary import worksheet


@worksheet("data", asks=net_of)
def LF_NET(
    factors: Factors,
    market: Annotated[str, Text(), "Name of the factor of which the others are taken net."],
    settings: Settings = NONE,
) -> pd.DataFrame:
    """Factors net of the market: each other one less its beta on it times its return.

    Returns
    -------
    Dates down, factors across: the market as it is, and each other factor less its beta on the
    market times the return of the market, on the dates on which all have a return.

    Notes
    -----
    The setting net_of does the same within every other function, with returns in excess of the
    risk-free rate.

    Examples
    --------
    =LF_NET(Factors, "SP500")
    =LF_NET(Factors, "SP500", "start=2022-07")
    """
    return settings.ask(net_of, factors, market).to_frame()
