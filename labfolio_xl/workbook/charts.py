"""The charts of the dashboard: what each shows, from which cells. Drawing is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from labfolio_xl.blocks.values import Cell
from labfolio_xl.results import ALPHA, ZERO_BETA
from labfolio_xl.workbook.layout import Block
from labfolio_xl.workbook.places import Area

__all__ = ["CHARTS", "TITLES", "Chart", "Series", "charts"]

Kind = Literal["bars", "band", "dots", "lines", "scatter"]

TITLES = {
    "LabfolioMeanBetas": "Mean beta of the assets by factor",
    "LabfolioExposures": "Exposure of the portfolio, with a band of one s.e.",
    "LabfolioPremia": "Risk premium of each factor",
    "LabfolioModelBetas": "Betas of the factor model by asset",
    "LabfolioCumulative": "What the factors paid: running sum of their premia",
    "LabfolioExpected": "Expected against realised mean return",
}

# A scatter names this many assets, those farthest from the line.
_NAMED_POINTS = 6
# Room of a name, as a share of the axes.
_LABEL_HEIGHT, _LABEL_WIDTH = 0.08, 0.25


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, categories (or x) and values, each an area of a result sheet.

    Attributes
    ----------
    error : Area or None
        Standard errors, drawn as a band to both sides.
    error_values : tuple
        What stands in those cells, for viewers that do not look there.
    role : {"data", "portfolio", "diagonal", "named", "unseen"}
        "named" is a point with its name beside it; "unseen" only stretches the axis.
    """

    name: Area | str
    categories: Area
    values: Area
    error: Area | None = None
    error_values: tuple[Cell, ...] = ()
    role: Literal["data", "portfolio", "diagonal", "named", "unseen"] = "data"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name in the workbook, its words, its number formats, its series.

    `categories` are the names or dates along its axis as they are now, from which follow how
    labels are turned and spaced.
    """

    name: str
    kind: Kind
    title: str
    x_title: str
    y_title: str
    x_format: str
    y_format: str
    series: tuple[Series, ...]

    categories: tuple[Cell, ...]

    @property
    def n_points(self) -> int:
        """Points of the longest series."""
        return len(self.categories)

    @property
    def longest(self) -> int:
        """Letters of the longest category."""
        return max(len(str(category)) for category in self.categories)


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
        _first(block),
    )


def _exposures(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["exposure"]
    factors = block.column("factor")
    series = (
        Series(
            "exposure",
            factors,
            block.column("exposure"),
            block.column("s.e."),
            _values(block, "s.e."),
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
        _first(block),
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
        _first(block),
    )


def _model_betas(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["model_params"]
    names = [name for name in block.header[1:] if name != ALPHA]
    series = tuple(Series(block.head(name), block.column(0), block.column(name)) for name in names)
    return Chart(
        "LabfolioModelBetas",
        "dots",
        TITLES["LabfolioModelBetas"],
        "asset",
        "beta",
        "",
        "0.0",
        series,
        _first(block),
    )


def _cumulative(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["cumulative"]
    names = [name for name in block.header[1:] if name != ZERO_BETA]
    series = tuple(Series(block.head(name), block.column(0), block.column(name)) for name in names)
    return Chart(
        "LabfolioCumulative",
        "lines",
        TITLES["LabfolioCumulative"],
        "date",
        "sum of premia",
        "yyyy-mm",
        "0%",
        series,
        _first(block),
    )


def _expected(blocks: Mapping[str, Block]) -> Chart:
    block = blocks["expected"]
    names, x, y = block.column("asset"), block.column("expected"), block.column("realised")
    n_assets = names.n_rows - 1
    named = (
        Series(_cell(names, i), _cell(x, i), _cell(y, i), role="named") for i in _farthest(block)
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
            # A line through (x, x) and (y, y) is the diagonal over the span of both.
            Series("expected = realised", x, x, role="diagonal"),
            Series("expected = realised", y, y, role="diagonal"),
            Series("assets", _rows(x, 0, n_assets), _rows(y, 0, n_assets)),
            Series("portfolio", _cell(x, n_assets), _cell(y, n_assets), role="portfolio"),
            *named,
        ),
        _first(block),
    )


def _farthest(block: Block) -> list[int]:
    """The assets whose returns are worst explained and whose names do not overlap."""
    header = block.header
    rows = [
        (float(row[header.index("expected")]), float(row[header.index("realised")]))
        for row in block.cells[1:-1]
    ]
    span = max(max(x, y) for x, y in rows) - min(min(x, y) for x, y in rows)
    named: list[int] = []
    for i in sorted(range(len(rows)), key=lambda i: abs(rows[i][1] - rows[i][0]), reverse=True):
        clear = all(
            abs(rows[i][1] - rows[k][1]) > _LABEL_HEIGHT * span
            or abs(rows[i][0] - rows[k][0]) > _LABEL_WIDTH * span
            for k in named
        )
        if clear and len(named) < _NAMED_POINTS:
            named.append(i)
    return sorted(named)


# By name: the result that it needs, and how it is made from the tables.
CHARTS: dict[str, tuple[str, Callable[[Mapping[str, Block]], Chart]]] = {
    "LabfolioMeanBetas": ("mean_betas", _mean_betas),
    "LabfolioExposures": ("exposure", _exposures),
    "LabfolioPremia": ("premia", _premia),
    "LabfolioExpected": ("expected", _expected),
    "LabfolioCumulative": ("cumulative", _cumulative),
    "LabfolioModelBetas": ("model_params", _model_betas),
}


def charts(blocks: Mapping[str, Block]) -> dict[str, Chart | str]:
    """Every chart by name; the sentence of the mistake where its table could not be made."""
    made: dict[str, Chart | str] = {}
    for name, (key, make) in CHARTS.items():
        block = blocks[key]
        made[name] = block.mistake if block.failed else make(blocks)
    return made


def _first(block: Block) -> tuple[Cell, ...]:
    return tuple(row[0] for row in block.cells[1:])


def _values(block: Block, name: str) -> tuple[Cell, ...]:
    place = block.header.index(name)
    return tuple(row[place] for row in block.cells[1:])


def _rows(column: Area, first: int, count: int) -> Area:
    return Area(column.sheet, column.row + first, column.column, count)


def _cell(column: Area, row: int) -> Area:
    return _rows(column, row, 1)
