"""Read a table in which each name has its own column of dates, and join it by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from labfolio_xl.blocks.cells.kinds import is_number, names_dates
from labfolio_xl.blocks.cells.values import is_blank, quote, read_name, read_number
from labfolio_xl.blocks.labels.header import Header, read_header
from labfolio_xl.blocks.shapes.price_fields import take_closing
from labfolio_xl.blocks.shapes.sheet_part import SheetPart
from labfolio_xl.blocks.shapes.wide import read_wide
from labfolio_xl.errors import counted
from labfolio_xl.returns.dates.index import may_be_date
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.price_history import closing_field

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.labels.row_labels import LabelOptions
    from labfolio_xl.blocks.shapes.sheet_part import Region

__all__ = ["date_columns", "read_pairs", "table_beside"]


def date_columns(block: Rows, region: Region, options: LabelOptions) -> list[int]:
    """The columns of dates; there are several if each name has its own dates."""
    columns = range(region.first + 1, len(block[0]) - 1)
    found = [column for column in columns if _are_dates(block, region, column, options)]
    return [region.first, *found]


def _are_dates(block: Rows, region: Region, column: int, options: LabelOptions) -> bool:
    """Whether a column holds dates, by their form, by its header, or as serials."""
    named = any(names_dates(block[row][column]) for row in region.header)
    top = block[region.rows[0]][column]
    serials = not named and is_number(top)
    if not named and not may_be_date(top, text_file=options.text_file):
        return False
    if serials and not _unnamed_beside(block, region, column):
        return False
    below = [row[column] for row in block[region.rows[0] :]]
    cells = [cell for cell in below if not is_blank(cell)]
    if serials:
        return _are_serials(cells)
    numbers = [cell for cell in cells if is_number(cell)]
    if numbers and not _are_serials(numbers):
        return False
    dated = sum(may_be_date(cell, text_file=options.text_file) for cell in cells)
    return dated > (0 if named else 1)


def _unnamed_beside(block: Rows, region: Region, column: int) -> bool:
    """Whether the column has a name and the numbers beside it have none."""
    heads = [(block[row][column], block[row][column + 1]) for row in region.header]
    return any(not is_blank(own) and is_blank(beside) for own, beside in heads[-1:]) and any(
        is_number(row[column + 1]) for row in block[region.rows[0] :]
    )


def _are_serials(cells: Sequence[Cell]) -> bool:
    numbers = [read_number(cell) for cell in cells]
    steps = [b - a for a, b in pairwise(numbers) if a is not None and b is not None]
    whole = all(number is not None and number.is_integer() for number in numbers)
    same_way = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    return whole and same_way and all(map(may_be_date, cells))


def table_beside(block: Rows, region: Region, dates: Sequence[int]) -> int | None:
    """The column of dates of a second table beside the first one; None if there is none.

    Two columns of dates are two tables if there are several columns between them, unless these
    are the fields of a price or have the same names as those beside the next dates.
    """
    first, following, *after = [*dates, len(block[0])]
    head = block[region.header[-1]]
    own, others = (
        [read_name(head[c]) or "" for c in columns if not is_blank(head[c])]
        for columns in (range(first + 1, following), range(following + 1, after[0]))
    )
    are_fields = closing_field(own) is not None or own == others
    return following if len(own) > 1 and not are_fields else None


def read_pairs(part: SheetPart, dates: Sequence[int]) -> InputTable:
    """Read the numbers beside each column of dates, and join them.

    Raises
    ------
    InputError
        A name occurs twice; see also :func:`read_wide`.
    """
    tables: list[InputTable] = []
    used: set[int] = set()
    for first, following in pairwise([*dates, len(part.block[0])]):
        own = _own_part(part, first, range(first + 1, following))
        if own is None:
            continue
        chosen = take_closing(own, own.columns)
        names = {**chosen.names, **_name_above_dates(own, chosen.columns)}
        labels = own.labels(chosen.columns, names=names)
        tables.append(read_wide(labels, kind=chosen.kind, percent=own.says_percent))
        tables[-1] = replace(tables[-1], findings=(*own.notes, *tables[-1].findings))
        used.update(own.region.rows)
    if not tables:
        raise part.origin.error("there are no numbers beside the dates; select the whole block.")
    how = "joined by date" if len(tables) > 1 else "taken, other dates are left out"
    part.note(f"{counted(len(tables), 'column')} of dates", how)
    before = [c for c in range(dates[0]) if any(not is_blank(part.block[r][c]) for r in used)]
    if before:
        part.note(f"{counted(len(before), 'column')} before the dates", "left out")
    part.tell_left_out(used)
    return _joined(part, tables)


def _own_part(part: SheetPart, first: int, columns: Sequence[int]) -> SheetPart | None:
    """The table of one column of dates and the numbers beside it; None if it is empty."""
    block, region = part.block, part.region
    below = range(region.rows[0], len(block))
    filled = tuple(c for c in columns if any(not is_blank(block[row][c]) for row in below))
    rows = tuple(row for row in below if _belongs(block[row], first, filled, part.options))
    if not filled or not rows:
        return None
    header = read_header(block, region.header, filled, first)
    header = header or Header(block[region.header[-1]], region.header[-1:])
    own = replace(region, rows=rows, first=first)
    return replace(part, region=own, columns=filled, header=header, notes=[])


def _belongs(
    row: Sequence[Cell], first: int, columns: Sequence[int], options: LabelOptions
) -> bool:
    """Whether a row has a date in its column, or numbers that should have one."""
    if may_be_date(row[first], text_file=options.text_file):
        return True
    return any(is_number(row[column]) for column in columns)


def _name_above_dates(own: SheetPart, columns: Sequence[int]) -> dict[int, str]:
    """The name above the dates, for a single series that has no name or that of a price field."""
    name = own.names(columns[:1])[0] if len(columns) == 1 else None
    if name is None or (name and own.header.fields is not None):
        return {}
    if name and closing_field([name]) is None:
        return {}
    above = [own.block[row][own.region.first] for row in reversed(own.region.header)]
    texts = [read_name(cell) for cell in above if not is_blank(cell) and not names_dates(cell)]
    return {columns[0]: texts[0]} if texts and texts[0] else {}


def _joined(part: SheetPart, tables: Sequence[InputTable]) -> InputTable:
    seen: set[str] = set()
    for name in [str(name) for table in tables for name in table.frame.columns]:
        if name in seen:
            raise part.origin.error(f"the name {quote(name)} occurs twice; rename one.")
        seen.add(name)
    frame = pd.concat([table.frame for table in tables], axis=1, join="outer", sort=True)
    frame = frame.rename_axis("date")
    same = [{getattr(table, what) for table in tables} for what in ("kind", "unit", "frequency")]
    kind, unit, frequency = (next(iter(values)) if len(values) == 1 else None for values in same)
    findings = (*part.notes, *_merged([line for table in tables for line in table.findings]))
    return InputTable(frame, kind, unit, frequency, findings)


def _merged(lines: Sequence[Finding]) -> list[Finding]:
    """Merge equal findings about several columns of dates into one line."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for line in lines:
        alike.setdefault((line.check, line.reading), []).append(line)
    return [
        replace(same[0], found=f"{same[0].found}, and so at {len(same) - 1} more")
        if len(same) > 1
        else same[0]
        for same in alike.values()
    ]
