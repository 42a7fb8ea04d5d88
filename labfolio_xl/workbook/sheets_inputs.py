"""Write the input sheets, and define the names by which formulas read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labfolio_xl.blocks import Rows
from labfolio_xl.plan.analysis import Analysis
from labfolio_xl.plan.input_looks import begins_with_names, column_looks
from labfolio_xl.plan.places import INPUTS, Area, InputPlace
from labfolio_xl.plan.sizes import (
    ROW,
    WIDEST_HEADER,
    fitting_panes,
    header_height,
    is_broken,
)
from labfolio_xl.plan.slots import FIRST_PAGE
from labfolio_xl.returns.names.widths import letters
from labfolio_xl.workbook.canvas import LEGIBLE, Canvas

__all__ = ["rule", "write_inputs"]

_TITLES = {
    "assets": "Portfolio: returns of the assets",
    "factors": "Factors: returns of the factors",
    "risk_free": "RiskFree: the risk-free rate",
    "weights": "Weights of the portfolio",
    "benchmark": "Benchmark: what the portfolio is compared with",
}
_RULES = {
    "assets": "Decimal returns per period (0.01 is 1%); dates in the first column, names in row 4. "
    "Empty cells are missing.",
    "factors": "Decimal returns per period; dates in the first column, names in row 4.",
    "risk_free": "Decimal rate per period, by date or one number in A4.",
    "weights": "Asset and weight, matched by name.",
    "benchmark": "Dates and decimal returns per period; or asset and weight, matched by name; or "
    "dates and a column of weights for each asset.",
}
# The rows of an input that are printed; the texts above it need some width and some columns.
_PRINTED_ROWS, _LEAST_WIDTH, _LEAST_COLUMNS = 40, 90.0, 8
_ABSENT = {
    "risk_free": "None was given: all returns are taken as excess returns.",
    "weights": "None were given: all assets weigh the same (1/{n}).",
    "benchmark": "None was given: the portfolio is compared with none.",
}


def write_inputs(canvas: Canvas, analysis: Analysis, rows: Mapping[str, Rows]) -> None:
    """Write all input sheets and their defined names."""
    for place in INPUTS:
        sheet = canvas.sheets[place.sheet]
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, _TITLES[place.argument], canvas.styles["title"])
        cells = _shown(canvas, place, analysis, rows)
        widths = _widths(place, cells)
        canvas.set_widths(sheet, widths)
        _set_up_paper(canvas, sheet, place, widths, len(cells))
        sheet.write_string(1, 0, rule(place, analysis, rows), canvas.styles["formula"])
        canvas.link(sheet, 2, 0, FIRST_PAGE)
        area = _area(place, analysis, rows)
        # An empty sheet is set up too, because returns may be loaded later.
        heights = {0: 26.0, place.row: header_height(map(str, cells[0][1:])) if cells else ROW}
        sheet.freeze_panes(*fitting_panes((place.row + 1, 1), heights, widths))
        if cells:
            _write_table(canvas, sheet, place, cells)
        if canvas.live:
            canvas.book.define_name(place.name, area.address)


def _set_up_paper(
    canvas: Canvas, sheet: Any, place: InputPlace, widths: Mapping[int, float], n_rows: int
) -> None:
    """Print one page, the first dates and names: all returns would take hundreds of pages."""
    across, column = 0.0, -1
    while column + 1 in widths and across + widths[column + 1] <= LEGIBLE:
        column += 1
        across += widths[column]
    rows = min(max(n_rows, 1), _PRINTED_ROWS)
    canvas.fit_paper(sheet, max(across, _LEAST_WIDTH))
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, place.row + rows - 1, max(column, _LEAST_COLUMNS))
    is_cut = n_rows > rows or column + 1 < len(widths)
    canvas.tell_cut(sheet, is_cut=is_cut)


def _shown(canvas: Canvas, place: InputPlace, analysis: Analysis, rows: Mapping[str, Rows]) -> Rows:
    """Return the cells of the sheet; a report shows equal weights where none were given."""
    if place.argument == "weights" and "weights" not in rows and not canvas.live:
        names = list(analysis.aligned.assets.columns)
        return [["asset", "weight"], *([name, 1.0 / len(names)] for name in names)]
    return rows.get(place.argument, [])


def rule(place: InputPlace, analysis: Analysis, rows: Mapping[str, Rows]) -> str:
    """Return a text on what belongs on an input sheet and what an empty sheet means."""
    takes = _RULES[place.argument]
    if place.argument in rows:
        return takes
    absent = _ABSENT[place.argument].format(n=analysis.aligned.assets.shape[1])
    return f"{absent} {takes}"


def _area(place: InputPlace, analysis: Analysis, rows: Mapping[str, Rows]) -> Area:
    """Return the cells that the name refers to; blank cells where the input is not given."""
    cells = rows.get(place.argument)
    if cells is not None:
        return Area(place.sheet, place.row, place.column, len(cells), len(cells[0]))
    n_rows = analysis.aligned.assets.shape[1 if place.argument == "weights" else 0] + 1
    return Area(place.sheet, place.row, place.column, n_rows, 2)


def _write_table(canvas: Canvas, sheet: Any, place: InputPlace, cells: Rows) -> None:
    row, column, n_columns = place.row, place.column, len(cells[0])
    looks = column_looks(place, cells)
    if n_columns == 1:
        canvas.write_rows(sheet, row, column, cells, looks)
        return
    names = [str(name) for name in cells[0][1:]]
    broken = any(is_broken(name, looks[1]) for name in names)
    if broken:
        sheet.set_row(row, header_height(names))
    heads = ["header_text", *["header_broken" if broken else "header"] * (n_columns - 1)]
    canvas.write_rows(sheet, row, column, cells[:1], heads)
    canvas.write_rows(sheet, row + 1, column, cells[1:], looks)


def _widths(place: InputPlace, cells: Rows) -> dict[int, float]:
    """Return the widths of the columns, which depend on the names: numbers are equally wide."""
    names = [str(name) for name in cells[0][1:]] if cells else []
    widths = {
        number: min(max(letters(name) + 3.0, 10.0), WIDEST_HEADER)
        for number, name in enumerate(names, start=1)
    }
    labels = [str(line[0]) for line in cells] if begins_with_names(place, cells) else []
    return {0: min(max([12.0, *(letters(label) + 2.0 for label in labels)]), 40.0), **widths}
