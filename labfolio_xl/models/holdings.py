"""Weights of a portfolio from what it holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labfolio_xl.errors import InputError, MissingDataError
from labfolio_xl.models.by_name import ByName, numbers_by_name
from labfolio_xl.results import Holdings
from labfolio_xl.returns.tables import check_table, day

__all__ = ["weights_from_holdings"]


def weights_from_holdings(
    quantities: ByName,
    prices: pd.DataFrame | ByName,
) -> Holdings:
    r"""Weights from quantities and prices: for whoever knows shares, not weights.

    :math:`w_i = q_i p_i / \sum_j q_j p_j`. A short position has a negative quantity.

    Parameters
    ----------
    quantities : Series or Mapping by asset
        Shares, contracts times their multiplier, or units.
    prices : Series or Mapping by asset, or DataFrame, dates x assets
        One currency. Of a table, the last date on which all held assets have a price.

    Returns
    -------
    Holdings
        ``.weights`` is what the other functions take.

    Raises
    ------
    InputError
        A name twice, a quantity or price that is missing or infinite, a price not above
        zero, or a portfolio whose value is not above zero.
    MissingDataError
        An asset without a price.

    Examples
    --------
    >>> weights_from_holdings({"A": 10, "B": 5}, {"A": 20.0, "B": 40.0}).weights.tolist()
    [0.5, 0.5]
    """
    held = _numbers(quantities, "Quantities")
    date = None
    if isinstance(prices, pd.DataFrame):
        date, price = _last_prices(prices, list(held.index))
    else:
        price = _prices_of(_numbers(prices, "Prices"), list(held.index))
    if (price <= 0.0).any():
        name = price.index[int(np.argmax(price.to_numpy() <= 0.0))]
        raise InputError(f'Prices: "{name}" costs {price[name]:g}; a price must be above zero.')
    values = (held * price).rename("value")
    total = float(values.sum())
    if not total > 0.0:
        raise InputError(
            f"The holdings are worth {total:g} in all, long less short; weights need a value "
            "above zero."
        )
    return Holdings(held, price, values, (values / total).rename("weight"), date)


def _numbers(values: ByName, argument: str) -> pd.Series[float]:
    numbers = numbers_by_name(values, argument)
    if numbers.empty:
        raise InputError(f"{argument} is empty; give assets and numbers.")
    return numbers.rename_axis("asset").rename("quantity")


def _prices_of(prices: pd.Series[float], names: list[str]) -> pd.Series[float]:
    for name in names:
        if name not in prices.index:
            raise MissingDataError(
                f'Prices: there is none for "{name}"; add it, or remove the asset from Quantities.'
            )
    return prices.reindex(pd.Index(names, name="asset")).rename("price")


def _last_prices(prices: pd.DataFrame, names: list[str]) -> tuple[pd.Timestamp, pd.Series[float]]:
    table = check_table(prices, "Prices")
    _prices_of(table.iloc[-1], names)
    known = table[names].dropna()
    if known.empty:
        raise MissingDataError(
            f"Prices: no date between {day(table.index[0])} and {day(table.index[-1])} has a "
            "price of every asset in Quantities; fill the last row."
        )
    last = known.iloc[-1].rename("price").rename_axis("asset")
    return pd.Timestamp(str(known.index[-1])), last
