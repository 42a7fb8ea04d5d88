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
    "Risk": "Where the portfolio's risk comes from: each factor, each asset, and what no factor "
    "explains.",
    "Attribution": "What the realised return of the span is made of: skill or tilts.",
    "Rolling": "How the exposures changed: the portfolio's regression in moving windows.",
    "Tests": "Whether the factors price the assets, and whether the estimates can be trusted.",
    "Residuals": "What the factors leave unexplained in each asset, and which assets move "
    "together all the same.",
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
    "pricing error is the realised mean less that. The realised mean is over the dates of the "
    "premia, as far as the asset has a return: their number stands beside. Returns are above the "
    "risk-free rate, if one was given, and per period unless the header says annual."
)

_RISK = (
    "Volatility is the standard deviation of the return per period; the variances and the "
    "contributions to volatility sum to those of the portfolio. A contribution is the exposure (or "
    "weight) times the marginal one, which says what a little more of it would add. A negative one "
    "is a hedge. Factors that move together share their risk: look at the sum of such factors "
    "rather than at one of them."
)
_ATTRIBUTION = (
    "Contribution of a factor: exposure times the sum of its returns over the span. alpha: the "
    "intercept times the number of dates, what no factor explains on average. rest: the residuals, "
    "zero over all dates. A risk-free rate, if one was given, has its part too. The parts sum to "
    "the portfolio's return, which is the sum of its returns per period (not compounded). The "
    "exposures are those of the whole span: look at Rolling for whether they held."
)
_ROLLING = (
    "The column inference says how long the windows are: 60 days, 52 weeks or 36 months, as the "
    "returns come, and at most half of the dates. Each is dated by its last date; the thin lines "
    "are the exposure less and plus one standard error. Neighbouring windows share most "
    "of their dates, so that a smooth line is no sign of precision. LF_ROLLING "
    "has other windows too, and windows that grow. Charts show the first six factors, the table "
    "has all; paper shows the charts."
)
_TESTS = (
    "p is the probability of a statistic like this, or a more extreme one, if the null is true; "
    "below 5% it is bold, and the null is rejected. Not rejected does not mean true: a short span "
    "has little power. Of twenty tests with a true null, one rejects at 5% on average. Whether a "
    "new factor adds to these: LF_SPAN."
)
_RESIDUALS = (
    "A coloured pair moves together (orange) or against each other (blue) for a reason that no "
    "factor carries, such as an industry: a factor may be missing, and risk that counts as "
    "specific does not diversify. Around white is what one expects. With more than 250 assets the "
    "grid is left out; LF_DIAGNOSTICS gives it in a cell. Null of each test: residuals are not "
    "autocorrelated (Ljung-Box), their variance does not depend on the factors (Breusch-Pagan), "
    "they are normal (Jarque-Bera; kurtosis of the normal is 3)."
)

# Each stands right above the number that it is about.
NOTES: dict[str, tuple[str, ...]] = {
    "Exposure": (_EXPOSURE,),
    "Betas": (_BETAS,),
    "Lambdas": (_LAMBDAS,),
    "Premia": (_PREMIA,),
    "Model": (_MODEL,),
    "Expected": (_EXPECTED,),
    "Risk": (_RISK,),
    "Attribution": (_ATTRIBUTION,),
    "Rolling": (_ROLLING,),
    "Tests": (_TESTS,),
    "Residuals": (_RESIDUALS,),
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
    'another number; the setting j=full shows it.'
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
