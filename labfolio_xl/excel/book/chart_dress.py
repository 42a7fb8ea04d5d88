"""Give the series of a chart the looks that they have in a new workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.host import host
from labfolio_xl.excel.host_charts import number_of_color
from labfolio_xl.plan.chart_looks import look_of
from labfolio_xl.plan.styles import INK, MUTED, OTHER, SERIES_COLORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.plan.chart import Chart, ChartKind
    from labfolio_xl.plan.chart_looks import Look

__all__ = ["dress_chart"]

# The kinds of charts whose series are dressed: one series for each factor, or points with names.
_DRESSED: frozenset[ChartKind] = frozenset(("stack", "lines", "ribbon", "scatter"))
_OURS = frozenset(map(number_of_color, (*SERIES_COLORS, OTHER, MUTED, INK)))


def dress_chart(chart: Any, wanted: Chart, before: Sequence[str], now: Sequence[str]) -> None:
    """Give the series their colours, and put the names beside points into their places.

    The series of factors stand in the order of their colours, so that most have the right one
    already. A series is dressed if the chart had another number of series before, or if its colour
    is one of ours and belongs to another series. A colour that the user has chosen stays.

    A series that draws the same cells as before and has no colour of its own is not asked for its
    colour, since nothing can have changed it but the user.

    Parameters
    ----------
    chart : xlwings.Chart
    wanted : Chart
    before, now : sequence of str
        The formulas of the series before, and those that they have now.
    """
    if wanted.kind not in _DRESSED:
        return
    excel = host()
    looks = {number: look_of(wanted, number) for number in range(len(wanted.series))}
    if len(before) == len(now):
        looks = {number: looks[number] for number in _wrong(chart, wanted, looks, before, now)}
    for number, look in looks.items():
        excel.dress_series(chart, number, look)
    named = {n: series.label for n, series in enumerate(wanted.series) if series.label is not None}
    labels = {number: label for number, label in named.items() if number not in looks}
    if labels:
        excel.place_names(chart, labels)
    if wanted.dates is not None:
        excel.set_date_axis(chart, wanted.dates)


def _wrong(
    chart: Any,
    wanted: Chart,
    looks: Mapping[int, Look],
    before: Sequence[str],
    now: Sequence[str],
) -> list[int]:
    """Return the numbers of the series that have a colour of ours that belongs to another."""
    asked = {
        number: look
        for number, look in looks.items()
        if (look.is_line or look.is_fill)
        and (wanted.series[number].color is not None or before[number] != now[number])
    }
    colors = host().colors_of(chart, asked) if asked else {}
    return [
        number
        for number, color in colors.items()
        if color in _OURS and color != number_of_color(looks[number].color)
    ]
