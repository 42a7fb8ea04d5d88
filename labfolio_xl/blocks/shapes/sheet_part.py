"""``SheetPart``: a table that was found in a sheet, as the modules of shapes read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from labfolio_xl.blocks.cells.grid import is_blank_row
from labfolio_xl.blocks.cells.percent import title_says_percent
from labfolio_xl.blocks.cells.values import is_blank, read_name
from labfolio_xl.blocks.labels.header import Header
from labfolio_xl.blocks.labels.row_labels import Labels
from labfolio_xl.returns.findings import Finding, listed

if TYPE_CHECKING:
    from labfolio_xl.blocks.cells.origin import Origin, Rows
    from labfolio_xl.blocks.labels.row_labels import LabelOptions

__all__ = ["Region", "SheetPart"]


@dataclass(frozen=True, slots=True)
class Region:
    """A table within a block.

    Attributes
    ----------
    header : tuple of int
        The rows above the dates that may hold names, from top to bottom.
    rows : tuple of int
        The rows of the table.
    first : int
        The column of dates.
    others : int
        The number of other tables below it.
    """

    header: tuple[int, ...]
    rows: tuple[int, ...]
    first: int
    others: int = 0


@dataclass(slots=True)
class SheetPart:
    """A table that was found in a sheet.

    Attributes
    ----------
    block : sequence of sequences
    origin : Origin
    options : LabelOptions
    region : Region
    columns : tuple of int
        The columns of the table other than that of the dates.
    header : Header
    name : str or None
        The name of a single series that has no name in the block.
    notes : list of Finding
        Notes on what was done so far.
    """

    block: Rows
    origin: Origin
    options: LabelOptions
    region: Region
    columns: tuple[int, ...]
    header: Header
    name: str | None = None
    notes: list[Finding] = field(default_factory=list)

    def names(self, columns: Iterable[int]) -> list[str]:
        """The names of some columns; "" for a column without a name."""
        return [read_name(self.header.names[column]) or "" for column in columns]

    def note(self, found: str, reading: str) -> None:
        """Add a note on what was done."""
        self.notes.append(Finding("table", self.origin.subject, found, "note", reading))

    def labels(
        self,
        columns: Sequence[int],
        *,
        rows: Sequence[int] | None = None,
        first: int | None = None,
        names: dict[int, str] | None = None,
    ) -> Labels:
        """The labels of some of the columns, as :func:`read_wide` takes them."""
        head = list(self.header.names)
        for column, name in (names or {}).items():
            head[column] = name
        return Labels(
            self.block,
            self.origin,
            self.options,
            self.region.rows if rows is None else rows,
            columns,
            head,
            self.region.first if first is None else first,
            self.header.rows[-1],
        )

    @property
    def says_percent(self) -> bool:
        """Whether a line above the table, or one below its names, says percent."""
        titles = (row for row in range(self.region.rows[0]) if row not in self.header.rows)
        texts = (cell for row in titles for cell in self.block[row] if isinstance(cell, str))
        units = (f"({text})" for text in self.header.common)
        return any(map(title_says_percent, (*texts, *units)))

    def tell_left_out(self, rows: Iterable[int]) -> None:
        """Add a note on the rows of the sheet that are not used."""
        used = {*rows, *self.header.rows, *self._corner_rows()}
        filled = [row for row in range(len(self.block)) if not is_blank_row(self.block[row])]
        left = [row for row in filled if row not in used]
        if left:
            others = " (another table stands there)" if self.region.others else ""
            self.note(self._row_ranges(left, filled), f"left out{others}")

    def _corner_rows(self) -> list[int]:
        """Rows of the header that hold nothing but a word above the dates."""
        below = range(self.header.rows[0], self.region.rows[0])
        return [row for row in below if all(is_blank(self.block[row][c]) for c in self.columns)]

    def _row_ranges(self, rows: Sequence[int], filled: Sequence[int]) -> str:
        """Row numbers as ranges; a range includes the empty rows between its rows."""
        following = dict(pairwise(filled))
        ranges = [[rows[0], rows[0]]]
        for before, row in pairwise(rows):
            if following.get(before) == row:
                ranges[-1][1] = row
            else:
                ranges.append([row, row])
        count = self.origin.row + 1
        shown = [f"{a + count}" if a == b else f"{a + count}-{b + count}" for a, b in ranges]
        return f"{'row' if len(rows) == 1 else 'rows'} {listed(shown)}"
