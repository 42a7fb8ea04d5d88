"""Draw the charts with XlsxWriter, as native charts that Excel can edit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from labfolio_xl.plan.chart import Chart, ChartKind, Series
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.styles import ACCENT, FONT, GRID, INK, MUTED, SERIES_COLORS

__all__ = ["draw"]

_TYPES: dict[ChartKind, dict[str, str]] = {
    "bars": {"type": "bar"},
    "stack": {"type": "bar", "subtype": "stacked"},
    "columns": {"type": "column"},
    "band": {"type": "line"},
    "dots": {"type": "line"},
    "lines": {"type": "line"},
    "ribbon": {"type": "line"},
    "scatter": {"type": "scatter"},
}
_NORMAL, _SMALL, _TINY = 9, 8, 7
# For the labels of an axis: the width of a letter in pixels, and the share of the chart's width
# that the plot takes.
_LETTER, _PLOT = 6.5, 0.9
_MANY_NAMES, _MOST_LABELLED_BARS, _MANY_DOTS = 12, 14, 40
# Names that are written upwards: those with more letters than the first number are small, and
# where there are more points than the second, such names are left out, since they would fill the
# chart and could not be read.
_LONG_NAMES, _MOST_LONG_NAMES = 25, 20
_MOST_DATES = 12
_MONTHS_BETWEEN = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
_DAYS_PER_MONTH = 30.4
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot")
_SHAPES = ("circle", "diamond", "square", "triangle")
_PATTERNS = ("wide_upward_diagonal", "wide_downward_diagonal", "dark_horizontal")
_NO_MARKER = {"type": "none"}
_LINE = {"color": GRID, "width": 0.75}


def draw(book: Any, chart: Chart, *, width: int, height: int) -> Any:
    """Return the chart as an object of XlsxWriter, ready to be inserted."""
    drawn = book.add_chart({**_TYPES[chart.kind], "name": chart.name})
    for number, series in enumerate(chart.series):
        drawn.add_series({**_cells(series), **_look(chart, series, number)})
    font = {"name": FONT, "size": 12, "bold": True, "color": ACCENT}
    title = chart.title_cell.address if chart.title_cell else chart.title
    drawn.set_title({"name": title, "name_font": font})
    if chart.kind in ("bars", "stack"):
        drawn.set_x_axis(_number_axis(chart.x_title, chart.x_format))
        drawn.set_y_axis(_names_beside(chart))
    else:
        drawn.set_x_axis(_horizontal_axis(chart, width))
        drawn.set_y_axis(_number_axis(chart.y_title, chart.y_format))
        drawn.show_blanks_as("gap")
    drawn.set_size({"width": width, "height": height})
    drawn.set_chartarea({"border": {"color": GRID}, "fill": {"color": "white"}})
    drawn.set_plotarea({"border": {"none": True}, "fill": {"none": True}})
    drawn.set_legend(_legend(chart))
    return drawn


def _cells(series: Series) -> dict[str, Any]:
    name = series.name.address if isinstance(series.name, Area) else series.name
    return {
        "name": name,
        "categories": series.categories.address,
        "values": series.values.address,
    }


def _look(chart: Chart, series: Series, number: int) -> dict[str, Any]:
    """Line, fill, markers and labels of a series."""
    if series.role in _LOOKS:
        return _LOOKS[series.role]
    if chart.kind == "bars":
        return _bars(chart)
    # Where there are more series than colours, the colours repeat with other dashes, shapes and
    # patterns.
    again, place = divmod(number, len(SERIES_COLORS))
    color = SERIES_COLORS[place]
    if chart.kind in ("stack", "columns"):
        return _piece(chart, color, again) if series.role == "data" else _piece(chart, MUTED, 0)
    if chart.kind in ("lines", "ribbon"):
        width, dash = 1.5 if chart.kind == "lines" else 2, _DASHES[again % len(_DASHES)]
        return {"line": {"color": color, "width": width, "dash_type": dash}, "marker": _NO_MARKER}
    if chart.kind == "dots":
        size = 5 if chart.n_points > _MANY_DOTS else 7
        return _dots(color, size, _SHAPES[again % len(_SHAPES)])
    return {**_dots(ACCENT, 5 if chart.kind == "band" else 7), **_band(series)}


def _bars(chart: Chart) -> dict[str, Any]:
    look: dict[str, Any] = {"fill": {"color": ACCENT}, "border": {"none": True}, "gap": 60}
    if chart.n_points <= _MOST_LABELLED_BARS:
        number = "0.000%" if "%" in chart.x_format else "0.00"
        look["data_labels"] = {"value": True, "num_format": number, "font": _font(_SMALL)}
    return look


def _piece(chart: Chart, color: str, again: int) -> dict[str, Any]:
    """Return the look of one part of a stacked bar, or of one of several columns."""
    look: dict[str, Any] = {"border": {"color": "white", "width": 0.5}, "gap": 50}
    if chart.kind == "columns":
        many = chart.n_points > _MANY_DOTS
        look = {"border": {"none": True}, "gap": 25 if many else 50, "overlap": 0}
    if again:
        pattern = {"pattern": _PATTERNS[(again - 1) % len(_PATTERNS)], "fg_color": color}
        return {**look, "pattern": {**pattern, "bg_color": "white"}}
    return {**look, "fill": {"color": color}}


def _dots(color: str, size: int, shape: str = "circle") -> dict[str, Any]:
    border = {"color": "white", "width": 0.5}
    marker = {"type": shape, "size": size, "fill": {"color": color}, "border": border}
    return {"line": {"none": True}, "marker": marker}


def _band(series: Series) -> dict[str, Any]:
    if series.error is None:
        return {}
    cells = {"plus_values": series.error.address, "minus_values": series.error.address}
    # XlsxWriter reads the cached values of series from the cells, but not those of error bars.
    cached = list(series.error_values)
    bars = {"type": "custom", **cells, "plus_data": cached, "minus_data": cached}
    return {"y_error_bars": {**bars, "line": {"color": ACCENT, "width": 1.5}}}


def _font(size: int, **more: object) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": INK, "bold": False, **more}


_LOOKS: dict[str, dict[str, Any]] = {
    "unseen": {"line": {"none": True}, "marker": {"type": "none"}},
    "diagonal": {
        # The line is solid: it runs back and forth through all points, which would fill the gaps
        # of a dashed line.
        "line": {"color": MUTED, "width": 1},
        "marker": {"type": "none"},
    },
    "edge": {"line": {"color": ACCENT, "width": 0.75, "transparency": 45}, "marker": _NO_MARKER},
    "portfolio": _dots(SERIES_COLORS[3], 9),
    "named": {
        **_dots(ACCENT, 7),
        "data_labels": {"series_name": True, "position": "right", "font": _font(_SMALL)},
    },
}


def _titled(title: str) -> dict[str, Any]:
    return {"name": title, "name_font": _font(_NORMAL, color=MUTED)} if title else {}


def _number_axis(title: str, number: str) -> dict[str, Any]:
    """Return an axis of numbers, with light grid lines, and labels at the edge of the chart."""
    return {
        **_titled(title),
        "num_format": number,
        "num_font": _font(_NORMAL),
        "label_position": "low",
        "line": _LINE,
        "major_gridlines": {"visible": True, "line": _LINE},
        "major_tick_mark": "none",
    }


def _name_axis(title: str, size: int, **font: object) -> dict[str, Any]:
    """Return an axis of names; its line is at zero, its labels are at the edge of the chart."""
    return {
        **_titled(title),
        "num_font": _font(size, **font),
        "label_position": "low",
        "line": {"color": INK, "width": 1.25},
        "major_gridlines": {"visible": False},
        "major_tick_mark": "none",
    }


def _names_beside(chart: Chart) -> dict[str, Any]:
    size = _NORMAL if chart.n_points <= _MANY_NAMES else _TINY
    return {**_name_axis(chart.y_title, size), "interval_unit": 1}


def _horizontal_axis(chart: Chart, width: int) -> dict[str, Any]:
    if chart.kind == "scatter":
        return _number_axis(chart.x_title, chart.x_format)
    if chart.kind in ("lines", "ribbon"):
        return {**_name_axis(chart.x_title, _NORMAL), **_dates(chart)}
    pixels = width * _PLOT / chart.n_points
    if pixels > chart.longest * _LETTER:
        return {**_name_axis(chart.x_title, _NORMAL), "interval_unit": 1}
    if chart.longest > _LONG_NAMES and chart.n_points > _MOST_LONG_NAMES:
        axis = _name_axis(f"{chart.x_title}, in the order of the table", _TINY)
        return {**axis, "label_position": "none"}
    size = _TINY if pixels < 2 * _LETTER or chart.longest > _LONG_NAMES else _SMALL
    return {**_name_axis(chart.x_title, size, rotation=-90), "interval_unit": 1}


def _dates(chart: Chart) -> dict[str, Any]:
    """Return an axis of dates with at most twelve labels, or six on a small chart."""
    first, last = chart.categories[0], chart.categories[-1]
    if not isinstance(first, dt.datetime) or not isinstance(last, dt.datetime):
        return {}
    months = (last - first).days / _DAYS_PER_MONTH
    most = _MOST_DATES if chart.kind == "lines" else _MOST_DATES // 2
    if months <= 2:  # noqa: PLR2004 - labels by the week suit a span of two months
        return {"date_axis": True, "num_format": "yyyy-mm-dd", "major_unit": 7}
    unit = next((n for n in _MONTHS_BETWEEN if months / n <= most), _MONTHS_BETWEEN[-1])
    number = "yyyy" if unit % 12 == 0 else "yyyy-mm"
    months_unit = {"major_unit": unit, "major_unit_type": "months"}
    return {"date_axis": True, "num_format": number, **months_unit}


def _legend(chart: Chart) -> dict[str, Any]:
    if chart.kind in ("bars", "band", "ribbon") or len(chart.series) == 1:
        return {"none": True}
    legend: dict[str, Any] = {"position": "bottom", "font": _font(_NORMAL)}
    if chart.kind == "scatter":
        # One entry for both halves of the diagonal, none for the points with names.
        named = [n for n, series in enumerate(chart.series) if series.role == "named"]
        legend["delete_series"] = [1, *named]
    return legend
