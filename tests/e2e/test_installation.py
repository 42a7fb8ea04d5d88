"""Installing on Windows: what our VBA loads is there, under our own name, and answers."""

import ast
import shutil
from pathlib import Path

import com_host
import com_values
import pytest
from digests import digest
from vba_files import line_input, put_back, read_all, setting

import labfolio_xl
from labfolio_xl.excel.server.python_process import library_name
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks

pytestmark = pytest.mark.wine

WORKBOOKS = com_host.PROJECT / "workbooks"
CHECKS = """
from labfolio_xl.excel.installation.doctor import doctor
for check in doctor({workbook}):
    print(check.verdict, check.name, check.finding, sep="|")
"""
# With the folders of a user whose name no code page of Wine's holds, and a Python below them.
INSTALL_THERE = """
import os
os.environ["LOCALAPPDATA"] = os.environ["APPDATA"] = {folder!a}
from pathlib import Path
from labfolio_xl.excel.installation.install import plan_install
from labfolio_xl.excel.installation.places import library_sources, places
for step in plan_install(places(), Path({python!a}), library_sources()):
    step.action()
"""
# As our VBA reads the configuration; FSO is for reading (1), no new file, as ASCII (0).
READ_THERE = """
from win32com.client import Dispatch
from labfolio_xl.excel.installation.interpreter import ask
files = Dispatch("Scripting.FileSystemObject")
print(ascii(files.OpenTextFile({config!a}, 1, False, 0).ReadAll()))
print(ascii(ask({interpreter!a})))
"""


def command(name):
    """Run one of the commands as the command line does, in the Windows Python."""
    code = (
        f"from labfolio_xl.excel.installation.install import {name} as do; print(*do(), sep='\\n')"
    )
    return com_host.run_python("-c", code).splitlines()


def user_folder(*parts):
    """A folder of the user's profile, wherever Wine keeps it."""
    users = com_host.home() / "prefix" / "drive_c" / "users"
    return next(path for path in users.glob("*/AppData") if path.parent.name != "Public").joinpath(
        *parts
    )


def in_cells(rows):
    """Rows as they stand on a sheet, where dates have no zone."""
    plain = [[c.replace(tzinfo=None) if hasattr(c, "tzinfo") else c for c in row] for row in rows]
    return com_values.Range(plain)


@pytest.fixture(scope="module")
def installed(start_host):  # noqa: ARG001 - it makes Python ready
    """What the installation said; it is taken away again afterwards."""
    package = com_host.home() / "python" / "Lib" / "site-packages" / "labfolio_xl"
    shutil.copytree(WORKBOOKS, package / "workbooks", dirs_exist_ok=True)
    yield command("install")
    command("uninstall")


def checks(workbook="None"):
    lines = com_host.run_python("-c", CHECKS.format(workbook=workbook)).splitlines()
    return {line.split("|")[1]: line.split("|") for line in lines if line.count("|") == 2}


def test_it_says_what_it_put_where(installed):
    text = "\n".join(installed)
    assert "labfolio-xlwings64.dll" in text
    assert "XLSTART\\labfolio.xlam" in text
    assert installed[-1].startswith("Start Excel anew")


@pytest.mark.usefixtures("installed")
def test_the_files_are_where_our_vba_and_excel_look():
    ours = user_folder("Local", "labfolio_xl")
    assert {path.name for path in ours.iterdir() if path.is_file()} == {
        "labfolio-xlwings32.dll",
        "labfolio-xlwings64.dll",
        "labfolio.conf",
    }
    addin = user_folder("Roaming", "Microsoft", "Excel", "XLSTART", "labfolio.xlam")
    assert digest(addin) == digest(WORKBOOKS / "labfolio.xlam")


@pytest.mark.usefixtures("installed")
def test_vba_finds_the_interpreter_in_what_windows_wrote():
    content = user_folder("Local", "labfolio_xl", "labfolio.conf").read_bytes()
    python = com_host.windows(com_host.home() / "python" / "pythonw.exe")
    assert setting(line_input(content), "INTERPRETER") == python
    assert put_back(setting(read_all(content), "INTERPRETER")) == python
    assert setting(read_all(content), "LABFOLIO") == labfolio_xl.__version__


@pytest.mark.usefixtures("start_host")
def test_a_user_whose_name_the_code_page_cannot_hold(tmp_path):
    """The FileSystemObject of VBA opens the file there, and the interpreter in it serves."""
    folder = tmp_path / "\u6d4b\u8bd5 \U0001f600"
    folder.mkdir()
    (folder / "python").symlink_to(com_host.home() / "python")
    python = com_host.windows(folder / "python" / "pythonw.exe")
    there = INSTALL_THERE.format(
        folder=com_host.windows(folder), python=python.replace("pythonw", "python")
    )
    com_host.run_python("-c", there)
    config = com_host.windows(folder / "labfolio_xl" / "labfolio.conf")
    said = com_host.run_python("-c", READ_THERE.format(config=config, interpreter=python))
    text, answer = said.splitlines()
    lines = read_all(ast.literal_eval(text).encode("ascii"))
    assert put_back(setting(lines, "INTERPRETER")) == python
    assert answer == f"Answer(version='{labfolio_xl.__version__}', failure=None)"


@pytest.mark.usefixtures("installed")
def test_the_doctor_tells_what_excel_cannot_read():
    """A configuration of earlier versions, whose lines end with LF, until it is written anew."""
    path = user_folder("Local", "labfolio_xl", "labfolio.conf")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"\r\n", b"\n"))
    try:
        assert checks()["Installation"][0::2] == [
            "fault",
            "the configuration was written by an earlier version and Excel cannot read it",
        ]
        command("install")
        assert checks()["Installation"][0] == "ok"
        assert path.read_bytes() == content
    finally:
        path.write_bytes(content)


@pytest.mark.usefixtures("installed")
def test_the_doctor_finds_no_fault_and_makes_a_round_trip():
    found = checks()
    assert found["Round trip"][0] in ("ok", "look")  # "look" on a machine that is busy
    assert "ms a call" in found["Round trip"][2]
    assert not [line for line in found.values() if line[0] == "fault"]


@pytest.mark.usefixtures("installed")
def test_the_doctor_looks_into_a_workbook():
    path = com_host.windows(WORKBOOKS / "labfolio.xlsm")
    found = checks(f"__import__('pathlib').Path({path!r})")
    assert found["Workbook"] == ["ok", "Workbook", "labfolio.xlsm loads Labfolio's own library"]


@pytest.mark.usefixtures("installed")
def test_a_formula_of_the_template_answers_through_the_installed_library():
    """The library by our name from our folder, started with the text of our VBA."""
    folder = user_folder("Local", "labfolio_xl")
    interpreter = setting(line_input((folder / "labfolio.conf").read_bytes()), "INTERPRETER")
    assert Path(interpreter.removeprefix("Z:").replace("\\", "/")).name == "pythonw.exe"
    analysis = analyse(sample_inputs())
    block = next(block for block in blocks(analysis) if block.key == "exposure")
    rows = input_rows(analysis)
    with com_host.ComHost(library=folder / library_name(64)) as host:
        given = (in_cells(rows["assets"]), in_cells(rows["factors"]))
        found = host.call("LF_EXPOSURE", *given, None, None, rows["settings"])
    assert found[0] == block.cells[0]
    for row, expected in zip(found[1:], block.cells[1:], strict=True):
        assert row[0] == expected[0]
        assert row[1:7] == pytest.approx(expected[1:7])


@pytest.mark.usefixtures("start_host")
def test_uninstalling_leaves_nothing():
    command("install")
    told = command("uninstall")
    assert all(line.startswith("Remove ") for line in told)
    assert [path for path in user_folder().rglob("*") if "labfolio" in path.name] == []
