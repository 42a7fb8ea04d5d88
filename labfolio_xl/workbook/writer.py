"""Write a workbook, in the flavour that its reader needs.

The commands `report`, `new` and `demo`, the button Prepare copy, the build of the template and
the tests all write a workbook with the functions of this module.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from labfolio_xl.errors import LabfolioError
from labfolio_xl.files.saving import replace_when_complete
from labfolio_xl.options import check_option
from labfolio_xl.plan.analysis import Analysis, analyse
from labfolio_xl.plan.contents import CODE_NAMES, live_sheets
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.places import BOOK_CODE_NAME
from labfolio_xl.vba.modules import project_for, ribbon
from labfolio_xl.workbook.canvas import Flavour
from labfolio_xl.workbook.package import Book, finish, zipped
from labfolio_xl.workbook.sheets import write_sheets

__all__ = ["workbook_bytes", "write_workbook"]

# A name in a file of returns may look like a formula ("=cmd|...") or like a link. These options
# keep such a name a text in the workbook.
_OPTIONS: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    path: Path,
    inputs: Inputs,
    flavour: Flavour,
    *,
    force: bool = False,
    required: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Analysis:
    """Write a workbook for some inputs, and return what was computed for it.

    Parameters
    ----------
    path : Path
        The file to write: .xlsx for a report, .xlsm for the other flavours.
    inputs : Inputs
    flavour : {"report", "365", "2019"}
        "report" has values and charts only, for a reader without Python. The other two are live
        workbooks, with formulas, their cached values, buttons and macros: "365" with dynamic
        arrays, "2019" with the arrays of a fixed size that older versions of Excel know.
    force : bool
        Whether an existing file may be replaced.
    required : sequence of str
        Names of results (as in :attr:`Analysis.results`) without which nothing is written. Any
        other result that cannot be estimated is replaced in the workbook by the sentence that
        says why.
    progress : callable, optional
        Is called with a few words on each step.

    Raises
    ------
    LabfolioError
        The file cannot be written, the inputs cannot be aligned, or a required result cannot be
        estimated.
    """
    check_option(flavour, Flavour, "flavour")
    analysis = analyse(inputs, progress)
    for name in required:
        outcome = analysis.results[name]
        if isinstance(outcome, LabfolioError):
            raise outcome
    if progress:
        progress("Writing the workbook")
    content = workbook_bytes(analysis, flavour)
    with replace_when_complete(path, force=force) as draft:
        draft.write_bytes(content)
    return analysis


def workbook_bytes(analysis: Analysis, flavour: Flavour) -> bytes:
    """Return a workbook as bytes; the same inputs give the same bytes.

    Parameters
    ----------
    analysis : Analysis
    flavour : {"report", "365", "2019"}
        As in :func:`write_workbook`.

    Raises
    ------
    InputError
        The inputs have more dates or names than a sheet has rows or columns.
    """
    is_live = flavour != "report"
    with Book(_OPTIONS) as book:
        if is_live:
            _add_macros(book)
        write_sheets(book, analysis, flavour)
    return finish(book.parts, ribbon()) if is_live else zipped(book.parts)


def _add_macros(book: Any) -> None:
    project = project_for([BOOK_CODE_NAME, *(CODE_NAMES[name] for name in live_sheets())])
    book.add_vba_project(io.BytesIO(project), is_stream=True)
    book.set_vba_name(BOOK_CODE_NAME)
