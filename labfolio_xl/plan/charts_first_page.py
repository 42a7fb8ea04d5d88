"""The four charts of the first page, with the cells that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.chart import Chart, Series, cell_of, rows_of
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.sheet.cells import BLANK
from labfolio_xl.sheet.summary_charts import BARS, PREMIA, SHARES, STEPS

__all__ = ["FIRST_CHARTS", "Bar", "Look", "first_charts"]

Look = Literal["filled", "hollow", "mean", "hidden", "gain", "loss", "sum", "share"]

_KEY = "summary_charts"


@dataclass(frozen=True, slots=True)
class Bar(Series):
    """Bars of one look, the same for each point, so that a refresh need not format any.

    Attributes
    ----------
    look : Look
        "hidden" has no bar: it is what a step of a waterfall stands on, or an end of an interval;
        "share" is a part of one bar, whose ``rank`` gives its colour.
    error : Area or None
        Lengths of lines from the values upwards, which draw intervals from their lower ends.
    lengths : tuple
        The values in those cells, for viewers that do not read the cells.
    rank : int
    """

    look: Look = "filled"
    lengths: tuple[Cell, ...] = ()
    rank: int = 0


def first_charts(blocks: Mapping[str, Block]) -> dict[str, Chart | str]:
    """Return the charts of the first page by name, or the error message of their table."""
    block = blocks[_KEY]
    return {
        name: block.mistake if block.failed else make(block) for name, make in FIRST_CHARTS.items()
    }


def _chart(
    name: str, title: str, number: str, series: tuple[Series, ...], labels: tuple[Cell, ...]
) -> Chart:
    return Chart(name, "bars", title, "", "", number, "", series, labels)


def _rows(block: Block, labels: str) -> tuple[Cell, ...]:
    """The labels of a chart: the cells of a column down to the first blank."""
    place = block.header.index(labels)
    texts = [row[place] for row in block.cells[1:]]
    end = texts.index(BLANK) if BLANK in texts else len(texts)
    return tuple(texts[: max(end, 1)])


def _part(block: Block, column: str, labels: tuple[Cell, ...]) -> Area:
    return rows_of(block.column(column), 0, len(labels))


def _values(block: Block, column: str, labels: tuple[Cell, ...]) -> tuple[Cell, ...]:
    place = block.header.index(column)
    return tuple(row[place] for row in block.cells[1 : len(labels) + 1])


def _with_intervals(
    block: Block, columns: tuple[str, ...]
) -> tuple[tuple[Bar, ...], tuple[Cell, ...]]:
    """Filled and hollow bars, and their intervals; the columns are in the order of ``BARS``.

    The ends are bars that are not seen: Excel scales an axis by its points only, and would cut
    the intervals.
    """
    names, filled, hollow, low, high, length = columns
    labels = _rows(block, names)
    beside = _part(block, names, labels)
    low_end = Bar(
        block.head(low),
        beside,
        _part(block, low, labels),
        error=_part(block, length, labels),
        look="hidden",
        lengths=_values(block, length, labels),
    )
    bars = (
        Bar(block.head(filled), beside, _part(block, filled, labels), look="filled"),
        Bar(block.head(hollow), beside, _part(block, hollow, labels), look="hollow"),
        low_end,
        Bar(block.head(high), beside, _part(block, high, labels), look="hidden"),
    )
    return bars, labels


def _exposures(block: Block) -> Chart:
    bars, labels = _with_intervals(block, BARS)
    title = "Exposure of the portfolio to each factor with its interval, the largest first"
    return _chart("LabfolioFirstExposures", title, "General", bars, labels)


def _premia(block: Block) -> Chart:
    bars, labels = _with_intervals(block, PREMIA[:6])
    beside = _part(block, PREMIA[0], labels)
    mean = Bar(block.head(PREMIA[6]), beside, _part(block, PREMIA[6], labels), look="mean")
    title = "Premium of each factor with its interval, and below it what the factor itself earned"
    return _chart("LabfolioFirstPremia", title, "0%", (*bars, mean), labels)


_STEPS: tuple[Look, ...] = ("hidden", "gain", "gain", "loss", "loss", "sum")


def _return(block: Block) -> Chart:
    labels = _rows(block, STEPS[0])
    beside = _part(block, STEPS[0], labels)
    steps = zip(STEPS[1:], _STEPS, strict=True)
    bars = tuple(
        Bar(block.head(name), beside, _part(block, name, labels), look=look) for name, look in steps
    )
    title = "Waterfall of the mean return: what each factor brought, alpha, and their sum"
    return _chart("LabfolioFirstReturn", title, "0%", bars, labels)


def _risk(block: Block) -> Chart:
    names, shares, ranks = (block.column(name) for name in (SHARES[1], SHARES[2], SHARES[0]))
    n_parts = _rows(block, SHARES[0])
    bars = tuple(
        Bar(cell_of(names, k), cell_of(ranks, 0), cell_of(shares, k), look="share", rank=k)
        for k in range(len(n_parts))
    )
    title = "One bar with the share of each factor in the variance of the portfolio, and the rest"
    return _chart("LabfolioFirstRisk", title, "0%", bars, ("1",))


FIRST_CHARTS: dict[str, Callable[[Block], Chart]] = {
    "LabfolioFirstExposures": _exposures,
    "LabfolioFirstRisk": _risk,
    "LabfolioFirstReturn": _return,
    "LabfolioFirstPremia": _premia,
}
