"""What several test files need: the notebook, the samples, hypothesis' profile, the cores."""

from __future__ import annotations

import os
from dataclasses import dataclass

import hypothesis
import pandas as pd
import pytest
from parts import NOTEBOOK, need_notebook
from waiting_children import _waiting_children, a_child_for_each
from xdist.scheduler import LoadFileScheduling

from labfolio_xl.samples import SampleReturns, load_sample

__all__ = ["_waiting_children", "a_child_for_each"]  # fixtures of another module

# Estimators warm up their imports in the first example; other work may share the machine. CI
# draws the same examples each time, so that a red run tells of a change; elsewhere they are new.
hypothesis.settings.register_profile(
    "labfolio", deadline=None, max_examples=40, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("labfolio")

# What takes longest is begun first, so that no core waits for it in the end; then the heart of
# the package; then all else.
FIRST = ("tests/e2e/calc/", "tests/e2e/", "tests/simulations/", "tests/fuzz/", "tests/core/")
FIRST += ("tests/sheet/",)
# Tests that share a program: the Windows Python under Wine, with what is installed in it, and a
# LibreOffice, which is started once. What installs with uv has a home of its own.
SHARED = {"tests/e2e/test_uv_tool.py": "uv", "tests/e2e/calc/": "calc", "tests/e2e/": "wine"}

# Files and folders that take some ten seconds of a core or more: they run the whole command line,
# make many whole workbooks, start programs, parse VBA, or try thousands of inputs.
SLOW = (
    "tests/calc/test_soak_worker.py",
    "tests/cli/",
    "tests/e2e/",
    "tests/excel/book/test_book_settings.py",
    "tests/excel/book/test_decisions.py",
    "tests/excel/book/test_obstacles.py",
    "tests/excel/book/test_provenance.py",
    "tests/excel/book/test_written_formulas.py",
    "tests/excel/checks_in_excel/test_in_excel.py",
    "tests/excel/checks_in_excel/test_in_excel_com.py",
    "tests/excel/checks_in_excel/test_in_excel_faults.py",
    "tests/excel/macros/test_macros.py",
    "tests/excel/macros/test_refresh.py",
    "tests/excel/macros/test_stale.py",
    "tests/files/test_child.py",
    "tests/files/test_hostile_files.py",
    "tests/files/test_workbook_files.py",
    "tests/fuzz/",
    "tests/gate/",
    "tests/gates/",
    "tests/models/test_any_input.py",
    "tests/models/test_properties.py",
    "tests/plan/test_charts.py",
    "tests/simulations/",
    "tests/test_distribution.py",
    "tests/test_no_network.py",
    "tests/test_reference.py",
    "tests/vba/test_upgrade.py",
    "tests/vba/test_vba_faults.py",
    "tests/workbook/",
)

# Of these the ones that take longest: they kill processes while files are written, install from
# PyPI, simulate thousands of panels, break VBA in every way, or feed hostile files and random
# input. They run in CI, so that all other tests take five minutes on two cores.
LONG = (
    "tests/calc/test_soak_worker.py",
    "tests/cli/test_places_that_refuse.py",
    "tests/e2e/test_uv_tool.py",
    "tests/excel/checks_in_excel/test_in_excel",
    "tests/files/test_hostile_files.py",
    "tests/fuzz/",
    "tests/gates/",
    "tests/models/test_properties.py",
    "tests/simulations/",
    "tests/test_reference.py",
    "tests/vba/test_vba_faults.py",
    "tests/workbook/test_kill_while_writing.py",
    "tests/workbook/test_same_bytes.py",
)
IN_CI = "takes long, and runs in CI: CI=true pytest"


@pytest.hookimpl(tryfirst=True)  # before the words of -m are looked for
def pytest_collection_modifyitems(items):
    """Put the tests into the order in which they are begun, and mark the slow and long ones."""
    items.sort(key=lambda item: _rank(item.nodeid))
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(LONG) and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason=IN_CI))


def _rank(test):
    return next((k for k, place in enumerate(FIRST) if test.startswith(place)), len(FIRST))


class OneProgramOneCore(LoadFileScheduling):
    """Give a core whole files, and all files that share a program to one core."""

    def _split_scope(self, nodeid):
        shared = (name for place, name in SHARED.items() if nodeid.startswith(place))
        return next(shared, None) or super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    """Share the tests out among the cores."""
    return OneProgramOneCore(config, log)


def pytest_xdist_setupnodes():
    """Each core is busy already; threads of NumPy would only wait for each other."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True)
class Notebook:
    """The rebuilt inputs of the reference notebook and its printed tables."""

    assets: pd.DataFrame
    factors: pd.DataFrame
    betas: pd.DataFrame
    exposure: pd.DataFrame
    lambdas: pd.DataFrame
    premia: pd.DataFrame
    factors_head: pd.DataFrame
    assets_head: pd.DataFrame


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(NOTEBOOK / name, index_col=0)


@pytest.fixture(scope="session")
def notebook() -> Notebook:
    """Return the reference notebook, which lies beside the project; CI must have it."""
    need_notebook()
    return Notebook(
        assets=_read("portfolio_returns.csv"),
        factors=_read("factor_returns.csv"),
        betas=_read("betas_24x7.csv"),
        exposure=_read("portfolio_exposure.csv"),
        lambdas=_read("lambdas_head.csv"),
        premia=_read("risk_premia.csv"),
        factors_head=_read("factor_returns_head.csv"),
        assets_head=_read("portfolio_returns_head_20of24.csv"),
    )


@pytest.fixture(scope="session")
def us2022() -> SampleReturns:
    """Daily returns of 2022."""
    return load_sample("us2022")


@pytest.fixture(scope="session")
def french() -> SampleReturns:
    """Monthly returns with a risk-free rate."""
    return load_sample("french")
