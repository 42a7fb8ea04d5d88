"""The functions of the sheet that read, bring together and judge tables."""
# ruff: noqa: N802 - a worksheet function is written in capitals, and has no other name
# ruff: noqa: PLR0917 - a cell has no keywords, only positions

import pandas as pd

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.returns.alignment import align
from labfolio_xl.returns.frequency.compounding import resample
from labfolio_xl.returns.rates.excess import excess_returns
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.sheet import gate, layout
from labfolio_xl.sheet import shared_arguments as a
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cache import once
from labfolio_xl.sheet.settings import NONE

__all__ = ["LF_ALIGN", "LF_CHECK", "LF_EXCESS", "LF_RESAMPLE", "LF_RETURNS", "LF_STATUS"]


@worksheet(blank_missing=True)
def LF_RETURNS(
    prices: a.Prices,
    kind: a.HowToReturn = "simple",
    settings: a.Settings = NONE,  # noqa: ARG001 - says how the dates of the prices are read
) -> pd.DataFrame:
    """Returns from prices, between neighbouring dates.

    Returns
    -------
    The returns, a row less than the prices; blank where a price is missing.

    Examples
    --------
    =LF_RETURNS(Prices!A1:Y251)
    =LF_RETURNS(Prices!A1:Y251, "log", "dates=dmy")
    """
    return once(returns_from_prices)(prices.frame, kind)


@worksheet(blank_missing=True)
def LF_RESAMPLE(
    returns: a.Returns, frequency: a.HowOften, settings: a.Settings = NONE
) -> pd.DataFrame:
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


@worksheet(blank_missing=True)
def LF_ALIGN(
    assets: a.Assets,
    factors: a.Factors,
    which: a.WhichTable = "both",
    settings: a.Settings = NONE,
) -> pd.DataFrame:
    """Returns of assets and factors on the dates that both have.

    Returns
    -------
    The returns on the common dates that have all factors and any asset, in order of date.

    Examples
    --------
    =LF_ALIGN(Assets, Factors)
    =LF_ALIGN(Assets, Factors, "factors", "frequency=monthly")
    """
    return layout.aligned_table(once(align)(assets, factors, **settings.data), which)


@worksheet(blank_missing=True)
def LF_EXCESS(returns: a.Returns, risk_free: a.Rate, settings: a.Settings = NONE) -> pd.DataFrame:
    """Returns less the risk-free rate.

    Returns
    -------
    The excess returns, on the dates that both have.

    Examples
    --------
    =LF_EXCESS(Assets, RiskFree)
    =LF_EXCESS(Assets, 0.02, "risk_free_is=annual")
    """
    unit = settings.given.get("risk_free_is")
    return once(excess_returns)(gate.decimal(returns, settings), risk_free, risk_free_is=unit)


@worksheet(on_mistake=gate.mistake_status)
def LF_STATUS(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    weights: a.Weights = None,
    benchmark: a.Benchmark = None,
    settings: a.Settings = NONE,
) -> str:
    """Whether the data can be trusted: "ok", or what is doubtful or wrong.

    Returns
    -------
    One cell: "ok", "2 warnings: ..." or "1 error: ...", with the first. LF_CHECK lists all lines.

    Examples
    --------
    =LF_STATUS(Assets, Factors, RiskFree, Weights)
    """
    return gate.report(
        assets, factors, risk_free, weights, benchmark=benchmark, settings=settings
    ).status


@worksheet(on_mistake=gate.mistake_rows)
def LF_CHECK(
    assets: a.Assets,
    factors: a.Factors,
    risk_free: a.RiskFree = None,
    weights: a.Weights = None,
    benchmark: a.Benchmark = None,
    settings: a.Settings = NONE,
) -> list[list[Cell]]:
    """The data report: what is kept and dropped, what is missing, what looks wrong.

    Returns
    -------
    One row for each finding: check, item, found, severity (ok, note, warning or error), reading.
    What keeps the other functions from an answer is a row here.

    Examples
    --------
    =LF_CHECK(Assets, Factors, RiskFree, Weights)
    =LF_CHECK(Assets, Factors, , , , "assets_are=percent")
    """
    return gate.rows(
        gate.report(assets, factors, risk_free, weights, benchmark=benchmark, settings=settings)
    )
