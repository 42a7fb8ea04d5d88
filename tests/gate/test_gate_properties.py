"""The layout of a file changes nothing: the same returns give the same estimates."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_market import ASSETS, MONTHLY, MONTHLY_FACTORS
from layouts import LAYOUTS

import labfolio_xl as lf

# A price keeps 16 digits, and its return about 14; the estimates here are of the size of 1.
TOLERANCE = 1e-12


def _estimates(assets, factors) -> list[pd.DataFrame | pd.Series]:
    """Betas with their errors, exposures, premia: of each question one."""
    betas = lf.estimate_betas(assets, factors)
    premia = lf.estimate_lambdas(assets, factors).premia()
    exposure = lf.exposure(assets, factors)
    return [betas.betas, betas.std_errors, premia.premia, exposure.exposure, exposure.std_errors]


def _agree(ours, theirs):
    for mine, other in zip(ours, theirs, strict=True):
        same = mine.reindex_like(other)
        np.testing.assert_allclose(same, other, rtol=TOLERANCE, atol=TOLERANCE)


def _market(seed, n_months, n_assets):
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2015-01-31", periods=n_months, freq="ME", name="date")
    factors = rng.normal(0.004, 0.04, (n_months, 2))
    assets = factors @ rng.normal(1, 0.5, (2, n_assets)) + rng.normal(0, 0.03, (n_months, n_assets))
    names = [f"FUND{number}" for number in range(n_assets)]
    return pd.DataFrame(assets, dates, names), pd.DataFrame(factors, dates, ["MKT", "SIZE"])


def _through_files(assets, factors, layouts):
    """Both tables as they are read again, each written in a layout of its own."""
    with tempfile.TemporaryDirectory() as place:
        read = []
        for layout, table, stem in zip(
            layouts, (assets, factors), ("assets", "factors"), strict=True
        ):
            paths = LAYOUTS[layout](table, Path(place), stem)
            read.append(lf.read_table(paths, argument=stem))
        return _estimates(*read)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_of_the_assets_gives_the_estimates_of_the_frames(layout):
    expected = _estimates(MONTHLY, MONTHLY_FACTORS)
    _agree(_through_files(MONTHLY, MONTHLY_FACTORS, (layout, "plain")), expected)


@given(
    layouts=st.tuples(st.sampled_from(list(LAYOUTS)), st.sampled_from(list(LAYOUTS))),
    seed=st.integers(0, 2**32 - 1),
    n_months=st.integers(24, 60),
    n_assets=st.integers(3, 6),
)
@settings(max_examples=25)
def test_any_two_layouts_meet(layouts, seed, n_months, n_assets):
    assets, factors = _market(seed, n_months, n_assets)
    _agree(_through_files(assets, factors, layouts), _estimates(assets, factors))


def test_months_compounded_of_days_are_those_of_pandas():
    ours = lf.resample(ASSETS, "monthly")
    theirs = (1 + ASSETS).resample("ME").prod() - 1
    np.testing.assert_allclose(ours, theirs, rtol=TOLERANCE, atol=TOLERANCE)
    quarters = lf.resample(ours, "quarterly")
    np.testing.assert_allclose(quarters, (1 + ASSETS).resample("QE").prod() - 1, rtol=1e-11)


def _histories(folder, returns, start):
    """A price history for each name, from a price of 100 on a first day."""
    first = pd.DataFrame(1.0, pd.DatetimeIndex([start]), returns.columns)
    prices = 100 * pd.concat([first, 1 + returns]).cumprod()
    for name in prices:
        history = pd.DataFrame({"Open": prices[name], "Adj Close": prices[name], "Volume": 1e6})
        folder.mkdir(exist_ok=True)
        history.to_csv(folder / f"{name}.csv", index_label="Date")
    return prices


def _dated(table):
    return table.set_axis(pd.to_datetime(table.index))


@pytest.mark.notebook
def test_prices_of_the_notebook_give_its_betas_again(notebook, tmp_path):
    tables = [_dated(table) for table in (notebook.assets, notebook.factors)]
    places = [tmp_path / "assets", tmp_path / "factors"]
    for place, table in zip(places, tables, strict=True):
        _histories(place, table, "2023-01-03")
    ours = lf.estimate_betas(*map(lf.read_table, places)).betas
    # Its factors are nearly collinear: the last digits of a return count a thousandfold.
    np.testing.assert_allclose(ours, lf.estimate_betas(*tables).betas, rtol=0, atol=1e-9)
    # The inputs were rebuilt from public prices: the printed betas moved by up to 6e-4.
    printed = notebook.betas.loc[ours.index, ours.columns]
    np.testing.assert_allclose(ours, printed, rtol=0, atol=1e-3)


@pytest.mark.notebook
def test_months_of_the_notebook_are_the_same_from_returns_and_from_prices(notebook, tmp_path):
    returns = _dated(notebook.assets)
    prices = _histories(tmp_path / "assets", returns, "2022-12-30")
    ends = prices.groupby(prices.index.to_period("M")).tail(1)
    ratios = [after / before - 1 for before, after in pairwise(ends.to_numpy())]
    read = lf.returns_from_prices(lf.read_table(tmp_path / "assets"))
    months = lf.resample(read, "monthly")
    np.testing.assert_allclose(months.iloc[-11:], ratios[-11:], rtol=1e-9)
    compounded = lf.resample(returns, "monthly")
    np.testing.assert_allclose(months.iloc[-11:], compounded.iloc[-11:], rtol=1e-9)
