"""Inputs of workbooks that tests write: made-up returns, awkward names, holes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from labfolio_xl.plan.inputs import Inputs
from labfolio_xl.sheet.settings import Settings

HOSTILE = ("=cmd|' /C calc'!A0", "+SUM(1)", "-1+2", "@risk", "{=1}", "http://a.b/c", 'A & <B> "C"')


def made_up(n_assets=8, n_factors=3, n_obs=120, seed=1):
    """Return inputs of normal returns with betas around a half."""
    rng = np.random.default_rng(seed)
    dates = pd.bdate_range("2021-01-04", periods=n_obs, name="date")
    factors = rng.normal(0.0, 0.01, (n_obs, n_factors))
    betas = rng.normal(0.5, 0.7, (n_assets, n_factors))
    assets = factors @ betas.T + rng.normal(0.0002, 0.01, (n_obs, n_assets))
    return Inputs(
        pd.DataFrame(assets, dates, [f"Asset {i:03d}" for i in range(1, n_assets + 1)]),
        pd.DataFrame(factors, dates, [f"Factor {i}" for i in range(1, n_factors + 1)]),
    )


def with_holes(**given):
    """Return inputs with missing cells, dates that only one table has, a rate and weights.

    Other settings may be given.
    """
    inputs = made_up()
    assets, factors = inputs.assets.copy(), inputs.factors.copy()
    assets.iloc[5, 2] = assets.iloc[40:60, 6] = np.nan
    factors.iloc[30, 1] = np.nan
    return replace(
        inputs,
        assets=assets.drop(assets.index[10:13]),
        factors=factors,
        risk_free=pd.Series(0.0001, factors.index, name="rf"),
        weights=pd.Series({"Asset 001": 0.6, "Asset 003": 0.4}),
        settings=Settings(
            {"self_financing": ("Factor 2",), "intercept": True, "periods_per_year": 252.0, **given}
        ),
    )


def hostile():
    """Return inputs whose names would be formulas or links if they were not kept as text."""
    inputs = made_up(len(HOSTILE), 2)
    return replace(
        inputs,
        assets=inputs.assets.set_axis(list(HOSTILE), axis=1),
        factors=inputs.factors.set_axis(["=1+1", "@f"], axis=1),
        subject='=HYPERLINK("http://a.b")',
    )


def more_factors_than_assets():
    """Return inputs from which betas can be estimated, but no premia."""
    return made_up(3, 5)


def perfect_fit():
    """Return inputs of which an asset is twice a factor: no residual, no s.e., t infinite."""
    inputs = made_up(4, 1)
    assets = inputs.assets.copy()
    assets["Asset 002"] = 2.0 * inputs.factors["Factor 1"]
    return replace(inputs, assets=assets)
