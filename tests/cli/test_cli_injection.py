"""Names in files, names of files and words of options: what the command line prints and writes."""

from __future__ import annotations

import csv

import openpyxl
import pytest
from hostile_names import HOSTILE

from labfolio_xl.errors import printable

# What a text file can hold.
NAMES = [name for name in HOSTILE if "\ud83d" not in name and "\x00" not in name]
CLEAN = [printable(name) for name in NAMES]
ESCAPES = ("\x1b", "\u202e", "\ud800", "\r", "\t")


def write(path, table, names):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["date", *names])
        writer.writerows([str(day.date()), *row] for day, *row in table.itertuples())


@pytest.fixture
def hostile(folder, tables):
    """Put hostile names on top of the user's files."""
    assets, factors = tables
    n_times = -(-len(NAMES) // assets.shape[1])
    wide = assets.iloc[:, [i % assets.shape[1] for i in range(n_times * assets.shape[1])]]
    wide = wide + 0.001 * wide.to_numpy().cumsum(axis=1)  # no asset twice
    write(folder / "assets.csv", wide.iloc[:, : len(NAMES)], NAMES)
    write(folder / "factors.csv", factors, NAMES[:2])
    return folder


def is_plain(words):
    return all(line.isprintable() for line in words.split("\n"))


def test_a_report_of_hostile_names_is_written_and_told_on_plain_lines(hostile, run):
    code, out, err = run("report", "out.xlsx", "--assets", "assets.csv", "--factors", "factors.csv")
    assert code == 0, err
    assert is_plain(out)
    assert is_plain(err)
    book = openpyxl.load_workbook(hostile / "out.xlsx")
    header = [cell.value for cell in book["Portfolio"][4]]
    assert len(header) == len(CLEAN) + 1
    assert not any(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_a_workbook_of_hostile_names_is_made(hostile, run):
    words = ("--self-financing", NAMES[0])
    files = ("--assets", "assets.csv", "--factors", "factors.csv")
    code, out, err = run("new", "out.xlsm", *files, *words)
    assert code == 0, err
    assert is_plain(out + err)
    assert (hostile / "out.xlsm").stat().st_size > 0


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_in_an_option_is_told_on_one_plain_line(name, refused):
    if name.strip().lower() in ("", "none", "all"):
        pytest.skip("this is no mistake")
    said = refused("--self-financing", name)
    assert said.isprintable()
    assert len(said) < 2000


@pytest.mark.parametrize("escape", ESCAPES)
def test_the_name_of_a_file_cannot_write_to_the_terminal(escape, folder, refused_at, run):
    stem = f"=1+1 {escape}[2J"
    if escape == "\ud800":
        stem = b"=1+1 \xff[2J".decode("utf-8", "surrogateescape")
    named = folder / f"{stem}.csv"
    (folder / "assets.csv").rename(named)
    said = refused_at("out.xlsx", "--sheet", "x", assets=str(named), factors="no.csv")
    assert said.isprintable()
    files = ("--assets", str(named), "--factors", "factors.csv")
    code, out, err = run("report", "out.xlsx", *files)
    assert code == 0, err
    assert is_plain(out + err)
    first = openpyxl.load_workbook(folder / "out.xlsx")["Dashboard"]
    assert str(first["B2"].value).startswith("=1+1")
    assert first["B2"].data_type == "s"
