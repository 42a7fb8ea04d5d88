"""Factor models of a portfolio, in Python and in Excel.

The Python face: each name below answers one question of an analyst, takes tables of decimal
returns per period (dates x names) and gives a result of labelled tables. The functions of
the worksheet (``LF_...``) are the same questions, asked in a cell.
"""

from __future__ import annotations

from labfolio_xl.alignment import Aligned, align, excess_returns, returns_from_prices
from labfolio_xl.errors import EstimationError, InputError, LabfolioError, MissingDataError
from labfolio_xl.models import (
    cross_section,
    estimate_betas,
    estimate_lambdas,
    expected_returns,
    exposure,
    factor_model,
)
from labfolio_xl.results import (
    Betas,
    ExpectedReturns,
    Exposure,
    FactorModel,
    Lambdas,
    RiskPremia,
    TestStatistic,
)

__all__ = [
    "Aligned",
    "Betas",
    "EstimationError",
    "ExpectedReturns",
    "Exposure",
    "FactorModel",
    "InputError",
    "LabfolioError",
    "Lambdas",
    "MissingDataError",
    "RiskPremia",
    "TestStatistic",
    "__version__",
    "align",
    "cross_section",
    "estimate_betas",
    "estimate_lambdas",
    "excess_returns",
    "expected_returns",
    "exposure",
    "factor_model",
    "returns_from_prices",
]

__version__ = "0.1.0"
