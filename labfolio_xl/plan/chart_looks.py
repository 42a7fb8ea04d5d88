"""How the series of a chart look, for the writer of workbooks and for Refresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from labfolio_xl.plan.chart import Chart, Label, Role, Series
from labfolio_xl.plan.styles import ACCENT, INK, MUTED, OTHER, SERIES_COLORS

__all__ = ["Look", "Pattern", "look_of"]

Pattern = Literal[
    "wide_upward_diagonal",
    "wide_downward_diagonal",
    "dark_horizontal",
    "dark_vertical",
    "light_downward_diagonal",
    "small_grid",
    "light_vertical",
]
Marker = Literal["circle", "diamond"]

_MANY_POINTS = 40
# In print without colours the lightness of four colours is told apart at a glance. The parts of a
# bar in the further colours have a pattern.
_PATTERNS: Mapping[str, Pattern] = dict(
    zip(
        SERIES_COLORS[4:],
        ("wide_upward_diagonal", "dark_horizontal", "wide_downward_diagonal", "dark_vertical"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a series.

    Attributes
    ----------
    color : str
        Of what is drawn: fill, line, marker or name.
    pattern : str or None
        The pattern of a fill, in the colour, on white.
    weight : float
        The width of the line in points; 0 for none.
    transparency : int
        Of the line, in percent.
    marker : str or None
    size : int
        Of the markers, in points.
    label : Label or None
        Where the name stands, in the colour of the series if that is a line, else in the colour of
        texts.
    """

    color: str
    pattern: Pattern | None = None
    weight: float = 0.0
    transparency: int = 0
    marker: Marker | None = None
    size: int = 0
    label: Label | None = None

    @property
    def is_line(self) -> bool:
        """Whether the series is a line."""
        return self.weight > 0.0

    @property
    def is_fill(self) -> bool:
        """Whether the series is a bar or a column, or a part of one."""
        return not (self.is_line or self.marker or self.label)


_NOT_FACTORS: Mapping[Role, Look] = {
    "other": Look(MUTED, "light_downward_diagonal"),
    "alpha": Look(INK, "small_grid"),
    "rate": Look(INK, "light_vertical"),
}
_POINTS: Mapping[Role, Look] = {
    "named": Look(ACCENT, marker="circle", size=7),
    "portfolio": Look(SERIES_COLORS[2], marker="diamond", size=11),
}


def look_of(chart: Chart, number: int) -> Look:
    """Return the look of a series of a chart, which are counted from zero."""
    series = chart.series[number]
    if series.role in _NOT_FACTORS:
        return _NOT_FACTORS[series.role]
    if series.role in _POINTS:
        return replace(_POINTS[series.role], label=series.label)
    if series.role == "end":
        return Look(series.color or OTHER, label=series.label)
    if series.role == "diagonal":
        return Look(MUTED, weight=1.0)
    return _data(chart, series, number)


def _data(chart: Chart, series: Series, number: int) -> Look:
    color = series.color or SERIES_COLORS[number % len(SERIES_COLORS)]
    if chart.kind == "lines":
        return Look(color, weight=0.75 if color == OTHER else 2.0)
    if chart.kind == "ribbon":
        if series.role == "edge":
            return Look(color, weight=0.75, transparency=45)
        return Look(color, weight=2.25)
    if chart.kind == "scatter":
        return Look(ACCENT, marker="circle", size=5 if chart.n_points > _MANY_POINTS else 7)
    return Look(color if chart.kind in ("stack", "columns") else ACCENT, _PATTERNS.get(color))
