"""The looks of the cells on an input sheet: dates or names first, then returns or weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.weights.columns import is_name_header
from labfolio_xl.returns.dates.columns import may_be_date

if TYPE_CHECKING:
    from labfolio_xl.blocks import Rows
    from labfolio_xl.plan.places import InputPlace

__all__ = ["begins_with_names", "column_looks"]

# These inputs may begin with a column of names in place of dates.
_OF_WEIGHTS = ("weights", "benchmark")
_SERIES = 2


def begins_with_names(place: InputPlace, rows: Rows) -> bool:
    """Whether the first column of an input holds names and not dates."""
    if place.argument not in _OF_WEIGHTS or not rows or len(rows[0]) == 1:
        return False
    first = [row[0] for row in rows[1:] if not is_blank(row[0])]
    is_named = is_name_header(read_name(rows[0][0]) or "")
    return is_named or not first or not all(map(may_be_date, first))


def column_looks(place: InputPlace, rows: Rows) -> list[str]:
    """Return the look of each column below the header; the names are those of the styles.

    Parameters
    ----------
    place : InputPlace
    rows : rows
        The cells of the input with their header; a single column has none.
    """
    n_columns = max(map(len, rows), default=0)
    named = begins_with_names(place, rows)
    is_series = place.argument == "benchmark" and n_columns == _SERIES and not named
    of_weights = place.argument in _OF_WEIGHTS and not is_series
    value = "input_percent" if of_weights else "input_return"
    if n_columns <= 1:
        return [value]
    return ["text" if named else "input_date", *[value] * (n_columns - 1)]
