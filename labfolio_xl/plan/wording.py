"""Texts that the sheets show beside their numbers."""

from __future__ import annotations

__all__ = ["COMPLETE", "TRAPS"]

COMPLETE = (
    "Only dates on which everything is there were kept (missing: complete); the input sheets hold "
    "those, and About lists the others."
)

_BAND = (
    "The band of one standard deviation is that of the regression of the portfolio's own return "
    "on the factors. A known notebook divides the error of its last asset by the root of the "
    "number of assets instead; its bands differ from these."
)
_J = (
    "J depends on its definition: here the generalised inverse of rank N - K, with N - K degrees "
    "of freedom. The pseudo-inverse of the full covariance (linearmodels 7.0 and earlier) gives "
    'another number; =LF_MODEL(Assets,Factors,RiskFree,"j=full") shows it. The p-value is that of '
    "the scaled form F = J (nu - p + 1) / (nu p), nu = T - K - 1, p = N - K; linearmodels' "
    "chi-squared one, which rejects too often, stands beside it."
)
_INTERCEPT = (
    "The formula of the literature has a zero-beta rate, the notebook's code has none. None is "
    "the default here; with it, expected returns include the rate."
)

TRAPS = (
    ("Band of the exposure", _BAND),
    ("J-statistic", _J),
    ("Intercept of the second pass", _INTERCEPT),
)
