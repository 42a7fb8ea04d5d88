"""Installing for one user: what is put where, and what is said when it cannot be."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path, PureWindowsPath

import pytest
from digests import digest

import labfolio_xl
from labfolio_xl.errors import InputError
from labfolio_xl.excel import install as installing
from labfolio_xl.excel import places as placing
from labfolio_xl.excel.facts import read_configuration
from labfolio_xl.excel.install import (
    configuration,
    install,
    plan_install,
    plan_uninstall,
    serving_interpreter,
    uninstall,
)
from labfolio_xl.excel.places import Places, bundled, places
from labfolio_xl.sheet import error_log


@pytest.fixture
def where(tmp_path, monkeypatch):
    """The folders of a Windows user, none of which exists yet."""
    monkeypatch.setattr(error_log, "_folders", lambda: (tmp_path / "Logs", tmp_path / "Temp"))
    return Places("win32", tmp_path / "Local" / "labfolio_xl", tmp_path / "Excel" / "XLSTART")


@pytest.fixture
def python(tmp_path):
    scripts = tmp_path / "Scripts"
    scripts.mkdir()
    (scripts / "pythonw.exe").write_bytes(b"")
    return scripts / "python.exe"


@pytest.fixture
def libraries(tmp_path):
    found = {64: tmp_path / "xlwings64-0.37.8.dll", 32: tmp_path / "xlwings32-0.37.8.dll"}
    for bits, path in found.items():
        path.write_bytes(b"library %d" % bits)
    return found


def run(steps):
    for step in steps:
        step.action()


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_it_puts_the_library_the_configuration_and_the_addin_in_place(where, python, libraries):
    run(plan_install(where, python, libraries))
    assert files(where.folder) == [
        "labfolio-xlwings32.dll",
        "labfolio-xlwings64.dll",
        "labfolio.conf",
    ]
    assert (where.folder / "labfolio-xlwings64.dll").read_bytes() == b"library 64"
    assert digest(where.addin) == digest(bundled("labfolio.xlam"))
    settings = read_configuration(where.config)
    assert settings["INTERPRETER"] == str(python.with_name("pythonw.exe"))
    assert settings["LABFOLIO"] == labfolio_xl.__version__


def test_a_second_time_replaces_what_the_first_put_there(where, python, libraries):
    run(plan_install(where, python, libraries))
    libraries[64].write_bytes(b"newer")
    run(plan_install(where, python, libraries))
    assert (where.folder / "labfolio-xlwings64.dll").read_bytes() == b"newer"
    assert len(files(where.folder)) == 3


def test_a_library_that_excel_has_open_is_moved_away(where, python, libraries, monkeypatch):
    """Windows refuses to replace a loaded library, but lets it be renamed."""
    run(plan_install(where, python, libraries))
    replace = Path.replace

    def loaded(self, target):
        if Path(target).name == "labfolio-xlwings64.dll" and Path(target).exists():
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", loaded)
    libraries[64].write_bytes(b"newer")
    run(plan_install(where, python, libraries))
    assert (where.folder / "labfolio-xlwings64.dll").read_bytes() == b"newer"
    assert (where.folder / "labfolio-xlwings64.dll.old").read_bytes() == b"library 64"
    run(plan_uninstall(where))
    assert files(where.folder) == []


def test_uninstalling_takes_away_all_that_installing_put_there(where, python, libraries, tmp_path):
    before = files(tmp_path)
    run(plan_install(where, python, libraries))
    run(plan_uninstall(where))
    assert files(tmp_path) == before
    assert not where.folder.exists()


def test_uninstalling_keeps_what_somebody_else_put_into_the_folder(where, python, libraries):
    run(plan_install(where, python, libraries))
    (where.folder / "calc.json").write_text("{}")
    run(plan_uninstall(where))
    assert files(where.folder) == ["calc.json"]


def test_an_installation_that_was_killed_leaves_nothing_after_the_next(where, python, libraries):
    run(plan_install(where, python, libraries))
    left = where.addin.with_name(".labfolio-draft-0123456789abcdef.xlam")
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    run(plan_install(where, python, libraries))
    assert files(where.startup) == ["labfolio.xlam"]


def test_a_file_that_excel_has_open_and_that_cannot_be_moved(where, python, libraries, monkeypatch):
    run(plan_install(where, python, libraries))

    def locked(*_):
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", locked)
    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(InputError) as refused:
        run(plan_install(where, python, libraries))
    assert str(refused.value) == (
        f'"{where.folder / "labfolio-xlwings64.dll"}" cannot be replaced: it is open in another '
        "program or write-protected; close Excel, see that you may write there, and try again."
    )
    assert (where.folder / "labfolio-xlwings64.dll").read_bytes() == b"library 64"


def test_a_full_disk_asks_for_space_and_not_for_excel(where, python, libraries, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(InputError, match="the disk is full; free some space and try again"):
        run(plan_install(where, python, libraries))


def test_uninstalling_twice_is_no_error(where):
    run(plan_uninstall(where))


def test_on_a_mac_there_is_a_script_and_no_library(tmp_path):
    where = Places("darwin", tmp_path / "Data", tmp_path / "Startup", tmp_path / "Scripts")
    run(plan_install(where, Path("/usr/local/bin/python3"), {}))
    assert files(tmp_path) == ["labfolio.applescript", "labfolio.conf", "labfolio.xlam"]
    assert "VbaHandler" in (tmp_path / "Scripts" / "labfolio.applescript").read_text("utf-8")
    assert read_configuration(where.config)["INTERPRETER"] == "/usr/local/bin/python3"
    run(plan_uninstall(where))
    assert files(tmp_path) == []


def test_a_dry_run_tells_every_step_and_takes_none(monkeypatch):
    monkeypatch.setattr(installing, "_replace", lambda *_: pytest.fail("a file was written"))
    told = install(dry_run=True)
    assert len(told) == 5
    assert all(line.startswith("Would ") for line in told[:-1])
    assert any("labfolio-xlwings64.dll" in line for line in told)
    assert any("XLSTART" in line for line in told)
    assert all(line.startswith("Would remove ") for line in uninstall(dry_run=True))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Excel runs here")
@pytest.mark.parametrize("command", [install, uninstall])
def test_where_excel_does_not_run_it_says_so(command):
    with pytest.raises(InputError, match=r"runs on Windows and Mac only.*--dry-run"):
        command()


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12\python.exe",
        r"C:\Users\me\AppData\Local\Microsoft\WindowsApps\python.exe",
    ],
)
def test_the_python_of_the_store_is_refused(path):
    with pytest.raises(InputError, match=r"Microsoft Store hides its files.*python\.org"):
        serving_interpreter(PureWindowsPath(path), "win32")


def test_without_a_windowless_python_the_other_serves(tmp_path):
    assert serving_interpreter(tmp_path / "python.exe", "win32") == str(tmp_path / "python.exe")


def test_a_path_that_vba_cannot_read_is_replaced_by_its_short_form(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(installing, "_short_path", lambda _: r"C:\PY~1\python.exe")
    path = tmp_path / "\u0394" / "python.exe"
    assert serving_interpreter(path, "win32") == r"C:\PY~1\python.exe"


def test_a_path_without_a_short_form_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(installing, "_short_path", lambda text: text)
    with pytest.raises(InputError, match="Excel cannot read the path"):
        serving_interpreter(tmp_path / "\u0394" / "python.exe", "win32")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path, python, libraries):
    (tmp_path / "Local").write_bytes(b"a file where a folder should be")
    where = Places("win32", tmp_path / "Local" / "labfolio_xl", tmp_path / "XLSTART")
    words = r"cannot be written \(.*\); close Excel, see that you may write there, and try again"
    with pytest.raises(InputError, match=words):
        run(plan_install(where, python, libraries))


def test_an_xlwings_without_its_library_is_refused(where, python, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(InputError, match="its library is not in this Python"):
        plan_install(where, python, {})


def test_the_configuration_has_a_line_a_setting():
    lines = configuration("C:\\py\\pythonw.exe").splitlines()
    assert lines[0] == "INTERPRETER=C:\\py\\pythonw.exe"
    assert [line.split("=")[0] for line in lines] == ["INTERPRETER", "LABFOLIO", "XLWINGS"]


def test_no_configuration_reads_as_none(tmp_path):
    assert read_configuration(tmp_path / "absent.conf") == {}


def test_places_follow_the_user(monkeypatch):
    monkeypatch.setenv("LOCALAPPDATA", r"D:\me\Local")
    monkeypatch.setenv("APPDATA", r"D:\me\Roaming")
    assert str(places("linux").config) == r"D:\me\Local\labfolio_xl\labfolio.conf"
    assert str(places("linux").addin) == (r"D:\me\Roaming\Microsoft\Excel\XLSTART\labfolio.xlam")
    assert places("darwin").config.name == "labfolio.conf"
    assert places("darwin").scripts is not None


def test_a_workbook_that_the_package_lacks_is_one_sentence():
    with pytest.raises(InputError, match=r"other\.xlam: missing from the package; install"):
        bundled("other.xlam")


def test_libraries_are_looked_for_beside_the_interpreter(monkeypatch, tmp_path):
    version = placing.importlib.metadata.version("xlwings")
    (tmp_path / f"xlwings64-{version}.dll").write_bytes(b"")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert placing.library_sources() == {64: tmp_path / f"xlwings64-{version}.dll"}
