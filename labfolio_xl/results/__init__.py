"""Results: frozen, labelled, each with ``to_frame()`` as a table to read."""

from __future__ import annotations

from labfolio_xl.results.alpha_tests import GrsTest, SpanningTest
from labfolio_xl.results.bootstrap import Bootstrap
from labfolio_xl.results.diagnostics import Diagnosis, Diagnostics, Verdict
from labfolio_xl.results.factor_model import FactorModel
from labfolio_xl.results.inference import FactorEstimates, Inference, TestStatistic, reading
from labfolio_xl.results.portfolio import REST, RISK_FREE, Attribution, Hedge, Holdings, Stress
from labfolio_xl.results.premia import ExpectedReturns, Lambdas, PremiaCov, RiskPremia
from labfolio_xl.results.risk import PORTFOLIO, SPECIFIC, FactorCovariance, RiskDecomposition
from labfolio_xl.results.rolling import RollingExposure
from labfolio_xl.results.time_series import Betas, Exposure

__all__ = [
    "PORTFOLIO",
    "REST",
    "RISK_FREE",
    "SPECIFIC",
    "Attribution",
    "Betas",
    "Bootstrap",
    "Diagnosis",
    "Diagnostics",
    "ExpectedReturns",
    "Exposure",
    "FactorCovariance",
    "FactorEstimates",
    "FactorModel",
    "GrsTest",
    "Hedge",
    "Holdings",
    "Inference",
    "Lambdas",
    "PremiaCov",
    "RiskDecomposition",
    "RiskPremia",
    "RollingExposure",
    "SpanningTest",
    "Stress",
    "TestStatistic",
    "Verdict",
    "reading",
]
