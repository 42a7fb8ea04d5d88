"""Results: frozen, labelled, each with ``to_frame()`` as a table to read."""

from __future__ import annotations

from labfolio_xl.results.factor_model import FactorModel
from labfolio_xl.results.inference import FactorEstimates, Inference, TestStatistic, reading
from labfolio_xl.results.premia import ZERO_BETA, ExpectedReturns, Lambdas, PremiaCov, RiskPremia
from labfolio_xl.results.time_series import ALPHA, Betas, Exposure

__all__ = [
    "ALPHA",
    "ZERO_BETA",
    "Betas",
    "ExpectedReturns",
    "Exposure",
    "FactorEstimates",
    "FactorModel",
    "Inference",
    "Lambdas",
    "PremiaCov",
    "RiskPremia",
    "TestStatistic",
    "reading",
]
