"""The arguments that several functions share, with their type, kind and help.

The text is what Excel's function wizard shows beside the argument.
"""

from typing import Annotated

import pandas as pd

from labfolio_xl.models.shared.outcome import Outcome
from labfolio_xl.returns import benchmark as returns_benchmark
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.sheet import settings
from labfolio_xl.sheet.arguments.benchmark import BenchmarkBlock
from labfolio_xl.sheet.arguments.kinds import (
    Rates,
    SettingsBlock,
    TableArgument,
    WeightPairs,
)

__all__ = [
    "NONE",
    "Assets",
    "Benchmark",
    "Factors",
    "ListedBenchmark",
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
    "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights "
    "for each asset; or assets and a column for each of several portfolios. Leave it out for equal "
    "weights.",
]
_BENCHMARK = "Returns of the benchmark by date, or its weights of the assets."
Benchmark = Annotated["returns_benchmark.Benchmark", BenchmarkBlock(), _BENCHMARK]
# For a function that lists the mistakes of the inputs: a benchmark with a mistake is the error.
ListedBenchmark = Annotated[
    "Outcome[returns_benchmark.Benchmark]",
    BenchmarkBlock(lists_mistakes=True),
    f"{_BENCHMARK} It is checked beside the others.",
]
Settings = Annotated[
    settings.Settings,
    SettingsBlock(),
    'How data are meant and numbers are estimated: a text such as "cov=hac; lags=5; sort", or the '
    "sheet Settings. LF_SETTINGS() lists them.",
]
