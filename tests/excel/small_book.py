"""Small macro workbooks for tests of what runs on the analyst's machine."""

from __future__ import annotations

import io
from dataclasses import replace

from labfolio_xl.vba.modules import project_for, ribbon
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.project_writer import vba_project
from labfolio_xl.workbook.package import Book, finish

CODE_NAMES = ["ThisWorkbook", "Sheet1"]


def workbook_of_another_library(name):
    """A workbook whose VBA loads a library of another name, as an old one would."""
    modules = [
        replace(m, code=m.code.replace("labfolio-xlwings64.dll", name))
        for m in read_project(project_for(CODE_NAMES)).modules
    ]
    with Book() as book:
        book.add_vba_project(io.BytesIO(vba_project("Labfolio", modules)), is_stream=True)
        book.set_vba_name(CODE_NAMES[0])
        book.add_worksheet().set_vba_name(CODE_NAMES[1])
    return finish(book.parts, ribbon())
