"""The arguments that several functions share: what each is, how it is read, its help.

The text is what Excel's function wizard shows beside the argument.
"""

from typing import Annotated

import pandas as pd

from labfolio_xl.blocks import Rows
from labfolio_xl.core.factor_model import JDefinition
from labfolio_xl.core.time_series import TimeSeriesCov
from labfolio_xl.models.premia import PremiaCov
from labfolio_xl.options import FrequencyName
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.prices import PriceKind
from labfolio_xl.sheet import settings
from labfolio_xl.sheet.arguments import (
    Block,
    Choice,
    Count,
    Flag,
    Number,
    Rates,
    SettingsBlock,
    Table,
    Text,
    WeightPairs,
)
from labfolio_xl.sheet.layout import Which

__all__ = [
    "Assets",
    "Benchmark",
    "Cumulative",
    "ErrorsOfPremia",
    "ErrorsOfSeries",
    "Factors",
    "FunctionName",
    "HowOften",
    "HowToReturn",
    "Intercept",
    "JKind",
    "Lags",
    "PerYear",
    "Prices",
    "Rate",
    "Returns",
    "RiskFree",
    "Settings",
    "Sort",
    "Weights",
    "WhichTable",
    "ZeroBeta",
]

_ASSETS = "Returns of the assets: names in the first row, dates in the first column."
_FACTORS = "Returns of the factors: names in the first row, dates in the first column."

Assets = Annotated[InputTable, Table(), _ASSETS]
Factors = Annotated[InputTable, Table(), _FACTORS]
Returns = Annotated[
    InputTable, Table(), "Returns: names in the first row, dates in the first column."
]
Prices = Annotated[
    InputTable, Table(noun="price"), "Prices: names in the first row, dates in the first column."
]
Rate = Annotated[
    "pd.Series[float] | float | None",
    Rates(),
    "Risk-free rate per period as a decimal: dates and rates in two columns, or one number.",
]
RiskFree = Annotated[
    "pd.Series[float] | float | None",
    Rates(),
    (
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted "
        "from assets and factors. Leave it out if the returns are excess returns already."
    ),
]
Weights = Annotated[
    "pd.Series[float] | list[float] | None",
    WeightPairs(),
    "Weights of the portfolio: asset and weight in two columns. Leave it out for equal weights.",
]
Benchmark = Annotated[
    Rows | None,
    Block("a range with dates and returns, or with asset and weight"),
    "Returns of the benchmark, or its weights of the assets; it is checked beside the others.",
]
Settings = Annotated[
    settings.Settings,
    SettingsBlock(),
    (
        'How the data are meant, such as "assets_are=percent; risk_free_is=annual; '
        'self_financing=SMB, HML", or a range with names and values. LF_HELP("settings") lists '
        "them all."
    ),
]
Intercept = Annotated[bool, Flag(), "Whether to estimate the zero-beta rate (lambda 0) too."]
ZeroBeta = Annotated[bool, Flag(), "Whether to estimate the zero-beta rate too."]
Sort = Annotated[bool, Flag(), "Whether to sort by value, the lowest first, as bar charts like it."]
Cumulative = Annotated[
    bool, Flag(), "Whether to give the running sum instead, as a chart over time shows it."
]
Lags = Annotated[
    int | None, Count(), 'Lags of "hac". Leave it out, and their number is found from the data.'
]
PerYear = Annotated[
    float | None, Number(), "Periods a year (252, 52, 12 or 4), to add annual numbers."
]
ErrorsOfSeries = Annotated[
    TimeSeriesCov,
    Choice(TimeSeriesCov),
    "Standard errors: classical (ols), White's (hc0, hc1) or Newey-West's (hac).",
]
ErrorsOfPremia = Annotated[
    PremiaCov,
    Choice(PremiaCov),
    (
        "Standard errors: Fama-MacBeth's (fm), Newey-West's (hac), or with Shanken's correction "
        "for the betas being estimates (shanken)."
    ),
]
JKind = Annotated[
    JDefinition,
    Choice(JDefinition),
    (
        "Which J: from the covariance projected to its rank, or from the full one as linearmodels "
        "did before 7.1."
    ),
]
HowToReturn = Annotated[
    PriceKind, Choice(PriceKind), "Simple returns p(t)/p(t-1) - 1, or their logarithms."
]
HowOften = Annotated[
    FrequencyName, Choice(FrequencyName), "How often the returns are wanted; coarser than they are."
]
WhichTable = Annotated[Which, Choice(Which), "What to spill: both side by side, or one of them."]
FunctionName = Annotated[str | None, Text(), 'Name of a function, such as "LF_BETAS".']
