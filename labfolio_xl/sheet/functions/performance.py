"""LF_PERFORMANCE: what the portfolio, its benchmark and each asset earned, and at which risk."""

from typing import Annotated, Literal

from labfolio_xl.models.performance import performance
from labfolio_xl.models.tail_risk import tail_risk
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
from labfolio_xl.sheet.gate import with_own_warning
from labfolio_xl.sheet.layout import RULE, with_note
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

PerformanceShown = Literal["figures", "tail"]

_HEADINGS = {
    "total_return": "total return",
    "return_annual": "annual return",
    "volatility_annual": "annual volatility",
    "sharpe_annual": "Sharpe ratio",
    "worst_date": "date of worst",
    "best_date": "date of best",
    "hit_rate": "above zero",
    "excess_kurtosis": "excess kurtosis",
    "value_at_risk": "value at risk",
    "expected_shortfall": "expected shortfall",
    "benchmark_value_at_risk": "value at risk, benchmark",
    "benchmark_expected_shortfall": "shortfall, benchmark",
    "active_value_at_risk": "value at risk, active",
    "active_expected_shortfall": "shortfall, active",
}
_FORMATS = {
    "total return": "percent",
    "annual return": "percent",
    "annual volatility": "percent",
    "Sharpe ratio": "beta",
    "s.e.": "beta",
    "above zero": "percent",
    "skewness": "beta",
    "excess kurtosis": "beta",
    **dict.fromkeys(("peak", "trough", "recovery", "date of worst", "date of best"), "date_after"),
}
_TAIL = "The parts sum to the row Portfolio. A loss is negative."

PERFORMANCE_SHEET = ResultSheet(
    "Performance",
    order=35,
    purpose="what portfolio, benchmark and assets earned, at which risk, and the worst falls",
    title="What was earned, and at which risk (performance)",
    note=(
        "Returns of less than a year are not annualised. Value at risk and shortfall are returns "
        "of one period: a loss is negative. A fall is measured from the highest value before it; "
        "one without a date of recovery goes on."
    ),
    apart=True,
)


@worksheet(
    "risk",
    asks=performance,
    reads=["specific"],
    blank_missing=True,
    formats=_FORMATS,
    shows=[
        ShownTable(
            "performance",
            "Return and risk",
            PERFORMANCE_SHEET,
            "return",
            widest={RULE: 80.0},
            headers={
                "asset": "The portfolio; with a benchmark the benchmark, and Active, the return of "
                "the portfolio less the benchmark's; then each asset on the dates that it has.",
                "total return": "The compounded return over all dates.",
                "annual return": "The same a year; blank for less than a year.",
                "annual volatility": "Standard deviation of the returns, a year; of Active the "
                "tracking error.",
                "Sharpe ratio": "Mean return above the risk-free rate, divided by its standard "
                "deviation, a year; of Active the information ratio.",
                "s.e.": "Standard error of the Sharpe ratio (Lo 2002).",
                "drawdown": "The deepest fall from the highest value before it; of Active that of "
                "the portfolio's value in units of the benchmark's.",
                "peak": "The last date of the highest value before that fall; blank if it fell "
                "from the start.",
                "trough": "The lowest date of that fall.",
                "recovery": "The first date as high as the peak; blank if there is none yet.",
                "worst": "The lowest return of a period.",
                "best": "The highest return of a period.",
                "date of worst": "The date of the lowest return.",
                "date of best": "The date of the highest return.",
                "above zero": "The share of the periods with a return above zero (hit rate).",
                "skewness": "As Excel's SKEW: below zero, large losses are likelier than gains.",
                "excess kurtosis": "As Excel's KURT: above zero, the tails are fatter than normal.",
                "value at risk": "The return at the edge of the worst periods, as they were; the "
                "setting level says which share of all periods is better.",
                "expected shortfall": "The mean return of those worst periods.",
                "dates": "The number of returns.",
            },
        ),
        ShownTable(
            "tail",
            "Value at risk by factor (normal returns)",
            PERFORMANCE_SHEET,
            "return",
            own={"show": "tail"},
            widest={RULE: 30.0},
            headers={
                "factor": "A factor; specific is what no factor explains, with alpha; Portfolio is "
                "the sum.",
                "mean": "The part of the mean return: exposure times what the factor earned.",
                "volatility": "The part of the standard deviation, which is negative for a hedge.",
                "value at risk": f"Mean and volatility at the level of the settings. {_TAIL}",
                "expected shortfall": f"The mean of the returns below that. {_TAIL}",
            },
            stack=2,
        ),
    ],
)
def LF_PERFORMANCE(
    assets: Assets,
    factors: OptionalFactors = None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    show: Annotated[
        PerformanceShown,
        Choice(PerformanceShown),
        "The figures of portfolio and assets, or the tail of the portfolio by factor.",
    ] = "figures",
    settings: Settings = NONE,
) -> Result:
    """What portfolio, benchmark and assets earned, and at which risk: return, ratio, falls, tails.

    Returns
    -------
    The portfolio; with a benchmark the benchmark and the active return; then each asset: return,
    annual return and volatility, Sharpe ratio with its standard error, deepest drawdown with its
    dates, worst and best period, share of periods above zero, skewness, kurtosis, value at risk,
    expected shortfall, dates. "tail": both from the factor model with normal returns, a row for
    each factor; the parts sum.

    Notes
    -----
    Value at risk and shortfall are returns of one period, a loss is negative. Factors are needed
    for "tail" only; else they settle the dates. An asset is judged on the dates that it has. Of
    Active the volatility is the tracking error, the ratio the information ratio.

    Examples
    --------
    =LF_PERFORMANCE(Assets, , RiskFree, Weights)
    =LF_PERFORMANCE(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_PERFORMANCE(Assets, Factors, RiskFree, Weights, , "tail", "level=0.99")
    """
    tables = (assets, factors, risk_free, weights, benchmark)
    if show == "tail":
        tail = settings.ask(tail_risk, *tables)
        return with_note(tail.to_frame(), tail.rule, RULE, headings=_HEADINGS)
    result = settings.ask(performance, *tables)
    table = with_note(result.to_frame(), result.rule, RULE, headings=_HEADINGS)
    return with_own_warning(table, result.warnings, assets)
