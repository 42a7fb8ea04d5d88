"""The formulas of a sheet's XML, read as a stream."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from labfolio_xl.vba.formulas import CellFormula, cell_formulas

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(cells, head="", encoding="utf-8"):
    sheet = f'{head}<worksheet xmlns="{MAIN}"><sheetData><row>{cells}</row></sheetData></worksheet>'
    return list(cell_formulas(io.BytesIO(sheet.encode(encoding))))


def test_formulas_come_with_the_address_of_their_cell():
    cells = '<c r="A1"><v>1</v></c><c r="B7"><f t="array" ref="B7:C8">LF_BETAS(A,&quot;x&quot;)</f>'
    assert read(cells + "<v>2</v></c>") == [CellFormula("B7", 'LF_BETAS(A,"x")')]


def test_a_prefix_of_the_namespace_and_another_encoding_change_nothing():
    sheet = f'<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="{MAIN}">'
    sheet += '<x:c r="A1"><x:f>SUM(1)</x:f></x:c></x:worksheet>'
    assert list(cell_formulas(io.BytesIO(sheet.encode("utf-16")))) == [CellFormula("A1", "SUM(1)")]


def test_a_declared_document_type_is_refused_so_that_no_entity_is_expanded():
    head = '<!DOCTYPE x [<!ENTITY a "LF_BETAS(Assets)">]>'
    with pytest.raises(ValueError, match="declares no document type"):
        read('<c r="A1"><f>&a;</f></c>', head)


def test_of_a_text_that_excel_does_not_take_as_a_formula_little_is_kept():
    """The text is 50 MB long; reading it takes a part of that, and none of it stays."""
    content = io.BytesIO(
        f'<worksheet xmlns="{MAIN}"><c r="A1"><f>{"1+" * 25_000_000}</f></c></worksheet>'.encode()
    )
    tracemalloc.start()
    try:
        found = list(cell_formulas(content))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [len(cell.text) < 20_000 for cell in found] == [True]
    assert peak < 2_000_000


def test_what_is_cut_is_an_error():
    with pytest.raises(Exception, match="no element found") as error:
        list(cell_formulas(io.BytesIO(f'<worksheet xmlns="{MAIN}"><c r="A1">'.encode())))
    assert type(error.value).__name__ == "ExpatError"
