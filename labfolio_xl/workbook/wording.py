"""What the sheets say beside their numbers."""

from __future__ import annotations

__all__ = ["COMPLETE", "NOTES", "SUBTITLES", "TRAPS"]

SUBTITLES = {
    "Exposure": "How much of each factor the portfolio carries: the regression of its own return.",
    "Betas": "How each asset moves with each factor: one regression over time for each asset.",
    "Lambdas": "What each factor paid in each period: one regression over the assets a period.",
    "Premia": "What each factor paid on average per period, and whether that differs from zero.",
    "Model": "Premia and pricing errors in one system (GMM): its errors know that betas are "
    "estimated.",
    "Expected": "What exposures and premia say each asset should earn, beside what it earned.",
    "Check": "What was read, kept and dropped, and what looks wrong in the data.",
}

_EXPOSURE = (
    "The band is the exposure less and plus one standard error of the portfolio's own regression. "
    "It carries the correlation between the assets' residuals; adding up the assets' variances, "
    "or dividing one asset's error by the root of their number, does not."
)
_BETAS = (
    "alpha is the intercept per period. A beta of 1 means: the asset moves one for one with the "
    "factor while the other factors stand still. Factors that move together (see Check, VIF) make "
    "single betas uncertain."
)
_LAMBDAS = (
    "The second pass has no intercept unless the column zero_beta is shown; with it, expected "
    "returns include that rate."
)
_PREMIA = (
    "A positive premium: holding the factor was rewarded. A negative one: investors accepted less "
    "for it, as for a hedge. Not different from zero: the span is too short, or the factor is not "
    "priced. The second pass has no intercept, unless the row zero_beta is shown."
)
_MODEL = (
    "J tests that all pricing errors are zero, over the N - K of them that are free (generalised "
    "inverse of rank N - K). The pseudo-inverse of the full covariance, as in linearmodels 7.0 and "
    "earlier, gives another J: option j of LF_MODEL. alpha is the pricing error (mean return less "
    "beta times premium), not the intercept of a regression."
)
_EXPECTED = (
    "Expected = sum of beta times premium, plus the zero-beta rate if it was estimated. The "
    "pricing error is the realised mean less that. Returns are above the risk-free rate, if one "
    "was given, and per period unless the header says annual."
)

# Each stands right above the number that it is about.
NOTES: dict[str, tuple[str, ...]] = {
    "Exposure": (_EXPOSURE,),
    "Betas": (_BETAS,),
    "Lambdas": (_LAMBDAS,),
    "Premia": (_PREMIA,),
    "Model": (_MODEL,),
    "Expected": (_EXPECTED,),
    "Check": ("A warning does not stop a result; it says what to look at before relying on it.",),
}

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
    'another number; =LF_MODEL(Assets,Factors,RiskFree,,"full") shows it.'
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
