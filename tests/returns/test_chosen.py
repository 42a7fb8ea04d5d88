"""Factors and dates that the user chose among those of the tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import labfolio_xl as lf

DATES = pd.date_range("2020-01-31", periods=48, freq="ME", name="date")
_DRAWN = np.random.default_rng(5).normal(0.0, 0.04, (48, 5))
ASSETS = pd.DataFrame(_DRAWN[:, :2], DATES, ["A", "B"])
FACTORS = pd.DataFrame(_DRAWN[:, 2:], DATES, ["MKT", "Size", "HML"])


def test_only_the_chosen_factors_are_used_whatever_the_case_of_their_names():
    chosen = lf.estimate_betas(ASSETS, FACTORS, use_factors="size, mkt")
    expected = lf.estimate_betas(ASSETS, FACTORS[["MKT", "Size"]])
    pd.testing.assert_frame_equal(chosen.betas, expected.betas)


def test_what_is_left_out_is_a_line_of_the_report():
    report = lf.examine(ASSETS, FACTORS, use_factors=["HML"], start="2021")
    told = {line.check: line.sentence for line in report.findings if line.severity == "note"}
    assert told["factors"] == "factors, Factors: HML; used; MKT, Size left out"
    assert "12 other rows are left out" in told["dates"]


def test_a_name_that_no_factor_has_is_refused_with_the_nearest():
    with pytest.raises(lf.InputError, match=r'use_factors: Factors has no column "MKTT"; .* MKT\.'):
        lf.align(ASSETS, FACTORS, use_factors="MKTT")
    with pytest.raises(lf.InputError, match="use_factors names no factor"):
        lf.align(ASSETS, FACTORS, use_factors=",")


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        ("2021", None, 36),
        (None, "2021-Q2", 18),
        ("2021-02", "2021-03", 2),
        ("2020-01-31", None, 48),
    ],
)
def test_dates_from_start_to_end_are_used_both_included(start, end, n):
    assert len(lf.align(ASSETS, FACTORS, start=start, end=end).assets) == n


def test_prices_have_the_return_of_the_first_chosen_date():
    """The price before the first date is needed, and no later one is."""
    aligned = lf.align((1 + ASSETS).cumprod() * 50.0, FACTORS, assets_are="prices", start="2021")
    np.testing.assert_allclose(aligned.assets, ASSETS.loc["2021":], rtol=0, atol=1e-12)


def test_a_span_without_a_date_is_refused():
    with pytest.raises(
        lf.MissingDataError, match=r"2020-01-31 to 2023-12-31, lies from 2030-01-01"
    ):
        lf.align(ASSETS, FACTORS, start="2030")
    with pytest.raises(lf.InputError, match=r"end is 2020-12-31, before start, 2021-01-01"):
        lf.align(ASSETS, FACTORS, start="2021", end="2020")
