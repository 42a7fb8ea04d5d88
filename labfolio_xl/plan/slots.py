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
    "chart_rows",
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
_CHART_ROWS, _MODEL_ROWS = 15, 18
_BAR_PIXELS, _BESIDE_BARS = 14, 120
# Names of factors are written vertically below their points: the number of letters that fit, the
# pixels that each further letter takes, and the largest number of rows that is added.
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
# A table of dates is long. Charts left of it, instead of above it, keep its header visible.
LEFT_OF_TABLES = ("Rolling",)


def chart_rows(sheet: str) -> int:
    """Return the number of rows from the first chart of a sheet to the last one."""
    return max((slot.row + slot.rows for slot in PAGE_SLOTS.get(sheet, {}).values()), default=0)


def rows_above(sheet: str) -> int:
    """Return the number of rows that charts take above the tables of a sheet."""
    rows = 0 if sheet in LEFT_OF_TABLES else chart_rows(sheet)
    return rows + 1 if rows else 0


def dashboard_slots(n_factors: int, longest: int = 0) -> dict[str, Slot]:
    """Return the places of the charts: two in a row, then two over the whole width.

    The charts get higher with the number of factors and with the number of letters of the longest
    name.
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
