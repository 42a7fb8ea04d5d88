"""The command line at the input gate: declarations, several files, what is told, and `check`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import labfolio_xl
from labfolio_xl.cli.console import as_flags
from labfolio_xl.cli.options import FLAGS, Given
from labfolio_xl.options import OPTIONS

INPUTS = ["--assets", "assets.csv", "--factors", "factors.csv"]


@pytest.fixture
def check(folder, run):
    """Check the two files, see that nothing was written, and return exit code and lines."""

    def check_it(*words, assets="assets.csv", factors="factors.csv"):
        before = sorted(path.name for path in folder.rglob("*"))
        code, output, errors = run("check", "--assets", assets, "--factors", factors, *words)
        assert errors == ""
        assert sorted(path.name for path in folder.rglob("*")) == before
        return code, output.splitlines()

    return check_it


def starting(lines, *kinds):
    return [line for line in lines if line.startswith(kinds)]


# Sentences


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("say assets_are=percent, or assets_are=returns.", "--assets-are percent, or --assets-are"),
        ("declare risk_free_is=annual-percent (2%)", "declare --risk-free-is annual-percent (2%)"),
        ("say frequency=monthly", "say --frequency monthly"),
        ("dates=dmy or dates=mdy", "--dates dmy or --dates mdy"),
        ("weights_are is odd", "--weights-are is odd"),
        ('Factors: name one: sheet="Data 2".', 'name one: --factors-sheet "Data 2".'),
        ('RiskFree: name one: sheet="A".', '--risk-free-sheet "A".'),
        ('Benchmark: name one: sheet="A".', '--benchmark-sheet "A".'),
        ("say benchmark_is=prices", "say --benchmark-is prices"),
        ('name one: sheet="A".', '--sheet "A".'),
        ("the dates = 3 and the frequency is daily", "the dates = 3 and the frequency is daily"),
        ("updates=1", "updates=1"),
    ],
)
def test_options_in_a_sentence_are_as_the_command_line_writes_them(sentence, shown):
    assert shown in as_flags(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        'Assets: column "risk_free" holds text.',
        '"assets_are=percent.csv" is no name for the workbook.',
        'the names "a_b" and "weights_are" differ.',
    ],
)
def test_what_stands_in_quotation_marks_is_the_users_own(sentence):
    assert as_flags(sentence) == sentence


@pytest.mark.parametrize("command", ["report", "new", "check"])
def test_the_help_tells_each_option_once_with_its_choices(run, command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    _, output, _ = run(command, "--help")
    assert set(FLAGS) <= set(OPTIONS)
    for name in (*FLAGS, "settings"):
        assert output.partition("Examples")[0].count(f"--{name.replace('_', '-')} ") == 1
    assert "returns|percent|prices|values" in output
    assert "NAMES|auto|none|all" in output


# Settings in one text


def given(**typed):
    return Given(assets=["a.csv"], factors=["f.csv"], **typed)


def test_settings_are_read_as_a_formula_reads_them():
    assert given(settings="Frequency = Monthly; self financing=SMB, HML").options == {
        "frequency": "monthly",
        "self_financing": "SMB, HML",
    }


def test_an_option_of_its_own_name_counts_more_than_settings_and_they_more_than_prices():
    flags = {"frequency": "weekly", "missing": None}
    options = given(
        settings="frequency=monthly; missing=complete; factors_are=values", flags=flags, prices=True
    ).options
    assert options == {
        "frequency": "weekly",
        "missing": "complete",
        "assets_are": "prices",
        "factors_are": "values",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("frequncy=monthly", 'Settings: "frequncy" is no setting; the nearest is frequency.'),
        ("frequency=hourly", 'Settings: frequency is "hourly"; choose one of "daily"'),
        ("missing", "Settings: missing has no value; write --missing ..., "),
    ],
)
def test_settings_that_make_no_sense(refused, text, sentence):
    assert sentence in refused("--settings", text)


@pytest.mark.usefixtures("folder")
def test_settings_of_the_estimates_stand_on_the_sheet_of_the_workbook(run):
    """What no flag says can be said as in a formula, and the workbook is estimated with it."""
    assert run("report", "out.xlsx", *INPUTS, "--settings", "cov=hac; lags=3; level=0,9")[0] == 0
    book = openpyxl.load_workbook("out.xlsx")
    said = {row[0].value: row[1].value for row in book["Settings"].iter_rows(min_row=5)}
    assert (said["cov"], said["lags"], said["level"]) == ("hac", 3, 0.9)
    shown = [cell.value for row in book["Exposure"].iter_rows() for cell in row]
    assert any("Newey-West (Bartlett), 3 lags" in str(text) for text in shown)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("command", "out"), [("report", "out.xlsx"), ("new", "out.xlsm")])
def test_settings_give_the_workbook_that_options_give(run, command, out):
    words = [command, out, *INPUTS, "--force"]
    assert run(*words, "--frequency", "weekly", "--periods-per-year", "52")[0] == 0
    by_options = Path(out).read_bytes()
    code, output, errors = run(*words, "--settings", "frequency=weekly; periods per year=52")
    assert (code, errors) == (0, "")
    assert "8 assets, 2 factors and 12 periods" in output
    assert Path(out).read_bytes() == by_options


# Declarations


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--assets-are", "logs"], '--assets-are is "logs"; choose one of "returns", "percent"'),
        (["--dates", "ymd"], 'dates is "ymd"; choose one of "dmy", "mdy"'),
        (["--nav", "-1"], "give the value of the portfolio, above 0"),
        (["--frequency", "hourly"], 'frequency is "hourly"; choose one of "daily"'),
    ],
)
def test_a_declaration_that_makes_no_sense(refused, words, sentence):
    assert sentence in refused(*words)


def test_percent_has_to_be_declared_and_then_gives_the_same_numbers(refused, run, tables):
    for name, table in zip(("assets.csv", "factors.csv"), tables, strict=True):
        (100 * table).to_csv(name)
    assert "--factors-are percent" in refused("--assets-are", "percent")
    assert "--assets-are percent" in refused("--factors-are", "percent")
    words = ["--assets-are", "percent", "--factors-are", "percent"]
    code, output, errors = run("check", *INPUTS, *words)
    assert (code, errors) == (0, "")
    assert output.count("Note: unit") == 2, "one line a table"


@pytest.mark.usefixtures("folder")
def test_prices_beside_return_factors_in_one_run(run, tables):
    (100 * (1 + tables[0]).cumprod()).to_csv("assets.csv")
    code, output, _ = run("report", "out.xlsx", *INPUTS, "--assets-are", "prices")
    assert code == 0
    assert '"out.xlsx" holds 8 assets, 2 factors and 59 periods from 2023-01-03' in output


@pytest.mark.parametrize(
    ("typed", "unit"), [("2%", "annual"), ("2%", "annual-percent"), ("2", "annual-percent")]
)
def test_what_is_subtracted_is_told_per_period_and_year(check, typed, unit):
    _, lines = check("--risk-free", typed, "--risk-free-is", unit)
    (line,) = starting(lines, "Note: risk-free rate")
    assert "per period" in line
    assert "2% a year" in line


@pytest.mark.parametrize("rate", ["0.0001", "0,0001", "0.01%", "0,01 %"])
def test_a_typed_rate_may_have_either_decimal_sign(check, rate):
    _, lines = check("--risk-free", rate)
    assert "subtracted on average 0.01% per period" in starting(lines, "Note: risk-free rate")[0]


def test_the_order_of_dates_is_declared_where_it_is_open(refused, run, tables):
    dates = tables[0].index[tables[0].index.day <= 12]
    for name, table in zip(("assets.csv", "factors.csv"), tables, strict=True):
        part = table.loc[dates]
        part.set_axis(dates.strftime("%d/%m/%Y"), axis="index").to_csv(name)
    assert "--dates dmy" in refused()
    code, output, _ = run("check", *INPUTS, "--dates", "dmy")
    assert code == 0
    assert "from 2023-01-02 to 2023-03-10" in output


# Several files


@pytest.mark.usefixtures("folder")
def test_assets_in_several_files_a_folder_or_a_pattern(run, tables):
    Path("prices").mkdir()
    for name in tables[0]:
        level = (100 * (1 + tables[0][[name]]).cumprod()).set_axis(["Close"], axis="columns")
        level.to_csv(f"prices/{name}.csv")
    files = sorted(map(str, Path("prices").iterdir()))
    named = [word for name in files for word in ("--assets", name)]
    outputs = []
    for assets in (named, ["--assets", "prices"], ["--assets", "prices/A*.csv"]):
        words = [*assets, "--factors", "factors.csv", "--assets-are", "prices"]
        code, output, errors = run("check", *words)
        assert (code, errors) == (0, "")
        assert output.count("Note: files") == 1
        outputs.append(output)
    assert len(set(outputs)) == 1
    assert "8 assets, 2 factors and 59 periods" in outputs[0]


@pytest.mark.usefixtures("folder")
def test_a_pattern_that_the_shell_replaced_is_told(run):
    code, _, errors = run("report", "out.xlsx", "--assets", "a.csv", "b.csv", "--factors", "f.csv")
    assert code == 2
    assert "put a pattern for several files in quotation marks" in errors


def test_a_result_over_one_of_many_inputs(refused_at, tables):
    tables[0].to_excel("book.xlsx")
    assert '"book.xlsx" is one of the files to read' in refused_at("book.xlsx", assets="*.xlsx")


@pytest.mark.usefixtures("folder")
def test_sheets_of_one_workbook_for_all_inputs(run, tables):
    weights = pd.DataFrame({"weight": [0.5, 0.5]}, pd.Index(["A1", "A2"], name="asset"))
    rate = pd.DataFrame({"rf": 0.0001}, tables[0].index)
    with pd.ExcelWriter("book.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame().to_excel(writer, sheet_name="Cover")
        for name, table in zip("AFWR", (*tables, weights, rate), strict=True):
            table.to_excel(writer, sheet_name=name)
    book = [
        word for name in ("assets", "factors", "weights") for word in (f"--{name}", "book.xlsx")
    ]
    words = [*book, "--risk-free", "book.xlsx"]
    code, _, errors = run("report", "out.xlsx", *words)
    assert code == 2
    assert '"A", "F", "R"; name one of them: --assets-sheet "A".' in errors
    sheets = ["--sheet", "A", "--factors-sheet", "F"]
    sheets += ["--weights-sheet", "W", "--risk-free-sheet", "R"]
    code, output, errors = run("check", *words, *sheets)
    assert (code, errors) == (0, "")
    assert "8 assets, 2 factors and 60 periods" in output


# What is told


@pytest.mark.usefixtures("folder")
def test_the_sum_of_the_weights_is_always_told(run):
    Path("weights.csv").write_text("asset,weight\nA1,60\nA2,40\n")
    for words in ([], ["--weights", "weights.csv"]):
        _, output, _ = run("report", "out.xlsx", *INPUTS, *words, "--force")
        assert "sum 1.00, net 1.00, gross 1.00" in output
    assert "Note: unit, Weights: percent" in output


@pytest.mark.usefixtures("folder")
def test_one_fund_gets_a_report_without_premia(run, tables):
    tables[0][["A1"]].to_csv("assets.csv")
    code, output, errors = run("report", "out.xlsx", *INPUTS)
    assert (code, errors) == (0, "")
    assert output.count("Without the ") == 1
    assert '"out.xlsx" holds 1 asset, 2 factors and 60 periods' in output


def test_unmatched_weights_are_listed_at_once_and_dropped_on_request(refused, check):
    Path("weights.csv").write_text("asset,weight\nA1,0.8\nX,0.15\nY,0.05\n")
    sentence = refused("--weights", "weights.csv")
    assert "X" in sentence
    assert "Y" in sentence
    assert "--unmatched drop" in sentence
    code, lines = check("--weights", "weights.csv", "--unmatched", "drop")
    assert code == 0
    assert any("20.00%" in line or "X 15.00%" in line for line in lines)


# check


def test_check_says_that_the_data_can_be_used(check):
    code, lines = check()
    assert code == 0
    assert lines[-1] == (
        "The data can be used: 8 assets, 2 factors and 60 periods from 2023-01-02 to 2023-03-24."
    )
    assert starting(lines, "Fact: ")
    assert not starting(lines, "Error: ")


def test_check_lists_all_doubts_and_tells_them_by_its_exit_code(check, tables):
    for name, table in zip(("assets.csv", "factors.csv"), tables, strict=True):
        (100 * table).to_csv(name)
    code, lines = check("--risk-free", "3.5")
    assert code == 2
    items = [line.split(", ")[1].split(":")[0] for line in starting(lines, "Error: ")]
    assert sorted(items) == ["Assets", "Factors", "RiskFree"]
    assert all("--" in line for line in starting(lines, "Error: "))


def test_check_lists_each_file_that_cannot_be_read(check):
    Path("weights.csv").write_text("asset,weight\nA1,abc\n")
    code, lines = check("--weights", "weights.csv", assets="no.csv", factors="neither.csv")
    assert code == 2
    assert [line.split(": ")[1] for line in lines] == ["Assets", "Factors", "Weights"]
    assert {line.split(": ")[0] for line in lines} == {"Error"}


def test_check_and_report_tell_the_same(check, run, tables):
    tables[0].iloc[3, 2] = np.nan
    tables[0].to_csv("assets.csv")
    told = starting(check()[1], "Note", "Warning")
    _, output, _ = run("report", "out.xlsx", *INPUTS)
    assert starting(output.splitlines(), "Note", "Warning") == told


@pytest.mark.usefixtures("folder")
def test_the_numbers_are_those_of_the_python_functions(run, tables):
    """The same two files, read by `read_table`, give the span that `check` tells."""
    assets, factors = (labfolio_xl.read_table(f"{name}.csv") for name in ("assets", "factors"))
    aligned = labfolio_xl.align(assets, factors)
    np.testing.assert_array_equal(aligned.assets, tables[0])
    assert f"{len(aligned.assets)} periods" in run("check", *INPUTS)[1]
