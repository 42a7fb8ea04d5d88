"""One function for each question: tables in, estimates out.

Every function takes ``assets`` and ``factors`` as DataFrames of decimal returns per period
(dates x names, NaN is missing) and, where it says so, these options:

risk_free
    Decimal rate per period: a Series by date, or one number; None if returns are excess
    returns already.
self_financing
    "none" (default), "all", or names of the factors that need no subtraction of the
    risk-free rate, such as long-short portfolios.
missing
    "available" (default), "complete" or "error"; see :func:`labfolio_xl.align`.
weights
    By name or in the order of the assets; None means equal weights.
"""

from __future__ import annotations

from labfolio_xl.models.alpha_tests import grs_test, spanning_test
from labfolio_xl.models.attribution import attribution
from labfolio_xl.models.bootstrap import bootstrap_exposure, bootstrap_premia
from labfolio_xl.models.cross_section import cross_section
from labfolio_xl.models.diagnostics import diagnostics
from labfolio_xl.models.factor_model import factor_model
from labfolio_xl.models.hedge import hedge
from labfolio_xl.models.holdings import weights_from_holdings
from labfolio_xl.models.premia import estimate_lambdas, expected_returns
from labfolio_xl.models.risk import factor_covariance, risk_decomposition
from labfolio_xl.models.rolling import rolling_betas, rolling_exposure
from labfolio_xl.models.stress import stress
from labfolio_xl.models.time_series import estimate_betas, exposure

__all__ = [
    "attribution",
    "bootstrap_exposure",
    "bootstrap_premia",
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
