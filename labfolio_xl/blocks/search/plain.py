"""Recognise a block of the plain form: names in the first row, dates in the first column, numbers.

Nearly all blocks of worksheets have this form, and it is checked for each formula, so it is fast.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import are_dates, is_blank_row
from labfolio_xl.blocks.cells.kinds import is_text, names_dates, names_names
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.shapes.price_fields import is_field
from labfolio_xl.blocks.shapes.years import last_months
from labfolio_xl.returns.dates.index import may_be_date

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Row, Rows
    from labfolio_xl.blocks.labels.row_labels import LabelOptions

__all__ = ["is_plain"]

# Tables of years by months, price histories and long tables have at most so many columns.
_FEW_COLUMNS = 20
# Serials in this range are dates from 1920 to 2199, in the date system of 1904, too.
_FIRST_SERIAL, _LAST_SERIAL = 7306, 108_476


def is_plain(block: Rows, options: LabelOptions) -> bool:
    """Whether a trimmed block has names in its first row and only dates and numbers below them."""
    if len(block) == 1 or not _begin_with_dates(block, options):
        return False
    head = block[0]
    if _may_be_date(head[0], options) and not any(map(is_text, head[1:])):
        return False
    if any(isinstance(cell, (str, dt.date)) for cell in block[1][1:]):
        return False
    if None in head[1:] and not all(map(is_blank, _unnamed(head, block[1]))):
        return False
    return not _is_special(head, block)


def _unnamed(head: Row, row: Row) -> Row:
    return [cell for name, cell in zip(head[1:], row[1:], strict=True) if name is None]


def _may_be_date(cell: object, options: LabelOptions) -> bool:
    return may_be_date(cell, text_file=options.text_file)


def _begin_with_dates(block: Rows, options: LabelOptions) -> bool:
    """Whether all rows below the first one begin with a date or are empty."""
    cells = [row[0] for row in block[1:]]
    if are_dates(cells) or (not options.text_file and _are_serials(cells)):
        return True
    return all(
        _may_be_date(cell, options) or is_blank_row(row)
        for cell, row in zip(cells, block[1:], strict=True)
    )


@lru_cache(maxsize=4096)
def _is_special_name(name: str) -> bool:
    return names_dates(name) or is_field(name)


def _are_serials(cells: Row) -> bool:
    numbers = set(map(type, cells)) <= {int, float}
    return numbers and all(_FIRST_SERIAL <= cell <= _LAST_SERIAL for cell in cells)


def _is_special(head: Row, block: Rows) -> bool:
    """Whether the names show another form: more dates, price fields, months, or a long table."""
    names = head[1:]
    if any(_is_special_name(name) for name in names if isinstance(name, str)):
        return True
    if len(names) > _FEW_COLUMNS:
        return False
    if last_months(dict(enumerate(names))) is not None:
        return True
    return any(map(names_names, names)) and len({read_name(row[0]) for row in block}) < len(block)
