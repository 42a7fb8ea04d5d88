"""What turns a workbook into .xlsm and .xlam, and renews the VBA of an old one."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from digests import digest
from lint import lint
from openxml_validator import validate
from pyvbaanalysis import analyze_office_file
from small_workbook import CODE_NAMES, small_workbook

from labfolio_xl.errors import InputError
from labfolio_xl.workbook.addin import addin
from labfolio_xl.workbook.package import code_names, finish, replace_part, upgrade
from labfolio_xl.workbook.project_source import project_for, ribbon
from labfolio_xl.workbook.vba_project import Module, vba_project
from labfolio_xl.workbook.vba_reader import read_project

VBA = "xl/vbaProject.bin"


def parts(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        return {info.filename: source.read(info) for info in source.infolist()}


def old_project(extra=(), old_name="xlwings64-0.30.1.dll"):
    """The project as a version would have written it that loaded a library of another name."""
    modules = [
        replace(m, code=m.code.replace("labfolio-xlwings64.dll", old_name))
        for m in read_project(project_for(CODE_NAMES)).modules
    ]
    return vba_project("Labfolio", [*modules, *extra])


@pytest.fixture
def old_book(tmp_path):
    path = tmp_path / "old.xlsm"
    path.write_bytes(small_workbook(old_project()))
    return path


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


def test_the_addin_that_is_kept_is_a_fresh_build():
    """When it differs, run ``python -m labfolio_xl.workbook.addin workbooks/labfolio.xlam``."""
    assert digest(BUILT / "labfolio.xlam") == digest(addin())


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
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_vba_project(io.BytesIO(project_for(["ThisWorkbook", "Sheet1"])), is_stream=True)
        book.add_worksheet().write("A1", "kept")
    before, after = parts(out.getvalue()), parts(finish(out.getvalue(), ribbon()))
    assert set(after) - set(before) == {"customUI/customUI14.xml"}
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"]


def test_finish_says_what_it_misses():
    with pytest.raises(ValueError, match=r"_rels/\.rels: expected"):
        finish(finish_without_relations(), ribbon())


def finish_without_relations():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("_rels/.rels", "<Relationships/>")
    return out.getvalue()


def test_upgrade_changes_the_vba_and_nothing_else(old_book):
    before = parts(old_book.read_bytes())
    with zipfile.ZipFile(old_book) as source:
        infos = [(i.filename, i.date_time, i.compress_type) for i in source.infolist()]
    sentence = upgrade(old_book)
    after = parts(old_book.read_bytes())
    assert sentence.startswith("old.xlsm: VBA renewed")
    assert {name for name in after if after[name] != before[name]} == {VBA}
    assert list(after) == list(before)
    with zipfile.ZipFile(old_book) as source:
        assert infos == [(i.filename, i.date_time, i.compress_type) for i in source.infolist()]
    assert after[VBA] == project_for(CODE_NAMES)
    assert lint(old_book) == []


def test_upgrade_a_second_time_changes_nothing(old_book):
    upgrade(old_book)
    before = digest(old_book)
    assert upgrade(old_book) == "old.xlsm: its VBA is up to date already."
    assert digest(old_book) == before


def test_upgrade_keeps_the_users_modules_and_sheet_code(tmp_path):
    own = Module("MyMacros", "standard", "Public Sub Mine()\nEnd Sub\n")
    sheet = "Private Sub Worksheet_Activate()\nEnd Sub\n"
    modules = [
        replace(m, code=m.code + sheet) if m.name == "shData" else m
        for m in read_project(old_project([own])).modules
    ]
    path = tmp_path / "own.xlsm"
    path.write_bytes(small_workbook(vba_project("Labfolio", modules)))
    upgrade(path)
    found = {m.name: m.code for m in read_project(parts(path.read_bytes())[VBA]).modules}
    assert "Public Sub Mine()" in found["MyMacros"]
    assert "Worksheet_Activate" in found["shData"]
    assert "labfolio-xlwings64.dll" in found["LabfolioServer"]


def test_upgrade_renews_the_addin(tmp_path):
    path = tmp_path / "labfolio.xlam"
    names = code_names(parts(addin()))
    modules = list(read_project(project_for(names, addin=True)).modules)
    stale = vba_project("LabfolioAddin", [*modules[:2], *modules[3:]])
    path.write_bytes(replace_part(addin(), VBA, stale))
    upgrade(path)
    assert digest(path) == digest(replace_part(addin(), VBA, project_for(names, addin=True)))


def refused(path, words):
    before = digest(path) if path.is_file() else None
    with pytest.raises(InputError, match=words):
        upgrade(path)
    if before is not None:
        assert digest(path) == before


def test_upgrade_refuses_what_holds_no_vba(tmp_path):
    path = tmp_path / "plain.xlsm"
    xlsxwriter.Workbook(path).close()
    refused(path, r"plain\.xlsm: holds no VBA; make a live workbook with 'labfolio-xl new'\.")


def test_upgrade_refuses_the_vba_of_others(tmp_path):
    path = tmp_path / "other.xlsm"
    modules = [Module(n, "sheet") for n in CODE_NAMES]
    path.write_bytes(
        small_workbook(vba_project("Other", [replace(modules[0], kind="workbook"), *modules[1:]]))
    )
    refused(path, r"other\.xlsm: holds no VBA of labfolio")


def test_upgrade_refuses_a_signed_project(old_book):
    with zipfile.ZipFile(old_book, "a") as target:
        target.writestr("xl/vbaProjectSignature.bin", b"x")
    refused(old_book, "its VBA is signed")


def test_upgrade_refuses_a_reference_that_it_would_lose(tmp_path, monkeypatch):
    from labfolio_xl.workbook import vba_project as writer  # noqa: PLC0415

    path = tmp_path / "linked.xlsm"
    with monkeypatch.context() as patch:
        extra = {**writer.REFERENCES, "Scripting": r"*\G{420B2830}#1.0#0#scrrun.dll#Scripting"}
        patch.setattr(writer, "REFERENCES", extra)
        path.write_bytes(small_workbook(project_for(CODE_NAMES)))
    refused(path, 'its VBA holds the reference "Scripting", which an upgrade would lose')


def test_upgrade_refuses_a_broken_project(old_book):
    workbook = replace_part(old_book.read_bytes(), VBA, b"not a project")
    old_book.write_bytes(workbook)
    refused(old_book, "its VBA cannot be read")


def test_upgrade_refuses_what_is_no_workbook(tmp_path):
    path = tmp_path / "locked.xlsm"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1"))
    refused(path, "not a workbook, or encrypted with a password")
    refused(tmp_path / "absent.xlsm", r"absent\.xlsm: no such file")
    (tmp_path / "zip.xlsm").write_bytes(finish_without_relations())
    refused(tmp_path / "zip.xlsm", "not an Excel workbook")
    (tmp_path / "report.xlsx").write_bytes(b"x")
    refused(tmp_path / "report.xlsx", r"only \.xlsm and \.xlam hold VBA")


def test_code_names_that_a_file_leaves_out_are_those_that_excel_gives():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("First")
        book.add_worksheet("Second")
    assert code_names(parts(out.getvalue())) == ["ThisWorkbook", "Sheet1", "Sheet2"]
