"""The checks of a machine: each fault has its verdict, and each verdict but "ok" a cure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_book import workbook_of_another_library

from labfolio_xl.excel.installation.doctor import doctor, judge
from labfolio_xl.excel.installation.facts import Facts, this_machine
from labfolio_xl.excel.installation.interpreter import Answer
from labfolio_xl.excel.installation.places import Places, bundled
from labfolio_xl.vba.upgrade import replace_part

VERSIONS = {"LABFOLIO": "0.1.0", "XLWINGS": "0.37.8"}


def sound():
    """A Windows machine on which all is well."""
    return Facts(
        system="win32",
        excel_build="16.0.17928.20114",
        excel_path=r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
        excel_bits=64,
        python=r"C:\Python311\python.exe",
        python_base=r"C:\Python311",
        installed=VERSIONS,
        configured={"INTERPRETER": r"C:\Python311\pythonw.exe", **VERSIONS},
        interpreter_exists=True,
        folder_exists=True,
        answer=Answer("0.1.0"),
        libraries={64: True, 32: True},
        addin_place=r"C:\Users\me\XLSTART\labfolio.xlam",
        addin_current=True,
        macro_setting=2,
        workbook="book.xlsm",
        workbook_libraries=["labfolio-xlwings32.dll", "labfolio-xlwings64.dll"],
        start_seconds=2.5,
        call_seconds=0.002,
        log=r"C:\Users\me\Logs",
    )


STORE = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel\EXCEL.EXE"
STORE_PYTHON = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0"
OLD = {**VERSIONS, "INTERPRETER": "p", "XLWINGS": "0.30.1"}
NO_PACKAGE = Answer(failure="ModuleNotFoundError: No module named 'labfolio_xl'")
# The environment of a tool, which another Python than the doctor's own serves from.
TOOL = r"C:\Users\me\AppData\Roaming\uv\tools\labfolio-xl\Scripts\python.exe"
ELSEWHERE = {"configured": {**VERSIONS, "INTERPRETER": TOOL}}
FROM_HERE = "Run 'labfolio-xl install' again; Excel then starts the Python of this command."
# changed facts, the check, its verdict, words of the finding, words of the cure
FAULTS = [
    ({"system": "linux"}, "Excel", "look", "Excel does not run", "Calc add-in"),
    ({"excel_build": None}, "Excel", "unknown", "registered", "Check setup"),
    (
        {"excel_path": STORE},
        "Edition",
        "fault",
        "Excel comes from the Microsoft Store",
        "office.com",
    ),
    ({"python": r"C:\WindowsApps\python.exe"}, "Edition", "fault", "Python comes", "python.org"),
    ({"python_base": STORE_PYTHON}, "Edition", "fault", "Python comes", "python.org"),
    ({"configured": {}}, "Installation", "fault", "not installed", "labfolio-xl install"),
    (
        {"configured": {}, "configuration_exists": True, "configuration_place": "C:\\l.conf"},
        "Installation",
        "fault",
        "the configuration is damaged: C:\\l.conf",
        "Delete it",
    ),
    (
        {"configured": {}, "configuration_readable": False},
        "Installation",
        "fault",
        "earlier version",
        "again",
    ),
    ({"configuration_readable": False}, "Installation", "fault", "earlier version", "again"),
    ({"interpreter_exists": False}, "Installation", "fault", "is gone: C:", FROM_HERE),
    (
        {"interpreter_exists": False, "folder_exists": False, **ELSEWHERE},
        "Installation",
        "fault",
        f"the Python that Excel starts was uninstalled or moved: {TOOL}",
        FROM_HERE,
    ),
    (
        {"answer": NO_PACKAGE, **ELSEWHERE},
        "Installation",
        "fault",
        f"cannot serve: {TOOL}: ModuleNotFoundError: No module named 'labfolio_xl'",
        FROM_HERE,
    ),
    # From the Python that cannot serve, installing again would change nothing.
    ({"answer": NO_PACKAGE}, "Installation", "fault", "cannot serve", "Install labfolio-xl again"),
    (
        {"answer": Answer("0.0.9"), **ELSEWHERE},
        "Installation",
        "look",
        f"Excel starts labfolio-xl 0.0.9, this is 0.1.0: {TOOL}",
        FROM_HERE,
    ),
    ({"configured": OLD}, "Installation", "look", "upgrade to xlwings 0.37.8", "again"),
    ({"libraries": {64: None}}, "Library", "fault", "is not installed", "again"),
    ({"libraries": {64: False}}, "Library", "look", "not that of the xlwings", "Close Excel"),
    (
        {"excel_bits": 32, "libraries": {64: True, 32: None}},
        "Library",
        "fault",
        "xlwings32",
        "again",
    ),
    ({"workbook_libraries": []}, "Workbook", "look", "holds no VBA", "labfolio-xl new"),
    (
        {"workbook_libraries": ["xlwings64-0.30.1.dll"]},
        "Workbook",
        "fault",
        "loads xlwings64-0.30.1.dll",
        'labfolio-xl upgrade "book.xlsm"',
    ),
    (
        {"workbook_current": False},
        "Workbook",
        "look",
        "holds the VBA of another version",
        'labfolio-xl upgrade "book.xlsm"',
    ),
    ({"addin_current": None}, "Add-in", "fault", "XLSTART", "again"),
    ({"addin_current": False}, "Add-in", "look", "another version", "Close Excel"),
    ({"macro_setting": 4}, "Macro security", "look", "no macros run", "Trust Center"),
    ({"policy_setting": 3}, "Macro security", "look", "only signed", "administrator"),
    ({"blocked": ["labfolio.xlam"]}, "Blocked files", "fault", "labfolio.xlam", "Unblock"),
    ({"failure": "No module"}, "Round trip", "fault", "No module", "as you did at first"),
    ({"start_seconds": None}, "Round trip", "unknown", "not tried", "first"),
    ({"start_seconds": 45.0}, "Round trip", "look", "45.0 s", "antivirus"),
    ({"log_exists": True}, "Log", "look", "errors were recorded", "last entry"),
]


def test_on_a_sound_machine_all_is_ok_and_nothing_is_to_be_done():
    checks = judge(sound())
    assert {c.verdict for c in checks} == {"ok"}
    assert {c.cure for c in checks} == {""}
    assert [c.name for c in checks] == [
        "Excel",
        "Python",
        "Installation",
        "Library",
        "Workbook",
        "Add-in",
        "Macro security",
        "Blocked files",
        "Round trip",
        "Log",
    ]


@pytest.mark.parametrize(("changes", "name", "verdict", "finding", "cure"), FAULTS)
def test_a_fault_is_found_and_comes_with_its_cure(changes, name, verdict, finding, cure):
    checks = judge(replace(sound(), **changes))
    found = next(c for c in checks if c.name == name)
    assert found.verdict == verdict
    assert finding in found.finding
    assert cure in found.cure
    assert found.cure.endswith(".")


@pytest.mark.parametrize("changes", [fault[0] for fault in FAULTS])
def test_a_fault_changes_no_verdict_but_its_own(changes):
    before = {c.name: c.verdict for c in judge(sound())}
    after = {c.name: c.verdict for c in judge(replace(sound(), **changes))}
    changed = {name for name in after if after[name] != before.get(name)}
    assert len(changed) == 1


def test_the_administrators_setting_counts_before_the_users():
    checks = judge(replace(sound(), macro_setting=1, policy_setting=4))
    assert next(c for c in checks if c.name == "Macro security").verdict == "look"


@pytest.mark.parametrize("answer", [None, Answer()])
def test_an_interpreter_that_was_not_asked_or_says_nothing_is_no_fault(answer):
    """Excel's own check asks none: it runs in the Python that Excel started."""
    checks = judge(replace(sound(), answer=answer))
    assert next(c for c in checks if c.name == "Installation").verdict == "ok"


def test_this_machine_is_judged_whatever_it_is():
    checks = doctor()
    assert len(checks) >= 5
    assert all(c.cure.endswith(".") for c in checks if c.verdict != "ok")


def test_a_workbook_tells_which_library_it_loads(tmp_path):
    path = tmp_path / "old.xlsm"
    path.write_bytes(workbook_of_another_library("xlwings64-0.30.1.dll"))
    facts = this_machine(path)
    assert facts.workbook == str(path)
    assert "xlwings64-0.30.1.dll" in facts.workbook_libraries
    assert facts.workbook_current is False


@pytest.mark.parametrize("name", ["labfolio.xlsm", "labfolio.xlam"])
def test_the_workbooks_of_this_version_hold_its_vba(name):
    assert this_machine(bundled(name), start=False).workbook_current is True


@pytest.mark.parametrize("damage", ["no zip", "cut stream", "broken deflate"])
def test_a_workbook_that_cannot_be_read_loads_nothing(tmp_path, damage):
    path = tmp_path / "text.xlsm"
    data = bytearray(workbook_of_another_library("xlwings64-0.30.1.dll"))
    place = data.index(b"xl/vbaProject.bin") + len(b"xl/vbaProject.bin")
    if damage == "broken deflate":
        data[place : place + 40] = b"\xff" * 40
    elif damage == "cut stream":
        data = bytearray(replace_part(bytes(data), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"))
    path.write_bytes(b"no zip" if damage == "no zip" else data)
    facts = this_machine(path)
    assert (facts.workbook_libraries, facts.workbook_current) == ([], None)
    found = next(check for check in judge(facts) if check.name == "Workbook")
    assert found.verdict == "fault"
    assert found.finding.startswith("text.xlsm: ")
    assert found.cure.endswith(".")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is damaged"),
        ("INTERPRETER=C:\\p.exe\r\n".encode("utf-16"), "earlier version"),
        (b"# a note\nINTERPRETER=C:\\p.exe\n", "earlier version"),
        (b"INTERPRETER=\r\n", "is damaged"),
        (b"INTERPRETER=" + b"x" * 100_000 + b"\r\n", "was uninstalled or moved"),
        (None, "is damaged"),
    ],
    ids=["empty", "utf-16", "line feeds", "no value", "too long", "a folder"],
)
def test_a_configuration_that_nobody_can_use_is_not_taken_for_none(tmp_path, content, words):
    where = Places("darwin", tmp_path, tmp_path, tmp_path)
    if content is None:
        Path(where.config).mkdir()
    else:
        Path(where.config).write_bytes(content)
    found = next(c for c in judge(this_machine(where=where)) if c.name == "Installation")
    assert found.verdict == "fault"
    assert words in found.finding
