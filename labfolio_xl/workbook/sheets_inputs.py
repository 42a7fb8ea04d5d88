"""The input sheets, and the names by which formulas read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labfolio_xl.blocks import Rows
from labfolio_xl.workbook.analysis import Analysis
from labfolio_xl.workbook.canvas import Canvas
from labfolio_xl.workbook.places import INPUTS, Area, InputPlace

__all__ = ["write_inputs"]

_TITLES = {
    "assets": "Portfolio: returns of the assets",
    "factors": "Factors: returns of the factors",
    "risk_free": "RiskFree: the risk-free rate",
    "weights": "Weights of the portfolio",
}
_RULES = {
    "assets": "Decimal returns per period (0.01 is 1%); dates in the first column, names in row 4. "
    "Empty cells are missing.",
    "factors": "Decimal returns per period; dates in the first column, names in row 4.",
    "risk_free": "Decimal rate per period, by date or one number in A4.",
    "weights": "Asset and weight, matched by name.",
}
_ABSENT = {
    "risk_free": "None was given: all returns are taken as excess returns.",
    "weights": "None were given: all assets weigh the same (1/{n}).",
}


def write_inputs(canvas: Canvas, analysis: Analysis, rows: Mapping[str, Rows]) -> None:
    """All four input sheets and their defined names."""
    for place in INPUTS:
        sheet = canvas.add_sheet(place.sheet, gridlines=True)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, _TITLES[place.argument], canvas.styles["title"])
        cells = _shown(place, analysis, rows)
        sheet.write_string(1, 0, _rule(place, analysis, rows), canvas.styles["formula"])
        area = _area(place, analysis, rows)
        if cells:
            _write_table(canvas, sheet, place, cells)
        if canvas.live:
            canvas.book.define_name(place.name, area.address)


def _shown(place: InputPlace, analysis: Analysis, rows: Mapping[str, Rows]) -> Rows:
    return rows.get(place.argument, [])


def _rule(place: InputPlace, analysis: Analysis, rows: Mapping[str, Rows]) -> str:
    rule = _RULES[place.argument]
    if place.argument in rows:
        return rule
    absent = _ABSENT[place.argument].format(n=analysis.aligned.assets.shape[1])
    return f"{absent} {rule}"


def _area(place: InputPlace, analysis: Analysis, rows: Mapping[str, Rows]) -> Area:
    """The cells that the name stands for; blank ones where the input is not given."""
    cells = rows.get(place.argument)
    if cells is not None:
        return Area(place.sheet, place.row, place.column, len(cells), len(cells[0]))
    n_rows = analysis.aligned.assets.shape[1 if place.argument == "weights" else 0] + 1
    return Area(place.sheet, place.row, place.column, n_rows, 2)


def _write_table(canvas: Canvas, sheet: Any, place: InputPlace, cells: Rows) -> None:  # noqa: ANN401
    row, column, n_columns = place.row, place.column, len(cells[0])
    value = {"weights": "input_percent", "risk_free": "input_return"}.get(
        place.argument, "input_return"
    )
    if n_columns == 1:
        canvas.write_rows(sheet, row, column, cells, [value])
        return
    first = "text" if place.argument == "weights" else "input_date"
    heads = ["header_text", *["header"] * (n_columns - 1)]
    canvas.write_rows(sheet, row, column, cells[:1], heads)
    canvas.write_rows(sheet, row + 1, column, cells[1:], [first, *[value] * (n_columns - 1)])
    sheet.set_column(
        0,
        0,
        max(12.0, *(len(str(line[0])) for line in cells if place.argument == "weights"))
        if place.argument == "weights"
        else 12.0,
    )
    for number, name in enumerate(cells[0][1:], start=1):
        sheet.set_column(number, number, min(max(len(str(name)) + 3.0, 10.0), 30.0))
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    sheet.repeat_columns(0)
