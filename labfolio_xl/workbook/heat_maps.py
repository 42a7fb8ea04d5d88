"""Colour the cells of a table by the size of their numbers, so that a pattern can be seen.

Negative numbers are blue, positive ones orange, and zero is white. The largest number of a column
is bold, and every number stays in its cell, which is what a reader sees without colours. The
scale computes its ends itself. In a live workbook the formats reach as far as the table may grow,
so that a refresh needs no new ones. There a rule stops the scale beyond the table, which Excel
obeys and LibreOffice does not; a report has no need of that rule.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from labfolio_xl.plan.layout import Cells
from labfolio_xl.plan.places import MAX_ROWS
from labfolio_xl.plan.styles import NEGATIVE, POSITIVE
from labfolio_xl.workbook.canvas import Canvas

__all__ = ["HEAT_MAPS", "color_betas", "color_scale", "largest"]

# By the key of a table: the first of its columns that has betas.
HEAT_MAPS = {"betas": 1, "model_params": 2}
_LAST_ROW, _MOST_COLUMNS = MAX_ROWS - 1, 300


def color_betas(canvas: Canvas, sheet: Any, block: Cells) -> None:
    """Colour the betas of a table of assets and factors."""
    row, column = block.area.row, block.area.column
    first = column + HEAT_MAPS[block.key]
    cell = xl_rowcol_to_cell(row + 1, first)
    top = xl_rowcol_to_cell(row + 1, first, row_abs=True)
    bottom = xl_rowcol_to_cell(_LAST_ROW, first, row_abs=True)
    heads = f"{xl_rowcol_to_cell(row, first, row_abs=True, col_abs=True)}:" + xl_rowcol_to_cell(
        row, first, row_abs=True
    )
    corners = (row + 1, first, block.area.last_row, block.area.last_column)
    if canvas.live:
        corners = (row + 1, first, _LAST_ROW, first + _MOST_COLUMNS - 1)
        # The table ends where its header does; the next one stands after a blank column.
        beyond = {"type": "formula", "criteria": f"=COUNTBLANK({heads})>0", "stop_if_true": True}
        sheet.conditional_format(*corners, beyond)
    strongest = f"=AND(ISNUMBER({cell}),ABS({cell})={largest(f'{top}:{bottom}')})"
    bold = canvas.book.add_format({"bold": True})
    sheet.conditional_format(*corners, {"type": "formula", "criteria": strongest, "format": bold})
    sheet.conditional_format(*corners, color_scale(largest(_numbers(block, first))))


def color_scale(most: str) -> dict[str, object]:
    """Return a scale that is white at zero; ``most`` is the formula of its upper end."""
    return {
        "type": "3_color_scale",
        "min_type": "formula",
        "min_value": f"=-{most}",
        "mid_type": "num",
        "mid_value": 0,
        "max_type": "formula",
        "max_value": f"={most}",
        "min_color": NEGATIVE,
        "mid_color": "#FFFFFF",
        "max_color": POSITIVE,
    }


def largest(cells: str) -> str:
    """Return the formula of the largest absolute value; texts and blank cells do not count."""
    return f"MAX(MAX({cells}),-MIN({cells}))"


def _numbers(block: Cells, first: int) -> str:
    """Return the cells below the header, from a column to the last one before the next table."""
    row = block.area.row
    heads = xl_range_abs(row, first, row, first + _MOST_COLUMNS - 1)
    rest = xl_range_abs(row + 1, first, _LAST_ROW, first + _MOST_COLUMNS - 1)
    # The next table begins with the names of the assets, too.
    n_columns = f'IFERROR(MATCH("{block.header[0]}",{heads},0)-1,{_MOST_COLUMNS})'
    start = xl_rowcol_to_cell(row + 1, first, row_abs=True, col_abs=True)
    return f"{start}:INDEX({rest},{_LAST_ROW - row},{n_columns})"
