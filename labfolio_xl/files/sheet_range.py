"""A part of a sheet, such as B3:H200 or B:H, as a user types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from labfolio_xl.errors import printable

if TYPE_CHECKING:
    from labfolio_xl.blocks import Origin, Rows

__all__ = ["WHOLE", "SheetRange"]

_CELLS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6}")
_BLANK = ""  # as the readers of files give a blank cell
_COLUMNS = re.compile(r"[A-Z]{1,3}:[A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class SheetRange:
    """Rows and columns of a sheet, from zero; None stands for the end of the sheet."""

    row: int = 0
    column: int = 0
    last_row: int | None = None
    last_column: int | None = None

    @classmethod
    def read(cls, text: str, origin: Origin) -> SheetRange:
        """Read an address such as ``B3:H200``, ``$B$3:$H$200`` or ``B:H``.

        Raises
        ------
        InputError
            The text is no such address.
        """
        plain = text.replace("$", "").replace(" ", "").upper()
        is_block = _CELLS.fullmatch(plain) is not None
        if not is_block and not _COLUMNS.fullmatch(plain):
            raise origin.error(
                f'the range is "{printable(text)}"; write the cells of the table as B3:H200, or '
                "its columns as B:H."
            )
        columns = [_number(end.rstrip("0123456789")) - 1 for end in plain.split(":")]
        if not is_block:
            return cls(column=min(columns), last_column=max(columns))
        rows = [int(end.lstrip(ascii_uppercase)) - 1 for end in plain.split(":")]
        return cls(min(rows), min(columns), max(rows), max(columns))

    def of(self, rows: Rows) -> Rows:
        """Return the cells of the rows of a sheet that stand in the range."""
        if self == WHOLE:
            return rows
        last = None if self.last_row is None else self.last_row + 1
        end = None if self.last_column is None else self.last_column + 1
        return [row[self.column : end] for row in rows[self.row : last]]

    def in_place(self, rows: Rows) -> Rows:
        """Return the cells of the range below and beside blank ones, at their own place."""
        if self == WHOLE:
            return rows
        width = self.column + max(map(len, rows), default=0)
        left = [_BLANK] * self.column
        return [*([_BLANK] * width for _ in range(self.row)), *([*left, *row] for row in rows)]


WHOLE = SheetRange()


def _number(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ascii_uppercase.index(letter) + 1
    return number
