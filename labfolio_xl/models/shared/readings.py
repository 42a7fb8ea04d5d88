"""What the numbers mean, in words: every reading of every result is written here.

Tables show these words beside their numbers, and the first page of a report shows some of them.
They stand in one module so that they can be read together: the same finding has the same words
everywhere, and no word says more than its test does. A reading tells the size of what was found,
how sure that is, and how many dates it rests on. A test that does not reject its null has found no
sign against it, and has not proven it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from labfolio_xl.core.diagnostics import HIGH_CONDITION, HIGH_INFLATION
from labfolio_xl.core.distributions import SIGNIFICANT
from labfolio_xl.errors import counted, in_words

__all__ = [
    "FILLED",
    "FOR_COMPARISON",
    "NOTHING_FREE",
    "NOT_ESTIMATED",
    "NO_RETURNS",
    "RESIDUALS_UNTESTABLE",
    "SHARPE_OF_ALL",
    "SHORT_SPAN",
    "SINGULAR",
    "TOO_FEW_ASSETS",
    "UNTESTABLE",
    "Estimate",
    "all_premia",
    "alpha_beside_old_factors",
    "alpha_in_short",
    "alphas_beside_old_factors",
    "alphas_of_all_assets",
    "attribution",
    "collinearity",
    "data_in_short",
    "dates_of_tests",
    "earned_in_short",
    "expected_in_short",
    "exposures_are_means",
    "exposures_in_short",
    "few_dates",
    "frontier_with_new_assets",
    "inflation",
    "interval",
    "no_expected",
    "premium",
    "premium_beside_mean",
    "pricing_errors",
    "rank_of_betas",
    "residual_autocorrelation",
    "residual_normality",
    "residual_variance",
    "risk_in_short",
    "risk_is_past",
    "rsquared_of_model",
    "stress",
    "survivors",
    "too_few_dates",
    "too_many_lags",
    "verdict_of",
    "weak_factor",
    "zero_beta",
    "zero_beta_rate",
]

# Five years of months: Fama and MacBeth (1973) ask a security for so many before they use its
# beta. The simulated intervals of the page on statistics fall short of their level below it.
SHORT_SPAN = 60

SHARPE_OF_ALL = (
    "highest per period; found with hindsight in these dates, so it grows with the number of assets"
)

FILLED = "filled: differs from zero at 5%; hollow: no sign that it does"

NOT_ESTIMATED = "cannot be estimated: see above"

_LEAST_SHOWN = 1e-4  # a smaller p-value is shown as less than this
_NO_SIGN = "no sign at 5% that it differs from zero"

UNTESTABLE = (
    "not testable: needs more dates than assets and factors, and no asset that repeats others"
)
TOO_FEW_ASSETS = "not testable: there are fewer assets than factors"
NOTHING_FREE = "not testable: there are as many premia as assets, so that no pricing error is free"
SINGULAR = (
    "not testable: the covariance is singular, because dates are too few or an asset repeats others"
)
FOR_COMPARISON = (
    "for comparison with linearmodels: it rejects too often unless dates far outnumber assets"
)
NO_RETURNS = (
    "the factors are values and no returns: an alpha is then no return beside them, and tests of "
    "alphas say nothing of the model"
)
RESIDUALS_UNTESTABLE = (
    "not testable: the residuals are zero, or the fitted returns take only one or two values"
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


def zero_beta_rate(value: float, pvalue: float, n_obs: int) -> str:
    """What the zero-beta rate says, from its sign and p-value."""
    side = "above" if value > 0.0 else "below"
    return _with_size(value, n_obs, verdict_of(pvalue, f"{side} zero at 5%", _NO_SIGN))


def premium_beside_mean(mean: float, pvalue: float) -> str:
    """What to add where a premium differs from the factor's own mean return; else nothing."""
    if not pvalue < SIGNIFICANT:
        return ""
    return f"; differs at 5% from what the factor itself earned ({mean:+.3%})"


def all_premia(pvalue: float, n_premia: int, n_obs: int) -> str:
    """What the joint test says whose null is that all premia are zero."""
    test = _tested(pvalue, n_obs)
    some, each = f"at least one of the {n_premia} premia", f"any of the {n_premia} premia"
    if n_premia == 1:
        some = each = "the premium"
    return verdict_of(
        pvalue,
        f"{some} differs from zero at 5% ({test})",
        f"no sign at 5% that {each} differs from zero ({test}); this does not prove that there is "
        "none",
        "not testable: the premia cannot be told apart, or there are too few periods",
    )


def _with_size(value: float, n_obs: int, verdict: str) -> str:
    """A verdict with the size per period and the span."""
    return f"{verdict} ({value:+.3%} per period, {_over(n_obs)})"


class Estimate(NamedTuple):
    """A named estimate with its standard error and the p-value of being zero."""

    name: str
    value: float
    std_error: float
    pvalue: float


def alphas_of_all_assets(
    pvalue: float, mean_absolute_alpha: float, n_obs: int, untested: str = UNTESTABLE
) -> str:
    """What a joint test says whose null is that all alphas are zero."""
    test, size = _tested(pvalue, n_obs), _alphas(mean_absolute_alpha)
    return verdict_of(
        pvalue,
        f"some assets earned what the factors do not explain, at 5% ({test}): {size}, which chance "
        "alone seldom brings",
        f"no sign of alphas beside the factors ({test}): {size}, which chance alone can bring; "
        "this does not prove that they are zero",
        untested,
    )


def alpha_beside_old_factors(alpha: float, pvalue: float, n_obs: int) -> str:
    """What the alpha of a new factor on the old ones says."""
    test, size = _tested(pvalue, n_obs), f"{alpha:+.4%} per period"
    return verdict_of(
        pvalue,
        f"earned {size} beside the old factors, which differs from zero at 5% ({test})",
        f"no sign of a return beside the old factors: {size} ({test}); this does not prove that "
        "there is none",
    )


def alphas_beside_old_factors(pvalue: float, mean_absolute_alpha: float, n_obs: int) -> str:
    """What the joint test says whose null is that no new factor has an alpha."""
    test, size = _tested(pvalue, n_obs), _alphas(mean_absolute_alpha)
    return verdict_of(
        pvalue,
        f"at least one new factor earned a return beside the old ones, at 5% ({test}): {size}",
        f"no sign of returns beside the old factors ({test}): {size}; this does not prove that "
        "there are none",
    )


def frontier_with_new_assets(
    pvalue: float, mean_absolute_alpha: float, beta_gap: float, n_obs: int
) -> str:
    """What the test of Huberman and Kandel says, alphas of zero and betas that sum to one.

    ``beta_gap`` is the mean distance of the sum of an asset's betas from one.
    """
    test = _tested(pvalue, n_obs)
    size = (
        f"{_alphas(mean_absolute_alpha)}, and the sum of an asset's betas is {beta_gap:.2f} away "
        "from one on average"
    )
    return verdict_of(
        pvalue,
        f"with the new assets less risk is possible at the same mean return, at 5% ({test}): "
        f"{size}",
        f"no sign that the new assets lower the risk at the same mean return ({test}): {size}; "
        "this does not prove that they cannot",
    )


def stress(
    shocks: Mapping[str, float],
    *,
    along: tuple[float, float],
    zero: tuple[float, float],
    every_factor: bool,
    n_obs: int,
) -> str:
    """What shocks do to the portfolio; response and standard error of each case."""
    named = ", ".join(f"{name} {size:+.1%}" for name, size in shocks.items())
    told = f"{named}: the portfolio moves by {_with_error(along)}"
    if not every_factor:
        told += (
            " if the other factors move along as they did in this sample, and by "
            f"{_with_error(zero)} if they are held at zero"
        )
    return f"{told}; estimated {_over(n_obs)}."


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


def weak_factor(pvalue: float, largest: tuple[str, float], *, repeats: bool) -> str:
    """What the test says whose null is that all betas on one factor are zero.

    ``largest`` is the asset with the largest beta in size, and that beta. A factor that
    ``repeats`` the others is often not seen beside them, and is then no useless factor: what to
    do is told by the verdict on collinearity alone.
    """
    kept = (
        "no sign that any asset is exposed to it beside the other factors, which it nearly "
        "repeats: see collinearity for what to do"
        if repeats
        else "no sign that any asset is exposed to it: its premium may not be identified, and then "
        "makes the others uncertain; leave it out (use_factors)"
    )
    return verdict_of(
        pvalue,
        f"assets are exposed to it, {largest[0]} most with a beta of {largest[1]:.2f}",
        kept,
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
            "rejects at 5%, but the tests of the single factors count: no sign that an asset is "
            f"exposed to {', '.join(weak)}"
        )
    return (
        "rejects at 5% that a combination of the premia is not identified; that alone does not "
        "say that every factor is fine"
    )


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


def zero_beta(condition: float, *, high: bool) -> str:
    """Whether the constant of the zero-beta rate is nearly a combination of the betas."""
    if not high:
        return "no sign that the betas make a constant, with which the zero-beta rate would mix"
    return (
        f"the constant and the betas nearly repeat each other (condition number {condition:.0f}, "
        f"above {HIGH_CONDITION:.0f}): the zero-beta rate and the premia can hardly be told apart"
    )


def attribution(realised: float, tilts: float, alpha: float, pvalue: float, n_obs: int) -> str:
    """Where a realised return came from: the factors, and an alpha that is noise or not.

    The first three are the return and its parts over a span, and ``n_obs`` are the dates that
    exposures and alpha are estimated from.
    """
    first = f"of a return of {realised:+.2%} the exposures to the factors brought {tilts:+.2%}"
    found = f"the alpha brought {alpha:+.2%}"
    kind = "a return" if alpha > 0.0 else "a loss"
    estimated = f"{_shown(pvalue)}, estimated {_over(n_obs)}"
    return verdict_of(
        pvalue,
        f"{first}; {found}: {kind} beside these factors that differs from zero at 5% "
        f"({estimated}). It may belong to a factor that is left out, and it need not last.",
        f"{first}; {found}, which is no sign of a return beside these factors ({estimated}), and "
        "does not prove that there is none.",
        f"{first}; {found}, which is not testable.",
    )


def pricing_errors(
    pvalue: float, mean_absolute_error: float, n_obs: int, untested: str = SINGULAR
) -> str:
    """What the test of the factor model says whose null is that all pricing errors are zero."""
    test = _tested(pvalue, n_obs)
    size = f"the average difference is {mean_absolute_error:.3%} per period, whatever the sign"
    return verdict_of(
        pvalue,
        f"mean returns differ at 5% from what exposures and premia explain ({test}); {size}",
        f"no sign that mean returns differ from what exposures and premia explain ({test}); "
        f"{size}, which chance alone can bring; this does not prove the model",
        untested,
    )


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


def rsquared_of_model(
    time_series: float, ols: float, gls: float, n_obs: int, *, anything_free: bool
) -> str:
    """What the three R-squared of a factor model are shares of.

    Where no pricing error is free (``anything_free``), betas explain mean returns whatever these
    are.
    """
    parts = [f"the factors explain {time_series:.0%} of the variance of returns over time"]
    if not anything_free:
        parts.append("premia as many as assets explain any mean returns, which says nothing")
    elif not np.isnan(ols):
        parts.append(
            f"betas explain {ols:.0%} of the differences between mean returns"
            if ols >= 0.0
            else "betas explain mean returns worse than one mean for all assets would"
        )
    if anything_free and np.isnan(gls):
        parts.append(
            "no GLS figure, because the covariance of the returns is singular: dates do not "
            "outnumber assets, or an asset repeats others"
        )
    return "; ".join([*parts, f"estimated {_over(n_obs)}"])


def dates_of_tests(used: str, n_obs: int) -> str:
    """The dates that all tests use, ``used``, with the caution where they are few."""
    if n_obs >= SHORT_SPAN:
        return used
    return f"{used}; fewer than {SHORT_SPAN}, too few for a firm answer"


def few_dates(n_obs: int) -> str:
    """The caution for a short span; nothing where there are enough dates."""
    if n_obs >= SHORT_SPAN:
        return ""
    return (
        f"The estimates rest on {counted(n_obs, 'date')}, fewer than {SHORT_SPAN}: standard errors "
        "and p-values are rough, and what is there may not be seen."
    )


def exposures_in_short(
    largest: Sequence[Estimate],
    intervals: Sequence[tuple[float, float]],
    n_differing: int,
    n_exposures: int,
) -> str:
    """What a portfolio is exposed to: the largest exposures, and how many differ from zero.

    The first page says this, and names the interval of the first of the ``largest``.
    """
    first, *others = largest
    named = [
        f"{first.name} {first.value:.2f} ({interval(*intervals[0], '.2f')})",
        *(f"{x.name} {x.value:.2f}" for x in others),
    ]
    if n_exposures == 1:
        kept = "shows no sign at 5% that it differs from zero"
        verdict = "differs from zero at 5%" if n_differing else kept
        return f"The exposure to {named[0]} {verdict}."
    count = f"{n_differing} of {n_exposures}"
    verdict = (
        "all exposures differ from zero at 5%"
        if n_differing == n_exposures
        else (
            f"{count} exposures {'differ' if n_differing != 1 else 'differs'} from zero at 5%"
            if n_differing
            else "there is no sign at 5% that any differs from zero"
        )
    )
    return f"The largest exposures are {in_words(named)}; {verdict}."


def exposures_are_means(n_obs: int) -> str:
    """The caution beside exposures."""
    return (
        "At 1 it moves one for one with a factor while the others stand still. Estimated "
        f"{_over(n_obs)}; exposures may have changed: see Rolling."
    )


def risk_in_short(
    volatility: float, shares: Mapping[str, float], of_factors: float, per: str
) -> str:
    """How much a portfolio moves, and what share of that is from the factors.

    ``shares`` are the largest of single factors, and ``per`` is "a year" or "per period".
    """
    named = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    return (
        f"The volatility is {volatility:.1%} {per}. The factors explain {of_factors:.0%} of the "
        f"variance ({named}), and {1.0 - of_factors:.0%} is specific to the holdings."
    )


def risk_is_past(n_obs: int, *, hedged: bool) -> str:
    """The caution beside a split of the risk; ``hedged`` is whether a share is negative."""
    hedge = " A negative share is a hedge." if hedged else ""
    return (
        "Factors that move together share their risk: look at their sum. It is the volatility "
        f"{_over(n_obs)}, and no forecast.{hedge}"
    )


def earned_in_short(
    realised: float, of_factors: float, alpha: float, pvalue: float, per: str, *, less_rate: bool
) -> str:
    """What a portfolio earned on average, what of it the factors brought, and what alpha says.

    ``less_rate`` is whether a risk-free rate was subtracted.
    """
    mean = "mean less the risk-free rate, not compounded" if less_rate else "mean, not compounded"
    return (
        f"It earned {realised:+.1%} {per} ({mean}): {of_factors:+.1%} from its exposures to the "
        f"factors and {alpha:+.1%} alpha ({alpha_in_short(pvalue)})."
    )


def alpha_in_short(pvalue: float) -> str:
    """Whether an alpha differs from zero."""
    return verdict_of(
        pvalue,
        f"differs from zero at 5%, {_shown(pvalue)}",
        f"{_NO_SIGN}, {_shown(pvalue)}",
    )


def expected_in_short(
    expected: float, bounds: tuple[float, float], level: float, n_obs: int, per: str
) -> str:
    """What the premia say that a portfolio should earn, and how sure that is."""
    said = f"By its exposures and the premia it should earn {expected:+.1%} {per}"
    if np.isnan(bounds[0]):
        return f"{said}; how sure that is cannot be told {_over(n_obs)}."
    shown = f"{said}, {level:.0%} interval {interval(*bounds, '+.1%')}"
    if bounds[0] < 0.0 < bounds[1]:
        return f"{shown}: {counted(n_obs, 'date')} cannot tell whether that is a gain or a loss."
    return f"{shown}, estimated {_over(n_obs)}."


def no_expected(why: str) -> str:
    """Why nothing is said of what a portfolio should earn."""
    return f"What it should earn cannot be estimated. {why}."


def interval(low: float, high: float, number: str) -> str:
    """An interval in words, with a format for its ends."""
    return f"{low:{number}} to {high:{number}}"


def data_in_short(n_obs: int, n_dropped: int, status: str) -> str:
    """How many dates the numbers rest on, how many were dropped, and the first warning.

    ``status`` is that of the data report: "ok", or the number of warnings and the first one.
    """
    warned = "no warning" if status == "ok" else status.rstrip(".")
    return f"Data: {counted(n_obs, 'date')}, {n_dropped} dropped, {warned}."


def survivors(assets: str) -> str:
    """The caution for assets that were chosen because they still existed, such as "They"."""
    return (
        f"{assets} were chosen among companies that lasted. Their mean returns and alphas are "
        "higher than an investor could expect who did not know which companies would last."
    )


def _over(n_obs: int) -> str:
    """The span of a reading, with the caution for a short one."""
    few = "" if n_obs >= SHORT_SPAN else ", too few for a firm answer"
    return f"over {counted(n_obs, 'date')}{few}"


def _tested(pvalue: float, n_obs: int) -> str:
    return f"{_shown(pvalue)}, {_over(n_obs)}"


def _alphas(mean_absolute_alpha: float) -> str:
    return f"the alphas have an average size of {mean_absolute_alpha:.4%} per period"


def _shown(pvalue: float) -> str:
    return f"p <{_LEAST_SHOWN:.4f}" if pvalue < _LEAST_SHOWN else f"p {pvalue:.4f}"
