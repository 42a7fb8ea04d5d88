"""Read title and subtitle of the first page of an open workbook."""

from __future__ import annotations

import re
from typing import Any

from labfolio_xl.excel.book.cells import area, sheets_by_name
from labfolio_xl.plan.branding import Branding
from labfolio_xl.plan.contents import TITLE
from labfolio_xl.plan.slots import FIRST_PAGE

__all__ = ["read_branding"]

_TITLE_CELL, _SUBTITLE_CELL = (0, 1), (1, 1)
# The subtitle where neither a subtitle nor a subject is known: "20 assets, 7 factors, ...".
_SPAN = re.compile(r"[\d,]+ assets?, [\d,]+ factors?, .*")


def read_branding(book: Any, subject: str) -> Branding:
    """Return the title and the subtitle that a user gave or typed; not the logo.

    Excel does not hand out the picture of a sheet, so that a copy has none.

    Parameters
    ----------
    book : xlwings.Book
    subject : str
        The subject of the numbers, which is the subtitle where no other was given.
    """
    sheet = sheets_by_name(book).get(FIRST_PAGE)
    if sheet is None:
        return Branding()
    title, subtitle = (
        str(area(sheet, *place).value or "") for place in (_TITLE_CELL, _SUBTITLE_CELL)
    )
    is_ours = subtitle == subject or _SPAN.fullmatch(subtitle)
    return Branding("" if title == TITLE else title, "" if is_ours else subtitle)
