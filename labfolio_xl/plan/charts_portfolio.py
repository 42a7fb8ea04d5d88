"""The charts of the sheets on risk, attribution and rolling exposures."""

from __future__ import annotations

from collections.abc import Mapping

from labfolio_xl.models.attribution import REST, RISK_FREE
from labfolio_xl.models.risk import SPECIFIC
from labfolio_xl.plan.chart import (
    Chart,
    Role,
    Series,
    cell_of,
    firsts_of,
    in_words,
    largest,
    values_of,
)
from labfolio_xl.plan.colors import colors_of, ranked
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.styles import OTHER
from labfolio_xl.returns.names.terms import ALPHA

__all__ = ["MOST_ROLLING", "attributed", "contributions", "risk_by_asset", "risk_split", "rolling"]

# Rolling exposures are charted for this many factors; the table has all.
MOST_ROLLING = 6
# The rows of LF_RISK and LF_ATTRIBUTION that are no factors, and how they look.
_NOT_FACTORS: Mapping[str, Role] = {
    SPECIFIC: "other",
    REST: "other",
    ALPHA: "alpha",
    RISK_FREE: "rate",
}
# For each factor LF_ROLLING spills the exposure, and the lower and upper edge of its band.
_COLUMNS_A_FACTOR = 3
_MOST_SAID = 3  # names in the description of a chart


def risk_split(blocks: Mapping[str, Block]) -> Chart:
    """One bar, divided into the shares of the factors and of the specific part."""
    return _one_bar(
        blocks,
        ("LabfolioRisk", "risk", "share"),
        "Share of each factor in the variance of the portfolio",
        "share of the variance; left of zero: a hedge",
        "One bar, divided into the shares of the factors in the variance of the portfolio, and the "
        "specific part, which no factor explains.",
    )


def attributed(blocks: Mapping[str, Block]) -> Chart:
    """One bar, divided into the parts of the realised return."""
    return _one_bar(
        blocks,
        ("LabfolioAttribution", "attribution", "contribution"),
        "The parts that add up to the realised return",
        "contribution to the return of the span; left of zero: losses",
        "One bar, divided into the parts of the realised return: what each factor brought, alpha, "
        "and the rest.",
    )


def _one_bar(
    blocks: Mapping[str, Block],
    place: tuple[str, str, str],
    title: str,
    x_title: str,
    shows: str,
) -> Chart:
    """Return a divided bar; place is its name, the key of its table, and the column of numbers."""
    name, key, column = place
    pieces = _pieces(blocks[key], column, colors_of(blocks))
    if any(piece.color == OTHER for piece in pieces):
        x_title += "; grey: further factors"
    says = _said(blocks[key], column)
    return Chart(
        name, "stack", title, x_title, "", "0%", "", pieces, ("Portfolio",), shows=shows, says=says
    )


def _pieces(block: Block, column: str, colors: Mapping[str, str]) -> tuple[Series, ...]:
    """Return a series for each row except the last, which is the total of the others.

    The factors stand in the order of their colours, then what is no factor.
    """
    names, values = block.column(0), block.column(column)
    labels = [str(label) for label in firsts_of(block)]
    total = cell_of(names, len(labels) - 1)
    rows = {label: row for row, label in enumerate(labels[:-1])}
    factors = ranked([label for label in rows if label not in _NOT_FACTORS], colors)
    return tuple(
        Series(
            cell_of(names, rows[label]),
            total,
            cell_of(values, rows[label]),
            role=_NOT_FACTORS.get(label, "data"),
            color=None if label in _NOT_FACTORS else colors.get(label, OTHER),
        )
        for label in (*factors, *(label for label in rows if label in _NOT_FACTORS))
    )


def _said(block: Block, column: str) -> str:
    """Return the largest parts and their total in words."""
    parts = _parts(block, column)
    total = parts.popitem()[1]
    named = ", ".join(f"{in_words(name)} {value:.0%}" for name, value in largest(parts, _MOST_SAID))
    return f"The largest parts: {named}; all parts together: {total:.0%}."


def _parts(block: Block, column: str) -> dict[str, float]:
    names, numbers = map(str, firsts_of(block)), map(float, values_of(block, column))
    return dict(zip(names, numbers, strict=True))


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
        shows="Two columns for each asset: its weight, and its share of the portfolio's variance.",
        says=_largest_assets(block),
    )


def _largest_assets(block: Block) -> str:
    """Return the assets with the largest shares of the variance in words."""
    share, weight = block.header.index("share"), block.header.index("weight")
    rows = {str(row[0]): row for row in block.cells[1:]}
    top = largest({name: float(row[share]) for name, row in rows.items()}, _MOST_SAID)
    named = ", ".join(
        f"{in_words(name)} {value:.1%} (weight {float(rows[name][weight]):.1%})"
        for name, value in top
    )
    return f"The largest shares of the variance: {named}."


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
        shows=(
            "A column for each part of the realised return: each factor, alpha and the rest; the "
            "last column is their sum."
        ),
        says=_said(block, "contribution"),
    )


def rolling(blocks: Mapping[str, Block], place: int) -> Chart:
    """The exposure to one factor over time between the edges of its band.

    A chart for a place beyond the last factor shows the last factor, and is hidden.
    """
    block = blocks["rolling"]
    n_factors = block.header.index(ALPHA) // _COLUMNS_A_FACTOR
    factor = min(place, n_factors - 1)
    first = 1 + factor * _COLUMNS_A_FACTOR
    dates, name = block.column(0), block.header[first]
    color = colors_of(blocks).get(name, OTHER)
    series = tuple(
        Series(
            block.head(first + k),
            dates,
            block.column(first + k),
            role="edge" if k else "data",
            color=color,
        )
        for k in range(_COLUMNS_A_FACTOR)
    )
    title: Area = block.head(first)
    return Chart(
        f"LabfolioRolling{place + 1}",
        "ribbon",
        name,
        "last date of the window",
        "exposure",
        "yyyy-mm",
        "0.00",
        series,
        firsts_of(block),
        title_cell=title,
        shown=place < n_factors,
        shows=(
            "A line over time: the exposure to the factor in the title, in moving windows, between "
            "thin lines one standard error below and above."
        ),
        says=_over_time(name, [float(row[first]) for row in block.cells[1:]]),
    )


def _over_time(name: str, exposures: list[float]) -> str:
    """Return first, last, lowest and highest exposure in words."""
    low, high = min(exposures), max(exposures)
    first, last = exposures[0], exposures[-1]
    return f"{in_words(name)}: from {first:.2f} to {last:.2f}; between {low:.2f} and {high:.2f}."
