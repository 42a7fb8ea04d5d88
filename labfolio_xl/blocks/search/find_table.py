"""Find and read the table in a block that does not have the plain form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_blank_row
from labfolio_xl.blocks.cells.kinds import are_texts, header_key, is_number, names_names
from labfolio_xl.blocks.cells.values import is_blank, quote, read_name
from labfolio_xl.blocks.labels.date_parts import part_of_date, repeats_part
from labfolio_xl.blocks.labels.header import Header, read_header
from labfolio_xl.blocks.search.region import find_region
from labfolio_xl.blocks.shapes.date_pairs import date_columns, read_pairs, table_beside
from labfolio_xl.blocks.shapes.long_table import name_column, read_long
from labfolio_xl.blocks.shapes.price_fields import take_closing
from labfolio_xl.blocks.shapes.sheet_part import Region, SheetPart
from labfolio_xl.blocks.shapes.wide import read_wide
from labfolio_xl.blocks.shapes.years import last_months, read_years
from labfolio_xl.returns.findings import Finding, listed
from labfolio_xl.returns.tables.row_numbers import counts_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labfolio_xl.blocks.cells.origin import Origin, Rows
    from labfolio_xl.blocks.cells.values import Cell
    from labfolio_xl.blocks.labels.row_labels import LabelOptions
    from labfolio_xl.returns.tables.input_table import InputTable

__all__ = ["search_table"]

# The ends of the names of columns that hold remarks on the numbers beside them.
_FLAGS = ("flag", "flags", "status", "comment", "comments", "footnote", "footnotes", "bemerkung")


def search_table(
    block: Rows, origin: Origin, options: LabelOptions, name: str | None
) -> InputTable | None:
    """Find the table with dates in a block and read it; None if there are no dates.

    Parameters
    ----------
    block : sequence of sequences
        The cells, all rows equally long.
    origin : Origin
    options : LabelOptions
    name : str or None
        The name of a single series that has no name in the block.

    Raises
    ------
    InputError
        There are no names above the rows with dates; see also the readers of each shape.
    """
    region = find_region(block, options)
    if region is None:
        return None
    if not region.header:
        found = quote(block[region.rows[0]][region.first])
        raise origin.error(f"the first row holds data ({found}); put a row with names above it.")
    dates = date_columns(block, region, options)
    beside = table_beside(block, region, dates) if len(dates) > 1 else None
    if beside is not None:
        return _read_first_of_two(block, beside, origin, options, name)
    if len(dates) > 1:
        above = Header(block[region.header[-1]], region.header)
        return read_pairs(SheetPart(block, origin, options, region, (), above, name), dates)
    columns = _columns(block, region)
    counts = [column for column in columns if _counts_rows(block, region, column)]
    flags = _remark_columns(block, region, columns)
    columns = tuple(column for column in columns if column not in (*counts, *flags))
    header = read_header(block, region.header, columns, region.first)
    if header is None:
        raise _no_names_error(block, origin, region, columns)
    part = SheetPart(block, origin, options, region, columns, header, name)
    if counts:
        part.note(f"column {counts[0] + origin.column + 1}", "left out: it counts the rows")
    if flags:
        numbers = [f"{column + origin.column + 1}" for column in flags]
        part.note(f"column {listed(numbers)}", "left out: words beside the numbers, as flags")
    return _read(_without_date_parts(part))


def _without_date_parts(part: SheetPart) -> SheetPart:
    """The table without columns that repeat the year, month or day of the dates."""
    called = {column: part_of_date(part.header.names[column]) for column in part.columns}
    if not any(called.values()):
        return part
    dates = part.labels(part.columns).read_dates().dates
    again = [
        column
        for column, what in called.items()
        if what and repeats_part(what, [part.block[row][column] for row in part.region.rows], dates)
    ]
    others = tuple(column for column in part.columns if column not in again)
    if not again or not others:
        return part
    part.note(listed(part.names(again)), "left out: each repeats a part of the date beside it")
    return replace(part, columns=others)


def _read_first_of_two(
    block: Rows, beside: int, origin: Origin, options: LabelOptions, name: str | None
) -> InputTable | None:
    """Read the first one of two tables that are side by side."""
    table = search_table([row[:beside] for row in block], origin, options, name)
    if table is None:
        return None
    found = f"columns {beside + origin.column + 1}-{len(block[0]) + origin.column}"
    reading = "left out (another table stands there)"
    left_out = Finding("table", origin.subject, found, "note", reading)
    return replace(table, findings=(left_out, *table.findings))


def _columns(block: Rows, region: Region) -> tuple[int, ...]:
    """The columns of a table other than that of its dates."""
    rows, last = region.rows, region.header[-1]
    return tuple(
        column
        for column in range(len(block[0]))
        if column != region.first
        and (not is_blank(block[last][column]) or any(not is_blank(block[r][column]) for r in rows))
    )


def _counts_rows(block: Rows, region: Region, column: int) -> bool:
    if column > region.first:
        return False
    name = read_name(block[region.header[-1]][column]) or ""
    return counts_rows(name, [block[row][column] for row in region.rows])


def _remark_columns(block: Rows, region: Region, columns: Sequence[int]) -> list[int]:
    """The columns of remarks, such as flags.

    They hold only words, and have no name or the name of remarks. A column before the dates, or
    before the only column of numbers, is one if it has the same word in every row. A long table,
    in which dates repeat, has none, since the words may be its names.
    """
    dates = [read_name(block[row][region.first]) for row in region.rows]
    if len(set(dates)) < len(dates):
        return []
    texts = {
        column: cells
        for column in columns
        if are_texts(cells := [block[row][column] for row in region.rows])
    }
    numbers = [column for column in columns if column not in texts]
    until = numbers[0] if len(numbers) == 1 else region.first
    return [
        column
        for column, cells in texts.items()
        if _is_name_of_remarks(block[region.header[-1]][column])
        or (column < until and _is_constant_word(block[region.header[-1]][column], cells))
    ]


def _is_name_of_remarks(name: Cell) -> bool:
    return is_blank(name) or header_key(name).endswith(_FLAGS)


def _is_constant_word(name: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a column has the same word in every row, such as the key of a single series."""
    return len(set(cells)) == 1 and len(cells) > 1 and not names_names(name)


def _no_names_error(
    block: Rows, origin: Origin, region: Region, columns: tuple[int, ...]
) -> Exception:
    if not columns:
        return origin.error("there are no numbers beside the dates; select the whole block.")
    row = region.rows[0]
    if any(is_number(block[row][column]) for column in columns):
        found = quote(block[row][region.first])
        return origin.error(f"the first row holds data ({found}); put a row with names above it.")
    place = origin.place(region.header[-1], columns[0])
    return origin.error(f"{place} has values but no name; type a name into the first row.")


def _read(part: SheetPart) -> InputTable:
    months = last_months({column: part.header.names[column] for column in part.columns})
    names = None if months else name_column(part)
    if months:
        table = read_years(part, months)
    elif names is not None:
        table = read_long(part, names)
    else:
        return _read_wide(part)
    n_notes = len(part.notes)
    part.tell_left_out(part.region.rows)
    return replace(table, findings=(*part.notes[n_notes:], *table.findings))


def _read_wide(part: SheetPart) -> InputTable:
    part.tell_left_out(part.region.rows)
    if part.header.how:
        rows = [row + part.origin.row + 1 for row in part.header.rows]
        part.note(f"rows {rows[0]}-{rows[-1]}", part.header.how)
    chosen = take_closing(part, part.columns)
    labels = replace(part.labels(chosen.columns, names=chosen.names), n_dropped=_n_dropped(part))
    table = read_wide(labels, kind=chosen.kind, percent=part.says_percent)
    return replace(table, findings=(*part.notes, *table.findings))


def _n_dropped(part: SheetPart) -> tuple[int, int]:
    """The numbers of empty rows and columns within a table."""
    rows = range(part.region.rows[0], part.region.rows[-1])
    columns = range(part.region.first + 1, max(part.columns, default=0))
    last = part.header.rows[-1]
    empty = [c for c in columns if c not in part.columns and is_blank(part.block[last][c])]
    return sum(is_blank_row(part.block[row]) for row in rows), len(empty)
