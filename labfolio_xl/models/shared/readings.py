"""What the numbers mean, in words: every reading of every result is written here.

Tables show these words beside their numbers, and the first page of a report shows some of them.
They stand in one module so that they can be read together: the same finding has the same words
everywhere, and no word says more than its test does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from labfolio_xl.core.distributions import SIGNIFICANT

__all__ = [
    "UNTESTABLE",
    "alpha_beside_old_factors",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "frontier_with_new_assets",
    "premium",
    "stress",
    "verdict_of",
]

UNTESTABLE = (
    "not testable: needs more dates than assets and factors, and no asset that repeats others"
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


def stress(
    shocks: Mapping[str, float],
    *,
    along: tuple[float, float],
    zero: tuple[float, float],
    every_factor: bool,
) -> str:
    """What shocks do to the portfolio; response and standard error of each case."""
    named = ", ".join(f"{name} {size:+.1%}" for name, size in shocks.items())
    if every_factor:
        return f"{named}: the portfolio moves by {_with_error(along)}."
    return (
        f"{named}: the portfolio moves by {_with_error(along)} if the other factors move along as "
        f"they did in this sample, and by {_with_error(zero)} if they are held at zero."
    )


def _with_error(estimate: tuple[float, float]) -> str:
    return f"{estimate[0]:+.1%} (s.e. {estimate[1]:.2%})"
