"""Installing for one user: the files that are written, and the sentences for failures."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest
from digests import digest
from vba_files import line_input, put_back, read_all, setting

import labfolio_xl
from labfolio_xl.errors import InputError
from labfolio_xl.excel.installation import install as installing
from labfolio_xl.excel.installation import places as placing
from labfolio_xl.excel.installation.doctor import judge
from labfolio_xl.excel.installation.facts import this_machine
from labfolio_xl.excel.installation.install import install, plan_install, plan_uninstall, uninstall
from labfolio_xl.excel.installation.places import Places, bundled, places
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
    lines = read_all(where.config.read_bytes())
    assert put_back(setting(lines, "INTERPRETER")) == str(python.with_name("pythonw.exe"))
    assert setting(lines, "LABFOLIO") == labfolio_xl.__version__


def test_the_vba_of_older_workbooks_reads_the_configuration_too(where, python, libraries):
    run(plan_install(where, python, libraries))
    lines = line_input(where.config.read_bytes())
    assert [line.partition("=")[0] for line in lines] == ["INTERPRETER", "LABFOLIO", "XLWINGS"]
    assert setting(lines, "INTERPRETER") == str(python.with_name("pythonw.exe"))


def test_a_path_in_any_letters_reaches_vba(where, libraries, tmp_path):
    """The file itself is ASCII, so the code page of the system does not matter."""
    python = tmp_path / "\u6d4b\u8bd5 \u0394" / "python.exe"
    run(plan_install(where, python, libraries))
    content = where.config.read_bytes()
    assert content.isascii()
    assert put_back(setting(read_all(content), "INTERPRETER")) == str(python)


def installation(where):
    """What the doctor says of the installation in these places."""
    return next(c for c in judge(this_machine(where=where)) if c.name == "Installation")


# What versions before wrote, to the byte: lines end with LF, letters are of the code page.
@pytest.mark.parametrize("letter", [b"", b"\xfc"])
def test_installing_again_mends_a_configuration_that_excel_cannot_read(where, letter):
    interpreter = os.fsencode(sys.executable).replace(b"python", b"python" + letter, 1)
    where.folder.mkdir(parents=True)
    where.config.write_bytes(b"INTERPRETER=" + interpreter + b"\nLABFOLIO=0.1.0\nXLWINGS=0.37.8\n")
    assert installation(where).verdict == "fault"
    assert installation(where).finding == (
        "the configuration was written by an earlier version and Excel cannot read it"
    )
    assert installation(where).cure == "Run 'labfolio-xl install' again."
    run(plan_install(where, Path(sys.executable), {64: where.config}))
    assert installation(where).verdict == "ok"
    assert setting(line_input(where.config.read_bytes()), "INTERPRETER") == sys.executable


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
    lines = read_all(where.config.read_bytes())
    assert setting(lines, "INTERPRETER") == "/usr/local/bin/python3"
    run(plan_uninstall(where))
    assert files(tmp_path) == []


def test_a_dry_run_tells_every_step_and_takes_none(monkeypatch):
    monkeypatch.setattr(installing, "_replace", lambda *_: pytest.fail("a file was written"))
    told = install(dry_run=True)
    assert len(told) == 5
    assert all(line.startswith("Would ") for line in told[:-1])
    assert any("labfolio-xlwings64.dll" in line for line in told)
    assert any("XLSTART" in line for line in told)
    assert any(line.startswith(f"Would write the interpreter {sys.executable} ") for line in told)
    assert all(line.startswith("Would remove ") for line in uninstall(dry_run=True))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Excel runs here")
@pytest.mark.parametrize("command", [install, uninstall])
def test_where_excel_does_not_run_it_says_so(command):
    with pytest.raises(InputError, match=r"runs on Windows and Mac only.*--dry-run"):
        command()


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
