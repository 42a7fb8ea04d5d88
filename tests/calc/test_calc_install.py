"""LibreOffice is found, or a sentence says that it is not; small programs stand in for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from digests import digest

from labfolio_xl.calc import install
from labfolio_xl.calc.install import find_libreoffice
from labfolio_xl.calc.settings import AddinSettings, settings_path
from labfolio_xl.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="played by shell scripts")

UNOPKG = """#!/bin/sh
echo "$@" >> "{folder}/commands"
case "$1" in
  list) cat "{folder}/installed" 2>/dev/null || true ;;
  add) cp "$3" "{folder}/package.oxt"
    printf 'Identifier: org.labfolio.calc\\n  is registered: yes\\n' > "{folder}/installed" ;;
  remove) rm "{folder}/installed" ;;
esac
"""


@pytest.fixture
def program(tmp_path):
    """Return the program folder of a stand-in for LibreOffice that has the right version."""
    folder = tmp_path / "libreoffice" / "program"
    folder.mkdir(parents=True)
    write(folder / "soffice", "#!/bin/sh\necho 'LibreOffice 25.2.3.2 520(Build:2)'\n")
    write(folder / "unopkg", UNOPKG.format(folder=folder))
    (folder / "pythonloader.py").touch()
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Let the user's settings and logs be in a folder of the test."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / "home"


@pytest.fixture
def nowhere(monkeypatch):
    """Let no LibreOffice be found in the usual places."""
    monkeypatch.setattr(install, "_candidates", lambda folder: [folder] if folder else [])


def test_it_is_found_in_its_program_folder_and_in_the_one_above(program):
    for folder in (program, program.parent):
        office = find_libreoffice(folder)
        assert (office.program, office.version) == (program, (25, 2, 3, 2))


def test_it_is_found_on_the_path(program, monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "soffice").symlink_to(program / "soffice")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert find_libreoffice().program == program


@pytest.mark.usefixtures("nowhere")
def test_without_libreoffice_the_sentence_says_how_to_get_it():
    with pytest.raises(InputError, match=r"^LibreOffice: it was not found on this machine; inst"):
        find_libreoffice()


def test_a_folder_without_libreoffice_is_named(tmp_path):
    with pytest.raises(InputError, match=r"^LibreOffice: there is none in .*; name the folder"):
        find_libreoffice(tmp_path)


def test_an_old_libreoffice_is_refused_with_both_versions(program):
    write(program / "soffice", "#!/bin/sh\necho 'LibreOffice 7.4.7.2 40(Build:2)'\n")
    expected = r"holds version 7\.4, and the add-in needs 25\.2 or newer; install "
    with pytest.raises(InputError, match=expected):
        find_libreoffice(program)


def test_a_libreoffice_without_python_is_refused(program):
    (program / "pythonloader.py").unlink()
    with pytest.raises(InputError, match=r"cannot run add-ins in Python; install .*python3-uno"):
        find_libreoffice(program)


def test_a_libreoffice_that_tells_no_version_is_refused(program):
    write(program / "soffice", "#!/bin/sh\necho nothing\n")
    with pytest.raises(InputError, match=r"tells no version \(\"nothing\"\)"):
        find_libreoffice(program)


def test_installing_writes_the_settings_and_hands_the_package_over(program, home):
    office = find_libreoffice(program)
    path = install.install(office)
    assert path == settings_path()
    assert path.is_relative_to(home)
    settings = AddinSettings.read(path)
    assert settings.python == sys.executable
    assert Path(settings.log).is_relative_to(home)
    assert digest(program / "package.oxt") == digest(install.build())
    assert install.is_installed(office)


def test_an_old_add_in_is_taken_out_before_the_new_one_comes(program, home):
    """LibreOffice 25.2 does not register the functions of one that replaces another."""
    office = find_libreoffice(program)
    install.install(office)
    install.install(office)
    verbs = [line.split()[0] for line in (program / "commands").read_text().splitlines()]
    assert [verb for verb in verbs if verb != "list"] == ["add", "remove", "add"]
    assert home.exists()


def test_an_add_in_that_libreoffice_does_not_register_is_told(program, home):
    unopkg = UNOPKG.format(folder=program).replace("registered: yes", "registered: no")
    write(program / "unopkg", unopkg)
    with pytest.raises(InputError, match="it took the add-in but does not know its functions"):
        install.install(find_libreoffice(program))
    assert home.exists()


def test_uninstalling_takes_both_out_and_says_whether_it_was_there(program, home):
    office = find_libreoffice(program)
    path = install.install(office)
    assert install.uninstall(office) is True
    assert not path.exists()
    assert home.exists()
    assert "remove org.labfolio.calc" in (program / "commands").read_text().splitlines()
    assert install.uninstall(office) is False
    assert not [found for found in home.rglob("*") if "labfolio" in found.name]


def test_uninstalling_removes_the_logs_too(program, home):
    path = install.install(find_libreoffice(program))
    log = Path(AddinSettings.read(path).log)
    log.parent.mkdir(parents=True)
    for name in ("calc.log", "errors.log", "errors.log.1"):
        (log.parent / name).write_text("words")
    install.uninstall(find_libreoffice(program))
    assert not [found for found in home.rglob("*") if "labfolio" in found.name]


def test_settings_that_cannot_be_written_are_one_sentence(program, home):
    (home / ".config").mkdir(parents=True)
    (home / ".config" / "labfolio_xl").write_text("in the way")
    with pytest.raises(InputError) as refused:
        install.install(find_libreoffice(program))
    assert str(refused.value) == (
        f'"{home}/.config/labfolio_xl/calc.json" cannot be written (File exists); '
        "see that you may write there, and try again."
    )


def test_what_libreoffice_refuses_is_passed_on(program, home):
    write(program / "unopkg", "#!/bin/sh\necho 'ERROR: the profile is locked' >&2; exit 1\n")
    expected = r"^LibreOffice: unopkg refused: ERROR: the profile is locked$"
    with pytest.raises(InputError, match=expected):
        install.install(find_libreoffice(program))
    assert home


def test_root_is_told_to_be_a_user(program, home):
    """LibreOffice's own words would lead to an installation for everybody."""
    text = "ERROR: Cannot run unopkg as root without --shared or --bundled option."
    write(program / "unopkg", f"#!/bin/sh\necho '{text}' >&2; exit 1\n")
    with pytest.raises(InputError, match=r"nothing for root; run this as the user who works"):
        install.install(find_libreoffice(program))
    assert home


def test_a_program_that_does_not_answer_is_named(program, monkeypatch):
    monkeypatch.setattr(install, "TIMEOUT", 0.2)
    write(program / "soffice", "#!/bin/sh\nexec sleep 5\n")
    with pytest.raises(InputError, match="soffice did not answer; start it once by hand"):
        find_libreoffice(program)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere LibreOffice brings its own Python")
def test_another_python_on_the_path_does_not_reach_libreoffice(program, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/an/activated/environment")
    monkeypatch.setenv("PATH", "/an/activated/environment/bin", prepend=os.pathsep)
    write(program / "soffice", '#!/bin/sh\necho "LibreOffice 25.2.3 $PATH $PYTHONHOME."\n')
    said = install._run([str(program / "soffice")])
    assert "25.2.3" in said
    assert "activated" not in said
