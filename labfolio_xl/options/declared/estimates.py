"""The options on how estimates and their standard errors are made, and how they are shown."""

from __future__ import annotations

from labfolio_xl.options import words
from labfolio_xl.options.checks import LEVEL, SHARE
from labfolio_xl.options.kinds import Count, Flag, Number, Words
from labfolio_xl.options.option import Option

__all__ = ["ESTIMATES"]

ESTIMATES = (
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
        words.DEFAULT_PREMIA_COV,
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
        f"Confidence level of the intervals, and of value at risk and expected shortfall, such as "
        f"{LEVEL}.",
    ),
    Option(
        "window",
        Count(1),
        None,
        "Dates in each window of LF_ROLLING and LF_STYLE. Left out: 60 days, 52 weeks or 36 "
        "months, as the returns come, but at most half of the dates.",
    ),
    Option(
        "expanding",
        Flag(),
        default=False,
        help=(
            "Whether every window of LF_ROLLING and LF_STYLE begins with the first date, the "
            "shortest being the window."
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
            "Whether factors are sorted by value, the lowest first, as a bar chart shows them "
            "best, and assets by their betas to the first factor, the highest first."
        ),
    ),
)
