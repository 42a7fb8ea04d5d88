"""What turns a workbook into .xlsm and .xlam."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lint import lint
from openxml_validator import validate
from pyvbaanalysis import analyze_office_file
from small_workbook import small_workbook

from labfolio_xl.vba.modules import project_for, ribbon
from labfolio_xl.workbook.addin import addin
from labfolio_xl.workbook.package import Book, finish

VBA = "xl/vbaProject.bin"


def parts(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        return {info.filename: source.read(info) for info in source.infolist()}


def test_a_build_repeats_byte_for_byte():
    assert small_workbook() == small_workbook()
    assert addin() == addin()


def test_the_addin_is_an_addin(tmp_path):
    path = tmp_path / "labfolio.xlam"
    path.write_bytes(addin())
    types = parts(addin())["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert lint(path) == []


@pytest.mark.validator
def test_the_addin_is_valid(tmp_path):
    path = tmp_path / "labfolio.xlam"
    path.write_bytes(addin())
    assert validate(path) == []


BUILT = Path(__file__).parents[2] / "workbooks"


@pytest.mark.parametrize("name", ["labfolio.xlsm", "labfolio.xlam"])
def test_a_kept_workbook_meets_no_gate(name):
    assert lint(BUILT / name) == []
    problems = [p for found in analyze_office_file(str(BUILT / name)).values() for p in found]
    assert {p.code for p in problems if p.severity.value == "warning"} == {
        "option-explicit-missing"  # in the text that xlwings makes
    }
    assert not [p for p in problems if p.severity.value == "error"]


@pytest.mark.validator
@pytest.mark.parametrize("name", ["labfolio.xlsm", "labfolio.xlam"])
def test_a_kept_workbook_is_valid(name):
    assert validate(BUILT / name) == []


def test_finish_adds_a_part_and_leaves_the_sheets():
    with Book() as book:
        book.add_vba_project(io.BytesIO(project_for(["ThisWorkbook", "Sheet1"])), is_stream=True)
        book.add_worksheet().write("A1", "kept")
    before, after = book.parts, parts(finish(book.parts, ribbon()))
    assert set(after) - set(before) == {"customUI/customUI14.xml"}
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"]


def test_finish_says_what_it_misses():
    with pytest.raises(ValueError, match=r"_rels/\.rels: expected"):
        finish({"_rels/.rels": b"<Relationships/>"}, ribbon())
