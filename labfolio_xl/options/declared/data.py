"""The options on what the tables mean and which dates and factors are used."""

from __future__ import annotations

from labfolio_xl.options import words
from labfolio_xl.options.kinds import Day, Name, Names, Number, Words
from labfolio_xl.options.option import Option

__all__ = ["DATA"]

DATA = (
    Option(
        "assets_are",
        Words(words.AssetsAre),
        None,
        "What the numbers of Assets are (of Candidates in LF_SPAN): decimal returns, returns in "
        "percent, or prices.",
    ),
    Option(
        "factors_are",
        Words(words.FactorsAre),
        None,
        "What the numbers of Factors are: decimal returns, returns in percent, prices, or values "
        "that are taken as they are, such as macro series.",
    ),
    Option(
        "risk_free_is",
        Words(words.RiskFreeIs),
        None,
        "Unit of RiskFree: decimal per period, decimal per year, percent per period, or percent "
        "per year.",
    ),
    Option(
        "frequency",
        Words(words.FrequencyName),
        None,
        "How often returns are wanted; finer returns are compounded to it.",
    ),
    Option(
        "dates",
        Words(words.DateOrder),
        None,
        "Order of dates such as 03/04/2024: day first (dmy) or month first (mdy).",
    ),
    Option(
        "start",
        Day(),
        None,
        "First date that is used, or a month, quarter or year, such as 2020-01. Earlier rows are "
        "left out.",
    ),
    Option(
        "end",
        Day(),
        None,
        "Last date that is used, or a month, quarter or year, such as 2023-12. Later rows are "
        "left out. Excel makes the first of a month of 2023-12 in a cell: type the last day there.",
    ),
    Option(
        "use_factors",
        Names(("all",)),
        "all",
        "Names of the factors that are used, with commas between them; the other columns of "
        "Factors are left out.",
    ),
    Option(
        "net_of",
        Name("a factor"),
        None,
        "Name of the factor, such as the market, of which the others are taken net: each less its "
        "beta on it times its return.",
    ),
    Option(
        "missing",
        Words(words.Missing),
        "available",
        "Dates with missing cells: use what there is, only dates with everything, or refuse them.",
    ),
    Option(
        "self_financing",
        Names(("auto", "none", "all")),
        "auto",
        "Factors from which the risk-free rate is not subtracted, such as long-short portfolios; "
        "auto knows the usual names (SMB, HML, ...).",
    ),
    Option(
        "periods_per_year",
        Number("give 252, 52, 12 or 4", above=0.0),
        None,
        "Periods in a year, for annual numbers: 252, 52, 12 or 4.",
    ),
)
