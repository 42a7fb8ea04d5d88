"""Columns that count the rows, which a table brings along when it was saved with its numbering."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["counts_rows"]

# What pandas, polars, R and people call such a column.
_NAMES = frozenset(
    {"", "index", "level0", "unnamed0", "no", "nr", "row", "rownum", "rownr", "x", "id"}
)


def counts_rows(name: str, cells: Sequence[object]) -> bool:
    """Whether a column is called as row numbers are, and goes up by one from row to row.

    Rows that were left out at the top leave a count that begins later.

    Examples
    --------
    >>> counts_rows("Unnamed: 0", [0, 1, 2]), counts_rows("index", [7.0, 8.0, 9.0])
    (True, True)
    >>> counts_rows("index", [100.0, 101.5, 101.0]), counts_rows("AAPL", [0, 1, 2])
    (False, False)
    """
    if "".join(filter(str.isalnum, name.casefold())) not in _NAMES:
        return False
    first = cells[0]
    if not isinstance(first, (int, float)) or not first >= 0 or first % 1:
        return False
    return list(cells) == list(range(int(first), int(first) + len(cells)))
