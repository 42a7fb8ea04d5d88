"""Planted faults: each gate must be able to fail, and each fault must meet a gate.

A fault changes one thing in a sound workbook; the gate that has to catch it is named beside
it. "validator" is Microsoft's Open XML SDK, "lint" is lint.py, "vba" is pyvbaanalysis,
"source" is the comparison of every module, read back by oletools, with its source.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lint import lint
from openxml_validator import validate
from pyvbaanalysis import analyze_office_file
from small_workbook import CODE_NAMES, small_workbook
from vba_readers import modules_by_oletools

from labfolio_xl.vba.modules import own_modules, project_for
from labfolio_xl.vba.project_reader import read_project
from labfolio_xl.vba.project_writer import Module, stream_text, vba_project

SHEET, TABLE, BOOK = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"
RIBBON, TYPES, VBA = "customUI/customUI14.xml", "[Content_Types].xml", "xl/vbaProject.bin"
VML, CHART = "xl/drawings/vmlDrawing1.vml", "xl/charts/chart1.xml"

# name: part, text in it, text in its place, what the gate says
TEXT_FAULTS = {
    "ribbon: unknown attribute": (RIBBON, 'size="large"', 'sise="large"', "validator"),
    "ribbon: value outside its list": (RIBBON, 'size="large"', 'size="huge"', "validator"),
    "ribbon: unknown element": (RIBBON, "<menu id", "<menue id", "lint:cannot be read"),
    "ribbon: one id twice": (RIBBON, 'id="labfolioData"', 'id="labfolioTab"', "lint:id twice"),
    "ribbon: wrong namespace": (RIBBON, "2009/07/customui", "2009/08/customui", "lint:namespace"),
    "ribbon: callback absent": (RIBBON, '"Book_Refresh"', '"Book_Refesh"', "lint:no Sub"),
    "ribbon: wrong signature": (RIBBON, '"Book_Refresh"', '"LabfolioRefresh"', "lint:no Sub"),
    "ribbon: visibility callback": (RIBBON, "Book_TabVisible", "Book_New", "lint:no Sub"),
    "ribbon: keytip taken": (RIBBON, 'keytip="P"', 'keytip="R"', "lint:keytip R"),
    "ribbon: no supertip": (RIBBON, "supertip=", "description=", "lint:no supertip"),
    "ribbon: part absent": ("_rels/.rels", "customUI14.xml", "customUI15.xml", "lint:absent"),
    "type of the VBA part": (TYPES, "ms-office.vbaProject", "octet-stream", "lint:VBA project"),
    "type of an .xlsx": (
        TYPES,
        "ms-excel.sheet.macroEnabled.main",
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "lint:file's ending",
    ),
    "type of a part that is not there": (
        TYPES,
        "/xl/styles.xml",
        "/xl/style.xml",
        "lint:absent part",
    ),
    "sheet: elements out of order": (
        SHEET,
        "<sheetViews>",
        "<sheetProtection/><sheetViews>",
        "validator",
    ),
    "sheet: text in a number's place": (SHEET, 'cm="1"', 'cm="x"', "validator"),
    "sheet: metadata out of range": (SHEET, 'cm="1"', 'cm="9"', "lint:metadata"),
    "sheet: shared string out of range": (SHEET, 't="s"><v>0<', 't="s"><v>999<', "lint:string"),
    "sheet: style out of range": (SHEET, 's="1"', 's="99"', "lint:style"),
    "sheet: cells out of order": (SHEET, 'r="B3"', 'r="F3"', "lint:out of order"),
    "sheet: a cell in another row": (SHEET, 'r="B3"', 'r="B4"', "lint:another row"),
    "formula: not closed": (SHEET, "Assets,Factors)", "Assets,Factors", "lint:not closed"),
    "formula: function absent": (SHEET, "LF_BETAS(", "LF_BETES(", "lint:no function"),
    "formula: name absent": (SHEET, "Assets,", "Aktiva,", "lint:no name"),
    "formula: volatile": (SHEET, "SUM(B4:B4)", "OFFSET(B4,0,0)", "lint:every change"),
    "formula: no cached value": (SHEET, "<v>1.25</v></c><", "</c><", "lint:cached value"),
    "formula: array starts elsewhere": (SHEET, 'ref="A3:B4"', 'ref="A4:B4"', "lint:elsewhere"),
    "list of choices too long": (SHEET, '"ols,hac"', '"' + "h" * 300 + '"', "lint:choices"),
    "code name without a module": (SHEET, "shStart", "shStort", "lint:code names"),
    "button: macro absent": (VML, "LabfolioRefresh", "LabfolioRefesh", "lint:button"),
    "button: macro with arguments": (VML, "LabfolioRefresh", "LoadInput", "lint:button"),
    "table: number of columns": (
        TABLE,
        'tableColumns count="3"',
        'tableColumns count="4"',
        "lint:number of columns",
    ),
    "table: header differs": (TABLE, 'name="AAPL"', 'name="APPL"', "lint:header cells"),
    "table: name with a blank": (
        TABLE,
        'displayName="Returns"',
        'displayName="My returns"',
        "lint:table name",
    ),
    "name: looks like a cell": (BOOK, 'name="Assets"', 'name="AB12"', "lint:not a name"),
    "name: twice": (BOOK, 'name="Assets"', 'name="Factors"', "lint:twice"),
    "name: sheet absent": (BOOK, "Data!$A$1:$B$3", "Date!$A$1:$B$3", "lint:no sheet"),
    "name: leads nowhere": (BOOK, "Data!$A$1:$B$3", "#REF!", "lint:leads nowhere"),
    "sheet name too long": (BOOK, 'name="Start"', f'name="{"S" * 40}"', "lint:sheet name"),
    "recalculates on opening": (
        BOOK,
        "<calcPr ",
        '<calcPr fullCalcOnLoad="1" ',
        "lint:recalculates",
    ),
    "a path of one machine": (
        BOOK,
        "<bookViews>",
        "<!-- C:\\Users\\me --><bookViews>",
        "lint:one machine",
    ),
    "chart: unknown element": (CHART, "<c:plotArea>", "<c:plotArea><c:foo/>", "validator"),
    "chart: sheet absent": (CHART, "Data!$B$2", "Dato!$B$2", "lint:no sheet"),
    "metadata absent": (
        "xl/_rels/workbook.xml.rels",
        "metadata.xml",
        "metadata9.xml",
        "lint:absent",
    ),
}


def rezipped(workbook, part, content, *, date=(1980, 1, 1, 0, 0, 0)):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = content(source.read(name)) if name == part else source.read(name)
            target.writestr(zipfile.ZipInfo(name, date), data)
    return out.getvalue()


def meets(gate, path):
    """Whether the named gate finds something, with the words that it must say."""
    kind, _, words = gate.partition(":")
    if kind == "validator":
        return bool(validate(path))
    if kind == "vba":
        problems = [p for found in analyze_office_file(str(path)).values() for p in found]
        return any(p.severity.value == "error" for p in problems)
    if kind == "source":
        return not reads_as_written(path)
    return any(words in finding for finding in lint(path))


def reads_as_written(path):
    """Whether every module of ours reads as its source says."""
    texts = modules_by_oletools(path)
    return all(texts.get(m.name) == stream_text(m) for m in own_modules(addin=False))


def saved(tmp_path, workbook):
    path = tmp_path / "book.xlsm"
    path.write_bytes(workbook)
    return path


@pytest.fixture(scope="module")
def workbook():
    return small_workbook()


def test_the_sound_workbook_meets_no_gate(tmp_path, workbook):
    path = saved(tmp_path, workbook)
    assert lint(path) == []
    assert not meets("vba", path)
    assert reads_as_written(path)


@pytest.mark.validator
def test_the_sound_workbook_is_valid(tmp_path, workbook):
    assert validate(saved(tmp_path, workbook)) == []


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(name, marks=pytest.mark.validator) if fault[3] == "validator" else name
        for name, fault in TEXT_FAULTS.items()
    ],
)
def test_a_fault_in_a_part_meets_its_gate(fault, tmp_path, workbook):
    part, old, new, gate = TEXT_FAULTS[fault]

    def spoilt(data):
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    assert meets(gate, saved(tmp_path, rezipped(workbook, part, spoilt)))


def modules_of(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        return read_project(source.read(VBA)).modules


def changed(name, old, new):
    """The project with one text replaced in one module."""
    modules = []
    for module in read_project(project_for(CODE_NAMES)).modules:
        if module.name == name:
            assert old in module.code
            module = replace(module, code=module.code.replace(old, new))  # noqa: PLW2901
        modules.append(module)
    return vba_project("Labfolio", modules)


SERVER, MACROS = "LabfolioServer", "LabfolioMacros"
CODE_FAULTS = {
    "library of another name": (
        SERVER,
        '"labfolio-xlwings64.dll" _',
        '"xlwings64-0.37.8.dll" _',
        "lint:declares",
    ),
    "Declare without PtrSafe": (SERVER, "Declare PtrSafe", "Declare", "vba"),
    "path of one machine": (
        SERVER,
        '"{interpreter}"',
        '"C:\\Python\\pythonw.exe"',
        "lint:one machine",
    ),
    "line too long": (MACROS, "' The macros of", "'" + "x" * 1100, "lint:a line over"),
    "statement over too many lines": (
        MACROS,
        "Const TITLE As String = ",
        "Const TITLE As String = " + " _\n" * 26,
        "lint:a statement over",
    ),
    "name of a module": (
        MACROS,
        "Sub LabfolioShowLog()",
        "Sub LabfolioServer()",
        "lint:module's name",
    ),
    "variable not declared": (MACROS, "Dim Made As String", "", "vba"),
    "block not closed": (MACROS, "    End If\nEnd Sub", "End Sub", "lint:blocks begin"),
    "procedure not closed": (
        MACROS,
        "End Sub\n\nPublic Sub LabfolioShowAbout",
        "\nPublic Sub LabfolioShowAbout",
        "lint:blocks begin",
    ),
    "macro made private": (
        MACROS,
        "Public Sub LabfolioRefresh",
        "Private Sub LabfolioRefresh",
        "lint:button",
    ),
    "wrapper removed": (
        "xlwings_udfs",
        "Function LF_BETAS",
        "Function LF_BETA",
        "lint:no function",
    ),
    "call of what is not there": (MACROS, "HasBook()", "HasBooks()", "vba"),
}


@pytest.mark.parametrize("fault", CODE_FAULTS)
def test_a_fault_in_the_code_meets_its_gate(fault, tmp_path):
    name, old, new, gate = CODE_FAULTS[fault]
    project = changed(name, old.replace("\n", "\r\n"), new.replace("\n", "\r\n"))
    assert meets(gate, saved(tmp_path, small_workbook(project)))


def with_line_feeds(_, workbook):
    """The text of a module with LF, which the writer itself would not let through."""
    from labfolio_xl.vba import project_writer as writer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "stream_text", lambda m: stream_text(m).replace("\r\n", "\n"))
        return writer.vba_project("Labfolio", modules_of(workbook))


BINARY_FAULTS = {
    "VBA cut short": (lambda data, _: data[:-3000], "lint:VBA project"),
    "VBA with one byte changed": (
        lambda data, _: data[:6000] + bytes([data[6000] ^ 0x55]) + data[6001:],
        "source",
    ),
    "VBA with line feeds": (with_line_feeds, "lint:CRLF"),
    "VBA of another workbook": (
        lambda *_: project_for(["ThisWorkbook", "Sheet1"]),
        "lint:code names",
    ),
    "VBA without macros": (
        lambda *_: vba_project("Labfolio", [Module(n, "sheet") for n in CODE_NAMES]),
        "lint:button",
    ),
}


@pytest.mark.parametrize("fault", BINARY_FAULTS)
def test_a_fault_in_the_project_meets_its_gate(fault, tmp_path, workbook):
    spoil, gate = BINARY_FAULTS[fault]
    spoilt = rezipped(workbook, VBA, lambda data: spoil(data, workbook))
    assert meets(gate, saved(tmp_path, spoilt))


def test_a_clock_in_the_zip_meets_the_lint(tmp_path, workbook):
    spoilt = rezipped(workbook, VBA, bytes, date=(2026, 11, 22, 16, 0, 0))
    assert meets("lint:carries a time", saved(tmp_path, spoilt))


def test_two_procedures_of_one_name_meet_the_lint(tmp_path):
    modules = [Module("ThisWorkbook", "workbook"), *(Module(n, "sheet") for n in CODE_NAMES[1:])]
    twin = Module("Twin", "standard", "Public Sub LabfolioRefresh()\nEnd Sub\n")
    project = vba_project("Labfolio", [*modules, *own_modules(addin=False), twin])
    assert meets("lint:button", saved(tmp_path, small_workbook(project)))


def test_there_are_enough_faults():
    assert len(TEXT_FAULTS) + len(CODE_FAULTS) + len(BINARY_FAULTS) >= 30
