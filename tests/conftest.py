"""What several test files need: the reference notebook, the samples, hypothesis' profile."""

from __future__ import annotations

import os
from dataclasses import dataclass

import hypothesis
import pandas as pd
import pytest
from parts import NOTEBOOK, need_notebook

from labfolio_xl.samples import SampleReturns, load_sample

# Estimators warm up their imports in the first example; other work may share the machine. CI
# draws the same examples each time, so that a red run tells of a change; elsewhere they are new.
hypothesis.settings.register_profile(
    "labfolio", deadline=None, max_examples=40, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("labfolio")


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
