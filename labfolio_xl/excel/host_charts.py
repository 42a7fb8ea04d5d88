"""Read and change the charts of Excel for Windows, through the members of its COM objects.

This module belongs to :mod:`labfolio_xl.excel.host`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labfolio_xl.plan.chart import DateAxis, Label, Place
    from labfolio_xl.plan.chart_looks import Look, Marker, Pattern

__all__ = ["ChartsOfExcel", "for_looks", "number_of_color"]

_XL_Y, _XL_PLUS, _XL_CUSTOM, _XL_CATEGORY = 1, 2, -4114, 1
_WHITE = 0xFFFFFF
_NO_MARKER = -4142  # xlMarkerStyleNone
_MARKERS: dict[Marker, int] = {"circle": 8, "diamond": 2}
_PLACES: dict[Place, int] = {"right": -4152, "left": -4131, "above": 0, "below": 1}
_PATTERNS: dict[Pattern, int] = {  # MsoPatternType
    "wide_upward_diagonal": 26,
    "wide_downward_diagonal": 25,
    "dark_horizontal": 13,
    "dark_vertical": 14,
    "light_downward_diagonal": 21,
    "small_grid": 23,
    "light_vertical": 20,
}


class ChartsOfExcel:
    """What Excel for Windows tells and changes of a chart, which is one of xlwings.

    Series are numbered from zero.
    """

    def series_formulas(self, chart: Any) -> list[str]:
        """Return the formulas of the series of a chart; "" for a series without a readable formula.

        Excel gives no formula for a series in the chart of a pivot table or in the newer kinds of
        charts (waterfall, tree map), or if all cells of the series are blank.
        """
        found = _series(chart)
        return [_formula(found.Item(number)) for number in range(1, found.Count + 1)]

    def set_series_formulas(self, chart: Any, formulas: Sequence[str], now: Sequence[str]) -> None:
        """Change the series of a chart to these formulas; delete or add series as needed.

        Parameters
        ----------
        chart : xlwings.Chart
        formulas : sequence of str
        now : sequence of str
            The formulas of its series, from :meth:`series_formulas`.
        """
        found = _series(chart)
        for number in range(len(now), len(formulas), -1):
            found.Item(number).Delete()
        for number, formula in enumerate(formulas):
            if number >= len(now):
                found.NewSeries().Formula = formula
            elif now[number] != formula:
                found.Item(number + 1).Formula = formula

    def set_error_bars(self, chart: Any, number: int, cells: Any) -> None:
        """Draw error bars upwards from the values of a series; the cells contain their lengths.

        Series are numbered from zero.
        """
        with for_looks():
            series = _series(chart).Item(number + 1)
            series.ErrorBar(_XL_Y, _XL_PLUS, _XL_CUSTOM, cells.api, cells.api)

    def show_chart(self, chart: Any, *, shown: bool) -> None:
        """Show or hide a chart."""
        with for_looks():
            chart.api[0].Visible = shown

    def colors_of(self, chart: Any, looks: Mapping[int, Look]) -> dict[int, int]:
        """Return the colours that lines and fills have now, by the number of the series.

        A series whose colour is not known is left out.
        """
        colors: dict[int, int] = {}
        with for_looks():
            found = _series(chart)
            for number, look in looks.items():
                with for_looks():
                    drawn = found.Item(number + 1).Format
                    part = drawn.Line if look.is_line else drawn.Fill
                    colors[number] = int(part.ForeColor.RGB)
        return colors

    def dress_series(self, chart: Any, number: int, look: Look) -> None:
        """Give a series its colour, pattern, line, markers and name."""
        with for_looks():
            series = _series(chart).Item(number + 1)
            if look.is_fill:
                _fill(series.Format.Fill, look)
            else:
                _line(series, look)
            series.HasDataLabels = look.label is not None
            if look.label is not None:
                names = series.DataLabels()
                names.ShowSeriesName, names.ShowValue = True, False
                if look.marker is None:
                    names.Font.Bold, names.Font.Color = True, number_of_color(look.color)
                _place_name(chart, series, look.label)

    def place_names(self, chart: Any, labels: Mapping[int, Label]) -> None:
        """Move the names of points to their places; the labels by the number of the series."""
        with for_looks():
            found = _series(chart)
            for number, label in labels.items():
                _place_name(chart, found.Item(number + 1), label)

    def set_date_axis(self, chart: Any, axis: DateAxis) -> None:
        """Let the horizontal axis of a scatter chart begin and end at dates."""
        with for_looks():
            found = chart.api[1].Axes(_XL_CATEGORY)
            found.MinimumScale, found.MaximumScale = axis.first, axis.last
            found.MajorUnit = axis.unit
            found.TickLabels.NumberFormat = axis.number


def for_looks() -> contextlib.suppress:
    """Suppress errors of a call that only changes the looks, so that it cannot stop a macro."""
    return contextlib.suppress(Exception)


def number_of_color(color: str) -> int:
    """Return a colour such as ``#1F4E79`` as Excel counts colours, with red in the lowest byte."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red + 256 * green + 65_536 * blue


def _fill(fill: Any, look: Look) -> None:
    fill.Visible = True
    if look.pattern is None:
        fill.Solid()
    else:
        fill.Patterned(_PATTERNS[look.pattern])
        fill.BackColor.RGB = _WHITE
    fill.ForeColor.RGB = number_of_color(look.color)


def _place_name(chart: Any, series: Any, label: Label) -> None:
    with for_looks():
        series.DataLabels().Position = _PLACES[label.place]
        if label.shift:
            name = series.Points(1).DataLabel
            name.Top += label.shift * chart.api[1].ChartArea.Height


def _line(series: Any, look: Look) -> None:
    line = series.Format.Line
    line.Visible = look.is_line
    if look.is_line:
        line.ForeColor.RGB = number_of_color(look.color)
        line.Weight, line.Transparency = look.weight, look.transparency / 100.0
    series.MarkerStyle = _MARKERS[look.marker] if look.marker else _NO_MARKER
    if look.marker:
        series.MarkerSize = look.size
        series.MarkerBackgroundColor = number_of_color(look.color)


def _series(chart: Any) -> Any:
    return chart.api[1].SeriesCollection()


def _formula(series: Any) -> str:
    try:
        return str(series.Formula)
    except Exception:  # noqa: BLE001  # COM raises an error of its own
        return ""
