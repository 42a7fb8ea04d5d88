"""Draw the charts with XlsxWriter, as native charts that Excel can edit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xlsxwriter.chart_scatter import ChartScatter

from labfolio_xl.blocks.cells.values import Cell
from labfolio_xl.plan.chart import Chart, ChartKind, DateAxis, Series, months_between_labels
from labfolio_xl.plan.chart_cache import MOST_CACHED
from labfolio_xl.plan.chart_looks import Look, look_of
from labfolio_xl.plan.charts_returns import PLOT
from labfolio_xl.plan.places import Area
from labfolio_xl.plan.styles import ACCENT, FONT, GRID, INK, MUTED

__all__ = ["draw", "series_cells"]

_TYPES: dict[ChartKind, dict[str, str]] = {
    "stack": {"type": "bar", "subtype": "stacked"},
    "columns": {"type": "column"},
    "lines": {"type": "scatter", "subtype": "straight"},
    "ribbon": {"type": "line"},
    "scatter": {"type": "scatter"},
}
_NORMAL, _SMALL, _TINY = 9, 8, 7
# For the labels of an axis: the width of a letter in pixels, and the share of the chart's width
# that the plot takes.
_LETTER, _PLOT = 6.5, 0.9
_MANY_COLUMNS = 40
# Names that are written upwards: those with more letters than the first number are small, and
# where there are more points than the second, such names are left out, since they would fill the
# chart and could not be read.
_LONG_NAMES, _MOST_LONG_NAMES = 25, 20
# Names are broken into lines, at most so many, if each has so many pixels: written upwards they
# would press the columns flat. Without an angle of its own Excel may turn them all the same.
_BROAD, _MOST_LINES, _LEVEL = 75.0, 5, 0
_MOST_DATES = 6
_DAYS_PER_MONTH = 30.4
_NO_MARKER = {"type": "none"}
_LINE = {"color": GRID, "width": 0.75}
_THIN = {"color": "white", "width": 0.5}


class _ScatterWithMovedLabels(ChartScatter):  # type: ignore[misc]  # XlsxWriter has no types
    """A scatter chart whose names beside points can be moved, which XlsxWriter cannot."""

    def _write_custom_labels(self, parent: dict[str, Any], labels: list[dict[str, Any]]) -> None:
        for number, label in enumerate(labels):
            self._xml_start_tag("c:dLbl")
            self._write_idx(number)
            self._xml_start_tag("c:layout")
            self._xml_start_tag("c:manualLayout")
            for side, share in (("x", 0), ("y", label["shift"])):
                self._xml_empty_tag(f"c:{side}", [("val", share)])
            self._xml_end_tag("c:manualLayout")
            self._xml_end_tag("c:layout")
            self._write_axis_font(parent["font"])
            self._write_d_lbl_pos("r")
            self._write_show_ser_name()
            self._xml_end_tag("c:dLbl")


def draw(book: Any, chart: Chart, *, width: int, height: int, live: bool) -> Any:
    """Return the chart as an object of XlsxWriter, ready to be inserted."""
    drawn = book.add_chart({**_TYPES[chart.kind], "name": chart.name})
    if chart.kind == "lines":
        drawn.__class__ = _ScatterWithMovedLabels
    for number, series in enumerate(chart.series):
        drawn.add_series({**series_cells(chart, series), **_look(chart, look_of(chart, number))})
    font = {"name": FONT, "size": 12, "bold": True, "color": ACCENT}
    title: dict[str, Any] = {"name": chart.title}
    if chart.title_cell is not None:
        title = {"name": chart.title_cell.address, "data": _cached(chart, chart.title_cell)}
    drawn.set_title({**title, "name_font": font})
    if chart.kind == "stack":
        drawn.set_x_axis(_number_axis(chart.x_title, chart.x_format))
        drawn.set_y_axis(_name_axis(chart.y_title, _NORMAL))
    else:
        drawn.set_x_axis(_horizontal_axis(chart, width))
        from_zero = {"min": 0} if not live and _stands_on_zero(chart) else {}
        drawn.set_y_axis({**_number_axis(chart.y_title, chart.y_format), **from_zero})
        # A viewer that draws the thinned copy of a long series connects the points that it has.
        drawn.show_blanks_as("span" if chart.n_points > MOST_CACHED else "gap")
    drawn.set_size({"width": width, "height": height})
    drawn.set_chartarea({"border": {"color": GRID}, "fill": {"color": "white"}})
    plot: dict[str, Any] = {"border": {"none": True}, "fill": {"none": True}}
    drawn.set_plotarea({**plot, "layout": PLOT} if chart.kind == "lines" else plot)
    drawn.set_legend(_legend(chart))
    return drawn


def _stands_on_zero(chart: Chart) -> bool:
    """Whether all columns point upwards; a viewer cuts columns of one height, or shows none.

    In a live workbook the next inputs may have columns that point downwards.
    """
    heights = [cell for series in chart.series for cell in chart.cache.get(series.values, ())]
    numbers = [cell for cell in heights if isinstance(cell, int | float)]
    return chart.kind == "columns" and min(numbers, default=-1.0) >= 0.0


def series_cells(chart: Chart, series: Series) -> dict[str, Any]:
    """Return the cells of a series, and the copy of them that the chart carries."""
    name = series.name
    return {
        "name": name.address if isinstance(name, Area) else name,
        "name_data": _cached(chart, name) if isinstance(name, Area) else None,
        "categories": series.categories.address,
        "categories_data": _cached(chart, series.categories),
        "values": series.values.address,
        "values_data": _cached(chart, series.values),
    }


def _cached(chart: Chart, cells: Area) -> list[Cell] | None:
    """Return what stands in some cells; None lets XlsxWriter look for it."""
    found = chart.cache.get(cells)
    return None if found is None else list(found)


def _look(chart: Chart, look: Look) -> dict[str, Any]:
    """Return line, fill, markers and labels of a series as XlsxWriter takes them."""
    if look.is_fill:
        return {**_fill(look), **_spacing(chart)}
    drawn: dict[str, Any] = {"line": {"none": True}, "marker": _NO_MARKER}
    if look.is_line:
        drawn["line"] = {
            "color": look.color,
            "width": look.weight,
            "transparency": look.transparency,
        }
    if look.marker:
        fill = {"color": look.color}
        drawn["marker"] = {"type": look.marker, "size": look.size, "fill": fill, "border": _THIN}
    if look.label is not None:
        drawn["data_labels"] = _names(look)
    return drawn


def _names(look: Look) -> dict[str, Any]:
    """Return the label of a point: the name of its series."""
    if look.marker:
        font = _font(_SMALL)
        return {"series_name": True, "position": look.label and look.label.place, "font": font}
    moved = [{"shift": look.label.shift}] if look.label else None
    font = _font(_NORMAL, bold=True, color=look.color)
    return {"series_name": True, "position": "right", "font": font, "custom": moved}


def _fill(look: Look) -> dict[str, Any]:
    if look.pattern:
        return {
            "pattern": {"pattern": look.pattern, "fg_color": look.color, "bg_color": "white"},
            "border": {"color": look.color, "width": 0.5},
        }
    return {"fill": {"color": look.color}, "border": _THIN}


def _spacing(chart: Chart) -> dict[str, Any]:
    """Return the gaps between bars."""
    if chart.kind == "stack":
        return {"gap": 50}
    return {"gap": 25 if chart.n_points > _MANY_COLUMNS else 50, "overlap": 0}


def _font(size: int, **more: object) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": INK, "bold": False, **more}


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


def _horizontal_axis(chart: Chart, width: int) -> dict[str, Any]:
    if chart.kind in ("scatter", "lines"):
        return {**_number_axis(chart.x_title, chart.x_format), **_date_numbers(chart.dates)}
    if chart.kind == "ribbon":
        return {**_name_axis(chart.x_title, _NORMAL), **_dates(chart)}
    pixels = width * _PLOT / chart.n_points
    if pixels > chart.longest * _LETTER:
        return {**_name_axis(chart.x_title, _NORMAL), "interval_unit": 1}
    if pixels >= _BROAD and chart.longest * _LETTER <= _MOST_LINES * pixels:
        return {**_name_axis(chart.x_title, _SMALL, rotation=_LEVEL), "interval_unit": 1}
    if chart.longest > _LONG_NAMES and chart.n_points > _MOST_LONG_NAMES:
        axis = _name_axis(f"{chart.x_title}, in the order of the table", _TINY)
        return {**axis, "label_position": "none"}
    size = _TINY if pixels < 2 * _LETTER or chart.longest > _LONG_NAMES else _SMALL
    return {**_name_axis(chart.x_title, size, rotation=-90), "interval_unit": 1}


def _dates(chart: Chart) -> dict[str, Any]:
    """Return an axis of dates with at most six labels."""
    first, last = chart.categories[0], chart.categories[-1]
    if not isinstance(first, dt.datetime) or not isinstance(last, dt.datetime):
        return {}
    months = (last - first).days / _DAYS_PER_MONTH
    if months <= 2:  # noqa: PLR2004 - labels by the week suit a span of two months
        return {"date_axis": True, "num_format": "yyyy-mm-dd", "major_unit": 7}
    unit, number = months_between_labels(months, _MOST_DATES)
    months_unit = {"major_unit": unit, "major_unit_type": "months"}
    return {"date_axis": True, "num_format": number, **months_unit}


def _date_numbers(axis: DateAxis | None) -> dict[str, Any]:
    """Return an axis of numbers that shows dates; dates have no grid lines."""
    if axis is None:
        return {}
    return {
        "min": axis.first,
        "max": axis.last,
        "major_unit": axis.unit,
        "num_format": axis.number,
        "major_gridlines": {"visible": False},
        "major_tick_mark": "outside",
    }


def _legend(chart: Chart) -> dict[str, Any]:
    if chart.kind not in ("stack", "columns") or len(chart.series) == 1:
        return {"none": True}
    return {"position": "bottom", "font": _font(_NORMAL)}
