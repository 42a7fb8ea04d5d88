"""Returns to send through COM, and how an analyst's sheet lays them out."""

import datetime as dt

import numpy as np
import pandas as pd


def sample(n_dates, n_assets, n_factors, seed=1):
    """Make assets that follow factors, with dates and names, and a risk-free rate."""
    rng = np.random.default_rng(seed)
    dates = pd.bdate_range("2015-01-02", periods=n_dates, name="date")
    factors = rng.normal(0.0003, 0.01, (n_dates, n_factors))
    betas = rng.normal(1.0, 0.5, (n_assets, n_factors))
    noise = rng.normal(0.0, 0.008, (n_dates, n_assets))
    assets = pd.DataFrame(factors @ betas.T + noise, dates, [f"A{i:03}" for i in range(n_assets)])
    names = [f"F{k}" for k in range(n_factors)]
    rate = pd.Series(rng.uniform(0.0001, 0.0002, n_dates), dates, name="RF")
    return assets, pd.DataFrame(factors, dates, names), rate


def block(table, corner="date"):
    """Lay a table out in cells: names in the first row, dates in the first column."""
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    dates = [stamp.to_pydatetime() for stamp in frame.index]
    rows = [
        [date, *(None if cell != cell else cell for cell in row)]
        for date, row in zip(dates, frame.to_numpy().tolist(), strict=True)
    ]
    return [[corner, *frame.columns], *rows]


def day(year, month, date, *time):
    """Give a date as a cell holds it."""
    return dt.datetime(year, month, date, *time)
