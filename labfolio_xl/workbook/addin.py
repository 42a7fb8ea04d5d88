"""Build the ribbon add-in, labfolio.xlam: the macros, the functions, no data."""

from __future__ import annotations

import io
from datetime import datetime

from labfolio_xl.plan.places import BOOK_CODE_NAME
from labfolio_xl.vba.modules import project_for, ribbon
from labfolio_xl.workbook.package import Book, finish

__all__ = ["addin"]

# Every workbook must have a sheet, even an add-in, which shows none.
SHEET, SHEET_CODE_NAME = "Labfolio", "LabfolioSheet"
CREATED = datetime(2025, 1, 1)  # noqa: DTZ001  # fixed, so that every build gives the same bytes


def addin() -> bytes:
    """Return the bytes of labfolio.xlam."""
    project = project_for([BOOK_CODE_NAME, SHEET_CODE_NAME], addin=True)
    with Book() as book:
        # Excel lists add-ins by title and comment.
        book.set_properties(
            {
                "title": "Labfolio",
                "comments": "Factor models of a portfolio: exposures, premia, expected returns.",
                "created": CREATED,
            }
        )
        book.set_calc_mode("auto")
        book.calc_on_load = False
        book.add_vba_project(io.BytesIO(project), is_stream=True)
        book.set_vba_name(BOOK_CODE_NAME)
        sheet = book.add_worksheet(SHEET)
        sheet.set_vba_name(SHEET_CODE_NAME)
        sheet.write("A1", "The Labfolio add-in: its functions and macros work in every workbook.")
    return finish(book.parts, ribbon(addin=True), addin=True)
