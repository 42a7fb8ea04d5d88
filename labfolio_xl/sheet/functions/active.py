"""LF_ACTIVE: the portfolio against its benchmark."""

from typing import Annotated, Literal

import numpy as np
import pandas as pd

from labfolio_xl.models.active import Active, active
from labfolio_xl.returns.aligned import Aligned
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
from labfolio_xl.sheet.layout import INFERENCE, RULE, with_inference, with_note
from labfolio_xl.sheet.shown import LINES, ResultSheet, ShownTable

ActiveShown = Literal["summary", "factors", "assets"]

ACTIVE_SHEET = ResultSheet(
    "Active",
    order=25,
    purpose="the portfolio against its benchmark: active weights, exposures, risk and return",
    title="Against the benchmark (active risk and return)",
    note=(
        "Active is the portfolio less its benchmark. The parts of the tracking error sum to it; a "
        "negative part brings the portfolio nearer to the benchmark."
    ),
    apart=True,
    needs="benchmark",
)

_SUMMARY = {
    "mean": "mean",
    "mean_annual": "annual mean",
    "volatility_annual": "annual volatility",
    "ratio_annual": "annual ratio",
    "std_error": "ratio, s.e.",
    "std_error_annual": "annual ratio, s.e.",
    "beta_std_error": "beta, s.e.",
    "up_capture": "up capture",
    "down_capture": "down capture",
    "active_share": "active share",
}
_PARTS = {
    "tracking_error": "tracking error",
    "tracking_error_annual": "annual tracking error",
    "share": "share of variance",
}
_OF_SUMMARY = [
    *("mean", "volatility", "ratio", "ratio, s.e.", "beta", "beta, s.e."),
    *("correlation", "up capture", "down capture", "active share"),
]
_ANNUAL = {
    "mean": "annual mean",
    "volatility": "annual volatility",
    "ratio": "annual ratio",
    "ratio, s.e.": "annual ratio, s.e.",
    "tracking error": "annual tracking error",
}
_OF_FACTORS = [
    *("portfolio", "benchmark", "active", "s.e.", "t", "p", "low", "high"),
    *("tracking error", "share of variance"),
]
_OF_ASSETS = ["portfolio", "benchmark", "active", "tracking error", "share of variance"]
_FORMATS = {
    "side": "text",
    **dict.fromkeys(("mean", "volatility", "tracking error"), "return"),
    **dict.fromkeys(("annual mean", "annual volatility", "annual tracking error"), "percent"),
    **dict.fromkeys(("up capture", "down capture", "active share"), "percent"),
    **dict.fromkeys(("ratio", "annual ratio", "ratio, s.e.", "annual ratio, s.e."), "beta"),
    **dict.fromkeys(("beta", "beta, s.e.", "correlation"), "beta"),
    "share of variance": "percent",
}


# Most workbooks have no benchmark, which is no mistake: the tables have their headers, and a row
# that says so.
_NONE_GIVEN = "none is given: fill the sheet Benchmark, or select returns or weights"


@worksheet(
    "risk",
    asks=active,
    reads=["level"],
    blank_missing=True,
    formats=_FORMATS,
    shows=[
        ShownTable(
            "active",
            "Portfolio, benchmark, and the difference",
            ACTIVE_SHEET,
            "return",
            own={"show": "summary"},
            widest={"rule": 60.0},
            headers={
                "side": "The portfolio, its benchmark, or the portfolio less the benchmark.",
                "mean": "Mean excess return per period; of Active: the mean active return.",
                "volatility": "Standard deviation of the return per period; of Active: the "
                "tracking error.",
                "ratio": "Mean over volatility per period: Sharpe ratio; of Active: information "
                "ratio.",
                "ratio, s.e.": "Standard error of the ratio for independent normal returns.",
                "annual mean": "The mean times the number of periods in a year.",
                "annual volatility": "The volatility times the root of that number; of Active: "
                "the tracking error.",
                "annual ratio": "Annual mean over annual volatility: Sharpe ratio; of Active: "
                "information ratio.",
                "annual ratio, s.e.": "Its standard error for independent normal returns.",
                "beta": "How much the return moves for each unit of the benchmark's.",
                "beta, s.e.": "Standard error of beta.",
                "correlation": "With the benchmark.",
                "up capture": "Mean growth in the periods in which the benchmark rose, in percent "
                "of the benchmark's.",
                "down capture": "Mean growth in the periods in which the benchmark fell, in "
                "percent of the benchmark's.",
                "active share": "Half of the sum of the absolute active weights: which part of "
                "the portfolio differs from the benchmark.",
            },
        ),
        ShownTable(
            "active_factors",
            "Active exposures, and what makes the tracking error",
            ACTIVE_SHEET,
            "beta",
            own={"show": "factors"},
            widest=LINES,
            headers={
                "factor": "A factor; specific is what no factor explains; Active is the sum.",
                "portfolio": "The exposure of the portfolio.",
                "benchmark": "The exposure of the benchmark.",
                "active": "The active exposure: the difference of the two.",
                "s.e.": "Standard error of the active exposure.",
                "tracking error": "The part of the tracking error per period.",
                "annual tracking error": "The part of the tracking error of a year.",
                "share of variance": "The part in percent of the variance of the active return.",
            },
            stack=1,
        ),
        ShownTable(
            "active_assets",
            "Active weights, and what makes the tracking error",
            ACTIVE_SHEET,
            "weight",
            own={"show": "assets"},
            widest={"rule": 60.0},
            headers={
                "asset": "An asset; Benchmark where the benchmark is a series of returns.",
                "portfolio": "The weight in the portfolio after the last date.",
                "benchmark": "The weight in the benchmark after the last date.",
                "active": "The active weight: the difference of the two.",
                "tracking error": "The part of the tracking error per period.",
                "annual tracking error": "The part of the tracking error of a year.",
                "share of variance": "The part in percent of the variance of the active return.",
            },
            filtered=True,
            stack=2,
        ),
    ],
)
def LF_ACTIVE(
    assets: Assets,
    factors: Factors,
    risk_free: RiskFree = None,
    weights: Weights = None,
    benchmark: Benchmark = None,
    show: Annotated[
        ActiveShown,
        Choice(ActiveShown),
        "The figures of both and of the difference; or active exposures and the tracking error by "
        "factor; or active weights and the tracking error by asset.",
    ] = "summary",
    settings: Settings = NONE,
) -> pd.DataFrame:
    """The portfolio against its benchmark: active return, risk, exposures and weights.

    Returns
    -------
    Three rows: portfolio, benchmark and active, with mean return, volatility (of the active row:
    the tracking error), their ratio (Sharpe and information ratio) with its standard error, beta
    to the benchmark with its standard error, correlation, up and down capture, active share. By
    factor: the exposures of both and the active one with standard error, t, p and interval, and
    its part of the tracking error. By asset: the weights of both and the active one, and its part
    of the tracking error. The parts sum to the whole.

    Notes
    -----
    The benchmark is a series of returns by date, or weights of the assets, fixed or by date.
    Returns are in excess of the risk-free rate, if one is given. Without a benchmark one row says
    so.

    Examples
    --------
    =LF_ACTIVE(Assets, Factors, RiskFree, Weights, Benchmark)
    =LF_ACTIVE(Assets, Factors, , Weights, Benchmark, "factors", "cov=hac")
    """
    if benchmark is None:
        return _without_benchmark(show, annual=_is_annual(assets, settings))
    result = settings.ask(active, assets, factors, risk_free, weights, benchmark)
    if show == "factors":
        level = settings["level"]
        table = _annual_or_not(result, result.to_frame(level))
        return with_inference(table, result.inference, level, _PARTS)
    if show == "assets":
        table = _annual_or_not(result, result.by_asset())
        return with_note(table, _rule_of_weights(result), RULE, headings=_PARTS)
    return with_note(_summary(result), result.rule, RULE, headings=_SUMMARY)


def _rule_of_weights(result: Active) -> str:
    last = f"{result.dates.last:%Y-%m-%d}"
    return f"weights as they are after {last}; parts of the tracking error over {result.dates}"


def _summary(result: Active) -> pd.DataFrame:
    return _annual_or_not(result, result.summary)


def _annual_or_not(result: Active, table: pd.DataFrame) -> pd.DataFrame:
    """The numbers of a year, where they are known, in the place of those per period."""
    if result.periods_per_year is None:
        return table
    annual = {name: f"{name}_annual" for name in table.columns if f"{name}_annual" in table}
    for name, yearly in annual.items():
        table = table.assign(**{name: table[yearly]}).drop(columns=yearly)
    return table.rename(columns=annual)


def _is_annual(assets: object, settings: Settings) -> bool:
    often = assets.frequency if isinstance(assets, Aligned) else None
    return settings["periods_per_year"] is not None or often is not None


def _without_benchmark(show: ActiveShown, *, annual: bool) -> pd.DataFrame:
    """The headers of a table, and one row for the benchmark that is not given."""
    columns = {"summary": _OF_SUMMARY, "factors": _OF_FACTORS, "assets": _OF_ASSETS}[show]
    if annual:
        columns = [*(_ANNUAL.get(name, name) for name in columns)]
    last = INFERENCE if show == "factors" else RULE
    table = pd.DataFrame([[np.nan] * len(columns)], index=["Benchmark"], columns=columns)
    named = table.rename_axis({"summary": "side", "factors": "factor", "assets": "asset"}[show])
    return with_note(named, _NONE_GIVEN, last)
