"""The VBA project: what two independent readers and a strict one find in it."""

from __future__ import annotations

import re

import olefile
import pytest
from small_workbook import CODE_NAMES, small_workbook
from vba_readers import modules_by_oletools, modules_by_pyopenvba

from labfolio_xl.vba.modules import own_modules, project_for
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.project_writer import Module, stream_text, vba_project
from labfolio_xl.workbook.addin import addin

HEADER = re.compile(r"\A(?:Attribute VB_\w+ = .*\n)+")


@pytest.fixture(scope="module", params=["workbook", "add-in"])
def built(request, tmp_path_factory):
    """A file and the modules of ours that it must hold."""
    as_addin = request.param == "add-in"
    path = tmp_path_factory.mktemp("vba") / ("labfolio.xlam" if as_addin else "book.xlsm")
    path.write_bytes(addin() if as_addin else small_workbook())
    return path, own_modules(addin=as_addin)


def test_oletools_reads_every_module_as_its_source(built):
    path, modules = built
    texts = modules_by_oletools(path)
    assert {m.name: texts[m.name] for m in modules} == {m.name: stream_text(m) for m in modules}


def test_pyopenvba_reads_every_module_as_its_source(built):
    path, modules = built
    texts = modules_by_pyopenvba(path)
    for module in modules:
        source = HEADER.sub("", stream_text(module).replace("\r\n", "\n"))
        assert HEADER.sub("", texts[module.name]).rstrip("\n") == source.rstrip("\n")


def test_a_strict_reader_finds_no_defect():
    ole = olefile.OleFileIO(project_for(CODE_NAMES), raise_defects=olefile.DEFECT_UNSURE)
    assert ole.parsing_issues == []
    assert ["VBA", "_VBA_PROJECT"] in ole.listdir()


def test_our_own_reader_reads_what_was_written():
    project = read_project(project_for(CODE_NAMES))
    assert project.name == "Labfolio"
    assert project.other_parts == ()
    assert [m.name for m in project.modules][:3] == CODE_NAMES
    assert [m.kind for m in project.modules][:3] == ["workbook", "sheet", "sheet"]
    assert [m.code for m in project.modules][3:] == [
        stream_text(m) for m in own_modules(addin=False)
    ]


def test_no_protection_no_password_and_visible():
    """CMG, DPB and GC decode, by [MS-OVBA] 2.4.3.3, to 0, 0 and 0xFF."""
    ole = olefile.OleFileIO(project_for(CODE_NAMES))
    text = ole.openstream("PROJECT").read().decode("cp1252")
    values = dict(re.findall(r'(?m)^(\w+)="([^"]*)"', text))
    decoded = [decrypted(values["ID"], values[key]) for key in ("CMG", "DPB", "GC")]
    assert decoded == [bytes(4), b"\0", b"\xff"]


def decrypted(project_id, text):
    """[MS-OVBA] 2.4.3.3."""
    data = bytes.fromhex(text)
    seed, key = data[0], sum(project_id.encode()) & 0xFF
    assert seed ^ data[1] == 2
    assert seed ^ data[2] == key
    plain, before_last, last, out = key, data[1], data[2], bytearray()
    for byte in data[3:]:
        value = byte ^ ((before_last + plain) & 0xFF)
        out.append(value)
        before_last, last, plain = last, byte, value
    out = out[(seed & 6) // 2 :]
    assert int.from_bytes(out[:4], "little") == len(out) - 4
    return bytes(out[4:])


def test_a_project_repeats_byte_for_byte():
    assert project_for(CODE_NAMES) == project_for(CODE_NAMES)


def test_a_class_file_loses_its_preamble_and_gets_the_attributes_of_a_class():
    text = (
        'VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\nAttribute VB_Name = "X"\nOption Explicit\n'
    )
    lines = stream_text(Module("X", "class", text)).split("\r\n")
    assert lines[0] == 'Attribute VB_Name = "X"'
    assert "Attribute VB_PredeclaredId = False" in lines
    assert "BEGIN" not in lines
    assert lines[-2] == "Option Explicit"


def test_a_class_keeps_what_its_own_header_says():
    """As a user's class does that an upgrade carries over."""
    text = (
        'Attribute VB_Name = "X"\nAttribute VB_PredeclaredId = True\n'
        'Attribute VB_Description = "one"\nOption Explicit\n'
    )
    written = stream_text(Module("X", "class", text))
    assert "Attribute VB_PredeclaredId = True\r\n" in written
    assert 'Attribute VB_Description = "one"\r\n' in written
    assert written.count("Attribute VB_PredeclaredId") == 1
    assert stream_text(Module("X", "class", written)) == written


def test_a_sheet_is_predeclared_and_exposed():
    text = stream_text(Module("shStart", "sheet"))
    assert "VB_PredeclaredId = True" in text
    assert "{00020820-0000-0000-C000-000000000046}" in text


@pytest.mark.parametrize("name", ["dir", "Labfolio", "1st", "a" * 32, "Über"])
def test_names_that_office_does_not_take_are_refused(name):
    with pytest.raises(ValueError, match="is no name for a module"):
        vba_project("Labfolio", [Module(name, "standard")])


def test_two_modules_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two modules have the same name"):
        vba_project("P", [Module("A", "standard"), Module("a", "class")])


def test_bytes_without_a_project_are_refused():
    from labfolio_xl.vba.compound_file import compound_file

    with pytest.raises(ValueError, match="without a VBA project"):
        read_project(compound_file({"Workbook": b"x"}))


@pytest.mark.parametrize("name", ["quickstart_standalone.xlsm", "quickstart_addin_ribbon.xlam"])
def test_projects_that_excel_saved_are_read_too(name):
    """The workbooks inside the xlwings wheel have compiled code before the source."""
    import zipfile
    from pathlib import Path

    import xlwings

    path = Path(xlwings.__file__).parent / name
    project = read_project(zipfile.ZipFile(path).read("xl/vbaProject.bin"))
    texts = modules_by_oletools(path)
    assert {m.name for m in project.modules} == set(texts)
    for module in project.modules:
        assert module.code == texts[module.name]
