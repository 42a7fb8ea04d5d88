"""The four charts of the first page, with the cells that they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.chart import Chart, Series, cell_of, in_words, rows_of, values_of
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.sheet.cells import BLANK
from labfolio_xl.sheet.summary_charts import BARS, PREMIA, SHARES, STEPS

__all__ = ["TABLE", "Bar", "Look", "exposures", "mean_return", "premia", "risk"]

Look = Literal["filled", "hollow", "mean", "hidden", "gain", "loss", "sum", "share"]

# The key of the table that the charts show.
TABLE = "summary_charts"


@dataclass(frozen=True, slots=True)
class Bar(Series):
    """Bars of one look, the same for each point, so that a refresh need not format any.

    Attributes
    ----------
    look : Look
        "hidden" has no bar: it is what a step of a waterfall stands on, or an end of an interval;
        "share" is a part of one bar, whose ``rank`` gives its colour.
    rank : int
    """

    look: Look = "filled"
    rank: int = 0


def _chart(
    name: str, shows: str, number: str, series: tuple[Series, ...], labels: tuple[Cell, ...]
) -> Chart:
    """A chart without titles, because cells above it say what it shows."""
    says = f"{'; '.join(in_words(str(label)) for label in labels)}."
    return Chart(name, "bars", "", "", "", number, "", series, labels, shows=shows, says=says)


def _rows(block: Block, labels: str) -> tuple[Cell, ...]:
    """The labels of a chart: the cells of a column down to the first blank."""
    place = block.header.index(labels)
    texts = [row[place] for row in block.cells[1:]]
    end = texts.index(BLANK) if BLANK in texts else len(texts)
    return tuple(texts[: max(end, 1)])


def _part(block: Block, column: str, labels: tuple[Cell, ...]) -> Area:
    return rows_of(block.column(column), 0, len(labels))


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
    )
    bars = (
        Bar(block.head(filled), beside, _part(block, filled, labels), look="filled"),
        Bar(block.head(hollow), beside, _part(block, hollow, labels), look="hollow"),
        low_end,
        Bar(block.head(high), beside, _part(block, high, labels), look="hidden"),
    )
    return bars, labels


def exposures(blocks: Mapping[str, Block]) -> Chart:
    """Return the bars of the exposures with their intervals."""
    block = blocks[TABLE]
    bars, labels = _with_intervals(block, BARS)
    shows = "Bars: the exposure of the portfolio to each factor with its interval."
    return _chart("LabfolioFirstExposures", shows, "General", bars, labels)


def premia(blocks: Mapping[str, Block]) -> Chart:
    """Return the bars of the premia with their intervals, beside what the factors earned."""
    block = blocks[TABLE]
    bars, labels = _with_intervals(block, PREMIA[:6])
    beside = _part(block, PREMIA[0], labels)
    mean = Bar(block.head(PREMIA[6]), beside, _part(block, PREMIA[6], labels), look="mean")
    shows = "Bars: the premium of each factor with its interval, and what the factor itself earned."
    return _chart("LabfolioFirstPremia", shows, "0%", (*bars, mean), labels)


_STEPS: tuple[Look, ...] = ("hidden", "gain", "gain", "loss", "loss", "sum")


def mean_return(blocks: Mapping[str, Block]) -> Chart:
    """Return the waterfall of the mean return."""
    block = blocks[TABLE]
    labels = _rows(block, STEPS[0])
    beside = _part(block, STEPS[0], labels)
    steps = zip(STEPS[1:], _STEPS, strict=True)
    bars = tuple(
        Bar(block.head(name), beside, _part(block, name, labels), look=look) for name, look in steps
    )
    shows = "Steps from zero to the mean return: what each factor brought, alpha, and their sum."
    return _chart("LabfolioFirstReturn", shows, "0%", bars, labels)


def risk(blocks: Mapping[str, Block]) -> Chart:
    """Return the bar of the shares of the variance."""
    block = blocks[TABLE]
    names, shares, ranks = (block.column(name) for name in (SHARES[1], SHARES[2], SHARES[0]))
    bars = tuple(
        Bar(cell_of(names, k), cell_of(ranks, 0), cell_of(shares, k), look="share", rank=k)
        for k in range(len(_rows(block, SHARES[0])))
    )
    parts = zip(values_of(block, SHARES[1]), values_of(block, SHARES[2]), strict=True)
    labels = tuple(f"{name} {share:.0%}" for name, share in parts if isinstance(share, float))
    shows = "One bar: the share of each factor in the variance of the portfolio, and the rest."
    return _chart("LabfolioFirstRisk", shows, "0%", bars, labels)
