"""Where the names beside points stand, so that none lies over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labfolio_xl.plan.chart import Label, Place, label_width

__all__ = ["Frame", "named_points", "spread"]

_HEIGHT = 15.0  # pixels of a name, with the space below it
_BESIDE, _ABOVE = 7.0, 12.0  # from the middle of a point to the name, and to its middle line
_POINT = 9.0  # pixels of a point that has a name
_PLACES: tuple[Place, ...] = ("right", "left", "above", "below")
# A point at the edge is not at the edge of the plot, since an axis ends at a round number.
_MARGIN = 0.04


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the plot of a chart, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def named_points(
    points: Sequence[tuple[float, float]],
    names: Sequence[str],
    frame: Frame,
    most: int,
) -> dict[int, Label]:
    """Return the points that get their names, and where these stand.

    Parameters
    ----------
    points : sequence of (x, y)
        The most important first. Those whose name finds no free place get none.
    names : sequence of str
    frame : Frame
        The plot, which shows all points. Both axes show the same numbers.
    most : int
        The number of points that get a name at most.

    Notes
    -----
    No name lies over another, or over the point of another; each lies over as few other points as
    its four sides allow.
    """
    middles = _in_pixels(points, frame)
    dots = [_around(*middle, _POINT, _POINT) for middle in middles]
    taken: list[_Box] = []
    labels: dict[int, Label] = {}
    for number, name in enumerate(names):
        if len(labels) == most:
            break
        width, others = label_width(name), [*dots[:number], *dots[number + 1 :]]
        free = {
            place: box
            for place, box in ((place, _box(middles[number], width, place)) for place in _PLACES)
            if _is_inside(box, frame)
            and not any(other.meets(box) or other.meets(dots[number]) for other in taken)
        }
        if free:
            place = min(free, key=lambda place: sum(map(free[place].meets, others)))
            labels[number] = Label(place)
            taken.append(free[place])
    return labels


def _in_pixels(points: Sequence[tuple[float, float]], frame: Frame) -> list[tuple[float, float]]:
    """Return the places of the points in the plot, from its upper left corner."""
    numbers = [number for point in points for number in point]
    length = (max(numbers) - min(numbers)) or 1.0
    low, length = min(numbers) - _MARGIN * length, length * (1.0 + 2.0 * _MARGIN)
    return [
        ((x - low) / length * frame.width, (1.0 - (y - low) / length) * frame.height)
        for x, y in points
    ]


def _box(middle: tuple[float, float], width: float, place: Place) -> _Box:
    x, y = middle
    if place in ("above", "below"):
        return _around(x, y - _ABOVE if place == "above" else y + _ABOVE, width, _HEIGHT)
    away = _BESIDE + width / 2.0
    return _around(x + away if place == "right" else x - away, y, width, _HEIGHT)


def _around(x: float, y: float, width: float, height: float) -> _Box:
    return _Box(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0)


def _is_inside(box: _Box, frame: Frame) -> bool:
    return (
        box.left >= 0.0
        and box.right <= frame.width
        and box.top >= 0.0
        and box.bottom <= frame.height
    )


def spread(ends: Sequence[float], low: float, high: float, frame: Frame) -> list[float]:
    """Return how far each name has to be moved down, in pixels, so that names keep apart.

    The order of the names from top to bottom is that of the ends of the lines.

    Parameters
    ----------
    ends : sequence of float
        The last values of the lines.
    low, high : float
        The lowest and the highest value of all lines.
    frame : Frame
    """
    length = (high - low) or 1.0
    wanted = [(high - end) / length * frame.height for end in ends]
    order = sorted(range(len(ends)), key=wanted.__getitem__)
    # Neighbours that are too close form a group, which stands around its own middle.
    groups: list[list[int]] = []
    for number in order:
        groups.append([number])
        while len(groups) > 1 and _middle(groups[-1], wanted) - _middle(groups[-2], wanted) < (
            _HEIGHT * (len(groups[-1]) + len(groups[-2])) / 2.0
        ):
            last = groups.pop()
            groups[-1] += last
    moved = [0.0] * len(ends)
    for group in groups:
        top = _middle(group, wanted) - _HEIGHT * (len(group) - 1) / 2.0
        for place, number in enumerate(group):
            moved[number] = top + place * _HEIGHT - wanted[number]
    return moved


def _middle(group: Sequence[int], wanted: Sequence[float]) -> float:
    return sum(wanted[number] for number in group) / len(group)
