"""The command line: one sentence for a mistake, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import labfolio_xl
from labfolio_xl import cli, cli_report

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

    monkeypatch.setattr(cli_report, "read_inputs", broken)
    code, output, errors = run(
        "report", "out.xlsx", "--assets", "assets.csv", "--factors", "factors.csv"
    )
    assert (code, output) == (2, "")
    assert errors == (
        "labfolio-xl: this should not have happened, and nothing was written; its details are "
        f'in "{log}".\n'
    )
    assert "ZeroDivisionError: division by zero" in log.read_text()
    assert not (folder / "out.xlsx").exists()
