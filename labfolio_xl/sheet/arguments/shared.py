"""The arguments that several functions share, with their type, kind and help.

The text is what Excel's function wizard shows beside the argument.
"""

from typing import Annotated

import pandas as pd

from labfolio_xl.blocks import Rows
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet import settings
from labfolio_xl.sheet.arguments.kinds import (
    Rates,
    RawBlock,
    SettingsBlock,
    TableArgument,
    WeightPairs,
)

__all__ = [
    "NONE",
    "Assets",
    "Benchmark",
    "Factors",
    "OptionalFactors",
    "Returns",
    "RiskFree",
    "Settings",
    "Weights",
]

NONE = settings.NONE

Assets = Annotated[
    InputTable,
    TableArgument(),
    "Returns of the assets: names in the first row, dates in the first column.",
]
Factors = Annotated[
    InputTable,
    TableArgument(),
    "Returns of the factors: names in the first row, dates in the first column.",
]
OptionalFactors = Annotated[
    InputTable | None,
    TableArgument(),
    "Returns of the factors: names in the first row, dates in the first column. With them, only "
    "the dates that assets and factors have in common are used.",
]
Returns = Annotated[
    InputTable, TableArgument(), "Returns: names in the first row, dates in the first column."
]
RiskFree = Annotated[
    "pd.Series[float] | float | None",
    Rates(),
    "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted "
    "from assets and factors. Leave it out if the returns are excess returns already.",
]
Weights = Annotated[
    "pd.Series[float] | list[float] | None",
    WeightPairs(),
    "Weights of the portfolio: asset and weight in two columns. Leave it out for equal weights.",
]
Benchmark = Annotated[
    Rows | None,
    RawBlock("a range with dates and returns, or with asset and weight"),
    "Returns of the benchmark, or its weights of the assets.",
]
Settings = Annotated[
    settings.Settings,
    SettingsBlock(),
    'How data are meant and numbers are estimated: a text such as "cov=hac; lags=5; sort", or the '
    "sheet Settings. LF_SETTINGS() lists them.",
]
