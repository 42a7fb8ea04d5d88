"""All charts by name; those of the dashboard are defined here, with the cells that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from labfolio_xl.plan import charts_portfolio as portfolio
from labfolio_xl.plan import charts_returns as returns
from labfolio_xl.plan.chart import Chart, Series, firsts_of
from labfolio_xl.plan.chart_cache import cache_of
from labfolio_xl.plan.charts_portfolio import MOST_ROLLING
from labfolio_xl.plan.layout import Block

__all__ = ["CHARTS", "TITLES", "Chart", "Series", "charts"]

# The charts of the dashboard.
TITLES = {
    "LabfolioExposures": "Exposure of the portfolio, with a band of one s.e.",
    "LabfolioPremia": "Risk premium of each factor",
}


def _exposures(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["exposure"]
    factors = block.column("factor")
    series = (
        Series(
            "exposure",
            factors,
            block.column("exposure"),
            block.column("s.e."),
        ),
        # Excel scales an axis by its points only, and would cut the bands.
        Series("less 1 sd", factors, block.column("less 1 sd"), role="unseen"),
        Series("plus 1 sd", factors, block.column("plus 1 sd"), role="unseen"),
    )
    return Chart(
        "LabfolioExposures",
        "band",
        TITLES["LabfolioExposures"],
        "factor",
        "exposure",
        "",
        "0.0",
        series,
        firsts_of(block),
    )


def _premia(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["premia"]
    return Chart(
        "LabfolioPremia",
        "bars",
        TITLES["LabfolioPremia"],
        "mean premium per period",
        "factor",
        "0.00%",
        "",
        (Series("premium", block.column("factor"), block.column("premium")),),
        firsts_of(block),
    )


# For each chart by its name: the key of the table that it shows, and the function that makes it.
CHARTS: dict[str, tuple[str, Callable[[Mapping[str, Block]], Chart]]] = {
    "LabfolioExposures": ("exposure", _exposures),
    "LabfolioPremia": ("premia", _premia),
    "LabfolioExpected": ("expected", returns.expected),
    "LabfolioCumulative": ("cumulative", returns.cumulative),
    "LabfolioRisk": ("risk", portfolio.risk_split),
    "LabfolioRiskAssets": ("risk_assets", portfolio.risk_by_asset),
    "LabfolioAttribution": ("attribution", portfolio.attributed),
    "LabfolioContributions": ("attribution", portfolio.contributions),
    **{
        f"LabfolioRolling{place + 1}": ("rolling", partial(portfolio.rolling, place=place))
        for place in range(MOST_ROLLING)
    },
}


def charts(blocks: Mapping[str, Block]) -> dict[str, Chart | str]:
    """Return the charts of these tables by name, or the error message of a table that failed."""
    made: dict[str, Chart | str] = {}
    for name, (key, make) in CHARTS.items():
        if key in blocks and blocks[key].failed:
            made[name] = blocks[key].mistake
        elif key in blocks:
            chart = make(blocks)
            made[name] = replace(chart, cache=cache_of(chart, blocks))
    return made
