"""The command line: one sentence for a mistake, and nothing lost."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import python_calamine

import labfolio_xl
from labfolio_xl import cli
from labfolio_xl.cli import workbooks
from labfolio_xl.samples import SampleReturns, load_sample

# A cell holds 16 digits, and the sums of BLAS depend on how arrays lie in memory; a premium
# near zero loses two or three digits more.
RELATIVE = 1e-11

# What the program says of itself


def test_version(run):
    assert run("--version") == (0, f"labfolio-xl {labfolio_xl.__version__}\n", "")


def test_without_a_command_it_shows_its_help(run):
    code, output, errors = run()
    assert (code, errors) == (0, "")
    assert "report" in output
    assert "demo" in output


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS)])
def test_every_help_has_examples(run, command):
    code, output, errors = run(*command, "--help")
    assert (code, errors) == (0, "")
    assert "Examples" in output
    assert " ".join(["labfolio-xl", *command]) in output.split("Examples")[1]


def test_it_runs_as_a_program(tmp_path):
    """With the exit code, and with no traceback of its own on the error stream."""
    program = [sys.executable, "-m", "labfolio_xl.cli"]
    run = subprocess.run(
        [*program, "report", "out.xlsx", "--assets", "a.csv", "--factors", "b.csv"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(labfolio_xl.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr == (
        'labfolio-xl: Assets: there is no file "a.csv"; check its name and folder.\n'
    )


# Wrong usage


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["repot"], "No such command 'repot'"),
        (["report"], "Missing argument 'OUT'"),
        (["report", "out.xlsx", "--factors", "f.csv"], "Missing option '--assets'"),
        (["demo", "--sample", "us2023"], "'us2023' is not one of 'us2022', 'french'"),
        (["demo", "--color"], "No such option: --color"),
        (["demo", "--out"], "Option '--out' requires an argument"),
    ],
)
def test_wrong_usage_is_one_sentence_that_names_the_help(folder, run, words, sentence):
    code, output, errors = run(*words)
    assert (code, output) == (2, "")
    assert sentence in errors
    assert errors.count("\n") == 1
    assert '--help".' in errors
    assert sorted(path.name for path in folder.iterdir()) == ["assets.csv", "factors.csv"]


def test_what_nobody_expected_is_logged_and_told_in_one_sentence(folder, run, log, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(workbooks, "read_inputs", broken)
    code, output, errors = run(
        "report", "out.xlsx", "--assets", "assets.csv", "--factors", "factors.csv"
    )
    assert (code, output) == (2, "")
    assert errors == (
        "labfolio-xl: an unexpected error happened, and nothing was written; its details are "
        f'in "{log}".\n'
    )
    assert "ZeroDivisionError: division by zero" in log.read_text()
    assert not (folder / "out.xlsx").exists()


def test_a_user_may_stop_it(folder, run, monkeypatch):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workbooks, "read_inputs", stopped)
    code, output, errors = run(
        "report", "out.xlsx", "--assets", "assets.csv", "--factors", "factors.csv"
    )
    assert (code, output, errors) == (130, "", "labfolio-xl: stopped.\n")
    assert not (folder / "out.xlsx").exists()


# Reports


def _block(path: Path, sheet: str, corner: str) -> pd.DataFrame:
    """Return the table on a sheet whose upper left cell holds `corner`."""
    rows = python_calamine.load_workbook(path).get_sheet_by_name(sheet).to_python()
    top, left = next((i, row.index(corner)) for i, row in enumerate(rows) if corner in row)
    right = [*rows[top], ""].index("", left)
    body = [row[left:right] for row in rows[top + 1 :]]
    table = pd.DataFrame(body, columns=rows[top][left:right])
    end = list(table[corner]).index("") if "" in list(table[corner]) else len(table)
    return table.iloc[:end].set_index(corner)


def _cells(path: Path) -> str:
    """Return all texts of the sheet About."""
    rows = python_calamine.load_workbook(path).get_sheet_by_name("About").to_python()
    return "\n".join(" | ".join(str(cell) for cell in row if cell != "") for row in rows)


def _equal(block: pd.DataFrame, column: str, expected: pd.Series) -> None:
    """See that a column of a workbook equals a result."""
    found = block[column].astype(float)
    np.testing.assert_allclose(found[expected.index], expected.to_numpy(), rtol=RELATIVE)


@pytest.fixture
def report(folder, run) -> Callable[..., Path]:
    """Make a report of the two files and return its path."""

    def make(*words: object, assets: str = "assets.csv", factors: str = "factors.csv") -> Path:
        code, output, errors = run(
            "report", "out.xlsx", "--assets", assets, "--factors", factors, *words
        )
        assert (code, errors) == (0, "")
        assert output.endswith(
            '"out.xlsx" holds 8 assets, 2 factors and '
            f"{59 if '--prices' in words else 60} periods from "
            f"{'2023-01-03' if '--prices' in words else '2023-01-02'} to 2023-03-24.\n"
        )
        return folder / "out.xlsx"

    return make


def test_a_report_holds_the_numbers_of_the_python_functions(report, tables):
    path = report()
    exposure = labfolio_xl.exposure(*tables)
    _equal(_block(path, "Exposure", "factor"), "exposure", exposure.exposure)
    _equal(_block(path, "Exposure", "factor"), "s.e.", exposure.std_errors)
    _equal(_block(path, "Betas", "asset"), "MKT", labfolio_xl.estimate_betas(*tables).betas["MKT"])
    premia = labfolio_xl.estimate_lambdas(*tables).premia()
    _equal(_block(path, "Premia", "factor"), "premium", premia.premia)


def test_the_report_tells_its_inputs(report):
    digest = hashlib.sha256(Path("assets.csv").read_bytes()).hexdigest()
    assert f"assets.csv: 61 rows, 9 columns; SHA-256 {digest}" in _cells(report())


def test_a_report_leaves_its_inputs_and_nothing_else_behind(report, folder):
    before = {name: Path(name).read_bytes() for name in ("assets.csv", "factors.csv")}
    report()
    assert {name: Path(name).read_bytes() for name in before} == before
    names = ["assets.csv", "factors.csv", "out.xlsx"]
    assert sorted(path.name for path in folder.iterdir()) == names


def test_force_replaces_a_report(report):
    Path("out.xlsx").write_text("old")
    assert report("--force").read_bytes()[:2] == b"PK"


def test_weights_are_matched_by_name(report, tables):
    Path("weights.csv").write_text("asset,weight\nA2,0.25\nA1,0.75\n")
    block = _block(report("--weights", "weights.csv"), "Exposure", "factor")
    expected = labfolio_xl.exposure(*tables, weights={"A1": 0.75, "A2": 0.25})
    _equal(block, "exposure", expected.exposure)
    _equal(block, "s.e.", expected.std_errors)


def test_bare_weights_are_taken_in_the_order_of_the_assets(report, tables):
    weights = [number / 28 for number in range(8)]
    Path("weights.csv").write_text("weight\n" + "\n".join(map(str, weights)) + "\n")
    block = _block(report("--weights", "weights.csv"), "Exposure", "factor")
    _equal(block, "exposure", labfolio_xl.exposure(*tables, weights=weights).exposure)


@pytest.mark.parametrize(
    ("typed", "rate"), [("0.0001", 0.0001), ("0.01%", 0.0001), ("-2e-5", -2e-5)]
)
def test_a_rate_can_be_typed(report, tables, typed, rate):
    block = _block(report("--risk-free", typed), "Premia", "factor")
    expected = labfolio_xl.estimate_lambdas(*tables, rate).premia()
    _equal(block, "premium", expected.premia)


def test_a_rate_by_date_with_self_financing_factors(report, tables):
    rate = pd.Series(np.linspace(0, 2e-4, 60), tables[0].index, name="rf")
    rate.to_csv("rf.csv")
    path = report("--risk-free", "rf.csv", "--self-financing", "SMB")
    expected = labfolio_xl.estimate_lambdas(*tables, rate, self_financing="SMB").premia()
    _equal(_block(path, "Premia", "factor"), "premium", expected.premia)
    assert "SMB" in _cells(path)


def test_factors_net_of_the_market(report, tables):
    path = report("--net-of", "mkt")
    expected = labfolio_xl.exposure(*tables, net_of="MKT")
    _equal(_block(path, "Exposure", "factor"), "exposure", expected.exposure)
    assert _block(path, "Exposure", "factor")["inference"].iloc[0].endswith("factors net of MKT")


def test_the_intercept_and_annual_premia(report, tables):
    block = _block(report("--intercept", "--periods-per-year", 252), "Premia", "factor")
    expected = labfolio_xl.estimate_lambdas(*tables, intercept=True).premia(periods_per_year=252)
    _equal(block, "premium", expected.premia)
    _equal(block, "annual premium", 252 * expected.premia)
    assert "zero_beta" in block.index


def test_prices_are_turned_into_returns(report, tables):
    for name, table in zip(("assets.csv", "factors.csv"), tables, strict=True):
        (100 * (1 + table).cumprod()).to_csv(name)
    path = report("--prices")
    later = [table.iloc[1:] for table in tables]
    block = _block(path, "Exposure", "factor")
    found = block["exposure"].astype(float)
    expected = labfolio_xl.exposure(*later).exposure
    # The text of a price keeps 17 digits; the return of two prices keeps about 14 of them.
    np.testing.assert_allclose(found[expected.index], expected, rtol=1e-9)


def test_sheets_of_one_workbook(report, tables):
    with pd.ExcelWriter("book.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame().to_excel(writer, sheet_name="Notes")
        tables[0].to_excel(writer, sheet_name="Holdings")
        tables[1].to_excel(writer, sheet_name="Factors")
    words = ["--sheet", "holdings", "--factors-sheet", "Factors"]
    path = report(*words, assets="book.xlsx", factors="book.xlsx")
    _equal(_block(path, "Exposure", "factor"), "exposure", labfolio_xl.exposure(*tables).exposure)


def test_the_sheet_is_for_workbooks_among_text_files(report, tables):
    with pd.ExcelWriter("book.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame().to_excel(writer, sheet_name="Notes")
        tables[0].to_excel(writer, sheet_name="Holdings")
    report("--sheet", "Holdings", assets="book.xlsx")


@pytest.mark.usefixtures("folder")
def test_only_complete_dates_on_request(run, tables):
    tables[0].iloc[5, 2] = np.nan
    tables[0].to_csv("assets.csv")
    inputs = ["--assets", "assets.csv", "--factors", "factors.csv"]
    for rule, n_obs in (("available", 60), ("complete", 59)):
        code, output, _ = run("report", f"{rule}.xlsx", *inputs, "--missing", rule)
        assert code == 0
        assert f"{n_obs} periods" in output


@pytest.mark.usefixtures("folder")
def test_warnings_of_the_data_report_are_told(run, tables):
    tables[0]["A9"] = tables[0]["A1"]
    tables[0].to_csv("assets.csv")
    code, output, _ = run(
        "report", "out.xlsx", "--assets", "assets.csv", "--factors", "factors.csv"
    )
    assert code == 0
    assert "Warning: duplicate column" in output


@pytest.mark.parametrize("excel", ["365", "2019"])
def test_new_makes_a_live_workbook_with_the_numbers_in_its_cells(folder, run, tables, excel):
    inputs = ["--assets", "assets.csv", "--factors", "factors.csv"]
    code, output, errors = run("new", "book.xlsm", *inputs, "--excel", excel)
    assert (code, errors) == (0, "")
    assert '"book.xlsm" holds 8 assets, 2 factors and 60 periods' in output
    with zipfile.ZipFile(folder / "book.xlsm") as package:
        assert "xl/vbaProject.bin" in package.namelist()
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert any(b"LF_EXPOSURE(" in package.read(name) for name in sheets)
    block = _block(folder / "book.xlsm", "Exposure", "factor")
    _equal(block, "exposure", labfolio_xl.exposure(*tables).exposure)
    assert run("upgrade", "book.xlsm")[1] == "book.xlsm: its VBA is up to date already.\n"


def test_new_and_report_differ_in_the_name_of_their_workbook(folder, run):
    inputs = ["--assets", "assets.csv", "--factors", "factors.csv"]
    code, output, errors = run("new", "book.xlsx", *inputs)
    assert (code, output) == (2, "")
    assert '"book.xlsx" is no name for the workbook; end it with .xlsm.' in errors
    assert not (folder / "book.xlsx").exists()


@pytest.mark.parametrize(
    ("sample", "words"), [("us2022", "20 assets, 6 factors and 249 periods"), ("french", "30 a")]
)
def test_the_demo_prints_exposures_and_premia_and_writes_a_workbook(folder, run, sample, words):
    code, output, errors = run("demo", "--sample", sample, "--out", "demo.xlsx")
    assert (code, errors) == (0, "")
    assert words in output
    assert ("companies that lasted" in " ".join(output.split())) == (sample == "us2022")
    assets, factors, risk_free = load_sample(sample)
    options = {"self_financing": "all"} if sample == "french" else {}
    exposure = labfolio_xl.exposure(assets, factors, risk_free, None, **options)
    premia = labfolio_xl.estimate_lambdas(assets, factors, risk_free, **options).premia()
    _equal(_block(folder / "demo.xlsx", "Exposure", "factor"), "exposure", exposure.exposure)
    for name in factors.columns:
        assert f"{exposure.exposure[name]:.3f}" in output
        assert f"{100 * premia.premia[name]:.4f}" in output


@pytest.mark.usefixtures("folder")
def test_the_demo_keeps_what_is_there(run):
    Path("labfolio-demo.xlsx").write_text("mine")
    code, _, errors = run("demo")
    assert code == 2
    assert errors == (
        'labfolio-xl: "labfolio-demo.xlsx" exists and is kept; add --force to replace it.\n'
    )
    assert Path("labfolio-demo.xlsx").read_text() == "mine"


@pytest.mark.usefixtures("folder")
def test_tables_are_plain_in_a_pipe_and_80_columns_wide(run):
    _, output, _ = run("demo")
    assert "\x1b" not in output
    tables_only = re.split(r"\n(?:Fact|Note|Warning): ", output)[0]
    assert max(len(line) for line in tables_only.splitlines()) <= 80


@pytest.mark.usefixtures("folder")
def test_a_narrow_terminal_does_not_cut_numbers(run, monkeypatch):
    _, wide, _ = run("demo")
    monkeypatch.setenv("COLUMNS", "40")
    _, narrow, _ = run("demo", "--force")
    numbers = re.compile(r"-?\d+\.\d+")
    assert numbers.findall(narrow) == numbers.findall(wide)


@pytest.mark.usefixtures("folder")
def test_names_are_text_and_no_markup(run, tables, monkeypatch):
    """Neither a style nor a tag without its beginning, which would end the program."""
    names = ["[/b]", ":smile:"]
    factors = tables[1].set_axis(names, axis="columns")
    sample = SampleReturns(tables[0], factors, None)
    monkeypatch.setattr("labfolio_xl.plan.inputs.load_sample", lambda _: sample)
    code, output, errors = run("demo")
    assert (code, errors) == (0, "")
    assert all(name in output for name in names)


def test_names_that_the_stream_cannot_show_do_not_end_the_program(folder, tables):
    """A pipe of an old code page gets question marks."""
    names = ["Société", "小型株"]
    tables[1].set_axis(names, axis="columns").to_csv(folder / "factors.csv")
    program = [sys.executable, "-m", "labfolio_xl.cli", "report", "out.xlsx"]
    root = str(Path(labfolio_xl.__file__).parents[1])
    run = subprocess.run(
        [*program, "--assets", "assets.csv", "--factors", "factors.csv", "--weights", "小.csv"],
        env={**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "cp437"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 2
    assert b'there is no file "?.csv"' in run.stderr


# Setup


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Excel could be here")
def test_install_is_refused_where_excel_does_not_run(run):
    code, output, errors = run("install")
    assert (code, output) == (2, "")
    assert "add --dry-run to see what would be done there" in errors


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Excel could be here")
def test_the_doctor_tells_faults_by_its_exit_code(run):
    code, output, errors = run("doctor")
    assert (code, errors) == (1, "")
    assert "labfolio-xl install" in output


def test_the_doctor_needs_the_workbook_that_is_named(run):
    code, output, errors = run("doctor", "no.xlsm")
    assert (code, output) == (2, "")
    assert errors == 'labfolio-xl: there is no file "no.xlsm"; check its name and folder.\n'


def test_upgrade_of_a_missing_workbook(run):
    code, output, errors = run("upgrade", "no.xlsm")
    assert (code, output) == (2, "")
    assert "no.xlsm" in errors
    assert errors.count("\n") == 1


def test_calc_install_names_the_folder_without_libreoffice(run, tmp_path):
    code, output, errors = run("calc", "install", "--libreoffice", tmp_path)
    assert (code, output) == (2, "")
    assert str(tmp_path) in errors
