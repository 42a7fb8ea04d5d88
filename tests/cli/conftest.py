"""A user who stands in a folder with two files of returns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labfolio_xl import cli

N_OBS, N_ASSETS, N_FACTORS = 60, 8, 2


@pytest.fixture(autouse=True)
def log(tmp_path_factory, monkeypatch):
    """Keep the log of unexpected errors out of the user's own."""
    path = tmp_path_factory.mktemp("logs")
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: path)
    return path / "errors.log"


@pytest.fixture
def tables():
    """Returns of eight assets and two factors over sixty weekdays."""
    random = np.random.default_rng(7)
    dates = pd.bdate_range("2023-01-02", periods=N_OBS, name="date")
    factors = pd.DataFrame(0.01 * random.standard_normal((N_OBS, 2)), dates, ["MKT", "SMB"])
    betas = random.uniform(0.5, 1.5, (N_FACTORS, N_ASSETS))
    noise = 0.005 * random.standard_normal((N_OBS, N_ASSETS))
    names = [f"A{number}" for number in range(1, N_ASSETS + 1)]
    return pd.DataFrame(factors.to_numpy() @ betas + noise, dates, names), factors


@pytest.fixture
def folder(tmp_path, tables, monkeypatch):
    """A folder with both files, in which the user stands."""
    assets, factors = tables
    assets.to_csv(tmp_path / "assets.csv")
    factors.to_csv(tmp_path / "factors.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys) -> Callable[..., tuple[int, str, str]]:
    """Run the command line and return its exit code, output and errors."""

    def run_it(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_it


@pytest.fixture
def refused_at(folder, run) -> Callable[..., str]:
    """Return the one sentence with which a report is refused; check that no file has changed."""

    def refused_it(
        out: str, *words: object, assets: str = "assets.csv", factors: str = "factors.csv"
    ) -> str:
        before = _contents(folder)
        code, output, errors = run("report", out, "--assets", assets, "--factors", factors, *words)
        assert code == 2
        assert output == ""
        assert errors.startswith("labfolio-xl: ")
        assert errors.count("\n") == 1, "one line"
        assert "Error" not in errors, "no name of a Python type"
        assert _contents(folder) == before
        return errors.removeprefix("labfolio-xl: ").rstrip("\n")

    return refused_it


@pytest.fixture
def refused(refused_at) -> Callable[..., str]:
    """Do the same for an output file that does not exist yet."""
    return partial(refused_at, "out.xlsx")


def _contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file, hidden ones too."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
