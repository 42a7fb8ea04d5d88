"""Give the series of a chart the looks that they have in a new workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labfolio_xl.excel.host import host
from labfolio_xl.excel.host_charts import number_of_color
from labfolio_xl.plan.chart_looks import look_of
from labfolio_xl.plan.styles import INK, MUTED, OTHER, SERIES_COLORS

if TYPE_CHECKING:
    from labfolio_xl.plan.chart import Chart, ChartKind

__all__ = ["dress_chart"]

# The kinds of charts whose series are dressed: one series for each factor, or points with names.
_DRESSED: frozenset[ChartKind] = frozenset(("stack", "lines", "ribbon", "scatter"))
_OURS = frozenset(map(number_of_color, (*SERIES_COLORS, OTHER, MUTED, INK)))


def dress_chart(chart: Any, wanted: Chart, n_before: int) -> None:
    """Give the series their colours, and put the names beside points into their places.

    The series of factors stand in the order of their colours, so that most have the right one
    already. A series is dressed if the chart had another number of series before, or if its colour
    is one of ours and belongs to another series. A colour that the user has chosen stays.

    Parameters
    ----------
    chart : xlwings.Chart
    wanted : Chart
    n_before : int
        The number of series that the chart had.
    """
    if wanted.kind not in _DRESSED:
        return
    excel = host()
    for number, series in enumerate(wanted.series):
        look = look_of(wanted, number)
        now = excel.color_of(chart, number, look)
        is_wrong = now in _OURS and now != number_of_color(look.color or INK)
        if n_before != len(wanted.series) or is_wrong:
            excel.dress_series(chart, number, look)
        elif series.label is not None:
            excel.place_name(chart, number, series.label)
    if wanted.dates is not None:
        excel.set_date_axis(chart, wanted.dates)
