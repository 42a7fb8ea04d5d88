"""Factor models of a portfolio, in Python and in Excel.

The Python face: each name below answers one question of an analyst, takes tables of decimal
returns per period (dates x names) and gives a result of labelled tables. The functions of
the worksheet (``LF_...``) are the same questions, asked in a cell.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labfolio_xl.errors import (
        DataWarning,
        EstimationError,
        InputError,
        LabfolioError,
        MissingDataError,
    )
    from labfolio_xl.files import read_table
    from labfolio_xl.models import (
        Attribution,
        Betas,
        Diagnosis,
        Diagnostics,
        ExpectedReturns,
        Exposure,
        FactorCovariance,
        FactorModel,
        GrsTest,
        Hedge,
        Holdings,
        Lambdas,
        RiskDecomposition,
        RiskPremia,
        RollingExposure,
        SpanningTest,
        Stress,
        TestStatistic,
        attribution,
        cross_section,
        diagnostics,
        estimate_betas,
        estimate_lambdas,
        expected_returns,
        exposure,
        factor_covariance,
        factor_model,
        grs_test,
        hedge,
        risk_decomposition,
        rolling_betas,
        rolling_exposure,
        spanning_test,
        stress,
        weights_from_holdings,
    )
    from labfolio_xl.returns.aligned import Aligned
    from labfolio_xl.returns.alignment import align
    from labfolio_xl.returns.frequency.compounding import resample
    from labfolio_xl.returns.rates.excess import excess_returns
    from labfolio_xl.returns.report.data_report import data_report, examine
    from labfolio_xl.returns.tables.input_table import InputTable
    from labfolio_xl.returns.tables.prices import returns_from_prices

__all__ = [
    "Aligned",
    "Attribution",
    "Betas",
    "DataWarning",
    "Diagnosis",
    "Diagnostics",
    "EstimationError",
    "ExpectedReturns",
    "Exposure",
    "FactorCovariance",
    "FactorModel",
    "GrsTest",
    "Hedge",
    "Holdings",
    "InputError",
    "InputTable",
    "LabfolioError",
    "Lambdas",
    "MissingDataError",
    "RiskDecomposition",
    "RiskPremia",
    "RollingExposure",
    "SpanningTest",
    "Stress",
    "TestStatistic",
    "__version__",
    "align",
    "attribution",
    "cross_section",
    "data_report",
    "diagnostics",
    "estimate_betas",
    "estimate_lambdas",
    "examine",
    "excess_returns",
    "expected_returns",
    "exposure",
    "factor_covariance",
    "factor_model",
    "grs_test",
    "hedge",
    "read_table",
    "resample",
    "returns_from_prices",
    "risk_decomposition",
    "rolling_betas",
    "rolling_exposure",
    "spanning_test",
    "stress",
    "weights_from_holdings",
]

__version__ = "0.1.0"

# pandas takes half a second to import; the help of the command line, and whatever else asks for
# the version only, goes without it. A room is imported when the first of its names is used.
_ROOMS = (
    "errors",
    "returns.aligned",
    "returns.alignment",
    "returns.rates.excess",
    "returns.tables.prices",
    "returns.frequency.compounding",
    "returns.tables.input_table",
    "returns.report.data_report",
    "models",
    "files",
)


def __getattr__(name: str) -> object:
    """Return a name of the face from the room where it lives."""
    for room in _ROOMS if name in __all__ else ():
        module = import_module(f"labfolio_xl.{room}")
        if name in module.__all__:
            globals()[name] = getattr(module, name)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the face, imported or not."""
    return sorted(__all__)
