"""Bad input gets one sentence and loses nothing.

The fixture `refused` runs a report of the two files in the folder, sees that the exit code is 2,
that one line is printed, and that no file was made, changed or left behind.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import msoffcrypto
import pandas as pd
import pytest
import xlsxwriter

import labfolio_xl


def _edit(file: str, row: int, column: int, text: str) -> None:
    """Put `text` into a cell of a text file, counted from zero."""
    rows = [line.split(",") for line in Path(file).read_text().splitlines()]
    rows[row][column] = text
    Path(file).write_text("\n".join(",".join(cells) for cells in rows) + "\n")


def _keep(file: str, n_rows: int, n_columns: int) -> None:
    """Keep the first rows and columns of a text file, headers included."""
    rows = [line.split(",")[:n_columns] for line in Path(file).read_text().splitlines()]
    Path(file).write_text("\n".join(",".join(cells) for cells in rows[:n_rows]) + "\n")


def _workbook(file: str, sheets: dict[str, pd.DataFrame | None]) -> None:
    with pd.ExcelWriter(file, engine="xlsxwriter") as writer:
        for name, table in sheets.items():
            (pd.DataFrame() if table is None else table).to_excel(writer, sheet_name=name)


# Files


def test_a_missing_file(refused):
    assert 'there is no file "no.csv"' in refused(assets="no.csv")


def test_a_directory(refused):
    Path("returns").mkdir()
    assert '"returns" is a folder' in refused(assets="returns")


def test_a_workbook_with_a_password(refused, tables):
    _workbook("plain.xlsx", {"Sheet1": tables[0]})
    with Path("plain.xlsx").open("rb") as plain, Path("secret.xlsx").open("wb") as secret:
        msoffcrypto.OfficeFile(plain).encrypt("1234", secret)
    assert '"secret.xlsx" is protected by a password; save it without one' in refused(
        assets="secret.xlsx"
    )


def test_a_file_that_is_no_workbook(refused):
    Path("assets.xlsx").write_bytes(b"PK\x03\x04 and then something else")
    assert '"assets.xlsx" is damaged or not a workbook' in refused(assets="assets.xlsx")


def test_a_file_of_another_kind(refused):
    Path("assets.pdf").write_bytes(b"%PDF")
    assert '"assets.pdf" has a format that cannot be read; save it as .xlsx' in refused(
        assets="assets.pdf"
    )


def test_an_unknown_sheet(refused, tables):
    _workbook("book.xlsx", {"Holdings": tables[0], "Notes": None})
    assert '"book.xlsx" has no sheet "Holding"; it has "Holdings", "Notes"' in refused(
        "--assets-sheet", "Holding", assets="book.xlsx"
    )


def test_an_empty_sheet(refused):
    book = xlsxwriter.Workbook("book.xlsx")
    book.add_worksheet("Empty")
    book.close()
    assert 'sheet "Empty" of "book.xlsx" is empty' in refused(assets="book.xlsx")


def test_an_empty_file(refused):
    Path("assets.csv").write_text("")
    assert '"assets.csv" is empty' in refused()


# Cells


def test_no_dates_in_the_first_column(refused, tables):
    tables[0].reset_index(drop=True).to_csv("assets.csv", index=False)
    assert "the first column holds no dates (cell A2 holds 0.00" in refused()


def test_an_ambiguous_date(refused):
    _edit("assets.csv", 5, 0, "03/04/2023")
    sentence = refused()
    assert "cell A6" in sentence
    assert '"03/04/2023"' in sentence


def test_text_in_the_place_of_a_number(refused):
    _edit("assets.csv", 5, 3, "abc")
    assert 'column "A3", 2023-01-06 (cell D6) holds "abc"' in refused()


def test_a_date_that_stands_twice(refused):
    _edit("assets.csv", 5, 0, "2023-01-02")
    assert "the date 2023-01-02 occurs in rows 2 and 6" in refused()


def test_a_name_that_stands_twice(refused):
    _edit("assets.csv", 0, 3, "A1")
    assert 'the name "A1" occurs in columns 2 and 4' in refused()


def test_a_name_that_is_empty(refused):
    _edit("factors.csv", 0, 2, "")
    assert "Factors: cell C1 has values but no name" in refused()


def test_an_infinite_return(refused):
    _edit("factors.csv", 5, 1, "inf")
    assert 'column "MKT", 2023-01-06 (cell B6) holds "inf"' in refused()


def test_an_infinite_number_in_digits(refused):
    _edit("factors.csv", 5, 1, "1e999")
    assert 'column "MKT", 2023-01-06 (cell B6) holds an infinite number' in refused()


# Shapes


def test_no_common_dates(refused, tables):
    later = tables[1].set_axis(tables[1].index + pd.Timedelta(days=3650))
    later.to_csv("factors.csv")
    assert "have no date in common" in refused()


def test_the_two_files_swapped(refused, tables):
    tables[1].set_axis(["Mkt-RF", "SMB"], axis="columns").to_csv("factors.csv")
    assert "exchange the two tables" in refused(assets="factors.csv", factors="assets.csv")


def test_one_row(refused):
    _keep("assets.csv", 2, 99)
    assert (
        "share 1 complete date, but a regression on 2 factors and an intercept needs at least 3"
        in refused()
    )


def test_names_without_rows(refused):
    _keep("assets.csv", 1, 99)
    assert "there are no rows below the names" in refused()


def test_one_column(refused):
    _keep("assets.csv", 99, 1)
    assert "Assets: the block has one column" in refused()


def test_a_constant_factor(refused):
    for row in range(1, 61):
        _edit("factors.csv", row, 1, "0.01")
    assert 'column "MKT" is constant (0.01 on every date)' in refused()


# Weights and rate


def test_a_weight_for_an_unknown_asset(refused):
    Path("weights.csv").write_text("asset,weight\nA1,0.5\nTSLA,0.5\n")
    assert '"TSLA" is not a column of Assets (A1, A2,' in refused("--weights", "weights.csv")


def test_weights_that_are_all_zero(refused):
    Path("weights.csv").write_text("asset,weight\nA1,0\nA2,0\n")
    assert "Weights are all zero" in refused("--weights", "weights.csv")


def test_too_few_bare_weights(refused):
    Path("weights.csv").write_text("weight\n0.5\n0.5\n")
    assert "Weights has 2 numbers for 8 assets" in refused("--weights", "weights.csv")


@pytest.mark.parametrize("rate", ["0.05", "5%", "3.5", "0,05"])
def test_a_rate_that_looks_annual(refused, rate):
    sentence = refused("--risk-free", rate)
    assert "declare what it is: " in sentence
    assert "--risk-free-is annual" in sentence


def test_a_series_of_annual_rates(refused, tables):
    pd.Series(0.05, tables[0].index, name="rf").to_csv("rf.csv")
    assert "--risk-free-is annual (5% a year)" in refused("--risk-free", "rf.csv")


def test_a_rate_that_is_neither_a_number_nor_a_file(refused):
    assert 'there is no file "0.01a"' in refused("--risk-free", "0.01a")


def test_a_rate_with_a_comma_for_thousands_or_decimals(refused):
    assert "write 1234 or 1.234" in refused("--risk-free", "1,234")


def test_a_factor_that_is_not_there(refused):
    assert 'names "HML", which is no factor' in refused("--self-financing", "HML")


def test_periods_per_year_that_make_no_sense(refused):
    assert "give 252, 52, 12 or 4" in refused("--periods-per-year", "0")


def test_missing_returns_where_none_may_be(refused):
    _edit("assets.csv", 5, 3, "")
    assert 'column "A3", 2023-01-06 is empty' in refused("--missing", "error")


# The place of the result


def test_an_output_folder_that_does_not_exist(refused_at):
    assert 'there is no folder "reports"; make it first' in refused_at("reports/out.xlsx")


def test_an_output_folder_that_cannot_be_written(refused_at, monkeypatch):
    """Simulated, for the system lets an administrator write anywhere."""
    opened = os.open

    def denied(path, flags, *mode, **folder) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, flags, *mode, **folder)

    monkeypatch.setattr(os, "open", denied)
    assert 'the folder "." is not writable' in refused_at("out.xlsx")


def test_a_folder_in_the_place_of_the_result(refused_at):
    Path("out.xlsx").mkdir()
    assert '"out.xlsx" is a folder' in refused_at("out.xlsx")


@pytest.mark.parametrize("name", ["out", "out.csv", "out.xlsm"])
def test_a_name_that_no_report_can_have(refused_at, name):
    assert f'"{name}" is no name for the workbook; end it with .xlsx' in refused_at(name)


def test_an_existing_result_is_kept(refused_at):
    Path("out.xlsx").write_text("mine")
    assert '"out.xlsx" exists and is kept; add --force' in refused_at("out.xlsx")


@pytest.mark.parametrize("link", [False, True])
def test_a_result_over_one_of_the_inputs(refused_at, tables, link):
    """Not even with --force, and not by another name of the same file."""
    _workbook("book.xlsx", {"Holdings": tables[0], "Factors": tables[1]})
    if link:
        Path("link.xlsx").symlink_to("book.xlsx")
    words = ["--force", "--factors-sheet", "Factors"]
    name = "link.xlsx" if link else "book.xlsx"
    sentence = refused_at(name, *words, assets="book.xlsx", factors="book.xlsx")
    assert f'"{name}" is one of the files to read' in sentence


@pytest.mark.parametrize(("owner", "call"), [(os, "fsync"), (Path, "write_bytes")])
def test_a_full_disk(refused_at, monkeypatch, owner, call):
    """Simulated where the bytes are written, and where they are flushed."""
    Path("out.xlsx").write_text("mine")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(owner, call, full)
    assert '"out.xlsx" was not written: the disk is full' in refused_at("out.xlsx", "--force")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")
def test_a_disk_that_takes_the_first_bytes_only(folder):
    """Not simulated: the system refuses to let the file grow beyond 10 kB."""
    Path("out.xlsx").write_text("mine")
    program = (
        "import resource, sys\n"
        "from labfolio_xl import cli\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    words = ["report", "out.xlsx", "--force", "--assets", "assets.csv", "--factors", "factors.csv"]
    run = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(Path(labfolio_xl.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr == (
        'labfolio-xl: "out.xlsx" cannot be written (File too large); '
        "choose another name or folder.\n"
    )
    assert Path("out.xlsx").read_text() == "mine"
    names = ["assets.csv", "factors.csv", "out.xlsx"]
    assert sorted(path.name for path in folder.iterdir()) == names
