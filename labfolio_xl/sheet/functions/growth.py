"""LF_GROWTH and LF_DRAWDOWNS: how the portfolio and its benchmark grew and fell, for charts."""

from typing import Annotated, Literal

from labfolio_xl.models.growth import drawdowns, growth
from labfolio_xl.sheet.arguments.kinds import Choice
from labfolio_xl.sheet.arguments.shared import (
    NONE,
    Assets,
    Benchmark,
    OptionalFactors,
    RiskFree,
    Settings,
    Weights,
)
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cells import Result
from labfolio_xl.sheet.functions.performance import PERFORMANCE_SHEET
from labfolio_xl.sheet.gate import with_own_warning
from labfolio_xl.sheet.layout import RULE, with_note
from labfolio_xl.sheet.shown import ShownTable

GrowthShown = Literal["growth", "return"]
DrawdownsShown = Literal["series", "worst"]

# So many of the deepest falls are shown; Python gives all.
_MOST = 10
_HEADINGS = {
    "to_trough": "to trough",
    "to_recovery": "to recovery",
    "benchmark": "benchmark meanwhile",
}
_DATES = {"peak": "date", **dict.fromkeys(("trough", "recovery"), "date_after")}
_COUNTS = dict.fromkeys(("periods", "to trough", "to recovery"), "count")


@worksheet(
    "risk",
    asks=growth,
    shows=[
        ShownTable(
            "growth",
            "Return since the start",
            PERFORMANCE_SHEET,
            "return",
            own={"show": "return"},
            headers={
                "date": "The end of the period; the first row is the start, one period before.",
                "Portfolio": "The portfolio's compounded return up to this date.",
                "Benchmark": "The benchmark's compounded return up to this date.",
            },
            stack=3,
        )
    ],
)
def LF_GROWTH(
    assets: Assets,
    factors: OptionalFactors = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    show: Annotated[
        GrowthShown, Choice(GrowthShown), "What one became, or the return since the start."
    ] = "growth",
    settings: Settings = NONE,
) -> Result:
    """How one unit of money grew in the portfolio and in its benchmark, by date.

    Returns
    -------
    One row for each date: the compounded value of one in the portfolio and, if it is given, in
    the benchmark. The first row is one, dated one period before the first return. "return": the
    same less one, the compounded return up to each date.

    Examples
    --------
    =LF_GROWTH(Assets, , RiskFree, Weights)
    =LF_GROWTH(Assets, Factors, RiskFree, Weights, Benchmark, "return", "rebalance=never")
    """
    result = settings.ask(growth, assets, factors, risk_free, weights, benchmark)
    shown = result.by_date if show == "growth" else result.by_date - 1.0
    table = with_note(shown, result.rule, RULE)
    return with_own_warning(table, result.warnings, assets)


@worksheet(
    "risk",
    asks=drawdowns,
    blank_missing=True,
    formats={**_DATES, **_COUNTS},
    shows=[
        ShownTable(
            "drawdowns",
            "Drawdown: below the highest value so far",
            PERFORMANCE_SHEET,
            "return",
            headers={
                "date": "The end of the period; the first row is the start, one period before.",
                "Portfolio": "The portfolio's return since its highest value so far.",
                "Benchmark": "The benchmark's return since its highest value so far.",
            },
            stack=4,
        ),
        ShownTable(
            "falls",
            "The deepest falls",
            PERFORMANCE_SHEET,
            "return",
            own={"show": "worst"},
            headers={
                "peak": "The last date of the highest value; blank if it fell from the start.",
                "trough": "The lowest date of the fall.",
                "recovery": "The first date as high as the peak; blank if there is none yet.",
                "drawdown": "The return from peak to trough.",
                "periods": "Periods from the peak to the recovery, or to the last date.",
                "to trough": "Periods from the peak to the trough.",
                "to recovery": "Periods from the trough to the recovery.",
                "benchmark meanwhile": "The benchmark's return from peak to trough.",
            },
            widest={RULE: 30.0},
            stack=1,
        ),
    ],
)
def LF_DRAWDOWNS(
    assets: Assets,
    factors: OptionalFactors = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    show: Annotated[
        DrawdownsShown, Choice(DrawdownsShown), "The falls by date, or the ten deepest falls."
    ] = "series",
    settings: Settings = NONE,
) -> Result:
    """How far the portfolio and its benchmark fell from their highest values, when, for how long.

    Returns
    -------
    One row for each date: the return since the highest value so far, of the portfolio and, if it
    is given, of the benchmark. "worst": the ten deepest falls of the portfolio: dates of peak,
    trough and recovery, depth, lengths in periods, and the benchmark's return from peak to
    trough.

    Examples
    --------
    =LF_DRAWDOWNS(Assets, , RiskFree, Weights)
    =LF_DRAWDOWNS(Assets, Factors, RiskFree, Weights, Benchmark, "worst")
    """
    result = settings.ask(drawdowns, assets, factors, risk_free, weights, benchmark)
    shown = result.by_date if show == "series" else result.deepest(_MOST)
    table = with_note(shown, result.rule, RULE, headings=_HEADINGS)
    return with_own_warning(table, result.warnings, assets)
