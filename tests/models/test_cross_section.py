"""Cross-sections on exposures that are given, once or date by date."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from panels import random_panel
from statsmodels.api import OLS

import labfolio_xl as lf


@pytest.fixture
def panel():
    assets, _ = random_panel(n_obs=20, n_assets=8)
    rng = np.random.default_rng(3)
    exposures = pd.DataFrame(
        rng.normal(size=(8, 2)), index=assets.columns, columns=["Size", "Value"]
    )
    return assets, exposures


def by_statsmodels(assets, exposures, *, intercept=False):
    table = exposures.assign(zero_beta=1.0)[["zero_beta", *exposures]] if intercept else exposures
    rows = {date: OLS(row, table).fit().params for date, row in assets.iterrows()}
    return pd.DataFrame(rows).T


def test_names_are_matched_as_they_print(panel):
    """A name on two lines, as the cell of a heading has it, is one on one line."""
    assets, exposures = panel
    broken = assets.columns.str.replace("A", "A\n ")
    expected = lf.cross_section(assets, exposures).by_period
    found = lf.cross_section(assets.set_axis(broken, axis=1), exposures.set_axis(broken))
    pd.testing.assert_frame_equal(found.by_period, expected)


@pytest.mark.parametrize("intercept", [False, True])
def test_one_table_for_all_periods(panel, intercept):
    ours = lf.cross_section(*panel, intercept=intercept)
    theirs = by_statsmodels(*panel, intercept=intercept)
    pd.testing.assert_frame_equal(
        ours.by_period, theirs, rtol=1e-9, check_names=False, check_freq=False
    )
    assert ours.intercept is intercept
    assert ours.n_assets.eq(8).all()


def test_assets_are_matched_by_name_and_the_unmatched_left_out(panel):
    assets, exposures = panel
    known = exposures.iloc[::-1].drop(index="A3")
    known.loc["A5", "Value"] = np.nan
    known.loc["Unknown"] = 1.0
    ours = lf.cross_section(assets, known)
    used = ["A0", "A1", "A2", "A4", "A6", "A7"]
    theirs = by_statsmodels(assets[used], exposures.loc[used])
    np.testing.assert_allclose(ours.by_period, theirs, rtol=1e-9)
    assert sorted(ours.exposures.index) == used


def test_a_period_uses_the_assets_that_it_has(panel):
    assets, exposures = panel
    assets.iloc[0, :3], assets.iloc[1, 1:] = np.nan, np.nan
    ours = lf.cross_section(assets, exposures)
    theirs = OLS(assets.iloc[0, 3:], exposures.iloc[3:]).fit().params
    np.testing.assert_allclose(ours.by_period.iloc[0], theirs, rtol=1e-9)
    assert ours.by_period.iloc[1].isna().all()
    assert ours.n_assets.iloc[:3].tolist() == [5, 1, 8]
    assert ours.premia().n_obs == 19


@pytest.mark.parametrize("form", ["timestamps", "text", "dates", "rows"])
@pytest.mark.parametrize("intercept", [False, True])
def test_exposures_that_change_from_date_to_date(panel, form, intercept):
    assets, exposures = panel
    moving = {date: exposures * (1 + 0.1 * i) + 0.01 * i for i, date in enumerate(assets.index)}
    given = {
        "timestamps": moving,
        "text": {f"{date:%Y-%m-%d}": table for date, table in moving.items()},
        "dates": {dt.date(d.year, d.month, d.day): table for d, table in moving.items()},
        "rows": pd.concat(moving).sample(frac=1.0, random_state=1),
    }[form]
    ours = lf.cross_section(assets, given, intercept=intercept)
    assert ours.exposures is None
    for date in assets.index[[0, 7, 19]]:
        theirs = by_statsmodels(assets.loc[[date]], moving[date], intercept=intercept)
        np.testing.assert_allclose(ours.by_period.loc[date], theirs.iloc[0], rtol=1e-8)


def test_only_dates_with_exposures_and_returns(panel):
    assets, exposures = panel
    dates = [assets.index[5], assets.index[2], pd.Timestamp("1999-12-31")]
    ours = lf.cross_section(assets, dict.fromkeys(dates, exposures))
    assert list(ours.by_period.index) == [assets.index[2], assets.index[5]]


def refused(error, words, *args):
    with pytest.raises(error) as raised:
        lf.cross_section(*args)
    assert str(raised.value) == words


def test_exposures_that_are_not_well_formed(panel):
    assets, exposures = panel
    form = "Exposures: give a table with assets in its rows and names on top."
    for wrong in (3, {}, {"2020-01-01": 3}, exposures.iloc[:0], exposures.iloc[:, :0]):
        refused(lf.InputError, form, assets, wrong)
    refused(
        lf.InputError,
        'Exposures: "A0" occurs more than once; keep one row.',
        assets,
        exposures.iloc[[0, 0, 1]],
    )
    refused(
        lf.InputError,
        'Exposures: "A0" on 2020-01-01 occurs more than once; keep one row.',
        assets,
        {"2020-01-01": exposures.iloc[[0, 0, 1]]},
    )
    text = exposures.astype(object)
    text.loc["A2", "Value"] = "large"
    refused(
        lf.InputError,
        'Exposures: column "Value", row "A2" holds "large"; clear the cell or type a return.',
        assets,
        text,
    )
    refused(
        lf.InputError,
        'Exposures: column "Size", 2020-01-02, row "A1" holds an infinite number; '
        "clear the cell or type a return.",
        assets,
        {"2020-01-02": exposures.replace(exposures.loc["A1", "Size"], np.inf)},
    )
    refused(
        lf.InputError,
        'Exposures: the first column holds "first" where a date is expected; '
        "write dates as YYYY-MM-DD.",
        assets,
        {"first": exposures},
    )
    refused(
        lf.InputError,
        'Exposures: the name "zero_beta" is taken; rename the column.',
        assets,
        exposures.rename(columns={"Size": "zero_beta"}),
    )
    levels = pd.concat({"x": pd.concat({"2020-01-01": exposures})})
    refused(
        lf.InputError,
        "Exposures: label the rows by date and asset, or by asset alone.",
        assets,
        levels,
    )


def test_nothing_in_common(panel):
    assets, exposures = panel
    words = (
        "Exposures and Returns have no asset and date in common; Returns has A0, A1, A2, A3, A4, "
        "A5 from 2020-01-01 to 2020-01-28."
    )
    refused(lf.MissingDataError, words, assets, exposures.add_prefix("x", axis=0))
    refused(lf.MissingDataError, words, assets, {"1999-12-31": exposures})


def test_exposures_that_repeat_each_other(panel):
    assets, exposures = panel
    refused(
        lf.EstimationError,
        'The exposures to "Again" are a linear combination of "Size", so their premia cannot be '
        "told apart; remove one of the factors.",
        assets,
        exposures.assign(Again=-2 * exposures["Size"]),
    )
    refused(
        lf.EstimationError,
        'The exposures to "Size" are a linear combination of nothing (all zero), so their premia '
        "cannot be told apart; remove one of the factors.",
        assets,
        exposures.assign(Size=0.0),
    )
    refused(
        lf.EstimationError,
        "No period has enough assets with exposures for 2 premia; add assets, remove factors, or "
        "check for exposures that repeat each other.",
        assets,
        {"2020-01-01": exposures.assign(Value=exposures["Size"])},
    )
