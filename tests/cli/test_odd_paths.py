"""Unusual names of folders and files are read, or refused in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from labfolio_xl.calc.settings import AddinSettings, settings_path
from labfolio_xl.excel.book.load_settings import LoadSettings
from labfolio_xl.excel.macros.input_file import read_input_file
from labfolio_xl.excel.macros.sharing import copy_path

ODD = [
    "a folder with spaces",
    "Übersicht Größe",
    "Smith & Sons",
    "O'Neill",
    'say "so"',
    "50% [b]bold #1",
    "日本株",
    "=1+1",
    "-rf",
    "two\nlines",
]
# What Windows and Linux take for one name, and Linux for a whole path.
LONGEST_NAME, LONGEST_PATH = 255, 4096


@pytest.fixture
def move(folder, monkeypatch):
    """Move the user with his files to another folder."""

    def to(place: Path):
        place.mkdir(parents=True)
        for name in ("assets.csv", "factors.csv"):
            (folder / name).rename(place / name)
        return place

    monkeypatch.chdir(folder)
    return to


def sheets(path):
    return CalamineWorkbook.from_path(str(path)).sheet_names


@pytest.mark.parametrize("name", ODD)
def test_a_report_from_and_to_any_folder(folder, move, run, name):
    place = move(folder / name)
    out = place / f"{name}.xlsx"
    files = ["--assets", place / "assets.csv", "--factors", place / "factors.csv"]
    code, said, errors = run("report", out, *files)
    assert (code, errors) == (0, "")
    assert name in said
    assert "Dashboard" in sheets(out)
    assert sorted(p.name for p in place.iterdir()) == sorted(
        ["assets.csv", "factors.csv", out.name]
    )


@pytest.mark.parametrize("command", ["report", "new"])
def test_a_path_of_250_characters(folder, move, run, command):
    suffix = {"report": ".xlsx", "new": ".xlsm"}[command]
    room = 250 - len(str(folder)) - len("//") - len(suffix)
    place = move(folder / ("d" * (room - 20)))
    out = place / ("n" * 20 + suffix)
    assert len(str(out)) == 250
    files = ["--assets", place / "assets.csv", "--factors", place / "factors.csv"]
    assert run(command, out, *files)[::2] == (0, "")
    assert "Dashboard" in sheets(out)


def test_the_longest_name_that_a_disk_takes(folder, run):
    """The name of the draft must not be longer than that of the file."""
    name = "n" * (LONGEST_NAME - len(".xlsx")) + ".xlsx"
    assert run("demo", "--out", name)[::2] == (0, "")
    assert "Dashboard" in sheets(folder / name)


FILES = ["--assets", "assets.csv", "--factors", "factors.csv"]


@pytest.mark.parametrize(
    ("words", "suffix"),
    [(["report"], ".xlsx"), (["new"], ".xlsm"), (["demo", "--out"], ".xlsx")],
    ids=["report", "new", "demo"],
)
@pytest.mark.parametrize("length", [LONGEST_NAME + 1, LONGEST_PATH + 1])
def test_a_name_over_the_limit(folder, run, words, suffix, length):
    name = "n" * (length - len(suffix)) + suffix
    files = FILES if words[0] != "demo" else []
    code, _, errors = run(*words, name, *files)
    assert code == 2
    assert errors.startswith(f'labfolio-xl: "{name[:50]}')
    assert errors.endswith(
        f'{name[-20:]}" cannot be written (File name too long); choose another name or folder.\n'
    )
    assert errors.count("\n") == 1
    assert sorted(p.name for p in folder.iterdir()) == ["assets.csv", "factors.csv"]


@pytest.mark.parametrize("option", ["--assets", "--factors", "--weights", "--risk-free"])
def test_a_file_to_read_whose_name_is_over_the_limit(run, folder, option):
    name = "n" * 300 + ".csv"
    words = {"--assets": "assets.csv", "--factors": "factors.csv", option: name}
    code, _, errors = run("report", "out.xlsx", *(w for pair in words.items() for w in pair))
    assert code == 2
    assert f'"{name}" cannot be opened (file name too long); ' in errors
    assert errors.count("\n") == 1
    assert not (folder / "out.xlsx").exists()


@pytest.mark.parametrize("name", ODD)
def test_returns_are_loaded_from_any_folder(folder, move, name):
    read = read_input_file(move(folder / name) / "assets.csv", LoadSettings("assets"))
    assert read.rows[0] == ["date", *(f"A{number}" for number in range(1, 9))]
    assert read.source.file == "assets.csv"


def test_a_copy_of_a_workbook_whose_name_leaves_no_room_gets_a_shorter_one(tmp_path):
    """Five letters more than the workbook has would be too many."""
    for name in ("ü" * 125 + ".xlsm", "n" * 250 + ".xlsm"):
        path = copy_path(tmp_path, name)
        path.write_bytes(b"")
        assert path.name.endswith(" copy.xlsx")
        second = copy_path(tmp_path, name)
        second.write_bytes(b"")
        assert second.name.endswith(" copy 2.xlsx")
        assert second.stem[:100] == Path(name).stem[:100]


@pytest.mark.parametrize("name", ODD)
def test_the_settings_of_calc_lie_in_any_home(tmp_path, monkeypatch, name):
    monkeypatch.setenv("HOME", str(tmp_path / name))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    settings = AddinSettings(python=os.fsdecode(tmp_path / name / "python"), log="log")
    settings.write(settings_path())
    assert AddinSettings.read(settings_path()) == settings
