"""Where charts stand on their sheets, in columns of 100 pixels and rows of 20.

On a result sheet, charts stand above the tables or left of them, in an area whose size does not
depend on the inputs: tables grow and shrink with a refresh and must not overlap a chart.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "COLUMN_PIXELS",
    "COLUMN_WIDTH",
    "LEFT_OF_TABLES",
    "PAGE_COLUMNS",
    "PAGE_SLOTS",
    "ROW_PIXELS",
    "Slot",
    "dashboard_slots",
    "rows_above",
]

PAGE_COLUMNS = 10
COLUMN_PIXELS, ROW_PIXELS = 100, 20
COLUMN_WIDTH = 13.57  # which makes a column of 100 pixels


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a chart: rows below the first chart, left column, width and height in cells."""

    row: int
    column: int
    columns: int
    rows: int


# The heights of charts in rows, and the heights in pixels of a bar and of everything beside bars.
_CHART_ROWS = 15
_BAR_PIXELS, _BESIDE_BARS = 14, 120
# Names of factors are written vertically below their points: the number of letters that fit, the
# pixels that each further letter takes, and the largest number of rows that is added.
_LETTERS_BELOW, _LETTER_PIXELS, _MOST_ROWS = 16, 4, 9

_ONE_BAR, _ROLLING_ROWS, _LINES_ROWS, _SCATTER_ROWS = 11, 14, 22, 24

PAGE_SLOTS = {
    "Lambdas": {"LabfolioCumulative": Slot(0, 0, PAGE_COLUMNS, _LINES_ROWS)},
    "Expected": {"LabfolioExpected": Slot(0, 0, PAGE_COLUMNS, _SCATTER_ROWS)},
    "Risk": {
        "LabfolioRisk": Slot(0, 0, PAGE_COLUMNS, _ONE_BAR),
        "LabfolioRiskAssets": Slot(_ONE_BAR, 0, PAGE_COLUMNS, _CHART_ROWS),
    },
    "Attribution": {
        "LabfolioAttribution": Slot(0, 0, PAGE_COLUMNS, _ONE_BAR),
        "LabfolioContributions": Slot(_ONE_BAR, 0, PAGE_COLUMNS, _CHART_ROWS),
    },
    "Rolling": {
        f"LabfolioRolling{n + 1}": Slot(
            n // 2 * _ROLLING_ROWS, n % 2 * PAGE_COLUMNS // 2, PAGE_COLUMNS // 2, _ROLLING_ROWS
        )
        for n in range(6)
    },
}
# A table of dates is long. Charts left of it, instead of above it, keep its header visible.
LEFT_OF_TABLES = ("Lambdas", "Rolling")


def rows_above(sheet: str) -> int:
    """Return the number of rows that charts take above the tables of a sheet."""
    if sheet not in PAGE_SLOTS or sheet in LEFT_OF_TABLES:
        return 0
    return max(slot.row + slot.rows for slot in PAGE_SLOTS[sheet].values()) + 1


def dashboard_slots(n_factors: int, longest: int = 0) -> dict[str, Slot]:
    """Return the places of the charts, which stand in one row.

    The charts get higher with the number of factors and with the number of letters of the longest
    name.
    """
    half = PAGE_COLUMNS // 2
    further = max(0, longest - _LETTERS_BELOW) * _LETTER_PIXELS // ROW_PIXELS
    names = _CHART_ROWS + min(further, _MOST_ROWS)
    bars = max(names, -(-(n_factors * _BAR_PIXELS + _BESIDE_BARS) // ROW_PIXELS))
    return {
        "LabfolioExposures": Slot(0, 0, half, bars),
        "LabfolioPremia": Slot(0, half, half, bars),
    }
