"""A workbook is made from what was judged: its sheets need no other declaration than they have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labfolio_xl import align, exposure
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.sheet.settings import Settings

MONTHS = pd.date_range("2018-01-31", periods=60, freq="ME", name="date")
RANDOM = np.random.default_rng(3)
FACTORS = pd.DataFrame(RANDOM.normal(0.005, 0.04, (60, 2)), MONTHS, ["M", "S"])
ASSETS = pd.DataFrame(
    FACTORS.to_numpy() @ RANDOM.uniform(0.5, 1.5, (2, 5)) + RANDOM.normal(0, 0.02, (60, 5)),
    MONTHS,
    list("ABCDE"),
)
PRICES = 100 * (1 + ASSETS).cumprod()


def settled(**given):
    settings = Settings(given.pop("settings", {}))
    inputs = Inputs(**{"assets": ASSETS, "factors": FACTORS, **given}, settings=settings)
    return analyse(inputs)


@pytest.mark.parametrize(
    ("given", "declared"),
    [
        ({}, {}),
        ({"assets": PRICES, "settings": {"assets_are": "prices"}}, {"assets_are": "returns"}),
        (
            {"assets": 100 * ASSETS, "settings": {"assets_are": "percent"}},
            {"assets_are": "returns"},
        ),
        ({"settings": {"factors_are": "values"}}, {"factors_are": "values"}),
        (
            {"risk_free": 0.02, "settings": {"risk_free_is": "annual", "missing": "complete"}},
            {"risk_free_is": "period", "missing": "complete"},
        ),
        (
            {"weights": {"A": 30, "B": 20}, "settings": {"weights_are": "percent"}},
            {"weights_are": "fractions"},
        ),
        ({"settings": {"frequency": "quarterly"}}, {}),
        (
            {"weights": {"A": 0.5, "X": 0.01}, "settings": {"unmatched": "drop"}},
            {},
        ),
    ],
)
def test_what_was_declared_stays_declared_as_what_it_is_now(given, declared):
    """And judged again, as the formulas of the workbook do, the tables stay as they are."""
    analysis = settled(**given)
    inputs = analysis.inputs
    periods = analysis.aligned.frequency.periods_per_year
    assert inputs.settings.given == {**declared, "sort": True, "periods_per_year": periods}
    again = align(
        inputs.assets.frame, inputs.factors.frame, inputs.risk_free, **inputs.settings.data
    )
    pd.testing.assert_frame_equal(again.assets, analysis.aligned.assets)
    pd.testing.assert_frame_equal(again.factors, analysis.aligned.factors)
    held = exposure(
        inputs.assets.frame,
        inputs.factors.frame,
        inputs.risk_free,
        inputs.weights,
        **inputs.settings.portfolio,
    )
    np.testing.assert_allclose(held.exposure, analysis.exposure.exposure, rtol=1e-12)


def test_weights_are_told_and_kept_as_fractions():
    analysis = settled(weights={"A": 60.0, "C": 40.0})
    assert analysis.inputs.weights.to_dict() == {"A": 0.6, "B": 0, "C": 0.4, "D": 0, "E": 0}
    told = [line for line in analysis.data_report.findings if line.item == "Weights"]
    assert [line.check for line in told if line.severity == "note"] == ["unit"]
    assert any(line.check == "sum" for line in told)


def test_equal_weights_stay_unsaid():
    assert settled().inputs.weights is None
