"""All charts of a workbook by name, and the tables that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from labfolio_xl.plan import charts_first_page as first
from labfolio_xl.plan import charts_portfolio as portfolio
from labfolio_xl.plan import charts_returns as returns
from labfolio_xl.plan.chart import Chart, Series
from labfolio_xl.plan.charts_portfolio import MOST_ROLLING
from labfolio_xl.plan.layout import Block

__all__ = ["CHARTS", "Chart", "Series", "charts"]

# For each chart by its name: the key of the table that it shows, and the function that makes it.
CHARTS: dict[str, tuple[str, Callable[[Mapping[str, Block]], Chart]]] = {
    "LabfolioFirstExposures": (first.TABLE, first.exposures),
    "LabfolioFirstRisk": (first.TABLE, first.risk),
    "LabfolioFirstReturn": (first.TABLE, first.mean_return),
    "LabfolioFirstPremia": (first.TABLE, first.premia),
    "LabfolioExpected": ("expected", returns.expected),
    "LabfolioCumulative": ("cumulative", returns.cumulative),
    "LabfolioRisk": ("risk", portfolio.risk_split),
    "LabfolioRiskAssets": ("risk_assets", portfolio.risk_by_asset),
    "LabfolioAttribution": ("attribution", portfolio.attributed),
    "LabfolioContributions": ("attribution", portfolio.contributions),
    "LabfolioGrowth": ("growth", returns.growth),
    "LabfolioDrawdowns": ("drawdowns", returns.drawdowns),
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
            made[name] = make(blocks)
    return made
