"""The formulas of the workbook give the same for frames, as the writer asks, and for cells."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.formulas import input_rows
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.plan.layout import FORMULAS
from labfolio_xl.sheet.settings import Settings

# Both paths compute with the same numbers; a rate or a return may be rounded once more in one.
CLOSE = {"rel": 1e-9, "abs": 1e-13}

SETTINGS = {
    "cov": "hac",
    "premia_cov": "shanken",
    "model_cov": "kernel",
    "lags": 3,
    "window": 40,
    "level": 0.9,
    "intercept": True,
    "specific": "diagonal",
    "linked": False,
    "span_start": dt.date(2012, 1, 31),
    "self_financing": ("f2",),
    "sort": False,
}


def inputs(settings):
    rng = np.random.default_rng(6)
    dates = pd.date_range("2010-01-31", periods=96, freq="ME", name="date")
    factors = pd.DataFrame(rng.normal(0.004, 0.03, (96, 2)), dates, ["F1", "F2"])
    noise = rng.normal(0.002, 0.02, (96, 5))
    assets = pd.DataFrame(factors.to_numpy() @ rng.normal(1, 0.5, (2, 5)) + noise, dates)
    assets = assets.rename(columns="A{}".format)
    assets.iloc[[3, 50], [0, 2]] = np.nan
    rate = pd.Series(rng.uniform(0.001, 0.003, 96), dates)
    weights = pd.Series({"A4": 0.3, "A0": 0.5, "A1": 0.2, "Cash": 0.0})
    return Inputs(assets, factors, rate, weights, settings=Settings(settings))


@pytest.fixture(scope="module", params=[{}, SETTINGS], ids=["defaults", "settings"])
def analysis(request):
    return analyse(inputs(request.param))


@pytest.fixture(scope="module")
def rows(analysis):
    return input_rows(analysis)


def near(cell):
    """A cell as it is compared: words and dates must be equal, numbers nearly."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return pytest.approx(cell, **CLOSE, nan_ok=True) if is_number else cell


@pytest.mark.parametrize("key", FORMULAS)
def test_frames_and_cells_give_the_same_words_and_numbers(key, analysis, rows):
    from_frames = FORMULAS[key].answer(analysis)
    from_cells = FORMULAS[key].evaluate(rows)
    assert not str(from_cells[0][0]).startswith("#LF!"), from_cells[0][0]
    assert [[*map(str, map(type, row))] for row in from_frames] == [
        [*map(str, map(type, row))] for row in from_cells
    ]
    assert from_cells == [[near(cell) for cell in row] for row in from_frames]


def test_the_settings_of_the_sample_change_its_numbers():
    """Else the test above would compare the same numbers twice."""
    plain, other = analyse(inputs({})), analyse(inputs(SETTINGS))
    changed = [key for key, call in FORMULAS.items() if call.answer(plain) != call.answer(other)]
    assert {"exposure", "beta_stats", "premia", "model_premia", "expected", "rolling"} <= {*changed}
    assert {"risk", "attribution", "lambdas"} <= {*changed}
