"""What the numbers mean, in words: every reading of every result is written here.

Tables show these words beside their numbers, and the first page of a report shows some of them.
They stand in one module so that they can be read together: the same finding has the same words
everywhere, and no word says more than its test does.
"""

from __future__ import annotations

import numpy as np

from labfolio_xl.core.distributions import SIGNIFICANT

__all__ = [
    "FOR_COMPARISON",
    "NOTHING_FREE",
    "SINGULAR",
    "UNTESTABLE",
    "alpha_beside_old_factors",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "frontier_with_new_assets",
    "premium",
    "pricing_errors",
    "rsquared_of_model",
    "too_few_dates",
    "too_many_lags",
    "verdict_of",
]

UNTESTABLE = (
    "not testable: needs more dates than assets and factors, and no asset that repeats others"
)

NOTHING_FREE = "not testable: there are as many premia as assets, so that no pricing error is free"
SINGULAR = (
    "not testable: the covariance is singular, because dates are too few or an asset repeats others"
)
FOR_COMPARISON = (
    "for comparison with linearmodels: it rejects too often unless dates far outnumber assets"
)
_SHORT_SPAN = "a short span may hide a difference"


def verdict_of(pvalue: float, rejected: str, kept: str, untested: str = "not testable") -> str:
    """What a test says: the null is rejected at 5%, it is kept, or there is no p-value."""
    if np.isnan(pvalue):
        return untested
    return rejected if pvalue < SIGNIFICANT else kept


def premium(value: float, pvalue: float) -> str:
    """What a premium means, from its sign and p-value, in the words of the notebook."""
    sign = "priced and positive" if value > 0.0 else "priced and negative (a hedge)"
    return verdict_of(pvalue, sign, "not different from zero at 5%")


def too_few_dates(n_obs: int, needed: int) -> str:
    """Why a J statistic has no p-value: its second degrees of freedom are not positive."""
    return f"not testable: {n_obs} dates are too few, this needs {needed} or more"


def too_many_lags(lags: int, most: int, n_obs: int) -> str:
    """Why a J statistic with lags is refused, and with how many it would not be."""
    cure = f"set lags to {most} or fewer" if most else "take errors without lags"
    return (
        f"not tested: {n_obs} dates are too few for {lags} lags with so many assets, and the "
        f"answer would mean nothing; {cure}"
    )


def alphas_of_all_assets(
    pvalue: float, mean_absolute_alpha: float, untested: str = UNTESTABLE
) -> str:
    """What a joint test says whose null is that all alphas are zero."""
    size = f"{mean_absolute_alpha:.4%} per period on average, whatever the sign"
    return verdict_of(
        pvalue,
        f"alphas differ from zero at 5% ({size}): the factors do not explain all mean returns",
        f"no sign at 5% that alphas differ from zero ({size}); {_SHORT_SPAN}",
        untested,
    )


def pricing_errors(pvalue: float, mean_absolute_error: float, untested: str = SINGULAR) -> str:
    """What the J test of the factor model says, whose null is that pricing errors are zero."""
    size = f"{mean_absolute_error:.4%} per period on average, whatever the sign"
    return verdict_of(
        pvalue,
        f"mean returns differ at 5% from what betas and premia explain ({size})",
        f"no sign at 5% that mean returns differ from what betas and premia explain ({size}); "
        f"{_SHORT_SPAN}",
        untested,
    )


def rsquared_of_model(time_series: float, ols: float, gls: float) -> str:
    """What the three R-squared of a factor model are shares of."""
    parts = [f"the factors explain {time_series:.0%} of the variance of returns over time"]
    if not np.isnan(ols):
        parts.append(
            f"betas explain {ols:.0%} of the differences between mean returns"
            if ols >= 0.0
            else "betas explain mean returns worse than one mean for all assets would"
        )
    if np.isnan(gls):
        parts.append(
            "no GLS figure, because the covariance of the returns is singular: dates do not "
            "outnumber assets, or an asset repeats others"
        )
    return "; ".join(parts)


def alpha_beside_old_factors(alpha: float, pvalue: float) -> str:
    """What the alpha of a new factor on the old ones says."""
    return verdict_of(
        pvalue,
        f"adds {'return' if alpha > 0.0 else 'a negative return'} the old factors do not span",
        "spanned by the old factors: no alpha at 5%",
    )


def alphas_beside_old_factors(pvalue: float) -> str:
    """What the joint test says whose null is that no new factor has an alpha."""
    return verdict_of(
        pvalue,
        "the old factors do not span all of the new ones at 5%",
        "the old factors span the new ones: no joint alpha at 5%",
    )


def frontier_with_new_assets(pvalue: float) -> str:
    """What the test of Huberman and Kandel says, alphas of zero and betas that sum to one."""
    return verdict_of(
        pvalue,
        "holding the new assets changes the frontier at 5%",
        "the old assets span the frontier of all at 5%",
    )


def attribution(tilts: float, alpha: float, pvalue: float) -> str:
    """Where a realised return came from: tilts, and an alpha that differs from zero or not."""
    first = f"{tilts:+.2%} came from factor tilts"
    if not pvalue < SIGNIFICANT:
        return f"{first}; the alpha of {alpha:+.2%} is not different from zero at 5%."
    kind = "skill" if alpha > 0.0 else "a loss beside the factors"
    return f"{first}; the alpha of {alpha:+.2%} is {kind} at 5% (p {pvalue:.3f})."
