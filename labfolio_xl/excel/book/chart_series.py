"""Compute the series of a chart when the table that it draws has another size than before.

Excel gives a series as a formula, ``=SERIES(name,categories,values,order)``. This module
rewrites such formulas as texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs, xl_rowcol_to_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.plan.charts import Series
    from labfolio_xl.plan.places import Area

__all__ = ["Fit", "fitted", "series_formula"]

REFERENCE = re.compile(r"('(?:[^']|'')+'|[A-Za-z_][\w.]*)!(\$[A-Z]+\$\d+)(?::(\$[A-Z]+\$\d+))?")
ORDER = re.compile(r",(\d+)\)$")


@dataclass(frozen=True, slots=True)
class Fit:
    """The cells of a table before and after it changed its size.

    Attributes
    ----------
    old, new : Area
        The cells before and after, with the header.
    """

    old: Area
    new: Area


@dataclass(frozen=True, slots=True)
class _Reference:
    """A rectangle of cells in a formula; rows and columns are counted from zero."""

    sheet: str
    row: int
    column: int
    last_row: int
    last_column: int

    @classmethod
    def read(cls, match: re.Match[str]) -> _Reference:
        row, column = xl_cell_to_rowcol(match[2].replace("$", ""))
        last = xl_cell_to_rowcol(match[3].replace("$", "")) if match[3] else (row, column)
        return cls(match[1], row, column, *last)

    @property
    def text(self) -> str:
        if (self.row, self.column) == (self.last_row, self.last_column):
            return f"{self.sheet}!{xl_rowcol_to_cell(self.row, self.column, True, True)}"  # noqa: FBT003
        corners = (self.row, self.column, self.last_row, self.last_column)
        return f"{self.sheet}!{xl_range_abs(*corners)}"

    def inside(self, area: Area) -> bool:
        return (
            self.sheet.strip("'").replace("''", "'") == area.sheet
            and area.row <= self.row
            and self.last_row <= area.last_row
            and area.column <= self.column
            and self.last_column <= area.last_column
        )


def fitted(formulas: Sequence[str], fits: Sequence[Fit]) -> list[str]:
    """Return the series of a chart for the new sizes of the tables that it draws.

    A series is left out if the table no longer has its column. A chart that draws the columns of
    a table up to the last one draws new columns too.

    Parameters
    ----------
    formulas : sequence of str
        The series of the chart now, in their order.
    fits : sequence of Fit
    """
    result = [text for formula in formulas if (text := _moved(formula, fits)) is not None]
    for fit in fits:
        result += _further_columns(formulas, fit)
    return [_numbered(formula, order) for order, formula in enumerate(result, 1)]


def series_formula(series: Series, order: int) -> str:
    """Return a series of the layout as Excel's formula."""
    if isinstance(series.name, str):
        name = '"' + series.name.replace('"', '""') + '"'
    else:
        name = _address(series.name)
    return f"=SERIES({name},{_address(series.categories)},{_address(series.values)},{order})"


def _address(place: Area) -> str:
    corners = (place.row, place.column, place.last_row, place.last_column)
    return _Reference(place.sheet, *corners).text


def _moved(formula: str, fits: Sequence[Fit]) -> str | None:
    """Return the series with its references moved; None if the table has lost its column."""
    gone = False

    def move(match: re.Match[str]) -> str:
        nonlocal gone
        reference = _Reference.read(match)
        for fit in fits:
            if reference.inside(fit.old):
                moved = _fit_one(reference, fit)
                gone = gone or moved is None
                return match[0] if moved is None else moved.text
        return match[0]

    text = REFERENCE.sub(move, formula)
    return None if gone else text


def _fit_one(reference: _Reference, fit: Fit) -> _Reference | None:
    old, new = fit.old, fit.new
    column = reference.column - old.column
    if column >= new.n_columns:
        return None
    last_column = reference.last_column - old.column
    if last_column == old.n_columns - 1 and last_column > column:
        last_column = new.n_columns - 1
    first, last = reference.row - old.row, reference.last_row - old.row
    if last == old.n_rows - 1 and last > 0:
        # A reference to the last row alone, such as a total, moves with the last row.
        first = new.n_rows - 1 if first == last > 1 else first
        last = new.n_rows - 1
    last = min(max(last, first), new.n_rows - 1)
    return replace(
        reference,
        row=new.row + min(first, last),
        last_row=new.row + last,
        column=new.column + column,
        last_column=new.column + min(last_column, new.n_columns - 1),
    )


def _further_columns(formulas: Sequence[str], fit: Fit) -> list[str]:
    """Return a series for each new column of the table, made like the one of its last column."""
    drawn = [(column, formula) for formula in formulas if (column := _column(formula, fit)) > 0]
    last = fit.old.n_columns - 1
    # A chart of only the last column draws that column by choice, and not all columns.
    if len(drawn) < 2 or drawn[-1][0] != last:  # noqa: PLR2004
        return []
    pattern = _moved(drawn[-1][1], [replace(fit, new=replace(fit.new, n_columns=last + 1))])
    further = range(last + 1, fit.new.n_columns)
    return [_shifted(pattern or "", fit.new, last, column) for column in further]


def _column(formula: str, fit: Fit) -> int:
    """Return the number of the table's column that a series draws; -1 if it draws none."""
    references = [_Reference.read(m) for m in REFERENCE.finditer(formula)]
    values = references[-1] if references else None
    if values is None or not values.inside(fit.old):
        return -1
    return values.column - fit.old.column


def _shifted(formula: str, table: Area, old: int, new: int) -> str:
    """Return the series with another column of the table, and with the same categories."""

    def shift(match: re.Match[str]) -> str:
        reference = _Reference.read(match)
        same_sheet = reference.sheet.strip("'").replace("''", "'") == table.sheet
        if not same_sheet or reference.column != table.column + old:
            return match[0]
        column = table.column + new
        return replace(reference, column=column, last_column=column).text

    return REFERENCE.sub(shift, formula)


def _numbered(formula: str, order: int) -> str:
    return ORDER.sub(f",{order})", formula)
