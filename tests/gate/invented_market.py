"""An invented market with a fixed seed, and least squares by hand for the right exposures."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = [
    "ASSETS",
    "DAYS",
    "FACTORS",
    "FACTOR_PRICES",
    "MONTHLY",
    "MONTHLY_FACTORS",
    "PRICES",
    "by_hand",
    "compounded",
    "last_of",
    "returns_of",
    "seven_days",
]

_RNG = np.random.default_rng(20240811)
_BETAS = np.array([[1.2, 0.3], [0.7, -0.2], [1.0, 0.1], [0.4, 0.5]])

# Whole years of business days: the first return is that of the second day.
DAYS = pd.bdate_range("2018-12-31", "2021-12-31", name="Date")


def _daily() -> tuple[pd.DataFrame, pd.DataFrame]:
    factors = _RNG.normal([0.0004, 0.0], [0.011, 0.006], (len(DAYS), 2))
    assets = factors @ _BETAS.T + _RNG.normal(0.0, 0.008, (len(DAYS), len(_BETAS)))
    return (
        pd.DataFrame(assets, DAYS, ["AAA", "BBB", "CCC", "DDD"]),
        pd.DataFrame(factors, DAYS, ["MKT", "SIZE"]),
    )


def by_hand(
    assets: pd.DataFrame, factors: pd.DataFrame, weights: list[float] | None = None
) -> np.ndarray:
    """Alpha and betas of the portfolio by least squares; rows with a hole are left out."""
    held = np.full(assets.shape[1], 1 / assets.shape[1]) if weights is None else weights
    y = assets.to_numpy(dtype=float) @ np.asarray(held)
    X = np.column_stack([np.ones(len(y)), factors.to_numpy(dtype=float)])
    known = np.isfinite(y) & np.isfinite(X).all(axis=1)
    return np.linalg.lstsq(X[known], y[known], rcond=None)[0]


def returns_of(prices: pd.DataFrame) -> pd.DataFrame:
    """Simple returns from one row to the next."""
    values = prices.to_numpy()
    return pd.DataFrame(values[1:] / values[:-1] - 1, prices.index[1:], prices.columns)


def last_of(prices: pd.DataFrame, period: str) -> pd.DataFrame:
    """The last row of each month ("M"), week ("W-FRI"), quarter ("Q") or year ("Y")."""
    key = prices.index.to_period(period)
    return prices[~key.duplicated(keep="last")]


def compounded(returns: pd.DataFrame, period: str) -> pd.DataFrame:
    """The product of all gross returns of each period, at its last calendar day."""
    key = returns.index.to_period(period)
    rows = [np.prod(1 + returns.to_numpy()[key == p], axis=0) - 1 for p in key.unique()]
    return pd.DataFrame(rows, key.unique().to_timestamp(how="end").normalize(), returns.columns)


def seven_days(seed: int = 5, end: str = "2020-12-31") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Daily returns of coins and of a coin index, weekends included."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2020-01-01", end, name="Date")
    index = rng.normal(0.001, 0.03, len(dates))
    coins = np.outer(index, [1.3, 0.8]) + rng.normal(0, 0.02, (len(dates), 2))
    return pd.DataFrame(coins, dates, ["COIN", "TOKEN"]), pd.DataFrame({"INDEX": index}, dates)


ASSETS, FACTORS = _daily()
PRICES = 50 * (1 + ASSETS).cumprod()
FACTOR_PRICES = 100 * (1 + FACTORS).cumprod()
ASSETS, FACTORS = ASSETS.iloc[1:], FACTORS.iloc[1:]
MONTHLY = compounded(ASSETS, "M")
MONTHLY_FACTORS = compounded(FACTORS, "M")
