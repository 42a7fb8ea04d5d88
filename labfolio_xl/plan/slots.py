"""Where charts stand on their sheets, in columns of 100 pixels and rows of 20.

On a result sheet, charts stand above the tables or left of them, in an area whose size does not
depend on the inputs: tables grow and shrink with a refresh and must not overlap a chart.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "COLUMN_PIXELS",
    "COLUMN_WIDTH",
    "FIRST_PAGE",
    "FIRST_PAGE_PIXELS",
    "FIRST_PAGE_WIDTHS",
    "FIRST_TABLE",
    "LEFT_OF_TABLES",
    "PAGE_COLUMNS",
    "PAGE_SLOTS",
    "ROW_PIXELS",
    "Slot",
    "chart_rows",
    "rows_above",
]

PAGE_COLUMNS = 10
COLUMN_PIXELS, ROW_PIXELS = 100, 20
COLUMN_WIDTH = 13.57  # which makes a column of 100 pixels

# The sheet of the first page, its table by factor (of narrow columns), the pixels and the widths
# of its columns, and the number of rows above its tables.
FIRST_PAGE, FIRST_TABLE = "Dashboard", "summary_factors"
FIRST_PAGE_PIXELS = {1: 140, **dict.fromkeys(range(2, 15), 66)}
FIRST_PAGE_WIDTHS = {column: (n - 5) / 7 for column, n in FIRST_PAGE_PIXELS.items()}
_FIRST_PAGE_ROWS = 62


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a chart: rows below the first chart, left column, width and height in cells."""

    row: int
    column: int
    columns: int
    rows: int


# The heights of charts in rows.
_CHART_ROWS = 15
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
    "Performance": {
        "LabfolioGrowth": Slot(0, 0, PAGE_COLUMNS, _CHART_ROWS),
        "LabfolioDrawdowns": Slot(_CHART_ROWS, 0, PAGE_COLUMNS, _CHART_ROWS),
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


def chart_rows(sheet: str) -> int:
    """Return the number of rows from the first chart of a sheet to the last one."""
    return max((slot.row + slot.rows for slot in PAGE_SLOTS.get(sheet, {}).values()), default=0)


def rows_above(sheet: str) -> int:
    """Return the number of rows that charts take above the tables of a sheet."""
    if sheet == FIRST_PAGE:
        return _FIRST_PAGE_ROWS
    rows = 0 if sheet in LEFT_OF_TABLES else chart_rows(sheet)
    return rows + 1 if rows else 0
