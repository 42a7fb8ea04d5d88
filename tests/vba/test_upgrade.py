"""What renews the VBA of a workbook that an earlier version made."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest
import xlsxwriter
from digests import digest
from flavours import analysis
from lint import lint
from small_workbook import CODE_NAMES, small_workbook

from labfolio_xl.errors import InputError
from labfolio_xl.files import unpacked_size
from labfolio_xl.vba import project_writer
from labfolio_xl.vba.compound_file import compound_file, read_compound_file
from labfolio_xl.vba.modules import project_for
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.project_writer import Module, vba_project
from labfolio_xl.vba.upgrade import code_names, replace_part, upgrade
from labfolio_xl.workbook.addin import addin
from labfolio_xl.workbook.writer import workbook_bytes

VBA = "xl/vbaProject.bin"


def opened(workbook):
    return zipfile.ZipFile(io.BytesIO(workbook))


def parts(workbook):
    with opened(workbook) as source:
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


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("Option Explicit\n", False),
        ("' a note\n\nOption Explicit\n", False),
        ("Private Sub Workbook_Open()\n    Beep\nEnd Sub\n", True),
    ],
)
def test_upgrade_lets_a_workbook_give_its_help_unless_the_user_wrote_code_there(
    tmp_path, code, kept
):
    modules = list(read_project(project_for(CODE_NAMES)).modules)
    modules[0] = replace(modules[0], code=code)
    path = tmp_path / "old.xlsm"
    path.write_bytes(small_workbook(vba_project("Labfolio", modules)))
    upgrade(path)
    now = read_project(parts(path.read_bytes())[VBA]).modules[0].code
    assert ("Beep" in now) == kept
    assert ("LabfolioRegisterHelp" in now) != kept


def test_upgrade_renews_the_addin(tmp_path):
    path = tmp_path / "labfolio.xlam"
    names = code_names(opened(addin()))
    modules = list(read_project(project_for(names, addin=True)).modules)
    stale = vba_project("LabfolioAddin", [*modules[:2], *modules[3:]])
    path.write_bytes(replace_part(addin(), VBA, stale))
    upgrade(path)
    assert digest(path) == digest(replace_part(addin(), VBA, project_for(names, addin=True)))


# A cell as the workbook of an earlier version had it on its sheet Exposure.
ARRAY = '<c r="B7"><f t="array" ref="B7:I13">{}</f><v>0</v></c>'
NAME = '<definedName name="Mine">{}</definedName>'


def book_with(path, formula, *, named=False):
    """An .xlsm with a formula of its user in a cell, or in a defined name."""
    part, before, element = ("xl/worksheets/sheet2.xml", "<sheetData><row", ARRAY)
    if named:
        part, before, element = ("xl/workbook.xml", "<definedNames>", NAME)
    text = element.format(formula.replace('"', "&quot;"))
    added = f"{before}{text}" if named else f'<sheetData><row r="7">{text}</row><row'
    sheet = parts(small_workbook(old_project()))[part].decode()
    assert sheet.count(before) == 1
    content = sheet.replace(before, added).encode()
    path.write_bytes(replace_part(small_workbook(old_project()), part, content))
    return path


@pytest.mark.parametrize("named", [False, True], ids=["cell", "defined name"])
@pytest.mark.parametrize(
    ("formula", "function"),
    [
        ("LF_EXPOSURE(Assets,Factors,Weights,RiskFree)", "LF_EXPOSURE"),
        ('LF_BETAS(Assets,Factors,RiskFree,"SMB,HML")', "LF_BETAS"),
        ("LF_BOOT_PREMIA(Assets,Factors)", "LF_BOOT_PREMIA"),
    ],
)
def test_upgrade_refuses_formulas_in_an_earlier_order(tmp_path, formula, function, named):
    place = "Mine" if named else "Data!B7"
    sentence = f'old.xlsm: the formula in "{place}" is for {function} of an earlier version;'
    book = book_with(tmp_path / "old.xlsm", formula, named=named)
    refused(book, rf"^{re.escape(sentence)} make the workbook anew with 'labfolio-xl new'\.$")


@pytest.mark.parametrize("setting", ["frequency=monthly", "monthly", "sortt"])
def test_upgrade_renews_a_workbook_whose_formulas_are_in_todays_order(tmp_path, setting):
    """A mistake in a setting is no formula of an earlier version: its cell says what is wrong."""
    formula = f'LF_EXPOSURE(Assets,Factors,RiskFree,Weights,"{setting}")'
    assert "VBA renewed" in upgrade(book_with(tmp_path / "new.xlsm", formula))


@pytest.mark.parametrize("excel", ["365", "2019"])
def test_a_workbook_of_this_version_is_never_taken_for_an_earlier_one(tmp_path, excel):
    path = tmp_path / "book.xlsm"
    path.write_bytes(workbook_bytes(analysis(), excel))
    assert upgrade(path) == "book.xlsm: its VBA is up to date already."


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
    writer = project_writer
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
    with zipfile.ZipFile(tmp_path / "zip.xlsm", "w") as target:
        target.writestr("_rels/.rels", "<Relationships/>")
    refused(tmp_path / "zip.xlsm", "not an Excel workbook")
    (tmp_path / "report.xlsx").write_bytes(b"x")
    refused(tmp_path / "report.xlsx", r"only \.xlsm and \.xlam hold VBA")


def test_code_names_that_a_file_leaves_out_are_those_that_excel_gives():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("First")
        book.add_worksheet("Second")
    assert code_names(opened(out.getvalue())) == ["ThisWorkbook", "Sheet1", "Sheet2"]


def test_code_names_stand_before_the_cells_which_are_not_read():
    """A sheet of a million rows takes no memory, and its end may even be missing."""
    with zipfile.ZipFile(out := io.BytesIO(), "w") as target:
        for name, content in parts(small_workbook()).items():
            cut = content.index(b"<sheetData") + 11 if b"<sheetData" in content else None
            target.writestr(name, content[:cut] + b" " * 100_000 if cut else content)
    assert code_names(opened(out.getvalue())) == CODE_NAMES


def test_upgrade_refuses_a_workbook_that_unpacks_to_too_much(old_book, monkeypatch):
    monkeypatch.setattr(unpacked_size, "MAX_INFLATED_BYTES", 2**20)
    monkeypatch.setattr("labfolio_xl.vba.upgrade.MAX_INFLATED_BYTES", 2**20)
    with zipfile.ZipFile(old_book, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/media/image1.bin", bytes(2**20))
    sentence = (
        r"^old\.xlsm: unpacks to more than 1 MB; make a live workbook with 'labfolio-xl new'\.$"
    )
    refused(old_book, sentence)


def test_sizes_are_added_up_no_further_than_the_limit(tmp_path, monkeypatch):
    """Else a thousand parts of a gigabyte would be unpacked one after the other to count them."""
    monkeypatch.setattr(unpacked_size, "MAX_INFLATED_BYTES", 2**20)
    with zipfile.ZipFile(tmp_path / "many.zip", "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(20):
            target.writestr(f"part{number}", bytes(600_000))
    assert unpacked_size.inflated_size(tmp_path / "many.zip") == 1_200_000


@pytest.mark.parametrize("content", [None, b"", b"<a", b"<a/>"], ids=["absent", "0", "cut", "a"])
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_upgrade_refuses_a_damaged_part_in_one_sentence(old_book, name, content):
    with zipfile.ZipFile(out := io.BytesIO(), "w") as target:
        for part, kept in parts(old_book.read_bytes()).items():
            if part != name:
                target.writestr(part, kept)
            elif content is not None:
                target.writestr(part, content)
    old_book.write_bytes(out.getvalue())
    refused(old_book, r"^old\.xlsm: (is damaged; open it in|not an Excel|holds no VBA)[^.]*\.")


@pytest.mark.parametrize("at", [6, 8], ids=["encrypted", "another compression"])
def test_upgrade_refuses_parts_that_no_spreadsheet_packs_so(old_book, at):
    """The flags of a part, or its method, in the listing and before the part itself."""
    data = bytearray(old_book.read_bytes())
    for mark, further in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.index(mark)
        struct.pack_into("<H", data, place + further + at, 1 if at == 6 else 14)
    old_book.write_bytes(data)
    refused(old_book, r"^old\.xlsm: is damaged; open it in Excel and save it again\.$")


def test_upgrade_refuses_deflated_bytes_that_are_none(old_book):
    with zipfile.ZipFile(old_book) as source:
        info = source.getinfo(VBA)
    data = bytearray(old_book.read_bytes())
    start = info.header_offset + 30 + len(VBA)
    data[start : start + 40] = b"\xff" * 40
    old_book.write_bytes(data)
    with pytest.raises(zlib.error):
        parts(bytes(data))
    refused(old_book, r"^old\.xlsm: is damaged; open it in Excel and save it again\.$")


@pytest.mark.parametrize("cut", [2, 4, 60])
def test_upgrade_refuses_a_project_whose_list_of_modules_is_cut(old_book, cut):
    storage = read_compound_file(old_project())
    storage["VBA"]["dir"] = storage["VBA"]["dir"][:cut]
    project = compound_file(storage)
    old_book.write_bytes(replace_part(old_book.read_bytes(), VBA, project))
    refused(old_book, r"^old\.xlsm: (its VBA cannot be read; open|holds no VBA of labfolio)")


@pytest.mark.parametrize(
    ("page", "module"),
    [
        (1251, Module("Данные", "standard", "Sub A()\nEnd Sub\n")),
        (936, Module("Mine", "standard", "' 注释\nSub A()\nEnd Sub\n")),
    ],
    ids=["name", "text"],
)
def test_upgrade_refuses_what_another_alphabet_wrote(old_book, page, module, monkeypatch):
    """As Excel in Russian or Chinese saves it, which the code page of ours does not hold."""
    with monkeypatch.context() as patch:
        patch.setattr(project_writer, "CODE_PAGE", f"cp{page}")
        patch.setattr(project_writer, "CODE_PAGE_NUMBER", page)
        patch.setattr(project_writer, "MODULE_NAME", re.compile(".+"))
        project = old_project([module])
    old_book.write_bytes(replace_part(old_book.read_bytes(), VBA, project))
    sentence = f'old.xlsm: an upgrade cannot keep its VBA module "{module.name}"; in the VBA editor'
    refused(old_book, f"^{re.escape(sentence)}, give it a name of plain letters")
