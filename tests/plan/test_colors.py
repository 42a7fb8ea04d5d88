"""The colours of factors: the largest shares of risk have their own, on all sheets the same."""

from __future__ import annotations

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
