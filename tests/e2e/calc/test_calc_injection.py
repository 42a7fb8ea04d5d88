"""A report and a live workbook of hostile names, opened by a real spreadsheet."""

from __future__ import annotations

import sys
from pathlib import Path
from unicodedata import normalize

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "workbook"))

from hostile_names import HOSTILE
from test_injection import hostile_inputs

from labfolio_xl.errors import printable
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.workbook.writer import workbook_bytes

pytestmark = pytest.mark.calc

CLEAN = [normalize("NFC", printable(name)) for name in HOSTILE]
LINKS = ("SheetLinks", "AreaLinks", "DDELinks", "ExternalDocLinks")


@pytest.mark.parametrize("flavour", ["report", "365"])
def test_calc_sees_text_no_foreign_formula_and_no_link(flavour, new_document, tmp_path):
    from com.sun.star.sheet.CellFlags import FORMULA
    from com.sun.star.table.CellContentType import TEXT

    path = tmp_path / ("book.xlsx" if flavour == "report" else "book.xlsm")
    path.write_bytes(workbook_bytes(analyse(hostile_inputs()), flavour))
    document = new_document(path)
    header = document.Sheets.getByName("Portfolio")
    for column, name in enumerate(CLEAN, 1):
        cell = header.getCellByPosition(column, 3)
        assert cell.Type == TEXT
        assert cell.String == name
    for link in LINKS:
        assert not getattr(document, link).hasElements(), link
    for name in document.Sheets.ElementNames:
        found = document.Sheets.getByName(name).queryContentCells(FORMULA)
        texts = {cell.Formula.lower() for cell in cells_of(found)}
        assert flavour == "365" or not texts
        assert not [text for text in texts if any(w in text for w in ("dde", "hyperlink", "cmd"))]
    fields = [
        sheet.getCellByPosition(column, 3).TextFields.hasElements()
        for sheet in (header,)
        for column in range(len(CLEAN) + 1)
    ]
    assert not any(fields)


def cells_of(ranges):
    """Return the cells of some ranges one by one."""
    walk = ranges.Cells.createEnumeration()
    while walk.hasMoreElements():
        yield walk.nextElement()
