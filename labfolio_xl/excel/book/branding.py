"""Read the title of the first page of an open workbook."""

from __future__ import annotations

from typing import Any

from labfolio_xl.excel.book.cells import area, sheets_by_name
from labfolio_xl.plan.branding import Branding
from labfolio_xl.plan.contents import TITLE
from labfolio_xl.plan.slots import FIRST_PAGE

__all__ = ["read_branding"]

_TITLE_CELL = (0, 1)


def read_branding(book: Any) -> Branding:
    """Return the title that a user gave or typed.

    The subtitle is the subject of the numbers, which :mod:`labfolio_xl.excel.book.provenance`
    reads. Excel does not hand out the picture of a sheet, so that a copy has no logo.
    """
    sheet = sheets_by_name(book).get(FIRST_PAGE)
    if sheet is None:
        return Branding()
    title = str(area(sheet, *_TITLE_CELL).value or "")
    return Branding("" if title == TITLE else title)
