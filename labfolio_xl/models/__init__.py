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

from labfolio_xl.models.cross_section import cross_section
from labfolio_xl.models.factor_model import factor_model
from labfolio_xl.models.premia import estimate_lambdas, expected_returns
from labfolio_xl.models.time_series import estimate_betas, exposure

__all__ = [
    "cross_section",
    "estimate_betas",
    "estimate_lambdas",
    "expected_returns",
    "exposure",
    "factor_model",
]
