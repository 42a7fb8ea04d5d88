"""The command and the names by which our VBA reaches Python."""

from __future__ import annotations

import re

import pytest
from vba_configurations import WINDOWS_64, resolved

from labfolio_xl.excel.server import python_process as server
from labfolio_xl.excel.server.python_process import (
    library_name,
    library_names_in,
    server_command,
    start_folder,
)
from labfolio_xl.vba.modules import own_modules

INTERPRETER = r"C:\Program Files\Python\pythonw.exe"


def server_module(addin):
    return next(m.code for m in own_modules(addin=addin) if m.name == "LabfolioServer")


def test_the_command_quotes_a_path_with_blanks_and_starts_no_shell():
    command = server_command(INTERPRETER)
    assert command.startswith(f'"{INTERPRETER}" -P -c "')
    assert "cmd.exe" not in command
    assert command.endswith(
        "from labfolio_xl.excel.server.function_server import serve; serve('$(CLSID)')\""
    )


def test_a_path_that_a_code_page_may_not_hold_is_started_by_its_name_from_its_folder():
    """The library takes its command in the system's code page (it calls CreateProcessA)."""
    path = "C:\\Users\\名前\\py\\pythonw.exe"
    assert server_command(path).startswith('".\\pythonw.exe" -P -c "')
    assert server_command(path).isascii()
    assert start_folder(path) == "C:\\Users\\名前\\py"
    assert start_folder(INTERPRETER) is None


def test_vba_starts_no_program_of_another_folder():
    """By its name alone a program is found in the current folder, which any workbook may set."""
    code = server_module(addin=False)
    found = re.search(
        r"(?s)If SetCurrentDirectoryW\(StrPtr\(Folder\)\) = 0 Then\n\s*Err.Raise", code
    )
    assert found
    assert found.start() < code.index('ServerCommand(".\\" & ')
    assert code.count("XLPyDLLActivateAuto(Result, ServerCommand(") == 2


@pytest.mark.parametrize("addin", [False, True])
def test_vba_on_windows_uses_nothing_that_knows_only_the_code_page(addin):
    """Environ, Dir, Open, MsgBox and texts handed to a Declare are ANSI in VBA."""
    for module in own_modules(addin=addin):
        code = re.sub(r"(?m)'[^\"\n]*$|\"[^\"\n]*\"", "", resolved(module.code, WINDOWS_64))
        for statement in (
            r"Environ\b",
            r"\bDir\(",
            r"(?m)^\s*Open\b",
            r"\bMsgBox\b",
            r"Line Input",
        ):
            assert not re.search(statement, code), (module.name, statement)
    code = resolved(server_module(addin), WINDOWS_64)
    taken = re.findall(r"Declare PtrSafe Function (\w+) [^)]*ByVal \w+ As String", code)
    assert taken == ["XLPyDLLActivateAuto"]  # its command is ASCII


def test_the_command_has_the_place_of_the_class_id_and_fits_the_library():
    """The library copies the command into 2048 bytes."""
    command = server_command("C:\\" + "x" * 255)
    assert command.count("$(CLSID)") == 1
    assert len(command) < 2048


@pytest.mark.parametrize("addin", [False, True])
def test_vba_builds_the_command_from_the_same_text(addin):
    code = server_module(addin)
    assert 'Replace(SERVER_COMMAND, "{interpreter}", Program)' in code
    assert 'Configured = Setting("INTERPRETER")' in code
    assert code.count("SERVER_COMMAND As String") == 1


@pytest.mark.parametrize("addin", [False, True])
def test_vba_loads_a_library_of_our_own_name_from_our_own_folder(addin):
    code = server_module(addin)
    assert library_names_in(code) == ["labfolio-xlwings64.dll", "labfolio-xlwings32.dll"]
    assert 'Variable = "LOCALAPPDATA"' in code
    assert '& "\\labfolio_xl\\"' in code
    assert "Library = LabfolioFolder() & LIBRARY_NAME" in code
    assert "LoadLibraryW(StrPtr(Library))" in code


def test_no_version_of_xlwings_stands_in_our_vba():
    for module in own_modules(addin=True):
        assert not re.search(r"xlwings(32|64)-\d", module.code)


def test_the_workbook_decides_nothing_about_what_is_started():
    """A workbook in a folder of OneDrive has a path that begins with https."""
    code = server_module(addin=False)
    assert ".Path" not in code.replace("Application.Path", "")
    assert "FullName" not in code


@pytest.mark.parametrize("bits", [32, 64])
def test_a_library_for_each_excel(bits):
    assert library_name(bits) == f"labfolio-xlwings{bits}.dll"


def test_libraries_of_an_old_workbook_are_named():
    code = 'Declare Function A Lib "xlwings64-0.30.1.dll" ()\nDeclare Function B Lib "kernel32" ()'
    assert library_names_in(code) == ["xlwings64-0.30.1.dll"]


def test_a_source_without_the_command_is_an_error(monkeypatch):
    monkeypatch.setattr(server, "_source", lambda: "")
    with pytest.raises(ValueError, match="no SERVER_COMMAND"):
        server_command(INTERPRETER)
