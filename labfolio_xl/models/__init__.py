"""One module for each question: the function that answers it, and its result.

Tables go in, a frozen result of labelled frames comes out, with ``to_frame()`` as a table to
read. Every function takes ``assets`` and ``factors`` as DataFrames of decimal returns per period
(dates x names, NaN is missing) and, where it says so, these options:

risk_free
    Decimal rate per period: a Series by date, or one number; None if returns are excess
    returns already.
self_financing
    "auto" (default), "none", "all", or names of the factors from which the risk-free rate is
    not subtracted, such as long-short portfolios.
missing
    "available" (default), "complete" or "error"; see :func:`labfolio_xl.align`.
weights
    By name or in the order of the assets; None means equal weights.
"""

from __future__ import annotations

from labfolio_xl.models.attribution import Attribution, attribution
from labfolio_xl.models.betas import Betas, estimate_betas
from labfolio_xl.models.covariance import FactorCovariance, factor_covariance
from labfolio_xl.models.cross_section import cross_section
from labfolio_xl.models.diagnosis import Diagnosis
from labfolio_xl.models.diagnostics import Diagnostics, diagnostics
from labfolio_xl.models.expected import ExpectedReturns, expected_returns
from labfolio_xl.models.exposure import Exposure, exposure
from labfolio_xl.models.factor_model import FactorModel, factor_model
from labfolio_xl.models.grs import GrsTest, grs_test
from labfolio_xl.models.hedge import Hedge, hedge
from labfolio_xl.models.holdings import Holdings, weights_from_holdings
from labfolio_xl.models.inference import Inference, TestStatistic
from labfolio_xl.models.lambdas import Lambdas, estimate_lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.models.risk import RiskDecomposition, risk_decomposition
from labfolio_xl.models.rolling import RollingExposure, rolling_betas, rolling_exposure
from labfolio_xl.models.spanning import SpanningTest, spanning_test
from labfolio_xl.models.stress import Stress, stress

__all__ = [
    "Attribution",
    "Betas",
    "Diagnosis",
    "Diagnostics",
    "ExpectedReturns",
    "Exposure",
    "FactorCovariance",
    "FactorModel",
    "GrsTest",
    "Hedge",
    "Holdings",
    "Inference",
    "Lambdas",
    "RiskDecomposition",
    "RiskPremia",
    "RollingExposure",
    "SpanningTest",
    "Stress",
    "TestStatistic",
    "attribution",
    "cross_section",
    "diagnostics",
    "estimate_betas",
    "estimate_lambdas",
    "expected_returns",
    "exposure",
    "factor_covariance",
    "factor_model",
    "grs_test",
    "hedge",
    "risk_decomposition",
    "rolling_betas",
    "rolling_exposure",
    "spanning_test",
    "stress",
    "weights_from_holdings",
]
