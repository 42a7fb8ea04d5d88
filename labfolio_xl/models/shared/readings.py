"""What the numbers mean, in words: every reading of every result is written here.

Tables show these words beside their numbers, and the first page of a report shows some of them.
They stand in one module so that they can be read together: the same finding has the same words
everywhere, and no word says more than its test does.
"""

from __future__ import annotations

import numpy as np

from labfolio_xl.core.distributions import SIGNIFICANT
from labfolio_xl.errors import counted

__all__ = [
    "RESIDUALS_UNTESTABLE",
    "UNTESTABLE",
    "alpha_beside_old_factors",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "frontier_with_new_assets",
    "premium",
    "residual_autocorrelation",
    "residual_normality",
    "residual_variance",
    "verdict_of",
]

UNTESTABLE = (
    "not testable: needs more dates than assets and factors, and no asset that repeats others"
)

RESIDUALS_UNTESTABLE = (
    "not testable: the residuals are zero, or the fitted returns take only one or two values"
)


def verdict_of(pvalue: float, rejected: str, kept: str, untested: str = "not testable") -> str:
    """What a test says: the null is rejected at 5%, it is kept, or there is no p-value."""
    if np.isnan(pvalue):
        return untested
    return rejected if pvalue < SIGNIFICANT else kept


def premium(value: float, pvalue: float) -> str:
    """What a premium means, from its sign and p-value, in the words of the notebook."""
    sign = "priced and positive" if value > 0.0 else "priced and negative (a hedge)"
    return verdict_of(pvalue, sign, "not different from zero at 5%")


def alphas_of_all_assets(pvalue: float, mean_absolute_alpha: float) -> str:
    """What a joint test says whose null is that all alphas are zero."""
    size = f"alphas of {mean_absolute_alpha:.4%} per period on average"
    return verdict_of(
        pvalue,
        f"the factors do not price all the assets at 5% ({size})",
        f"the factors price the assets: {size} are not different from zero at 5%",
        UNTESTABLE,
    )


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


def residual_autocorrelation(pvalue: float, found: str, size: float, lags: int) -> str:
    """What the tests of autocorrelation say; ``size`` is that of the worst asset."""
    typical = f"a typical autocorrelation there is {size:.2f} over {counted(lags, 'lag')}"
    return verdict_of(
        pvalue,
        f"{found}; {typical}: use cov=hac, other errors ignore it",
        f"{found}, no more than chance explains; {typical}: no sign of autocorrelation, though a "
        "weak one can be missed",
    )


def residual_variance(pvalue: float, found: str, share: float) -> str:
    """What White's tests say; ``share`` of the worst asset's squared residuals is explained."""
    explained = f"the fitted return explains {share:.0%} of its squared residuals"
    return verdict_of(
        pvalue,
        f"{found}; {explained}: errors of cov=ols are wrong, those of hc3 and hac allow for it",
        f"{found}, no more than chance explains; {explained}: no sign that the variance changes "
        "with the fitted return, though it may change in other ways",
    )


def residual_normality(pvalue: float, found: str, kurtosis: float) -> str:
    """What the tests of normality say; ``kurtosis`` is that of the worst asset."""
    tails = f"its kurtosis is {kurtosis:.1f}, that of the normal 3"
    return verdict_of(
        pvalue,
        f"{found}; {tails}: look for outliers, and take GRS, which assumes normal residuals, as "
        "approximate",
        f"{found}, no more than chance explains; {tails}: no sign against normal residuals, "
        "though few dates show little",
    )
