"""All charts by name; those of the dashboard are defined here, with the cells that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from labfolio_xl.plan import charts_portfolio as portfolio
from labfolio_xl.plan.chart import Chart, Series, cell_of, firsts_of, rows_of
from labfolio_xl.plan.charts_portfolio import MOST_ROLLING
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.sizes import letters
from labfolio_xl.returns.names.terms import ALPHA, ZERO_BETA

__all__ = ["CHARTS", "TITLES", "Chart", "Series", "charts"]

TITLES = {
    "LabfolioMeanBetas": "Mean beta of the assets by factor",
    "LabfolioModelBetas": "Betas of the factor model by asset",
    "LabfolioCumulative": "What the factors paid: running sum of their premia",
    "LabfolioExpected": "Expected against realised mean return",
}

# The scatter shows the names of this many assets: those farthest from the diagonal.
_NAMED_POINTS = 6
# The space that a name takes, as a share of the span of both axes. Names of points that are nearer
# to each other would overlap.
_LABEL_HEIGHT, _LABEL_WIDTH = 0.08, 0.25
# Excel breaks a longer name into lines, which would cover the points beside it.
_LONGEST_LABEL = 20


def _mean_betas(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["mean_betas"]
    return Chart(
        "LabfolioMeanBetas",
        "bars",
        TITLES["LabfolioMeanBetas"],
        "mean beta",
        "factor",
        "0.0",
        "",
        (Series("mean beta", block.column("factor"), block.column("mean")),),
        firsts_of(block),
    )


def _columns(block: Block, without: str) -> tuple[Series, ...]:
    """A series for each column of numbers but one, over the labels in the first column."""
    names = [name for name in block.header[1:] if name != without]
    return tuple(Series(block.head(name), block.column(0), block.column(name)) for name in names)


def _model_betas(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["model_params"]
    series = _columns(block, without=ALPHA)
    return Chart(
        "LabfolioModelBetas",
        "dots",
        TITLES["LabfolioModelBetas"],
        "asset",
        "beta",
        "",
        "0.0",
        series,
        firsts_of(block),
    )


def _cumulative(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["cumulative"]
    series = _columns(block, without=ZERO_BETA)
    return Chart(
        "LabfolioCumulative",
        "lines",
        TITLES["LabfolioCumulative"],
        "date",
        "sum of premia",
        "yyyy-mm",
        "0%",
        series,
        firsts_of(block),
    )


def _expected(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["expected"]
    names, x, y = block.column("asset"), block.column("expected"), block.column("realised")
    n_assets = names.n_rows - 1
    named = (
        Series(cell_of(names, i), cell_of(x, i), cell_of(y, i), role="named")
        for i in _farthest(block)
    )
    return Chart(
        "LabfolioExpected",
        "scatter",
        TITLES["LabfolioExpected"],
        "expected return per period",
        "realised mean per period",
        "0.00%",
        "0.00%",
        (
            # Lines through (x, x) and through (y, y) together draw the diagonal over both spans.
            Series("expected = realised", x, x, role="diagonal"),
            Series("expected = realised", y, y, role="diagonal"),
            Series("assets", rows_of(x, 0, n_assets), rows_of(y, 0, n_assets)),
            Series("portfolio", cell_of(x, n_assets), cell_of(y, n_assets), role="portfolio"),
            *named,
        ),
        firsts_of(block),
    )


def _farthest(block: Block) -> list[int]:
    """The assets whose returns are worst explained and whose names do not overlap."""
    header = block.header
    rows = [
        (float(row[header.index("expected")]), float(row[header.index("realised")]))
        for row in block.cells[1:-1]
    ]
    span = max(max(x, y) for x, y in rows) - min(min(x, y) for x, y in rows)
    short = [i for i in range(len(rows)) if letters(str(block.cells[i + 1][0])) <= _LONGEST_LABEL]
    named: list[int] = []
    for i in sorted(short, key=lambda i: abs(rows[i][1] - rows[i][0]), reverse=True):
        clear = all(
            abs(rows[i][1] - rows[k][1]) > _LABEL_HEIGHT * span
            or abs(rows[i][0] - rows[k][0]) > _LABEL_WIDTH * span
            for k in named
        )
        if clear and len(named) < _NAMED_POINTS:
            named.append(i)
    return sorted(named)


# For each chart by its name: the key of the table that it shows, and the function that makes it.
CHARTS: dict[str, tuple[str, Callable[[Mapping[str, Block]], Chart]]] = {
    "LabfolioMeanBetas": ("mean_betas", _mean_betas),
    "LabfolioExpected": ("expected", _expected),
    "LabfolioCumulative": ("cumulative", _cumulative),
    "LabfolioModelBetas": ("model_params", _model_betas),
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
        if key in blocks:
            made[name] = blocks[key].mistake if blocks[key].failed else make(blocks)
    return made
