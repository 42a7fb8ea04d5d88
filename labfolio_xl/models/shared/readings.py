"""What the numbers mean, in words: every reading of every result is written here.

Tables show these words beside their numbers, and the first page of a report shows some of them.
They stand in one module so that they can be read together: the same finding has the same words
everywhere, and no word says more than its test does.
"""

from __future__ import annotations

import numpy as np

from labfolio_xl.core.distributions import SIGNIFICANT

__all__ = [
    "FEW_PERIODS",
    "UNTESTABLE",
    "all_premia",
    "alpha_beside_old_factors",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "frontier_with_new_assets",
    "premium",
    "premium_beside_mean",
    "verdict_of",
    "zero_beta",
]

# Below so many periods the errors themselves are uncertain, and a reading says so.
FEW_PERIODS = 60

_NO_SIGN = "no sign at 5% that it differs from zero"

UNTESTABLE = (
    "not testable: needs more dates than assets and factors, and no asset that repeats others"
)


def verdict_of(pvalue: float, rejected: str, kept: str, untested: str = "not testable") -> str:
    """What a test says: the null is rejected at 5%, it is kept, or there is no p-value."""
    if np.isnan(pvalue):
        return untested
    return rejected if pvalue < SIGNIFICANT else kept


def premium(value: float, pvalue: float, holm: float, n_premia: int, n_obs: int) -> str:
    """What a premium means, in the words of the notebook, with its size and the caution it needs.

    Parameters
    ----------
    value, pvalue
        The premium per period, and its p-value alone, which decides the verdict.
    holm : float
        Its p-value by Holm's rule; from 5% on, one such premium among so many may be chance.
    n_premia, n_obs : int
    """
    sign = "priced and positive" if value > 0.0 else "priced and negative (a hedge)"
    if holm >= SIGNIFICANT:
        sign += f" by its own test, but among {n_premia} premia chance can bring one like it"
    return _with_size(value, n_obs, verdict_of(pvalue, sign, _NO_SIGN))


def zero_beta(value: float, pvalue: float, n_obs: int) -> str:
    """What the zero-beta rate says, from its sign and p-value."""
    side = "above" if value > 0.0 else "below"
    return _with_size(value, n_obs, verdict_of(pvalue, f"{side} zero at 5%", _NO_SIGN))


def premium_beside_mean(mean: float, pvalue: float) -> str:
    """What to add where a premium differs from the factor's own mean return; else nothing."""
    if not pvalue < SIGNIFICANT:
        return ""
    return f"; differs at 5% from what the factor itself earned ({mean:+.3%})"


def all_premia(pvalue: float, n_premia: int) -> str:
    """What the joint test says whose null is that all premia are zero."""
    return verdict_of(
        pvalue,
        f"at least one of the {n_premia} premia differs from zero at 5%",
        f"no sign at 5% that any of the {n_premia} premia differs from zero",
        "not testable: the premia cannot be told apart, or there are too few periods",
    )


def _with_size(value: float, n_obs: int, verdict: str) -> str:
    """A verdict with the size per period, and a caution where the periods are few."""
    few = f"; {n_obs} periods are few" if n_obs < FEW_PERIODS else ""
    return f"{verdict} ({value:+.3%} per period){few}"


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
