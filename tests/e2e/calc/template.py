"""The live template in Calc: its formulas, and its inputs as one changes them by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cells import put, rows_of
from frames import expected_rows

# As close as the issue of this add-in asks for; relative, and absolute for returns near zero.
CLOSE = 1e-10
NOT_AVAILABLE = 32767
FORMULAS = 1 | 2 | 4  # with a number, a text or an error (com.sun.star.sheet.FormulaResult)
INPUT = "A4"
SHEETS = {
    "assets": "Portfolio",
    "factors": "Factors",
    "risk_free": "RiskFree",
    "benchmark": "Benchmark",
}


@dataclass(frozen=True)
class Table:
    """An array formula of the template, the cells that it fills, and where they are."""

    formula: str
    block: object
    place: str


def tables(document, formulas):
    """Return every array formula of a document, in Excel's grammar."""
    return [
        Table(excel_spelling(formulas.read_array(block)), block, block.AbsoluteName)
        for page in document.Sheets
        for area in page.queryFormulaCells(FORMULAS).RangeAddresses
        for block in arrays(page, area)
    ]


def arrays(page, area):
    """Return the arrays that begin in the first column of an area of formulas."""
    row = area.StartRow
    while row <= area.EndRow:
        cursor = page.createCursorByRange(page.getCellByPosition(area.StartColumn, row))
        cursor.collapseToCurrentArray()
        if cursor.getArrayFormula():
            yield cursor
        row = cursor.RangeAddress.EndRow + 1


def excel_spelling(formula):
    """Calc has functions where Excel has constants."""
    return formula.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def write_frames(document, frames):
    """Put frames where the template has its inputs, in cells that were emptied before."""
    for argument, name in SHEETS.items():
        frame = getattr(frames, argument)
        if frame is not None:
            frame = frame.to_frame(str(frame.name or argument)) if frame.ndim == 1 else frame
            write_rows(document, name, rows_of(frame))
    if frames.weights is not None:
        pairs = [[str(asset), float(weight)] for asset, weight in frames.weights.items()]
        write_rows(document, "Weights", [["asset", "weight"], *pairs])


def write_rows(document, name, rows):
    """Put rows on an input sheet."""
    page = document.Sheets.getByName(name)
    cursor = page.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003  UNO has no names for arguments
    last = cursor.RangeAddress
    first = page.getCellRangeByName(INPUT).RangeAddress
    old = page.getCellRangeByPosition(
        first.StartColumn,
        first.StartRow,
        max(last.EndColumn, first.StartColumn),
        max(last.EndRow, first.StartRow),
    )
    old.clearContents(1 | 2 | 4 | 16)  # numbers, dates, texts, formulas
    put(page, INPUT, rows)


MAY_GROW = ("=LF_CHECK(", "=LF_ATTRIBUTION(", "=LF_DRAWDOWNS(", "=LF_PERFORMANCE(")


def assert_shows(table, frames):
    """Assert that a table shows what its function gives for the frames.

    Nothing spills in Calc. The data report may need more rows than before, and so does the
    attribution with a risk-free rate; there may be more falls, and the tail of an excess return has
    a row for the rate. Of these, only the rows are compared that the formula has cells for.
    """
    expected = expected_rows(table.formula, frames)
    shown = table.block.getDataArray()
    may_be_cut = table.formula.startswith(MAY_GROW)
    assert may_be_cut or len(expected) <= len(shown), f"{table.place} is cut"
    for i, row in enumerate(shown):
        if i >= len(expected):
            assert not any(isinstance(cell, float) for cell in row), f"{table.place}, row {i + 1}"
            continue
        assert len(expected[i]) <= len(row), f"{table.place} is cut"
        for j, (cell, value) in enumerate(zip(row, expected[i], strict=False)):
            where = f"{table.place}, row {i + 1}, column {j + 1}: {cell!r}, not {value!r}"
            assert is_same(cell, value, table.block, (i, j)), where


def is_same(cell, value, block, place):
    """Whether a cell shows a value; a missing number is #N/A, or blank where there is none."""
    if value is None:
        row, column = place
        error = block.getCellByPosition(column, row).getError() if cell is None else 0
        return error == NOT_AVAILABLE or cell == ""
    if isinstance(value, str) or not isinstance(cell, float):
        return cell == value
    return math.isclose(cell, value, rel_tol=CLOSE, abs_tol=CLOSE)


def first_cell(table):
    """Return what stands in the first cell of a table."""
    return table.block.getCellByPosition(0, 0).getString()
