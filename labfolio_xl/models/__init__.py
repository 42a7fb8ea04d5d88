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
