"""LF_SUMMARY: what the first page of a workbook shows."""

from typing import Annotated, Literal

import pandas as pd

from labfolio_xl.models.summary import Summary, short_name, summarise
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import (
    NONE,
    Assets,
    Benchmark,
    Factors,
    RiskFree,
    Settings,
    Weights,
)
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cells import BLANK
from labfolio_xl.sheet.layout import RULE, with_level, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable
from labfolio_xl.sheet.summary_charts import chart_cells
from labfolio_xl.sheet.summary_once import summary

SummaryShown = Literal["factors", "holdings", "words", "charts"]

# Longer texts in an array are #VALUE! in Excel before 2019.
_LONGEST_TEXT = 255
_HEADINGS = {
    "low": "exposure low",
    "high": "exposure high",
    "differs": "differs from zero",
    "share": "share of risk",
    "premium_low": "premium low",
    "premium_high": "premium high",
    "premium_p": "p of premium",
    "contribution": "return",
    "factor_mean": "own mean",
}
_ANNUAL = ("volatility", "return", "premium", "own mean")
_FORMATS = {
    "exposure low": "beta",
    "exposure high": "beta",
    "differs from zero": "text_right",
    "share of risk": "percent",
    **{f"{name} a year": "percent" for name in _ANNUAL},
    **{f"{name} per period": "return" for name in _ANNUAL},
    "premium low": "percent",
    "premium high": "percent",
    "p of premium": "p",
    "value": "percent",
    "low": "percent",
    "high": "percent",
    "says": "text",
    "caution": "text",
    **dict.fromkeys(("exposure of", "premium of", "part of the return", "share of"), "text"),
    "rank": "text",
}

_OF_A_SPAN = {
    "volatility": "The part of the portfolio's volatility (standard deviation of its return)",
    "return": "What the exposure to the factor brought to the mean return of the portfolio",
    "premium": "What the assets earned for an exposure of 1 to the factor",
    "own mean": "What the factor itself earned on average, where it is a return",
}
_HEADERS = {
    "factor": "The factors, then specific (risk that is from no factor), alpha, and the portfolio.",
    "exposure low": "Low end of the interval of the exposure; the setting level says how wide.",
    "exposure high": "High end of the interval of the exposure.",
    "differs from zero": "Whether the exposure, or alpha, differs from zero at 5%.",
    "share of risk": "The part in percent of the portfolio's variance; negative for a hedge.",
    "premium low": "Low end of the interval of the premium.",
    "premium high": "High end of the interval of the premium.",
    "p of premium": "Probability of such a premium if the true one is zero; bold below 5%.",
    **{
        f"{name} {per}": f"{said}, {per}."
        for name, said in _OF_A_SPAN.items()
        for per in ("a year", "per period")
    },
}

FIRST_PAGE = ResultSheet(
    "Dashboard",
    order=0,
    purpose="the first page: exposure, risk and return in words and pictures",
    title="Exposure, risk and return of the portfolio",
    note="",
)


@worksheet(
    "exposures",
    asks=summarise,
    blank_missing=True,
    formats=_FORMATS,
    shows=[
        ShownTable(
            "summary_factors",
            "By factor, the largest exposure first",
            FIRST_PAGE,
            "percent",
            widest={"factor": 18.0},
            headers=_HEADERS,
        ),
        ShownTable(
            "summary_words",
            "Sentences and figures",
            FIRST_PAGE,
            "percent",
            own={"show": "words"},
            stack=1,
            is_source=True,
        ),
        ShownTable(
            "summary_charts",
            "Columns behind the charts",
            FIRST_PAGE,
            "percent",
            own={"show": "charts"},
            stack=1,
            place=1,
            is_source=True,
        ),
        ShownTable(
            "summary_holdings",
            "Largest holdings",
            FIRST_PAGE,
            "beta",
            own={"show": "holdings"},
            stack=2,
            is_source=True,
        ),
    ],
)
def LF_SUMMARY(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    show: Annotated[
        SummaryShown,
        Choice(SummaryShown),
        "The table by factor, the betas of the largest holdings, the sentences and figures in "
        "words, or the columns behind the charts.",
    ] = "factors",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """What the portfolio is exposed to, what that does to its risk, what it earned: in short.

    Returns
    -------
    One row for each factor, the largest exposure first, then the specific part, alpha and the
    portfolio: exposure with its interval and p, share of risk, volatility contributed, contribution
    to the mean return, premium with its interval and p, the factor's own mean. Returns and
    volatilities are a year where the periods in a year are known. "words" gives three sentences
    with their cautions, a line on the data, and the figures of the first page.

    Notes
    -----
    The numbers are those of LF_EXPOSURE, LF_RISK, LF_ATTRIBUTION, LF_EXPECTED, LF_PREMIA and
    LF_BETAS, and those beside a benchmark are those of LF_ACTIVE. What cannot be estimated is
    blank, and a sentence says why.

    Examples
    --------
    =LF_SUMMARY(Assets, Factors, RiskFree, Weights)
    =LF_SUMMARY(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_SUMMARY(Assets, Factors, , Weights, , "words", "periods_per_year=252")
    """
    short = summary(assets, factors, risk_free, weights, benchmark, settings)
    if show == "factors":
        return _by_factor(short)
    if show == "holdings":
        return _holdings(short)
    return _words(short) if show == "words" else chart_cells(short)


def _by_factor(short: Summary) -> pd.DataFrame:
    table = short.by_factor.rename(columns=_HEADINGS)
    words = {True: "yes", False: "no", None: BLANK}
    table["differs from zero"] = [words[differs] for differs in table["differs from zero"]]
    return table.rename(columns={name: f"{name} {short.per}" for name in _ANNUAL})


def _holdings(short: Summary) -> pd.DataFrame:
    """The betas of the largest holdings; long names lose their middle, to be read in one line."""
    return short.holdings.rename(index=short_name, columns=short_name)


def _words(short: Summary) -> pd.DataFrame:
    """Sentences, then figures: item, value, low, high, says, caution."""
    figures = short.figures.rename(columns={"note": "says"})
    table = pd.concat([short.sentences, figures])[["value", "low", "high", "says", "caution"]]
    for column in ("says", "caution"):
        table[column] = [_cut(text) for text in table[column].fillna(BLANK)]
    return with_note(table.rename_axis("item"), _rule(short), RULE)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _rule(short: Summary) -> str:
    if short.periods_per_year is None:
        return with_level("per period: set periods_per_year for annual numbers", short.level)
    return with_level(f"{short.periods_per_year:g} periods a year, not compounded", short.level)
