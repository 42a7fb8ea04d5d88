"""Write the live workbook: an .xlsm with formulas, their cached values, buttons and macros.

``python -m labfolio_xl.workbook.template workbooks/labfolio.xlsm`` writes the template.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import xlsxwriter

from labfolio_xl.files.saving import check_target, replace_when_complete
from labfolio_xl.options import check_option
from labfolio_xl.plan.analysis import Analysis, analyse
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.plan.places import BOOK_CODE_NAME, CODE_NAMES, live_sheets
from labfolio_xl.vba.source import project_for, ribbon
from labfolio_xl.workbook.package import finish
from labfolio_xl.workbook.report import OPTIONS, write_sheets

__all__ = ["ExcelVersion", "live_bytes", "write_live"]

ExcelVersion = Literal["365", "2019"]


def write_live(
    path: Path,
    inputs: Inputs,
    *,
    excel: ExcelVersion = "365",
    force: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Analysis:
    """Write a workbook of formulas over the inputs, and return what was computed for it.

    Parameters
    ----------
    path : Path
        The .xlsm to write.
    inputs : Inputs
    excel : {"365", "2019"}
        "365" writes dynamic arrays, "2019" the fixed ones of Ctrl+Shift+Enter, which older
        versions of Excel know.
    force : bool
        Whether an existing file may be replaced.
    progress : callable, optional
        Is told in a few words what is being done.

    Raises
    ------
    LabfolioError
        The place cannot be written, the inputs cannot be aligned, or an unknown ``excel``.
    """
    check_option(excel, ExcelVersion, "excel")
    check_target(path, force=force)
    analysis = analyse(inputs, progress)
    if progress:
        progress("Writing the workbook")
    content = live_bytes(analysis, excel)
    with replace_when_complete(path, force=force) as draft:
        draft.write_bytes(content)
    return analysis


def live_bytes(analysis: Analysis, excel: ExcelVersion = "365") -> bytes:
    """The live workbook as bytes; the same inputs give the same bytes."""
    buffer = io.BytesIO()
    project = project_for([BOOK_CODE_NAME, *(CODE_NAMES[name] for name in live_sheets())])
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.add_vba_project(io.BytesIO(project), is_stream=True)
        book.set_vba_name(BOOK_CODE_NAME)
        write_sheets(book, analysis, excel)
    return finish(buffer.getvalue(), ribbon())


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(live_bytes(analyse(sample_inputs())))
