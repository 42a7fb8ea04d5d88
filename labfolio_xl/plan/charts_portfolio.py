"""The charts of the sheets on risk, attribution and rolling exposures."""

from __future__ import annotations

from collections.abc import Mapping

from labfolio_xl.plan.chart import Chart, Series, cell_of, firsts_of
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.returns.names.terms import ALPHA

__all__ = ["MOST_ROLLING", "attributed", "contributions", "risk_by_asset", "risk_split", "rolling"]

# Rolling exposures are charted for this many factors; the table has all.
MOST_ROLLING = 6
# The labels of the rows of LF_RISK and LF_ATTRIBUTION that are not factors.
_NOT_FACTORS = ("specific", "rest")
# For each factor LF_ROLLING spills the exposure, and the lower and upper edge of its band.
_COLUMNS_A_FACTOR = 3


def risk_split(blocks: Mapping[str, Block]) -> Chart:
    """One bar, divided into the shares of the factors and of the specific part."""
    return _one_bar(
        "LabfolioRisk",
        "Share of each factor in the variance of the portfolio",
        "share of the variance; left of zero: a hedge",
        _pieces(blocks["risk"], "share"),
    )


def attributed(blocks: Mapping[str, Block]) -> Chart:
    """One bar, divided into the parts of the realised return."""
    return _one_bar(
        "LabfolioAttribution",
        "The parts that add up to the realised return",
        "contribution to the return of the span; left of zero: losses",
        _pieces(blocks["attribution"], "contribution"),
    )


def _one_bar(name: str, title: str, x_title: str, pieces: tuple[Series, ...]) -> Chart:
    return Chart(name, "stack", title, x_title, "", "0%", "", pieces, ("Portfolio",))


def _pieces(block: Block, column: str) -> tuple[Series, ...]:
    """Return a series for each row except the last, which is the total of the others."""
    names, values = block.column(0), block.column(column)
    labels = firsts_of(block)
    total = cell_of(names, len(labels) - 1)
    return tuple(
        Series(
            cell_of(names, row),
            total,
            cell_of(values, row),
            role="other" if label in _NOT_FACTORS else "data",
        )
        for row, label in enumerate(labels[:-1])
    )


def risk_by_asset(blocks: Mapping[str, Block]) -> Chart:
    """The weight of each asset beside its share of the variance."""
    block = blocks["risk_assets"]
    assets = block.column("asset")
    series = (
        Series("weight", assets, block.column("weight")),
        Series("share of the variance", assets, block.column("share")),
    )
    return Chart(
        "LabfolioRiskAssets",
        "columns",
        "Weight of each asset, and its share of the variance",
        "asset",
        "share",
        "",
        "0%",
        series,
        firsts_of(block),
    )


def contributions(blocks: Mapping[str, Block]) -> Chart:
    """The parts of the realised return side by side, and their sum."""
    block = blocks["attribution"]
    series = Series("contribution", block.column(0), block.column("contribution"))
    return Chart(
        "LabfolioContributions",
        "columns",
        "Contribution of each part, and their sum",
        "part",
        "contribution",
        "",
        "0%",
        (series,),
        firsts_of(block),
    )


def rolling(blocks: Mapping[str, Block], place: int) -> Chart:
    """The exposure to one factor over time between the edges of its band.

    A chart for a place beyond the last factor shows the last factor, and is hidden.
    """
    block = blocks["rolling"]
    n_factors = block.header.index(ALPHA) // _COLUMNS_A_FACTOR
    factor = min(place, n_factors - 1)
    first = 1 + factor * _COLUMNS_A_FACTOR
    dates = block.column(0)
    series = tuple(
        Series(block.head(first + k), dates, block.column(first + k), role="edge" if k else "data")
        for k in range(_COLUMNS_A_FACTOR)
    )
    title: Area = block.head(first)
    return Chart(
        f"LabfolioRolling{place + 1}",
        "ribbon",
        block.header[first],
        "last date of the window",
        "exposure",
        "yyyy-mm",
        "0.00",
        series,
        firsts_of(block),
        title_cell=title,
        shown=place < n_factors,
    )
