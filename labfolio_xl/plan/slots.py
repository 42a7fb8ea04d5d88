"""Where charts stand on their sheets, in columns of 100 pixels and rows of 20.

On a result sheet charts stand above the tables or left of them, in room that does not depend on
the inputs: tables grow and shrink with a refresh, and must not reach a chart.
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
    """Rows below the first chart, left column, size in columns and rows."""

    row: int
    column: int
    columns: int
    rows: int


# Rows of a chart, and what a bar and all that is beside the bars take of them.
_CHART_ROWS, _MODEL_ROWS = 15, 18
_BAR_PIXELS, _BESIDE_BARS = 14, 120
# Names of factors stand upright below their points: letters that have room there, pixels that a
# further one takes, and rows that are given at most.
_LETTERS_BELOW, _LETTER_PIXELS, _MOST_ROWS = 16, 4, 9

_ONE_BAR, _ROLLING_ROWS = 11, 14

PAGE_SLOTS = {
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
# A table of dates is long: beside it, not above it, charts leave its header in view.
LEFT_OF_TABLES = ("Rolling",)


def rows_above(sheet: str) -> int:
    """Rows that charts take above the tables of a sheet."""
    if sheet not in PAGE_SLOTS or sheet in LEFT_OF_TABLES:
        return 0
    return max(slot.row + slot.rows for slot in PAGE_SLOTS[sheet].values()) + 1


def dashboard_slots(n_factors: int, longest: int = 0) -> dict[str, Slot]:
    """Two charts a row, then two over the whole width.

    Many factors, and factors whose names have many letters (`longest`), get more height.
    """
    half, whole = PAGE_COLUMNS // 2, PAGE_COLUMNS
    further = max(0, longest - _LETTERS_BELOW) * _LETTER_PIXELS // ROW_PIXELS
    names = _CHART_ROWS + min(further, _MOST_ROWS)
    bars = max(names, -(-(n_factors * _BAR_PIXELS + _BESIDE_BARS) // ROW_PIXELS))
    lines, dots = 2 * bars, 2 * bars + _CHART_ROWS
    return {
        "LabfolioMeanBetas": Slot(0, 0, half, bars),
        "LabfolioExposures": Slot(0, half, half, bars),
        "LabfolioPremia": Slot(bars, 0, half, bars),
        "LabfolioExpected": Slot(bars, half, half, bars),
        "LabfolioCumulative": Slot(lines, 0, whole, _CHART_ROWS),
        "LabfolioModelBetas": Slot(dots, 0, whole, _MODEL_ROWS),
    }
