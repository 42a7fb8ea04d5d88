"""The built files are those that the code makes now, and one command makes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from labfolio_xl.build import clone, files
from labfolio_xl.build.__main__ import NO_CLONE, STALE, main
from labfolio_xl.build.files import BUILT_FILES, BuiltFile, is_stale

ROOT = Path(__file__).parents[2]
PATHS = [file.path for file in BUILT_FILES]


@pytest.mark.parametrize("file", BUILT_FILES, ids=PATHS)
def test_a_built_file_is_what_would_be_made_now(file):
    """If it is stale, run ``python -m labfolio_xl.build``."""
    assert not is_stale(file, ROOT)


@pytest.fixture
def some_files(tmp_path, monkeypatch):
    """Two files, of which the second holds the first, and a third; they are not made yet."""
    one = BuiltFile("one.txt", lambda: b"new")
    two = BuiltFile(
        "two.txt", lambda: b"with " + (tmp_path / "one.txt").read_bytes(), holds=("one.txt",)
    )
    three = BuiltFile("three.txt", lambda: b"3.0", lambda old, new: float(old) == float(new))
    monkeypatch.setattr(files, "BUILT_FILES", (one, two, three))
    monkeypatch.setattr("labfolio_xl.build.__main__.clone_folder", lambda: tmp_path)
    for name, content in {"one.txt": b"old", "two.txt": b"with old", "three.txt": b"3"}.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_check_names_what_is_stale_and_what_holds_it_and_writes_nothing(some_files, capsys):
    before = contents(some_files)
    assert main(["--check"]) == STALE
    said = "stale: one.txt\nstale: two.txt\nRun: python -m labfolio_xl.build\n"
    assert capsys.readouterr().out == said
    assert contents(some_files) == before


def test_the_command_writes_what_changed_and_tells_it(some_files, capsys):
    """A file that is the same but for its bytes stays as it is."""
    assert main([]) == 0
    assert capsys.readouterr().out == "written: one.txt\nwritten: two.txt\n"
    written = {"one.txt": b"new", "two.txt": b"with new", "three.txt": b"3"}
    assert contents(some_files) == written
    for words in ([], ["--check"]):
        assert main(words) == 0
        assert capsys.readouterr().out == "Every built file is up to date.\n"
    assert contents(some_files) == written


def test_a_file_that_is_missing_is_stale_and_made(some_files, capsys):
    main([])
    (some_files / "three.txt").unlink()
    capsys.readouterr()
    assert main(["--check"]) == STALE
    assert "stale: three.txt\n" in capsys.readouterr().out
    assert main([]) == 0
    assert (some_files / "three.txt").read_bytes() == b"3.0"


def test_a_file_keeps_its_content_when_its_new_one_cannot_be_made(some_files, monkeypatch):
    def fail():
        raise MemoryError

    monkeypatch.setattr(files, "BUILT_FILES", (BuiltFile("one.txt", fail),))
    before = contents(some_files)
    with pytest.raises(MemoryError):
        main([])
    assert contents(some_files) == before


def test_outside_of_a_clone_one_sentence_says_where_to_run_it(tmp_path, monkeypatch, capsys):
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(clone, "ROOT", tmp_path)
    assert main(["--check"]) == NO_CLONE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "This command works only in a clone of the project, but workbooks is not beside the "
        f'package in "{tmp_path}"; run it in the folder of a clone, or install the clone with: '
        'pip install -e ".[test]".\n'
    )
