"""Every option once: what it may be, what it is when left out, and what it does.

The command line, the settings of a worksheet function and its help, the sheet Settings and the
Python functions read the declarations here. A value is checked by the same functions everywhere
(:mod:`labfolio_xl.options.checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labfolio_xl.errors import InputError
from labfolio_xl.options import words
from labfolio_xl.options.checks import LEVEL, SHARE, nearest, shown, spelled
from labfolio_xl.options.kinds import Count, Day, Flag, Name, Names, Number, OptionKind, Words

__all__ = ["OPTIONS", "Option", "find_option"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option, the same wherever it can be given.

    Attributes
    ----------
    name : str
        As Python and a settings range write it; the command line writes ``--risk-free-is``.
    kind : Words, Number, Count, Flag, Name, Names or Day
        What it takes.
    default
        What it is when left out; None where the data decide, or nothing is done.
    help : str
    """

    name: str
    kind: OptionKind
    default: str | float | bool | None
    help: str

    def read(self, value: object) -> Any:
        """Return the checked value.

        Raises
        ------
        InputError
            It is not what the option takes.
        """
        return self.kind.read(value, self.name)


_DATA = (
    Option(
        "assets_are",
        Words(words.AssetsAre),
        None,
        "What the numbers of Assets are (of Candidates in LF_SPAN): decimal returns, returns in "
        "percent, or prices.",
    ),
    Option(
        "factors_are",
        Words(words.FactorsAre),
        None,
        "What the numbers of Factors are: decimal returns, returns in percent, prices, or values "
        "that are taken as they are, such as macro series.",
    ),
    Option(
        "risk_free_is",
        Words(words.RiskFreeIs),
        None,
        "Unit of RiskFree: decimal per period, decimal per year, percent per period, or percent "
        "per year.",
    ),
    Option(
        "frequency",
        Words(words.FrequencyName),
        None,
        "How often returns are wanted; finer returns are compounded to it.",
    ),
    Option(
        "dates",
        Words(words.DateOrder),
        None,
        "Order of dates such as 03/04/2024: day first (dmy) or month first (mdy).",
    ),
    Option(
        "start",
        Day(),
        None,
        "First date that is used, or a month, quarter or year, such as 2020-01. Earlier rows are "
        "left out.",
    ),
    Option(
        "end",
        Day(),
        None,
        "Last date that is used, or a month, quarter or year, such as 2023-12. Later rows are "
        "left out. Excel makes the first of a month of 2023-12 in a cell: type the last day there.",
    ),
    Option(
        "use_factors",
        Names(("all",)),
        "all",
        "Names of the factors that are used, with commas between them; the other columns of "
        "Factors are left out.",
    ),
    Option(
        "net_of",
        Name("a factor"),
        None,
        "Name of the factor, such as the market, of which the others are taken net: each less its "
        "beta on it times its return.",
    ),
    Option(
        "missing",
        Words(words.Missing),
        "available",
        "Dates with missing cells: use what there is, only dates with everything, or refuse them.",
    ),
    Option(
        "self_financing",
        Names(("auto", "none", "all")),
        "auto",
        "Factors from which the risk-free rate is not subtracted, such as long-short portfolios; "
        "auto knows the usual names (SMB, HML, ...).",
    ),
    Option(
        "periods_per_year",
        Number("give 252, 52, 12 or 4", above=0.0),
        None,
        "Periods in a year, for annual numbers: 252, 52, 12 or 4.",
    ),
)

_PORTFOLIO = (
    Option(
        "weights_are",
        Words(words.WeightsAre),
        None,
        "What the numbers of Weights are: fractions, percent, or amounts of money.",
    ),
    Option(
        "nav",
        Number("give the value of the portfolio, above 0", above=0.0),
        None,
        "Value of the portfolio in its currency. Amounts of money are divided by it, else by "
        "their sum; LF_HEDGE shows amounts in that currency.",
    ),
    Option(
        "unmatched",
        Words(words.Unmatched),
        "error",
        "Weights of assets that have no returns: refuse them, or go on without them (drop).",
    ),
    Option(
        "specific",
        Words(words.SpecificRisk),
        "full",
        "Specific risk: residuals of different assets as they move together (full), or taken as "
        "uncorrelated (diagonal).",
    ),
    Option(
        "linked",
        Flag(),
        default=True,
        help=(
            "Whether the parts of LF_ATTRIBUTION sum to the compounded return; no: to the sum of "
            "the returns."
        ),
    ),
    Option(
        "span_start",
        Day(),
        None,
        "First date of the return that LF_ATTRIBUTION splits; exposures come from all dates.",
    ),
    Option(
        "span_end",
        Day(),
        None,
        "Last date of the return that LF_ATTRIBUTION splits; exposures come from all dates.",
    ),
)

_ESTIMATES = (
    Option(
        "cov",
        Words(words.ExposureCov),
        words.DEFAULT_COV,
        "Standard errors of regressions over time: White's (hc3, for small samples too; hc0, hc1), "
        "classical (ols), Newey-West's (hac), or from dates that are drawn again (bootstrap). A "
        "function that does not offer the word keeps its own kind and names it.",
    ),
    Option(
        "premia_cov",
        Words(words.PremiaCov),
        "robust",
        "Standard errors of risk premia: for betas that are estimates and a model that may be "
        "wrong (robust; fm with beta_window), Fama-MacBeth's (fm), Newey-West's (hac), Shanken's "
        "for a right model (shanken), or from dates that are drawn again (bootstrap).",
    ),
    Option(
        "model_cov",
        Words(words.FactorModelCov),
        "robust",
        "Covariance of the linear factor model: White's (robust), or Newey-West's (kernel).",
    ),
    Option(
        "lags",
        Count(),
        None,
        "Lags of Newey-West's errors (hac, kernel), fewer than the dates. Left out, their number "
        "is found from the data, and with T dates is at most 1.3 times the root of T, less one. "
        "Many lags and many assets leave no J test.",
    ),
    Option(
        "test_lags",
        Count(1),
        None,
        "Lags of the test of autocorrelation in LF_DIAGNOSTICS. Left out: 10, or a fifth of the "
        "dates where that is less.",
    ),
    Option(
        "level",
        Number(SHARE, above=0.0, below=1.0),
        LEVEL,
        f"Confidence level of the intervals, such as {LEVEL}.",
    ),
    Option(
        "window",
        Count(1),
        None,
        "Dates in each window of LF_ROLLING. Left out: 60 days, 52 weeks or 36 months, as the "
        "returns come, but at most half of the dates.",
    ),
    Option(
        "expanding",
        Flag(),
        default=False,
        help=(
            "Whether every window of LF_ROLLING begins with the first date, the shortest being the "
            "window."
        ),
    ),
    Option(
        "beta_window",
        Count(1),
        None,
        "Dates before each period from which its betas come in the premia by period, such as 60, "
        "so that nothing looks ahead. Left out: the betas of all dates.",
    ),
    Option(
        "intercept",
        Flag(),
        default=False,
        help="Whether premia are estimated together with the zero-beta rate.",
    ),
    Option(
        "estimator",
        Words(words.Estimator),
        "two-pass",
        "Estimator of the linear factor model: two-pass, efficient GMM (slow), or traded, for "
        "factors that are traded returns.",
    ),
    Option(
        "j",
        Words(words.JDefinition),
        "projected",
        "Which J: from the covariance projected to its rank, or from the full one as linearmodels "
        "did before 7.1.",
    ),
    Option(
        "unit_betas",
        Flag(),
        default=False,
        help=("Whether LF_SPAN also tests betas that sum to one, for returns before the rate."),
    ),
    Option(
        "resamples",
        Count(100, 100_000),
        1000,
        "How often the bootstrap draws the dates again, 100 to 100,000. Its 95% intervals of "
        "exposures are a little short: simulated ones hold in 90 to 93% with 36 dates, in 94% with "
        "249.",
    ),
    Option(
        "block",
        Number("give a number of periods, 1 or more", least=1.0),
        None,
        "Mean length of the blocks of dates that the bootstrap draws, in periods. Left out, it is "
        "found from the data.",
    ),
    Option(
        "seed",
        Count(),
        0,
        "Seed of the bootstrap's draws; the same seed gives the same intervals.",
    ),
    Option(
        "sort",
        Flag(),
        default=False,
        help=(
            "Whether factors are sorted by value, the lowest first, as a bar chart shows them best."
        ),
    ),
)

OPTIONS: dict[str, Option] = {option.name: option for option in (*_DATA, *_PORTFOLIO, *_ESTIMATES)}


def find_option(name: str, options: Mapping[str, Option] = OPTIONS) -> Option:
    """Return the option of a name, in the case and spelling that people type.

    Raises
    ------
    InputError
        There is none; the sentence names the nearest.
    """
    found = options.get(spelled(name).replace("-", "_"))
    if found is not None:
        return found
    alike = nearest(name, options)
    takers = [o.name for o in options.values() if isinstance(o.kind, Words) and o.kind.has(name)]
    hint = f"choose one of {', '.join(options)}"
    if takers:
        hint = f"it is a value of {', '.join(takers)}: write {takers[0]}={shown(name)}"
    elif alike:
        hint = f"the nearest is {alike}"
    raise InputError(f'"{shown(name)}" is no setting; {hint}.')
