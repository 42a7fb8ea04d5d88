"""Draw the charts with XlsxWriter, as native charts that Excel can edit."""

from __future__ import annotations

from typing import Any

from labfolio_xl.workbook.charts import Chart, Series
from labfolio_xl.workbook.places import Area
from labfolio_xl.workbook.styles import ACCENT, FONT, GRID, INK, MUTED, SERIES_COLORS

__all__ = ["draw"]

_TYPES = {
    "bars": {"type": "bar"},
    "band": {"type": "line"},
    "dots": {"type": "line"},
    "lines": {"type": "line"},
    "scatter": {"type": "scatter"},
}
_SMALL, _TINY = 9, 8
_MANY_LABELS, _VERY_MANY_LABELS = 12, 40  # from here on labels stand upright, then smaller
_LABELLED_BARS = 14


def draw(book: Any, chart: Chart, *, width: int, height: int) -> Any:  # noqa: ANN401 - XlsxWriter
    """The chart as an object of XlsxWriter, ready to be inserted."""
    drawn = book.add_chart({**_TYPES[chart.kind], "name": chart.name})
    for number, series in enumerate(chart.series):
        drawn.add_series(_series(chart, series, number))
    drawn.set_title(
        {
            "name": chart.title,
            "name_font": {"name": FONT, "size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    drawn.set_x_axis(_value_axis(chart) if chart.kind == "bars" else _x_axis(chart))
    drawn.set_y_axis(_category_axis(chart) if chart.kind == "bars" else _y_axis(chart))
    drawn.set_size({"width": width, "height": height})
    drawn.set_chartarea({"border": {"color": GRID}, "fill": {"color": "white"}})
    drawn.set_plotarea({"border": {"none": True}, "fill": {"none": True}})
    drawn.set_legend(_legend(chart))
    if chart.kind != "bars":
        drawn.show_blanks_as("gap")
    return drawn


def _series(chart: Chart, series: Series, number: int) -> dict[str, Any]:
    color = SERIES_COLORS[number % len(SERIES_COLORS)]
    name = series.name.address if isinstance(series.name, Area) else series.name
    given: dict[str, Any] = {
        "name": name,
        "categories": series.categories.address,
        "values": series.values.address,
    }
    return {**given, **_look(chart, series, color)}


def _look(chart: Chart, series: Series, color: str) -> dict[str, Any]:
    if series.role == "diagonal":
        return {
            "marker": {"type": "none"},
            "line": {"color": MUTED, "width": 1, "dash_type": "dash"},
        }
    if chart.kind == "bars":
        look: dict[str, Any] = {"fill": {"color": ACCENT}, "gap": 60}
        if chart.n_points <= _LABELLED_BARS:
            number = chart.x_format if "%" in chart.x_format else "0.00"
            look["data_labels"] = {
                "value": True,
                "num_format": number,
                "font": _font(_TINY),
            }
        return look
    if chart.kind == "lines":
        return {"line": {"color": color, "width": 1.5}, "marker": {"type": "none"}}
    if chart.kind == "scatter":
        color = SERIES_COLORS[3] if series.role == "portfolio" else ACCENT
    return {**_dots(color, chart), **_band(series), **_point_names(series)}


def _dots(color: str, chart: Chart) -> dict[str, Any]:
    size = 5 if chart.n_points > _VERY_MANY_LABELS else 7
    fill = {"color": color}
    return {
        "line": {"none": True},
        "marker": {"type": "circle", "size": size, "fill": fill, "border": {"color": "white"}},
    }


def _band(series: Series) -> dict[str, Any]:
    if series.error is None:
        return {}
    reference = series.error.address
    bars = {
        "type": "custom",
        "plus_values": reference,
        "minus_values": reference,
        "line": {"color": ACCENT, "width": 1.5},
    }
    return {"y_error_bars": bars}


def _point_names(series: Series) -> dict[str, Any]:
    if not any(series.labels):
        return {}
    custom = [
        {"delete": True} if cell is None else {"value": cell.address} for cell in series.labels
    ]
    return {
        "data_labels": {
            "value": True,
            "custom": custom,
            "position": "right",
            "font": _font(_TINY),
        }
    }


def _font(size: int, **more: object) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": INK, "bold": False, **more}


def _titled(title: str) -> dict[str, Any]:
    return {"name": title, "name_font": _font(_SMALL, color=MUTED)} if title else {}


def _x_axis(chart: Chart) -> dict[str, Any]:
    if chart.kind == "scatter":
        return {**_value_axis(chart), "crossing": "min"} if False else _value_axis(chart)
    axis: dict[str, Any] = {
        **_titled(chart.x_title),
        "num_font": _font(_SMALL),
        "label_position": "low",
        "line": {"color": INK, "width": 1},
        "major_tick_mark": "none",
    }
    if chart.kind == "lines":
        return {**axis, "date_axis": True, "num_format": chart.x_format}
    if chart.n_points > _MANY_LABELS:
        size = 7 if chart.n_points > _VERY_MANY_LABELS else _TINY
        axis["num_font"] = _font(size, rotation=-90)
    return {**axis, "interval_unit": 1}


def _value_axis(chart: Chart) -> dict[str, Any]:
    """The horizontal axis of numbers."""
    return {
        **_titled(chart.x_title),
        "num_format": chart.x_format,
        "num_font": _font(_SMALL),
        "label_position": "low",
        "line": {"color": GRID},
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
        "major_tick_mark": "none",
    }


def _y_axis(chart: Chart) -> dict[str, Any]:
    """The vertical axis of numbers."""
    return {
        **_titled(chart.y_title),
        "num_format": chart.y_format,
        "num_font": _font(_SMALL),
        "label_position": "low",
        "line": {"color": GRID},
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
        "major_tick_mark": "none",
    }


def _category_axis(chart: Chart) -> dict[str, Any]:
    """The vertical axis of names beside bars; its line is the zero line."""
    size = _SMALL if chart.n_points <= _MANY_LABELS else _TINY
    return {
        **_titled(chart.y_title),
        "num_font": _font(size),
        "label_position": "low",
        "line": {"color": INK, "width": 1},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": False},
        "interval_unit": 1,
    }


def _legend(chart: Chart) -> dict[str, Any]:
    if chart.kind in ("bars", "band"):
        return {"none": True}
    legend: dict[str, Any] = {"position": "bottom", "font": _font(_SMALL)}
    if chart.kind == "scatter":
        legend["delete_series"] = [1]
    return legend
