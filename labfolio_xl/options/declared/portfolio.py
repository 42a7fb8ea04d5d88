"""The options on the weights, the portfolio's risk, and its return over a span."""

from __future__ import annotations

from labfolio_xl.options import words
from labfolio_xl.options.kinds import Day, Flag, Number, Words
from labfolio_xl.options.option import Option

__all__ = ["PORTFOLIO"]

PORTFOLIO = (
    Option(
        "weights_are",
        Words(words.WeightsAre),
        None,
        "What the numbers of Weights are: fractions, percent, or amounts of money.",
    ),
    Option(
        "benchmark_are",
        Words(words.BenchmarkAre),
        None,
        "What the numbers of Benchmark are: decimal returns, returns in percent, or prices; or "
        "weights in fractions, in percent, or as amounts of money.",
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
