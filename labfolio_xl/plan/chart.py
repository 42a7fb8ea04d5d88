"""The description of a chart: its kind, texts, and the cells that its series show.

:mod:`labfolio_xl.plan.charts` makes the charts, :mod:`labfolio_xl.plan.chart_looks` says how
their series look, and :mod:`labfolio_xl.workbook.draw_charts` draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from labfolio_xl.blocks.cells.values import Cell, shortened
from labfolio_xl.errors import printable
from labfolio_xl.plan.layout import Block
from labfolio_xl.plan.places import Area
from labfolio_xl.returns.names.widths import letters, narrowed

__all__ = [
    "Chart",
    "ChartKind",
    "DateAxis",
    "Label",
    "Place",
    "Role",
    "Series",
    "cell_of",
    "firsts_of",
    "in_words",
    "label_width",
    "largest",
    "months_between_labels",
    "rows_of",
    "short_name",
    "values_of",
]

ChartKind = Literal["bars", "lines", "scatter", "stack", "columns", "ribbon"]
Role = Literal["data", "portfolio", "diagonal", "named", "edge", "alpha", "rate", "other", "end"]
Place = Literal["right", "left", "above", "below"]

# A longer name beside a point is cut: it would lie over the points around it.
_LONGEST_LABEL = 20
_LABEL_LETTER = 5.8  # pixels of a letter of a label
_MONTHS_BETWEEN = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Label:
    """Where the name of a point stands.

    Attributes
    ----------
    place : {"right", "left", "above", "below"}
        The side of the point.
    shift : float
        How far the name is moved down from there, as a share of the height of the chart.
    """

    place: Place
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, categories (or x) and values, each an area of a result sheet.

    Attributes
    ----------
    error : Area or None
        Lengths of lines from the values upwards, which draw intervals from their lower ends.
    role : {"data", "portfolio", "diagonal", "named", "edge", "alpha", "rate", ...}
        "named" is a point with its name beside it, "end" the last point of a line with the name of
        the line. "edge" is the lower or upper end of a band. "alpha", "rate" and "other" are parts
        that are not factors.
    color : str or None
        The colour of its own that the series has, such as that of its factor.
    label : Label or None
        Where the name of a point stands.
    """

    name: Area | str
    categories: Area
    values: Area
    error: Area | None = None
    role: Role = "data"
    color: str | None = None
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class DateAxis:
    """An axis of numbers that shows dates.

    Attributes
    ----------
    first, last : float
        Its ends, as Excel counts days.
    unit : float
        The number of days between its labels.
    number : str
        The number format of the labels.
    """

    first: float
    last: float
    unit: float
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name in the workbook, its texts, number formats and series.

    Attributes
    ----------
    categories : tuple
        The present names or dates along the axis. The direction and the spacing of the labels
        depend on them.
    title_cell : Area or None
        The cell with the title, if the title changes with the inputs.
    shown : bool
        Whether the chart shows anything with these inputs. A live workbook keeps a hidden chart.
    dates : DateAxis or None
        The axis of dates of a chart whose horizontal axis is one of numbers.
    shows : str
        A sentence that says what the chart shows, for readers who do not see it. It holds no
        number and no name that depends on the inputs.
    says : str
        A sentence with the main numbers.
    cache : mapping
        What stands in the cells that the series show, by area, for viewers that do not read the
        cells; see :mod:`labfolio_xl.plan.chart_cache`. Refresh has no need of it.
    """

    name: str
    kind: ChartKind
    title: str
    x_title: str
    y_title: str
    x_format: str
    y_format: str
    series: tuple[Series, ...]

    categories: tuple[Cell, ...]
    title_cell: Area | None = None
    shown: bool = True
    dates: DateAxis | None = None
    shows: str = ""
    says: str = ""
    cache: Mapping[Area, tuple[Cell, ...]] = field(default_factory=dict)

    @property
    def n_points(self) -> int:
        """The number of points of the longest series."""
        return len(self.categories)

    @property
    def longest(self) -> int:
        """The number of letters of the longest category."""
        return max(letters(str(category)) for category in self.categories)


def months_between_labels(months: float, most: int) -> tuple[int, str]:
    """Return the months between the labels of an axis of dates, and their number format.

    Parameters
    ----------
    months : float
        The length of the axis.
    most : int
        The largest number of labels.
    """
    unit = next((n for n in _MONTHS_BETWEEN if months / n <= most), _MONTHS_BETWEEN[-1])
    return unit, "yyyy" if unit % 12 == 0 else "yyyy-mm"


def firsts_of(block: Block) -> tuple[Cell, ...]:
    """Return the labels of the rows of a table."""
    return tuple(row[0] for row in block.cells[1:])


def values_of(block: Block, name: str) -> tuple[Cell, ...]:
    """The values of a column."""
    place = block.header.index(name)
    return tuple(row[place] for row in block.cells[1:])


def rows_of(column: Area, first: int, count: int) -> Area:
    """Some rows of a column."""
    return Area(column.sheet, column.row + first, column.column, count)


def cell_of(column: Area, row: int) -> Area:
    """One cell of a column."""
    return rows_of(column, row, 1)


def short_name(name: str, cell: Area) -> Area | str:
    """Return the cell that holds a name, or a shorter name with an ellipsis if it is too long.

    A name that begins with an equals sign gets a blank before it, so that no program takes it for
    a reference.
    """
    shown = narrowed(name, _LONGEST_LABEL)
    return cell if shown == name else f" {shown}" if shown.startswith("=") else shown


def label_width(name: str) -> float:
    """Return the width in pixels of the name beside a point."""
    return letters(narrowed(name, _LONGEST_LABEL)) * _LABEL_LETTER


def in_words(name: str) -> str:
    """Return a name as the description of a chart holds it: on one line, and shortened."""
    return shortened(printable(name))


def largest(values: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    """Return the names with the largest values, by absolute value, the largest first."""
    return sorted(values.items(), key=lambda item: -abs(item[1]))[:count]
