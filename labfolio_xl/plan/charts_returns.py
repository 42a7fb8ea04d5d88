"""The charts of the sheets on premia over time, on expected returns, and on performance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from labfolio_xl.models.shared.holding import PORTFOLIO
from labfolio_xl.options.days import EPOCH
from labfolio_xl.plan.chart import (
    Chart,
    DateAxis,
    Label,
    Series,
    cell_of,
    firsts_of,
    in_words,
    months_between_labels,
    rows_of,
    short_name,
    values_of,
)
from labfolio_xl.plan.chart_labels import Frame, named_points, spread
from labfolio_xl.plan.colors import colors_of, ranked
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.slots import COLUMN_PIXELS, PAGE_SLOTS, ROW_PIXELS, Slot
from labfolio_xl.plan.styles import ACCENT, MUTED, OTHER
from labfolio_xl.returns.benchmark import BENCHMARK
from labfolio_xl.returns.names.terms import ZERO_BETA

__all__ = ["PLOT", "cumulative", "drawdowns", "expected", "growth"]

# Lines that are named at their ends, in colours; more names would not fit beside each other.
_MOST_LINES = 7
# The scatter shows the names of this many assets: those farthest from the diagonal.
_NAMED_POINTS = 6
_PORTFOLIO = "portfolio"
_LINE_COLORS = {PORTFOLIO: ACCENT, BENCHMARK: MUTED}
# Where the plot of a chart with names beside its lines stands, as shares of the chart. The names
# stand to the right of it.
PLOT = {"x": 0.07, "y": 0.11, "width": 0.77, "height": 0.72}
# The share of a chart that the plot of a scatter takes, about.
_SCATTER_PLOT = (0.88, 0.68)

_MOST_DATES, _DAYS_PER_MONTH, _SHORT_SPAN = 12, 30.4375, 62
_EARLY, _MIDDLE, _LATE = 5, 15, 25  # days of a month


def cumulative(blocks: Mapping[str, Block]) -> Chart:
    """The running sum of the premia: the lines of the largest factors are named, others grey."""
    block, colors = blocks["cumulative"], colors_of(blocks)
    names = [name for name in block.header[1:] if name != ZERO_BETA]
    order = ranked(names, colors)
    named, others = order[:_MOST_LINES], order[_MOST_LINES:]
    dates = block.column(0)
    lines = [
        Series(block.head(name), dates, block.column(name), color=color)
        for name, color in [
            *((name, OTHER) for name in others),
            *((name, colors.get(name, OTHER)) for name in named),
        ]
    ]
    slot = PAGE_SLOTS["Lambdas"]["LabfolioCumulative"]
    ends = _ends(block, names, {name: colors.get(name, OTHER) for name in named}, slot)
    final = {name: _numbers(block, name)[-1] for name in names}
    best, worst = max(final, key=final.__getitem__), min(final, key=final.__getitem__)
    return Chart(
        "LabfolioCumulative",
        "lines",
        "What the factors paid: running sum of their premia",
        "date; grey: further factors" if others else "date",
        "sum of premia",
        "yyyy-mm",
        "0%",
        (*lines, *ends),
        firsts_of(block),
        dates=_date_axis(block),
        shows=(
            "Lines over time, one for each factor: the running sum of its premia. The lines of the "
            "factors with the largest share of risk are named at their ends."
        ),
        says=(
            f"The highest at the end is {in_words(best)} with {final[best]:.1%}"
            + (
                f", the lowest {in_words(worst)} with {final[worst]:.1%}."
                if len(final) > 1
                else "."
            )
        ),
    )


def _numbers(block: Block, name: str) -> list[float]:
    return [float(cell) for cell in values_of(block, name)]


def _ends(
    block: Block, names: list[str], colors: Mapping[str, str], slot: Slot
) -> tuple[Series, ...]:
    """Return the names of some lines at their last points, in their colours."""
    dates, last = block.column(0), len(block.cells) - 2
    return tuple(
        Series(
            short_name(name, block.head(name)),
            cell_of(dates, last),
            cell_of(block.column(name), last),
            role="end",
            color=colors[name],
            label=label,
        )
        for name, label in zip(colors, _labels(block, names, list(colors), slot), strict=True)
    )


def _labels(block: Block, names: list[str], named: list[str], slot: Slot) -> list[Label]:
    """Return where the names of the lines stand."""
    values = [_numbers(block, name) for name in names]
    low, high = min(map(min, values), default=0.0), max(map(max, values), default=0.0)
    height = slot.rows * ROW_PIXELS
    frame = Frame(slot.columns * COLUMN_PIXELS * PLOT["width"], height * PLOT["height"])
    ends = [_numbers(block, name)[-1] for name in named]
    return [Label("right", round(down / height, 4)) for down in spread(ends, low, high, frame)]


def growth(blocks: Mapping[str, Block]) -> Chart:
    """The compounded return of the portfolio and of its benchmark up to each date."""
    return _two_lines(
        blocks["growth"],
        ("LabfolioGrowth", "Return since the start", "compounded return"),
        "Lines over time: the compounded return of the portfolio and, if there is one, of the "
        "benchmark, up to each date.",
    )


def drawdowns(blocks: Mapping[str, Block]) -> Chart:
    """How far the portfolio and its benchmark are below their highest values so far."""
    return _two_lines(
        blocks["drawdowns"],
        ("LabfolioDrawdowns", "Drawdown", "fall from the peak"),
        "Lines over time, zero or below: the fall of the portfolio and, if there is one, of the "
        "benchmark from the highest value so far.",
    )


def _two_lines(block: Block, words: tuple[str, str, str], shows: str) -> Chart:
    """Return a chart of the lines of portfolio and benchmark.

    ``words`` are its name, its title and that of the values.
    """
    chart, title, y_title = words
    names = [name for name in block.header[1:] if name in _LINE_COLORS]
    colors = {name: _LINE_COLORS[name] for name in names}
    # The portfolio is drawn last, above the benchmark.
    lines = [
        Series(block.head(name), block.column(0), block.column(name), color=colors[name])
        for name in reversed(names)
    ]
    ends = _ends(block, names, colors, PAGE_SLOTS["Performance"][chart])
    said = ", ".join(f"{name} {_numbers(block, name)[-1]:.1%}" for name in names)
    return Chart(
        chart,
        "lines",
        title,
        "date",
        y_title,
        "yyyy-mm",
        "0%",
        (*lines, *ends),
        firsts_of(block),
        dates=_date_axis(block),
        shows=shows,
        says=f"At the end: {said}.",
    )


def _date_axis(block: Block) -> DateAxis | None:
    """Return an axis with about a dozen dates; None if the first column holds no dates."""
    first, last = block.cells[1][0], block.cells[-1][0]
    if not isinstance(first, dt.datetime) or not isinstance(last, dt.datetime):
        return None
    days = (last - first).days
    if days <= _SHORT_SPAN:
        return DateAxis(
            _serial(first.date()), _serial(last.date()) + (days == 0), 7.0, "yyyy-mm-dd"
        )
    unit, number = months_between_labels(days / _DAYS_PER_MONTH, _MOST_DATES)
    # Months have no equal number of days: a label is in the right month if the first is not near
    # the end of a month.
    start = first.date()
    if not _EARLY <= start.day <= _LATE:
        month_before = start.replace(day=1) - dt.timedelta(days=1)
        start = (month_before if start.day < _EARLY else start).replace(day=_MIDDLE)
    return DateAxis(_serial(start), _serial(last.date()), unit * _DAYS_PER_MONTH, number)


def _serial(day: dt.date) -> float:
    return float((day - EPOCH[1900]).days)


def expected(blocks: Mapping[str, Block]) -> Chart:
    """What each asset earned against what the premia say; those farthest apart are named."""
    block = blocks["expected"]
    names, x, y = block.column("asset"), block.column("expected"), block.column("realised")
    n_assets = names.n_rows - 1
    across, up = _numbers(block, "expected"), _numbers(block, "realised")
    labels = [str(row[0]) for row in block.cells[1:-1]]
    far = sorted(range(n_assets), key=lambda i: -abs(up[i] - across[i]))
    # The portfolio comes first, so that no name lies over its point.
    order = [n_assets, *far]
    found = named_points(
        [(across[i], up[i]) for i in order],
        [_PORTFOLIO, *(labels[i] for i in far)],
        _plot(),
        _NAMED_POINTS + 1,
    )
    places = {order[number]: label for number, label in found.items()}
    named = [
        Series(
            short_name(labels[i], cell_of(names, i)),
            cell_of(x, i),
            cell_of(y, i),
            role="named",
            label=label,
        )
        for i, label in places.items()
        if i < n_assets
    ]
    portfolio = Series(
        _PORTFOLIO,
        cell_of(x, n_assets),
        cell_of(y, n_assets),
        role="portfolio",
        label=places.get(n_assets, Label("right")),
    )
    farthest = far[0]
    return Chart(
        "LabfolioExpected",
        "scatter",
        "Expected against realised mean return",
        "expected return per period; on the line, expected and realised are equal",
        "realised mean per period",
        "0.00%",
        "0.00%",
        (
            # Lines through (x, x) and through (y, y) together draw the diagonal over both spans.
            Series("expected = realised", x, x, role="diagonal"),
            Series("expected = realised", y, y, role="diagonal"),
            Series("assets", rows_of(x, 0, n_assets), rows_of(y, 0, n_assets)),
            portfolio,
            *named,
        ),
        firsts_of(block),
        shows=(
            "One point for each asset: its expected return across, its realised mean upwards. On "
            "the diagonal both are equal. The assets farthest from it are named."
        ),
        says=(
            f"The portfolio: {across[-1]:.3%} expected, {up[-1]:.3%} realised per period. Farthest "
            f"apart is {in_words(labels[farthest])}: {across[farthest]:.3%} and {up[farthest]:.3%}."
        ),
    )


def _plot() -> Frame:
    slot = PAGE_SLOTS["Expected"]["LabfolioExpected"]
    width, height = _SCATTER_PLOT
    return Frame(slot.columns * COLUMN_PIXELS * width, slot.rows * ROW_PIXELS * height)
