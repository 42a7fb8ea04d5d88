"""Find the table in a sheet: its rows with dates, and the rows of names above them.

Titles above, text below and other tables are left out. A row that has numbers but no date, between
rows with dates, belongs to the table. Its date is wrong, and leaving it out would hide that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_blank_row
from labfolio_xl.blocks.cells.kinds import is_header_row, is_number, is_text, names_dates
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.shapes.sheet_part import Region
from labfolio_xl.returns.dates.index import may_be_date

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.labels.row_labels import LabelOptions

__all__ = ["find_region"]

# Dates are in one of the first columns; the names of a long table or row numbers may come first.
_FIRST_COLUMNS = 10
# Rows of names above the dates: fields, tickers, and the word "Date".
_HEADER_ROWS = 3
# A table has at least so many rows; a single row may be a line of text with a date.
_FEWEST_ROWS = 2
_DIGITS = re.compile(r"\d+")
# Words at the beginning of a row of statistics, such as totals or means.
_STATISTIC = re.compile(
    r"(?:sub)?-?total|sum|average|avg|mean|median|std|st\.? ?dev|standard|vol|min|max|count|"
    r"high|low|change|return|ytd|year|annual|cumul|mittel|durchschnitt|summe|gesamt|moyenne|somme|media|suma|"
    r"gemiddeld|somma|totale",
    re.IGNORECASE,
)
_DIGITS_OF_A_DAY = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """Neighbouring rows with dates, and the other rows above them."""

    above: tuple[int, ...]
    rows: tuple[int, ...]


def find_region(block: Rows, options: LabelOptions) -> Region | None:
    """Find the table in a block; None if no column has dates with anything beside them."""
    first = _date_column(block, options)
    if first is None:
        return None
    parts, below = _parts(block, first, options)
    main = next((i for i, part in enumerate(parts) if len(part.rows) >= _FEWEST_ROWS), 0)
    header = _header(block, parts[main].above, first)
    table, taken = parts[main], 1
    for part in parts[main + 1 :]:
        if not _continues(block, header, table, part, first):
            break
        stray = _rows_with_wrong_dates(block, part.above, first, between=True)
        table, taken = replace(table, rows=(*table.rows, *stray, *part.rows)), taken + 1
    last = main + taken == len(parts)
    rows = (*_wrong_dates_at_top(block, table.above, header, first), *table.rows)
    rows = (*rows, *_rows_with_wrong_dates(block, below, first)) if last else rows
    return Region(header, tuple(sorted(rows)), first, len(parts) - taken)


def _date_column(block: Rows, options: LabelOptions) -> int | None:
    """The first column of which most cells, from the first date on, are dates."""
    for column in range(min(len(block[0]) - 1, _FIRST_COLUMNS)):
        cells = [row[column] for row in block]
        dated = [may_be_date(cell, text_file=options.text_file) for cell in cells]
        start = next(
            (i for i, row in enumerate(block) if dated[i] and _has_anything_beside(row, column)),
            None,
        )
        if start is None:
            continue
        filled = sum(not is_blank(cell) for cell in cells[start:])
        if 2 * sum(dated[start:]) >= filled and _are_no_counts(block, column, start):
            return column
    return None


def _are_no_counts(block: Rows, column: int, start: int) -> bool:
    """Whether a column holds dates, and not numbers that only look like serials of dates.

    Numbers are dates in the first column, and below a header that says so.
    """
    if column == 0 or not is_number(block[start][column]):
        return True
    return any(names_dates(block[row][column]) for row in range(max(start - 2, 0), start))


def _has_anything_beside(row: Sequence[Cell], first: int) -> bool:
    """Whether a row holds anything beside its date."""
    return any(not is_blank(cell) for place, cell in enumerate(row) if place != first)


def _parts(block: Rows, first: int, options: LabelOptions) -> tuple[list[_Part], tuple[int, ...]]:
    """The parts of a block that have dates, and the rows below the last one."""
    parts: list[_Part] = []
    above: list[int] = []
    rows: list[int] = []
    for number, row in enumerate(block):
        if is_blank_row(row):
            continue
        if may_be_date(row[first], text_file=options.text_file) and (
            rows or _has_anything_beside(row, first)
        ):
            rows.append(number)
            continue
        if rows:
            parts.append(_Part(tuple(above), tuple(rows)))
            above, rows = [], []
        above.append(number)
    if rows:
        parts.append(_Part(tuple(above), tuple(rows)))
        above = []
    return parts, tuple(above)


def _header(block: Rows, above: tuple[int, ...], first: int) -> tuple[int, ...]:
    """The rows above a table that may hold its names: no titles, no statistics."""
    rows: list[int] = []
    for row in reversed(above):
        if is_header_row(block[row], first) or (not rows and not _has_names(block, row, first)):
            rows.append(row)
        elif rows:
            break
        if len(rows) == _HEADER_ROWS:
            break
    # Below a row of words, a row of whole numbers is no row of names: its date is missing.
    if rows and _has_names(block, rows[0], first):
        words = [i for i, row in enumerate(rows) if any(map(is_text, block[row][first + 1 :]))]
        rows = rows[words[0] :] if words else rows
    return tuple(reversed(rows))


def _continues(block: Rows, header: tuple[int, ...], table: _Part, part: _Part, first: int) -> bool:
    """Whether a part continues the table above it: it has no names, or the same names."""
    own = [row for row in _header(block, part.above, first) if _has_names(block, row, first)]
    if not own:
        return True
    names = [_names(block, row, first) for row in header if _has_names(block, row, first)]
    same = names[-len(own) :] == [_names(block, row, first) for row in own]
    above = {read_name(block[row][first]) for row in table.rows}
    again = any(read_name(block[row][first]) in above for row in part.rows)
    return same and not again and _form(block, table, first) == _form(block, part, first)


def _has_names(block: Rows, row: int, first: int) -> bool:
    return any(not is_blank(cell) for place, cell in enumerate(block[row]) if place > first)


def _names(block: Rows, row: int, first: int) -> list[str | None]:
    return [read_name(cell) for cell in block[row][first + 1 :]]


def _form(block: Rows, part: _Part, first: int) -> str:
    """The form in which dates are written, by which years differ from months and days."""
    cell = block[part.rows[0]][first]
    text = f"{cell:.0f}" if isinstance(cell, (int, float)) else str(cell).strip()
    return _DIGITS.sub(lambda found: str(max(len(found[0]), _DIGITS_OF_A_DAY)), text)


def _rows_with_wrong_dates(
    block: Rows, rows: tuple[int, ...], first: int, *, between: bool = False
) -> tuple[int, ...]:
    """Rows with numbers beside a cell that may be meant as a date.

    Between rows with dates, any text such as "last Friday" may be, except words of statistics.
    """
    return tuple(
        row
        for row in rows
        if _has_value(block, row, first)
        and (
            _may_be_meant(block[row][first])
            or (between and not _STATISTIC.match(str(block[row][first]).strip()))
        )
    )


def _has_value(block: Rows, row: int, first: int) -> bool:
    """Whether a row has a number, or an error instead of one, beside its date."""
    beside = block[row][first + 1 :]
    return any(not is_blank(cell) and not is_text(cell) for cell in beside)


def _may_be_meant(cell: Cell) -> bool:
    """Whether a cell may be meant as a date: it is blank or has a digit, unlike "Average"."""
    return not is_text(cell) or bool(_DIGITS.search(cell))


def _wrong_dates_at_top(
    block: Rows, above: tuple[int, ...], header: tuple[int, ...], first: int
) -> tuple[int, ...]:
    """Rows between the names and the first date that may be meant as rows of the table."""
    if not header:
        return ()
    between = tuple(row for row in above if row > header[-1])
    return _rows_with_wrong_dates(block, between, first)
