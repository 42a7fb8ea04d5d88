"""A function is added by two files and one command, as docs/contributing.md says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from labfolio_xl.build import clone
from labfolio_xl.build.files import BUILT_FILES

ROOT = Path(__file__).parents[2]
PATHS = [file.path for file in BUILT_FILES]

QUESTION = '''"""The longest run of losses of each asset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import pandas as pd

from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import DataOptions
from labfolio_xl.returns.panel import prepare
from labfolio_xl.returns.tables.checked import RiskFree

__all__ = ["LosingRuns", "losing_runs"]


@dataclass(frozen=True, slots=True)
class LosingRuns:
    """How many periods in a row each asset lost at most."""

    by_asset: pd.Series[int]


def losing_runs(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    **data: Unpack[DataOptions],
) -> LosingRuns:
    """The longest run of negative excess returns of each asset."""
    panel = prepare(assets, factors, risk_free, **data)
    losses = pd.DataFrame(panel.returns < 0.0, columns=panel.assets)
    runs = losses.apply(lambda lost: lost.groupby((~lost).cumsum()).sum().max())
    return LosingRuns(runs.rename("longest_run"))
'''

FUNCTION = '''"""LF_LOSING_RUNS: the longest run of losses of each asset."""

import pandas as pd

from labfolio_xl.models.losing_runs import losing_runs
from labfolio_xl.sheet.arguments.shared import NONE, Assets, Factors, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.shown import ResultSheet, ShownTable

RUNS_SHEET = ResultSheet(
    "Runs",
    order=95,
    purpose="how long losses went on",
    title="How long losses went on (losing runs)",
    note="A run is a number of periods in a row with a negative excess return.",
)


@worksheet(
    "risk",
    asks=losing_runs,
    reads=["sort"],
    shows=[
        ShownTable(
            "runs",
            "Longest runs of losses",
            RUNS_SHEET,
            "return",
            headers={"longest run": "The most periods in a row with a loss."},
        )
    ],
    formats={"longest run": "count"},
)
def LF_LOSING_RUNS(
    assets: Assets, factors: Factors, risk_free: RiskFree = None, settings: Settings = NONE
) -> pd.DataFrame:
    """The longest run of losses of each asset, in periods.

    Returns
    -------
    One row for each asset: the periods in a row that it lost.

    Examples
    --------
    =LF_LOSING_RUNS(Assets, Factors, RiskFree)
    """
    runs = settings.ask(losing_runs, assets, factors, risk_free).by_asset
    runs = runs.sort_values() if settings["sort"] else runs
    return runs.to_frame().rename(columns={"longest_run": "longest run"}).rename_axis("asset")
'''

ASKED = """
import json
import labfolio_xl as lf
from labfolio_xl.options import OPTIONS
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.samples import load_sample
from labfolio_xl.sheet.functions import REGISTRY

assets, factors, _ = load_sample()
(block,) = [block for block in blocks(analyse(sample_inputs())) if block.key == "runs"]
print(json.dumps({
    "python": lf.losing_runs(assets, factors).by_asset.to_dict(),
    "is_public": "LosingRuns" in lf.__all__,
    "help": REGISTRY["LF_HELP"].call("LF_LOSING_RUNS")[0],
    "settings": [row[0] for row in REGISTRY["LF_SETTINGS"].call("LF_LOSING_RUNS")[1:] if row[0]],
    "formula": block.formula.text,
    "cells": block.cells,
    "styles": block.styles,
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project, to which the two files are added."""
    folder = tmp_path_factory.mktemp("clone")
    for name in clone.BESIDE:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder)
    (folder / "tests").mkdir()
    for name in ("labfolio_xl", "workbooks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    package = folder / "labfolio_xl"
    (package / "models" / "losing_runs.py").write_text(QUESTION, encoding="utf-8")
    (package / "sheet" / "functions" / "losing_runs.py").write_text(FUNCTION, encoding="utf-8")
    return folder


def run(folder, *words):
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def built(copy):
    """The same after the one command."""
    made = run(copy, "-m", "labfolio_xl.build")
    assert made.stderr == ""
    assert made.stdout.splitlines() == [f"written: {path}" for path in PATHS]
    return copy


def test_one_command_makes_every_built_file(built):
    again = run(built, "-m", "labfolio_xl.build", "--check")
    assert (again.stdout, again.returncode) == ("Every built file is up to date.\n", 0)


def test_the_function_stands_everywhere_a_user_looks(built):
    sources = built / "labfolio_xl" / "vba" / "sources"
    assert "Function LF_LOSING_RUNS(assets, factors" in (sources / "xlwings_udfs.bas").read_text(
        "ascii"
    )
    assert '"LF_LOSING_RUNS"' in (sources / "LabfolioHelpTexts.bas").read_text("ascii")
    assert "## LF_LOSING_RUNS" in (built / "labfolio_xl" / "docs" / "functions.md").read_text()
    assert "losing_runs as losing_runs" in (built / "labfolio_xl" / "__init__.pyi").read_text()
    with zipfile.ZipFile(built / "workbooks" / "labfolio.oxt") as calc:
        assert b"LF_LOSING_RUNS" in calc.read("functions.json")
        assert b"lfLosingRuns" in calc.read("labfolio.rdb")
    with zipfile.ZipFile(built / "workbooks" / "labfolio.xlsm") as live:
        assert b'name="Runs"' in live.read("xl/workbook.xml")
        cells = b"".join(live.read(name) for name in live.namelist() if "worksheets/sheet" in name)
    assert b"LF_LOSING_RUNS(Assets,Factors,RiskFree,Settings)" in cells


def test_python_and_the_cell_give_the_same_numbers(built):
    asked = run(built, "-c", ASKED)
    assert asked.stderr == ""
    found = json.loads(asked.stdout)
    assert found["is_public"]
    assert found["formula"] == "=LF_LOSING_RUNS(Assets,Factors,RiskFree,Settings)"
    assert dict(found["cells"][1:]) == found["python"]
    assert found["styles"] == ["text", "count"]
    assert found["help"][0] == "LF_LOSING_RUNS(assets, factors, [risk_free], [settings])"
    assert "sort" in found["settings"]
    assert "cov" not in found["settings"]
