"""A part of a sheet, such as B3:H200 or B:H, as a user types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_cell_to_rowcol

from labfolio_xl.errors import printable

if TYPE_CHECKING:
    from labfolio_xl.blocks import Origin, Rows

__all__ = ["WHOLE", "SheetRange"]

_CELLS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6}")
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
        corners = [end if is_block else f"{end}1" for end in plain.split(":")]
        rows, columns = zip(*map(xl_cell_to_rowcol, corners), strict=True)
        last_row = max(rows) if is_block else None
        return cls(min(rows), min(columns), last_row, max(columns))

    def of(self, rows: Rows) -> Rows:
        """Return the cells of the rows of a sheet that stand in the range."""
        if self == WHOLE:
            return rows
        last = None if self.last_row is None else self.last_row + 1
        end = None if self.last_column is None else self.last_column + 1
        return [row[self.column : end] for row in rows[self.row : last]]


WHOLE = SheetRange()
