"""The page of Excel's rules stays true: every member is on it, every test that it names exists."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
import xlwings.main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "labfolio_xl" / "docs" / "excel-rules.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| R\d+ \|", line)
]
EXCEL = ROOT / "labfolio_xl" / "excel"
# What runs without a workbook: the installation, the checks of a machine, the server.
WITHOUT_WORKBOOK = {"installation", "server", "formula_call", "extent"}
VBA = ROOT / "labfolio_xl" / "vba" / "sources"
CLASSES = "App Book Books Sheet Sheets Range Name Names Chart Charts PageSetup Font"
# Members of pandas, pathlib and our own objects that xlwings has too, under the same words.
NOT_XLWINGS = """
Book DataFrame DatetimeIndex Match Series cells columns impl index note notes options parent rows
style update version
"""
STATEMENTS = """
Open Get Put Close FreeFile EOF LOF Dir Environ MsgBox Split Replace Join Mid Left Right InStr
InStrRev LCase UCase ChrW AscW Hex Space String CreateObject GetObject Declare StrPtr Kill Shell
AppleScriptTask CLng CStr Len IsEmpty VarType TypeName IsObject
"""
# Whose members are Excel's, in our VBA.
OBJECTS = (
    "Application|Workbooks|ThisWorkbook|ActiveWorkbook|Book|Shown|Session|Wb|Host|Files|Err"
    "|Source|Used"
)
LOCAL = ("FormulaLocal", "NumberFormatLocal", "RefersToLocal", "FormulaR1C1Local")


def listed():
    """The words in the column of members."""
    text = " ".join(row[1] for row in ROWS)
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", text)) + " " + text))


def modules():
    """The modules of the macros; the check in Excel asks for whatever it checks."""
    return [path for path in EXCEL.rglob("*.py") if path.parent.name != "checks_in_excel"]


def python_members():
    known = set()
    for name in CLASSES.split():
        known |= {n for n, _ in inspect.getmembers(getattr(xlwings.main, name))}
    for path in modules():
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        names = {n.attr for n in nodes if isinstance(n, ast.Attribute) and n.attr[0] != "_"}
        if not {path.stem, path.parent.name} & WITHOUT_WORKBOOK:
            of_excel = {n for n in names if n[0].isupper() and not n.isupper()}
            yield from ((name, path.name) for name in names & known | of_excel)


def vba_text():
    for path in sorted(VBA.glob("Labfolio*")):
        code = re.sub(r"(?m)^\s*'.*$", "", path.read_text("utf-8"))
        yield re.sub(r'"[^"\n]*"', '""', code)


def test_every_member_of_xlwings_and_excel_that_python_uses_is_listed():
    words = listed()
    used = set(python_members())
    assert ("refers_to", "inputs.py") in used
    assert not {(m, f) for m, f in used if m not in words | set(NOT_XLWINGS.split())}


def test_every_member_of_excel_that_vba_uses_is_listed():
    words = listed()
    used = {m for code in vba_text() for m in re.findall(rf"\b(?:{OBJECTS})\.(\w+)", code)}
    assert "Calculation" in used
    assert not used - words


def test_every_statement_of_files_and_texts_that_vba_uses_is_listed():
    words = listed()
    used = {
        statement
        for code in vba_text()
        for statement in STATEMENTS.split()
        if re.search(rf"(?<![.\w])(?<!Sub )(?<!Function ){statement}\$?(?=[ (])", code)
    }
    assert "Open" in used
    assert not used - words


def test_the_count_is_that_of_the_rows():
    numbers = [row[0] for row in ROWS]
    assert numbers == [f"R{number}" for number in range(1, len(ROWS) + 1)]
    assert f"There are {len(ROWS)} rules." in PAGE
    assert {len(row) for row in ROWS} == {6}


def test_every_rule_names_a_source_and_how_sure_it_is():
    for row in ROWS:
        assert re.match(r"(doc|issue|second|known)\b", row[3]), row[0]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_named_test_exists(row):
    names = re.findall(r"`([^`]*)`", row[5])
    # What VBA alone can break, no stand-in shows.
    assert names or (row[5] == "none" and row[1].startswith("VBA")), row[0]
    for name in names:
        file, _, test = name.rpartition("::")
        folder = ROOT / "tests" if "/" in file else ROOT / "tests" / "excel"
        source = (folder / (file or "test_strict_fakes.py")).read_text("utf-8")
        assert re.search(rf"^def {test}\(", source, re.MULTILINE), name


def test_every_rule_that_was_broken_is_one_of_the_page():
    broken = PAGE.partition("## Which uses of ours broke a rule")[2]
    uses = [line.strip("|").split(" | ") for line in broken.splitlines() if line.startswith("| `")]
    assert len(uses) > 10
    numbers = {row[0] for row in ROWS}
    assert {n for use in uses for n in use[2].strip().split(", ")} <= numbers


def test_no_member_of_the_users_language_is_used():
    """Names of functions, separators and formats differ between languages there."""
    sources = [*EXCEL.rglob("*.py"), *VBA.glob("*.bas"), *VBA.glob("*.cls")]
    for path in sources:
        text = path.read_text("utf-8")
        assert not [member for member in LOCAL if member in text], path.name
