"""The colours of factors: the largest shares of risk have their own, on all sheets the same."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from palette import VISION, distance, lightness

from labfolio_xl.plan.colors import MOST_COLORED, factor_colors
from labfolio_xl.plan.styles import OTHER, SERIES_COLORS


def test_the_factor_with_the_largest_share_has_the_first_color() -> None:
    colors = factor_colors({"Value": 0.1, "Market": 0.7, "Size": -0.2})
    assert colors == dict(
        zip(
            ("Value", "Market", "Size"),
            (SERIES_COLORS[2], SERIES_COLORS[0], SERIES_COLORS[1]),
            strict=True,
        )
    )


def test_the_factors_beyond_the_eighth_are_grey() -> None:
    colors = factor_colors({f"F{number}": 1.0 / (number + 1) for number in range(12)})
    assert [color == OTHER for color in colors.values()] == [False] * MOST_COLORED + [True] * 4
    assert len(set(colors.values())) == MOST_COLORED + 1


def test_a_share_that_is_not_known_comes_last() -> None:
    colors = factor_colors({"A": float("nan"), "B": 0.0, "C": -0.3})
    assert [colors[name] for name in "CAB"] == list(SERIES_COLORS[:3])


@pytest.mark.parametrize("vision", VISION)
def test_any_two_colors_are_told_apart(vision: str) -> None:
    """Also by readers with deuteranopia or protanopia; from a distance of 2 on it is seen."""
    apart = {pair: distance(*pair, vision) for pair in combinations(SERIES_COLORS, 2)}
    assert min(apart.values()) > 25.0, min(apart, key=apart.__getitem__)


def test_the_lightness_of_the_colors_differs_by_equal_steps() -> None:
    """Eight between the ends are 54 / 7 apart: as far as they can be."""
    levels = sorted(map(lightness, SERIES_COLORS))
    assert levels[0] < 26.0
    assert levels[-1] > 76.0
    assert min(high - low for low, high in pairwise(levels)) > 7.0


def test_neighbours_in_a_bar_differ_in_lightness() -> None:
    steps = [abs(lightness(a) - lightness(b)) for a, b in pairwise(SERIES_COLORS)]
    assert min(steps) > 14.0


def test_a_line_can_be_seen_on_white() -> None:
    """The first seven colours are those of lines, and of the names at their ends."""
    assert max(map(lightness, SERIES_COLORS[:7])) < 72.0


def test_a_simulation_of_protanopia_confuses_red_with_dark_green() -> None:
    """Vienot's classic pair: the matrices do what they are said to do."""
    assert distance("#7A0000", "#2E2E00", "protanopia") < 25.0
    assert distance("#7A0000", "#2E2E00", "normal") > 45.0
