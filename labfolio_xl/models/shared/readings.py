"""What the numbers mean, in words: every reading of every result is written here.

Tables show these words beside their numbers, and the first page of a report shows some of them.
They stand in one module so that they can be read together: the same finding has the same words
everywhere, and no word says more than its test does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from labfolio_xl.core.diagnostics import HIGH_CONDITION, HIGH_INFLATION
from labfolio_xl.core.distributions import SIGNIFICANT

__all__ = [
    "UNTESTABLE",
    "alpha_beside_old_factors",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "collinearity",
    "frontier_with_new_assets",
    "inflation",
    "premium",
    "rank_of_betas",
    "stress",
    "verdict_of",
    "weak_factor",
    "zero_beta",
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


def inflation(value: float) -> str:
    """What a variance inflation factor says of one factor."""
    return f"its betas have {value:.1f} times the variance they would have alone"


def collinearity(
    worst: tuple[str, float], condition: float, *, high: bool, net: float | None
) -> str:
    """The one verdict on collinearity, from variance inflation and the condition number.

    ``worst`` is the factor with the largest inflation. ``net`` is the largest inflation that would
    be left if the others were net of it; None where that is no cure.
    """
    name, largest = worst
    found = f"VIF up to {largest:.1f}, condition number {condition:.0f}"
    if not high:
        return f"{found}: no sign that factors repeat each other"
    if largest <= HIGH_INFLATION:
        return (
            f"{found}: a factor hardly moves around its mean, so that it repeats the intercept; "
            "alphas are uncertain"
        )
    told = (
        f"{found}: the factors nearly repeat each other, {name} most; betas and premia of each "
        "alone are uncertain, what they say together is not"
    )
    if net is None:
        return f"{told}; leave one of those with a high VIF out (use_factors)"
    return (
        f"{told}; if {name} is the market, keep it and set net_of={name}: VIF is then at most "
        f"{net:.1f}, and its beta the simple market beta"
    )


def weak_factor(pvalue: float, largest: tuple[str, float]) -> str:
    """What the test says whose null is that all betas on one factor are zero.

    ``largest`` is the asset with the largest beta in size, and that beta.
    """
    return verdict_of(
        pvalue,
        f"assets are exposed to it, {largest[0]} most with a beta of {largest[1]:.2f}",
        "no sign that any asset is exposed to it: its premium is not identified and makes the "
        "others uncertain; leave it out (use_factors)",
        UNTESTABLE,
    )


def rank_of_betas(pvalue: float, weak: Sequence[str]) -> str:
    """What a test says whose null is that some combination of the premia is not identified.

    ``weak`` are the factors to which no asset is exposed by the tests of single factors.
    """
    if np.isnan(pvalue):
        return UNTESTABLE
    if pvalue >= SIGNIFICANT:
        return (
            "cannot rule out that some combination of the premia is not identified: a factor may "
            "be weak, or two hard to tell apart; see the tests of single factors above"
        )
    if weak:
        return (
            f"rejects at 5%, but the test of the single factor counts: {weak[0]} has no betas that "
            "differ from zero"
        )
    return (
        "rejects at 5% that a combination of the premia is not identified; that alone does not "
        "say that every factor is fine"
    )


def zero_beta(condition: float, *, high: bool) -> str:
    """Whether the constant of the zero-beta rate is nearly a combination of the betas."""
    if not high:
        return "no sign that the betas make a constant, with which the zero-beta rate would mix"
    return (
        f"the constant and the betas nearly repeat each other (condition number {condition:.0f}, "
        f"above {HIGH_CONDITION:.0f}): the zero-beta rate and the premia can hardly be told apart"
    )
