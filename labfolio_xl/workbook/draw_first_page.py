"""Draw the charts of the first page with XlsxWriter: bars that lie, with names beside them."""

from __future__ import annotations

from typing import Any

from labfolio_xl.models.summary import MOST_FACTORS
from labfolio_xl.plan.chart import Chart
from labfolio_xl.plan.charts_first_page import Bar, Look
from labfolio_xl.plan.styles import (
    ACCENT,
    FONT,
    GRID,
    INK,
    MUTED,
    OTHER,
    SERIES_COLORS,
    UNDER_INTERVAL,
    WARNING,
    text_on,
)
from labfolio_xl.workbook.draw_charts import series_cells

__all__ = ["draw_first"]

_NORMAL, _SMALL = 9, 8
# With more bars than this the names are small.
_MANY = 12
_NONE = {"none": True}
# A share below this is too narrow for a number.
_NARROW = 0.02
_GAPS, _FEW = (35, 110), 5
_LOOKS: dict[Look, dict[str, Any]] = {
    "filled": {"fill": {"color": UNDER_INTERVAL}, "border": {"color": ACCENT, "width": 1}},
    "hollow": {"fill": {"color": "white"}, "border": {"color": ACCENT, "width": 1}},
    "hidden": {"fill": _NONE, "border": _NONE},
    "mean": {"fill": {"color": OTHER}, "border": _NONE},
    "gain": {"fill": {"color": ACCENT}, "border": _NONE},
    "loss": {
        "pattern": {"pattern": "dark_upward_diagonal", "fg_color": WARNING, "bg_color": "white"},
        "border": _NONE,
    },
    "sum": {"fill": {"color": MUTED}, "border": _NONE},
}
# The parts of the bar of shares beyond the colours: the other factors, and the specific part.
_BEYOND: tuple[dict[str, Any], ...] = (
    {"fill": {"color": OTHER}},
    {"pattern": {"pattern": "light_upward_diagonal", "fg_color": MUTED, "bg_color": "white"}},
)


def draw_first(book: Any, chart: Chart, *, width: int, height: int) -> Any:
    """Return a chart of the first page as an object of XlsxWriter, ready to be inserted.

    It has no title, because a cell above it says what it shows.
    """
    stacked = any(bar.look in ("sum", "share") for bar in _bars(chart))
    kind = {"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"}
    drawn = book.add_chart({**kind, "name": chart.name})
    # Few bars would be so thick that they look like areas.
    gap = _GAPS[len(chart.categories) < _FEW]
    for bar in _bars(chart):
        drawn.add_series(
            {**series_cells(chart, bar), "gap": gap, "overlap": 100, **_look(chart, bar)}
        )
    one = any(bar.look == "share" for bar in _bars(chart))
    drawn.set_title({"none": True})
    drawn.set_legend({"none": True})
    drawn.set_x_axis(_numbers(chart.x_format, reversed_names=not one))
    drawn.set_y_axis(
        {"visible": False, "major_gridlines": {"visible": False}} if one else _names(chart)
    )
    drawn.set_size({"width": width, "height": height})
    drawn.set_chartarea({"border": _NONE, "fill": {"color": "white"}})
    drawn.set_plotarea({"border": _NONE, "fill": _NONE})
    return drawn


def _bars(chart: Chart) -> list[Bar]:
    return [series for series in chart.series if isinstance(series, Bar)]


def _look(chart: Chart, bar: Bar) -> dict[str, Any]:
    if bar.look == "share":
        border = {"color": "white", "width": 1}
        return {**_share(bar.rank), "border": border, "data_labels": _number_of(bar.rank)}
    return {**_LOOKS[bar.look], **_interval(chart, bar)}


def _share(rank: int) -> dict[str, Any]:
    if rank < MOST_FACTORS:
        return {"fill": {"color": SERIES_COLORS[rank]}}
    return _BEYOND[rank - MOST_FACTORS]


def _number_of(rank: int) -> dict[str, Any]:
    """Return the label of a share: the number of the factor, unless the part is narrow.

    A number format says the number, whatever the share is, so that a refresh need not write it.
    """
    word = f'"{rank + 1}"' if rank < MOST_FACTORS else '""'
    number = f'[>={_NARROW}]{word};[<=-{_NARROW}]{word};""'
    color = text_on(SERIES_COLORS[rank]) if rank < MOST_FACTORS else INK
    font = {**_font(_NORMAL), "color": color, "bold": True}
    return {"value": True, "num_format": number, "font": font, "position": "center"}


def _interval(chart: Chart, bar: Bar) -> dict[str, Any]:
    if bar.error is None:
        return {}
    # XlsxWriter reads the cached values of series from the cells, but not those of error bars.
    cached = list(chart.cache[bar.error])
    lengths = {"plus_values": bar.error.address, "plus_data": cached}
    # XlsxWriter wants lengths to both sides, though only one is drawn.
    lengths |= {"minus_values": bar.error.address, "minus_data": cached}
    line = {"color": INK, "width": 1}
    return {"y_error_bars": {"type": "custom", "direction": "plus", **lengths, "line": line}}


def _font(size: int) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": INK, "bold": False}


def _numbers(number: str, *, reversed_names: bool) -> dict[str, Any]:
    """Return the axis of numbers, whose labels stand below the bars."""
    line = {"color": GRID, "width": 0.75}
    return {
        "num_format": number,
        "num_font": _font(_SMALL),
        "label_position": "high" if reversed_names else "low",
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": line},
        "major_tick_mark": "none",
    }


def _names(chart: Chart) -> dict[str, Any]:
    """Return the axis of names, from top to bottom, at the left edge whatever the signs are."""
    return {
        "num_font": _font(_SMALL if chart.n_points > _MANY else _NORMAL),
        "label_position": "low",
        "line": {"color": INK, "width": 1},
        "major_gridlines": {"visible": False},
        "major_tick_mark": "none",
        "interval_unit": 1,
        "reverse": True,
    }
