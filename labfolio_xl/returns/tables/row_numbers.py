"""Recognise columns that only count the rows, such as the saved index of a frame."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["counts_rows"]

# The names that pandas, polars, R and people give to such a column.
_NAMES = frozenset(
    {"", "index", "level0", "unnamed0", "no", "nr", "row", "rownum", "rownr", "x", "id"}
)


def counts_rows(name: str, cells: Sequence[object]) -> bool:
    """Whether a column has a usual name of row numbers, and grows by one from row to row.

    It may begin with any number, since the first rows may have been left out.

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
