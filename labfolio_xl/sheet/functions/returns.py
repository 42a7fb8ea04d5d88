"""LF_RETURNS, LF_RESAMPLE and LF_EXCESS: from prices to returns of the wanted frequency."""

from typing import Annotated

import pandas as pd

from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.frequency.compounding import resample
from labfolio_xl.returns.rates.excess import excess_returns
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.sheet import gate
from labfolio_xl.sheet.arguments.kinds import Choice, Rates, TableArgument
from labfolio_xl.sheet.arguments.shared import NONE, Returns, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cache import once

Prices = Annotated[
    InputTable,
    TableArgument(noun="price"),
    "Prices: names in the first row, dates in the first column.",
]
Rate = Annotated[
    "pd.Series[float] | float | None",
    Rates(),
    "Risk-free rate per period as a decimal: dates and rates in two columns, or one number.",
]
HowOften = Annotated[
    FrequencyName, Choice(FrequencyName), "How often the returns are wanted; coarser than they are."
]


@worksheet("data", blank_missing=True)
def LF_RETURNS(
    prices: Prices,
    settings: Settings = NONE,  # noqa: ARG001 - says how the dates of the prices are read
) -> pd.DataFrame:
    """Returns from prices, between neighbouring dates.

    Returns
    -------
    The simple returns p(t)/p(t-1) - 1, a row less than the prices; blank where a price is
    missing.

    Examples
    --------
    =LF_RETURNS(Prices!A1:Y251)
    =LF_RETURNS(Prices!A1:Y251, "dates=dmy")
    """
    return once(returns_from_prices)(prices.frame)


@worksheet("data", reads=["assets_are"], blank_missing=True)
def LF_RESAMPLE(returns: Returns, frequency: HowOften, settings: Settings = NONE) -> pd.DataFrame:
    """Returns compounded to weeks, months, quarters or years.

    Returns
    -------
    The returns of whole periods, dated by their last row; periods that only begin or end within
    the table are left out.

    Examples
    --------
    =LF_RESAMPLE(Assets, "monthly")
    =LF_EXPOSURE(LF_RESAMPLE(Assets, "monthly"), LF_RESAMPLE(Factors, "monthly"))
    """
    return once(resample)(gate.decimal(returns, settings).frame, frequency)


@worksheet("data", reads=["assets_are", "risk_free_is"], blank_missing=True)
def LF_EXCESS(returns: Returns, risk_free: Rate, settings: Settings = NONE) -> pd.DataFrame:
    """Returns less the risk-free rate.

    Returns
    -------
    The excess returns, on the dates that both have.

    Examples
    --------
    =LF_EXCESS(Assets, RiskFree)
    =LF_EXCESS(Assets, 0.02, "risk_free_is=annual")
    """
    table, unit = gate.decimal(returns, settings), settings["risk_free_is"]
    return once(excess_returns)(table, risk_free, risk_free_is=unit)
